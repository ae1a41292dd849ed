"""Who may belong to the network, and whose membership is prescribed (D80, D81)."""

from handoff_sim.compiled import compiled
from handoff_sim.market.lookups import in_lane, is_open
from handoff_sim.market.tables import Market

FREE = -1


@compiled
def is_eligible(m: Market, shop: int) -> bool:
    """Whether a shop has a process and a region in the lane and is in business (D81)."""
    p = m.p[0]
    if not is_open(m, shop):
        return False
    for process in range(p.processes):
        if m.stations[shop * p.processes + process].machines > 0 and in_lane(m, process, m.shops[shop].region):
            return True
    return False


@compiled
def is_prescribed(m: Market, week: int, agent: int) -> bool:
    """Whether next week's membership of a shop (or of buyer number ``agent`` less the shops) is prescribed (D80)."""
    return m.forced.shape[0] > week + 1 and m.forced[week + 1, agent] != FREE
