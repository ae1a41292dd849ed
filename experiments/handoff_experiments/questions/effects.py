"""What each level of a factor does, over the average of the combinations: paired by seed, so luck cancels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handoff_experiments.comparison import Comparison
from handoff_experiments.statistics.paired import FloatArray, paired_difference

METHOD = "t intervals of each level's mean less the mean of all combinations, seed by seed; Bonferroni over the levels"


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
        return self.level.removeprefix(f"{self.factor} ")


def level_effects(
    comparison: Comparison,
    points: Mapping[str, Mapping[str, str]],
    levels: Sequence[tuple[str, str]],
    metrics: Sequence[str],
    *,
    alpha: float = 0.05,
) -> tuple[LevelEffect, ...]:
    """Main effects of a full factorial.

    Args:
        comparison: Its combinations against a baseline.
        points: Level of every factor, by the name of the combination.
        levels: Factors with their levels, in the order in which they are told.
        metrics: Codes; the intervals of each metric hold together with probability 1 - alpha.
        alpha: Error probability of one metric's intervals.
    """
    found = []
    for code in metrics:
        values = _values(comparison, points, code)
        measure = next(measure for measure in comparison.question.measures if measure.code == code)
        everyone = _mean(values.values())
        for factor, level in levels:
            there = _mean(values[name] for name, point in points.items() if point[factor] == level)
            paired = paired_difference(there, everyone, alpha=alpha / len(levels))
            found.append(
                LevelEffect(
                    factor=factor,
                    level=level,
                    metric=code,
                    title=measure.title,
                    unit=measure.unit,
                    effect=paired.mean,
                    low=paired.low,
                    high=paired.high,
                    pairs=paired.pairs,
                )
            )
    return tuple(found)


def _values(comparison: Comparison, points: Mapping[str, object], code: str) -> dict[str, FloatArray]:
    """A metric of every combination [seed]; not a number where the run has none."""
    return {
        arm.policy: np.array(
            [np.nan if run is None else run.metrics.get(code, np.nan) for run in arm.runs], dtype=np.float64
        )
        for arm in comparison.policies
        if arm.policy in points
    }


def _mean(rows: Iterable[FloatArray]) -> FloatArray:
    """Mean over combinations, seed by seed; a seed in which one has no value has none."""
    mean: FloatArray = np.mean(np.stack(list(rows)), axis=0)
    return mean
