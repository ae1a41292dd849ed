"""What a shop decided week by week, so that one finds the interesting week."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from handoff_experiments.explaining.codes import code_name
from handoff_experiments.explaining.decisions import decisions_of
from handoff_sim.codes import DeclineCode, EventKind, Maker, NoBid
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.frames import decision_frame
from handoff_sim.run import Run


@dataclass(frozen=True, kw_only=True)
class WeekCounts:
    """A shop's decisions of one week, counted.

    Attributes:
        no_bids, declined: by code
        makers: operations of its own orders by who makes them
        others: decisions of other kinds that were answered with yes, by kind
    """

    week: int
    decisions: int
    quotes_sent: int = 0
    no_bids: Mapping[str, int] = field(default_factory=dict)
    accepted: int = 0
    declined: Mapping[str, int] = field(default_factory=dict)
    makers: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


COUNTED = (
    DecisionKind.MEMBERSHIP, DecisionKind.BYPASS, DecisionKind.POACH, DecisionKind.DISPUTE,
    DecisionKind.AWARD, DecisionKind.CHANNEL, DecisionKind.BUYER_MEMBERSHIP,
)  # fmt: skip


def overview(run: Run, number: int, *, buyer: bool = False) -> tuple[WeekCounts, ...]:
    """Every week in which a shop (or buyer) decided something, with what it decided counted."""
    mine = [chunk[chunk["shop"] == number] for chunk in run.chunks["decisions"]]
    rows = decisions_of(decision_frame(mine, run.records), number, buyer=buyer)
    unsent = set() if buyer else _unsent(run, number)
    return tuple(_counted(cast(int, week), group.itertuples(), unsent) for week, group in rows.groupby("week"))


def _unsent(run: Run, number: int) -> set[tuple[int, int]]:
    """Week and job of quotes that no estimator hours were left for."""
    key = int(run.records.shops["key"][number])
    out = [
        chunk[(chunk["a"] == key) & (chunk["kind"] == EventKind.NO_BID) & (chunk["code"] == NoBid.NO_ESTIMATOR_HOURS)]
        for chunk in run.chunks["events"]
    ]
    return {(int(row["week"]), int(row["job"])) for chunk in out for row in chunk}


def _counted(week: int, rows: Any, unsent: set[tuple[int, int]]) -> WeekCounts:
    no_bids: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    makers: Counter[str] = Counter()
    others: Counter[str] = Counter()
    sent = accepted = count = 0
    for row in rows:
        kind = DecisionKind[row.kind]
        count += 1
        if kind == DecisionKind.QUOTE:
            code = NoBid.NO_ESTIMATOR_HOURS if (week, int(row.job)) in unsent else NoBid(row.code)
            sent += code == NoBid.QUOTED
            no_bids.update([] if code == NoBid.QUOTED else [code.name])
        elif kind == DecisionKind.HANDOFF_RESPONSE:
            accepted += row.code == DeclineCode.ACCEPTED
            declined.update([] if row.code == DeclineCode.ACCEPTED else [str(code_name(kind, row.code))])
        elif kind == DecisionKind.MAKE_OR_HANDOFF:
            makers.update([_maker(row).name])
        elif kind in COUNTED:
            others.update([f"{kind.name}:{'yes' if row.state else 'no'}"])
    return WeekCounts(
        week=int(week), decisions=count, quotes_sent=sent, no_bids=dict(no_bids), accepted=accepted,
        declined=dict(declined), makers=dict(makers), others=dict(others),
    )  # fmt: skip


def _maker(row: Any) -> Maker:
    if row.state == 1:
        return Maker.RECEIVER
    return Maker.IN_HOUSE if row.terms["make"] <= row.terms["outside"] else Maker.OUTSIDE
