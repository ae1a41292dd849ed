"""What the originator pays the receiver, by price rule."""

from handoff_sim.compiled import compiled


@compiled
def bargaining_share(b: float, chi: float, disclosure: float, idle: float) -> float:
    """Share of the gain that the receiver can bargain for; showing idle machines weakens it.

    R12: ``b' = b (1 - chi * d * idle)``

    Symbols: b share with nothing shown; chi strength of the effect; d = disclosure; idle share of a week
    without load. All pure shares.
    Source: MODEL R12, decision D59.
    """
    return b * (1.0 - chi * disclosure * idle)


@compiled
def nash_transfer(
    b: float, cost_before_finance: float, finance_factor: float, alternative: float, originator_costs: float
) -> tuple[float, float]:
    """Negotiated transfer and the surplus it divides, dollars; no deal if the surplus is negative.

    R12: ``W = ((1 - b) F0 + b (A - O)) / (1 - (1 - b) f)``; ``S = A - F0 - f W - O``.
    The receiver gains b S, the originator (1 - b) S.

    Symbols: b receiver's bargaining share; F0 = cost_before_finance of the receiver; f = finance_factor, cost
    of waiting and default per dollar of W; A = alternative of the originator; O = originator_costs.
    Source: MODEL R12, decision D59.
    """
    ours = 1.0 - b
    transfer = (ours * cost_before_finance + b * (alternative - originator_costs)) / (1.0 - ours * finance_factor)
    surplus = alternative - cost_before_finance - finance_factor * transfer - originator_costs
    return transfer, surplus


@compiled
def posted_share_transfer(share: float, op_price: float) -> float:
    """Posted payout: a share of what the buyer pays for the op, dollars.

    R12: ``W = sigma_pay * P_o``

    Source: MODEL R12.
    """
    return share * op_price


@compiled
def rate_card_transfer(rate: float, hours: float) -> float:
    """Rate card: dollars per machine-hour times planned hours.

    R12: ``W = rate * H``

    Source: MODEL R12.
    """
    return rate * hours


@compiled
def take_it_or_leave_it_transfer(full_cost: float, epsilon: float) -> float:
    """The least that the receiver would accept, dollars.

    R12: ``W = F + epsilon``

    Source: MODEL R12.
    """
    return full_cost + epsilon
