"""Wasted quoting hours: why an award costs more or fewer of them, in four causes that add up."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import Arm
from handoff_experiments.figures.style import BLUE, GREEN, INK, ORANGE, PURPLE, finished, nothing_to_show
from handoff_experiments.wording import amount, listed, number

CAUSES = {  # factor: what it is called, its colour and its hatching
    "quotes_per_rfq": ("quotes asked per RFQ", BLUE, ""),
    "award_rate": ("RFQs that end in an award", ORANGE, "/"),
    "completeness": ("completeness of packets", GREEN, "x"),
    "depth": ("depth of engineering", PURPLE, "."),
}
UNIT = "hours per award"


def waste(comparison: Comparison) -> go.Figure:
    """Change in wasted hours per award against the baseline, by cause, mean over the pairs."""
    parts = {arm.policy: causes(arm, comparison.baseline) for arm in comparison.policies}
    parts = {policy: by_cause for policy, by_cause in parts.items() if by_cause}
    if not parts:
        return nothing_to_show("No decomposition: no pair of runs has quotes and awards")
    figure = go.Figure()
    for cause, (label, colour, hatching) in CAUSES.items():
        figure.add_trace(
            go.Bar(
                x=list(parts),
                y=[by_cause[cause] for by_cause in parts.values()],
                name=label,
                marker={
                    "color": colour,
                    "pattern": {"shape": hatching, "fgcolor": "white", "fillmode": "overlay", "size": 7},
                },
                hovertemplate=f"{label}: %{{y:+.2f}} {UNIT}<extra></extra>",
            )
        )
    totals = {policy: sum(by_cause.values()) for policy, by_cause in parts.items()}
    figure.add_trace(
        go.Scatter(
            x=list(totals),
            y=list(totals.values()),
            mode="markers",
            name="all four together",
            marker={"symbol": "diamond", "size": 14, "color": INK, "line": {"color": "white", "width": 2}},
            hovertemplate=f"%{{y:+.2f}} {UNIT}<extra></extra>",
        )
    )
    for policy, by_cause in parts.items():
        top = sum(part for part in by_cause.values() if part > 0)
        text = f"<b>{number(totals[policy], signed=True)}</b>"
        figure.add_annotation(x=policy, y=top, text=text, showarrow=False, yanchor="bottom", yshift=10)
    figure.update_layout(barmode="relative", bargap=0.45)
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(title_text=f"change in wasted {UNIT}", zerolinewidth=2)
    return finished(figure, title=_title(totals), alt=_alt(parts, totals), height=520)


def causes(arm: Arm, baseline: Arm) -> dict[str, float]:
    """Mean over the pairs of each cause's part (Shapley) in the change of wasted hours per award."""
    from handoff_sim.metrics.waste import shapley, wasted_hours_of

    found = [
        shapley(wasted_hours_of, before.waste, run.waste)
        for run, before in zip(arm.runs, baseline.runs, strict=True)
        if run is not None and before is not None and run.finished and before.finished
    ]
    known = [parts for parts in found if parts and np.isfinite(list(parts.values())).all()]
    if not known:
        return {}
    return {cause: float(np.mean([parts[cause] for parts in known])) for cause in CAUSES}


def _title(totals: Mapping[str, float]) -> str:
    least = min(totals, key=lambda policy: totals[policy])
    most = max(totals, key=lambda policy: totals[policy])
    if totals[least] >= 0:
        return f"No policy wastes fewer quoting hours per award; {most} adds {totals[most]:.1f} hours"
    saved = f"{least} saves {-totals[least]:.1f} wasted quoting hours per award"
    return f"{saved}; {most} adds {totals[most]:.1f}" if totals[most] > 0 else saved


def _alt(parts: Mapping[str, Mapping[str, float]], totals: Mapping[str, float]) -> str:
    said = [
        f"{policy} {amount(totals[policy], UNIT)}, most of it by {CAUSES[_largest(by_cause)][0]}"
        for policy, by_cause in parts.items()
    ]
    return f"Change in wasted quoting hours per award, split into four causes that add up: {listed(said)}."


def _largest(by_cause: Mapping[str, float]) -> str:
    return max(by_cause, key=lambda cause: abs(by_cause[cause]))
