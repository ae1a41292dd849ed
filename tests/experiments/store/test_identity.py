"""What makes two runs the same run."""

from dataclasses import replace

import numpy as np
import pytest
from tests.experiments.store.made_up import LARGEST, Made, task

from handoff_experiments.store import run_key
from handoff_experiments.tasks import Task
from handoff_scenarios import catalogue
from handoff_sim.policy import set_path
from handoff_sim.run import MODEL_VERSION

PATH = np.zeros((5, 3), dtype=np.int8)
ELSE = PATH.copy()
ELSE[2, 1] = 1


@pytest.mark.parametrize(
    "changed",
    [
        {"world": Made("town", "another town")},
        {"policy": Made("fair", "other rules")},
        {"seed": 2},
        {"weeks": 5},
        {"forced": PATH},
        {"brief": True},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_changes_a_run_changes_its_key(changed: dict[str, object]) -> None:
    assert run_key(task(**changed)) != run_key(task())


def test_the_model_s_version_is_part_of_the_key() -> None:
    assert run_key(task()) == run_key(task(), model_version=MODEL_VERSION)
    assert run_key(task()) != run_key(task(), model_version="another")


def test_names_are_not_part_of_the_key() -> None:
    assert run_key(task(policy=Made("mine", "fair rules"))) == run_key(task())


def test_prescribed_memberships_are_told_apart_by_what_they_say() -> None:
    keys = {run_key(task(forced=path)) for path in (PATH, ELSE, PATH.reshape(3, 5))}
    assert len(keys) == 3
    assert run_key(task(forced=PATH)) == run_key(task(forced=np.asfortranarray(PATH)))


def test_weeks_left_out_are_the_world_s_own() -> None:
    world, policy = catalogue.world("workshop"), catalogue.policy("directory")
    silent = Task(world=world, policy=policy, seed=1)
    assert run_key(silent) == run_key(replace(silent, weeks=world.clock.weeks))
    assert run_key(silent) != run_key(replace(silent, weeks=world.clock.weeks + 1))
    assert run_key(silent) == run_key(replace(silent, policy=policy.model_copy(update={"name": "mine", "about": "x"})))
    assert run_key(silent) != run_key(replace(silent, policy=set_path(policy, "payout.take", 0.11)))


def test_a_key_is_the_same_tomorrow() -> None:
    """A change here makes every kept run unknown: mean it."""
    known = run_key(task(LARGEST, forced=ELSE, brief=True), model_version="1")
    assert known == "1871ccbf9a4afe03e3e09ebd73407ace1d3d8899cffe57b4f25b9339c9fa1a94"
