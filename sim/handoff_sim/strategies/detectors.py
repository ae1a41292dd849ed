"""How a strategy shows: one figure per shop or buyer from what a run leaves behind, larger where it looks played."""

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import Cause, DeclineCode, JobState, Metric, NoAward, OpState
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.run import Run

Figures = npt.NDArray[np.float64]
PACKET_CAUSES = (1 << Cause.REV_PRINT) | (1 << Cause.SCOPE_CHANGE) | (1 << Cause.CERT)


def _ratio(part: Figures, whole: Figures) -> Figures:
    """Part over whole, NaN where there is no whole."""
    found: Figures = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return found


def _count(rows: npt.NDArray[np.int64], size: int, weights: Figures | None = None) -> Figures:
    return np.bincount(rows, weights, size).astype(float)


def _tally(run: Run, name: str) -> Figures:
    return np.asarray(run.records.tallies[name].sum(axis=0), float)


def picked_worth(run: Run) -> Figures:
    """Mean worth of accepted offers less that of all offers, dollars per shop; needs recorded decisions."""
    decisions = run.decisions()
    if decisions.empty:
        raise ValueError("picked_worth: expected a run with record_decisions=True; found one without decisions")
    offers = decisions[decisions["kind"] == DecisionKind.HANDOFF_RESPONSE.name]
    taken = offers[offers["code"] == DeclineCode.ACCEPTED]
    shops = range(run.records.n_shops)
    worth = taken.groupby("shop")["value"].mean() - offers.groupby("shop")["value"].mean()
    return worth.reindex(shops).to_numpy(float)


def declined_after_fast_answer(run: Run) -> Figures:
    """Share of fast answers that were a no, per shop."""
    return _ratio(_tally(run, "fast_acks_declined"), _tally(run, "fast_acks"))


def changes_claimed(run: Run) -> Figures:
    """Changes claimed over prices of jobs, per prime."""
    jobs = run.records.jobs
    made = jobs[(jobs["state"] == JobState.CLOSED) & (jobs["prime"] >= 0)]
    size = run.records.n_shops
    return _ratio(_count(made["prime"], size, made["change"]), _count(made["prime"], size, made["price"]))


def score_above_effort(run: Run) -> Figures:
    """Share of clean events in the record less mean effort over the most, per shop."""
    records = run.records
    good, bad = records.standing["r"][:, Metric.QUALITY], records.standing["s"][:, Metric.QUALITY]
    made = records.ops[(records.ops["maker"] >= 0) & (records.ops["state"] == OpState.CLOSED)]
    effort = _ratio(_count(made["maker"], records.n_shops, made["effort"]), _count(made["maker"], records.n_shops))
    return _ratio(good, good + bad) - effort / float(records.parameters["effort_max"][0])


def new_names(run: Run) -> Figures:
    """Times that a shop came back under a new name."""
    return run.records.shops["identity"].astype(float)


def paid_in_circles(run: Run) -> Figures:
    """Fake handoffs among all network work that a shop reports or receives, by count; needs kept events."""
    events = run.events()
    if events.empty:
        raise ValueError("paid_in_circles: expected a run with keep_events=True; found one without events")
    fakes = events[events["kind"] == "FAKE_WORK"]
    keys = run.records.shops["key"].astype(np.int64)
    reported = np.array([((fakes["a"] == key) | (fakes["b"] == key)).sum() for key in keys], float)
    return _ratio(reported, reported + _tally(run, "routed"))


def packet_defects(run: Run) -> Figures:
    """Packet-caused NCRs over operations handed off, per originator."""
    ops = run.records.ops
    given = ops[(ops["handed_off"] == 1) & (ops["state"] == OpState.CLOSED)]
    size = run.records.n_shops
    found = (given["ncr_causes"] & PACKET_CAUSES != 0).astype(float)
    return _ratio(_count(given["originator"], size, found), _count(given["originator"], size))


def repeats_taken(run: Run) -> Figures:
    """Repeats a shop took from its originators, by count."""
    jobs = run.records.jobs
    return _count(jobs["prime"][(jobs["poached"] == 1) & (jobs["prime"] >= 0)], run.records.n_shops)


def repeats_off_network(run: Run) -> Figures:
    """Repeats of a shop that left the network, by count."""
    jobs = run.records.jobs
    return _count(jobs["prime"][(jobs["bypassed"] == 1) & (jobs["prime"] >= 0)], run.records.n_shops)


def lead_over_time_taken(run: Run) -> Figures:
    """Quoted lead over the weeks a job took, mean per prime."""
    jobs = run.records.jobs
    made = jobs[(jobs["state"] == JobState.CLOSED) & (jobs["prime"] >= 0) & (jobs["reorder"] == 0)]
    taken = np.maximum(1, made["closed_week"] - made["award_week"])
    size = run.records.n_shops
    return _ratio(_count(made["prime"], size, made["lead"] / taken), _count(made["prime"], size))


def late_handoffs(run: Run) -> Figures:
    """Share of operations received that closed late, per shop."""
    ops = run.records.ops
    made = ops[(ops["handed_off"] == 1) & (ops["state"] == OpState.CLOSED)]
    size = run.records.n_shops
    return _ratio(_count(made["maker"], size, (made["late_weeks"] > 0).astype(float)), _count(made["maker"], size))


def unproven_denials(run: Run) -> Figures:
    """Defects a shop denied that were not proven, by count."""
    ops = run.records.ops
    return _count(ops["denier"][(ops["unproven"] == 1) & (ops["denier"] >= 0)], run.records.n_shops)


def asked_without_intent(run: Run) -> Figures:
    """Share of a buyer's RFQs that were not meant."""
    jobs = run.records.jobs
    size = run.records.n_buyers
    return _ratio(_count(jobs["buyer"][jobs["no_award"] == NoAward.NO_INTENT], size), _count(jobs["buyer"], size))


def payment_delay(run: Run) -> Figures:
    """Weeks by which an originator delayed transfers, mean."""
    ops = run.records.ops
    given = ops[(ops["handed_off"] == 1) & (ops["state"] == OpState.CLOSED)]
    size = run.records.n_shops
    return _ratio(_count(given["originator"], size, given["slow_weeks"]), _count(given["originator"], size))


def claims_reversed(run: Run) -> Figures:
    """Claims of an originator that the record showed to be false, by count."""
    ops = run.records.ops
    return _count(ops["originator"][(ops["claim_fell"] == 1) & (ops["originator"] >= 0)], run.records.n_shops)
