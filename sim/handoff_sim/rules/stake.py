"""What one failure costs a shop in future work: through its record, or through a tie."""

from handoff_sim.compiled import compiled
from handoff_sim.rules.discount import discount


@compiled
def jobs_lost_per_failure(
    routing_share: float, weight: float, tau_route: float, memory: float, discount_per_job: float,
    a0: float, b0: float,
) -> float:  # fmt: skip
    """Own network jobs that one failure on a metric will cost.

    R7: ``(1 - x) (w / tau) * (1 - lambda) / (1 - lambda delta) / (1 + (a0 + b0)(1 - lambda))``;
    0 when nothing is ever forgotten.

    Symbols: x = routing_share; w = weight of the metric; tau = tau_route, score units; lambda = memory, decay
    per event; delta = discount_per_job; a0, b0 prior counts.
    Source: MODEL R7, decision D62.
    """
    if memory >= 1.0:
        return 0.0
    forgetting = 1.0 - memory
    leverage = (1.0 - routing_share) * weight / tau_route
    return leverage * forgetting / (1.0 - memory * discount_per_job) / (1.0 + (a0 + b0) * forgetting)


@compiled
def network_stake(
    margin_per_job: float, routing_share: float, weight: float, tau_route: float, memory: float,
    a0: float, b0: float, finance_rate: float, weeks_per_own_job: float,
) -> float:  # fmt: skip
    """What one recorded failure costs a member, dollars.

    R7: ``Xi = M * jobs lost``, with ``delta = (1 + r)^(-weeks per own job / 52)``.

    Symbols: M = margin_per_job, dollars; the others as in the jobs lost.
    Source: MODEL R7, decision D62.
    """
    delta = discount(finance_rate, weeks_per_own_job)
    return margin_per_job * jobs_lost_per_failure(routing_share, weight, tau_route, memory, delta, a0, b0)


@compiled
def tie_value(annual_margin: float, foresight: float) -> float:
    """What a tie is worth, dollars.

    R7: ``V_tie = phi * margin of a year with that partner``

    Symbols: phi = foresight; annual_margin dollars a year.
    Source: MODEL R7, decision D63.
    """
    return foresight * annual_margin


@compiled
def phone_stake(annual_margin: float, foresight: float, eta_minus: float, trust: float) -> float:
    """What one failure costs a phone partner, dollars: the part of the tie that trust loses.

    R7: ``Xi = V_tie * eta_minus * T``

    Symbols: eta_minus share of trust that a failure destroys; T = trust, 0 to 1.
    Source: MODEL R7, decision D63.
    """
    return tie_value(annual_margin, foresight) * eta_minus * trust
