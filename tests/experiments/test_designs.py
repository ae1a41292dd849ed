"""Designs of experiments: complete, balanced from the first points on, and the same everywhere."""

from collections import Counter
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_experiments.designs import (
    aliases,
    fractional_factorial,
    full_factorial,
    main_effects,
    simplex_lattice,
)

RECORD = ("email", "fresh", "locked")
FACTORS = {"record": RECORD, "payout.take": (0.0, 0.1)}


def test_a_full_factorial_has_every_combination_once() -> None:
    points = full_factorial(FACTORS)
    assert len(points) == 6
    assert len({tuple(point.items()) for point in points}) == 6
    assert full_factorial(FACTORS) == points


@given(seed=st.integers(0, 2**32))
def test_the_first_points_of_a_factorial_cover_every_level(seed: int) -> None:
    points = full_factorial(FACTORS, seed=seed)
    assert {point["record"] for point in points[:3]} == set(RECORD)
    assert max(Counter(point["payout.take"] for point in points[:4]).values()) == 2


MIXED = {"a": (1, 2, 3), "b": ("x", "y", "z", "w"), "c": (0, 1)}


@pytest.mark.parametrize("reduction", [2, 3])
def test_a_part_of_a_factorial_keeps_every_level_and_every_effect(reduction: int) -> None:
    points = fractional_factorial(MIXED, reduction)
    assert len(points) == pytest.approx(24 / reduction, abs=2)
    assert len({tuple(point.items()) for point in points}) == len(points)
    for name, levels in MIXED.items():
        assert {point[name] for point in points} == set(levels)
    coded = main_effects(points, MIXED)
    assert np.linalg.matrix_rank(coded) == coded.shape[1] == 1 + 2 + 3 + 1
    assert fractional_factorial(MIXED, reduction) == points


@pytest.mark.parametrize("factors", [{"a": (1, 2), "b": (1, 2)}, {"a": (1, 2, 3), "b": (1, 2), "c": (1, 2)}])
def test_a_part_that_would_leave_an_effect_out_is_refused(factors: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="a smaller reduction"):
        fractional_factorial(factors, 4)


def test_a_full_factorial_mixes_nothing_and_half_of_it_what_the_textbook_says() -> None:
    two = {"a": (-1, 1), "b": (-1, 1), "c": (-1, 1)}
    full = full_factorial(two)
    assert aliases(full, two) == {}
    half = [point for point in full if point["a"] * point["b"] * point["c"] == 1]  # generator c = ab
    assert aliases(half, two) == {"a": (("b", "c"),), "b": (("a", "c"),), "c": (("a", "b"),)}


def test_least_squares_finds_additive_effects_in_an_unbalanced_part() -> None:
    points = [point for point in full_factorial(MIXED) if (point["a"], point["b"]) != (1, "x")][:15]
    added = {1: -2.0, 2: 0.5, 3: 1.5}
    values = [10.0 + added[point["a"]] + (4.0 if point["b"] == "x" else -4.0 / 3) for point in points]
    fitted = np.linalg.lstsq(main_effects(points, MIXED), np.array(values), rcond=None)[0]
    assert fitted[:3] == pytest.approx([10.0, added[1], added[2]])
    plain = np.mean([v for v, p in zip(values, points, strict=True) if p["a"] == 1]) - np.mean(values)
    assert abs(plain - added[1]) > 0.1  # as a mean of what happens to be there would have it


@given(names=st.integers(2, 6), parts=st.integers(1, 5))
def test_a_lattice_has_every_mix_once_and_each_adds_up_to_one(names: int, parts: int) -> None:
    mixes = simplex_lattice([f"w{number}" for number in range(names)], parts)
    assert len(mixes) == len({tuple(mix.items()) for mix in mixes}) == comb(names + parts - 1, parts)
    assert all(sum(mix.values()) == pytest.approx(1.0) for mix in mixes)
