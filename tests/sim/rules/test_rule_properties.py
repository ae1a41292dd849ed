"""Properties that hold for all inputs: money scales, directions, bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_sim.codes import DeclineCode, RepeatOwner
from handoff_sim.rules.award import award_utility
from handoff_sim.rules.belief import ewma
from handoff_sim.rules.bypass import bypasses, leak_probability
from handoff_sim.rules.channel import network_probability
from handoff_sim.rules.effort import quality_effort
from handoff_sim.rules.handoff_response import decline_code, handoff_value
from handoff_sim.rules.hazard import packet_hazard, workmanship_hazard
from handoff_sim.rules.liability import liability_share
from handoff_sim.rules.load import opportunity_cost
from handoff_sim.rules.quote import (
    estimate_sigma,
    posted_quote_price,
    quote_at_depth,
    receipt_factor,
    reference_price,
    selection_loss,
)
from handoff_sim.rules.repeat_value import repeat_theta, repeat_value
from handoff_sim.rules.risk import risk_premium, wealth
from handoff_sim.rules.stake import jobs_lost_per_failure, network_stake
from handoff_sim.rules.transfer_price import nash_transfer
from handoff_sim.rules.trust import trust_after_failure, trust_after_success

SHARE = st.floats(0.0, 1.0)
HAZARD = st.floats(0.0, 0.2)
MONEY = st.floats(1.0, 50_000.0)
SCALE = st.floats(0.01, 100.0)
GAMMA = st.floats(0.0, 10.0)
EFFORT = st.floats(0.0, 2.5)
BELIEF = st.floats(0.01, 0.9)
MU = st.floats(0.03, 0.4)
HAZARDS = st.lists(HAZARD, min_size=4, max_size=4)
SHARES = st.lists(SHARE, min_size=4, max_size=4)
EXACTLY = 1e-9


@given(SCALE, GAMMA, st.floats(-50_000, 300_000), st.integers(2, 20), SHARE, MONEY, HAZARDS, SHARES, MONEY)
def test_the_risk_premium_scales_with_money(
    c: float, gamma: float, cash: float, machines: int, sigma: float, cost: float,
    p: list[float], s: list[float], loss: float,
) -> None:  # fmt: skip
    riches = wealth(cash, machines, 50_000.0, 20_000.0)
    scaled_riches = wealth(c * cash, machines, c * 50_000.0, c * 20_000.0)
    assert scaled_riches == pytest.approx(c * riches, rel=EXACTLY)
    premium = risk_premium(gamma, riches, sigma, cost, *p, *s, loss)
    scaled = risk_premium(gamma, scaled_riches, sigma, c * cost, *p, *s, c * loss)
    assert scaled == pytest.approx(tuple(c * part for part in premium), rel=EXACTLY)


@given(
    SCALE, MONEY, st.floats(0, 2000), SHARE, MONEY, GAMMA, st.floats(5e4, 1e6), MU, BELIEF, SHARE,
    st.floats(0.3, 5), st.floats(0, 0.4),
)  # fmt: skip
def test_a_quote_scales_with_money(
    c: float, base: float, repeat: float, completeness: float, production: float, gamma: float, riches: float,
    mu: float, belief: float, selection: float, hours: float, take: float,
) -> None:  # fmt: skip
    """Prices, costs and gains double when every amount does; the chance to win stays."""
    eta = receipt_factor(take, 0.12, 7.0, 0.003)
    full, quick = estimate_sigma(0.08, completeness, 0.2), estimate_sigma(0.22, completeness, 0.2)
    vref = 1.5 * production

    def quoted(k: float) -> tuple[float, float, float, float]:
        anchor = reference_price(
            k * base, k * production, full, gamma, k * riches, eta, mu, k * vref, belief, selection
        )
        return quote_at_depth(
            k * base, k * repeat, k * production, quick, gamma, k * riches, eta, mu, k * vref, belief,
            selection, hours, k * 55.0, anchor,
        )  # fmt: skip

    cost, price, chance, gain = quoted(1.0)
    found = quoted(c)
    size = abs(cost) + abs(price) + hours * 55.0 + abs(gain)
    assert found[2] == pytest.approx(chance, rel=1e-6)
    for value, expected in ((found[0], cost), (found[1], price), (found[3], gain)):
        assert value == pytest.approx(c * expected, abs=1e-7 * c * size)


@given(SCALE, MONEY, SHARE, HAZARD, EFFORT)
def test_effort_does_not_depend_on_the_currency(
    c: float, cost: float, share: float, hazard: float, stake: float
) -> None:
    own = quality_effort(hazard, 1.0, share, 3.0 * cost, 100.0 * stake, 0.0, 0.02, cost, 2.5)
    scaled = quality_effort(hazard, 1.0, share, 3.0 * c * cost, 100.0 * c * stake, 0.0, 0.02, c * cost, 2.5)
    assert scaled == pytest.approx(own, abs=1e-9)


@given(st.floats(0, 20), st.floats(0, 20))
def test_busier_machines_are_never_cheaper(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert opportunity_cost(low, 25.0, 0.8, 2.4) <= opportunity_cost(high, 25.0, 0.8, 2.4) <= 100.0 + 1e-9


@given(SHARE, SHARES, SHARES)
def test_shares_that_sum_to_one_still_do_after_proof_and_default(
    alpha: float, matrix: list[float], default: list[float]
) -> None:
    matrix = [m + 0.1 for m in matrix]
    default = [d + 0.1 for d in default]
    total = sum(liability_share(alpha, m / sum(matrix), d / sum(default)) for m, d in zip(matrix, default, strict=True))
    assert total == pytest.approx(1.0, rel=1e-12)


@given(HAZARD, st.floats(0.2, 4), EFFORT, EFFORT)
def test_more_care_never_makes_an_ncr_likelier(base: float, skill: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert workmanship_hazard(base, skill, high) <= workmanship_hazard(base, skill, low)
    assert packet_hazard(base, 0, high) <= packet_hazard(base, 0, low)
    assert packet_hazard(base, 1, low) == 0.0


@given(st.floats(0, 10_000), st.floats(0, 10_000), SHARE)
def test_a_larger_stake_never_lowers_effort(one: float, other: float, share: float) -> None:
    low, high = sorted((one, other))
    efforts = [quality_effort(0.035, 1.0, share, 3000.0, stake, 0.0, 0.02, 4200.0, 2.5) for stake in (low, high)]
    assert 0.0 <= efforts[0] <= efforts[1] <= 2.5


@given(st.floats(0.02, 1), st.floats(0.02, 1), SHARE, st.floats(0.5, 0.999), st.floats(1, 52))
def test_a_sharper_router_makes_a_failure_dearer(
    one: float, other: float, weight: float, memory: float, weeks: float
) -> None:
    sharp, soft = sorted((one, other))
    stakes = [network_stake(1500.0, 0.05, weight, tau, memory, 2.0, 1.0, 0.12, weeks) for tau in (sharp, soft)]
    assert stakes[0] >= stakes[1] >= 0.0


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0.5, 0.999))
def test_a_stronger_newcomer_prior_dilutes_a_failure(one: float, other: float, memory: float) -> None:
    weak, strong = sorted((one, other))
    lost = [jobs_lost_per_failure(0.05, 0.3, 0.1, memory, 0.99, a0, 1.0) for a0 in (weak, strong)]
    assert lost[0] >= lost[1]


@given(SHARE, SHARE, SHARE)
def test_repeats_are_never_promised_twice(loyalty: float, vis: float, share: float) -> None:
    """The two chances add up to no more than loyalty, or the router's share, and a twentieth."""
    for rule in RepeatOwner:
        both = [repeat_theta(rule.value, who, loyalty, vis, share) for who in (True, False)]
        assert min(both) >= 0.0
        assert sum(both) <= max(loyalty, share) + 0.05 + 1e-12


@given(SHARE, SHARE, MONEY)
def test_foresight_and_loyalty_raise_the_value_of_repeats(one: float, other: float, margin: float) -> None:
    low, high = sorted((one, other))
    assert repeat_value(low, 0.45, 13.0, 0.12, 0.5, margin) <= repeat_value(high, 0.45, 13.0, 0.12, 0.5, margin)
    assert repeat_value(0.6, 0.45, 13.0, 0.12, low, margin) <= repeat_value(0.6, 0.45, 13.0, 0.12, high, margin)


@given(st.floats(0.01, 0.5), MONEY, st.floats(1, 20_000))
def test_the_selection_loss_stays_between_zero_and_the_error(sigma: float, cost: float, markup: float) -> None:
    loss = selection_loss(sigma, cost, 0.98, markup, 1.0)
    assert 0.0 <= loss <= sigma * cost * (1.0 + 1e-12)


@given(MONEY, st.floats(0, 3000), st.floats(0, 3000), BELIEF, MU)
def test_repeats_lower_the_price_and_raise_the_chance_to_win(
    base: float, one: float, other: float, belief: float, mu: float
) -> None:
    few, many = sorted((one, other))
    anchor = reference_price(base, base, 0.08, 3.0, 1e5, 0.98, mu, 1.5 * base, belief, 1.0)
    quotes = [
        quote_at_depth(base, repeat, base, 0.08, 3.0, 1e5, 0.98, mu, 1.5 * base, belief, 1.0, 2.0, 55.0, anchor)
        for repeat in (few, many)
    ]
    assert quotes[1][1] <= quotes[0][1] and quotes[1][2] >= quotes[0][2]


@given(MONEY, MONEY, st.floats(0.5, 2), st.floats(0.5, 1))
def test_an_estimate_without_error_is_posted_as_it_is(price: float, cost: float, noise: float, eta: float) -> None:
    assert posted_quote_price(price, cost, 1.0, eta) == price
    assert (posted_quote_price(price, cost, noise, eta) >= price) == (noise >= 1.0)


@given(st.floats(0.05, 0.95), MONEY, st.floats(0, 0.2), MONEY, st.floats(0, 2000))
def test_bargaining_divides_the_surplus_as_agreed(
    b: float, cost: float, finance: float, alternative: float, own: float
) -> None:
    paid, surplus = nash_transfer(b, cost, finance, alternative, own)
    size = cost + alternative + own
    assert paid - cost - finance * paid == pytest.approx(b * surplus, abs=1e-9 * size)
    assert alternative - paid - own == pytest.approx((1.0 - b) * surplus, abs=1e-9 * size)


@given(st.lists(st.floats(0, 5000), min_size=13, max_size=13))
def test_an_offer_is_accepted_exactly_when_it_is_worth_it(terms: list[float]) -> None:
    value = handoff_value(*terms)
    _, _, opportunity, packet_el, w_el, packet_rp, other_rp, _, finance, *_ = terms
    code = decline_code(value, 0.0, True, opportunity, packet_el, w_el, packet_rp, other_rp, finance, 2.0, 5.0)
    assert (code == DeclineCode.ACCEPTED) == (value >= 0.0)
    assert code != DeclineCode.LEAD_TIME


@given(MONEY, MONEY)
def test_a_dearer_quote_is_never_better(one: float, other: float) -> None:
    low, high = sorted((one, other))
    rest = (6600.0, 4.0, 5.0, 0.03, 0.5, 0.1, 0.6, 0.15, 0.0)
    assert award_utility(low, *rest) >= award_utility(high, *rest)


@given(st.floats(-1000, 5000), SHARE, SHARE)
def test_a_leak_happens_exactly_as_often_as_stated(gain: float, u: float, trust: float) -> None:
    chance = leak_probability(gain, 0.08, 6600.0)
    assert 0.0 <= chance <= 1.0
    if abs(u - chance) > 1e-9:
        assert bypasses(gain, u, 0.08, 6600.0, trust) == (u < chance and trust >= 0.5)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.02, 0.2))
def test_both_channels_together_are_certain(one: float, other: float, temperature: float) -> None:
    total = network_probability(one, other, temperature, 0.0) + network_probability(other, one, temperature, 0.0)
    assert total == pytest.approx(1.0, rel=1e-12)
    assert network_probability(one, other, temperature, 0.1) >= 0.1


@given(SHARE, SHARE, SHARE)
def test_trust_and_beliefs_stay_between_zero_and_one(trust: float, rate: float, observation: float) -> None:
    assert trust <= trust_after_success(trust, rate) <= 1.0 + 1e-12
    assert 0.0 <= trust_after_failure(trust, rate) <= trust
    assert -1e-12 <= ewma(trust, observation, rate) <= 1.0 + 1e-12
