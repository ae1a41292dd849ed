"""Reading the work of a job from a run: its operations, what governed them, and what went wrong with them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from handoff_experiments.following.future import CASH, Future
from handoff_experiments.following.happenings import Happening
from handoff_experiments.following.life import (
    Governs,
    Nonconformance,
    OperationLife,
    Share,
)
from handoff_experiments.following.names import FIRST_SPECIAL, operation_name, party_name
from handoff_experiments.following.words import (
    CAUSES,
    CLOSURES,
    REASONS,
    STAGES,
)
from handoff_sim.codes import (
    Account,
    Category,
    Cause,
    Channel,
    Closure,
    HandoffReason,
    JobState,
    PaymentOwner,
    Record,
    RepeatOwner,
    Stage,
)
from handoff_sim.policy.benchmark import effective
from handoff_sim.policy.declare import ROLES

OPEN_ENDED = -1  # a week that has not come
OUTSIDE_ROW = -2  # maker of an op bought outside


def week_of(value: Any) -> int | None:
    """A week as tables write it; None where it has not come."""
    return None if int(value) == OPEN_ENDED else int(value)


def cents_of(dollars: Any) -> int:
    """Dollars as whole cents, halves up, as the ledger rounds them."""
    return int(np.floor(float(dollars) * 100.0 + 0.5))


def those(told: Iterable[Happening], *kinds: str) -> list[Happening]:
    """The events of these kinds, in order."""
    return [event for event in told if event.kind in kinds]


def governs(future: Future, channel: int) -> Governs | None:
    """The record and terms of a channel; None where nothing of ours governs."""
    if channel > Channel.NETWORK:
        return None
    rules = effective(future.policy)
    source: Any = (rules.direct, rules.phone, rules.governance)[channel]
    row = future.run.records.terms[channel]
    return Governs(
        channel=Channel(channel).name.lower(),
        record="the purchase order" if channel == Channel.DIRECT else _words(Record(int(row["record"])).name),
        alpha=float(row["alpha"]),
        liability=_words(source.liability.name),
        split=dict(zip(ROLES, map(float, source.default_split), strict=True)),
        payment_owner=_words(PaymentOwner(int(row["payment_owner"])).name),
        repeat_owner=_words(RepeatOwner(int(row["repeat_owner"])).name),
        visibility=float(row["visibility"]),
    )


def _words(name: str) -> str:
    return name.lower().replace("_", " ")


def operations_of(future: Future, key: int, jobs: Any) -> tuple[OperationLife, ...]:
    """Every operation of a job that was ordered; ``jobs`` are its rows."""
    earned = _earned_on_ops(future, key)
    machine = _machine_time(future, key)
    lives = []
    for job in jobs:
        if int(job["state"]) in (JobState.OPEN, JobState.UNSERVED):
            continue  # nobody was to make it
        rows = range(int(job["first_op"]), int(job["first_op"]) + int(job["n_ops"]))
        lives += [_operation(future, row, earned, machine) for row in rows]
    return tuple(lives)


def _earned_on_ops(future: Future, key: int) -> dict[tuple[int, int], int]:
    """Net worth each account has from each op, cents, by (account row, op row)."""
    earned: dict[tuple[int, int], int] = {}
    entries = future.entries_of(key)
    for entry in entries[(entries["basis"] != CASH) & (entries["op"] >= 0)]:
        for account, sign in ((int(entry["payer"]), -1), (int(entry["payee"]), 1)):
            place = account, int(entry["op"])
            earned[place] = earned.get(place, 0) + sign * int(entry["cents"])
    return earned


def _machine_time(future: Future, key: int) -> dict[int, int]:
    """What machine time cost, cents, by op row."""
    entries = future.entries_of(key)
    spent: dict[int, int] = {}
    for entry in entries[entries["category"] == Category.PRODUCTION]:
        spent[int(entry["op"])] = spent.get(int(entry["op"]), 0) + int(entry["cents"])
    return spent


def _operation(future: Future, row: int, earned: dict[tuple[int, int], int], machine: dict[int, int]) -> OperationLife:
    op = future.run.records.ops[row]
    maker = int(op["maker"])
    taken = week_of(op["accepted_week"]) is not None
    done = week_of(op["done_week"])
    return OperationLife(
        name=operation_name(100 * int(op["stage"]) + int(op["lot"]), int(op["lots"])),
        process=future.world.population.processes[int(op["process"])],
        originator=seller_name(future, int(op["originator"])),
        maker="" if maker == -1 else future.shop_name(maker),
        handed_off=bool(op["handed_off"]),
        channel=Channel(int(op["channel"])).name.lower(),
        reason=REASONS.get(HandoffReason(int(op["reason"])), ""),
        governed_by=governs(future, int(op["channel"])) if taken and maker >= 0 else None,
        price_cents=cents_of(op["price"]),
        transfer_cents=int(op["transfer"]),
        fee_cents=int(op["fee"]),
        planned_minutes=int(op["planned_min"]),
        actual_minutes=int(op["actual_min"]) if done is not None and maker != OUTSIDE_ROW else None,
        accepted_week=week_of(op["accepted_week"]),
        workable_week=week_of(op["workable_week"]),
        due_week=week_of(op["due_week"]),
        done_week=done,
        closed_week=week_of(op["closed_week"]),
        late_weeks=int(op["late_weeks"]),
        closure=CLOSURES[Closure(int(op["closure"]))],
        rev_locked=bool(op["rev_locked"]),
        scope_explicit=bool(op["scope_explicit"]),
        cert_complete=bool(op["cert_complete"]),
        quality_effort=float(op["effort"]),
        packet_effort=float(op["packet_effort"]),
        machine_cents=machine.get(row, 0),
        maker_earned_cents=earned.get((maker, row), 0) if maker >= 0 else 0,
    )


def seller_name(future: Future, prime: int) -> str:
    """A prime by row: a shop, or from -2 down a vertical operator."""
    return future.shop_name(prime) if prime >= -1 else party_name(FIRST_SPECIAL + Account.VERTICAL - 2 - prime)


def nonconformances_of(future: Future, key: int, told: Sequence[Happening], buyer: str) -> tuple[Nonconformance, ...]:
    """Every NCR with its payers: entries of a loss are posted just before its event, and sum to it."""
    entries = [entry for entry in future.entries_of(key) if int(entry["category"]) == Category.NCR]
    found = []
    denied = {}
    for event in those(told, "DISPUTE", "NCR"):
        if event.kind == "DISPUTE":
            denied[event.week, event.item] = event.actor
            continue
        cause, stage = Cause(event.code // 100), Stage(event.code // 10 % 10)
        roles = {buyer: "buyer", event.other: "originator", event.actor: "maker"}
        paid = _shares(future, entries, event, roles)
        found.append(
            Nonconformance(
                week=event.week,
                operation=event.operation,
                maker=event.actor,
                cause=CAUSES[cause],
                stage=STAGES[stage],
                loss_cents=event.cents,
                proven=bool(event.code % 10),
                denied_by=denied.pop((event.week, event.item), ""),
                paid=paid,
            )
        )
    return tuple(found)


def _shares(future: Future, entries: list[Any], event: Happening, roles: dict[str, str]) -> tuple[Share, ...]:
    shares: list[Share] = []
    left = event.cents
    while left > 0 and entries:
        entry = entries.pop(0)
        party = future.account_name(int(entry["payer"]))
        left -= int(entry["cents"])
        shares.append(Share(party=party, role=roles.get(party, "pool"), cents=int(entry["cents"])))
    return tuple(shares)
