"""Strip chart of calibration targets: each seed, the mean with its interval, and the band they should lie in."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from handoff_experiments.calibration.bands import Band
from handoff_experiments.calibration.targets import Standing, Target
from handoff_experiments.figures.style import GREEN, GREY, VERMILION, finished, nothing_to_show, wrapped
from handoff_experiments.wording import listed, number

COLOURS = {
    Standing.INSIDE: GREEN,
    Standing.OUTSIDE: VERMILION,
    Standing.UNDECIDED: GREY,
    Standing.UNKNOWN: GREY,
}
SYMBOLS = {
    Standing.INSIDE: "circle",
    Standing.OUTSIDE: "x",
    Standing.UNDECIDED: "diamond",
    Standing.UNKNOWN: "diamond",
}
LONGEST = 52  # characters of a line of a label
ROW = 46  # pixels of a target
HALF = 0.36  # of a row, that a band is high


def targets(world: str, found: Sequence[Target]) -> go.Figure:
    """A row for each target, drawn so that all bands lie between 0 and 1."""
    shown = [target for target in found if len(target.values)]
    if not shown:
        return nothing_to_show(f"{world}: no target has a value")
    figure = go.Figure()
    for row, target in enumerate(shown):
        _band(figure, row)
        _seeds(figure, row, target)
    for standing in dict.fromkeys(target.standing for target in shown):
        _means(figure, standing, shown)
    figure.update_yaxes(
        tickvals=list(range(len(shown))),
        ticktext=[_label(target.band) for target in shown],
        range=[len(shown) - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
    )
    figure.update_xaxes(tickvals=[0, 1], ticktext=["low end of the band", "high end"], zeroline=False)
    outside = [target.band.code for target in shown if target.standing is Standing.OUTSIDE]
    inside = sum(target.standing is Standing.INSIDE for target in shown)
    missed = f"; {listed(outside)} {'does' if len(outside) == 1 else 'do'} not" if outside else ""
    title = f"{world}: {inside} of {len(found)} targets lie in their bands{missed}"
    return finished(figure, title=title, alt=_alt(shown), height=170 + ROW * len(shown))


def _scale(target: Target) -> tuple[float, float]:
    """Start and width of a target's band; one without an end reaches as far as its seeds do."""
    low, high = target.band.low, target.band.high
    if math.isinf(high):
        high = max(float(target.values.max()), target.high if math.isfinite(target.high) else low, low + 1e-9)
    return low, high - low


def _band(figure: go.Figure, row: int) -> None:
    figure.add_shape(
        type="rect",
        x0=0,
        x1=1,
        y0=row - HALF,
        y1=row + HALF,
        fillcolor=GREEN,
        opacity=0.14,
        line_width=0,
        layer="below",
    )


def _seeds(figure: go.Figure, row: int, target: Target) -> None:
    low, width = _scale(target)
    figure.add_trace(
        go.Scatter(
            x=(target.values - low) / width,
            y=[row] * len(target.values),
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 12, "color": GREY, "opacity": 0.6},
            customdata=target.values,
            hovertemplate=f"{target.band.code}: a seed with %{{customdata:.3g}} {target.band.unit}<extra></extra>",
            showlegend=False,
        )
    )


def _means(figure: go.Figure, standing: Standing, shown: Sequence[Target]) -> None:
    here = [(row, target) for row, target in enumerate(shown) if target.standing is standing]
    places, up, down, texts = [], [], [], []
    for _, target in here:
        low, width = _scale(target)
        bounded = math.isfinite(target.low) and math.isfinite(target.high)
        places.append((target.mean - low) / width)
        up.append((target.high - target.mean) / width if bounded else 0.0)
        down.append((target.mean - target.low) / width if bounded else 0.0)
        texts.append(f"{number(target.mean)} [{number(target.low)} to {number(target.high)}] {target.band.unit}")
    figure.add_trace(
        go.Scatter(
            x=places,
            y=[row for row, _ in here],
            error_x={"array": up, "arrayminus": down, "thickness": 3, "width": 7},
            mode="markers",
            marker={"symbol": SYMBOLS[standing], "size": 13, "color": COLOURS[standing]},
            name=f"mean and interval: {standing}",
            text=texts,
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _label(band: Band) -> str:
    ends = f"above {band.low:g}" if math.isinf(band.high) else f"{band.low:g} to {band.high:g}"
    first, *more = wrapped(f"{band.code} {band.title}", LONGEST)
    lines = [first.replace(band.code, f"<b>{band.code}</b>", 1), *more]
    return f"{'<br>'.join(lines)}{', ' if more else '<br>'}{ends} {band.unit}"


def _alt(shown: Sequence[Target]) -> str:
    told = (f"{target.band.code} {number(target.mean)}, {target.standing}" for target in shown)
    return f"Each target's seeds, mean and interval against its band: {'; '.join(told)}."
