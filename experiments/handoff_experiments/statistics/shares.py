"""Bounds of a share that was counted."""

from math import isnan

from statsmodels.stats.proportion import proportion_confint

METHOD = "exact binomial intervals (Clopper & Pearson 1934)"


def share_interval(hits: float, of: float, *, alpha: float = 0.05) -> tuple[float, float]:
    """Exact bounds of a share; 0 and 1 of nothing.

    Args:
        hits: How many; need not be whole, where a share is carried over to fewer units.
        of: Of how many.
        alpha: Error probability of both sides together.
    """
    if of == 0:
        return 0.0, 1.0
    low, high = proportion_confint(hits, of, alpha=alpha, method="beta")
    return (0.0 if isnan(low) else float(low)), (1.0 if isnan(high) else float(high))
