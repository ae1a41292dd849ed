"""When a shop joins the network, and when it leaves."""

import math

from handoff_sim.compiled import compiled
from handoff_sim.rules.belief import lower_confidence

PAYBACK_WEEKS = 26.0  # one-off costs must come back within half a year


@compiled
def evidence_update(mean: float, n: float, observation: float, weight: float) -> tuple[float, float]:
    """Believed gain and amount of evidence after one more observation.

    R19: ``m' = (n m + w x) / (n + w)``, ``n' = n + w``

    Symbols: m = mean and x = observation, dollars per machine-week; n evidence so far; w = weight.
    Source: MODEL R19, decision D71.
    """
    total = n + weight
    if total <= 0.0:
        return mean, n
    return (n * mean + weight * observation) / total, total


@compiled
def join_hurdle(
    autonomy: float, discipline: float, switch_h: float, wage: float, entry_fee: float, machines: int
) -> float:
    """Gain below which joining is not worth the switch, dollars per machine-week.

    R19: ``A * discipline + (switch_h w_e + fee) / (machines * 26)``

    Symbols: A = autonomy, dollars per machine-week at discipline 1; switch_h hours at w_e = wage;
    fee = entry_fee, dollars.
    Source: MODEL R19, decisions D69, D72.
    """
    return autonomy * discipline + (switch_h * wage + entry_fee) / (machines * PAYBACK_WEEKS)


@compiled
def joins(mean: float, n: float, kappa: float, sigma_obs: float, hurdle: float) -> bool:
    """Whether the evidence is good enough, and enough of it, to join.

    R19: ``m - kappa sigma / sqrt(n) >= hurdle``; dollars per machine-week.

    Source: MODEL R19, decision D69.
    """
    return lower_confidence(mean, kappa, sigma_obs, n) >= hurdle


@compiled
def leaves(
    mean: float, hysteresis: float, autonomy: float, discipline: float, running: float,
    tenure_weeks: int, min_tenure: int,
) -> bool:  # fmt: skip
    """Whether a member gives up.

    R19: ``tenure >= least tenure`` and ``m + hysteresis < A * discipline + running``

    Symbols: m = mean gain, running = running costs, both dollars per machine-week; tenures in weeks.
    Source: MODEL R19, decision D72.
    """
    return tenure_weeks >= min_tenure and mean + hysteresis < autonomy * discipline + running


@compiled
def evidence_needed(kappa: float, sigma: float, delta: float, hurdle: float) -> float:
    """Observations after which a cautious shop would join; infinite if the gain is below the hurdle.

    R19: ``n = (kappa sigma / (delta - hurdle))^2``

    Symbols: kappa caution; sigma noise of an observation; delta true gain; hurdle; dollars per machine-week.
    Source: MODEL R19 and V16.
    """
    if delta <= hurdle:
        return math.inf
    ratio = kappa * sigma / (delta - hurdle)
    return ratio * ratio
