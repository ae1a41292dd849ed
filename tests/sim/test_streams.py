"""Keyed draws: uniform, independent, the same in any order; and their transforms against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from handoff_sim.streams import (
    Purpose,
    draw_key,
    integer,
    lognormal_mean_one,
    normal,
    normal_quantile,
    poisson_quantile,
    uniform,
)

N = 4000
ERROR = 1e-4  # of each statistical test here, on fixed seeds
U64 = st.integers(0, 2**64 - 1)

pytestmark = pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")  # the finaliser works modulo 2**64


def draws(purpose: Purpose, seed: int = 1) -> np.ndarray:
    return np.array([uniform(np.uint64(seed), purpose, key, 0, 0) for key in range(N)])


@pytest.mark.parametrize("purpose", [Purpose.DEMAND, Purpose.AWARD, Purpose.NCR, Purpose.ORDER])
def test_draws_are_uniform(purpose: Purpose) -> None:
    assert stats.kstest(draws(purpose), "uniform").pvalue > ERROR


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_draws_are_uniform_along_every_key(axis: int) -> None:
    keys = np.zeros((N, 3), np.int64)
    keys[:, axis] = np.arange(N)
    values = [uniform(np.uint64(7), Purpose.ROUTE, int(a), int(b), int(c)) for a, b, c in keys]
    assert stats.kstest(values, "uniform").pvalue > ERROR
    assert abs(stats.pearsonr(values[1:], values[:-1]).statistic) < 5 / np.sqrt(N)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, Purpose.AWARD), (2, Purpose.AWARD)),  # neighbouring seeds
        ((1, Purpose.AWARD), (1, Purpose.MAKING_TIME)),  # neighbouring purposes
        ((0, Purpose.NCR), (2**64 - 1, Purpose.NCR)),
    ],
)
def test_streams_are_independent(one: tuple[int, Purpose], other: tuple[int, Purpose]) -> None:
    a, b = draws(one[1], one[0]), draws(other[1], other[0])
    assert stats.spearmanr(a, b).pvalue > ERROR


def test_a_draw_does_not_depend_on_the_draws_before_it() -> None:
    forward = [uniform(np.uint64(3), Purpose.ESTIMATE, key, 5, 1) for key in range(200)]
    backward = [uniform(np.uint64(3), Purpose.ESTIMATE, key, 5, 1) for key in reversed(range(200))]
    assert forward == backward[::-1]


def test_keys_do_not_collide_and_their_places_matter() -> None:
    keys = {int(draw_key(np.uint64(1), Purpose.NCR, a, b, c)) for a in range(20) for b in range(20) for c in range(20)}
    assert len(keys) == 8000


@given(U64, U64)
def test_a_uniform_lies_strictly_between_0_and_1(seed: int, key: int) -> None:
    assert 0.0 < uniform(np.uint64(seed), Purpose.DEMAND, np.uint64(key), 0, 0) < 1.0


@given(st.floats(1e-300, 1.0, exclude_max=True))
def test_normal_quantile_equals_scipy(u: float) -> None:
    expected = special.ndtri(u)
    assert normal_quantile(u) == pytest.approx(expected, rel=1e-13, abs=1e-15)


def test_normal_draws_are_normal() -> None:
    values = [normal(np.uint64(1), Purpose.JOB_HOURS, key, 0, 0) for key in range(N)]
    assert stats.kstest(values, "norm").pvalue > ERROR


@given(st.floats(0.0, 1.0, exclude_min=True, exclude_max=True), st.floats(0.001, 200))
def test_poisson_quantile_equals_scipy(u: float, mean: float) -> None:
    count = poisson_quantile(u, mean)
    # Equal but where u lies within rounding of a step of the distribution.
    assert stats.poisson.cdf(count, mean) >= u - 1e-10
    assert count == 0 or stats.poisson.cdf(count - 1, mean) <= u + 1e-10


@given(st.floats(0.0, 0.6))
def test_a_lognormal_factor_has_mean_one(sigma: float) -> None:
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    mean = sum(w * lognormal_mean_one(z, sigma) for z, w in zip(nodes, weights, strict=True)) / np.sqrt(2 * np.pi)
    assert mean == pytest.approx(1.0, abs=1e-9)


def test_integers_cover_their_range_evenly() -> None:
    values = [integer(np.uint64(1), Purpose.LAG, key, 0, 0, 8, 18) for key in range(N)]
    assert stats.chisquare(np.bincount(values, minlength=19)[8:]).pvalue > ERROR
