"""Whether a shop answers fast, and whether it closes and declines with a valid code."""

from handoff_sim.compiled import compiled


@compiled
def fast_ack(stake: float, ack_cost: float) -> bool:
    """Whether an offer is acknowledged at once: when slowness would cost more than haste.

    R15: ``Xi_ack >= cost of a fast answer``; dollars.

    Source: MODEL R15, decision D35.
    """
    return stake >= ack_cost


@compiled
def valid_closure(
    stake: float, verifiability: float, fine: float, audit_rate: float, code_hours: float, wage: float
) -> bool:
    """Whether the shop takes the time to give a valid closure or decline code.

    R15: ``Xi_clo nu + fine * audit rate >= h_code w_e``

    Symbols: Xi_clo = stake, dollars; nu = verifiability of closure codes; fine dollars; h_code = code_hours
    at w_e = wage.
    Source: MODEL R15, decision D35.
    """
    return stake * verifiability + fine * audit_rate >= code_hours * wage
