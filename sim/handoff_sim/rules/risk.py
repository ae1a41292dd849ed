"""What uncertainty costs a cautious shop."""

from handoff_sim.compiled import compiled


@compiled
def wealth(cash: float, machines: int, wealth_floor: float, wealth_per_machine: float) -> float:
    """Wealth that stands behind a shop's risks, dollars.

    R5: ``W = max(floor, cash + value per machine * machines)``

    Source: MODEL R5, decision D14.
    """
    return max(wealth_floor, cash + wealth_per_machine * machines)


@compiled
def risk_premium(
    gamma: float, wealth: float, sigma_est: float, production_cost: float,
    p_w: float, p_rev: float, p_scope: float, p_cert: float,
    s_w: float, s_rev: float, s_scope: float, s_cert: float, loss: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Certainty a shop would pay for: the parts from the estimate, from workmanship and from the packet.

    R5: ``RP = gamma / (2 W) * [(sigma C)^2 + L^2 * sum over causes of p_q * S_q^2]``, dollars.
    Doubling every amount of money doubles it.

    Symbols: gamma relative risk aversion; W = wealth, dollars; sigma = sigma_est, relative error of the
    estimate; C = production_cost, dollars; p_q hazards; S_q = s_q liability shares; L = loss, dollars.
    Source: MODEL R5.
    """
    price_of_risk = gamma / (2.0 * wealth)
    error = sigma_est * production_cost
    estimate = price_of_risk * error * error
    workmanship = price_of_risk * loss * loss * p_w * s_w * s_w
    packet = price_of_risk * loss * loss * (
        p_rev * s_rev * s_rev + p_scope * s_scope * s_scope + p_cert * s_cert * s_cert
    )  # fmt: skip
    return estimate, workmanship, packet
