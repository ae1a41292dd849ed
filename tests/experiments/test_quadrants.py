import numpy as np
import pytest

from handoff_experiments.statistics.quadrants import (
    FEWEST_SEEDS,
    Deals,
    Quadrant,
    classify,
    summarise,
    weighted_median,
)


@pytest.mark.parametrize(
    ("u", "c", "quadrant"),
    [
        (1, 1, Quadrant.GOOD_DEAL),
        (1, -1, Quadrant.TRAP),
        (-1, 1, Quadrant.STRANDED_GAIN),
        (-1, -1, Quadrant.BAD_DEAL),
        (0, 5, Quadrant.UNTOUCHED),
        (5, 0, Quadrant.UNTOUCHED),
    ],
)
def test_the_signs_decide(u: float, c: float, quadrant: Quadrant) -> None:
    assert classify(u, c) is quadrant


def deals(seeds: int, *, u: float = 50, c: float = -50, spread: float = 10, each: int = 4) -> Deals:
    rng = np.random.default_rng(seeds)
    n = seeds * each
    return Deals(
        seed=np.repeat(np.arange(seeds), each),
        size=np.tile(np.arange(each) % 3, seeds),
        weight=np.ones(n),
        unilateral=rng.normal(u, spread, n),
        collective=rng.normal(c, spread, n),
    )


def test_a_clear_trap_is_one() -> None:
    found = summarise(deals(12), alpha=0.05)
    assert found is not None
    assert found.median_shop is Quadrant.TRAP
    assert found.shares[Quadrant.TRAP].value == 1
    assert found.unilateral.low > 0 > found.collective.high


def test_noise_around_zero_is_undecided() -> None:
    found = summarise(deals(12, u=0, c=0), alpha=0.05)
    assert found is not None
    assert found.median_shop is None
    assert found.unilateral.low < 0 < found.unilateral.high


def test_too_few_seeds_have_no_interval() -> None:
    found = summarise(deals(FEWEST_SEEDS - 1), alpha=0.05)
    assert found is not None
    assert found.median_shop is None
    assert (found.shares[Quadrant.TRAP].low, found.shares[Quadrant.TRAP].high) == (0, 1)


def test_shares_are_weighted_and_add_up_to_one() -> None:
    points = Deals(
        seed=np.array([0, 0]), size=np.array([0, 2]), weight=np.array([9.0, 1.0]),
        unilateral=np.array([5.0, 5.0]), collective=np.array([5.0, -5.0]),
    )  # fmt: skip
    found = summarise(points)
    assert found is not None
    assert found.shares[Quadrant.GOOD_DEAL].value == pytest.approx(0.9)
    assert sum(share.value for share in found.shares.values()) == pytest.approx(1)


def test_the_median_of_a_few_heavy_points_is_theirs() -> None:
    assert weighted_median(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 10.0])) == 3
    assert weighted_median(np.array([3.0, 1.0, 2.0]), np.ones(3)) == 2


def test_without_points_there_is_nothing_to_say() -> None:
    assert summarise(deals(0)) is None


def test_resampling_is_the_same_every_time() -> None:
    assert summarise(deals(9, spread=90)) == summarise(deals(9, spread=90))


@pytest.mark.statistical
def test_intervals_by_seeds_cover_where_shops_of_a_seed_move_together() -> None:
    """A seed moves all its shops by the same luck; intervals by points would be too narrow by far."""
    rng = np.random.default_rng(1)
    covered, repetitions = 0, 200
    for _ in range(repetitions):
        luck = np.repeat(rng.normal(0, 50, 16), 8)
        points = Deals(
            seed=np.repeat(np.arange(16), 8), size=np.zeros(128, np.int64), weight=np.ones(128),
            unilateral=luck + rng.normal(0, 10, 128), collective=np.ones(128),
        )  # fmt: skip
        found = summarise(points, alpha=0.1)
        assert found is not None
        covered += found.unilateral.low <= 0 <= found.unilateral.high
    assert covered / repetitions >= 0.83  # 0.90 nominal, less the bootstrap's optimism at 16 clusters
