"""E9: what take and quotes leave shops and the operator, and who goes."""

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.figures.style import BLUE, INK, ORANGE, VERMILION, finished
from handoff_experiments.questions.decisions.capture import TAKE, region
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.questions.pictures.worlds import DIVERGING, each_world, short
from handoff_experiments.wording import percent

QUOTES, WEIGHT = "quotes", "price decides"
ROWS = {"S1": "Shops, $/machine-week", "N9": "Operator, $/shop-week"}
LEAVING = {  # what leaves, the metric, whether its complement is the share that goes
    "members that left": ("D2", True),
    "firms that closed": ("D2.firm", True),
    "repeats taken past the network": ("N5", False),
}


def draw_contours(evidence: Evidence) -> Iterator[go.Figure]:
    """Gain of shops and of the operator over take and quotes, a column for each weight of price."""
    weights, takes, quotes = (evidence.factors[name] for name in (WEIGHT, TAKE, QUOTES))
    figure = make_subplots(
        rows=2, cols=len(weights), shared_xaxes="all", shared_yaxes="all",
        horizontal_spacing=0.05, vertical_spacing=0.14,
        subplot_titles=[f"{title}, μ {short(WEIGHT, at)}" for title in ROWS.values() for at in weights],
    )  # fmt: skip
    x, y = ([evidence.number(name, level) for level in levels] for name, levels in ((TAKE, takes), (QUOTES, quotes)))
    for row, code in enumerate(ROWS, 1):
        grids = [_grid(evidence, code, weight) for weight in weights]
        largest = max(float(np.nanmax(np.abs(grid))) for grid in grids) or 1.0
        for column, grid in enumerate(grids, 1):
            figure.add_trace(
                go.Contour(
                    x=x, y=y, z=grid, colorscale=DIVERGING, zmin=-largest, zmax=largest,
                    contours={"showlabels": True, "labelfont": {"size": 14, "color": INK}}, showscale=False,
                    hovertemplate="take %{x:.0%}, %{y} quotes: $%{z:,.0f}<extra></extra>",
                ),
                row=row, col=column,
            )  # fmt: skip
            figure.add_trace(
                go.Contour(
                    x=x, y=y, z=grid, contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
                    line={"width": 5, "color": INK}, showscale=False, hoverinfo="skip", showlegend=False,
                ),
                row=row, col=column,
            )  # fmt: skip
    figure.update_annotations(font_size=15)
    figure.update_xaxes(tickformat=".0%", tickvals=x, showticklabels=True)
    figure.update_xaxes(title_text="take", row=2)
    figure.update_yaxes(tickvals=y)
    figure.update_yaxes(title_text="quotes per RFQ", col=1)
    table = region(evidence)
    feasible, ruled_out = (int((table["feasible"] == word).sum()) for word in ("yes", "no"))
    title = (
        f"{evidence.world}: {feasible} of {len(table)} settings surely leave shops no worse off and the operator at "
        f"break-even; {ruled_out} surely do not. Thick line: zero"
    )
    alt = "Contours over take and quotes of the gain of shops and of the operator, for each weight of price."
    yield finished(figure, title=title, alt=alt, height=860, legend=False)


def _grid(evidence: Evidence, code: str, weight: str) -> np.ndarray:
    """Means of a metric over take and quotes [quotes, take]; NaN where no combination was run."""

    def mean(take: str, quotes: str) -> float:
        try:
            return float(np.nanmean(evidence.at(code, {WEIGHT: weight, TAKE: take, QUOTES: quotes})))
        except KeyError:
            return float("nan")

    return np.array([[mean(take, quotes) for take in evidence.factors[TAKE]] for quotes in evidence.factors[QUOTES]])


def draw_exits(evidence: Evidence) -> Iterator[go.Figure]:
    """What leaves at each take: members, firms, repeats."""
    takes = evidence.factors[TAKE]
    figure = go.Figure()
    found = {}
    for (name, (code, complement)), colour in zip(LEAVING.items(), (BLUE, VERMILION, ORANGE), strict=True):
        values = [evidence.at(code, {TAKE: take}, "level") for take in takes]
        found[name] = [
            estimate(1.0 - each if complement else each, comparisons=len(takes) * len(LEAVING)) for each in values
        ]
        figure.add_bar(
            x=[f"{evidence.number(TAKE, take):.0%}" for take in takes],
            y=[each.mean for each in found[name]],
            error_y={"array": [each.high - each.mean for each in found[name]], "thickness": 2},
            name=name,
            marker_color=colour,
        )
    figure.update_xaxes(title_text="take", type="category")
    largest = max(each.high for bars in found.values() for each in bars)
    figure.update_yaxes(title_text="share that goes", tickformat=".0%", range=[0, min(1.0, 1.05 * largest)])
    rises = {name: each[-1].mean - each[0].mean for name, each in found.items()}
    most = max(rises, key=lambda name: rises[name])
    title = (
        f"{evidence.world}: from the smallest to the largest take, the share of {most} rises most, from "
        f"{percent(found[most][0].mean)} to {percent(found[most][-1].mean)}"
    )
    if rises[most] <= 0:
        title = f"{evidence.world}: a larger take drives nobody out in these runs"
    alt = "Shares of members, firms and repeats that leave, by take, with intervals."
    yield finished(figure, title=title, alt=alt, height=520)


contours = each_world(draw_contours)
exits = each_world(draw_exits)
