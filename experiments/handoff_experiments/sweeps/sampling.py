"""Designs over ranges: points of the unit cube, one column per uncertainty, from scipy and SALib."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Kind = Literal["latin_hypercube", "sobol", "morris"]
MORRIS_LEVELS = 4


@dataclass(frozen=True, kw_only=True)
class Design:
    """How worlds are sampled.

    Args:
        kind: ``latin_hypercube`` for robustness, ``sobol`` for variance-based indices (Saltelli's scheme without
            second order: n(d + 2) points), ``morris`` for screening (n(d + 1) points on four levels).
        n: Points of the hypercube, base samples, or trajectories.
        seed: Unsigned 32-bit.
    """

    kind: Kind = "latin_hypercube"
    n: int = 100
    seed: int = 1

    def __post_init__(self) -> None:
        if self.n < 2:
            raise ValueError(f"design: expected at least 2 points; found {self.n}")
        if self.kind == "sobol" and self.n & (self.n - 1):
            raise ValueError(f"design: sobol: expected a power of 2 for n; found {self.n}")

    def size(self, dimensions: int) -> int:
        """Points that it comes to."""
        return {"latin_hypercube": self.n, "sobol": self.n * (dimensions + 2), "morris": self.n * (dimensions + 1)}[
            self.kind
        ]

    def sample(self, dimensions: int) -> FloatArray:
        """Points of the unit cube [point, dimension]; the same for the same design."""
        if self.kind == "latin_hypercube":
            from scipy.stats import qmc

            return np.asarray(qmc.LatinHypercube(d=dimensions, rng=np.random.default_rng(self.seed)).random(self.n))
        if self.kind == "sobol":
            from SALib.sample import sobol

            points = sobol.sample(unit_problem(dimensions), self.n, calc_second_order=False, seed=self.seed)
        else:
            from SALib.sample import morris

            points = morris.sample(unit_problem(dimensions), self.n, num_levels=MORRIS_LEVELS, seed=self.seed)
        return np.asarray(points, dtype=np.float64)


def unit_problem(dimensions: int, names: tuple[str, ...] | None = None) -> dict[str, Any]:
    """The unit cube as SALib writes it."""
    return {
        "num_vars": dimensions,
        "names": list(names or [f"x{number}" for number in range(dimensions)]),
        "bounds": [[0.0, 1.0]] * dimensions,
    }
