"""The flagship: unilateral against collective gain, one panel per policy."""

from collections.abc import Iterable, Mapping

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison, PolicyDeals
from handoff_experiments.contrasts import SIZES
from handoff_experiments.figures.style import (
    BLUE,
    DOLLARS,
    GREEN,
    INK,
    ORANGE,
    SIZE_COLOURS,
    SIZE_LABELS,
    SIZE_SYMBOLS,
    VERMILION,
    Place,
    finished,
    grid_height,
    nothing_to_show,
    panels,
)
from handoff_experiments.statistics.quadrants import Deals, Quadrant, QuadrantSummary
from handoff_experiments.wording import listed, percent

CORNERS = {  # quadrant: side of x, side of y, colour
    Quadrant.GOOD_DEAL: (1, 1, GREEN),
    Quadrant.TRAP: (1, -1, VERMILION),
    Quadrant.STRANDED_GAIN: (-1, 1, BLUE),
    Quadrant.BAD_DEAL: (-1, -1, ORANGE),
}
SHOWN = 95  # percentile of gains that the axes reach; points beyond are drawn at the edge


def quadrant(comparison: Comparison) -> go.Figure:
    """Every focal shop in one future is a point; the cross is the median shop with its intervals."""
    deals = comparison.deals
    if not deals:
        return nothing_to_show("No quadrants: X4 was not asked for, or no policy changed anything")
    reach = _reach(deals.values())
    figure, places = panels(list(deals), shared_xaxes=True, shared_yaxes=True)
    for (policy, found), place in zip(deals.items(), places, strict=True):
        _corners(figure, found.whole, reach, place)
        _points(figure, found.points, reach, place, legend=place == places[0])
        _median(figure, policy, found.whole, reach, place)
    figure.update_xaxes(range=[-reach, reach], tickformat=DOLLARS, nticks=5, zerolinewidth=2)
    figure.update_yaxes(range=[-reach, reach], tickformat=DOLLARS, nticks=5, zerolinewidth=2)
    figure.update_yaxes(title_text="C: with the network or without", col=1)
    for row, column in places:
        if (row + 1, column) not in places:
            title = "U: in or out, $ per machine-week"
            figure.update_xaxes(title_text=title, showticklabels=True, row=row, col=column)
    return finished(figure, title=_title(deals), alt=_alt(comparison), height=grid_height(list(deals)))


def _reach(deals: Iterable[PolicyDeals]) -> float:
    gains = [np.abs(values) for d in deals for values in (d.points.unilateral, d.points.collective)]
    return float(max(20.0, 1.15 * np.percentile(np.concatenate(gains), SHOWN)))


def _corners(figure: go.Figure, found: QuadrantSummary, reach: float, place: Place) -> None:
    for name, (x, y, colour) in CORNERS.items():
        row, column = place
        figure.add_shape(
            type="rect", x0=0, x1=x * reach, y0=0, y1=y * reach, line_width=0, fillcolor=colour, opacity=0.10,
            layer="below", row=row, col=column,
        )  # fmt: skip
        figure.add_annotation(
            text=f"{name}<br><b>{percent(found.shares[name].value)}</b>",
            x=0.97 * x * reach, y=0.96 * y * reach,
            xanchor="right" if x > 0 else "left", yanchor="top" if y > 0 else "bottom",
            align="right" if x > 0 else "left", showarrow=False, font_size=13, row=row, col=column,
        )  # fmt: skip


def _points(figure: go.Figure, points: Deals, reach: float, place: Place, *, legend: bool) -> None:
    for number, size in enumerate(SIZES):
        of_size = points.of_size(number)
        figure.add_trace(
            go.Scatter(
                x=np.clip(of_size.unilateral, -reach, reach),
                y=np.clip(of_size.collective, -reach, reach),
                mode="markers",
                name=f"{SIZE_LABELS[size]} shop in one future",
                legendgroup=size,
                showlegend=legend,
                marker={
                    "symbol": SIZE_SYMBOLS[size],
                    "size": 8,
                    "opacity": 0.55,
                    "color": SIZE_COLOURS[size],
                },
                customdata=np.column_stack([of_size.unilateral, of_size.collective]),
                hovertemplate="U $%{customdata[0]:.0f}, C $%{customdata[1]:.0f}<extra></extra>",
            ),
            row=place[0],
            col=place[1],
        )


def _median(figure: go.Figure, policy: str, found: QuadrantSummary, reach: float, place: Place) -> None:
    u, c = found.unilateral, found.collective

    def arms(low: float, value: float, high: float) -> dict[str, object]:
        """Arms of the cross, cut at the edge of the panel."""
        inside = np.clip([low, value, high], -reach, reach)
        return {
            "array": [inside[2] - inside[1]],
            "arrayminus": [inside[1] - inside[0]],
            "thickness": 2.5,
            "color": INK,
        }

    figure.add_trace(
        go.Scatter(
            x=[np.clip(u.value, -reach, reach)],
            y=[np.clip(c.value, -reach, reach)],
            error_x=arms(u.low, u.value, u.high),
            error_y=arms(c.low, c.value, c.high),
            mode="markers",
            name="median shop, with intervals",
            legendgroup="median",
            showlegend=place == (1, 1),
            marker={"symbol": "x", "size": 12, "color": INK, "line": {"color": "white", "width": 1.5}},
            hovertemplate=f"{policy}: median U $%{{x:.0f}}, median C $%{{y:.0f}}<extra></extra>",
        ),
        row=place[0],
        col=place[1],
    )


def _title(deals: Mapping[str, PolicyDeals]) -> str:
    """What the median shop gets, as far as its intervals tell."""
    parts = []
    for kind in CORNERS:
        policies = [policy for policy, found in deals.items() if found.whole.median_shop is kind]
        if policies:
            parts.append(f"{listed(policies)}: {kind}")
    undecided = [policy for policy, found in deals.items() if found.whole.median_shop is None]
    if undecided:
        parts.append(f"{listed(undecided)}: undecided")
    return f"What the median shop gets. {'; '.join(parts)}"


def _alt(comparison: Comparison) -> str:
    parts = [
        f"under {policy} {percent(found.whole.shares[Quadrant.GOOD_DEAL].value)} of shops have a good deal "
        f"and {percent(found.whole.shares[Quadrant.TRAP].value)} are in a trap"
        for policy, found in comparison.deals.items()
    ]
    return f"Scatter of unilateral against collective gain per shop, one panel per policy: {listed(parts)}."
