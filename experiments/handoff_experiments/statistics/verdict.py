"""The four answers a comparison may give, and nothing in between."""

import math
from enum import StrEnum


class Verdict(StrEnum):
    """What the interval of a difference says, given the smallest effect of interest."""

    BETTER = "BETTER"
    WORSE = "WORSE"
    EQUIVALENT = "EQUIVALENT"
    INCONCLUSIVE = "INCONCLUSIVE"


MEANING = {
    Verdict.BETTER: "the whole interval lies on the good side of zero and reaches a difference that matters",
    Verdict.WORSE: "the whole interval lies on the bad side of zero and reaches a difference that matters",
    Verdict.EQUIVALENT: "the whole interval lies within plus or minus the smallest effect of interest",
    Verdict.INCONCLUSIVE: "the interval allows differences that matter, and zero; more pairs may decide",
}
SOURCE = (
    "two one-sided tests read from the interval (Schuirmann 1987, J. Pharmacokin. Biopharm. 15) "
    "beside the test of zero (three-sided testing: Goeman, Solari & Stijnen 2010, Statistics in Medicine 29)"
)
FEWEST_IDENTICAL = 8  # pairs without any variation before they are believed


def judge(low: float, high: float, *, effect: float, direction: int, pairs: int, identical: bool = False) -> Verdict:
    """Read a verdict from an interval.

    Args:
        low: Lower bound of policy minus baseline, in the metric's unit.
        high: Upper bound.
        effect: Smallest effect of interest, above zero, in the metric's unit.
        direction: 1 if more is better, -1 if less is better.
        pairs: Pairs the interval rests on.
        identical: The two arms had the same events in every pair, so zero is exact.

    Returns:
        The verdict; INCONCLUSIVE where the bounds are not finite, or where fewer than
        FEWEST_IDENTICAL pairs show no variation at all (an interval of no width proves little then).

    Raises:
        ValueError: If the effect is not above zero or the direction is not 1 or -1.
    """
    if not effect > 0:
        raise ValueError(f"smallest effect of interest: expected a number above 0; found {effect}")
    if direction not in (1, -1):
        raise ValueError(f"direction: expected 1 (more is better) or -1 (less is better); found {direction}")
    if identical:
        return Verdict.EQUIVALENT
    if not (math.isfinite(low) and math.isfinite(high)) or (low == high and pairs < FEWEST_IDENTICAL):
        return Verdict.INCONCLUSIVE
    if -effect <= low and high <= effect:
        return Verdict.EQUIVALENT
    if direction < 0:
        low, high = -high, -low
    if low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if high < 0 else Verdict.INCONCLUSIVE
