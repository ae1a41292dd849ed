"""The search, trial by trial, and beside it what is left of its promise on fresh seeds."""

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREEN, GREY, INK, ORANGE, finished, nothing_to_show
from handoff_experiments.statistics.paired import PairedDifference
from handoff_experiments.tuning.goals import Goal
from handoff_experiments.tuning.study import State, Trial
from handoff_experiments.wording import SHARE_UNITS, amount

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer

TICKS = (1, 2, *(digit * 10**power for power in range(7) for digit in (5, 10, 20)))  # trials from tick to tick


def scaled(value: float, unit: str) -> float:
    """A value as an axis shows it: shares in percentage points."""
    return 100 * value if unit in SHARE_UNITS else value


def axis_title(answer: "TuningAnswer", goal: Goal) -> str:
    """What an axis of a goal shows."""
    unit = "percentage points" if goal.measure.unit in SHARE_UNITS else goal.measure.unit
    against = "" if goal.code in answer.levels else f" against {answer.question.baseline.name}"
    return f"{goal.code}, {unit}{against}"


def history(answer: "TuningAnswer", place: int) -> go.Figure:
    """One goal over the trials: every trial, the best so far, and promised beside found."""
    goal = answer.question.goals[place]
    complete = [trial for trial in answer.searched.trials if trial.state is State.COMPLETE]
    if not complete:
        return nothing_to_show("No trial came to an end")
    figure = go.Figure()
    _trials(figure, goal, [t for t in complete if t.feasible], "trial", BLUE, "circle")
    _trials(figure, goal, [t for t in complete if not t.feasible], "trial that missed a constraint", GREY, "x")
    _best_so_far(figure, goal, complete)
    last = answer.searched.trials[-1].number
    _fresh(figure, answer, place, after=last)
    figure.update_xaxes(title_text="trial", rangemode="tozero", tickangle=0)
    figure.update_yaxes(title_text=axis_title(answer, goal), zeroline=True, zerolinewidth=2)
    return finished(figure, title=_title(answer, place), alt=_alt(answer, place, complete), height=520)


def _trials(figure: go.Figure, goal: Goal, trials: Sequence[Trial], name: str, colour: str, symbol: str) -> None:
    if not trials:
        return
    figure.add_trace(
        go.Scatter(
            x=[trial.number for trial in trials],
            y=[scaled(trial.values[goal.code], goal.measure.unit) for trial in trials],
            text=["<br>".join(f"{path}: {value}" for path, value in trial.settings.items()) for trial in trials],
            hovertemplate="trial %{x}: %{y:.4g}<br>%{text}<extra></extra>",
            mode="markers",
            name=name,
            marker={"color": colour, "symbol": symbol, "size": 8, "opacity": 0.75},
        )
    )


def _best_so_far(figure: go.Figure, goal: Goal, complete: Sequence[Trial]) -> None:
    feasible = [trial for trial in complete if trial.feasible]
    if not feasible:
        return
    better = max if goal.sense > 0 else min
    best = list(accumulate((trial.values[goal.code] for trial in feasible), better))
    figure.add_trace(
        go.Scatter(
            x=[trial.number for trial in feasible],
            y=[scaled(value, goal.measure.unit) for value in best],
            mode="lines",
            line={"color": INK, "width": 2, "shape": "hv"},
            name="best so far",
            hoverinfo="skip",
        )
    )


def _fresh(figure: go.Figure, answer: "TuningAnswer", place: int, *, after: int) -> None:
    """What was looked at again, to the right of the trials: promised (hollow) and found (full, with its interval)."""
    if not answer.evaluated:
        return
    unit = answer.question.goals[place].measure.unit
    step = max(1.0, (after + 1) / 12)
    places = [after + step * (2 + number) for number in range(len(answer.evaluated))]
    looks = [each.goals[place].baseline for each in answer.evaluated]
    figure.add_vline(x=after + step, line={"color": GREY, "dash": "dot"})
    figure.add_trace(
        go.Scatter(
            x=places,
            y=[scaled(look.promised, unit) for look in looks],
            mode="markers",
            name="promised in the search",
            marker={"color": ORANGE, "symbol": "diamond-open", "size": 14, "line": {"width": 3}},
            hovertemplate="promised %{y:.4g}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=places,
            y=[scaled(look.found.mean, unit) for look in looks],
            error_y=bars([look.found for look in looks], unit),
            mode="markers",
            name="found on fresh seeds",
            marker={"color": GREEN, "symbol": "square", "size": 11},
            hovertemplate="found %{y:.4g}<extra></extra>",
        )
    )
    ticks = list(range(0, after + 1, next(step for step in TICKS if step * 8 > after)))
    figure.update_xaxes(
        tickvals=[*ticks, *places], ticktext=[*map(str, ticks), *(each.name for each in answer.evaluated)]
    )


def bars(found: Sequence[PairedDifference], unit: str) -> dict[str, object]:
    """Error bars of figures on fresh seeds."""
    return {
        "array": [scaled(each.high - each.mean, unit) for each in found],
        "arrayminus": [scaled(each.mean - each.low, unit) for each in found],
        "thickness": 2,
        "color": GREEN,
    }


def _title(answer: "TuningAnswer", place: int) -> str:
    goal = answer.question.goals[place]
    unit, signed = goal.measure.unit, goal.code not in answer.levels
    if len(answer.found) != 1:
        return f"{goal.measure.title}: {len(answer.searched.tried)} trials"
    look = answer.found[0].goals[place].baseline
    promised, found = (amount(value, unit, signed=signed) for value in (look.promised, look.found.mean))
    against = f" against {answer.question.baseline.name}" if signed else ""
    return f"{goal.measure.title}{against}: promised {promised}, found {found}"


def _alt(answer: "TuningAnswer", place: int, complete: Sequence[Trial]) -> str:
    goal = answer.question.goals[place]
    unit, signed = goal.measure.unit, goal.code not in answer.levels
    values = [trial.values[goal.code] for trial in complete]
    low, high = (amount(value, unit, signed=signed) for value in (min(values), max(values)))
    told = [
        f"{each.name} promised {amount(each.goals[place].baseline.promised, unit, signed=signed)}, found "
        f"{amount(each.goals[place].baseline.found.mean, unit, signed=signed)}"
        for each in answer.evaluated
    ]
    again = f" On fresh seeds: {'; '.join(told)}." if told else " Nothing was looked at again on fresh seeds."
    return f"{len(complete)} trials between {low} and {high} in {goal.measure.title.lower()}.{again}"
