"""Why one decision came out as it did: what its value adds up from, and how far each term was from turning it."""

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.explaining.decisions import Explained
from handoff_experiments.explaining.flips import Flip
from handoff_experiments.explaining.parts import Part, Sum, Way
from handoff_experiments.explaining.sentences import answer, because, flip_words, question_words
from handoff_experiments.explaining.values import shown
from handoff_experiments.figures.style import (
    BLUE,
    DOLLARS,
    GREY,
    INK,
    SKY,
    VERMILION,
    finished,
    nothing_to_show,
    wrapped,
)
from handoff_sim.agents.terms import Unit, term

MOST_BARS = 8  # turning points in one picture
FARTHEST = 3.0  # of a term's own size; bars are cut there
PART_COLOURS = (BLUE, SKY, "#E69F00", "#009E73", "#CC79A7", VERMILION, GREY)
LONG_LABEL = 34


def why(one: Explained) -> go.Figure:
    """The picture of one decision: its sum or its ways above, its turning points below."""
    near = [flip for flip in one.flips if flip.relative is not None][:MOST_BARS]
    has_sum = bool(one.ways) or one.sum is not None
    if not has_sum and not near:
        return nothing_to_show(f"{question_words(one)}: nothing is added up, and no single term would have turned it")
    panels = [(_sum_title(one), _sum_height(one))] if has_sum else []
    panels += [("How far each term was from turning it", 60.0 + 34 * len(near))] if near else []
    names, heights = [name for name, _ in panels], [height for _, height in panels]
    figure = make_subplots(
        rows=len(names), cols=1, subplot_titles=names, row_heights=heights, vertical_spacing=120 / (sum(heights) + 200)
    )
    figure.update_annotations(font_size=16, x=0, xanchor="left")
    if one.ways:
        _ways(figure, one.ways)
    elif one.sum is not None:
        _waterfall(figure, one.sum)
    if near:
        _distances(figure, one, near, row=len(names))
    title = f"{question_words(one)} {answer(one)}"
    height = int(sum(heights)) + (360 if len(names) > 1 else 240)
    return finished(figure, title=title, alt=_alt(one, near), height=height, legend=bool(one.ways))


def _sum_title(one: Explained) -> str:
    if one.ways:
        return "What each way would have cost, $"
    return f"{one.sum.label[0].upper()}{one.sum.label[1:]}, {one.sum.unit}" if one.sum else ""


def _sum_height(one: Explained) -> float:
    """Pixels: ways stand side by side, parts lie one below the other."""
    return 340.0 if one.ways or one.sum is None else 60.0 + 32 * (len(one.sum.parts) + 1)


def _waterfall(figure: go.Figure, total: Sum) -> None:
    """R11 and its like: from the first part down to what they add up to."""
    labels = [*(part.label for part in total.parts), f"<b>{total.label}</b>"]
    amounts = [part.amount for part in total.parts]
    texts = [shown(amount, Unit.DOLLARS, signed=True) for amount in amounts]
    figure.add_trace(
        go.Waterfall(
            y=labels,
            x=[*amounts, 0.0],
            orientation="h",
            measure=["relative"] * len(amounts) + ["total"],
            text=[*texts, f"<b>{shown(total.total, Unit.DOLLARS)}</b>"],
            textposition="outside",
            cliponaxis=False,
            increasing={"marker": {"color": BLUE}},
            decreasing={"marker": {"color": VERMILION}},
            totals={"marker": {"color": INK}},
            connector={"line": {"color": GREY, "width": 1}},
            showlegend=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        ),
        row=1,
        col=1,
    )
    places = _levels(total.parts)
    room = 0.14 * (max(places) - min(places) or 1.0)
    figure.update_xaxes(range=[min(places) - room, max(places) + room], zerolinewidth=2, row=1, col=1)
    figure.update_xaxes(tickformat=_ticks(total.unit), row=1, col=1)
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont_size=13, row=1, col=1)


def _ticks(unit: Unit) -> str:
    return DOLLARS if unit in (Unit.DOLLARS, Unit.MACHINE_WEEK) else ""


def _levels(parts: Sequence[Part]) -> list[float]:
    """Where the waterfall stands after each part."""
    levels = [0.0]
    for part in parts:
        levels.append(levels[-1] + part.amount)
    return levels


def _ways(figure: go.Figure, ways: Sequence[Way]) -> None:
    """R10: what each open way costs, part on part; the cheapest is the one taken unless an offer bound."""
    open_ways = [way for way in ways if way.parts]
    labels = list(dict.fromkeys(part.label for way in open_ways for part in way.parts))
    for number, label in enumerate(labels):
        amounts = [sum(part.amount for part in way.parts if part.label == label) for way in open_ways]
        figure.add_trace(
            go.Bar(
                x=[way.label for way in open_ways],
                y=amounts,
                name=label,
                marker={"color": PART_COLOURS[number % len(PART_COLOURS)], "line": {"color": "white", "width": 1}},
                hovertemplate=f"{label}: $%{{y:,.0f}}<extra></extra>",
            ),
            row=1,
            col=1,
        )
    for way in open_ways:
        text = f"<b>{shown(way.cost, Unit.DOLLARS)}</b>"
        top = sum(max(0.0, part.amount) for part in way.parts)
        figure.add_annotation(x=way.label, y=top, text=text, showarrow=False, yanchor="bottom", yshift=4, row=1, col=1)
    figure.update_layout(barmode="relative", bargap=0.5)
    figure.update_xaxes(showgrid=False, row=1, col=1)
    figure.update_yaxes(tickformat=DOLLARS, row=1, col=1)


def _distances(figure: go.Figure, one: Explained, near: Sequence[Flip], *, row: int) -> None:
    """How much of itself each term would have had to change, the nearest on top."""
    shares = [min(FARTHEST, flip.relative or 0.0) for flip in near]
    labels = ["<br>".join(wrapped(term(one.kind, flip.name).label, LONG_LABEL)) for flip in near]
    texts = [flip_words(one, flip).removeprefix(f"{term(one.kind, flip.name).label}: ") for flip in near]
    figure.add_trace(
        go.Bar(
            x=shares,
            y=labels,
            orientation="h",
            text=texts,
            textposition="outside",
            cliponaxis=False,
            marker={"color": [BLUE if flip.change > 0 else VERMILION for flip in near]},
            showlegend=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        ),
        row=row,
        col=1,
    )
    figure.update_xaxes(
        title_text="change needed, share of the term itself (blue: more, red: less; bars end at 300 %)",
        tickformat=".0%", range=[0, max(0.05, 1.9 * max(shares))], row=row, col=1,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont_size=13, row=row, col=1)


def _alt(one: Explained, near: Sequence[Flip]) -> str:
    said = f"{question_words(one)} {answer(one)}. {because(one)}"
    if near:
        said += f" Nearest to turning it: {'; '.join(flip_words(one, flip) for flip in near[:3])}."
    return said
