"""The vertical operator's instant price for a family of parts."""

import math

from handoff_sim.compiled import compiled


@compiled
def vertical_sigma(base: float, nu: float, breadth: float) -> float:
    """Relative error of an algorithmic price; a wider family of parts is harder to price.

    D78: ``sigma = base (1 + nu (breadth - 1))``

    Symbols: base error for one family; nu growth per added family; breadth number of families.
    Source: MODEL 1.2, decision D78.
    """
    return base * (1.0 + nu * (breadth - 1.0))


@compiled
def vertical_price(vref: float, price_index: float, sigma: float, z: float) -> float:
    """Instant price of a job, dollars.

    D78: ``P = Vref pi exp(sigma z - sigma^2 / 2)``, mean Vref pi.

    Symbols: Vref = vref reference value, dollars; pi = price_index of the lane; z standard normal draw.
    Source: MODEL 1.2, decision D78.
    """
    return vref * price_index * math.exp(sigma * z - sigma * sigma / 2.0)
