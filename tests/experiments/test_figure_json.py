"""Every picture becomes JSON that plotly.js draws and any reader can read: no packed columns, nothing but finite."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from tests.sim.small import eager

from handoff_experiments import Comparison
from handoff_experiments.explaining import explain
from handoff_experiments.figures import FIGURES, OF_ONE_FUTURE
from handoff_experiments.figures.as_json import figure_document, figure_json
from handoff_experiments.figures.floor_gantt import floor_gantt
from handoff_experiments.figures.paths import paths
from handoff_experiments.figures.shop_week import shop_week
from handoff_experiments.figures.ties import ties_around
from handoff_experiments.figures.why import why
from handoff_experiments.following import live_twice, most_different
from handoff_scenarios import catalogue
from handoff_sim.run import simulate


def pictures_of_one_future() -> dict[str, go.Figure]:
    """One of each, of a small town."""
    world, rules = eager("workshop"), catalogue.policy("enforceable_trust")
    run = simulate(world, rules, seed=3, weeks=20, floor="simpy", keep_trace=True)
    told = simulate(world, rules, seed=3, weeks=20, keep_events=True, record_decisions=True)
    pair = live_twice(world, [catalogue.policy("phone_book"), rules], seed=3, weeks=20)
    found = pair.follow(most_different(pair, top=1).telling[0].job)
    trace = run.segments(), run.queues(), run.records
    return {
        "floor": floor_gantt(*trace),
        "shop_week": shop_week(*trace, shop=4, week=15),
        "paths": paths(found),
        "ties": ties_around(found, pair),
        "why": why(next(one for one in explain(told, 4, 15) if not one.is_routine)),
    }


@pytest.fixture(scope="module")
def drawn(comparison: Comparison) -> dict[str, go.Figure]:
    return {name: comparison.figure(name) for name in FIGURES} | pictures_of_one_future()


def values(part: Any) -> Iterator[Any]:
    """Every value that is neither a list nor a dictionary."""
    if isinstance(part, dict):
        for item in part.values():
            yield from values(item)
    elif isinstance(part, list):
        for item in part:
            yield from values(item)
    else:
        yield part


@pytest.mark.parametrize("name", [*FIGURES, *OF_ONE_FUTURE])
def test_a_picture_becomes_plain_json(drawn: dict[str, go.Figure], name: str) -> None:
    document = figure_json(drawn[name])
    text = json.dumps(document, allow_nan=False)
    assert json.loads(text) == document and "bdata" not in text
    assert {type(value) for value in values(document)} <= {str, int, float, bool, type(None)}


@pytest.mark.parametrize("name", [*FIGURES, *OF_ONE_FUTURE])
def test_a_picture_read_back_is_the_same_picture(drawn: dict[str, go.Figure], name: str) -> None:
    document = figure_json(drawn[name])
    again = go.Figure(document)
    assert figure_json(again) == document
    assert len(again.data) == len(drawn[name].data)
    told = figure_document(name, drawn[name])
    assert told == {"name": name, "title": again.layout.meta["title"], "alt": again.layout.meta["alt"],
                    "figure": document}  # fmt: skip


def test_columns_are_lists_of_the_same_numbers_and_gaps_are_null() -> None:
    values = np.array([0.1 + 0.2, np.nan, 1e-17, np.inf, -3.0])
    figure = go.Figure(go.Scatter(x=np.arange(5, dtype=np.int16), y=values))
    (trace,) = figure_json(figure)["data"]
    assert trace["x"] == [0, 1, 2, 3, 4]
    assert trace["y"] == [0.1 + 0.2, None, 1e-17, None, -3.0]
    assert "bdata" in figure.to_json(), "plotly packs columns by itself: figure_json is there to unpack them"
