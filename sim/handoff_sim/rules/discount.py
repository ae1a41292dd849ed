"""What later money is worth today."""

import math

from handoff_sim.compiled import compiled

WEEKS_PER_YEAR = 52.0


@compiled
def discount(finance_rate: float, weeks: float) -> float:
    """Worth today of one dollar after some weeks; future jobs are discounted at compound interest.

    R6: ``delta = (1 + r)^(-weeks / 52)``

    Symbols: r = finance_rate, per year. Waiting for a known payment is linear instead (R8).
    Source: MODEL 3, R6 and R7.
    """
    return math.exp(-math.log(1.0 + finance_rate) * weeks / WEEKS_PER_YEAR)
