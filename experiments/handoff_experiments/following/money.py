"""The money of one job: every cent of its ledger entries, by who paid whom, and what each party was left with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from handoff_experiments.following.future import CASH, WORTH, Future
from handoff_experiments.following.words import category_words
from handoff_sim.codes import Category


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What one party gave another for one thing.

    Parameters
    ----------
    payer, payee: names of the parties
    what: the ledger category, in capitals
    words: the same in words
    earned_cents: moved in net worth, when it was earned or owed
    paid_cents: moved in cash, when it was paid
    first_week, last_week: of its entries
    entries: how many entries it sums
    """

    payer: str
    payee: str
    what: str
    words: str
    earned_cents: int
    paid_cents: int
    first_week: int
    last_week: int
    entries: int


@dataclass(frozen=True, kw_only=True)
class Purse:
    """What a job left one party with.

    Parameters
    ----------
    party: name
    roles: buyer, prime, maker, bidder; empty for accounts that are nobody's
    earned_cents: net worth received less given up; all parties' sum to zero
    paid_cents: cash received less paid out so far; all parties' sum to zero
    by_category: net worth by what it was for, in the words of the ledger
    """

    party: str
    roles: tuple[str, ...]
    earned_cents: int
    paid_cents: int
    by_category: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One party's net worth from a job under either policy, in cents."""

    party: str
    roles: tuple[str, ...]
    before_cents: int
    after_cents: int

    @property
    def difference_cents(self) -> int:
        """After minus before."""
        return self.after_cents - self.before_cents


def flows_of(future: Future, key: int) -> tuple[Flow, ...]:
    """Entries of a job summed by payer, payee and category, in the order in which they first occur."""
    entries = future.entries_of(key)
    groups: dict[tuple[int, int, int], list[int]] = {}
    for place, entry in enumerate(entries):
        group = int(entry["payer"]), int(entry["payee"]), int(entry["category"])
        groups.setdefault(group, []).append(place)
    return tuple(_flow(future, group, entries[places]) for group, places in groups.items())


def _flow(future: Future, group: tuple[int, int, int], entries: np.ndarray) -> Flow:
    payer, payee, code = group
    cents, basis = entries["cents"], entries["basis"]
    return Flow(
        payer=future.account_name(payer),
        payee=future.account_name(payee),
        what=Category(code).name,
        words=category_words(Category(code)),
        earned_cents=int(cents[basis != CASH].sum()),
        paid_cents=int(cents[basis != WORTH].sum()),
        first_week=int(entries["week"].min()),
        last_week=int(entries["week"].max()),
        entries=len(entries),
    )


def purses_of(flows: Sequence[Flow], roles: dict[str, tuple[str, ...]]) -> tuple[Purse, ...]:
    """What each party was left with: those with a role first, then the accounts that are nobody's."""
    parties = dict.fromkeys([*roles, *(name for flow in flows for name in (flow.payer, flow.payee))])
    return tuple(_purse(party, roles.get(party, ()), flows) for party in parties)


def _purse(party: str, roles: tuple[str, ...], flows: Iterable[Flow]) -> Purse:
    earned = paid = 0
    by_category: dict[str, int] = {}
    for flow in flows:
        sign = (flow.payee == party) - (flow.payer == party)
        earned += sign * flow.earned_cents
        paid += sign * flow.paid_cents
        if sign and flow.earned_cents:
            by_category[flow.words] = by_category.get(flow.words, 0) + sign * flow.earned_cents
    return Purse(party=party, roles=roles, earned_cents=earned, paid_cents=paid, by_category=by_category)


def money_moved(before: Sequence[Purse], after: Sequence[Purse]) -> tuple[Moved, ...]:
    """Each party's net worth under both, the buyer first, then by how much it moved; differences sum to zero."""
    old = {purse.party: purse for purse in before}
    new = {purse.party: purse for purse in after}
    moved = [
        Moved(
            party=party,
            roles=tuple(dict.fromkeys(role for side in (old, new) if party in side for role in side[party].roles)),
            before_cents=old[party].earned_cents if party in old else 0,
            after_cents=new[party].earned_cents if party in new else 0,
        )
        for party in dict.fromkeys([*old, *new])
    ]
    return tuple(sorted(moved, key=_most_first))


def _most_first(moved: Moved) -> tuple[bool, bool, int, str]:
    return "buyer" not in moved.roles, not moved.roles, -abs(moved.difference_cents), moved.party
