"""What a strategy does to a rule's decision: a small formula each, for the compiled phases and for seats alike."""

import math

import numpy as np
import numpy.typing as npt

from handoff_sim.compiled import compiled

PICKED_FROM = 50  # own last offers that a cherry picker compares with


@compiled
def picking_threshold(worths: npt.NDArray[np.float64], share: float) -> float:
    """Least worth that a cherry picker takes, dollars: a quantile of its own last offers, never below 0.

    ``max(0, quantile(v, q))``, 0 before the first; worths = v, dollars; share = q.
    Source: MODEL 3.6, decision D77.
    """
    if worths.shape[0] == 0:
        return 0.0
    return max(0.0, float(np.quantile(worths, share)))


@compiled
def lowball_price(price: float, cut: float) -> float:
    """Price of a shop that bids low to claim a change later, dollars: ``(1 - b) P``; cut = b."""
    return price * (1.0 - cut)


@compiled
def padded_lead(lead_weeks: float, padding: float) -> int:
    """Lead that is quoted to look punctual, weeks: ``ceil((1 + z) lead)``; padding = z."""
    return math.ceil(lead_weeks * (1.0 + padding))


@compiled
def milked_effort(effort: float, score: float, enough: float) -> float:
    """Effort of a shop that lives on its record: none while its score is above T*; enough = T*, 0 for honest work."""
    return 0.0 if enough > 0.0 and score > enough else effort


@compiled
def wants_a_new_name(score: float, lowest: float) -> bool:
    """Whether a shop sheds its record: ``score < S``; lowest = S, 0 for never."""
    return score < lowest


@compiled
def refuses_after_all(luck: float, share: float) -> bool:
    """Whether an offer answered at once for the record is declined though it pays; luck uniform, share of offers."""
    return luck < share


@compiled
def means_to_buy(luck: float, intent: float, phantom: float) -> bool:
    """Whether an RFQ is meant: ``u < a - a_phantom``, the latter the prices a buyer asks without need; shares."""
    return luck < intent - phantom
