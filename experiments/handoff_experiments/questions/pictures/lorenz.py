"""E13: how evenly profit is spread over shops, as Lorenz curves of the policies."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.contrasts import Arm
from handoff_experiments.figures.style import GREY, INK, colours, finished, grid_height, nothing_to_show, panels
from handoff_experiments.questions.pictures.shocked import by_base
from handoff_experiments.tasks import FloatArray
from handoff_experiments.wording import MINUS, percent
from handoff_sim.metrics.inequality import lorenz as lorenz_curve

HALF = 0.5  # of shops, the poorer ones


def lorenz(answer: Any) -> tuple[go.Figure, ...]:
    """Share of all profit that the poorest shops earn, mean over seeds; a panel for each world."""
    found = tuple(_figure(base, worlds) for base, worlds in by_base(answer).items())
    return found or (nothing_to_show("No run was finished"),)


def curve_of(arm: Arm) -> tuple[FloatArray, FloatArray]:
    """Shares of shops, and shares of profit they hold, mean over the seeds in which shops together gain."""
    curves = []
    for run in arm.runs:
        if run is None or not run.finished or "machines" not in run.shops:
            continue
        profit = run.shops["profit_per_machine_week"] * run.shops["machines"]
        if np.nansum(profit) > 0:
            holders, held = lorenz_curve(np.nan_to_num(profit))
            curves.append(held)
    if not curves:
        return np.zeros(0), np.zeros(0)
    return holders, np.mean(curves, axis=0)


def _figure(base: str, worlds: dict[str, Any]) -> go.Figure:
    figure, places = panels(list(worlds), columns=2, shared_yaxes="all", shared_xaxes="all")
    halves: dict[tuple[str, str], float] = {}
    for (name, world), (row, column) in zip(worlds.items(), places, strict=True):
        arms = world.comparison.arms
        palette = {arms[0].policy: INK, **colours([arm.policy for arm in arms[1:]])}
        even = go.Scatter(
            x=[0, 1], y=[0, 1], mode="lines", line={"color": GREY, "dash": "dash", "width": 1}, name="all alike",
            showlegend=(row, column) == places[0], hoverinfo="skip",
        )  # fmt: skip
        figure.add_trace(even, row=row, col=column)
        for arm in arms:
            holders, held = curve_of(arm)
            line = {"color": palette[arm.policy], "width": 2.5, "dash": "dot" if arm is arms[0] else "solid"}
            figure.add_trace(
                go.Scatter(
                    x=holders, y=held, mode="lines", name=arm.policy, legendgroup=arm.policy, line=line,
                    showlegend=(row, column) == places[0],
                    hovertemplate="poorest %{x:.0%}: %{y:.0%}<extra>" + arm.policy + "</extra>",
                ),
                row=row, col=column,
            )  # fmt: skip
            if len(holders):
                halves[name, arm.policy] = float(np.interp(HALF, holders, held))
    figure.update_xaxes(tickformat=".0%", title_text="shops, the poorest first")
    figure.update_yaxes(tickformat=".0%")
    figure.update_yaxes(title_text="share of all profit", col=1)
    return finished(figure, title=_title(base, halves), alt=_alt(halves), height=grid_height(list(worlds), 2) + 60)


def _whole(share: float) -> str:
    return percent(share).replace("-", MINUS)


def _title(base: str, halves: dict[tuple[str, str], float]) -> str:
    if not halves:
        return f"{base}: shops together earn nothing that could be shared"
    (low_world, low), (high_world, high) = (pick(halves, key=lambda at: halves[at]) for pick in (min, max))
    return (
        f"{base}: the poorer half of shops earns at most {_whole(halves[high_world, high])} of all profit ({high}, "
        f"{high_world}) and at least {_whole(halves[low_world, low])} ({low}, {low_world})"
    )


def _alt(halves: dict[tuple[str, str], float]) -> str:
    parts = [f"{policy} with {world} {_whole(share)}" for (world, policy), share in halves.items()]
    return f"Lorenz curves of shop profit. The poorer half of shops earns: {'; '.join(parts)}."
