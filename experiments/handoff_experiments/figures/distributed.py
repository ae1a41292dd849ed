"""The Distributed Factory Index beside hours that merely touched the network."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import Arm
from handoff_experiments.figures.style import GREY, INK, SKY, finished, nothing_to_show
from handoff_experiments.wording import listed

MEDIATED, COUNTED = "N4", "DFI"


@dataclass(frozen=True)
class Shares:
    """Two answers to "has it emerged?", shares of production hours."""

    mediated: float
    counted: float


def distributed(comparison: Comparison) -> go.Figure:
    """Both definitions for every arm, so that nobody has to choose one unseen."""
    shares = {arm.policy: _shares(arm) for arm in (*comparison.policies, comparison.baseline)}
    shares = {policy: s for policy, s in shares.items() if np.isfinite([s.mediated, s.counted]).all()}
    if not shares:
        return nothing_to_show("No index: no run has production hours")
    figure = go.Figure()
    for policy, found in shares.items():
        x, y = [found.counted, found.mediated], [policy, policy]
        line = {"color": GREY, "width": 4}
        figure.add_trace(go.Scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip"))
    _dots(figure, shares, "mediated", "hours that touched the network (N4)", SKY, "circle")
    _dots(figure, shares, "counted", "Distributed Factory Index (DFI)", INK, "diamond")
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(tickformat=".0%", rangemode="tozero", title_text="share of production hours")
    return finished(figure, title=_title(shares), alt=_alt(shares), height=230 + 52 * len(shares))


def _shares(arm: Arm) -> Shares:
    def mean(code: str) -> float:
        values = arm.values(lambda run: run.metrics.get(code, float("nan")))
        known = values[np.isfinite(values)]
        return float(known.mean()) if len(known) else float("nan")

    return Shares(mean(MEDIATED), mean(COUNTED))


def _dots(figure: go.Figure, shares: Mapping[str, Shares], which: str, label: str, colour: str, symbol: str) -> None:
    figure.add_trace(
        go.Scatter(
            x=[getattr(found, which) for found in shares.values()],
            y=list(shares),
            mode="markers",
            cliponaxis=False,
            name=label,
            marker={"size": 17, "color": colour, "symbol": symbol, "line": {"color": "white", "width": 1.5}},
            hovertemplate=f"{label}: %{{x:.1%}}<extra></extra>",
        )
    )


def _title(shares: Mapping[str, Shares]) -> str:
    touched = max(shares, key=lambda policy: shares[policy].mediated)
    found = shares[touched]
    if found.mediated == 0:
        return "No hours touched a network"
    return (
        f"{touched} touches {100 * found.mediated:.0f} % of hours; "
        f"{100 * found.counted:.1f} % are a distributed factory's"
    )


def _alt(shares: Mapping[str, Shares]) -> str:
    parts = [f"{policy} {found.mediated:.1%} and {found.counted:.1%}" for policy, found in shares.items()]
    return f"Share of hours that touched the network, and the Distributed Factory Index: {listed(parts)}."
