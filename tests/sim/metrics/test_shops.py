"""The S-family, each on a run small enough to check by hand."""

import math

import numpy as np
import pytest

from handoff_sim.codes import Channel, HandoffReason, OpState
from handoff_sim.metrics import compute, compute_by_size
from handoff_sim.records import Records

from .build import handoff, jobs, ops, run, shops, with_panel, with_parameters, with_profit, with_tallies


def test_profit_is_per_machine_week_and_the_median_shop_weighs_once() -> None:
    figures = compute(with_profit(run(), 80.0, 1600.0))  # 2 and 8 machines, 4 weeks
    assert figures["S1"] == pytest.approx(1680 / 40)
    assert figures["S1m"] == pytest.approx((80 / 8 + 1600 / 32) / 2)


def test_win_rates_without_and_with_reorders() -> None:
    records = with_tallies(run(), {"quotes": 10, "quotes_won": 2}, {"quotes": 10, "quotes_won": 4, "reorders": 4})
    figures = compute(records)
    assert figures["S2"] == pytest.approx(6 / 20)
    assert figures["S2b"] == pytest.approx(10 / 24)
    assert compute_by_size(records)["S2"]["L"] == pytest.approx(0.4)


def quoting_run() -> Records:
    """Five RFQs and a loyal reorder; 12 quotes of 90 minutes, 4 of them won, 3 on phantoms, 6 full."""
    six = [{}, {}, {}, {}, {"intent": 0}, {"reorder": 1}]
    tally = {"quotes": 6, "quotes_won": 2, "quote_min": 540, "quote_won_min": 180}
    tally |= {"quotes_full": 3, "quote_completeness": 3.0}
    return with_tallies(run(jobs=jobs(*six)), tally | {"quote_phantom": 3}, tally)


def test_wasted_hours_count_quotes_that_led_to_no_award() -> None:
    figures = compute(quoting_run())
    assert figures["S3"] == pytest.approx(12.0 / (2 * 4))
    assert figures["S4"] == pytest.approx(12.0 / 4)
    assert figures["S4.quotes_per_rfq"] == pytest.approx(12 / 5)
    assert figures["S4.award_rate"] == pytest.approx(4 / 5)
    assert figures["S4.hours"] == pytest.approx(1.5)
    assert figures["S4.depth"] == pytest.approx(0.5)
    assert figures["S4.phantom"] == pytest.approx(0.25)


def test_v1_win_rate_is_award_rate_over_quotes_per_rfq() -> None:
    figures = compute(quoting_run())
    k, a, h = figures["S4.quotes_per_rfq"], figures["S4.award_rate"], figures["S4.hours"]
    assert figures["S2"] == pytest.approx(a / k, rel=1e-15)
    assert figures["S4"] == pytest.approx(h * (k / a - 1), rel=1e-14)


def test_idle_share_leaves_out_down_time() -> None:
    figures = compute(with_tallies(run(), {"cap_min": 100, "produced_min": 60, "down_min": 10}))
    assert figures["S5"] == pytest.approx(0.3)


def test_net_margin_is_profit_over_revenue_in_cents() -> None:
    assert compute(with_tallies(with_profit(run(), 8.0, 0.0), {"revenue": 10_000}))["S6"] == pytest.approx(0.08)


def test_contribution_of_handoffs_to_both_sides_per_machine_hour() -> None:
    given = {"given_gain": 3_000, "given_min": 120}
    received = {"received_transfer": 50_000, "received_cost": 42_000, "received_min": 120}
    figures = compute(with_tallies(run(), given, received))
    assert figures["S7"] == pytest.approx(40.0)
    assert figures["S7.originator"] == pytest.approx(15.0)


def test_inherited_loss_is_per_handoff_received() -> None:
    received = ops(handoff(), handoff(), {"maker": 0})
    figures = compute(with_tallies(run(jobs=jobs({}), ops=received), {}, {"inherited": 30_000}))
    assert figures["S8"] == pytest.approx(150.0)


def test_blame_transfer_is_the_share_paid_by_the_innocent() -> None:
    assert compute(with_panel(run(), ncr_loss=[0, 100, 300, 0], ncr_blamed=[0, 100, 0, 0]))["S8b"] == 0.25


def test_autonomy_falls_with_discipline_on_network_hours() -> None:
    records = with_tallies(run(), {"own_min": 60, "received_min": 40, "network_min": 50})
    assert compute(with_parameters(records, discipline=0.56))["S10"] == pytest.approx(1 - 0.56 * 0.5)


def test_shares_of_tallied_sums() -> None:
    figures = compute(
        with_tallies(
            run(),
            {"repeats_owned": 4, "repeats_kept": 3, "revenue": 1000, "revenue_new": 100, "large_min": 10},
            {"revenue": 1000, "revenue_new": 300, "bad_debt": 20, "large_min": 30},
        )
    )
    assert figures["S11"] == 0.75
    assert figures["S12"] == 0.2
    assert figures["S14b"] == 0.01
    assert figures["S15"] == 0.25  # shop 0 is the small one


def test_days_to_pay_weigh_receipts_by_money() -> None:
    tally = {"receipts": 4_000, "paid_weeks": 1_000 * 5 + 3_000 * 9.0}
    assert compute(with_tallies(run(), tally))["S14"] == pytest.approx(56.0)


def hours_by_reason() -> Records:
    """Ten hours made by shops: two handed off by phone, one by network; and work that is not theirs."""
    work = ops(
        {"planned_min": 420},
        handoff(planned_min=120, reason=HandoffReason.CAPABILITY, channel=Channel.PHONE),
        handoff(planned_min=60, reason=HandoffReason.BACKLOG),
        {"maker": -2, "planned_min": 5000, "channel": Channel.OUTSIDE},
        {"job": 1, "planned_min": 5000, "channel": Channel.VERTICAL},
        {"planned_min": 5000, "state": OpState.SHIPPED},
        {"planned_min": 5000, "closed_week": 5},
    )
    return run(jobs=jobs({}, {"prime": -2}), ops=work)


def test_inter_firm_hours_leave_out_outside_processors_and_vertical_operators() -> None:
    figures = compute(hours_by_reason())
    assert figures["S16"] == pytest.approx(0.3)
    assert figures["S16.capability"] == pytest.approx(0.2)
    assert figures["S16.backlog"] == pytest.approx(0.1)
    assert figures["S16.breakdown"] == 0.0
    assert figures["S16.phone"] == pytest.approx(0.2)
    assert figures["S16.network"] == pytest.approx(0.1)


def test_hours_belong_to_the_shop_that_makes_them() -> None:
    by_size = compute_by_size(hours_by_reason())["S16"]
    assert by_size["S"] == 0.0
    assert by_size["L"] == 1.0
    assert math.isnan(by_size["M"])


def test_survival_counts_shops_still_in_business() -> None:
    gone = shops({"key": 0, "machines": 2}, {"key": 1, "machines": 2, "closed_week": 7})
    assert compute(run(shops=gone))["S17"] == 0.5


def test_undefined_is_nan_and_never_an_error() -> None:
    figures = compute(run())
    shares = ("S2", "S2b", "S4", "S5", "S6", "S7", "S8", "S8b", "S10", "S11", "S12", "S14", "S15", "S16")
    assert np.isnan([figures[code] for code in shares]).all()
