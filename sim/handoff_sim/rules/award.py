"""Which quote a buyer takes."""

import math

from handoff_sim.compiled import compiled

USUAL_SCORE = 0.6  # the score that neither helps nor hurts


@compiled
def award_utility(
    price: float, vref: float, lead_weeks: float, lead_required: float, v_late: float, goodwill: float,
    v_goodwill: float, score: float, v_quality: float, noise: float,
) -> float:  # fmt: skip
    """How good a quote looks to the buyer, as a share of the reference value.

    R26: ``U = -P / Vref - v_L max(0, lead - required) + v_G G + v_Q (score - .6) + noise``

    Symbols: P = price and Vref = vref, dollars; leads in weeks; v_L = v_late a week; G = goodwill weighed by
    v_G = v_goodwill; v_Q = v_quality; noise = mu times a Gumbel draw. A direct bid has the score .6.
    Source: MODEL R26, decision D53.
    """
    late = v_late * max(0.0, lead_weeks - lead_required)
    return -price / vref - late + v_goodwill * goodwill + v_quality * (score - USUAL_SCORE) + noise


@compiled
def gumbel(u: float) -> float:
    """Standard Gumbel draw from a uniform draw on (0, 1).

    R26: ``-ln(-ln u)``

    Source: MODEL R26 and 3.4.
    """
    return -math.log(-math.log(u))


@compiled
def may_win(price: float, value: float, intent: bool) -> bool:
    """Whether an award at this price is possible: the RFQ is real and the job is worth it.

    R26: ``intent and P <= V``; dollars.

    Source: MODEL R26, decision D53.
    """
    return bool(intent) and price <= value
