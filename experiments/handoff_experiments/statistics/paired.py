"""Differences between two arms that lived through the same luck."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

FloatArray = npt.NDArray[np.float64]

METHOD = "Student t interval of the paired differences"
SOURCE = "Law 2015, Simulation Modeling and Analysis, 10.2 (paired-t confidence interval)"
RATIO_METHOD = "Pitman-Morgan interval of Var(X + Y) / Var(X - Y)"
RATIO_SOURCE = "Pitman 1939, Biometrika 31; Morgan 1939, Biometrika 31"


@dataclass(frozen=True, kw_only=True)
class PairedDifference:
    """Policy minus baseline over the seeds where both have a value."""

    mean: float
    sd: float  # of one pair's difference
    low: float
    high: float
    p_value: float  # two-sided, unadjusted
    pairs: int


@dataclass(frozen=True, kw_only=True)
class VarianceRatio:
    """How many independent runs one pair is worth: Var(independent) / Var(paired)."""

    value: float
    low: float
    high: float


def complete_pairs(policy: FloatArray, baseline: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Drop the seeds where either arm has no value (a metric of nothing, a failed run)."""
    kept = np.isfinite(policy) & np.isfinite(baseline)
    return policy[kept], baseline[kept]


def paired_difference(policy: FloatArray, baseline: FloatArray, *, alpha: float) -> PairedDifference:
    """Mean paired difference with a t interval that misses the truth with probability alpha.

    Args:
        policy: Values of the policy's arm [seed].
        baseline: Values of the baseline's arm, same seeds in the same order [seed].
        alpha: Error probability of the interval, 0 to 1.

    Returns:
        Bounds are infinite with fewer than two complete pairs.

    Source: Law 2015, Simulation Modeling and Analysis, 10.2.
    """
    policy, baseline = complete_pairs(policy, baseline)
    differences = policy - baseline
    pairs = len(differences)
    if pairs == 0:
        return PairedDifference(mean=math.nan, sd=math.nan, low=-math.inf, high=math.inf, p_value=1.0, pairs=0)
    mean = float(differences.mean())
    if pairs == 1:
        return PairedDifference(mean=mean, sd=math.nan, low=-math.inf, high=math.inf, p_value=1.0, pairs=1)
    sd = float(differences.std(ddof=1)) if np.ptp(differences) > 0 else 0.0
    error = sd / math.sqrt(pairs)
    half = float(stats.t.isf(alpha / 2, pairs - 1)) * error
    return PairedDifference(
        mean=mean, sd=sd, low=mean - half, high=mean + half, p_value=_p_value(mean, error, pairs), pairs=pairs
    )


def _p_value(mean: float, error: float, pairs: int) -> float:
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * stats.t.sf(abs(mean) / error, pairs - 1))


def variance_ratio(policy: FloatArray, baseline: FloatArray, *, alpha: float = 0.05) -> VarianceRatio | None:
    """Worth of common random numbers: (Var X + Var Y) / Var(X - Y), with its own interval.

    With S = X + Y and D = X - Y the ratio is (1 + Var S / Var D) / 2, and Var S / Var D of correlated
    normal variables has the exact interval F (K -+ sqrt(K^2 - 1)), K = 1 + 2 (1 - r^2) t^2 / (n - 2),
    F the sample ratio and r the sample correlation of S and D.

    Args:
        policy: Values of the policy's arm [seed].
        baseline: Values of the baseline's arm [seed].
        alpha: Error probability of the interval.

    Returns:
        None with fewer than four pairs or when the differences do not vary.

    Source: Pitman 1939; Morgan 1939.
    """
    policy, baseline = complete_pairs(policy, baseline)
    pairs = len(policy)
    if pairs < 4 or np.ptp(policy - baseline) == 0:
        return None
    total, difference = policy + baseline, policy - baseline
    if np.ptp(total) == 0:
        return VarianceRatio(value=0.5, low=0.5, high=0.5)
    sample = float(total.var(ddof=1) / difference.var(ddof=1))
    correlation = float(np.corrcoef(total, difference)[0, 1])
    spread = 2 * max(0.0, 1 - correlation**2) * float(stats.t.isf(alpha / 2, pairs - 2)) ** 2 / (pairs - 2)
    widening = 1 + spread + math.sqrt(spread * (spread + 2))
    return VarianceRatio(value=(1 + sample) / 2, low=(1 + sample / widening) / 2, high=(1 + sample * widening) / 2)
