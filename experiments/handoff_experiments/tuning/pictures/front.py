"""The Pareto set: what more of one goal costs in another, as promised and as found on fresh seeds."""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from handoff_experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    finished,
    grid_height,
    nothing_to_show,
    panels,
)
from handoff_experiments.tuning.goals import Goal
from handoff_experiments.tuning.pictures.history import axis_title, bars, scaled
from handoff_experiments.tuning.study import State, Trial
from handoff_experiments.wording import amount

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer

Spot = tuple[int, int]  # row and column of a panel


def front(answer: "TuningAnswer") -> go.Figure:
    """Every pair of goals, a panel each; each policy that was looked at again is joined to its promise."""
    goals = answer.question.goals
    complete = [trial for trial in answer.searched.trials if trial.state is State.COMPLETE]
    if not complete:
        return nothing_to_show("No trial came to an end")
    pairs = list(combinations(range(len(goals)), 2))
    names = [f"{goals[a].code} and {goals[b].code}" for a, b in pairs] if len(pairs) > 1 else [""]
    figure, places = panels(names)
    for (a, b), (row, column) in zip(pairs, places, strict=True):
        for trace in (*_trials(answer, (goals[a], goals[b]), complete), *_fresh(answer, a, b)):
            trace.showlegend = (row, column) == (1, 1)
            figure.add_trace(trace, row=row, col=column)
        figure.update_xaxes(title_text=axis_title(answer, goals[a]), row=row, col=column)
        figure.update_yaxes(title_text=axis_title(answer, goals[b]), row=row, col=column)
    return finished(figure, title=_title(answer), alt=_alt(answer), height=max(560, grid_height(names)))


def _trials(answer: "TuningAnswer", goals: tuple[Goal, Goal], complete: Sequence[Trial]) -> list[go.Scatter]:
    best = set(answer.searched.front) if answer.searched.feasible else set()
    groups = {
        "trial": [t for t in complete if t.feasible and t.number not in best],
        "trial that missed a constraint": [t for t in complete if not t.feasible],
        "Pareto set of the search": [t for t in complete if t.number in best],
    }
    looks = {
        "trial": {"color": BLUE, "size": 7, "opacity": 0.45},
        "trial that missed a constraint": {"color": GREY, "size": 7, "symbol": "x", "opacity": 0.7},
        "Pareto set of the search": {"color": ORANGE, "size": 12, "symbol": "diamond-open", "line": {"width": 2.5}},
    }
    return [
        go.Scatter(
            x=[scaled(trial.values[goals[0].code], goals[0].measure.unit) for trial in trials],
            y=[scaled(trial.values[goals[1].code], goals[1].measure.unit) for trial in trials],
            text=["<br>".join(f"{path}: {value}" for path, value in trial.settings.items()) for trial in trials],
            hovertemplate="%{x:.4g}, %{y:.4g}<br>%{text}<extra></extra>",
            mode="markers",
            name=name,
            marker=looks[name],
        )
        for name, trials in groups.items()
        if trials
    ]


def _fresh(answer: "TuningAnswer", a: int, b: int) -> list[go.Scatter]:
    if not answer.evaluated:
        return []
    units = [answer.question.goals[place].measure.unit for place in (a, b)]
    across = [each.goals[a].baseline for each in answer.evaluated]
    up = [each.goals[b].baseline for each in answer.evaluated]
    joined_x: list[float | None] = []
    joined_y: list[float | None] = []
    for x, y in zip(across, up, strict=True):
        joined_x += [scaled(x.promised, units[0]), scaled(x.found.mean, units[0]), None]
        joined_y += [scaled(y.promised, units[1]), scaled(y.found.mean, units[1]), None]
    return [
        go.Scatter(
            x=joined_x,
            y=joined_y,
            mode="lines",
            line={"color": INK, "width": 1, "dash": "dot"},
            name="from promised to found",
            hoverinfo="skip",
        ),
        go.Scatter(
            x=[scaled(look.found.mean, units[0]) for look in across],
            y=[scaled(look.found.mean, units[1]) for look in up],
            error_x=bars([look.found for look in across], units[0]),
            error_y=bars([look.found for look in up], units[1]),
            mode="markers+text",
            text=[each.name for each in answer.evaluated],
            textposition="top right",
            name="found on fresh seeds",
            marker={"color": GREEN, "symbol": "square", "size": 11},
        ),
    ]


def _title(answer: "TuningAnswer") -> str:
    codes = [goal.measure.title.lower() for goal in answer.question.goals]
    if not answer.searched.feasible:
        return f"No trial met the constraints: {' against '.join(codes)}"
    count = len({answer.searched.policy(number).content_hash for number in answer.searched.front})
    return f"{count} policies are in the Pareto set of {' and '.join(codes)}"


def _alt(answer: "TuningAnswer") -> str:
    told = []
    for each in answer.evaluated:
        values = [
            amount(goal.baseline.found.mean, goal.goal.measure.unit, signed=not goal.level) for goal in each.goals
        ]
        told.append(f"{each.name} {' and '.join(values)}")
    return f"{_title(answer)}. On fresh seeds: {'; '.join(told) or 'nothing was looked at again'}."
