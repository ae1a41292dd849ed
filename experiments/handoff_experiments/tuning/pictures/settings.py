"""Which settings went with which results, and what each contributes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREY, INK, ORANGE, finished, grid_height, nothing_to_show, panels
from handoff_experiments.tuning.levers import Options, Range, written
from handoff_experiments.tuning.pictures.history import axis_title, scaled
from handoff_experiments.tuning.study import State, Trial
from handoff_experiments.wording import percent

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer

SPREAD = 0.32  # how far trials of one option are drawn apart


def settings(answer: "TuningAnswer") -> go.Figure:
    """The first goal over each setting, a panel each; the best trials stand out."""
    goal = answer.question.goals[0]
    complete = [trial for trial in answer.searched.trials if trial.state is State.COMPLETE]
    if not complete:
        return nothing_to_show("No trial came to an end")
    names = [lever.path for lever in answer.question.levers]
    figure, places = panels(names, shared_yaxes="all")
    best = set(answer.searched.front)
    others = [trial for trial in complete if trial.number not in best]
    groups: list[tuple[str, list[Trial], dict[str, Any]]] = [
        (
            "trial",
            [t for t in others if t.feasible],
            {"color": BLUE, "size": 7, "opacity": 0.55},
        ),
        (
            "trial that missed a constraint",
            [t for t in others if not t.feasible],
            {"color": GREY, "size": 7, "symbol": "x", "opacity": 0.7},
        ),
        (
            "best in the search" if len(answer.question.goals) == 1 else "Pareto set of the search",
            [t for t in complete if t.number in best],
            {"color": ORANGE, "size": 13, "symbol": "diamond", "line": {"width": 1.5, "color": INK}},
        ),
    ]
    for lever, (row, column) in zip(answer.question.levers, places, strict=True):
        for name, trials, marker in groups:
            if trials:
                figure.add_trace(
                    go.Scatter(
                        x=_places(lever, trials),
                        y=[scaled(trial.values[goal.code], goal.measure.unit) for trial in trials],
                        text=[written(trial.settings[lever.path]) for trial in trials],
                        hovertemplate="%{text}: %{y:.4g}<extra></extra>",
                        mode="markers",
                        name=name,
                        marker=marker,
                        showlegend=(row, column) == (1, 1),
                    ),
                    row=row,
                    col=column,
                )
        if isinstance(lever, Options):
            labels = [written(option).replace("_", "<br>") for option in lever.options]
            named = {"tickvals": list(range(len(labels))), "ticktext": labels, "tickangle": 0, "zeroline": False}
            figure.update_xaxes(**named, row=row, col=column)
        else:
            figure.update_xaxes(title_text=lever.unit, row=row, col=column)
    figure.update_yaxes(title_text=axis_title(answer, goal), col=1)
    title = f"{goal.measure.title} over each setting that was varied"
    chosen = [f"{path} {written(value)}" for n in answer.searched.front[:1] for path, value in _settings(answer, n)]
    alt = f"{title}, a dot for each of {len(complete)} trials. The best: {', '.join(chosen) or 'none'}."
    return finished(figure, title=title, alt=alt, height=grid_height(names))


def _settings(answer: "TuningAnswer", number: int) -> Sequence[tuple[str, Any]]:
    return list(answer.searched.trials[number].settings.items())


def _places(lever: Options | Range, trials: Sequence[Trial]) -> list[float]:
    """Where each trial stands: a number at its value, an option at its place, those of one option side by side."""
    if isinstance(lever, Range):
        return [float(trial.settings[lever.path]) for trial in trials]
    spread = np.linspace(-SPREAD, SPREAD, len(trials)) if len(trials) > 1 else [0.0]
    order = [lever.options.index(trial.settings[lever.path]) for trial in trials]
    return [place + float(aside) for place, aside in zip(order, spread, strict=True)]


def contributions(answer: "TuningAnswer") -> tuple[go.Figure, ...]:
    """What each setting contributes to each goal; none where trials are too few to tell."""
    told = [each for each in answer.importances if each.shares]
    if not told:
        return ()
    figure, places = panels(
        [each.code if len(told) > 1 else "" for each in told],
    )
    for each, (row, column) in zip(told, places, strict=True):
        ordered = list(each.shares.items())[::-1]
        figure.add_trace(
            go.Bar(
                x=[100 * share for _, share in ordered],
                y=[path for path, _ in ordered],
                orientation="h",
                marker_color=BLUE,
                text=[percent(share) for _, share in ordered],
                textposition="auto",
                showlegend=False,
            ),
            row=row,
            col=column,
        )
        figure.update_xaxes(title_text="% of the variation over the ranges tried", row=row, col=column)
    path, share = next(iter(told[0].shares.items()))
    title = f"{path} makes up {percent(share)} of the variation of {told[0].code} over the ranges tried"
    alt = "; ".join(
        f"{each.code}: " + ", ".join(f"{path} {percent(share)}" for path, share in each.shares.items()) for each in told
    )
    height = 170 + 44 * len(answer.question.levers) * -(-len(told) // 3)
    return (finished(figure, title=title, alt=alt + ".", height=height, legend=False),)
