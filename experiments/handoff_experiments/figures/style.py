"""How the pictures look: one palette for colour-blind readers, sizes that a projector can show.

Colours are those of Okabe and Ito (2008), told apart in every common form of colour blindness; shapes and
positions carry the same distinctions, so that print in grey still tells them apart.
"""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, GREY, INK = "#CC79A7", "#56B4E9", "#8A8A8A", "#222222"
POLICY_COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, INK)
SIZE_COLOURS = {"S": SKY, "M": BLUE, "L": INK}
SIZE_SYMBOLS = {"all": "circle", "S": "triangle-up", "M": "square", "L": "diamond"}
SIZE_LABELS = {"all": "all shops", "S": "small", "M": "medium", "L": "large"}
SIZE_DASHES = {"S": "solid", "M": "dash", "L": "dot"}
FONT = "Inter, 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif"
LINE = "rgba(128,128,128,0.35)"
DOLLARS = "$,.0f"  # tick format
PANEL_HEIGHT = 330  # pixels
LONGEST_LINE = 88  # characters of a title
RAISED = 14  # pixels by which plotly.js draws a title of several lines above its place

Place = tuple[int, int]  # row and column of a panel, from 1


def finished(figure: go.Figure, *, title: str, alt: str, height: int = 480, legend: bool = True) -> go.Figure:
    """Give a figure its title, which says the finding, its description, and the house style."""
    lines = wrapped(title)
    figure.update_layout(
        title={
            "text": "<br>".join(lines),
            "x": 0,
            "xref": "paper",
            "yref": "container",
            "y": 0.98,
            "yanchor": "top",
            "pad": {"t": RAISED if len(lines) > 1 else 0},
        },
        title_font={"size": 20},
        font={"family": FONT, "size": 15},
        template="none",
        height=height,
        margin={"l": 80, "r": 24, "t": 50 + 26 * len(lines), "b": 110 if legend else 64},
        legend={
            "orientation": "h",
            "yref": "container",
            "y": 0.01,
            "yanchor": "bottom",
            "x": 0,
            "xref": "paper",
        },
        hoverlabel={"font": {"family": FONT}},
        meta={"alt": alt, "title": title},
    )
    axis = {
        "gridcolor": LINE,
        "zerolinecolor": GREY,
        "linecolor": GREY,
        "automargin": True,
        "title_font_size": 14,
    }
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def wrapped(text: str, longest: int = LONGEST_LINE) -> list[str]:
    """Lines of a title, broken at spaces."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def colours(policies: Sequence[str]) -> dict[str, str]:
    """A colour for each policy, the same in every picture of a comparison."""
    return {policy: POLICY_COLOURS[i % len(POLICY_COLOURS)] for i, policy in enumerate(policies)}


def panels(names: Sequence[str], *, columns: int = 3, **options: Any) -> tuple[go.Figure, list[Place]]:
    """A grid of panels, one per name, and the place of each; axes are shared."""
    columns = min(columns, max(1, len(names)))
    rows = -(-max(1, len(names)) // columns)
    figure = make_subplots(
        rows=rows,
        cols=columns,
        subplot_titles=list(names),
        horizontal_spacing=0.06,
        vertical_spacing=min(0.14, 0.3 / rows),
        **options,
    )
    places = [(i // columns + 1, i % columns + 1) for i in range(len(names))]
    figure.update_annotations(font_size=16)
    return figure, places


def grid_height(names: Sequence[str], columns: int = 3) -> int:
    """Pixels that a grid of so many panels needs."""
    return 190 + PANEL_HEIGHT * -(-max(1, len(names)) // columns)


def nothing_to_show(why: str) -> go.Figure:
    """A picture that says why there is nothing in it."""
    figure = go.Figure()
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(text=why, showarrow=False, font_size=16, x=0.5, y=0.5, xref="paper", yref="paper")
    return finished(figure, title=why, alt=why, height=220)
