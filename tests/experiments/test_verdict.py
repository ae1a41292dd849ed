import math

import pytest

from handoff_experiments.statistics.verdict import Verdict, judge

BETTER, WORSE, SAME, OPEN = Verdict.BETTER, Verdict.WORSE, Verdict.EQUIVALENT, Verdict.INCONCLUSIVE


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (2.0, 30.0, BETTER),  # surely more, perhaps by a difference that matters
        (12.0, 30.0, BETTER),  # surely more by a difference that matters
        (1.0, 9.0, SAME),  # surely more, and surely too little to matter
        (-9.0, 9.0, SAME),
        (-10.0, 10.0, SAME),  # bounds belong to the range that does not matter
        (-30.0, -2.0, WORSE),
        (-2.0, 30.0, OPEN),
        (-30.0, 30.0, OPEN),
        (0.0, 30.0, OPEN),  # zero is not excluded
        (-math.inf, math.inf, OPEN),
        (-math.inf, -20.0, OPEN),
    ],
)
def test_the_interval_decides(low: float, high: float, verdict: Verdict) -> None:
    assert judge(low, high, effect=10, direction=1, pairs=12) is verdict
    mirrored = {BETTER: WORSE, WORSE: BETTER}.get(verdict, verdict)
    assert judge(low, high, effect=10, direction=-1, pairs=12) is mirrored


def test_a_few_pairs_without_variation_prove_nothing() -> None:
    assert judge(0.0, 0.0, effect=1, direction=1, pairs=4) is OPEN
    assert judge(0.0, 0.0, effect=1, direction=1, pairs=8) is SAME
    assert judge(5.0, 5.0, effect=1, direction=1, pairs=4) is OPEN


def test_the_same_future_is_equivalent_even_once() -> None:
    assert judge(-math.inf, math.inf, effect=1, direction=1, pairs=1, identical=True) is SAME


@pytest.mark.parametrize(("effect", "direction"), [(0.0, 1), (-1.0, 1), (math.nan, 1), (1.0, 0)])
def test_a_verdict_needs_an_effect_and_a_direction(effect: float, direction: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        judge(1, 2, effect=effect, direction=direction, pairs=9)
