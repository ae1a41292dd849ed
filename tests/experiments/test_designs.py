"""Designs of experiments: complete, balanced from the first points on, and the same everywhere."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from handoff_experiments.designs import full_factorial

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
