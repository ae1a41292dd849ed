"""Policy against baseline, metric by metric: difference, interval, verdict, and the worth of pairing."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from handoff_experiments.effects import RELATIVE
from handoff_experiments.measures import Measure
from handoff_experiments.statistics.multiplicity import Allowance, Family, allowance
from handoff_experiments.statistics.paired import (
    PairedDifference,
    VarianceRatio,
    paired_difference,
    variance_ratio,
)
from handoff_experiments.statistics.verdict import Verdict, judge
from handoff_experiments.tasks import FloatArray, RunSummary

SIZES = ("S", "M", "L")
Reading = Callable[[RunSummary], float]  # one number of one run


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A paired difference with its simultaneous interval and verdict."""

    difference: float
    low: float
    high: float
    pairs: int
    p_value: float  # unadjusted
    p_adjusted: float  # Holm, to be compared with alpha; nan until adjusted
    verdict: Verdict | None  # None where neither more nor less is better


@dataclass(frozen=True, kw_only=True)
class Contrast(Difference):
    """One policy against the baseline in one metric."""

    policy: str
    measure: Measure
    family: Family
    effect: float  # smallest effect of interest used
    baseline_level: float  # mean over the pairs' seeds
    policy_level: float
    worth: VarianceRatio | None
    by_size: Mapping[str, Difference]


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One policy and its runs, in the order of the seeds; None where a run is missing."""

    policy: str
    runs: tuple[RunSummary | None, ...]

    def values(self, reading: Reading) -> FloatArray:
        """A number of every run [seed]; NaN where the run is missing or failed."""
        return np.array(
            [reading(run) if run is not None and run.finished else math.nan for run in self.runs],
            dtype=np.float64,
        )


def family_sizes(measures: Sequence[Measure], arms: int, alpha: float) -> Allowance:
    """The error allowance of a comparison of so many arms."""
    headline = sum(measure.headline for measure in measures)
    return allowance(
        alpha=alpha,
        arms=arms,
        headline=headline,
        further=len(measures) - headline,
        size_classes=len(SIZES),
    )


def contrasts(
    arms: Sequence[Arm],
    baseline: Arm,
    measures: Sequence[Measure],
    *,
    alpha: float,
    look: float = 1.0,
) -> tuple[Contrast, ...]:
    """All contrasts of a comparison at one look.

    Args:
        arms: The policies' arms, without the baseline's.
        baseline: The baseline's arm, same seeds.
        measures: Metrics to compare.
        alpha: Error probability for everything together.
        look: Share of alpha that this look may spend.
    """
    allowed = family_sizes(measures, len(arms), alpha)
    found = [_contrast(arm, baseline, measure, allowed=allowed, look=look) for arm in arms for measure in measures]
    return _with_adjusted_p(found, allowed, look)


def decided(found: Sequence[Contrast], codes: Sequence[str]) -> bool:
    """Whether every policy has a verdict other than inconclusive in each of the deciding metrics."""
    deciding = [contrast for contrast in found if contrast.measure.code in codes]
    return bool(deciding) and all(contrast.verdict is not Verdict.INCONCLUSIVE for contrast in deciding)


def precise(found: Sequence[Contrast], code: str, half_width: float) -> bool:
    """Whether every policy's interval in a metric reaches no further than this to either side."""
    asked = [contrast for contrast in found if contrast.measure.code == code]
    return bool(asked) and all(contrast.high - contrast.low <= 2 * half_width for contrast in asked)


def same_futures(arm: Arm, baseline: Arm) -> bool:
    """Whether both arms had the very same events in every pair: then every difference is exactly zero."""
    pairs = [(a, b) for a, b in zip(arm.runs, baseline.runs, strict=True) if a is not None and b is not None]
    return bool(pairs) and all(a.finished and b.finished and a.events_sha256 == b.events_sha256 for a, b in pairs)


def _contrast(arm: Arm, baseline: Arm, measure: Measure, *, allowed: Allowance, look: float) -> Contrast:
    family = Family.HEADLINE if measure.headline else Family.FURTHER
    level = baseline.values(lambda run: run.metrics.get(measure.code, math.nan))
    reached = arm.values(lambda run: run.metrics.get(measure.code, math.nan))
    paired = np.isfinite(level) & np.isfinite(reached)
    effect = effect_used(measure, level)
    identical = same_futures(arm, baseline)

    def judged(found: PairedDifference) -> Difference:
        return _judged(found, measure, effect, identical=identical)

    whole = judged(paired_difference(reached, level, alpha=allowed.of(family, look=look)))
    return Contrast(
        **vars(whole),
        policy=arm.policy,
        measure=measure,
        family=family,
        effect=effect,
        baseline_level=_mean(level[paired]),
        policy_level=_mean(reached[paired]),
        worth=variance_ratio(reached, level),
        by_size=_by_size(arm, baseline, measure, judged, allowed.of(_by_size_family(family), look=look)),
    )


def effect_used(measure: Measure, level: FloatArray) -> float:
    """The declared effect of interest, or a twentieth of the baseline's level (1 where that is zero)."""
    if measure.effect is not None:
        return measure.effect
    scale = abs(_mean(level[np.isfinite(level)]))
    return RELATIVE * scale if math.isfinite(scale) and scale > 0 else 1.0


def _by_size(
    arm: Arm,
    baseline: Arm,
    measure: Measure,
    judged: Callable[[PairedDifference], Difference],
    alpha: float,
) -> dict[str, Difference]:
    if not measure.splits:
        return {}
    found = {}
    for size in SIZES:

        def reading(run: RunSummary, size: str = size) -> float:
            return run.by_size.get(measure.code, {}).get(size, math.nan)

        paired = paired_difference(arm.values(reading), baseline.values(reading), alpha=alpha)
        if paired.pairs:
            found[size] = judged(paired)
    return found


def _by_size_family(family: Family) -> Family:
    return Family.HEADLINE_BY_SIZE if family is Family.HEADLINE else Family.FURTHER_BY_SIZE


def _judged(found: PairedDifference, measure: Measure, effect: float, *, identical: bool) -> Difference:
    verdict = None
    if measure.direction:
        verdict = judge(
            found.low,
            found.high,
            effect=effect,
            direction=measure.direction,
            pairs=found.pairs,
            identical=identical and found.mean == 0,
        )
    return Difference(
        difference=found.mean,
        low=found.low,
        high=found.high,
        pairs=found.pairs,
        p_value=found.p_value,
        p_adjusted=math.nan,
        verdict=verdict,
    )


def _with_adjusted_p(found: list[Contrast], allowed: Allowance, look: float) -> tuple[Contrast, ...]:
    """Holm within each family; size classes are adjusted as a family of their own."""
    for family in (Family.HEADLINE, Family.FURTHER):
        rows = [row for row, contrast in enumerate(found) if contrast.family is family]
        adjusted = allowed.adjusted(family, [found[row].p_value for row in rows], look=look)
        for row, p_value in zip(rows, adjusted, strict=True):
            found[row] = replace(found[row], p_adjusted=p_value)
        cells = [(row, size) for row in rows for size in found[row].by_size]
        p_values = [found[row].by_size[size].p_value for row, size in cells]
        of_sizes = allowed.adjusted(_by_size_family(family), p_values, look=look)
        for (row, size), p_value in zip(cells, of_sizes, strict=True):
            by_size = dict(found[row].by_size)
            by_size[size] = replace(by_size[size], p_adjusted=p_value)
            found[row] = replace(found[row], by_size=by_size)
    return tuple(found)


def _mean(values: FloatArray) -> float:
    return float(values.mean()) if len(values) else math.nan
