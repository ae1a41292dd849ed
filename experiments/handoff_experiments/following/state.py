"""The state in which two futures stood when a job's lives parted: load, cash, membership, shared history."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from handoff_experiments.following.future import WORTH, Future
from handoff_experiments.following.names import FIRST_BUYER, account_of
from handoff_sim.codes import Category

DOLLARS, HOURS, COUNT, FLAG = "dollars", "hours", "count", "yes or no"


@dataclass(frozen=True, kw_only=True)
class StateGap:
    """One fact about one party that differs at the start of a week.

    ``unit`` is dollars, hours, weeks, count or yes or no (1 or 0).
    """

    party: str
    what: str
    unit: str
    before: float
    after: float


def state_gaps(before: Future, after: Future, parties: Iterable[str], week: int, buyer: str) -> tuple[StateGap, ...]:
    """What differs about these parties at the start of a week: in order, one row per fact."""
    gaps = []
    for party in dict.fromkeys(parties):
        for what, unit in _FACTS:
            values = [_value(future, party, what, week, buyer) for future in (before, after)]
            if values[0] is not None and values[1] is not None and values[0] != values[1]:
                gaps.append(StateGap(party=party, what=what, unit=unit, before=values[0], after=values[1]))
    return tuple(gaps)


MEMBER, BACKLOG, MONEY, SERVED = "is a member", "work on its floor", "cash", "orders delivered to this buyer so far"
DUES = "cost of membership by then"
_FACTS = ((MEMBER, FLAG), (DUES, DOLLARS), (BACKLOG, HOURS), (MONEY, DOLLARS), (SERVED, COUNT))
_OF_MEMBERSHIP = (
    Category.ADMIN, Category.SUBSCRIPTION, Category.ENTRY, Category.BOND, Category.SUBSIDY, Category.REBATE,
    Category.BONUS,
)  # fmt: skip


def _value(future: Future, party: str, what: str, week: int, buyer: str) -> float | None:
    account = account_of(party)
    if account is None:
        return None
    row = int(np.flatnonzero(future.account_keys == account)[0])
    shop = account < FIRST_BUYER
    if what == MEMBER:
        return _member(future, row, week, shop)
    if what == MONEY:
        return _cash(future, row, week) / 100.0 if shop else None
    if not shop:
        return None
    if what == DUES:
        return _dues(future, row, week) / 100.0
    return _backlog(future, row, week) if what == BACKLOG else _served(future, row, week, buyer)


def _member(future: Future, row: int, week: int, shop: bool) -> float | None:
    records = future.run.records
    if week == 0:
        return 0.0
    weeks = records.member_weeks if shop else records.buyer_member_weeks
    return float(weeks[week - 1, row if shop else row - records.n_shops] > 0)


def _cash(future: Future, row: int, week: int) -> int:
    """Cash at the start of a week: what the account ends with, less all that moved from then on."""
    entries = future.entries[future.entries["week"] >= week]
    entries = entries[entries["basis"] != WORTH]
    moved = entries["cents"][entries["payee"] == row].sum() - entries["cents"][entries["payer"] == row].sum()
    return int(future.run.records.cash[row] - moved)


def _dues(future: Future, row: int, week: int) -> int:
    """What membership has cost, audit and learning hours included, and that week's dues, which come before quotes."""
    entries = future.entries
    mine = (entries["week"] <= week) & (entries["job"] < 0) & np.isin(entries["category"], _OF_MEMBERSHIP)
    cents = entries["cents"]
    return int(cents[mine & (entries["payer"] == row)].sum() - cents[mine & (entries["payee"] == row)].sum())


def _backlog(future: Future, row: int, week: int) -> float:
    """Hours accepted before a week and not finished by then; ops that went back to their originator are not seen."""
    ops = future.run.records.ops
    there = (ops["maker"] == row) & (ops["accepted_week"] >= 0) & (ops["accepted_week"] < week)
    done = (ops["done_week"] >= 0) & (ops["done_week"] < week)
    return float(ops["actual_min"][there & ~done].sum() / 60.0)


def _served(future: Future, row: int, week: int, buyer: str) -> float:
    jobs = future.run.records.jobs
    account = account_of(buyer)
    if account is None:
        return 0.0
    theirs = future.run.records.buyers["key"][jobs["buyer"]] == account - FIRST_BUYER
    closed = (jobs["closed_week"] >= 0) & (jobs["closed_week"] < week) & (jobs["prime"] == row)
    return float((theirs & closed).sum())
