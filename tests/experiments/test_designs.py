"""Designs of experiments: complete, balanced from the first points on, and the same everywhere."""

from collections import Counter
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_experiments.designs import Factor, full_factorial, latin_hypercube, simplex_lattice, sobol_sequence

RECORD = Factor(name="record", levels=("email", "fresh", "locked"))
TAKE = Factor(name="payout.take", levels=(0.0, 0.1))
COST = Factor(name="packet.cost", low=0.0, high=400.0)
CURIOSITY = Factor(name="curiosity", low=0.5, high=10.0)


def test_a_full_factorial_has_every_combination_once() -> None:
    points = full_factorial((RECORD, TAKE))
    assert len(points) == 6
    assert len({tuple(point.items()) for point in points}) == 6
    assert full_factorial((RECORD, TAKE)) == points


@given(seed=st.integers(0, 2**32))
def test_the_first_points_of_a_factorial_cover_every_level(seed: int) -> None:
    points = full_factorial((RECORD, TAKE), seed=seed)
    assert {point["record"] for point in points[:3]} == set(RECORD.levels)
    assert max(Counter(point["payout.take"] for point in points[:4]).values()) == 2


def test_a_factorial_needs_levels() -> None:
    with pytest.raises(ValueError, match=r"packet\.cost: expected levels"):
        full_factorial((RECORD, COST))


@given(points=st.integers(2, 40), seed=st.integers(0, 1000))
def test_a_latin_hypercube_has_each_part_of_a_range_once(points: int, seed: int) -> None:
    found = latin_hypercube((COST, CURIOSITY), points, seed=seed)
    parts = sorted(int(point["packet.cost"] / 400.0 * points) for point in found)
    assert parts == list(range(points))
    assert all(0.5 <= point["curiosity"] <= 10.0 for point in found)


def test_levels_of_a_hypercube_come_up_equally_often() -> None:
    found = latin_hypercube((RECORD, COST), 30)
    assert set(Counter(point["record"] for point in found).values()) == {10}
    assert latin_hypercube((RECORD, COST), 30) == found


def test_a_sobol_sequence_is_balanced_and_wants_a_power_of_two() -> None:
    found = sobol_sequence((COST, CURIOSITY), 64, seed=3)
    assert sum(point["packet.cost"] < 200.0 for point in found) == 32
    with pytest.raises(ValueError, match="a power of two"):
        sobol_sequence((COST,), 60)


@given(shares=st.integers(2, 6), parts=st.integers(1, 5))
def test_a_lattice_has_every_mix_that_adds_up(shares: int, parts: int) -> None:
    names = [f"w{number}" for number in range(shares)]
    mixes = simplex_lattice(names, parts)
    assert len(mixes) == comb(shares + parts - 1, parts)
    assert all(sum(mix.values()) == pytest.approx(1.0) for mix in mixes)
    assert len({tuple(mix.items()) for mix in mixes}) == len(mixes)


def test_six_shares_in_halves_are_the_21_mixes_of_the_model() -> None:
    assert len(simplex_lattice("abcdef", 2)) == 21


@pytest.mark.parametrize(
    "said", [{}, {"levels": (1,)}, {"low": 1.0, "high": 1.0}, {"levels": (1, 2), "low": 0.0, "high": 1.0}, {"low": 1.0}]
)
def test_a_factor_that_does_not_vary_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="take: expected"):
        Factor(name="take", **said)  # type: ignore[arg-type]
