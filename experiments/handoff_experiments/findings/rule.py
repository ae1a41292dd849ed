"""When a measured figure agrees with a claim: decided by its interval, the same way for every claim."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ALPHA = 0.05  # of every interval; no correction for the number of checks
INF = math.inf


class Verdict(StrEnum):
    """What the interval says of the claim."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Band:
    """Where a claim puts the true value: strictly between ``low`` and ``high``, in the unit of the figure."""

    low: float = -INF
    high: float = INF

    def judge(self, low: float, high: float) -> Verdict:
        """Agrees if the whole interval lies inside the band, disagrees if the whole interval lies outside.

        Args:
            low: Lower bound of the interval.
            high: Upper bound; equal to ``low`` for a figure without any variation.
        """
        if not (math.isfinite(low) and math.isfinite(high)):
            return Verdict.UNDECIDED
        if self.low < low and high < self.high:
            return Verdict.AGREES
        if high <= self.low or low >= self.high:
            return Verdict.DISAGREES
        return Verdict.UNDECIDED

    def in_words(self) -> str:
        """The band as a condition on the true value."""
        if math.isinf(self.low):
            return f"below {shown(self.high)}"
        if math.isinf(self.high):
            return f"above {shown(self.low)}"
        return f"{shown(self.low)} to {shown(self.high)}"


def shown(bound: float) -> str:
    """A bound as the page writes it, with a true minus sign."""
    return f"{bound:,.3g}".replace("-", "−")


UP, DOWN = Band(low=0.0), Band(high=0.0)


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """A claim agrees if all its judged figures do, and disagrees if any of them does."""
    found = set(verdicts)
    if Verdict.DISAGREES in found:
        return Verdict.DISAGREES
    return Verdict.AGREES if found == {Verdict.AGREES} else Verdict.UNDECIDED
