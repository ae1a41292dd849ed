"""The portrait of a world: a dot for every shop, the same each time, and small enough for a page."""

import json
from collections import Counter

import numpy as np
import pytest

from handoff_experiments.figures.as_json import figure_json
from handoff_experiments.figures.crowd import MOST_DOTS, crowd_of, places_of
from handoff_experiments.figures.population import MOST_TIES, population
from handoff_scenarios import catalogue
from handoff_sim.policy import read
from handoff_sim.world.document import World

LARGEST = 200_000  # bytes


def large(shops: int) -> World:
    return read(World, {"name": "large", "population": {"shops": shops, "buyers": 100, "regions": 6}}, file="large")


@pytest.mark.parametrize("name", catalogue.worlds())
def test_every_world_of_the_catalogue_has_one(name: str) -> None:
    world = catalogue.world(name)
    drawn = figure_json(population(world))
    assert len(json.dumps(drawn)) < LARGEST
    assert f"{world.population.shops:,} shops" in drawn["layout"]["meta"]["title"]
    assert drawn == figure_json(population(world))
    dots = sum(len(trace["x"]) for trace in drawn["data"] if "hovertemplate" in trace)
    assert dots == world.population.shops


def test_the_dots_are_the_shops_of_the_seed() -> None:
    world = catalogue.world("workshop")
    one, other = crowd_of(world, 1), crowd_of(world, 2)
    assert one.dots == one.shops == world.population.shops
    assert not np.array_equal(one.ties, other.ties)
    assert all(a < b for a, b in one.ties)


def test_no_dot_lies_on_another() -> None:
    world = catalogue.world("default")
    crowd = crowd_of(world, 1)
    places = places_of(crowd, world.population.regions)
    apart = np.hypot(places.x[:, None] - places.x, places.y[:, None] - places.y) + 9 * np.eye(crowd.dots)
    assert apart.min() > 0.5


def test_a_large_world_is_counted_from_its_document() -> None:
    world = large(18_000)
    crowd = crowd_of(world, 1)
    assert (crowd.dots, crowd.shops, len(crowd.ties)) == (MOST_DOTS, 18_000, 0)
    assert set(Counter(crowd.region.tolist()).values()) <= {333, 334}
    drawn = figure_json(population(world))
    assert "a dot stands for about 9 of them" in drawn["layout"]["meta"]["title"]
    assert len(json.dumps(drawn)) < LARGEST


def test_kinds_of_shops_are_mixed_in_a_large_world() -> None:
    """In rings by process a cluster would say something about places that no rule knows."""
    crowd = crowd_of(large(18_000), 1)
    small = crowd.process[(crowd.region == 0) & (crowd.size == 0)]
    for part in np.array_split(small, 4):
        assert set(part.tolist()) == {0, 1, 2, 3}


def test_a_world_of_many_ties_shows_some_hundreds_and_says_so() -> None:
    drawn = figure_json(population(large(1500)))
    lines = next(trace for trace in drawn["data"] if trace["mode"] == "lines")
    assert len(lines["x"]) == 3 * MOST_TIES
    assert f"{MOST_TIES} of the" in drawn["layout"]["meta"]["alt"]
