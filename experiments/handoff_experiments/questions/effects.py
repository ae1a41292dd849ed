"""What each level of a factor does, over the average of the combinations: paired by seed, so luck cancels.

Effects are those of a model of main effects, fitted to every seed by least squares with effects that sum to zero over
the levels of a factor. Where every combination is run that is the mean of the level's combinations less the mean of
all; where only a part is run, the levels' numbers of combinations may differ, and the fit allows for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handoff_experiments.comparison import Comparison
from handoff_experiments.designs import main_effects
from handoff_experiments.statistics.paired import FloatArray, PairedDifference, paired_difference

METHOD = (
    "main effects by least squares in every seed, in a full design each level's mean less the mean of all "
    "combinations; t intervals over the seeds, Bonferroni over the levels"
)
ROUNDING = 1e-9  # of the largest value: what a fit leaves of an effect that is none

Levels = Sequence[tuple[str, str]]  # factors with their levels, in the order in which they are told


@dataclass(frozen=True, kw_only=True)
class LevelEffect:
    """A level of a factor in one metric: how far its combinations are from the average of all, in the metric's unit."""

    factor: str
    level: str
    metric: str
    title: str
    unit: str
    effect: float
    low: float
    high: float
    pairs: int

    @property
    def short(self) -> str:
        """The level where its factor is named beside it."""
        return self.level.removeprefix(f"{self.factor}: ").removeprefix(f"{self.factor} ")


def level_effects(
    comparison: Comparison,
    points: Mapping[str, Mapping[str, str]],
    levels: Levels,
    metrics: Sequence[str],
    *,
    alpha: float = 0.05,
) -> tuple[LevelEffect, ...]:
    """Main effects of a factorial.

    Args:
        comparison: Its combinations against a baseline.
        points: Level of every factor, by the name of the combination.
        levels: Factors with their levels, in the order in which they are told.
        metrics: Codes; the intervals of each metric hold together with probability 1 - alpha.
        alpha: Error probability of one metric's intervals.
    """
    found = []
    for code in metrics:
        measure = next(measure for measure in comparison.question.measures if measure.code == code)
        by_seed = effects_by_seed(comparison, points, levels, code)
        for (factor, level), values in by_seed.items():
            mean = _mean(values, comparison, alpha / len(levels))
            found.append(
                LevelEffect(
                    factor=factor,
                    level=level,
                    metric=code,
                    title=measure.title,
                    unit=measure.unit,
                    effect=mean.mean,
                    low=mean.low,
                    high=mean.high,
                    pairs=mean.pairs,
                )
            )
    return tuple(found)


def effects_by_seed(
    comparison: Comparison, points: Mapping[str, Mapping[str, str]], levels: Levels, code: str
) -> dict[tuple[str, str], FloatArray]:
    """The effect of every level in every seed [seed]; a seed in which one combination has no value has none."""
    values = values_of(comparison, points, code)
    factors = {factor: tuple(name for each, name in levels if each == factor) for factor, _ in levels}
    known = np.isfinite(values).all(axis=0)
    fitted = np.full((sum(len(each) - 1 for each in factors.values()) + 1, values.shape[1]), np.nan)
    fitted[:, known] = np.linalg.lstsq(main_effects(list(points.values()), factors), values[:, known], rcond=None)[0]
    fitted[np.abs(fitted) <= ROUNDING * np.max(np.abs(values[:, known]), initial=0.0)] = 0.0
    found: dict[tuple[str, str], FloatArray] = {}
    row = 1
    for factor, names in factors.items():
        own = fitted[row : row + len(names) - 1]
        row += len(names) - 1
        found |= {(factor, name): effect for name, effect in zip(names, (*own, -own.sum(axis=0)), strict=True)}
    return found


def _mean(values: FloatArray, comparison: Comparison, alpha: float) -> PairedDifference:
    """Mean over the seeds with its interval at the look that the comparison was read at."""
    return paired_difference(values, np.zeros(len(values)), alpha=alpha * comparison.look.share)


def values_of(comparison: Comparison, points: Mapping[str, object], code: str) -> FloatArray:
    """A metric of every combination, in the order of the points [combination, seed]; NaN where a run has none."""
    arms = {arm.policy: arm for arm in comparison.policies}
    return np.stack([arms[name].values(lambda run: run.metrics.get(code, np.nan)) for name in points])
