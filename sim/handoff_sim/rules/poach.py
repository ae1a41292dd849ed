"""When a receiver tries to take a repeat from its originator."""

from handoff_sim.compiled import compiled


@compiled
def poach_gain(
    incumbent_price: float, full_cost: float, detect: float, penalty: float, tie_value: float, undercut: float
) -> float:
    """What going to the buyer would gain, before the hassle, dollars.

    R22: ``G = u P - F - pi Pen - V_tie``

    Symbols: P = incumbent_price; u = undercut, .95 by default; F = full_cost of the poacher;
    pi = detect, chance of the penalty Pen;
    V_tie = tie_value, what the originator's future orders are worth (or the stake of a dispute).
    Source: MODEL R22, decisions D37, D39, D63.
    """
    return undercut * incumbent_price - full_cost - detect * penalty - tie_value


@compiled
def poaches(gain: float, hassle_u: float, hassle_max: float) -> bool:
    """Whether the receiver tries.

    R22: ``G > u * most hassle``

    Symbols: G = gain and hassle_max, dollars; u = hassle_u, uniform draw.
    Source: MODEL R22.
    """
    return gain > hassle_u * hassle_max
