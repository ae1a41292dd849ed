"""V21: no policy makes its work more cheaply than the planner who sees everything."""

import pytest
from tests.sim.small import PRESETS, eager, path, policy, preset_run, run

from handoff_scenarios import catalogue
from handoff_sim.metrics.planner import planned_cents, production_cents


@pytest.mark.parametrize("name", PRESETS)
def test_no_policy_makes_its_work_more_cheaply_than_the_planner(name: str) -> None:
    records = preset_run("workshop", name).records
    assert 0 < planned_cents(records) <= production_cents(records) * (1 + 1e-9)


@pytest.mark.parametrize("name", ["frictionless", "enforceable_trust"])
def test_the_planner_bounds_a_full_network(name: str) -> None:
    where = eager("default")
    records = run(where, policy(name), 3, forced=path(where, 60, 1, 1)).records
    assert planned_cents(records) <= production_cents(records) * (1 + 1e-9)


def test_the_planner_saves_nothing_where_all_shops_cost_the_same() -> None:
    where = catalogue.world("workshop")
    same = where.model_copy(update={"population": where.population.model_copy(update={"cost_rate_sd": 0.0})})
    records = run(same, policy("phone_book")).records
    assert planned_cents(records) == pytest.approx(production_cents(records), rel=1e-9)
