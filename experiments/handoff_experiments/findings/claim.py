"""A claim of the pilot and the figures it turns on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handoff_experiments.findings.rule import ALPHA, Band, Verdict, together
from handoff_experiments.statistics.paired import PairedDifference, VarianceRatio, paired_difference
from handoff_experiments.tasks import FloatArray


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval over seeds."""

    mean: float
    low: float
    high: float

    @classmethod
    def exact(cls, value: float) -> "Estimate":
        """A figure that no luck enters."""
        return cls(mean=value, low=value, high=value)

    @classmethod
    def of_difference(cls, found: PairedDifference) -> "Estimate":
        """The mean of paired differences."""
        return cls(mean=found.mean, low=found.low, high=found.high)

    @classmethod
    def of_ratio(cls, found: VarianceRatio | None) -> "Estimate":
        """A variance ratio; without bounds where there are too few pairs."""
        if found is None:
            return cls(mean=float("nan"), low=-np.inf, high=np.inf)
        return cls(mean=found.value, low=found.low, high=found.high)


def estimate(values: FloatArray, less: FloatArray | None = None) -> Estimate:
    """Mean over seeds of a figure [seed], or of its paired difference to another one."""
    other = np.zeros(len(values)) if less is None else less
    return Estimate.of_difference(paired_difference(values, other, alpha=ALPHA))


@dataclass(frozen=True, kw_only=True)
class Check:
    """One figure of a claim: the pilot's, ours, and the band in which the claim puts it.

    ``pilot`` is None where the pilot gave no number, ``band`` where the figure is shown and not judged.
    """

    what: str
    unit: str
    ours: Estimate
    pilot: str | None = None
    band: Band | None = None

    @property
    def verdict(self) -> Verdict | None:
        """What the interval says; None for a figure that is only shown."""
        return None if self.band is None else self.band.judge(self.ours.low, self.ours.high)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One finding of the pilot, in words, with the figures that decide it."""

    code: str
    title: str
    statement: str
    checks: Sequence[Check]

    @property
    def verdict(self) -> Verdict:
        """All judged figures together."""
        return together(check.verdict for check in self.checks if check.verdict is not None)

    def of(self, verdict: Verdict) -> list[Check]:
        """The judged figures with this verdict."""
        return [check for check in self.checks if check.verdict is verdict]
