"""From runs to figures: one number per seed, levels or paired differences, in the units of the pilot."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from handoff_experiments.findings.arms import PHONE, everybody
from handoff_experiments.findings.running import Runs, Twin
from handoff_experiments.tasks import FloatArray, RunSummary

BoolArray = npt.NDArray[np.bool_]
SIZES = "SML"
MOST_OF_THE_TIME = 0.5  # share of the effect window from which a shop counts as a member


def level(runs: Runs, arm: str, code: str) -> FloatArray:
    """A metric under an arm [seed]."""
    return np.array([summary.metrics[code] for summary in runs.by_arm[arm]])


def change(runs: Runs, arm: str, code: str, against: str = PHONE) -> FloatArray:
    """Paired difference of a metric [seed]."""
    return level(runs, arm, code) - level(runs, against, code)


def money(runs: Runs, arm: str, agent: str) -> FloatArray:
    """Net worth gained by shops, buyers or operator [seed], $ per shop-week."""
    return np.array([summary.welfare_by_agent[agent] for summary in runs.by_arm[arm]])


def gain(runs: Runs, arm: str, agent: str, against: str = PHONE) -> FloatArray:
    """Paired difference of what an agent group gained [seed], $ per shop-week."""
    return money(runs, arm, agent) - money(runs, against, agent)


def gain_by_size(runs: Runs, arm: str, size: str) -> FloatArray:
    """Paired difference of profit of the shops of one size class [seed], $ per shop-week."""
    pairs = zip(runs.by_arm[arm], runs.by_arm[PHONE], strict=True)
    return np.array([profit_of_size(ours, size) - profit_of_size(phone, size) for ours, phone in pairs])


def profit_of_size(summary: RunSummary, size: str) -> float:
    """Mean profit of the shops of one size class, $ per shop-week; NaN if there are none."""
    chosen = summary.shops["size"] == SIZES.index(size)
    profit = summary.shops["profit_per_machine_week"] * summary.shops["machines"]
    return float(profit[chosen].mean()) if chosen.any() else float("nan")


def naive_gap(runs: Runs, arm: str) -> FloatArray:
    """Mean profit of members less that of other shops in the same run [seed], $ per machine-week."""
    return gaps(runs, arm, arm)


def selection(runs: Runs, arm: str) -> FloatArray:
    """The gap between the same shops, members under an arm or not, under the phone book [seed], $ per machine-week."""
    return gaps(runs, arm, PHONE)


def gaps(runs: Runs, arm: str, measured: str) -> FloatArray:
    """Gap in one arm between the shops that are members under another, and those that are not [seed]."""
    weeks = runs.world.clock.effect_weeks
    pairs = zip(runs.by_arm[arm], runs.by_arm[measured], strict=True)
    return np.array([gap_between(members(summary, weeks), seen) for summary, seen in pairs])


def members(summary: RunSummary, weeks: int) -> BoolArray:
    """Shops that took part for most of the last weeks [shop]."""
    assert summary.membership is not None
    window = summary.membership[-weeks:, : len(summary.shops["key"])]
    most: BoolArray = window.mean(axis=0) >= MOST_OF_THE_TIME
    return most


def gap_between(inside: BoolArray, summary: RunSummary) -> float:
    """Mean profit of some shops less that of the others, as a survey would find it; NaN without both kinds."""
    profit, seen = summary.shops["profit_per_machine_week"], summary.shops["eligible"]
    ours, others = profit[inside & seen], profit[~inside & seen]
    return float(ours.mean() - others.mean()) if len(ours) and len(others) else float("nan")


def unilateral(runs: Runs, policy: str) -> FloatArray:
    """X4 in the all-member world [seed], $ per machine-week: staying in less abstaining, others fixed."""
    pairs = zip(runs.by_arm[everybody(policy)], runs.twins[policy], strict=True)
    return np.array([gain_of_staying(factual, twins) for factual, twins in pairs])


def gain_of_staying(factual: RunSummary, twins: Sequence[Twin]) -> float:
    """What shops earn while in, less what each earns in the twin in which it abstains; $ per machine-week, together."""
    rows = np.concatenate([twin.rows for twin in twins])
    out = np.concatenate([twin.abstaining.shops["profit_per_machine_week"][twin.rows] for twin in twins])
    difference = factual.shops["profit_per_machine_week"][rows] - out
    return float(np.average(difference, weights=factual.shops["machines"][rows]))


def lost_quotes_on_phantoms(runs: Runs, arm: str) -> FloatArray:
    """Share of quotes without an award whose RFQ nobody meant to award [seed]."""
    return level(runs, arm, "S4.phantom") / (1.0 - level(runs, arm, "S2"))


def hours_added_by_packets(runs: Runs, arm: str) -> FloatArray:
    """What incomplete packets add to the hours of a quote on a complete one [seed], share."""
    return np.array([summary.waste["completeness"] for summary in runs.by_arm[arm]]) - 1.0
