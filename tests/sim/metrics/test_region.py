"""The R- and D-families, demand and inequality."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_sim.codes import Account, Category, JobState
from handoff_sim.metrics import compute, compute_by_size
from handoff_sim.metrics.demand import Demand, demand, resilience, rolling_ratio
from handoff_sim.metrics.inequality import concentration, gini, lorenz, mean_of_worst

from .build import account, handoff, jobs, ops, run, shops, with_entries, with_parameters, with_profit, with_tallies
from .test_network import members


def test_utilisation_is_produced_over_available() -> None:
    records = with_tallies(run(), {"cap_min": 100, "produced_min": 50}, {"cap_min": 300, "produced_min": 240})
    assert compute(records)["R1"] == pytest.approx(0.725)
    assert compute_by_size(records)["R1"]["L"] == 0.8


def test_served_share_counts_real_demand_once() -> None:
    asked = jobs(
        {"hours": 30.0},
        {"hours": 30.0, "state": JobState.AWARDED},
        {"hours": 40.0, "state": JobState.UNSERVED},
        {"hours": 500.0, "state": JobState.UNSERVED, "intent": 0},
        {"hours": 500.0, "state": JobState.CANCELLED},  # came back as the next row
        {"hours": 100.0, "occurrence": 1},
        {"hours": 500.0, "state": JobState.UNSERVED, "week": 5},
    )
    assert compute(run(jobs=asked))["R2"] == pytest.approx(160 / 200)


def test_an_order_cancelled_after_re_solicitation_is_lost() -> None:
    lost = jobs({"hours": 10.0, "state": JobState.CANCELLED, "occurrence": 1}, {"hours": 10.0})
    assert compute(run(jobs=lost))["R2"] == 0.5


def test_lead_time_runs_from_rfq_to_closing() -> None:
    figures = compute(run(jobs=jobs(*({"week": 8 - i} for i in range(1, 6)))))
    assert figures["R3"] == 3.0
    assert figures["R3.p90"] == pytest.approx(4.6)


def test_resilience_compares_the_worst_quarter_with_the_time_before() -> None:
    asked = np.ones(80)
    served = np.concatenate([np.full(40, 0.8), np.full(13, 0.4), np.full(27, 0.8)])
    assert resilience(Demand(asked, served), 30, 80) == pytest.approx(0.5)
    assert resilience(Demand(asked, np.full(80, 0.7)), 30, 80) == pytest.approx(1.0)


def test_resilience_is_undefined_without_thirteen_weeks_or_a_time_before() -> None:
    assert math.isnan(compute(run(jobs=jobs({})))["R4.worst"])  # ten weeks
    asked = np.ones(13)
    assert math.isnan(resilience(Demand(asked, asked), 0, 13))


def test_resilience_to_a_shock_compares_its_weeks_with_those_before() -> None:
    hours = jobs(
        *({"week": week, "state": JobState.UNSERVED if week in (5, 7) else JobState.CLOSED} for week in range(10))
    )
    records = with_parameters(run(jobs=hours), shock_week=6, shock_weeks=3)
    assert compute(records)["R4"] == pytest.approx((2 / 3) / (5 / 6))
    assert math.isnan(compute(with_parameters(records, shock_weeks=5))["R4"])  # the run ends first
    assert math.isnan(compute(with_parameters(records, shock_weeks=0))["R4"])


def test_demand_is_by_week_of_the_rfq() -> None:
    seen = demand(run(jobs=jobs({"week": 0}, {"week": 3}, {"week": 3, "state": JobState.UNSERVED})))
    assert list(np.flatnonzero(seen.asked)) == [0, 3]
    assert seen.share(3, 4) == 0.5
    assert math.isnan(seen.share(5, 6))


def test_rolling_ratio_uses_the_weeks_there_are() -> None:
    rolled = rolling_ratio(np.array([0.0, 1.0, 1.0]), np.array([0.0, 2.0, 1.0]), weeks=2)
    assert math.isnan(rolled[0])
    assert list(rolled[1:]) == pytest.approx([0.5, 2 / 3])


def test_total_welfare_is_value_less_real_costs_per_shop_week() -> None:
    records = run()
    nature = account(records, Account.NATURE)
    entries = (
        (nature, 2, 100_000, Category.VALUE),
        (2, 0, 80_000, Category.PRICE),
        (0, nature, 60_000, Category.PRODUCTION),
    )
    assert compute(with_entries(records, *entries))["R5"] == pytest.approx(400.0 / 8)


def test_inequality_of_profit_and_the_worst_tenth() -> None:
    figures = compute(with_profit(run(), 80.0, 240.0))
    assert figures["R6"] == pytest.approx(0.25)  # |240-80| * 2 / (2 * 4 * 160)
    assert figures["R6.worst"] == pytest.approx(240 / 32)
    assert math.isnan(compute(with_profit(run(), -10.0, 5.0))["R6"])


def test_concentration_includes_vertical_operators() -> None:
    vertical = jobs({"prime": -2, "hours": 1.0}, {"prime": -3, "hours": 2.0}, {"prime": 0, "hours": 99.0})
    records = with_tallies(run(jobs=vertical), {"produced_min": 60}, {"produced_min": 60})
    assert compute(records)["R7"] == pytest.approx((1 + 1 + 1 + 4) / 25)


def test_crossing_share_is_of_handed_off_hours() -> None:
    work = ops(handoff(planned_min=30, reach=1), handoff(planned_min=90), {"planned_min": 500})
    assert compute(run(jobs=jobs({}), ops=work))["R8"] == 0.25


def test_adoption_by_size_in_the_lane() -> None:
    records = run(member_weeks=members("......####", ".....#...."))
    figures, by_size = compute(records), compute_by_size(records)
    assert figures["D1"] == 0.5
    assert figures["D1.half"] == 3  # week 5, launch in week 2
    assert by_size["D1"]["S"] == 1.0
    assert by_size["D1.half"]["S"] == 4
    assert math.isnan(by_size["D1"]["M"])


def test_shops_outside_the_lane_do_not_dilute_adoption() -> None:
    far = shops({"machines": 2, "key": 0}, {"machines": 8, "key": 1, "size_class": 2, "region": 3})
    assert compute(run(shops=far, member_weeks=members("......####", "..........")))["D1"] == 1.0


def test_survival_of_memberships_and_firms() -> None:
    gone = shops({"machines": 2}, {"machines": 2}, {"machines": 2, "closed_week": 9})
    figures = compute(run(3, shops=gone, member_weeks=members("..####....", "...#######", "..........")))
    assert figures["D2"] == 0.5
    assert figures["D2.firm"] == pytest.approx(2 / 3)


def test_burden_ratio_compares_hours_per_machine() -> None:
    small = {"admin_min": 30, "audit_min": 60, "switch_min": 30}  # 2 machines
    figures = compute(with_tallies(run(), small, {"admin_min": 240}))  # 8 machines
    assert figures["D5"] == pytest.approx((120 / 2) / (240 / 8))


def test_gini_by_hand() -> None:
    assert gini(np.array([1.0, 1.0, 1.0])) == 0.0
    assert gini(np.array([0.0, 0.0, 1.0])) == pytest.approx(2 / 3)
    assert math.isnan(gini(np.array([])))


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30))
def test_gini_is_twice_the_area_above_the_lorenz_curve(values: list[float]) -> None:
    holders, held = lorenz(np.array(values))
    assert gini(np.array(values)) == pytest.approx(1 - 2 * np.trapezoid(held, holders), abs=1e-9)


def test_concentration_and_worst_share_at_their_limits() -> None:
    assert concentration(np.full(4, 3.0)) == 0.25
    assert math.isnan(concentration(np.zeros(3)))
    assert mean_of_worst(np.arange(20.0)) == 0.5
    assert math.isnan(mean_of_worst(np.array([np.nan])))
