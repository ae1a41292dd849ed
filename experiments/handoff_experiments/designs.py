"""Designs of experiments: which combinations of factors are tried, and in which order, the same on every machine."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import combinations, combinations_with_replacement, product
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
TOLERANCE = 1e-9  # below which an alias is rounding
Point = Mapping[str, Any]  # a level of every factor, by its name


def full_factorial(factors: Mapping[str, Sequence[Any]], *, seed: int = 1) -> tuple[Point, ...]:
    """Every combination of levels, in an order in which the first points already cover all factors.

    Args:
        factors: Levels of each factor, by its name.
        seed: Of the order.
    """
    return _balanced([dict(zip(factors, levels, strict=True)) for levels in product(*factors.values())], seed)


def fractional_factorial(factors: Mapping[str, Sequence[Any]], reduction: int, *, seed: int = 1) -> tuple[Point, ...]:
    """About one in ``reduction`` of all combinations: a generalized subset design (Surowiec et al. 2017).

    Args:
        factors: Levels of each factor, by its name.
        reduction: Above 1.
        seed: Of the order.

    Raises:
        ValueError: A level would be missing, or the effect of one could not be told from the others'; says what is
            expected instead.
    """
    from pydoe import gsd  # type: ignore[import-untyped]

    names, levels = list(factors), [list(each) for each in factors.values()]
    less = "a smaller reduction"
    try:
        rows = np.asarray(gsd([len(each) for each in levels], reduction), dtype=int)
    except (ValueError, IndexError) as error:
        raise ValueError(f"{less} ({error})") from None
    missing = [
        f"{name} {each[place]}"
        for number, (name, each) in enumerate(zip(names, levels, strict=True))
        for place in range(len(each))
        if place not in rows[:, number]
    ]
    if missing:
        raise ValueError(f"{less}, or more factors: left out would be {', '.join(missing)}")
    points = [{name: each[place] for name, each, place in zip(names, levels, row, strict=True)} for row in rows]
    coded = main_effects(points, {name: tuple(each) for name, each in factors.items()})
    if np.linalg.matrix_rank(coded) < coded.shape[1]:
        raise ValueError(f"{less}, or more factors: {len(points)} combinations cannot tell the factors apart")
    return _balanced(points, seed)


def main_effects(points: Sequence[Point], factors: Mapping[str, Sequence[Any]]) -> FloatArray:
    """Model matrix of the main effects [point, 1 + levels less one of each factor], coded as deviations (sum to zero).

    In a factor's columns its last level is -1; so the effect of the last level is minus the sum of the others.
    """
    columns = [
        [float(point[name] == level) - float(point[name] == levels[-1]) for point in points]
        for name, levels in factors.items()
        for level in levels[:-1]
    ]
    return np.array([[1.0] * len(points), *columns], dtype=np.float64).T


def aliases(points: Sequence[Point], factors: Mapping[str, Sequence[Any]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Which interactions of two factors the main effects of a third cannot be told from, in part or whole.

    By the alias matrix (X'X)^-1 X'Z of Box & Wilson (1951), X the main effects and Z an interaction; none in a full
    factorial.
    """
    coded = {name: main_effects(points, {name: levels})[:, 1:] for name, levels in factors.items()}
    matrix = main_effects(points, factors)
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in factors}
    for one, other in combinations(factors, 2):
        both = [left * right for left in coded[one].T for right in coded[other].T]
        mixed = np.linalg.lstsq(matrix, np.array(both).T, rcond=None)[0]
        row = 1
        for name in factors:
            width = coded[name].shape[1]
            if np.abs(mixed[row : row + width]).max() > TOLERANCE:
                found[name].append((one, other))
            row += width
    return {name: tuple(pairs) for name, pairs in found.items() if pairs}


def simplex_lattice(names: Sequence[str], parts: int) -> tuple[Point, ...]:
    """Every mix of shares that are multiples of 1/parts and add up to 1 (Scheffé 1958)."""
    mixes = combinations_with_replacement(names, parts)
    return tuple({name: mix.count(name) / parts for name in names} for mix in mixes)


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
