"""Expected directions beside what came out: the last level of a factor less its first, paired by seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handoff_experiments.comparison import Comparison
from handoff_experiments.questions.effects import Levels, effects_by_seed, values_of
from handoff_experiments.questions.head import Direction
from handoff_experiments.statistics.paired import FloatArray, paired_difference


@dataclass(frozen=True, kw_only=True)
class DirectionFound:
    """An expected direction and what came out: the last level of a factor less its first, in the first metric."""

    factor: str
    first: str
    last: str
    metric: str
    unit: str
    expected: Direction
    difference: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Whether the interval leaves out the other direction, or this one, or neither."""
        found = "higher" if self.low > 0 else "lower" if self.high < 0 else None
        return "undecided" if found is None else "as expected" if found == self.expected else "against it"


@dataclass(frozen=True, kw_only=True)
class OneWorld:
    """What is needed of a world: its comparison, the levels of its policies by name, and its own levels by factor."""

    comparison: Comparison
    points: Mapping[str, Mapping[str, str]]
    levels: Mapping[str, str]


def directions_found(
    worlds: Sequence[OneWorld], levels: Levels, code: str, expected: Mapping[str, Direction], *, alpha: float = 0.05
) -> tuple[DirectionFound, ...]:
    """What came out of the directions that were expected in one metric, on average over the worlds.

    Args:
        worlds: All over the same seeds.
        levels: Factors of the policies and of the worlds with their levels, in the order in which they are told.
        code: The metric.
        expected: Directions by factor.
        alpha: Error probability of all their intervals together.
    """
    measure = next(measure for measure in worlds[0].comparison.question.measures if measure.code == code)
    share = min(world.comparison.look.share for world in worlds)
    found = []
    for factor, direction in expected.items():
        first, *_, last = [level for each, level in levels if each == factor]
        values = _change(worlds, levels, code, factor, first, last)
        mean = paired_difference(values, np.zeros(len(values)), alpha=alpha * share / len(expected))
        found.append(
            DirectionFound(
                factor=factor,
                first=first,
                last=last,
                metric=code,
                unit=measure.unit,
                expected=direction,
                difference=mean.mean,
                low=mean.low,
                high=mean.high,
            )
        )
    return tuple(found)


def _change(worlds: Sequence[OneWorld], levels: Levels, code: str, factor: str, first: str, last: str) -> FloatArray:
    """From the first level to the last [seed]; empty where a world that is needed was not answered."""
    if factor in worlds[0].levels:
        here = [np.mean(values_of(w.comparison, w.points, code), axis=0) for w in worlds if w.levels[factor] == last]
        there = [np.mean(values_of(w.comparison, w.points, code), axis=0) for w in worlds if w.levels[factor] == first]
        return _averaged(here) - _averaged(there) if len(here) == len(there) > 0 else np.empty(0)
    own = [each for each in levels if each[0] not in worlds[0].levels]
    effects = [effects_by_seed(world.comparison, world.points, own, code) for world in worlds]
    return _averaged([effect[factor, last] - effect[factor, first] for effect in effects])


def _averaged(rows: Sequence[FloatArray]) -> FloatArray:
    """Mean over worlds of the seeds that all of them have [seed]."""
    seeds = min(map(len, rows))
    mean: FloatArray = np.mean([row[:seeds] for row in rows], axis=0)
    return mean
