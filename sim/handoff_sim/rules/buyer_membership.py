"""When a buyer joins the network, and when it leaves."""

from handoff_sim.compiled import compiled


@compiled
def buyer_join_probability(coverage: float, base: float, slope: float) -> float:
    """Chance per review that a buyer joins, once two members make each process it buys.

    R28: ``min(1, base + slope * coverage)``, .15 and .5 by default.

    Symbols: coverage, member share of eligible shops; base chance at no coverage; slope to full coverage.
    Source: MODEL R28, decision D67.
    """
    return min(1.0, base + slope * coverage)


@compiled
def buyer_leaves(u_network: float, u_direct: float, jobs: int, margin: float, min_jobs: int) -> bool:
    """Whether a buyer gives up on the network after enough jobs to judge it.

    R28: ``jobs >= least jobs`` and ``U_N < U_D - margin``

    Symbols: U_N = u_network, U_D = u_direct and margin are shares of the reference value.
    Source: MODEL R28, decision D67.
    """
    return jobs >= min_jobs and u_network < u_direct - margin
