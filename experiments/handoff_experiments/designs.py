"""Designs of experiments: which combinations of factors are tried, and in which order.

A design is a list of points, each a value for every factor. Random designs come from scipy's quasi-Monte Carlo
generators; their seed is part of the question, so a design is the same on every machine.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import Any

from scipy.stats import qmc

Point = Mapping[str, Any]  # a value for every factor, by its name


@dataclass(frozen=True, kw_only=True)
class Factor:
    """Something that is varied.

    Args:
        name: What it is called in tables and pictures; a dotted path of a document.
        levels: The values it may have; empty where it has a range.
        low: Smallest value of a range.
        high: Largest value of a range.
    """

    name: str
    levels: tuple[Any, ...] = ()
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if bool(self.levels) == (self.low is not None and self.high is not None):
            raise ValueError(f"{self.name}: expected levels or a range from low to high, one of them")
        if len(self.levels) == 1 or (not self.levels and not float(self.low or 0) < float(self.high or 0)):
            raise ValueError(f"{self.name}: expected two levels or more, or a range that is one; found {self}")

    def at(self, share: float) -> Any:
        """The value at a share of its levels or range, 0 to 1."""
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        low, high = float(self.low or 0.0), float(self.high or 0.0)
        return low + share * (high - low)


def full_factorial(factors: Sequence[Factor], *, seed: int = 1) -> tuple[Point, ...]:
    """Every combination of levels, in an order in which the first points already cover all factors.

    Args:
        factors: All with levels.
        seed: Of the order.

    Raises:
        ValueError: A factor has a range instead of levels.
    """
    for factor in factors:
        if not factor.levels:
            raise ValueError(f"{factor.name}: expected levels, as every combination is tried; found a range")
    names = [factor.name for factor in factors]
    points = [dict(zip(names, values, strict=True)) for values in product(*(factor.levels for factor in factors))]
    return _balanced(points, seed)


def latin_hypercube(factors: Sequence[Factor], points: int, *, seed: int = 1) -> tuple[Point, ...]:
    """So many points that cover every factor evenly, each part of its range once (McKay, Beckman & Conover 1979)."""
    sampler = qmc.LatinHypercube(len(factors), rng=seed, optimization="random-cd" if len(factors) > 1 else None)
    return _placed(factors, sampler.random(points))


def sobol_sequence(factors: Sequence[Factor], points: int, *, seed: int = 1) -> tuple[Point, ...]:
    """So many points of a scrambled Sobol' sequence; a power of two keeps its balance (Owen 1998).

    Raises:
        ValueError: The number is no power of two.
    """
    if points < 1 or points & (points - 1):
        raise ValueError(f"points: expected a power of two, which keeps the sequence balanced; found {points}")
    return _placed(factors, qmc.Sobol(len(factors), rng=seed).random(points))


def simplex_lattice(names: Sequence[str], parts: int) -> tuple[Point, ...]:
    """Every mix of shares that are multiples of 1/parts and add up to 1 (Scheffé 1958)."""
    if parts < 1 or len(names) < 2:
        raise ValueError(f"simplex lattice: expected two shares or more in parts; found {len(names)} in {parts}")
    mixes = combinations_with_replacement(names, parts)
    return tuple({name: mix.count(name) / parts for name in names} for mix in mixes)


def _placed(factors: Sequence[Factor], shares: Any) -> tuple[Point, ...]:
    return tuple(
        {factor.name: factor.at(float(share)) for factor, share in zip(factors, row, strict=True)} for row in shares
    )


def _balanced(points: Sequence[dict[str, Any]], seed: int) -> tuple[Point, ...]:
    """Points greedily ordered: next is one whose levels came up least so far; ties by a hash, the same everywhere."""
    seen: dict[tuple[str, str], int] = {}
    keys = [[(name, json.dumps(value, sort_keys=True)) for name, value in point.items()] for point in points]
    hashed = [hashlib.sha256(json.dumps([seed, key]).encode()).hexdigest() for key in keys]
    left = set(range(len(points)))
    order: list[int] = []
    while left:
        chosen = min(left, key=lambda i: (sum(seen.get(each, 0) for each in keys[i]), hashed[i]))
        left.remove(chosen)
        order.append(chosen)
        for each in keys[chosen]:
            seen[each] = seen.get(each, 0) + 1
    return tuple(points[i] for i in order)
