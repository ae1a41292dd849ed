"""E13: the shops of a world by region, and the handoffs between them in one future under each policy."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.figures.crowd import Crowd, Places, crowd_of, places_of
from handoff_experiments.figures.style import (
    BLUE,
    GREY,
    INK,
    VERMILION,
    finished,
    nothing_to_show,
    panels,
)
from handoff_experiments.questions.pictures.shocked import by_base
from handoff_experiments.wording import listed, percent
from handoff_sim.codes import Channel

LOOKS = {Channel.PHONE: (BLUE, "by phone"), Channel.NETWORK: (VERMILION, "through the network")}
LARGEST = 420  # shops that a panel has room for
SPREAD = 1.35  # of the distance between regions
PANEL_WIDTH, HEADING = 480, 60  # pixels
DOTS = (5.0, 8.0, 12.0)  # pixels by size class
Lines = np.ndarray[Any, Any]  # [handoff, 2] rows of giver and maker


def region_map(answer: Any) -> tuple[go.Figure, ...]:
    """Handoffs that cross regions, in the effect window of the first seed; a panel for each policy.

    One future per policy is run again to be drawn: the one of the first seed, in the shock of capacity where there is
    one. A world of one region has nothing that could cross, and is left out.
    """
    found = tuple(
        _figure(base, world.comparison)
        for base, worlds in by_base(answer).items()
        for world in [worlds.get("lost capacity") or next(iter(worlds.values()))]
        if world.comparison.question.world.population.regions > 1
        and world.comparison.question.world.population.shops <= LARGEST
    )
    return found or (nothing_to_show("No map: these worlds are one region each, or have too many shops to draw"),)


def _figure(base: str, comparison: Any) -> go.Figure:
    from handoff_sim.metrics.view import View
    from handoff_sim.run import simulate  # compiled where it is needed

    question, seed = comparison.question, comparison.seeds[0]
    crowd = crowd_of(question.world, seed)
    places = _apart(crowd, places_of(crowd, question.world.population.regions))
    names = [document.name for document in question.documents]
    figure, panels_at = panels(names, columns=2)
    crossing: dict[str, tuple[float, float]] = {}
    for document, place in zip(question.documents, panels_at, strict=True):
        records = simulate(question.world, document, seed=seed, weeks=question.weeks).records
        view = View.of_effect(records)
        handed, work = view.work.handed_off, view.work
        givers = records.ops["originator"][work.rows]
        pairs = np.stack([givers, work.maker], axis=1)
        minutes = work.minutes
        across = crowd.region[pairs[:, 0]] != crowd.region[pairs[:, 1]]
        crossing[document.name] = (
            float(minutes[handed & across].sum()) / 60,
            float(minutes[handed & across].sum() / max(1.0, minutes[handed].sum())),
        )
        for channel, (colour, words) in LOOKS.items():
            which = handed & across & (work.channel == channel)
            _lines(figure, places, pairs[which], colour, words, place, legend=place == panels_at[0])
        _outlines(figure, places, place)
        _dots(figure, crowd, places, place, legend=place == panels_at[0])
    room = {"visible": False, "showgrid": False, "zeroline": False}
    figure.update_xaxes(**room)
    figure.update_yaxes(**room)
    for row, column in panels_at:
        figure.update_yaxes(scaleanchor=next(figure.select_xaxes(row=row, col=column)).plotly_name.replace("axis", ""),
                            row=row, col=column)  # fmt: skip
    most = max(crossing, key=lambda name: crossing[name][1])
    baseline = names[0]
    title = (
        f"{base}, one future: {percent(crossing[most][1])} of handed-off hours cross regions under {most}, "
        f"{percent(crossing[baseline][1])} under {baseline}"
    )
    parts = [f"{hours:,.0f} hours cross under {name}, {percent(share)} of those handed off"
             for name, (hours, share) in crossing.items()]  # fmt: skip
    alt = f"Shops in clusters by region, with lines for handoffs between regions: {listed(parts)}."
    panel = PANEL_WIDTH * places.height / places.width + HEADING
    return finished(figure, title=title, alt=alt, height=int(190 + panel * -(-len(names) // 2)))


def _apart(crowd: Crowd, places: Places) -> Places:
    """The same places with the regions further from one another, so that what crosses is seen."""
    away = places.centres * (SPREAD - 1.0)
    return Places(
        x=places.x + away[crowd.region, 0], y=places.y + away[crowd.region, 1], centres=places.centres * SPREAD,
        radius=places.radius,
    )  # fmt: skip


def _outlines(figure: go.Figure, places: Places, place: tuple[int, int]) -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 60)
    for number, (x, y) in enumerate(places.centres.tolist()):
        figure.add_trace(
            go.Scatter(
                x=x + (places.radius + 0.7) * np.cos(turn), y=y + (places.radius + 0.7) * np.sin(turn), mode="lines",
                line={"color": GREY, "width": 1}, showlegend=False, hoverinfo="skip", name=f"region {number}",
            ),
            row=place[0], col=place[1],
        )  # fmt: skip


def _lines(
    figure: go.Figure, places: Places, pairs: Lines, colour: str, words: str, place: tuple[int, int], *, legend: bool
) -> None:
    unique, counts = (
        np.unique(np.sort(pairs, axis=1), axis=0, return_counts=True) if len(pairs) else (pairs, np.zeros(0))
    )
    for times, chosen, width in (
        ("once or twice", unique[counts <= 2], 0.8),
        ("more often", unique[counts > 2], 2.4),
    ):
        x = _joined(places.x, chosen)
        y = _joined(places.y, chosen)
        figure.add_trace(
            go.Scatter(
                x=x, y=y, mode="lines", line={"color": colour, "width": width}, opacity=0.65, hoverinfo="skip",
                name=f"{words}, {times}", legendgroup=f"{words}, {times}", showlegend=legend,
            ),
            row=place[0], col=place[1],
        )  # fmt: skip


def _joined(values: np.ndarray[Any, Any], pairs: Lines) -> list[float | None]:
    if not len(pairs):
        return [None]
    joined: list[float | None] = []
    for one, other in pairs.tolist():
        joined += [float(values[one]), float(values[other]), None]
    return joined


def _dots(figure: go.Figure, crowd: Crowd, places: Places, place: tuple[int, int], *, legend: bool) -> None:
    sizes = [DOTS[size] for size in crowd.size.tolist()]
    text = [f"region {region}, {count} machines" for region, count in zip(crowd.region, crowd.machines, strict=True)]
    figure.add_trace(
        go.Scatter(
            x=places.x, y=places.y, mode="markers", name="shop", showlegend=legend, text=text,
            marker={"size": sizes, "color": INK, "line": {"color": GREY, "width": 0.5}},
            hovertemplate="%{text}<extra></extra>",
        ),
        row=place[0], col=place[1],
    )  # fmt: skip
