"""Good deal, trap, stranded gain or bad deal: the two meanings of "better off", side by side.

U (X4, unilateral) is what a shop gains by being in while the others stay as they are; C (X5, collective)
is what it gains when the network exists at all. The paper's sentence holds for a shop only if both do.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

METHOD = "percentile bootstrap over seeds, shops weighted to the region's mix of sizes (scipy.stats.bootstrap)"
SOURCE = "Davison & Hinkley 1997, Bootstrap Methods and their Application, 3.8 (resampling whole clusters)"
RESAMPLES = 1999
FEWEST_SEEDS = 6  # with fewer clusters a bootstrap interval is too narrow to be shown


class Quadrant(StrEnum):
    """Signs of the unilateral and the collective gain of one shop in one future."""

    GOOD_DEAL = "good deal"
    TRAP = "trap"
    STRANDED_GAIN = "stranded gain"
    BAD_DEAL = "bad deal"
    UNTOUCHED = "untouched"


MEANING = {
    Quadrant.GOOD_DEAL: "joining pays, and shops are better off than without the network",
    Quadrant.TRAP: "joining pays, but shops are worse off than without the network",
    Quadrant.STRANDED_GAIN: "shops are better off with the network, but it pays to let the others join",
    Quadrant.BAD_DEAL: "joining costs, and shops are worse off than without the network",
    Quadrant.UNTOUCHED: "joining, or the network, made no difference to the cent",
}


def classify(unilateral: float, collective: float) -> Quadrant:
    """Quadrant of one shop in one future (MODEL 5.5); an exact zero is neither gain nor loss."""
    if unilateral == 0 or collective == 0:
        return Quadrant.UNTOUCHED
    if unilateral > 0:
        return Quadrant.GOOD_DEAL if collective > 0 else Quadrant.TRAP
    return Quadrant.STRANDED_GAIN if collective > 0 else Quadrant.BAD_DEAL


@dataclass(frozen=True, kw_only=True)
class Deals:
    """Focal shops of one policy: one entry per shop and seed; all arrays have the axis [point]."""

    seed: IntArray  # position of the seed, 0, 1, ...
    size: IntArray  # codes.SizeClass
    weight: FloatArray  # shops of the region that the point stands for, in that seed
    unilateral: FloatArray  # U, $/machine-week
    collective: FloatArray  # C, $/machine-week

    def __len__(self) -> int:
        return len(self.seed)

    def of_size(self, size: int) -> "Deals":
        """The points of one size class."""
        return self._take(np.flatnonzero(self.size == size))

    def _take(self, rows: npt.NDArray[np.intp]) -> "Deals":
        return Deals(
            seed=self.seed[rows],
            size=self.size[rows],
            weight=self.weight[rows],
            unilateral=self.unilateral[rows],
            collective=self.collective[rows],
        )


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A value with the interval that resampling the seeds gives it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class QuadrantSummary:
    """Where the shops of one policy stand; a share is of shops in one future each."""

    points: int
    seeds: int
    shares: dict[Quadrant, Estimate]
    unilateral: Estimate  # weighted median U, $/machine-week
    collective: Estimate  # weighted median C, $/machine-week
    median_shop: Quadrant | None  # None where either interval holds zero


def weighted_median(values: FloatArray, weights: FloatArray) -> float:
    """Lower weighted median: the smallest value with half of the weight at or below it."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def summarise(deals: Deals, *, alpha: float = 0.05) -> QuadrantSummary | None:
    """Shares of the quadrants and the median shop, with intervals by seeds; None without points.

    Args:
        deals: Focal shops of one policy.
        alpha: Error probability of each interval.
    """
    if not len(deals):
        return None
    quadrants = [classify(u, c) for u, c in zip(deals.unilateral, deals.collective, strict=True)]
    unilateral = _median(deals, deals.unilateral, alpha)
    collective = _median(deals, deals.collective, alpha)
    decided = all(estimate.low > 0 or estimate.high < 0 for estimate in (unilateral, collective))
    return QuadrantSummary(
        points=len(deals),
        seeds=len(np.unique(deals.seed)),
        shares={
            quadrant: _share(deals, np.array([found is quadrant for found in quadrants]), alpha)
            for quadrant in Quadrant
        },
        unilateral=unilateral,
        collective=collective,
        median_shop=classify(unilateral.value, collective.value) if decided else None,
    )


def _share(deals: Deals, inside: npt.NDArray[np.bool_], alpha: float) -> Estimate:
    """Weighted share of points, resampled as one sum over one weight per seed."""
    _, place = np.unique(deals.seed, return_inverse=True)
    weight = np.bincount(place, weights=deals.weight).astype(np.float64)
    hits = np.bincount(place, weights=deals.weight * inside).astype(np.float64)

    def ratio(hits: FloatArray, weight: FloatArray, axis: int = -1) -> FloatArray:
        return np.asarray(hits.sum(axis=axis) / weight.sum(axis=axis))

    value = float(ratio(hits, weight))
    if len(weight) < FEWEST_SEEDS:
        return Estimate(value=value, low=0.0, high=1.0)
    if np.ptp(hits / weight) == 0:
        return Estimate(value=value, low=value, high=value)
    return _interval(value, (hits, weight), ratio, alpha, vectorized=True)


def _median(deals: Deals, values: FloatArray, alpha: float) -> Estimate:
    """Weighted median of the points, whole seeds resampled."""
    seeds = np.unique(deals.seed)
    rows_of = {int(seed): np.flatnonzero(deals.seed == seed) for seed in seeds}
    value = weighted_median(values, deals.weight)
    if len(seeds) < FEWEST_SEEDS:
        return Estimate(value=value, low=-np.inf, high=np.inf)
    if np.ptp(values) == 0:
        return Estimate(value=value, low=value, high=value)

    def resampled(drawn: IntArray) -> float:
        rows = np.concatenate([rows_of[int(seed)] for seed in drawn])
        return weighted_median(values[rows], deals.weight[rows])

    return _interval(value, (seeds,), resampled, alpha, vectorized=False)


def _interval(value: float, sample: Any, statistic: Any, alpha: float, *, vectorized: bool) -> Estimate:
    """Percentile bootstrap; the resampling itself is drawn from a fixed seed."""
    result = stats.bootstrap(
        sample,
        statistic,
        paired=len(sample) > 1,
        vectorized=vectorized,
        n_resamples=RESAMPLES,
        confidence_level=1 - alpha,
        method="percentile",
        rng=np.random.default_rng(RESAMPLES),
    )
    interval = result.confidence_interval
    return Estimate(value=value, low=float(interval.low), high=float(interval.high))
