"""Pictures of questions on made-up runs: what they show, and what their titles say."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from tests.experiments.made_up import Point, made_up

from handoff_experiments.questions import question, questions
from handoff_experiments.questions.decisions import DECISIONS, Evidence
from handoff_experiments.questions.decisions.evidence import GAINING
from handoff_experiments.questions.pictures import (
    PICTURES,
    contours,
    crossing,
    cube,
    downside,
    joining,
    lanes,
    pareto,
    ternary,
    waterfall,
)

CODES = (
    "S1", "S3", "S7", "S7.originator", "S8b", "S11", "S16", "R1", "R5", "B1", "N1.share", "N5", "N9", "D1.half", "D2",
    "D2.firm", "DFI", GAINING,
)  # fmt: skip
DRAWN = {
    "payment": (waterfall.draw_waterfall, waterfall.draw_durable),
    "record": (pareto.draw,),
    "downside": (downside.draw,),
    "evidence": (joining.draw_errors,),
    "start": (lanes.draw_league,),
    "behaviour": (ternary.draw,),
    "motivations": (cube.draw_cube, cube.draw_shapley),
    "capture": (contours.draw_contours, contours.draw_exits),
    "breadth": (crossing.draw,),
}


def evidence_like(name: str, truth: Any = None) -> Evidence:
    """Made-up runs of every combination of a catalogue question, with every metric between .1 and .9."""
    varied = question(name).varied("quick")
    factors = {factor.name: tuple(level.name for level in factor.named) for factor in varied}
    sets = {factor.name: {level.name: level.sets for level in factor.named} for factor in varied}

    def nearly_even(point: Point) -> dict[str, float]:
        place = sum((row + 1) * factors[factor].index(level) for row, (factor, level) in enumerate(point.items()))
        return {code: 0.1 + (place * 7 + number) % 9 / 10 for number, code in enumerate(CODES)}

    return made_up(factors, truth or nearly_even, seeds=3, noise=0.01, sets=sets)


def test_every_picture_that_a_question_names_is_drawn_by_its_name() -> None:
    named = {picture for name in questions() for picture in question(name).pictures}
    assert named <= set(PICTURES)
    assert all(question(name).pictures for name in DECISIONS)


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "capture"])
def test_pictures_say_what_is_seen_and_describe_themselves(name: str) -> None:
    evidence = evidence_like(name)
    for draw in DRAWN[name]:
        (figure,) = draw(evidence)
        assert figure.layout.meta["title"].startswith("made up: ")
        assert len(figure.layout.meta["alt"]) > 40
        assert figure.layout.font.size >= 14
        assert figure.data


def test_contours_are_drawn_over_take_and_quotes_and_leave_out_what_was_not_run() -> None:
    dials = {"take": (0.0, 0.1, 0.3), "quotes": (2, 8), "price decides": (0.05, 0.19)}
    sets = {name: {f"{name} {value:g}": {name: value} for value in values} for name, values in dials.items()}

    def truth(at: Point) -> dict[str, float]:
        take = float(at["take"].removeprefix("take "))
        return {"S1": 20.0 - 100.0 * take, "N9": 50.0 * take, "D2": 0.9 - take, "D2.firm": 1.0, "N5": 0.0}

    whole = made_up({name: tuple(levels) for name, levels in sets.items()}, truth, sets=sets, seeds=4, noise=0.001)
    (figure,) = contours.draw_contours(whole)
    grid = figure.data[0].z
    assert np.asarray(grid) == pytest.approx(np.array([[20.0, 10.0, -10.0]] * 2), abs=0.01)
    (exits,) = contours.draw_exits(whole)
    assert "the share of members that left rises most, from 10 % to 40 %" in exits.layout.meta["title"]
    part = whole.rows[~((whole.rows["take"] == "take 0.3") & (whole.rows["quotes"] == "quotes 8"))]
    (holed,) = contours.draw_contours(replace(whole, rows=part))
    assert np.isnan(np.asarray(holed.data[0].z)[1, 2])


def test_the_corners_of_the_cube_are_the_means_of_their_runs() -> None:
    (figure,) = cube.draw_cube(
        evidence_like("motivations", lambda at: {"S1": 10.0 * (at["merit"] == "merit"), GAINING: 0.5})
    )
    corners = next(trace for trace in figure.data if trace.mode == "markers+text")
    assert sorted(float(value) for value in corners.marker.color) == pytest.approx([0.0] * 4 + [10.0] * 4, abs=0.05)


def test_the_waterfall_ends_where_its_steps_lead() -> None:
    (figure,) = waterfall.draw_waterfall(evidence_like("payment"))
    heights = figure.data[0].y
    assert sum(heights[:-1]) == pytest.approx(heights[-1])


def test_mixes_lie_where_their_weights_say() -> None:
    (figure,) = ternary.draw(evidence_like("behaviour"))
    marks = figure.data[0]
    assert len(marks.a) == 21
    assert np.asarray(marks.a) + np.asarray(marks.b) + np.asarray(marks.c) == pytest.approx(1.0)
    assert (marks.a[0], marks.b[0], marks.c[0]) == (1.0, 0.0, 0.0)


def test_the_pilot_nomogram_is_the_formula() -> None:
    (figure,) = joining.pilot_length(None)
    ordinary = next(line for line in figure.data if line.name == "κ 1")
    twice = next(line for line in figure.data if line.name == "κ 2")
    assert np.asarray(twice.y) == pytest.approx(4.0 * np.asarray(ordinary.y))  # κ squared


def test_convinced_shops_are_those_of_the_lane_that_are_in() -> None:
    membership = np.zeros((4, 5), np.int8)  # weeks; three shops, two buyers
    membership[2:, 0] = 1
    membership[3, :] = 1
    shops = {"eligible": np.array([True, True, False])}
    run = SimpleNamespace(shops=shops, membership=membership, launch=1)
    assert list(lanes.not_joined(run)) == [1.0, 0.5, 0.0]


def test_an_answer_without_runs_says_so() -> None:
    asked = SimpleNamespace(
        varied=lambda _: (), worlds=lambda _: (), effort=lambda _: SimpleNamespace(worlds=("default",))
    )
    (figure,) = PICTURES["pareto"](SimpleNamespace(question=asked, size="quick", worlds=()))
    assert isinstance(figure, go.Figure)
    assert figure.layout.meta["title"] == "No run was finished"
