"""What a shop's owner hears at the start of a week: the state of the shop, and what happened to it last week."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handoff_sim.agents.shop import Shop
from handoff_sim.codes import Category, Cause, EventKind, OpState, Stage
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Counter
from handoff_sim.names import job_name
from handoff_sim.playing.session import Session
from handoff_sim.playing.words import (
    money,
)

BUYERS = 1_000_000  # added to a buyer's key in the event log
OTHERS = 2_000_000
FOUND = {Stage.IN_HOUSE: "in house", Stage.ORIGINATOR: "by the originator", Stage.BUYER: "by the buyer"}
CAUSES = {Cause.WORKMANSHIP: "workmanship", Cause.REV_PRINT: "wrong revision", Cause.SCOPE_CHANGE: "changed scope",
          Cause.CERT: "weak certificates"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The state of a shop at the start of a week; money in dollars."""

    week: int
    cash: float
    net_worth: float
    profit_last_week: float
    profit_per_machine_week: float  # over the last 13 weeks
    load_weeks: float
    operations: int  # accepted by the shop and not finished
    hours: float  # planned, of those
    handed_out: int  # operations of its jobs that others are to make
    membership: str
    news: tuple[str, ...]  # of last week


def desk_of(session: Session) -> Desk:
    """The player's desk now."""
    shop = session.shop
    ops = array_of(shop.market.ops)[: shop.market.n[Counter.OPS]]
    open_now = (ops["state"] == OpState.QUEUED) | (ops["state"] == OpState.IN_WORK)
    waiting = open_now | (ops["state"] == OpState.WAITING)
    mine = ops[waiting & (ops["maker"] == shop.number) & (ops["accepted_week"] >= 0)]
    others = ops[waiting & (ops["originator"] == shop.number) & (ops["maker"] != shop.number) & (ops["maker"] != -1)]
    return Desk(
        week=session.week,
        cash=shop.cash_dollars,
        net_worth=shop.net_worth_dollars,
        profit_last_week=shop.profit_last_week_dollars,
        profit_per_machine_week=shop.profit_per_machine_week,
        load_weeks=shop.load_weeks,
        operations=len(mine),
        hours=float(mine["planned_min"].sum()) / 60.0,
        handed_out=len(others),
        membership=shop.membership.name.lower() if session.model.operator else "no network",
        news=tuple(news_of(shop, session.model.simulation.chunks["events"])),
    )


def news_of(shop: Shop, chunks: list[Any]) -> Iterator[str]:
    """What happened to a shop in the last week, from the event log; the usual first, then what hurts."""
    if not chunks:
        return
    key = int(shop.row["key"])
    events = chunks[-1]
    events = events[(events["a"] == key) | (events["b"] == key)]
    by_kind = {kind: events[events["kind"] == kind] for kind in EventKind}
    names = _Names(shop)
    yield from _market(by_kind, key, names)
    yield from _floor(by_kind, key, names)
    yield from _money(by_kind, key)


class _Names:
    """Names of the parties in the event log, which has them by key."""

    def __init__(self, shop: Shop) -> None:
        self.shops = {int(key): number for number, key in enumerate(array_of(shop.market.shops)["key"])}
        self.buyers = {int(key): number for number, key in enumerate(array_of(shop.market.buyers)["key"])}

    def of(self, account: int) -> str:
        """A party by its kind and number."""
        if account < 0:
            return "an outside processor"
        if account < BUYERS:
            return f"shop {self.shops[account]}"
        return f"buyer {self.buyers[account - BUYERS]}" if account < OTHERS else "the operator"


def _market(events: dict[EventKind, Any], key: int, names: _Names) -> Iterator[str]:
    won = events[EventKind.AWARD]
    sent = events[EventKind.QUOTE]
    if len(sent) or len(won):
        jobs = "; ".join(f"{job_name(int(e['job']))} for {names.of(int(e['b']))}, {_dollars(e)}" for e in won)
        yield f"{_counted(len(sent), 'quote')} sent, {_counted(len(won), 'job')} won" + (f": {jobs}" if jobs else "")
    made = events[EventKind.MAKE]
    moved = made[made["a"] != made["b"]]
    yield from _work("handed off", moved[moved["a"] == key], "b", "to", names)
    yield from _work("taken in", moved[moved["b"] == key], "a", "from", names)
    yield from _work("bought outside", events[EventKind.OUTSIDE], "", "", names)


def _work(what: str, rows: Any, side: str, towards: str, names: _Names) -> Iterator[str]:
    """Operations that changed hands, a line for each job and other party."""
    found: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        found.setdefault((int(row["job"]), int(row[side]) if side else 0), []).append(int(row["cents"]))
    for (job, other), cents in found.items():
        party = f" {towards} {names.of(other)}" if side else ""
        yield f"{what}: {_counted(len(cents), 'operation')} of {job_name(job)}{party} for {money(sum(cents) / 100)}"


def _floor(events: dict[EventKind, Any], key: int, names: _Names) -> Iterator[str]:
    done = events[EventKind.COMPLETED]
    made = done[done["a"] == key]
    if len(made):
        yield f"finished: {_counted(len(made), 'operation')}, {made['cents'].sum() / 60:.0f} hours"
    for event in events[EventKind.JOB_CLOSED]:
        late = f"{_counted(int(event['code']), 'week')} late" if event["code"] > 0 else "on time"
        yield f"delivered: {job_name(int(event['job']))} to {names.of(int(event['b']))}, {late}, {_dollars(event)}"
    for event in events[EventKind.NCR]:
        cause, stage = Cause(int(event["code"]) // 100), Stage(int(event["code"]) // 10 % 10)
        maker = "your work" if int(event["a"]) == key else f"made by {names.of(int(event['a']))}"
        name = job_name(int(event["job"]))
        yield f"NCR on {name} ({maker}): {CAUSES[cause]}, found {FOUND[stage]}, costs {_dollars(event)}"
    outages = (
        (EventKind.OUTAGE, "a machine is down"),
        (EventKind.LABOUR, "people are missing"),
        (EventKind.SHOCK, "the region has lost part of its capacity"),
    )
    for kind, what in outages:
        for event in events[kind]:
            yield f"{what} for {_counted(int(event['code']), 'week')}"


def _money(events: dict[EventKind, Any], key: int) -> Iterator[str]:
    paid = events[EventKind.PAYMENT]
    for side, what in (("b", "paid to you"), ("a", "paid by you")):
        cents = int(paid["cents"][paid[side] == key].sum())
        if cents:
            yield f"{what}: {money(cents / 100)}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _dollars(event: Any) -> str:
    return money(int(event["cents"]) / 100)


def category_name(category: Category) -> str:
    """A ledger category in words."""
    return category.name.lower().replace("_", " ")
