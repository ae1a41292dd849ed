"""Forest: the effect on profit by size class, with simultaneous intervals."""

import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import SIZES, Contrast, Difference
from handoff_experiments.figures.style import (
    GREY,
    SIZE_LABELS,
    SIZE_SYMBOLS,
    colours,
    finished,
    nothing_to_show,
)
from handoff_experiments.statistics.verdict import Verdict
from handoff_experiments.wording import amount, listed

METRIC = "S1"
ROWS = ("all", *SIZES)


def forest(comparison: Comparison) -> go.Figure:
    """One row per policy and size class; the band is the difference too small to matter."""
    found = [c for arm in comparison.policies if (c := comparison.contrast(arm.policy, METRIC)) is not None]
    if not found:
        return nothing_to_show(f"No forest: {METRIC} was not compared")
    figure = go.Figure()
    effect, unit = found[0].effect, found[0].measure.unit
    figure.add_vrect(x0=-effect, x1=effect, fillcolor=GREY, opacity=0.18, line_width=0, layer="below")
    tints = colours([contrast.policy for contrast in found])
    for shops in ROWS:
        _row(figure, shops, found, tints)
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont_size=15)
    figure.update_xaxes(title_text=f"difference from {comparison.baseline.policy}, {unit}", zerolinewidth=2)
    height = 184 + 34 * len(ROWS) * len(found)
    return finished(figure, title=_title(found), alt=_alt(found, comparison), height=height, legend=False)


def _cells(contrast: Contrast) -> dict[str, Difference]:
    return {"all": contrast, **contrast.by_size}


def _row(figure: go.Figure, shops: str, found: list[Contrast], tints: dict[str, str]) -> None:
    shown = [(c.policy, _cells(c)[shops]) for c in found if shops in _cells(c)]
    policies, labels = [policy for policy, _ in shown], [SIZE_LABELS[shops]] * len(shown)
    values = [cell.difference for _, cell in shown]
    figure.add_trace(
        go.Scatter(
            x=values,
            y=[policies, labels],
            mode="markers",
            name=SIZE_LABELS[shops],
            showlegend=False,
            marker={
                "symbol": SIZE_SYMBOLS[shops],
                "size": 15 if shops == "all" else 12,
                "color": [tints[policy] for policy in policies],
            },
            error_x={
                "array": [min(cell.high - cell.difference, 1e6) for _, cell in shown],
                "arrayminus": [min(cell.difference - cell.low, 1e6) for _, cell in shown],
                "thickness": 2,
                "width": 5,
                "color": GREY,
            },
            text=[str(cell.verdict) for _, cell in shown],
            hovertemplate="%{x:.0f}: %{text}<extra></extra>",
        )
    )


def _title(found: list[Contrast]) -> str:
    better = [c.policy for c in found if c.verdict is Verdict.BETTER]
    worse = [c.policy for c in found if c.verdict is Verdict.WORSE]
    parts = []
    if better:
        parts.append(f"Shops earn more under {listed(better)}")
    if worse:
        parts.append(f"{'less' if better else 'Shops earn less'} under {listed(worse)}")
    if not parts:
        return "No policy has yet been shown to change what shops earn"
    return ", ".join(parts)


def _alt(found: list[Contrast], comparison: Comparison) -> str:
    parts = [f"{c.policy} {amount(c.difference, c.measure.unit)} ({str(c.verdict).lower()})" for c in found]
    return (
        f"Paired differences in profit from {comparison.baseline.policy} with simultaneous intervals, for "
        f"all shops and by size class: {listed(parts)}."
    )
