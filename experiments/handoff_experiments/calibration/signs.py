"""Facts that need a network to be seen: leakage, records and newcomers, who joins first (SF7, SF8, SF13, SF14).

Each is read from ``enforceable_trust``; the first three with everybody in it from the launch, so that what is compared
is behaviour, not who happened to join.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from handoff_scenarios import catalogue
from handoff_sim import metrics
from handoff_sim.codes import SizeClass
from handoff_sim.policy import Policy, apply_settings
from handoff_sim.records import Records
from handoff_sim.run import Run, simulate
from handoff_sim.world.document import World

TAKES = (0.0, 0.05, 0.10)
ENTRY_FEE = 2000  # $, the fixed cost of SF14
A_YEAR = 52


def signs(world: World, seed: int) -> dict[str, float]:
    """The figures of one seed by code of the band; NaN where nothing happened that could be counted."""
    runs = [everybody(world, rules(take), seed, record_decisions=take == TAKES[-1]) for take in TAKES]
    leaks = [metrics.compute(run.records)["N5"] for run in runs]
    return {
        "SF7.rise": leaks[2] - leaks[0],
        "SF7.partial": leaks[2],
        "SF7.convex": leaks[2] - 2 * leaks[1] + leaks[0],
        "SF8": leak_by_trust(runs[-1]),
        **records_matter(everybody(world, rules(), seed).records),
        "SF14": large_before_small(world, seed),
    }


def rules(take: float | None = None, settings: Mapping[str, Any] | None = None) -> Policy:
    """``enforceable_trust`` with another take, or other settings."""
    changed = dict(settings or {}) | ({} if take is None else {"payout.take": take})
    return apply_settings(catalogue.policy("enforceable_trust"), changed)


def everybody(world: World, policy: Policy, seed: int, *, record_decisions: bool = False) -> Run:
    """A run in which every shop and every buyer is in the network from its launch on."""
    agents = world.population.shops + world.population.buyers
    return simulate(
        world,
        policy,
        seed=seed,
        forced=np.ones((world.clock.weeks + 1, agents), np.int64),
        record_decisions=record_decisions,
    )


def leak_by_trust(run: Run) -> float:
    """Share of repeats taken off the network where trust is above its median, less that below."""
    decisions = run.decisions()
    bypasses = decisions[decisions["kind"] == "BYPASS"]
    if len(bypasses) == 0:
        return float("nan")
    trust = np.array([terms["mutual_trust"] for terms in bypasses["terms"]])
    left = bypasses["state"].to_numpy() == 1
    high = trust > np.median(trust)
    return float(left[high].mean() - left[~high].mean()) if high.any() and not high.all() else float("nan")


def records_matter(records: Records) -> dict[str, float]:
    """How far established members stand above a newcomer's score, and what buyers pay for that by R26."""
    p = records.parameters[0]
    good, bad = records.standing["r"], records.standing["s"]
    score = ((good + p["a0"]) / (good + bad + p["a0"] + p["b0"])) @ p["w"]
    known = records.tallies[2]["network_quotes"] > 0
    gap = float(score[known].mean() - p["a0"] / (p["a0"] + p["b0"]))
    index = metrics.compute(records)["B5"]
    return {"SF13.premium": float(records.buyers["v_quality"].mean()) * gap / index, "SF13.newcomer": gap}


def large_before_small(world: World, seed: int) -> float:
    """Share of large shops that are members a year after launch, less that of small ones, where joining costs money."""
    records = simulate(world, rules(settings={"entry.entry_fee": ENTRY_FEE}), seed=seed).records
    members = records.member_weeks[min(records.launch + A_YEAR, records.weeks - 1)] > 0
    size = records.shops["size_class"]
    return float(members[size == SizeClass.L].mean() - members[size == SizeClass.S].mean())
