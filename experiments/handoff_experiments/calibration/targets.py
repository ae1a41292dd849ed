"""Targets judged by intervals: a world lies inside a band, outside of it, or that is not decided yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from handoff_experiments.calibration.bands import Band
from handoff_experiments.statistics.paired import FloatArray, paired_difference

METHOD = "t intervals of the means over seeds, Bonferroni over the targets; a band holds where the interval lies in it"
RANGE_METHOD = "t intervals of the differences from the world as it is, paired by seed, Bonferroni over the table"


class Standing(StrEnum):
    """Where an interval stands to a band."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNDECIDED = "undecided"
    UNKNOWN = "not modelled"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A band and what a world reaches of it: values of the seeds [seed], their mean and its interval."""

    band: Band
    values: FloatArray
    mean: float
    low: float
    high: float

    @property
    def standing(self) -> Standing:
        """Where the interval stands to the band."""
        if not len(self.values):
            return Standing.UNKNOWN
        if self.band.low <= self.low and self.high <= self.band.high:
            return Standing.INSIDE
        if self.high < self.band.low or self.low > self.band.high:
            return Standing.OUTSIDE
        return Standing.UNDECIDED


@dataclass(frozen=True, kw_only=True)
class Turned:
    """One parameter at an end of its range: how one target moves, paired by seed, and where it then stands."""

    parameter: str
    end: str  # "low" or "high"
    value: float
    code: str
    mean: float
    change: float
    low: float
    high: float
    holds: bool  # whether the mean lies in the band

    @property
    def moves(self) -> bool:
        """Whether the interval of the change leaves out zero."""
        return self.low > 0 or self.high < 0


def targets(bands: Sequence[Band], figures: Sequence[dict[str, float]], *, alpha: float = 0.05) -> tuple[Target, ...]:
    """What seeds reach of bands; the intervals hold together with probability 1 - alpha.

    Args:
        bands: The targets.
        figures: Figures by code of every seed.
        alpha: Error probability of all intervals together.
    """
    return tuple(_target(band, by_code(figures, band.code), alpha / len(bands)) for band in bands)


def turned(
    parameter: str,
    end: str,
    value: float,
    bands: Sequence[Band],
    at_end: Sequence[dict[str, float]],
    as_it_is: Sequence[dict[str, float]],
    *,
    alpha: float,
) -> tuple[Turned, ...]:
    """How targets move with one parameter; the seeds of both are the same, ``alpha`` is that of one interval."""
    found = []
    for band in bands:
        values = by_code(at_end, band.code)
        change = paired_difference(values, by_code(as_it_is, band.code), alpha=alpha)
        mean = float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")
        found.append(
            Turned(
                parameter=parameter,
                end=end,
                value=value,
                code=band.code,
                mean=mean,
                change=change.mean,
                low=change.low,
                high=change.high,
                holds=band.holds(mean),
            )
        )
    return tuple(found)


def by_code(figures: Sequence[dict[str, float]], code: str) -> FloatArray:
    """One figure of every seed [seed]; NaN where a seed has none."""
    return np.array([each.get(code, np.nan) for each in figures], dtype=np.float64)


def _target(band: Band, values: FloatArray, alpha: float) -> Target:
    known = values[np.isfinite(values)]
    mean = paired_difference(known, np.zeros(len(known)), alpha=alpha)
    return Target(band=band, values=known, mean=mean.mean, low=mean.low, high=mean.high)
