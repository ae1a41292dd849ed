"""Array types of the metrics, and division that says NaN where there is nothing to divide by."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def ratio(part: float, whole: float) -> float:
    """``part / whole``, NaN when there is nothing to divide by."""
    return float(part) / float(whole) if whole != 0 else float("nan")


def divide(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Floats:
    """``part / whole`` entry by entry, NaN where there is nothing to divide by."""
    out = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=out, where=whole > 0)
    return out
