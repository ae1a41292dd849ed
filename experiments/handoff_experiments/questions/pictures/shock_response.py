"""E13: the share of demand that is served, week by week around a shock, the policies side by side."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.contrasts import Arm
from handoff_experiments.figures.style import GREY, INK, colours, finished, grid_height, nothing_to_show, panels
from handoff_experiments.questions.pictures.shocked import by_base
from handoff_experiments.tasks import FloatArray

AROUND = 26  # weeks before and after the shock
SMOOTH = 4  # weeks that a point looks back


def shock_response(answer: Any) -> tuple[go.Figure, ...]:
    """Served share of demanded hours around the shock, all seeds together; a panel for each shock."""
    found = tuple(
        _figure(base, shocked)
        for base, worlds in by_base(answer).items()
        if (shocked := {name: world for name, world in worlds.items() if _weeks_of(world) is not None})
    )
    return found or (nothing_to_show("No shock was scheduled in these worlds"),)


def served(arm: Arm) -> FloatArray:
    """Served share of the hours asked for over the last weeks, of all seeds together [week]."""
    runs = [run.series for run in arm.runs if run is not None and run.finished and "asked_hours" in run.series]
    if not runs:
        return np.zeros(0)
    window = np.ones(SMOOTH)
    asked = np.convolve(np.sum([series["asked_hours"] for series in runs], axis=0), window)[
        : len(runs[0]["asked_hours"])
    ]
    placed = np.convolve(np.sum([series["served_hours"] for series in runs], axis=0), window)[: len(asked)]
    share: FloatArray = np.divide(placed, asked, out=np.full(len(asked), np.nan), where=asked > 0)
    return share


def _weeks_of(world: Any) -> tuple[int, int] | None:
    """First week of the shock and the first after it; None where there is none."""
    shock = world.comparison.question.world.shock
    return (shock.week, shock.week + shock.weeks) if shock.kind else None


def _figure(base: str, worlds: dict[str, Any]) -> go.Figure:
    figure, places = panels(list(worlds), columns=3, shared_yaxes="all")
    told = []
    for (name, world), place in zip(worlds.items(), places, strict=True):
        told += list(_panel(figure, name, world, place, legend=place == places[0]))
    figure.update_xaxes(title_text="weeks from the beginning of the shock")
    figure.update_yaxes(tickformat=".0%", rangemode="normal")
    figure.update_yaxes(title_text="served share of hours", col=1)
    most = max(told, key=lambda each: abs(each[2] - each[3]))
    title = (
        f"{base}: service in a shock differs most from the phone book's with {most[1]}: {_exactly(most[2])} of hours "
        f"are served under {most[0]}, {_exactly(most[3])} under the phone book"
    )
    alt = f"Served share of the hours asked for in the last {SMOOTH} weeks, around each shock. " + "; ".join(
        f"{arm} with {shock} {_exactly(during)} in the shock, {_exactly(phone)} under the phone book"
        for arm, shock, during, phone in told
    )
    return finished(figure, title=title, alt=f"{alt}.", height=grid_height(list(worlds)) + 40)


def _exactly(share: float) -> str:
    return f"{100 * share:.1f} %"


def _panel(
    figure: go.Figure, name: str, world: Any, place: tuple[int, int], *, legend: bool
) -> Iterator[tuple[str, str, float, float]]:
    """Draws one shock; yields policy, shock, served share while it lasts, and that of the baseline."""
    row, column = place
    bounds = _weeks_of(world)
    assert bounds is not None
    start, stop = bounds
    arms = world.comparison.arms
    palette = {arms[0].policy: INK, **colours([arm.policy for arm in arms[1:]])}
    shares = {}
    for arm in arms:
        curve = served(arm)
        weeks = np.arange(len(curve))
        near = (weeks >= start - AROUND) & (weeks < stop + AROUND)
        line = {"color": palette[arm.policy], "width": 2.5, "dash": "dot" if arm is arms[0] else "solid"}
        figure.add_trace(
            go.Scatter(
                x=weeks[near] - start, y=curve[near], mode="lines", name=arm.policy, legendgroup=arm.policy,
                showlegend=legend, line=line, hovertemplate="week %{x}: %{y:.1%}<extra>" + arm.policy + "</extra>",
            ),
            row=row, col=column,
        )  # fmt: skip
        shares[arm.policy] = _in_the_shock(arm, start, stop)
    figure.add_vrect(x0=0, x1=stop - start, fillcolor=GREY, opacity=0.2, line_width=0, row=row, col=column)
    for arm in arms[1:]:
        yield arm.policy, name, shares[arm.policy], shares[arms[0].policy]


def _in_the_shock(arm: Arm, start: int, stop: int) -> float:
    runs = [run.series for run in arm.runs if run is not None and run.finished and "asked_hours" in run.series]
    asked = sum(float(series["asked_hours"][start:stop].sum()) for series in runs)
    return sum(float(series["served_hours"][start:stop].sum()) for series in runs) / asked if asked else float("nan")
