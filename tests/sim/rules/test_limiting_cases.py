"""Limiting cases with exact answers (MODEL 7.1), met by the functions that the model runs."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import minimize_scalar

from handoff_sim.rules import theory
from handoff_sim.rules.award import award_utility, gumbel
from handoff_sim.rules.bypass import bypass_gain, bypasses, leak_probability
from handoff_sim.rules.cost import finance_cost
from handoff_sim.rules.effort import packet_effort, packet_effort_hours, quality_effort
from handoff_sim.rules.hazard import packet_hazard, workmanship_hazard
from handoff_sim.rules.membership import evidence_needed, joins
from handoff_sim.rules.quote import quote_at_depth, receipt_factor
from handoff_sim.rules.repeat_value import repeat_stream, repeat_value
from handoff_sim.rules.routing import beta_mean, decayed_count
from handoff_sim.rules.stake import jobs_lost_per_failure
from handoff_sim.rules.transfer_price import nash_transfer

Array = npt.NDArray[np.float64]

KAPPA, COST, P_W0 = 0.02, 4200.0, 0.035


def logit_shares(prices: Array, scale: float) -> Array:
    weights = np.exp(-(prices - prices.min()) / scale)
    shares: Array = weights / weights.sum()
    return shares


# V1


def test_v1_win_rate_and_waste_are_identities_of_the_counts() -> None:
    draw = np.random.default_rng(1)
    hours, rfqs = 1.6, 500
    quotes = draw.integers(1, 7, rfqs)
    awarded = draw.random(rfqs) < 0.8
    wins, k, a = awarded.sum(), quotes.mean(), awarded.mean()
    assert theory.win_rate(a, k) == pytest.approx(wins / quotes.sum(), rel=1e-12)
    wasted = hours * (quotes.sum() - wins) / wins
    assert theory.wasted_hours_per_award(hours, a, k) == pytest.approx(wasted, rel=1e-12)


# V2, V3


@pytest.mark.parametrize("take", [0.0, 0.05, 0.3])
@pytest.mark.parametrize("n", [2, 4, 8])
def test_v2_v3_identical_shops_find_the_logit_price(n: int, take: float) -> None:
    """Shops that quote by R9 and believe the shares that result settle on the closed form."""
    mu, vref, cost = 0.19, 6600.0, 4500.0
    eta = receipt_factor(take, 0.12, 0.0, 0.0)
    beliefs = np.linspace(0.2, 0.8, n) / np.linspace(0.2, 0.8, n).sum()
    for _ in range(400):
        prices = np.array(
            [
                quote_at_depth(cost, 0.0, cost, 0.0, 0.0, 1e5, eta, mu, vref, float(s), 0.0, 0.0, 55.0, 6000.0)[1]
                for s in beliefs
            ]
        )
        beliefs = 0.5 * beliefs + 0.5 * logit_shares(prices, mu * vref)
    assert beliefs == pytest.approx(np.full(n, 1.0 / n), abs=1e-6)
    assert prices == pytest.approx(np.full(n, theory.logit_price(cost, mu * vref, n, take)), rel=1e-6)
    margin = float((1.0 - take) * prices[0] - cost)
    assert margin == pytest.approx(theory.logit_net_margin(mu * vref, n, take), rel=1e-5)


@pytest.mark.parametrize("n", [2, 4, 8])
def test_v2_nobody_gains_by_leaving_the_logit_price(n: int) -> None:
    cost, scale = 4500.0, 1254.0
    price = theory.logit_price(cost, scale, n)

    def loss(own: float) -> float:
        prices = np.full(n, price)
        prices[0] = own
        return float(-logit_shares(prices, scale)[0] * (own - cost))

    best = minimize_scalar(loss, bounds=(cost, 3.0 * cost), method="bounded", options={"xatol": 1e-6})
    assert best.x == pytest.approx(price, rel=1e-4)


# V4


@pytest.mark.parametrize("n", [2, 5])
def test_v4_sealed_bids_are_best_responses_with_the_stated_price(n: int) -> None:
    cost = 0.4

    def loss(bid: float) -> float:
        # a rival bids more than b when its cost is above the inverse of the bid function
        rival = min(1.0, max(0.0, (bid * n - 1.0) / (n - 1.0)))
        return -(bid - cost) * (1.0 - rival) ** (n - 1)

    best = minimize_scalar(loss, bounds=(cost, 1.0), method="bounded", options={"xatol": 1e-9})
    assert best.x == pytest.approx(theory.sealed_bid(cost, n), abs=1e-5)
    costs = np.random.default_rng(4).random((200_000, n)).min(axis=1)
    prices = costs + (1.0 - costs) / n
    assert prices.mean() == pytest.approx(theory.expected_sealed_price(n), abs=4.0 * prices.std() / 447.0)


# V5


def test_v5_the_expected_best_of_several_quotes() -> None:
    mu, prices = 0.19, (6200.0, 6500.0, 7000.0)
    draws = np.random.default_rng(5).random((20_000, 3))
    best = [
        max(
            award_utility(p, 6600.0, 3.0, 5.0, 0.03, 0.5, 0.1, 0.6, 0.15, mu * gumbel(float(u)))
            for p, u in zip(prices, row, strict=True)
        )
        for row in draws
    ]
    plain = [award_utility(p, 6600.0, 3.0, 5.0, 0.03, 0.5, 0.1, 0.6, 0.15, 0.0) for p in prices]
    error = float(np.std(best)) / math.sqrt(len(best))
    assert np.mean(best) == pytest.approx(theory.expected_best_quote(plain, mu), abs=4.0 * error)


# V6, V7


def best_quality(own: float) -> float:
    """Numeric minimum of the maker's own expected loss and care."""

    def cost(e: float) -> float:
        return workmanship_hazard(P_W0, 1.1, e) * own + KAPPA * COST * e

    return float(minimize_scalar(cost, bounds=(0.0, 2.5), method="bounded", options={"xatol": 1e-9}).x)


@pytest.mark.parametrize(("share", "stake"), [(1.0, 0.0), (0.7, 3000.0), (0.3, 0.0), (0.96, 9000.0)])
def test_v6_quality_effort_is_the_numeric_minimiser(share: float, stake: float) -> None:
    effort = quality_effort(P_W0, 1.1, share, 3500.0, stake, 0.0, KAPPA, COST, 2.5)
    assert effort == pytest.approx(best_quality(share * 3500.0 + stake), abs=1e-5)


@pytest.mark.parametrize("shares", [(1.0, 1.0, 1.0), (0.5, 0.0, 1.0), (0.43, 0.43, 0.58)])
def test_v6_packet_effort_is_the_numeric_minimiser(shares: tuple[float, float, float]) -> None:
    p, loss, stake = (0.035, 0.05, 0.035), 3700.0, 200.0

    def cost(x: float) -> float:
        own = sum(packet_hazard(q, 0, x) * (s * loss + stake) for q, s in zip(p, shares, strict=True))
        return own + packet_effort_hours(x, 1.5) * 55.0

    best = minimize_scalar(cost, bounds=(0.0, 2.0), method="bounded", options={"xatol": 1e-9})
    assert packet_effort(*p, *shares, loss, stake, 1.5, 55.0) == pytest.approx(best.x, abs=1e-5)


def test_v6_a_stake_can_stand_in_for_a_share() -> None:
    """Whoever faces the whole social loss, by liability or by record, works at the first best."""
    social = 3500.0
    best = quality_effort(P_W0, 1.1, 1.0, social, 0.0, 0.0, KAPPA, COST, 2.5)
    assert quality_effort(P_W0, 1.1, 0.4, social, 0.6 * social, 0.0, KAPPA, COST, 2.5) == pytest.approx(best)
    assert quality_effort(P_W0, 1.1, 0.0, social, 0.0, 0.0, KAPPA, COST, 2.5) == 0.0


def total_cost(s_receiver: float, s_originator: float) -> float:
    """Losses and care of receiver and originator when each bears a share of what it controls."""
    loss, hazard = 5000.0, 0.08
    e = quality_effort(P_W0, 1.1, s_receiver, loss, 0.0, 0.0, KAPPA, COST, 2.5)
    x = packet_effort(hazard, 0.0, 0.0, s_originator, 0.0, 0.0, loss, 0.0, 1.5, 55.0)
    harm = (workmanship_hazard(P_W0, 1.1, e) + packet_hazard(hazard, 0, x)) * loss
    return harm + KAPPA * COST * e + packet_effort_hours(x, 1.5) * 55.0


def test_v7_only_the_controller_pays_is_first_best() -> None:
    loss, hazard = 5000.0, 0.08
    planner = minimize_scalar(
        lambda x: packet_hazard(hazard, 0, x) * loss + packet_effort_hours(x, 1.5) * 55.0,
        bounds=(0.0, 2.0), method="bounded", options={"xatol": 1e-9},
    )  # fmt: skip
    e = best_quality(loss)
    first_best = float(planner.fun) + workmanship_hazard(P_W0, 1.1, e) * loss + KAPPA * COST * e
    assert total_cost(1.0, 1.0) == pytest.approx(first_best, rel=1e-9)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        assert total_cost(share, 1.0 - share) > first_best
    assert total_cost(1.0, 0.5) > first_best  # cause based: the buyer bears half of the packet's causes


# V8


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_v8_who_bears_a_loss_moves_the_transfer_and_nothing_else(share: float) -> None:
    """With efforts fixed and free bargaining, liability is priced in dollar for dollar."""
    loss = 260.0
    paid, surplus = nash_transfer(0.4, 4700.0 + share * loss, 0.0, 6600.0, (1.0 - share) * loss)
    bare, whole = nash_transfer(0.4, 4700.0, 0.0, 6600.0, loss)
    assert surplus == pytest.approx(whole)
    assert paid - bare == pytest.approx(share * loss)
    assert paid - 4700.0 - share * loss == pytest.approx(bare - 4700.0)


# V9


def test_v9_the_value_of_repeats_is_what_a_simulated_stream_pays() -> None:
    margin, rho, theta, lag, rate = 1729.0, 0.45, 0.6, 13.0, 0.12
    draw = np.random.default_rng(9)
    delta = repeat_stream(1.0, 1.0, lag, rate)
    orders = draw.geometric(1.0 - rho * theta, 200_000) - 1  # repeats before the stream breaks off
    paid = margin * delta * (1.0 - delta**orders) / (1.0 - delta)
    value = repeat_value(theta, rho, lag, rate, 1.0, margin)
    assert paid.mean() == pytest.approx(value, abs=4.0 * paid.std() / math.sqrt(paid.size))


# V10


def test_v10_the_long_run_score_of_a_record() -> None:
    p, memory, a0, b0 = 0.9, 0.97, 2.0, 1.0
    draw = np.random.default_rng(10)
    r = s = 0.0
    scores = []
    for period, good in enumerate(draw.random(60_000) < p):
        r = decayed_count(r, memory, float(good), 1.0)
        s = decayed_count(s, memory, 1.0 - float(good), 1.0)
        if period >= 500:
            scores.append(beta_mean(r, s, a0, b0))
    assert np.mean(scores) == pytest.approx(theory.mean_score(p, memory, a0, b0), abs=0.003)


@pytest.mark.parametrize(("target", "a0", "b0"), [(0.85, 2.0, 1.0), (0.9, 2.0, 1.0), (0.95, 1.0, 1.0)])
def test_v10_a_perfect_newcomer_reaches_a_target_after_the_stated_jobs(target: float, a0: float, b0: float) -> None:
    jobs = theory.jobs_to_target(target, a0, b0)
    assert beta_mean(float(jobs), 0.0, a0, b0) >= target - 1e-12
    assert beta_mean(jobs - 1.0, 0.0, a0, b0) < target


# V11


def simulated_jobs_lost(weight: float, tau: float, memory: float, discount: float, share: float) -> float:
    """Own jobs lost after one failure, against the same shop with a success in its place.

    A router draws by a logit over scores; rivals keep theirs. Both paths meet the same luck.
    """
    a0, b0, p, paths, own_jobs = 2.0, 1.0, 0.95, 4000, 350
    draw = np.random.default_rng(11)
    events = 1.0 / (1.0 - memory)
    usual = (p * events + a0) / (events + a0 + b0)
    rivals = (1.0 - share) / share * math.exp(weight * usual / tau)
    r = np.full((2, paths), p * events)
    s = np.full((2, paths), (1.0 - p) * events)
    r, s = memory * r, memory * s
    r[1] += 1.0  # the second path succeeds
    s[0] += 1.0  # the first path fails
    lost = 0.0
    for step in range(int(own_jobs / share)):
        weights = np.exp(weight * (r + a0) / (r + s + a0 + b0) / tau)
        chance = weights / (weights + rivals)
        lost += discount ** (step * share) * float((chance[1] - chance[0]).mean())
        won = draw.random(paths) < chance
        good = draw.random(paths) < p
        r = np.where(won, memory * r + good, r)
        s = np.where(won, memory * s + ~good, s)
    return lost


@pytest.mark.slow
@pytest.mark.parametrize(
    ("weight", "tau", "memory", "discount", "tolerance"),
    [
        (0.3, 0.1, 0.97, 1.0, 0.06),
        (0.3, 0.3, 0.9, 1.0, 0.06),
        (0.3, 0.1, 0.97, 0.95, 0.08),
        (0.1, 0.1, 0.9, 0.9, 0.08),
    ],
)
def test_v11_a_failure_costs_the_stated_number_of_jobs(
    weight: float, tau: float, memory: float, discount: float, tolerance: float
) -> None:
    share = 0.05
    stated = jobs_lost_per_failure(share, weight, tau, memory, discount, 2.0, 1.0)
    assert simulated_jobs_lost(weight, tau, memory, discount, share) == pytest.approx(stated, rel=tolerance)


# V12


@pytest.mark.parametrize("rho", [0.0, 0.3, 1.0])
def test_v12_unmet_hours_alone_and_pooled(rho: float) -> None:
    n, capacity, mean, sd, weeks = 10, 135.0, 110.0, 40.0, 200_000
    draw = np.random.default_rng(12)
    common = draw.standard_normal((weeks, 1))
    own = draw.standard_normal((weeks, n))
    demand = mean + sd * (math.sqrt(rho) * common + math.sqrt(1.0 - rho) * own)
    alone = np.maximum(0.0, demand - capacity).sum(axis=1)
    pooled = np.maximum(0.0, demand.sum(axis=1) - n * capacity)
    gain = alone - pooled
    assert theory.unmet_hours(capacity, mean, sd) * n == pytest.approx(alone.mean(), rel=0.02)
    assert theory.pooling_gain(n, capacity, mean, sd, rho) == pytest.approx(gain.mean(), rel=0.02, abs=1e-6)


# V15


def test_v15_leaks_happen_as_often_as_the_clip_says() -> None:
    gain, bar, vref = 135.4, 0.08, 6600.0
    draws = np.random.default_rng(15).random(20_000)
    leaks = np.mean([bypasses(gain, float(u), bar, vref, 0.7) for u in draws])
    assert leaks == pytest.approx(leak_probability(gain, bar, vref), abs=0.013)


def test_v15_nobody_leaves_a_free_network_that_protects_more_than_it_bothers() -> None:
    """At no take the saving is 22 of admin and 60 of packet; protection of 82 is enough."""
    for shift, leaves in ((81.0, True), (82.0, False)):
        gain = bypass_gain(0.0, 6400.0, 0.4, 55.0, 60.0, shift, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        assert (leak_probability(gain, 0.08, 6600.0) > 0.0) is leaves


# V16


def test_v16_a_shop_joins_at_the_stated_amount_of_evidence() -> None:
    n = evidence_needed(1.0, 150.0, 100.0, 17.0)
    assert joins(100.0, n * 1.000001, 1.0, 150.0, 17.0)
    assert not joins(100.0, n * 0.999999, 1.0, 150.0, 17.0)
    assert evidence_needed(1.0, 150.0, 17.0, 17.0) == math.inf


# V17, V18, V19


def test_v17_a_fresh_name_pays_unless_fee_and_bond_take_its_gain() -> None:
    assert theory.whitewash_gain(4000.0, 2500.0, 500.0, 999.0) > 0.0
    assert theory.whitewash_gain(4000.0, 2500.0, 500.0, 1000.0) == 0.0


def test_v18_change_orders_earn_nothing_where_the_scope_is_locked() -> None:
    assert theory.change_order_profit(6600.0, 0.05, True, 0.2, 0.1) == 0.0
    assert theory.change_order_profit(6600.0, 0.05, False, 0.2, 0.1) > 0.0


def test_v19_waiting_is_charged_linearly_and_a_year_costs_the_rate() -> None:
    assert finance_cost(1000.0, 0.12, 52.0, 0.0) == pytest.approx(120.0)
    assert theory.compound_finance_cost(1000.0, 0.12, 52.0) == pytest.approx(120.0)
    assert finance_cost(1000.0, 0.12, 13.0, 0.003) == pytest.approx(33.0)
