"""Designs of experiments: which combinations of factors are tried, and in which order, the same on every machine."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

Point = Mapping[str, Any]  # a level of every factor, by its name


def full_factorial(factors: Mapping[str, Sequence[Any]], *, seed: int = 1) -> tuple[Point, ...]:
    """Every combination of levels, in an order in which the first points already cover all factors.

    Args:
        factors: Levels of each factor, by its name.
        seed: Of the order.
    """
    return _balanced([dict(zip(factors, levels, strict=True)) for levels in product(*factors.values())], seed)


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
