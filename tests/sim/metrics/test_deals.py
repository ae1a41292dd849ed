"""Figures of pairs of runs: gains, quadrants, capture, potential, and who gains by size."""

import math

import numpy as np
import pytest

from handoff_sim.codes import Account, Category
from handoff_sim.metrics import CONTRASTS, deals
from handoff_sim.metrics.metric import Contrast
from handoff_sim.metrics.outcome import outcome_of
from handoff_sim.records import Records

from .build import account, run, shops, with_entries, with_profit, with_tallies

BY_CODE: dict[str, Contrast] = {contrast.code: contrast for contrast in CONTRASTS}


def test_collective_deal_is_per_machine_week() -> None:
    policy, phone = with_profit(run(), 100.0, 400.0), with_profit(run(), 20.0, 80.0)
    assert list(deals.collective(outcome_of(policy), outcome_of(phone))) == pytest.approx([80 / 8, 320 / 32])
    assert BY_CODE["X5"].compute(policy, phone) == pytest.approx(10.0)
    assert BY_CODE["X5"].compute(policy, phone, shops=np.array([True, False])) == pytest.approx(10.0)


def test_unilateral_deal_looks_at_the_focal_shop_only() -> None:
    member = with_tallies(with_profit(run(), 16.0, 9e6), {"quote_min": 600, "quote_won_min": 120})
    abstaining = with_tallies(with_profit(run(), 0.0, 0.0), {"quote_min": 960})
    focal = np.array([True, False])
    assert BY_CODE["X4"].compute(member, abstaining, shops=focal) == pytest.approx(2.0)
    assert BY_CODE["X4.hours"].compute(member, abstaining, shops=focal) == pytest.approx((8 - 16) / 4)


def test_quadrants_by_the_signs_of_both_deals() -> None:
    u = np.array([1.0, 2.0, -1.0, -2.0, np.nan])
    c = np.array([1.0, -1.0, 1.0, 0.0, 5.0])
    found = deals.quadrants(u, c)
    assert (found.good_deal, found.trap, found.stranded_gain, found.bad_deal) == (0.25, 0.25, 0.25, 0.25)
    assert (found.median_u, found.median_c) == (0.0, 0.5)
    assert math.isnan(deals.quadrants(np.array([]), np.array([])).trap)


def paid(records: Records, value: int, price: int, fee: int) -> Records:
    """A job of ``value`` cents sold by shop 0, who pays the operator a fee."""
    nature, operator = account(records, Account.NATURE), account(records, Account.OPERATOR)
    return with_entries(
        records,
        (nature, 2, value, Category.VALUE),
        (2, 0, price, Category.PRICE),
        (0, operator, fee, Category.TAKE),
    )


def test_capture_says_who_took_the_gain() -> None:
    policy, phone = paid(run(), 100_000, 40_000, 30_000), paid(run(), 60_000, 40_000, 0)
    found = deals.capture(outcome_of(policy), outcome_of(phone))
    assert found.total == pytest.approx(400.0 / 8)
    assert found.shares == pytest.approx(
        {"shops": -0.75, "buyers": 1.0, "operator": 0.75, "vertical": 0.0, "external": 0.0}
    )
    assert BY_CODE["X1.operator"].compute(policy, phone) == pytest.approx(0.75)


def test_shares_of_a_loss_keep_their_sign() -> None:
    found = deals.capture(outcome_of(run()), outcome_of(paid(run(), 100, 40, 0)))
    assert found.shares["shops"] == pytest.approx(-0.4)
    assert found.shares["buyers"] == pytest.approx(-0.6)


def test_potential_is_frictionless_less_realised() -> None:
    best = with_tallies(paid(run(), 80_000, 0, 0), {"produced_min": 960, "quote_min": 60})
    real = with_tallies(run(), {"produced_min": 480, "quote_min": 540})
    gap = deals.potential(outcome_of(best), outcome_of(real))
    assert (gap.dollars, gap.produced_hours, gap.wasted_hours) == (100.0, 1.0, -1.0)
    assert BY_CODE["X7"].compute(best, real) == 100.0
    assert BY_CODE["X7.hours"].compute(best, real) == 1.0


def four_shops(*dollars: float) -> Records:
    """Shops of 4, 1, 2 and 3 machines."""
    sizes = shops(*({"key": i, "machines": m} for i, m in enumerate((4, 1, 2, 3))))
    return with_profit(run(4, shops=sizes), *dollars)


def test_effect_by_size_starts_with_the_smallest() -> None:
    policy, phone = four_shops(16.0, 40.0, 8.0, 0.0), four_shops(0.0, 0.0, 0.0, 0.0)
    by_size = deals.by_size_quantile(deals.collective(outcome_of(policy), outcome_of(phone)), outcome_of(policy))
    assert list(by_size) == pytest.approx([10.0, 1.0, 0.0, 1.0])
    assert BY_CODE["D3"].compute(policy, phone) == pytest.approx(9.0)
    assert BY_CODE["D4"].compute(policy, phone) == pytest.approx(48 / 64)


def test_a_common_loss_has_no_share_of_gain() -> None:
    assert math.isnan(BY_CODE["D4"].compute(four_shops(-1.0, 0.0, 0.0, 0.0), four_shops(0.0, 0.0, 0.0, 0.0)))


def test_durable_value_leaves_out_the_handoffs_own_margin() -> None:
    done, left = with_profit(run(), 0.0, 900.0), with_profit(run(), 0.0, 100.0)
    assert deals.durable_value(done, left, 1, week=6, margin=300.0) == pytest.approx(500.0)


def test_dependence_is_the_share_of_profit_lost_when_expelled() -> None:
    stayed, expelled = with_profit(run(), 200.0, 0.0), with_profit(run(), 50.0, 0.0)
    assert deals.dependence(stayed, expelled, 0, week=6) == pytest.approx(0.75)
    assert math.isnan(deals.dependence(stayed, expelled, 1, week=6))
