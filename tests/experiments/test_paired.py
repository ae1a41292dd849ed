import math

import numpy as np
import pytest
from scipy import stats

from handoff_experiments.statistics.paired import paired_difference, variance_ratio


def test_the_interval_is_that_of_the_paired_t_test() -> None:
    rng = np.random.default_rng(1)
    policy, baseline = rng.normal(3, 1, 12), rng.normal(0, 1, 12)
    found = paired_difference(policy, baseline, alpha=0.01)
    expected = stats.ttest_rel(policy, baseline)
    interval = expected.confidence_interval(0.99)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert found.p_value == pytest.approx(expected.pvalue)
    assert found.pairs == 12


def test_pairs_without_a_value_in_either_arm_are_left_out() -> None:
    found = paired_difference(np.array([1.0, np.nan, 5.0]), np.array([0.0, 0.0, 1.0]), alpha=0.05)
    assert (found.mean, found.pairs) == (2.5, 2)


@pytest.mark.parametrize("n", [0, 1])
def test_one_pair_decides_nothing(n: int) -> None:
    found = paired_difference(np.full(n, 7.0), np.zeros(n), alpha=0.05)
    assert (found.low, found.high, found.p_value) == (-math.inf, math.inf, 1.0)


def test_identical_arms_differ_by_exactly_zero() -> None:
    values = np.random.default_rng(2).normal(0.1, 1e-3, 9)
    found = paired_difference(values, values.copy(), alpha=0.05)
    assert (found.mean, found.low, found.high, found.p_value) == (0.0, 0.0, 0.0, 1.0)


def test_independent_arms_have_a_variance_ratio_of_one() -> None:
    rng = np.random.default_rng(3)
    found = variance_ratio(rng.normal(0, 1, 4000), rng.normal(0, 1, 4000))
    assert found is not None
    assert found.value == pytest.approx(1, abs=0.06)
    assert found.low < 1 < found.high


def test_the_interval_of_the_variance_ratio_covers_the_truth_as_often_as_it_says() -> None:
    """Common luck of variance 9 and noise of 1 in each arm: the ratio is (10 + 10) / 2 = 10."""
    rng = np.random.default_rng(4)
    covered, runs = 0, 2000
    for _ in range(runs):
        luck = rng.normal(0, 3, 12)
        found = variance_ratio(luck + rng.normal(0, 1, 12), luck + rng.normal(0, 1, 12), alpha=0.1)
        assert found is not None
        covered += found.low <= 10 <= found.high
    assert covered / runs == pytest.approx(0.9, abs=0.025)


def test_differences_that_do_not_vary_have_no_variance_ratio() -> None:
    values = np.arange(8.0)
    assert variance_ratio(values + 1, values) is None
    assert variance_ratio(values[:3], values[:3] ** 2) is None
