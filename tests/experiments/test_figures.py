import json
from typing import Any

import plotly.graph_objects as go
import pytest

from handoff_experiments import Comparison
from handoff_experiments.figures import FIGURES
from handoff_experiments.figures.style import RAISED, finished
from handoff_experiments.figures.waste import causes
from handoff_experiments.figures.winners import shop_changes


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_says_its_finding_and_describes_itself(comparison: Comparison, name: str) -> None:
    figure = comparison.figure(name)
    meta = figure.layout.meta
    assert len(meta["title"]) > 20 and figure.layout.title.text.replace("<br>", " ") == meta["title"]
    assert len(meta["alt"]) > 40 and meta["alt"].endswith(".")
    assert figure.data
    json.loads(figure.to_json())


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_names_every_policy_it_shows(comparison: Comparison, name: str) -> None:
    text = comparison.figure(name).to_json()
    for policy in ("good", "trap", "stranded", "bad"):
        assert f'"{policy}"' in text or policy in comparison.figure(name).layout.meta["title"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_units_on_its_axes(comparison: Comparison, name: str) -> None:
    figure = comparison.figure(name)
    titles = [axis.title.text for axis in (*figure.select_xaxes(), *figure.select_yaxes()) if axis.title.text]
    units = ("$ per", "hours per award", "share of", "members in the lane", "week")
    assert any(unit in title for title in titles for unit in units)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_one_pair_and_one_policy_can_be_drawn(fake: Any, name: str) -> None:
    assert fake.compare(fake.good, pairs=1).figure(name).layout.meta["alt"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_policies_that_change_nothing_can_be_drawn(fake: Any, name: str) -> None:
    assert fake.compare(fake.phone, pairs=2).figure(name).layout.meta["alt"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_twelve_policies_can_be_drawn(fake: Any, name: str) -> None:
    policies = [fake.Document(f"rules_{i}", shift=float(i), member_gain=1.0) for i in range(12)]
    assert fake.compare(*policies, pairs=2).figure(name).layout.meta["alt"]


def test_a_title_of_several_lines_is_moved_down_into_the_picture() -> None:
    pads = [finished(go.Figure(), title=title, alt="").layout.title.pad.t for title in ("short", "word " * 30)]
    assert pads == [0, RAISED]


def test_an_unknown_figure_is_refused_with_the_names(comparison: Comparison) -> None:
    with pytest.raises(ValueError, match=r"expected one of quadrants, forest.*found pie"):
        comparison.figure("pie")


def test_the_quadrant_chart_says_what_the_median_shop_gets(comparison: Comparison) -> None:
    title = comparison.figure("quadrants").layout.meta["title"]
    assert "good: good deal" in title and "trap: trap" in title and "nothing: undecided" in title


def test_the_forest_shows_simultaneous_bounds_by_size(comparison: Comparison) -> None:
    figure = comparison.figure("forest")
    by_label = {trace.name: trace for trace in figure.data}
    contrast = comparison.contrast("trap", "S1")
    assert contrast is not None
    row = list(by_label["small"].y[0]).index("trap")
    cell = contrast.by_size["S"]
    assert by_label["small"].x[row] == pytest.approx(cell.difference)
    assert by_label["small"].error_x.array[row] == pytest.approx(cell.high - cell.difference)


def test_the_causes_of_waste_add_up_to_the_change(comparison: Comparison) -> None:
    parts = causes(comparison.policies[1], comparison.baseline)
    before, after = 1.4 * 1.1 * (4.0 / 0.8 - 1), 1.4 * 1.1 * (4.6 / 0.8 - 1)
    assert sum(parts.values()) == pytest.approx(after - before)
    assert parts["quotes_per_rfq"] == pytest.approx(after - before)


def test_the_waterfall_ends_at_the_sum_of_its_steps(comparison: Comparison) -> None:
    for trace in comparison.figure("welfare").data:
        assert trace.x[-1] == pytest.approx(sum(trace.x[:-1]), abs=0.5)
        assert trace.measure[-1] == "total"


def test_every_shop_of_every_pair_is_among_winners_or_losers(fake: Any, comparison: Comparison) -> None:
    changes = shop_changes(comparison.policies[0], comparison.baseline)
    assert sum(map(len, changes.values())) == fake.shops * len(comparison.seeds)
