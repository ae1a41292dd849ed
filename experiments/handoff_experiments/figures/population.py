"""A portrait of a world: its shops by region, process and size class, and who is in whose phone book."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.figures.crowd import Crowd, Places, crowd_of, places_of
from handoff_experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    finished,
)
from handoff_experiments.wording import listed, percent
from handoff_sim.policy.declare import SIZES
from handoff_sim.world.document import World

MOST_TIES = 400  # lines of a picture
LOOKS = (  # of the processes: colour and shape, so that print in grey tells them apart
    (BLUE, "circle"),
    (ORANGE, "square"),
    (GREEN, "diamond"),
    (VERMILION, "triangle-up"),
    (PURPLE, "pentagon"),
    (SKY, "hexagram"),
    (GREY, "triangle-down"),
    ("#7A5C00", "star"),
)
EDGE = "rgba(128,128,128,0.9)"  # seen on a light ground and on a dark one
DIAMETERS = (0.82, 1.16, 1.64)  # of a dot, by size class, in units of length
LARGEST_SMALL = 17.0  # pixels of a small shop's dot in a world of a few shops
SMALLEST = 3.0  # pixels
WIDTH, HEIGHT = 900.0, 470.0  # pixels there are for the dots, about
KEY_SIZES = (7, 11, 16)  # pixels of the dots that explain the size classes
FEW_REGIONS = 8


def population(world: World, seed: int = 1) -> go.Figure:
    """The shops of a world as dots by region, and up to some hundreds of the ties between them.

    Parameters: the world; ``seed`` of the future whose shops and phone books are drawn.
    """
    crowd = crowd_of(world, seed)
    places = places_of(crowd, world.population.regions)
    figure = go.Figure()
    shown = _shown_ties(crowd)
    _ties(figure, places, shown, len(crowd.ties))
    _dots(figure, crowd, places, world.population.processes)
    _size_key(figure)
    _regions(figure, crowd, places)
    room = {"showgrid": False, "zeroline": False, "visible": False}
    height = int(min(HEIGHT, WIDTH * places.height / places.width)) + 190
    figure = finished(figure, title=_title(crowd, world), alt=_alt(crowd, world, len(shown)), height=height)
    figure.update_xaxes(**room)
    figure.update_yaxes(**room, scaleanchor="x")
    figure.update_layout(margin_l=10, margin_r=10, legend={"font_size": 16, "traceorder": "normal"})
    return figure


def _shown_ties(crowd: Crowd) -> np.ndarray:
    """All ties, or so many of them, evenly from first to last, as a picture has room for."""
    if len(crowd.ties) <= MOST_TIES:
        return crowd.ties
    return crowd.ties[np.arange(MOST_TIES) * len(crowd.ties) // MOST_TIES]


def _ties(figure: go.Figure, places: Places, ties: np.ndarray, count: int) -> None:
    if not len(ties):
        return
    name = "in each other's phone books" + (f" ({len(ties)} of {count:,})" if len(ties) < count else "")
    line = {"color": GREY, "width": 1}
    figure.add_trace(
        go.Scatter(
            x=_joined(places.x, ties), y=_joined(places.y, ties), mode="lines", line=line, opacity=0.4, name=name,
            hoverinfo="skip",
        )
    )  # fmt: skip


def _joined(values: np.ndarray, ties: np.ndarray) -> list[float | None]:
    """Both ends of every tie, and a gap."""
    ends = np.round(values[ties], 2).tolist()
    return [value for one, other in ends for value in (one, other, None)]


def _dots(figure: go.Figure, crowd: Crowd, places: Places, processes: Sequence[str]) -> None:
    """A trace for every process and size class, one entry of the legend for a process."""
    unit = min(WIDTH / places.width, HEIGHT / places.height, LARGEST_SMALL / DIAMETERS[0])
    for number, process in enumerate(processes):
        colour, symbol = LOOKS[number % len(LOOKS)]
        share = float((crowd.process == number).mean())
        count = f"{round(share * crowd.shops):,}"
        for size in reversed(range(len(SIZES))):
            which = np.flatnonzero((crowd.process == number) & (crowd.size == size))
            if not len(which):
                continue
            marker = {
                "size": round(max(SMALLEST, DIAMETERS[size] * unit), 1),
                "color": colour,
                "symbol": symbol,
                "line": {"color": EDGE, "width": 0.8},
            }
            figure.add_trace(
                go.Scatter(
                    x=np.round(places.x[which], 2), y=np.round(places.y[which], 2), mode="markers", marker=marker,
                    legendgroup=process, showlegend=False, name=process, **_hover(crowd, which, process, size),
                )
            )  # fmt: skip
        marker = {"size": KEY_SIZES[1] + 2, "color": colour, "symbol": symbol, "line": {"color": EDGE, "width": 0.8}}
        name = f"{process} ({count})"
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=marker, legendgroup=process, name=name))


def _hover(crowd: Crowd, which: np.ndarray, process: str, size: int) -> dict[str, object]:
    if crowd.counted:
        about = f"about {round(crowd.shops / crowd.dots)} {SIZES[size]} shops: {process}<extra></extra>"
        return {"hovertemplate": about}
    data = np.stack([which, crowd.machines[which]], axis=1)
    text = f"shop %{{customdata[0]}}, {SIZES[size]}: {process} first, %{{customdata[1]}} machines<extra></extra>"
    return {"customdata": data, "hovertemplate": text}


def _size_key(figure: go.Figure) -> None:
    for size, pixels in zip(SIZES, KEY_SIZES, strict=True):
        marker = {"size": pixels, "color": "rgba(128,128,128,0.35)", "line": {"color": EDGE, "width": 1.5}}
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=marker, name=size, hoverinfo="skip"))


def _regions(figure: go.Figure, crowd: Crowd, places: Places) -> None:
    """The number of each region above its shops."""
    if len(places.centres) == 1:
        return
    few = len(places.centres) <= FEW_REGIONS
    for number, (x, y) in enumerate(places.centres.tolist()):
        text = f"region {number}" if few else str(number)
        figure.add_annotation(
            x=x, y=y + places.radius, text=text, showarrow=False, yanchor="bottom", font_size=16 if few else 13
        )


def _title(crowd: Crowd, world: World) -> str:
    regions = world.population.regions
    where = f"in {regions} regions" if regions > 1 else "in one region"
    title = f"{crowd.shops:,} shops {where}, {_sizes(crowd)}"
    if crowd.counted:
        return f"{title}; a dot stands for about {round(crowd.shops / crowd.dots)} of them"
    if not len(crowd.ties):
        return f"{title}; nobody is in anybody's phone book"
    title += f"; a shop knows {2 * len(crowd.ties) / crowd.shops:.0f} others on average"
    if regions == 1:
        return title
    local = crowd.region[crowd.ties[:, 0]] == crowd.region[crowd.ties[:, 1]]
    return f"{title}, {percent(float(local.mean()))} of them in its own region"


def _sizes(crowd: Crowd) -> str:
    shares = [float((crowd.size == size).mean()) for size in range(len(SIZES))]
    return listed([f"{percent(share)} {size}" for share, size in zip(shares, SIZES, strict=True)])


def _alt(crowd: Crowd, world: World, shown: int) -> str:
    processes = [
        f"{percent(float((crowd.process == number).mean()))} {name}"
        for number, name in enumerate(world.population.processes)
    ]
    dots = (
        f"Shops as dots, a cluster for each region, larger dots for larger shops; by first process {listed(processes)}."
    )
    if crowd.counted:
        return f"{dots} A dot stands for about {round(crowd.shops / crowd.dots)} shops; their ties are not drawn."
    count = len(crowd.ties)
    if shown < count:
        return f"{dots} Thin lines are {shown} of the {count:,} ties of their phone books, evenly chosen."
    return f"{dots} Thin lines are the {count} ties of their phone books."
