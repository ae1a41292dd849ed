"""E4: the smallest evidence by which shops decide rightly, and how long a trial must be."""

import math

import pandas as pd

from handoff_experiments.questions.decisions.decision import Decision, holds
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.wording import listed, percent
from handoff_sim.rules.membership import evidence_needed
from handoff_sim.world.document import World

SHOWN, GAIN, CAUTION = "evidence", "gain", "caution"
PAYS, COSTS = "joining pays", "joining costs"
RIGHT, FALSE = 0.8, 0.05
WORLD = World().behaviour
NOISE = WORLD.sigma_obs  # of one observed gain, $ per machine-week
HURDLE = 30.0  # $ per machine-week; about what control and 40 hours of learning come to in the default world
WEEKS_PER_OBSERVATION = WORLD.review_weeks / WORLD.trial_weight  # a quarter of one's own counts for several


def errors(evidence: Evidence, levels: dict[str, str]) -> pd.DataFrame:
    """A row per kind of evidence: who joined where joining pays, who did where it costs, and which rates that gives.

    Participation in the last weeks (N1.share) is read as the decision: right where joining pays, a false join where
    it costs.
    """
    kinds = evidence.factors[SHOWN]
    rows = []
    for kind in kinds:
        point = {**levels, SHOWN: kind}
        joined = estimate(evidence.at("N1.share", {**point, GAIN: PAYS}, "level"), comparisons=2 * len(kinds))
        fooled = estimate(evidence.at("N1.share", {**point, GAIN: COSTS}, "level"), comparisons=2 * len(kinds))
        rows.append(
            {
                SHOWN: kind,
                **levels,
                "right joins": joined.mean,
                "right low": joined.low,
                "right high": joined.high,
                "false joins": fooled.mean,
                "false low": fooled.low,
                "false high": fooled.high,
                "passes": _passes(holds(joined, at_least=RIGHT), _at_most(fooled.low, fooled.high)),
            }
        )
    return pd.DataFrame(rows)


def decide(evidence: Evidence) -> Decision:
    """The first kind, in the order of effort, with 80 % right and at most 5 % false joins at ordinary caution."""
    ordinary = {CAUTION: "caution 1"} if CAUTION in evidence.factors else {}
    table = errors(evidence, ordinary)
    passed = list(table.loc[table["passes"] == "yes", SHOWN])
    unsure = list(table.loc[table["passes"] == "undecided", SHOWN])
    bar = f"{percent(RIGHT)} of shops in where joining pays and at most {percent(FALSE)} where it costs"
    best = table.sort_values("right joins", ascending=False).iloc[0]
    if passed:
        first = f"The smallest evidence that brings {bar} is “{passed[0]}”."
    else:
        first = (
            f"No evidence is seen to bring {bar}; “{best[SHOWN]}” comes nearest with {percent(best['right joins'])} "
            f"and {percent(best['false joins'])}."
        )
    if unsure:
        first += f" Undecided: {listed(unsure)}."
    return Decision(sentences=(first, _formula()), table=table)


def pilot_weeks(caution: float, noise: float, gain: float, hurdle: float) -> float:
    """Weeks of one's own trial after which a shop would join (V16); infinite where the gain is below the hurdle.

    Args:
        caution: Standard deviations, kappa.
        noise: Of one quarter's figure, $ per machine-week.
        gain: True gain, $ per machine-week.
        hurdle: What joining costs, $ per machine-week.
    """
    return WEEKS_PER_OBSERVATION * evidence_needed(caution, noise, gain, hurdle)


def _formula(noise: float = NOISE, hurdle: float = HURDLE) -> str:
    weeks = {gain: pilot_weeks(1.0, noise, gain, hurdle) for gain in (100.0, 200.0, 400.0)}
    said = [f"{math.ceil(each)} weeks for ${gain:.0f}" for gain, each in weeks.items()]
    return (
        f"By n* = (κσ/(Δ − A))² an ordinarily cautious shop (κ 1, σ ${noise:.0f}, A ${hurdle:.0f} per machine-week) "
        f"needs a trial of {listed(said)} of true gain per machine-week."
    )


def _at_most(low: float, high: float) -> bool | None:
    return True if high <= FALSE else False if low > FALSE else None


def _passes(right: bool | None, few: bool | None) -> str:
    if right is False or few is False:
        return "no"
    return "yes" if right and few else "undecided"
