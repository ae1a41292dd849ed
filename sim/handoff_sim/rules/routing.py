"""How the network scores members for a job, and how records turn into scores."""

import math

from handoff_sim.codes import CapacityInfo
from handoff_sim.compiled import compiled
from handoff_sim.rules.award import gumbel

UNKNOWN_AVAILABILITY = 0.5
ROUNDING = 1e-9  # a product such as .1 * 30 may miss its whole number by this much


@compiled
def beta_mean(r: float, s: float, a0: float, b0: float) -> float:
    """Score of one metric: the share of good events, the prior counted in.

    3.4: ``(r + a0) / (r + s + a0 + b0)``

    Symbols: r good and s bad events, decayed counts; a0, b0 prior counts.
    Source: MODEL 3.4.
    """
    return (r + a0) / (r + s + a0 + b0)


@compiled
def beta_variance(r: float, s: float, a0: float, b0: float) -> float:
    """How uncertain the score of one metric is.

    3.4: ``m (1 - m) / (n + 1)``, m the mean and ``n = r + s + a0 + b0``. The score's standard deviation is
    the root of the sum over metrics of weight squared times this.

    Source: MODEL 3.4, decision D43.
    """
    mean = beta_mean(r, s, a0, b0)
    return mean * (1.0 - mean) / (r + s + a0 + b0 + 1.0)


@compiled
def availability(info: int, load: float, u_lo: float, u_hi: float) -> float:
    """How free a member looks to the router, by what it is shown.

    3.4: none ``.5``; banded ``1`` below u_lo, ``.5`` below u_hi, else ``0``;
    exact ``clip(1 - u / u_hi, 0, 1)``.

    Symbols: info a CapacityInfo; u = load, u_lo, u_hi in weeks.
    Source: MODEL 3.4, decision D43.
    """
    if info == CapacityInfo.NONE:
        return UNKNOWN_AVAILABILITY
    if info == CapacityInfo.EXACT:
        return min(1.0, max(0.0, 1.0 - load / u_hi))
    if load < u_lo:
        return 1.0
    return 0.5 if load < u_hi else 0.0


@compiled
def routing_score(
    reputation: float, avail: float, disclosure: float, fit: float, price_ratio: float,
    w_avail: float, w_fit: float, w_price: float,
) -> float:  # fmt: skip
    """Routing score of one member for one job.

    3.4: ``reputation + w_avail avail d + w_fit fit - w_price P / Vref``

    Symbols: reputation weighted mean of the metrics, or its lower bound; d = disclosure;
    P / Vref = price_ratio, the member's usual price; w weights, pure numbers.
    Source: MODEL 3.4, decision D43.
    """
    return reputation + w_avail * avail * disclosure + w_fit * fit - w_price * price_ratio


@compiled
def routing_key(score: float, tau_route: float, u: float) -> float:
    """Key by which members are ranked: the k largest are a softmax draw without replacement.

    3.4: ``score + tau * Gumbel(u)``

    Symbols: tau = tau_route, score units; u uniform draw.
    Source: MODEL 3.4.
    """
    return score + tau_route * gumbel(u)


@compiled
def evidence_weight(
    value: float, evidence_scale: float, from_counterparty: int, window_events: int, cp_cap: float
) -> float:
    """How much one closing counts in a record; small jobs count less, too much from one party nothing.

    3.4: ``g = min(1, value / scale)`` if ``events from the party <= max(1, ceil(cap * window))``, else 0.

    Symbols: value and evidence_scale dollars; from_counterparty events of this party in the window, this one
    included; window_events events in it; cp_cap share.
    Source: MODEL 3.4, decision D33.
    """
    allowed = max(1.0, math.ceil(cp_cap * window_events - ROUNDING))
    if from_counterparty > allowed:
        return 0.0
    return min(1.0, value / evidence_scale)


@compiled
def decayed_count(count: float, memory: float, outcome: float, weight: float) -> float:
    """Count of good (or of bad) events after one more.

    3.4: ``r' = lambda r + y g``; bad events take ``1 - y``.

    Symbols: lambda = memory; y = outcome, 1 if the event is of this kind; g = weight.
    Source: MODEL 3.4.
    """
    return memory * count + outcome * weight
