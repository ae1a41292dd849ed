"""A strategy over other futures: paired with the rational shop on the same seeds."""

import numpy as np
import pytest
from tests.sim.small import policy, world

from handoff_experiments.futures import Futures, SeatTask, futures_of, perform_seated
from handoff_sim.playing.margins import Margin
from handoff_sim.playing.strategy import PlayedStrategy

WORLD = world("workshop")
POLICIES = (policy("phone_book"), policy("enforceable_trust"))
REFUSES = PlayedStrategy(
    margins={"respond": Margin(threshold=1e9, decisions=5, disagreements=0, against_rule=5)}, from_week=5, until_week=25
)


def found(strategy: PlayedStrategy, workers: int = 1) -> Futures:
    return futures_of(strategy, WORLD, POLICIES, shop=3, weeks=30, pairs=3, seed=1, workers=workers)


def test_the_rational_strategy_differs_from_the_rational_shop_by_exactly_nothing() -> None:
    for future in found(PlayedStrategy(from_week=5)).futures:
        assert future.difference.pairs == 3 and not future.failures
        assert (future.difference.mean, future.difference.low, future.difference.high) == (0.0, 0.0, 0.0)
        assert np.isfinite(future.played).all() and future.better == 0


def test_a_strategy_is_paired_seed_by_seed_and_workers_change_nothing() -> None:
    one, two = found(REFUSES), found(REFUSES, workers=2)
    for alone, together in zip(one.futures, two.futures, strict=True):
        assert np.array_equal(alone.played, together.played) and np.array_equal(alone.rational, together.rational)
        assert alone.difference.mean == pytest.approx((alone.played - alone.rational).mean())
        assert alone.difference.low < alone.difference.mean < alone.difference.high
    assert [future.policy for future in one.futures] == ["phone_book", "enforceable_trust"]


def test_a_run_that_breaks_is_told_and_stops_no_other() -> None:
    task = SeatTask(world=WORLD, policy=POLICIES[0], seed=1, weeks=8, shop=99, strategy=REFUSES, from_week=0)
    assert "expected numbers from 0 to 13; found 99" in str(perform_seated(task).failure)
