"""Closed forms that the model must meet in limiting cases; used by tests and documents, never by a run.

V9, V11, V15 and V16 are rules themselves: repeat_value, jobs_lost_per_failure, leak_probability and
evidence_needed.
"""

import math
from collections.abc import Sequence

from scipy.stats import norm

from handoff_sim.rules.discount import WEEKS_PER_YEAR

ROUNDING = 1e-9
EULER = 0.5772156649015329  # mean of a standard Gumbel draw


def win_rate(award_rate: float, quotes_per_rfq: float) -> float:
    """Wins per quote: an identity, whatever the market.

    V1: ``a / k``. Source: MODEL V1.
    """
    return award_rate / quotes_per_rfq


def wasted_hours_per_award(hours_per_quote: float, award_rate: float, quotes_per_rfq: float) -> float:
    """Estimator hours spent on quotes that did not win, per award.

    V1: ``h (k / a - 1)``, h constant. Source: MODEL V1.
    """
    return hours_per_quote * (quotes_per_rfq / award_rate - 1.0)


def logit_price(cost: float, award_scale: float, bidders: int, take: float = 0.0) -> float:
    """Price of identical shops in a logit award, dollars; an ad-valorem take is passed on in full.

    V2, V3: ``P = C / (1 - tau) + m n / (n - 1)``

    Symbols: C = cost; m = award_scale, mu times Vref, dollars; n = bidders; tau = take.
    Source: MODEL V2, V3.
    """
    return cost / (1.0 - take) + award_scale * bidders / (bidders - 1.0)


def logit_net_margin(award_scale: float, bidders: int, take: float = 0.0) -> float:
    """What the winner keeps after cost and take, dollars.

    V3: ``(1 - tau) m n / (n - 1)``. Source: MODEL V3.
    """
    return (1.0 - take) * award_scale * bidders / (bidders - 1.0)


def sealed_bid(cost: float, bidders: int) -> float:
    """Bid in a first-price sealed-bid award with costs uniform on [0, 1].

    V4: ``b = c + (1 - c) / n``. Source: MODEL V4.
    """
    return cost + (1.0 - cost) / bidders


def expected_sealed_price(bidders: int) -> float:
    """Expected price of that award.

    V4: ``2 / (n + 1)``. Source: MODEL V4.
    """
    return 2.0 / (bidders + 1.0)


def expected_best_quote(utilities: Sequence[float], mu: float) -> float:
    """Expected utility of the quote a buyer takes, in shares of the reference value.

    V5: ``m ln sum exp(u_i / m) + .5772 m``, m = mu the scale of the Gumbel noise. Source: MODEL V5.
    """
    top = max(utilities)
    return top + mu * (math.log(math.fsum(math.exp((u - top) / mu) for u in utilities)) + EULER)


def mean_score(success: float, memory: float, a0: float, b0: float) -> float:
    """Mean score of a shop in the long run, one event per period.

    V10: ``(p / (1 - lambda) + a0) / (1 / (1 - lambda) + a0 + b0)``; p if nothing is forgotten.

    Symbols: p = success probability; lambda = memory; a0, b0 prior counts. Source: MODEL V10.
    """
    if memory >= 1.0:
        return success
    events = 1.0 / (1.0 - memory)
    return (success * events + a0) / (events + a0 + b0)


def jobs_to_target(target: float, a0: float, b0: float) -> int:
    """Clean jobs after which a newcomer's score reaches a target, nothing being forgotten.

    V10: ``ceil((s (a0 + b0) - a0) / (1 - s))``, at least 0; s = target. Source: MODEL V10.
    """
    return max(0, math.ceil((target * (a0 + b0) - a0) / (1.0 - target) - ROUNDING))


def unmet_hours(capacity: float, mean: float, sd: float) -> float:
    """Expected hours of Normal demand beyond a capacity.

    V12: ``sd [phi(z) - z (1 - Phi(z))]``, ``z = (K - mean) / sd``. Source: MODEL V12.
    """
    z = (capacity - mean) / sd
    return float(sd * (norm.pdf(z) - z * norm.sf(z)))


def pooled_sd(shops: int, sd: float, rho: float) -> float:
    """Standard deviation of the demand of several shops together.

    V12: ``sd sqrt(n (1 + (n - 1) rho))``, rho the correlation of any two. Source: MODEL V12.
    """
    return sd * math.sqrt(shops * (1.0 + (shops - 1) * rho))


def pooling_gain(shops: int, capacity: float, mean: float, sd: float, rho: float) -> float:
    """Hours that full pooling serves and isolated shops do not; 0 if their demands move as one.

    V12: ``n unmet(K) - unmet(n K)``. Source: MODEL V12.
    """
    pooled = unmet_hours(shops * capacity, shops * mean, pooled_sd(shops, sd, rho))
    return shops * unmet_hours(capacity, mean, sd) - pooled


def whitewash_gain(value_at_prior: float, value_at_score: float, fee: float, bond: float) -> float:
    """What a fresh identity gains a shop with a poor record, dollars; rational iff positive.

    V17: ``V(prior) - V(score) - fee - bond``. Source: MODEL V17.
    """
    return value_at_prior - value_at_score - fee - bond


def change_order_profit(
    price: float, p_scope: float, scope_explicit: bool, change_share: float, detect: float
) -> float:
    """Expected profit of padding an award with change orders, dollars; 0 where the scope is locked.

    V18: ``p_scope 1[scope open] y P (1 - pi)``

    Symbols: y = change_share of the price P claimed; pi = detect chance that it is refused.
    Source: MODEL 3.6 and V18, decision D77.
    """
    return 0.0 if scope_explicit else p_scope * change_share * price * (1.0 - detect)


def lowball_gain(
    price: float, cut: float, win_gain: float, margin: float, win_belief: float, claim_profit: float
) -> float:
    """Expected gain of bidding low and claiming later, dollars.

    V18: ``ds M + s (-b P + claim)``

    Symbols: ds = win_gain, rise of the chance to win; M = margin; s = win_belief; b = cut of the price P.
    Source: MODEL 3.6, decision D77.
    """
    return win_gain * margin + win_belief * (claim_profit - cut * price)


def compound_finance_cost(amount: float, finance_rate: float, weeks: float) -> float:
    """What waiting would cost at compound interest; the model's own rule is linear (R8).

    V19: ``W ((1 + r)^(weeks / 52) - 1)``. Source: MODEL V19, decision D29.
    """
    return float(amount * ((1.0 + finance_rate) ** (weeks / WEEKS_PER_YEAR) - 1.0))


def expected_default_loss(amount: float, default_prob: float, escrow: bool) -> float:
    """What the receiver expects to lose to a buyer that does not pay; escrow removes it.

    V19: ``W p 1[no escrow]``. Source: MODEL V19.
    """
    return 0.0 if escrow else amount * default_prob
