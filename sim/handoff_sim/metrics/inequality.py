"""How unevenly something is spread: Gini coefficient, Lorenz curve, concentration, worst tenth."""

import numpy as np

from handoff_sim.metrics.arrays import Floats


def gini(values: Floats) -> float:
    """Gini coefficient: mean absolute difference over twice the mean.

    0 when all are equal, near 1 when one holds all, above 1 possible with losses among the values.
    NaN when the mean is not positive.
    """
    n = len(values)
    if n == 0 or values.sum() <= 0:
        return float("nan")
    ranks = 2.0 * np.arange(1, n + 1) - n - 1.0
    return float((ranks * np.sort(values)).sum() / (n * values.sum()))


def lorenz(values: Floats) -> tuple[Floats, Floats]:
    """Lorenz curve: shares of holders, and shares of the total the poorest of them hold; both start at 0."""
    held = np.concatenate([[0.0], np.cumsum(np.sort(values))])
    holders = np.linspace(0.0, 1.0, len(values) + 1)
    return holders, held / held[-1] if held[-1] != 0 else np.full_like(held, np.nan)


def concentration(values: Floats) -> float:
    """Herfindahl-Hirschman index: sum of squared shares, 1/n to 1; NaN when there is nothing to share."""
    total = values.sum()
    return float(((values / total) ** 2).sum()) if total > 0 else float("nan")


def mean_of_worst(values: Floats, share: float = 0.1) -> float:
    """Mean of the lowest ``share`` of the values, at least one of them; NaN when there are none."""
    known = np.sort(values[~np.isnan(values)])
    if len(known) == 0:
        return float("nan")
    return float(known[: max(1, int(len(known) * share))].mean())


def median(values: Floats) -> float:
    """Median of the values that are known; NaN when none is."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else float("nan")
