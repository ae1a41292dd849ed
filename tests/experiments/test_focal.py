import numpy as np
import pytest

from handoff_experiments.focal import choose, how_many, quotas, untied
from handoff_experiments.tasks import IntArray, RunSummary


def summary(*, seed: int = 5, sizes: list[int], ties: list[list[int]], keys: list[int] | None = None) -> RunSummary:
    n = len(sizes)
    return RunSummary(
        policy="p",
        policy_hash="",
        seed=seed,
        shops={
            "key": np.array(keys or range(n)),
            "size": np.array(sizes),
            "eligible": np.ones(n, dtype=bool),
        },
        ties=np.array(ties, dtype=np.int64).reshape(-1, 2),
    )


def ring(n: int) -> list[list[int]]:
    return [[i, (i + 1) % n] for i in range(n)]


def pairs_of(rows: IntArray) -> set[frozenset[int]]:
    return {frozenset((int(a), int(b))) for a in rows for b in rows if a != b}


@pytest.mark.parametrize("seed", range(12))
def test_no_two_focal_shops_share_a_tie(seed: int) -> None:
    ties = ring(40)
    focal = choose(summary(seed=seed, sizes=[0] * 24 + [1] * 12 + [2] * 4, ties=ties), wanted=8)
    assert len(focal.rows) >= 6
    assert pairs_of(focal.rows).isdisjoint(frozenset(tie) for tie in ties)


def test_where_everybody_knows_everybody_there_is_one_focal_shop() -> None:
    ties = [[a, b] for a in range(6) for b in range(6) if a != b]
    assert len(choose(summary(sizes=[0] * 6, ties=ties), wanted=3).rows) == 1


def test_every_size_has_a_place_and_the_rest_is_in_proportion() -> None:
    assert quotas(np.array([0] * 65 + [1] * 27 + [2] * 8), 8) == {0: 5, 1: 2, 2: 1}
    assert quotas(np.array([0] * 9 + [2]), 3) == {0: 2, 2: 1}
    assert quotas(np.array([1, 1]), 8) == {1: 2}


def test_the_weights_stand_for_every_eligible_shop() -> None:
    sizes = [0] * 24 + [1] * 12 + [2] * 4
    focal = choose(summary(sizes=sizes, ties=[]), wanted=8)
    assert focal.weight.sum() == pytest.approx(40)


def test_shops_out_of_the_lane_are_never_focal() -> None:
    run = summary(sizes=[0] * 10, ties=[])
    run.shops["eligible"][:7] = False
    assert set(choose(run, wanted=5).rows.tolist()) <= {7, 8, 9}
    run.shops["eligible"][:] = False
    assert len(choose(run).rows) == 0


def test_the_choice_follows_the_keys_not_the_rows() -> None:
    """Relabelling shops permutes the choice (M4)."""
    sizes, keys = [0] * 12, list(range(100, 112))
    first = choose(summary(sizes=sizes, ties=[], keys=keys), wanted=4)
    turned = choose(summary(sizes=sizes, ties=[], keys=keys[::-1]), wanted=4)
    assert {keys[row] for row in first.rows} == {keys[::-1][row] for row in turned.rows}


def test_another_seed_chooses_other_shops() -> None:
    chosen = {tuple(choose(summary(seed=seed, sizes=[0] * 60, ties=[])).rows) for seed in range(5)}
    assert len(chosen) == 5


def test_few_shops_are_focal() -> None:
    assert [how_many(n) for n in (2, 14, 60, 106, 450, 18_000)] == [2, 3, 5, 8, 24, 24]


def test_untied_keeps_the_given_order() -> None:
    assert untied([3, 2, 1, 0], np.array([[2, 3], [0, 1]])) == [3, 1]
