"""Facts about single rules, with numbers that can be checked by hand."""

import math

import pytest

from handoff_sim.codes import CapacityInfo, DeclineCode, Depth, RepeatOwner
from handoff_sim.rules.award import gumbel, may_win
from handoff_sim.rules.belief import lower_confidence
from handoff_sim.rules.buyer_membership import buyer_join_probability, buyer_leaves
from handoff_sim.rules.bypass import bypasses
from handoff_sim.rules.channel import network_probability
from handoff_sim.rules.dispute import denies
from handoff_sim.rules.effort import quality_effort
from handoff_sim.rules.exit import insolvent_now
from handoff_sim.rules.handoff_response import decline_code
from handoff_sim.rules.hazard import workmanship_hazard
from handoff_sim.rules.load import load_weeks, opportunity_cost, promised_weeks
from handoff_sim.rules.make_or_handoff import late_cost, make_cost, originator_costs, poach_cost
from handoff_sim.rules.membership import leaves
from handoff_sim.rules.quote import choose_depth, posted_quote_price, quote_at_depth, selection_loss
from handoff_sim.rules.repeat_value import repeat_theta
from handoff_sim.rules.routing import availability, beta_variance, evidence_weight
from handoff_sim.rules.stake import jobs_lost_per_failure
from handoff_sim.rules.transfer_price import rate_card_transfer, take_it_or_leave_it_transfer
from handoff_sim.rules.trust import trust_after_idle_week
from handoff_sim.rules.vertical import vertical_price, vertical_sigma


def test_a_station_without_machines_has_no_load() -> None:
    assert load_weeks(10.0, 5.0, 0.0) == 0.0


def test_a_promise_is_the_queue_and_then_the_op_on_one_machine() -> None:
    """90 h and 45 h lost ahead on three machines are one week; 90 h on one machine are two more."""
    assert promised_weeks(90.0, 45.0, 135.0, 90.0, 45.0) == 3.0


def test_hours_cost_four_margins_from_twice_the_upper_threshold() -> None:
    assert opportunity_cost(2.4, 25.0, 0.8, 2.4) == pytest.approx(25.0)
    assert opportunity_cost(4.0, 25.0, 0.8, 2.4) == pytest.approx(100.0)
    assert opportunity_cost(40.0, 25.0, 0.8, 2.4) == pytest.approx(100.0)


def test_a_hazard_stays_a_probability() -> None:
    assert workmanship_hazard(0.1, 50.0, 0.0) == 0.9


@pytest.mark.parametrize(
    ("rule", "receiver", "originator"),
    [
        (RepeatOwner.ORIGINATOR, 0.05, 0.6),
        (RepeatOwner.RECEIVER_FIRST_REFUSAL, 0.6, 0.05),
        (RepeatOwner.BUYER_CHOICE, 0.15, 0.45),  # half of vis .5 times loyalty .6
        (RepeatOwner.NETWORK_REROUTE, 0.1, 0.0),
        (RepeatOwner.ORIGINATOR_ROYALTY, 0.6, 0.05),
    ],
)
def test_the_repeat_rule_says_who_gets_the_next_order(rule: RepeatOwner, receiver: float, originator: float) -> None:
    assert repeat_theta(rule.value, True, 0.6, 0.5, 0.1) == pytest.approx(receiver)
    assert repeat_theta(rule.value, False, 0.6, 0.5, 0.1) == pytest.approx(originator)


def test_a_record_that_never_forgets_counts_as_no_stake() -> None:
    assert jobs_lost_per_failure(0.05, 0.3, 0.1, 1.0, 0.99, 2.0, 1.0) == 0.0


def test_the_selection_loss_never_exceeds_the_error_itself() -> None:
    assert selection_loss(0.2, 1000.0, 1.0, 100.0, 1.0) == 200.0
    assert selection_loss(0.2, 1000.0, 1.0, 400.0, 1.0) == 100.0
    assert selection_loss(0.2, 1000.0, 1.0, 0.0, 0.0) == 0.0


def test_a_tie_goes_to_the_full_quote() -> None:
    assert choose_depth(10.0, 10.0) == Depth.FULL
    assert choose_depth(10.1, 10.0) == Depth.QUICK


def test_without_a_price_scale_the_cheaper_quote_wins() -> None:
    args = (1000.0, 0.0, 900.0, 0.0, 3.0, 1e5, 1.0, 0.0, 2000.0, 0.3, 1.0, 1.0, 55.0)
    assert quote_at_depth(*args, 1000.0) == pytest.approx((1000.0, 1000.0, 0.3, -55.0))
    assert quote_at_depth(*args, 999.0)[2] == 0.0


def test_an_estimate_error_moves_the_posted_price_by_its_own_money() -> None:
    assert posted_quote_price(6000.0, 4000.0, 1.0, 0.8) == 6000.0
    assert posted_quote_price(6000.0, 4000.0, 1.1, 0.8) == pytest.approx(6500.0)


def test_lateness_costs_the_penalty_and_part_of_the_buyers_aversion() -> None:
    """Two weeks late at 2 % of 5,000 and half of 3 % of 6,000: 2 * (100 + 90)."""
    assert late_cost(0.02, 5000.0, 0.03, 6000.0, 0.5, 6.0, 4.0) == pytest.approx(380.0)
    assert late_cost(0.02, 5000.0, 0.03, 6000.0, 0.5, 3.0, 4.0) == 0.0


def test_make_and_handoff_costs_are_sums_of_their_terms() -> None:
    assert make_cost(4200.0, 600.0, 100.0, 30.0, 40.0, 380.0) == 5350.0
    # fee 330, coordination 120 * (1.2 - .7) = 60, 1.2 h at 55 = 66, then 90, 50, 10 and 5
    assert originator_costs(330.0, 120.0, 0.7, 1.2, 55.0, 90.0, 50.0, 10.0, 5.0) == pytest.approx(611.0)


def test_a_hidden_buyer_cannot_be_poached() -> None:
    assert poach_cost(0.0, 0.5, 0.5, 1500.0, 0.2) == 0.0
    assert poach_cost(0.4, 0.5, 0.5, 1500.0, 0.2) == pytest.approx(0.4 * 0.5 * 0.5 * 1500.0 * 0.25)


@pytest.mark.parametrize(
    ("value", "capable", "promised", "code"),
    [
        (0.0, True, 9.0, DeclineCode.ACCEPTED),  # zero is good enough, and lateness alone declines nothing
        (500.0, False, 1.0, DeclineCode.NO_CAPABILITY),
        (-100.0, True, 9.0, DeclineCode.NO_CAPACITY),
        (-101.0, True, 9.0, DeclineCode.PACKET_INCOMPLETE),
        (-251.0, True, 9.0, DeclineCode.RISK_TERMS),
        (-401.0, True, 9.0, DeclineCode.LEAD_TIME),
        (-401.0, True, 5.0, DeclineCode.PRICE),
    ],
)
def test_the_decline_code_is_the_first_term_that_would_have_sufficed(
    value: float, capable: bool, promised: float, code: DeclineCode
) -> None:
    """Opportunity 100; packet 200 + 50; other risk 300 + 60 + 40; the op needs 5 weeks."""
    found = decline_code(value, 0.0, capable, 100.0, 200.0, 300.0, 50.0, 60.0, 40.0, promised, 5.0)
    assert found == code


def test_a_threshold_shifts_what_is_accepted() -> None:
    terms = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 5.0)
    assert decline_code(99.0, 100.0, True, *terms) == DeclineCode.PRICE
    assert decline_code(100.0, 100.0, True, *terms) == DeclineCode.ACCEPTED


def test_rate_card_and_take_it_or_leave_it() -> None:
    assert rate_card_transfer(95.0, 40.0) == 3800.0
    assert take_it_or_leave_it_transfer(3800.0, 1.0) == 3801.0


def test_effort_that_costs_nothing_is_as_large_as_it_can_be() -> None:
    assert quality_effort(0.035, 1.0, 1.0, 1000.0, 0.0, 0.0, 0.0, 4200.0, 2.5) == 2.5
    assert quality_effort(0.035, 1.0, 0.0, 1000.0, 0.0, 0.0, 0.0, 4200.0, 2.5) == 0.0


def test_an_idle_tie_loses_a_fifth_of_a_percent_a_week() -> None:
    assert trust_after_idle_week(0.5, 0.002) == pytest.approx(0.499)


def test_without_evidence_only_the_incautious_trust_the_mean() -> None:
    assert lower_confidence(100.0, 1.0, 150.0, 0.0) == -math.inf
    assert lower_confidence(100.0, 0.0, 150.0, 0.0) == 100.0


def test_no_member_leaves_before_its_least_tenure() -> None:
    assert not leaves(-500.0, 10.0, 30.0, 0.5, 18.0, 25, 26)
    assert leaves(-500.0, 10.0, 30.0, 0.5, 18.0, 26, 26)


def test_strangers_do_not_bypass() -> None:
    assert bypasses(100.0, 0.1, 0.08, 6600.0, 0.5)
    assert not bypasses(100.0, 0.1, 0.08, 6600.0, 0.49)
    assert not bypasses(100.0, 0.2, 0.08, 6600.0, 1.0)  # hassle 105.60


def test_a_dispute_must_pay_for_its_hours_and_its_stake() -> None:
    """A half share of 2,000 at alpha .3 is 700; four hours cost 220."""
    assert denies(0.3, 0.5, 2000.0, 4.0, 55.0, 479.0)
    assert not denies(0.3, 0.5, 2000.0, 4.0, 55.0, 480.0)
    assert not denies(1.0, 0.5, 2000.0, 4.0, 55.0, 0.0)


def test_cash_at_the_credit_line_is_still_solvent() -> None:
    assert not insolvent_now(-30_000.0, 30_000.0)
    assert insolvent_now(-30_000.01, 30_000.0)


def test_equal_channels_are_a_coin_and_a_bad_one_is_still_tried() -> None:
    assert network_probability(0.12, 0.12, 0.05, 0.1) == 0.5
    assert network_probability(-9.0, 9.0, 0.05, 0.1) == 0.1
    assert network_probability(9.0, -9.0, 0.05, 0.1) == 1.0
    # odds of one temperature are e to 1
    assert network_probability(0.17, 0.12, 0.05, 0.1) == pytest.approx(math.e / (1.0 + math.e))


def test_only_a_real_rfq_at_a_bearable_price_can_be_won() -> None:
    assert may_win(100.0, 100.0, True)
    assert not may_win(100.01, 100.0, True)
    assert not may_win(50.0, 100.0, False)


def test_the_median_gumbel_draw() -> None:
    assert gumbel(0.5) == pytest.approx(-math.log(math.log(2.0)))


def test_buyers_follow_coverage_and_leave_after_enough_jobs() -> None:
    assert buyer_join_probability(0.0, 0.15, 0.5) == 0.15
    assert buyer_join_probability(1.0, 0.15, 0.5) == 0.65
    assert buyer_join_probability(1.0, 0.9, 0.5) == 1.0
    assert buyer_leaves(0.03, 0.12, 10, 0.08, 10)
    assert not buyer_leaves(0.03, 0.12, 9, 0.08, 10)
    assert not buyer_leaves(0.05, 0.12, 10, 0.08, 10)


@pytest.mark.parametrize(
    ("info", "load", "seen"),
    [
        (CapacityInfo.NONE, 9.0, 0.5),
        (CapacityInfo.BANDED, 0.79, 1.0),
        (CapacityInfo.BANDED, 0.8, 0.5),
        (CapacityInfo.BANDED, 2.4, 0.0),
        (CapacityInfo.EXACT, 0.6, 0.75),
        (CapacityInfo.EXACT, 3.0, 0.0),
    ],
)
def test_the_router_sees_what_it_is_shown(info: CapacityInfo, load: float, seen: float) -> None:
    assert availability(info.value, load, 0.8, 2.4) == pytest.approx(seen)


def test_a_newcomers_first_event_counts_under_any_cap() -> None:
    assert evidence_weight(6600.0, 5000.0, 1, 1, 0.05) == 1.0
    assert evidence_weight(6600.0, 5000.0, 2, 2, 0.05) == 0.0
    assert evidence_weight(6600.0, 5000.0, 3, 30, 0.1) == 1.0  # .1 * 30 is three, rounding aside
    assert evidence_weight(6600.0, 5000.0, 4, 30, 0.1) == 0.0


def test_evidence_makes_a_score_surer() -> None:
    """Prior 2 and 1: mean 2/3, so 2/9 over 4; with 18 good and 9 bad events 2/9 over 31."""
    assert beta_variance(0.0, 0.0, 2.0, 1.0) == pytest.approx(2.0 / 36.0)
    assert beta_variance(18.0, 9.0, 2.0, 1.0) == pytest.approx(2.0 / 279.0)


def test_eight_families_are_priced_as_badly_as_a_quick_estimate() -> None:
    assert vertical_sigma(0.08, 0.25, 1.0) == pytest.approx(0.08)
    assert vertical_sigma(0.08, 0.25, 8.0) == pytest.approx(0.22)
    assert vertical_price(6000.0, 0.97, 0.0, 1.5) == pytest.approx(5820.0)
    assert vertical_price(6000.0, 1.0, 0.2, 1.0) == pytest.approx(6000.0 * math.exp(0.18))
