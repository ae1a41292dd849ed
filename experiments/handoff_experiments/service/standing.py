"""Intervals as they stand while pairs arrive: to watch them tighten, not to decide by.

They are computed as they will be in the end, with the same allowance for many metrics and policies, but from the pairs
there are so far. Only the planned looks decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from handoff_experiments.contrasts import effect_used, family_sizes
from handoff_experiments.ensemble import Made
from handoff_experiments.progress import Stage
from handoff_experiments.question import Question
from handoff_experiments.statistics.multiplicity import Family
from handoff_experiments.statistics.paired import FloatArray, paired_difference
from handoff_experiments.statistics.sequential import Look


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One policy against the baseline in one headline metric, from the pairs there are so far."""

    policy: str
    metric: str
    title: str
    unit: str
    effect: float  # smallest effect of interest, in the unit
    pairs: int
    difference: float
    low: float
    high: float


@dataclass
class Tally:
    """The headline figures of the runs made so far; ``figures`` by arm and position of the seed."""

    question: Question
    figures: dict[tuple[int, int], Mapping[str, float]] = field(default_factory=dict)
    pairs: int = 0  # seeds, counted from the first, that every arm has lived through

    def __post_init__(self) -> None:
        self.headlines = tuple(measure for measure in self.question.measures if measure.headline)
        self.allowed = family_sizes(self.question.measures, len(self.question.policies), self.question.alpha)

    def note(self, made: Made) -> bool:
        """Take note of a run; True if a pair became complete by it."""
        if made.stage is not Stage.ARMS:
            return False
        before = self.pairs
        self.figures[made.arm, made.position] = made.run.metrics
        while all((arm, self.pairs) in self.figures for arm in range(len(self.question.documents))):
            self.pairs += 1
        return self.pairs > before

    def standings(self) -> tuple[Standing, ...]:
        """Every policy in every headline metric, from the complete pairs."""
        pairs = self.pairs
        if pairs < 2:
            return ()
        alpha = self.allowed.of(Family.HEADLINE, look=self._look(pairs).share)
        found = []
        for measure in self.headlines:
            level = self._values(0, measure.code, pairs)
            for arm, policy in enumerate(self.question.policies, start=1):
                paired = paired_difference(self._values(arm, measure.code, pairs), level, alpha=alpha)
                found.append(
                    Standing(
                        policy=policy.name,
                        metric=measure.code,
                        title=measure.title,
                        unit=measure.unit,
                        effect=effect_used(measure, level),
                        pairs=paired.pairs,
                        difference=paired.mean,
                        low=paired.low,
                        high=paired.high,
                    )
                )
        return tuple(found)

    def _look(self, pairs: int) -> Look:
        """The planned look that these pairs are on the way to."""
        return next((look for look in self.question.looks if look.pairs >= pairs), self.question.looks[-1])

    def _values(self, arm: int, code: str, pairs: int) -> FloatArray:
        return np.array([self.figures[arm, seed].get(code, np.nan) for seed in range(pairs)], dtype=np.float64)
