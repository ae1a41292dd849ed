"""Who wins and who loses: each shop's own change in profit, by size class."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import SIZES, Arm
from handoff_experiments.figures.style import (
    DOLLARS,
    GREY,
    SIZE_COLOURS,
    SIZE_LABELS,
    finished,
    nothing_to_show,
)
from handoff_experiments.tasks import FloatArray
from handoff_experiments.wording import listed, money, percent

SHOWN = 98  # percentile of changes that the axis reaches
Changes = Mapping[str, FloatArray]  # by size class: one entry per shop and seed, $ per machine-week


def winners(comparison: Comparison) -> go.Figure:
    """Violins of the paired change in profit, one per policy and size class."""
    changes = {arm.policy: shop_changes(arm, comparison.baseline) for arm in comparison.policies}
    changes = {policy: by_size for policy, by_size in changes.items() if any(map(len, by_size.values()))}
    if not changes:
        return nothing_to_show("No distribution: there is no finished pair of runs")
    figure = go.Figure()
    for size in SIZES:
        x = [policy for policy, by_size in changes.items() for _ in by_size[size]]
        y = np.concatenate([by_size[size] for by_size in changes.values()])
        if len(y):
            figure.add_trace(_violin(x, y, size))
    everything = np.concatenate([v for by_size in changes.values() for v in by_size.values()])
    reach = max(20.0, 1.1 * float(np.percentile(np.abs(everything), SHOWN)))
    figure.update_layout(violinmode="group", violingap=0.15, violingroupgap=0.05)
    figure.update_yaxes(range=[-reach, reach], tickformat=DOLLARS, title_text="change in profit, $ per machine-week")
    figure.update_yaxes(zerolinewidth=2)
    figure.update_xaxes(showgrid=False, linecolor=GREY)
    for policy, by_size in changes.items():
        text = f"<b>{percent(_winning(by_size))}</b> gain"
        figure.add_annotation(x=policy, y=1, yref="paper", text=text, showarrow=False, font_size=15, yanchor="bottom")
    return finished(figure, title=_title(changes), alt=_alt(changes), height=540)


def shop_changes(arm: Arm, baseline: Arm) -> dict[str, FloatArray]:
    """C of every shop in every seed, by size class."""
    found: dict[str, list[FloatArray]] = {size: [] for size in SIZES}
    for run, before in zip(arm.runs, baseline.runs, strict=True):
        if run is None or before is None or not (run.finished and before.finished):
            continue
        change = run.shops["profit_per_machine_week"] - before.shops["profit_per_machine_week"]
        for number, size in enumerate(SIZES):
            found[size].append(change[(run.shops["size"] == number) & np.isfinite(change)])
    return {size: np.concatenate(parts) if parts else np.zeros(0) for size, parts in found.items()}


def _violin(x: list[str], y: FloatArray, size: str) -> go.Violin:
    return go.Violin(
        x=x,
        y=y,
        name=f"{SIZE_LABELS[size]} shops",
        line_color=SIZE_COLOURS[size],
        box_visible=True,
        meanline_visible=False,
        points=False,
        spanmode="hard",
        scalemode="width",
        hoverinfo="skip",
    )


def _winning(by_size: Changes) -> float:
    everybody = np.concatenate(list(by_size.values()))
    return float((everybody > 0).mean())


def _title(changes: Mapping[str, Changes]) -> str:
    ranked = sorted(changes, key=lambda policy: -_winning(changes[policy]))
    parts = [f"{policy} {percent(_winning(changes[policy]))}" for policy in ranked]
    return f"Share of shops that come out ahead: {', '.join(parts)}"


def _alt(changes: Mapping[str, Changes]) -> str:
    parts = [
        f"{policy}: "
        + ", ".join(
            f"{SIZE_LABELS[size]} median {money(float(np.median(values)))}"
            for size, values in by_size.items()
            if len(values)
        )
        for policy, by_size in changes.items()
    ]
    return f"Distribution over shops and seeds of the paired change in profit per machine-week; {listed(parts)}."
