"""How shops and buyers learn from what they see."""

import math

from handoff_sim.compiled import compiled


@compiled
def ewma(belief: float, observation: float, rate: float) -> float:
    """Belief after one more observation, the older ones fading.

    R17: ``b + rate (x - b)``

    Symbols: b = belief and x = observation in the same unit; rate the weight of the newest.
    Source: MODEL R17, decision D68.
    """
    return belief + rate * (observation - belief)


@compiled
def lower_confidence(mean: float, kappa: float, sd: float, n: float) -> float:
    """What a cautious shop counts on: the mean less some standard errors.

    R17: ``mean - kappa sd / sqrt(n)``; without evidence, minus infinity for any caution.

    Symbols: kappa caution, standard errors; sd of one observation; n observations, may be fractional.
    Source: MODEL R17.
    """
    spread = kappa * sd
    if spread <= 0.0:
        return mean
    if n <= 0.0:
        return -math.inf
    return mean - spread / math.sqrt(n)
