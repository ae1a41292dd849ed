"""Through which channel a buyer sends an RFQ."""

import math

from handoff_sim.compiled import compiled


@compiled
def network_probability(u_network: float, u_direct: float, temperature: float, exploration: float) -> float:
    """Chance that a member buyer sends an RFQ to the network.

    R25: ``P(N) = max(exploration, 1 / (1 + exp(-(U_N - U_D) / t)))``

    Symbols: U_N = u_network and U_D = u_direct, believed benefits, share of the reference value;
    t = temperature in the same unit; exploration the least chance.
    Source: MODEL R25, decision D40.
    """
    odds = math.exp(-abs(u_network - u_direct) / temperature)
    logit = 1.0 / (1.0 + odds) if u_network >= u_direct else odds / (1.0 + odds)
    return max(exploration, logit)
