"""Adoption: who joined when, by size class."""

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import SIZES, Arm
from handoff_experiments.figures.style import (
    GREY,
    SIZE_COLOURS,
    SIZE_DASHES,
    SIZE_LABELS,
    finished,
    grid_height,
    nothing_to_show,
    panels,
)
from handoff_experiments.figures.weekly import mean_curve
from handoff_experiments.wording import listed, percent


def adoption(comparison: Comparison) -> go.Figure:
    """Member share of each size class by week, mean over the seeds."""
    arms = [arm for arm in comparison.policies if _joined(arm) is not None]
    if not arms:
        return nothing_to_show("No adoption curve: nobody joined anything")
    figure, places = panels([arm.policy for arm in arms], shared_xaxes=True, shared_yaxes=True)
    launch = next(run.launch for run in arms[0].runs if run is not None and run.finished)
    for arm, (row, column) in zip(arms, places, strict=True):
        for size in SIZES:
            curve = mean_curve(arm, f"members_{size}")
            line = {"color": SIZE_COLOURS[size], "dash": SIZE_DASHES[size], "width": 3}
            figure.add_trace(
                go.Scatter(
                    x=np.arange(len(curve)), y=curve, mode="lines", line=line,
                    name=f"{SIZE_LABELS[size]} shops",
                    legendgroup=size, showlegend=(row, column) == places[0],
                    hovertemplate="week %{x}: %{y:.0%}<extra></extra>",
                ),
                row=row, col=column,
            )  # fmt: skip
        figure.add_vline(x=launch, line_dash="dot", line_color=GREY, row=row, col=column)
        if (row + 1, column) not in places:
            figure.update_xaxes(title_text="week", showticklabels=True, row=row, col=column)
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(title_text="members in the lane", col=1)
    names = [arm.policy for arm in arms]
    return finished(figure, title=_title(arms), alt=_alt(arms, launch), height=grid_height(names))


def _joined(arm: Arm) -> float | None:
    """Member share of all shops in the last week; None where nobody ever joined."""
    curve = mean_curve(arm, "members")
    if not len(curve) or not np.nanmax(curve) > 0:
        return None
    shops = next(len(run.shops["key"]) for run in arm.runs if run is not None and run.finished)
    return float(curve[-1] / shops)


def _title(arms: list[Arm]) -> str:
    shares = sorted(((_joined(arm) or 0.0, arm.policy) for arm in arms), reverse=True)
    return f"Members at the end: {', '.join(f'{policy} {percent(share)}' for share, policy in shares)}"


def _alt(arms: list[Arm], launch: int) -> str:
    parts = []
    for arm in arms:
        small, large = (mean_curve(arm, f"members_{size}") for size in ("S", "L"))
        parts.append(f"{arm.policy} ends with {_share(small)} of small and {_share(large)} of large shops")
    return f"Member share by week and size class, launch in week {launch}: {listed(parts)}."


def _share(curve: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    return percent(float(curve[-1])) if len(curve) and np.isfinite(curve[-1]) else "no"
