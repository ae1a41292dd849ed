from typing import Any

import numpy as np
import pytest

from handoff_experiments.focal import choose
from handoff_experiments.tasks import RunSummary, Task
from handoff_experiments.unilateral import pooled, seed_deals, twin_path, twin_tasks


def crossed(fake: Any, policy: Any) -> tuple[RunSummary, RunSummary, list[Task], list[RunSummary]]:
    task = Task(world=fake.world, policy=policy, seed=11)
    factual = fake.run(task)
    baseline = fake.run(Task(world=fake.world, policy=fake.phone, seed=11))
    twins = list(twin_tasks(task, factual, choose(factual)))
    return factual, baseline, twins, [fake.run(twin) for twin in twins]


def test_a_twin_replays_everybody_but_the_focal_shops(fake: Any) -> None:
    factual, _, twins, _ = crossed(fake, fake.good)
    rows = choose(factual).rows
    others = np.setdiff1d(np.arange(fake.shops + fake.buyers), rows)
    assert len(twins) == 2 and factual.membership is not None
    for twin in twins:
        assert twin.forced is not None
        assert (twin.forced[:, others] == factual.membership[:, others]).all()
        assert (twin.forced[: fake.launch + 1] == factual.membership[: fake.launch + 1]).all()


def test_each_focal_shop_is_in_once_and_out_once_and_never_changes_its_mind(fake: Any) -> None:
    factual, _, (one, other), _ = crossed(fake, fake.good)
    rows, after = choose(factual).rows, slice(fake.launch + 1, None)
    assert one.forced is not None and other.forced is not None
    assert ((one.forced + other.forced)[after][:, rows] == 1).all()
    for twin in (one, other):
        assert twin.forced is not None
        assert (np.ptp(twin.forced[after][:, rows], axis=0) == 0).all()


def test_the_number_of_members_is_the_same_in_both_twins(fake: Any) -> None:
    """Crossing keeps the others' competition as it was, up to one shop."""
    _, _, (one, other), _ = crossed(fake, fake.good)
    assert one.forced is not None and other.forced is not None
    assert abs(int(one.forced[-1].sum()) - int(other.forced[-1].sum())) <= 1


def test_the_gain_of_being_in_is_found_exactly(fake: Any) -> None:
    factual, baseline, _, pair = crossed(fake, fake.trap)
    deals = seed_deals(choose(factual), pair, factual, baseline)
    assert deals.unilateral == pytest.approx(np.full(len(deals.size), fake.trap.member_gain))
    assert deals.collective == pytest.approx(
        (factual.shops["profit_per_machine_week"] - baseline.shops["profit_per_machine_week"])[deals.focal.rows]
    )


def test_points_without_a_figure_are_left_out(fake: Any) -> None:
    factual, baseline, _, pair = crossed(fake, fake.good)
    focal = choose(factual)
    pair[0].shops["profit_per_machine_week"][focal.rows[0]] = np.nan
    deals = pooled({3: seed_deals(focal, pair, factual, baseline)})
    assert len(deals) == len(focal.rows) - 1
    assert set(deals.seed) == {3}
    assert len(pooled({})) == 0


def test_a_path_is_a_copy(fake: Any) -> None:
    factual = np.zeros((5, 3), dtype=np.int8)
    path = twin_path(factual, 1, inside=np.array([0]), outside=np.array([1]))
    assert factual.sum() == 0
    assert path[:, 0].tolist() == [0, 0, 1, 1, 1]
