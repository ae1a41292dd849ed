"""The world document: sizes that scale, blocks that keep their proportions, checks that speak."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import worlds

from handoff_sim.policy import DocumentError, read, scaled_money, set_path, set_paths
from handoff_sim.policy.registry import fields_of
from handoff_sim.world.document import World, block_counts, mean_machines

FILE = "worlds/x.toml"


def with_blocks(*blocks: dict[str, Any], **population: Any) -> World:
    return read(World, {"population": {"blocks": list(blocks), **population}}, file=FILE)


ONE_FAULT = [
    ({"population": {"shops": 0}}, "population.shops: expected a whole number 1 to 100000 (shops); found 0"),
    ({"demand": {"levl": 1}}, "demand.levl: expected one of level,"),
    (
        {"population": {"size_shares": {"small": 0.9}}},
        "population.size_shares: expected shares (small, medium, large) that sum to 1; "
        "found [0.9, 0.27, 0.08], sum 1.25",
    ),
    (
        {"population": {"trust": [0.9, 0.4]}},
        "population.trust: expected numbers that do not fall (min, max); found [0.9, 0.4]",
    ),
    (
        {"population": {"processes": ["mill"]}},
        'population.processes: expected 2 to 8 processes, finishing last; found ["mill"]',
    ),
    (
        {"population": {"machines_max": [1, 8, 21]}},
        "population.machines_max: expected at least machines_min of the same size; found 1",
    ),
    (
        {"population": {"finisher_share": 0}},
        "population.finisher_share: expected more than 0 where demand.finish_share is not 0; found 0",
    ),
    (
        {"population": {"blocks": [{"processes": ["mill"]}]}},
        "population.blocks: expected a block with finish where demand.finish_share is not 0; found none",
    ),
    (
        {"population": {"blocks": [{"shops": 0, "processes": ["finish"]}]}},
        "population.blocks: expected at least one block with shops; found 0 shops",
    ),
    (
        {"population": {"blocks": [{"processes": ["mil"]}, {"processes": ["finish"]}]}},
        'population.blocks.0.processes: expected one of mill, turn, sheet, finish; found "mil"',
    ),
    (
        {"population": {"blocks": [{"processes": ["finish"], "region": 2}]}},
        "population.blocks.0.region: expected a region number below 2 (population.regions); found 2",
    ),
    (
        {"population": {"blocks": [{"shop": 3}]}},
        "population.blocks.0.shop: expected one of shops, name, naics, employees,",
    ),
    (
        {"population": {"blocks": [{"size_shares": [1, 1, 1]}]}},
        "population.blocks.0.size_shares: expected shares (small, medium, large) that sum to 1;",
    ),
    ({"population": {"blocks": 3}}, "population.blocks: expected a list of blocks of shops; found 3"),
    ({"behaviour": {"u_lo": 2, "u_hi": 1.5}}, "behaviour.u_hi: expected more than u_lo (2); found 1.5"),
    (
        {"shock": {"kind": "capacity", "week": 156}},
        "shock.week: expected a week before the end in week 156 (clock.weeks); found 156",
    ),
    (
        {"shock": {"kind": "capacity", "region": 2}},
        "shock.region: expected a region number below 2 (population.regions), or none; found 2",
    ),
    (
        {"shock": {"kind": "flood"}},
        'shock.kind: expected one of none, capacity, large_orders, demand_collapse; found "flood"',
    ),
    (
        {"behaviour": {"sigma_full": 0.3}},
        "behaviour.sigma_quick: expected at least sigma_full (0.3); found 0.22",
    ),
]


@pytest.mark.parametrize(("data", "message"), ONE_FAULT, ids=[text.partition(" expected")[0] for _, text in ONE_FAULT])
def test_one_fault_gives_one_line_that_names_it(data: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(World, data, file=FILE)
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(f"{FILE}: {message}")


def test_a_population_scales_by_three_settings() -> None:
    world = set_paths(World(), {"population.shops": 18_000, "population.buyers": 9_000, "population.regions": 40})
    assert world.population.size_shares == World().population.size_shares


def test_blocks_are_proportions_of_the_number_of_shops() -> None:
    world = with_blocks(
        {"name": "makers", "shops": 5, "processes": ["mill"]},
        {"name": "finishers", "shops": 2, "processes": ["finish"]},
        shops=7,
    )
    assert block_counts(world.population) == (5, 2)
    assert block_counts(set_path(world, "population.shops", 700).population) == (500, 200)
    assert block_counts(set_path(world, "population.shops", 10).population) == (7, 3)


@given(st.integers(1, 500), st.lists(st.integers(0, 60), min_size=1, max_size=6).filter(any))
def test_every_shop_belongs_to_one_block(shops: int, sizes: list[int]) -> None:
    blocks = [{"shops": size, "processes": ["finish"]} for size in sizes]
    counts = block_counts(with_blocks(*blocks, shops=shops).population)
    assert sum(counts) == shops
    assert all(abs(count - shops * size / sum(sizes)) < 1 for count, size in zip(counts, sizes, strict=True))


def test_without_blocks_there_are_no_block_counts() -> None:
    assert block_counts(World().population) == ()


def test_a_default_shop_has_five_machines_on_average() -> None:
    """.65 * 2.5 + .27 * 7 + .08 * 18.5, the middles of the three size classes."""
    assert mean_machines(World().population) == pytest.approx(4.995)
    assert mean_machines(World().population, (0.0, 0.0, 1.0)) == 18.5


def test_finishing_is_the_last_process() -> None:
    assert World().finish == 3
    assert World().population.processes[World().finish] == "finish"


def test_scaling_money_scales_every_field_with_a_dollar_in_its_unit_and_no_other() -> None:
    plain, scaled = World().plain(), scaled_money(World(), 10.0).plain()
    for info in fields_of(World):
        before, after = value_at(plain, info.path), value_at(scaled, info.path)
        assert after == (before * 10 if "$" in info.unit else before), info.path


def value_at(data: dict[str, Any], path: str) -> Any:
    value: Any = data
    for part in path.split("."):
        value = value[part]
    return value


@given(worlds())
def test_a_world_written_out_and_read_again_is_the_same(world: World) -> None:
    again = read(World, world.plain(), file=FILE)
    assert again == world
    assert again.content_hash == world.content_hash


@given(worlds())
def test_drawn_worlds_are_small(world: World) -> None:
    assert 4 <= world.population.shops <= 12
    assert 2 <= world.population.buyers <= 5
    assert world.clock.launch < world.clock.weeks <= 40
