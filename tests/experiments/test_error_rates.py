"""The promise behind every verdict: one error probability for arms, metrics, sizes and looks together."""

import gc

import numpy as np
import pytest
from scipy import stats

from handoff_experiments.statistics.multiplicity import SHARES, Family, allowance
from handoff_experiments.statistics.sequential import Look, planned_looks, single_look

ALPHA = 0.2  # large, so that a breach shows in few repetitions
REPETITIONS = 3000
SLACK = 3 * np.sqrt(ALPHA * (1 - ALPHA) / REPETITIONS)  # three standard errors of the simulated rate


def false_decisions(alphas: list[float], looks: tuple[Look, ...], contrasts: int, *, skewed: bool = False) -> float:
    """Share of comparisons without any true effect that exclude zero somewhere, at some look.

    Args:
        alphas: Error probability of each interval, by look.
        looks: When the results are read.
        contrasts: Arms x metrics, correlated by a shared baseline.
        skewed: Draw differences from an exponential instead of a normal distribution.
    """
    rng = np.random.default_rng(7)
    shape = (REPETITIONS, contrasts, looks[-1].pairs)
    draw = rng.exponential(1, shape) - 1 if skewed else rng.normal(0, 1, shape)
    differences = draw + rng.normal(0, 1, (REPETITIONS, 1, looks[-1].pairs))
    wrong = np.zeros(REPETITIONS, dtype=bool)
    for look, alpha in zip(looks, alphas, strict=True):
        seen = differences[:, :, : look.pairs]
        error = seen.std(axis=2, ddof=1) / np.sqrt(look.pairs)
        wrong |= (np.abs(seen.mean(axis=2)) > stats.t.isf(alpha / 2, look.pairs - 1) * error).any(axis=1)
    return float(wrong.mean())


@pytest.mark.statistical
def test_looking_often_keeps_the_error_rate() -> None:
    looks = planned_looks(64)
    shared = allowance(alpha=ALPHA, arms=2, headline=3, further=0, size_classes=0)
    alphas = [shared.of(Family.HEADLINE, look=look.share) for look in looks]
    assert false_decisions(alphas, looks, contrasts=6) <= ALPHA + SLACK


@pytest.mark.statistical
def test_looking_often_without_control_breaks_it() -> None:
    """The control that must fail: the same looks, each at the full alpha."""
    looks = planned_looks(64)
    assert false_decisions([ALPHA] * len(looks), looks, contrasts=6) > 2 * ALPHA


@pytest.mark.statistical
def test_one_look_at_many_contrasts_keeps_the_error_rate() -> None:
    looks = single_look(12)
    shared = allowance(alpha=ALPHA, arms=5, headline=7, further=0, size_classes=0)
    assert false_decisions([shared.of(Family.HEADLINE)], looks, contrasts=35) <= ALPHA + SLACK


@pytest.mark.statistical
def test_skewed_differences_stay_near_the_promised_rate() -> None:
    """A t interval is exact for normal differences only: half an exponential may cost half as much again."""
    looks = planned_looks(64)
    shared = allowance(alpha=ALPHA, arms=2, headline=3, further=0, size_classes=0)
    alphas = [shared.of(Family.HEADLINE, look=look.share) for look in looks]
    assert false_decisions(alphas, looks, contrasts=6, skewed=True) <= 1.5 * ALPHA + SLACK


def test_the_parts_of_the_allowance_add_up_to_alpha() -> None:
    shared = allowance(alpha=0.05, arms=5, headline=7, further=40, size_classes=3)
    spent = sum(
        shared.of(family, look=look.share) * n for family, n in shared.sizes.items() for look in planned_looks(64)
    )
    assert spent == pytest.approx(0.05)
    assert sum(SHARES.values()) == pytest.approx(1)


def test_without_further_metrics_the_headlines_have_their_part() -> None:
    few = allowance(alpha=0.05, arms=1, headline=2, further=0, size_classes=3)
    spent = sum(few.of(family) * n for family, n in few.sizes.items() if n)
    assert spent == pytest.approx(0.05)


def test_holm_is_never_weaker_than_the_interval() -> None:
    """Whatever an interval excludes, the adjusted p-value rejects."""
    shared = allowance(alpha=0.05, arms=2, headline=2, further=3, size_classes=3)
    p_values = [shared.of(Family.HEADLINE, look=0.4) * 0.99, 0.3, 0.01, 0.9]
    adjusted = shared.adjusted(Family.HEADLINE, p_values, look=0.4)
    assert adjusted[0] == pytest.approx(0.05 * 0.99)  # the smallest of m is multiplied by m
    assert all(1 >= after >= before for before, after in zip(p_values, adjusted, strict=True))


@pytest.mark.parametrize("most", [1, 5, 8, 9, 13, 24, 64, 100, 1000])
def test_looks_grow_and_spend_everything(most: int) -> None:
    looks = planned_looks(most)
    pairs = [look.pairs for look in looks]
    assert pairs == sorted(set(pairs)) and pairs[-1] == most
    assert sum(look.share for look in looks) == pytest.approx(1)


@pytest.mark.parametrize("alpha", [0.0, 1.0, -0.1, 5.0])
def test_alpha_is_a_probability(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha"):
        allowance(alpha=alpha, arms=1, headline=1, further=0, size_classes=3)


def test_adjusting_does_not_walk_the_heap(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda *_: frozen.append(gc.get_freeze_count()) or 0)
    before = gc.get_freeze_count()
    allowed = allowance(alpha=0.05, arms=1, headline=2, further=0, size_classes=0)
    assert allowed.adjusted(Family.HEADLINE, [0.01, 0.2]) == pytest.approx([0.02, 0.2])
    assert all(count > 10_000 for count in frozen)  # statsmodels asks for a collection: of nothing
    assert gc.get_freeze_count() == before
