"""Room in the tables that grow: enlarged between phases, never inside one."""

from typing import Any, cast

import numpy as np

from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.market.columns import Table, array_of
from handoff_sim.market.fakes import MOST_FAKES
from handoff_sim.market.tables import Counter, Market

STAGES = 3
EVENTS_PER_OP = 12
EVENTS_PER_JOB = 12
CLOSING_DECISIONS = 6  # a dispute for each cause, a claim, a payment
DECISIONS_PER_RFQ = 7  # poach, intent, bypass, channel, routing, and some to spare
ANSWER_DECISIONS = 3  # answer, speed and code of each offer
COMMIT_DECISIONS = 11  # where to make an op, its care, whom to ask


class TableFull(RuntimeError):
    """A table ran out of rows inside a phase: a bug in this file's bounds."""


def _grown(table: Table[Any], rows: int) -> Table[Any]:
    old = array_of(table)
    if len(old) >= rows:
        return table
    new = np.zeros(max(rows, 2 * len(old)), old.dtype)
    new.view(np.uint8)[: old.nbytes] = old.view(np.uint8)  # as bytes: NumPy copies records field by field
    return cast("Table[Any]", new.view(np.recarray))


def _longer(values: np.ndarray[Any, Any], rows: int) -> np.ndarray[Any, Any]:
    if len(values) >= rows:
        return values
    new = np.zeros(max(rows, 2 * len(values)), values.dtype)
    new[: len(values)] = values
    return new


def number_of(m: Market, name: str) -> int:
    """One parameter; asking for the whole row would copy it."""
    return int(array_of(m.p)[name][0])


def room_for_supply(m: Market, week: int) -> Market:
    """Rows enough for phases 0 to 3 of a week: demand is known ahead, so are repeats."""
    n = m.n
    lots = number_of(m, "large_lots")
    rfqs = int(m.demand[week].sum() + m.repeat_count[week] + n[Counter.RESOLICIT])
    open_jobs, open_ops = int(n[Counter.OPEN_JOBS]), int(n[Counter.OPEN_OPS])
    new_jobs = rfqs + open_jobs  # cancelled orders may be asked for again
    return m._replace(
        jobs=_grown(m.jobs, int(n[Counter.JOBS]) + new_jobs + 1),
        ops=_grown(m.ops, int(n[Counter.OPS]) + STAGES * lots * rfqs + open_ops + 1),
        payments=_grown(m.payments, int(n[Counter.PAYMENTS]) + 2 * open_jobs + 2 * open_ops + 1),
        events=_grown(
            m.events,
            EVENTS_PER_OP * open_ops
            + EVENTS_PER_JOB * new_jobs
            + 5 * number_of(m, "n_shops")
            + number_of(m, "n_buyers")
            + int(n[Counter.PAYMENTS])
            + 64,
        ),
        **_evidence(m, int(n[Counter.EVIDENCE]) + 7 * open_ops + 6 * open_jobs + 1),
        completions=_longer(m.completions, open_ops + 1),
        closed_jobs=_longer(m.closed_jobs, open_jobs + 1),
        rfqs=_longer(m.rfqs, new_jobs + 1),
        **_entries(m, 40 * open_ops + 20 * open_jobs + 10 * new_jobs),
        **_decisions(m, CLOSING_DECISIONS * open_ops + DECISIONS_PER_RFQ * new_jobs),
    )


def room_for_market(m: Market, week: int) -> Market:
    """Rows enough for phases 4 to 10, now that the week's RFQs are known op by op."""
    n = m.n
    pending = m.rfqs[: n[Counter.PENDING]]
    jobs = array_of(m.jobs)
    ops = int(jobs["n_ops"][pending].sum()) + int(n[Counter.REOFFERS])
    rfqs = len(pending)
    asked = max(number_of(m, "quotes_per_rfq"), int(array_of(m.buyers)["quotes"].max())) + 1
    shops, open_ops, open_jobs = (
        number_of(m, "n_shops"),
        int(n[Counter.OPEN_OPS]) + ops,
        int(n[Counter.OPEN_JOBS]) + rfqs,
    )
    offers = number_of(m, "max_offers") + 4
    fakes = _fakes(m)
    events = int(n[Counter.EVENTS]) + rfqs * (asked + 6) + ops * (offers + 4) + 2 * open_jobs + 2 * shops + fakes
    return m._replace(
        jobs=_grown(m.jobs, int(n[Counter.JOBS]) + open_jobs + 1),
        ops=_grown(m.ops, int(n[Counter.OPS]) + open_ops + 1),
        quotes=_grown(m.quotes, rfqs * asked + 1),
        payments=_grown(m.payments, int(n[Counter.PAYMENTS]) + 2 * open_jobs + 1),
        events=_grown(m.events, events),
        **_evidence(m, int(n[Counter.EVIDENCE]) + 3 * offers * ops + 2 * rfqs + 7 * fakes + 1),
        awards=_longer(m.awards, rfqs + 1),
        reoffers=_longer(m.reoffers, open_ops + 1),
        open_jobs=_longer(m.open_jobs, int(n[Counter.LISTED_JOBS]) + rfqs + 1),
        rfqs=_longer(m.rfqs, open_jobs + 1),
        **_entries(
            m,
            int(n[Counter.ENTRIES])
            + rfqs * (3 * asked + 12)
            + ops * (4 * offers + 24)
            + 12 * shops
            + 4 * open_ops
            + 6 * fakes,
        ),
        **_decisions(
            m,
            int(n[Counter.DECISIONS])
            + rfqs * (asked + 4)
            + ops * (ANSWER_DECISIONS * offers + COMMIT_DECISIONS)
            + 2 * shops
            + int(array_of(m.buyers).size),
        ),
    )


def _fakes(m: Market) -> int:
    """Most handoffs that may be reported this week and never were."""
    asked = int((m.seats[: number_of(m, "n_shops")] >> int(DecisionKind.FAKE_WORK) & 1).sum())
    return int(array_of(m.plays)["ring_jobs"].sum()) + MOST_FAKES * asked


def _entries(m: Market, rows: int) -> dict[str, Any]:
    return {"entries": _grown(m.entries, rows)} if number_of(m, "keep_events") else {}


def _evidence(m: Market, rows: int) -> dict[str, Any]:
    return {"evidence": _grown(m.evidence, rows)} if number_of(m, "network") else {}


def _decisions(m: Market, rows: int) -> dict[str, Any]:
    return {"decisions": _grown(m.decisions, rows)} if number_of(m, "record_decisions") else {}


def check_room(m: Market) -> None:
    """Raise if a phase wanted more rows than there were."""
    for name, counter in (("events", Counter.EVENTS), ("evidence", Counter.EVIDENCE)):
        table = getattr(m, name)
        if m.n[counter] > table.size:
            raise TableFull(f"{name}: {m.n[counter]} rows wanted, {table.size} there")
    if number_of(m, "keep_events") and m.n[Counter.ENTRIES] > m.entries.size:
        raise TableFull(f"entries: {m.n[Counter.ENTRIES]} rows wanted, {m.entries.size} there")
    if number_of(m, "record_decisions") and m.n[Counter.DECISIONS] > m.decisions.size:
        raise TableFull(f"decisions: {m.n[Counter.DECISIONS]} rows wanted, {m.decisions.size} there")
