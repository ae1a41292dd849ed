"""The network of ties and handoffs over time: who knows whom, and who hands work to whom, before launch and after."""

from collections.abc import Sequence

import networkx as nx
import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.figures.style import BLUE, GREY, INK, ORANGE, VERMILION, finished, nothing_to_show
from handoff_experiments.following.following import Following, Pair
from handoff_experiments.following.names import FIRST_BUYER, account_of
from handoff_experiments.following.ties import CHANNELS, TieNetwork, tie_network
from handoff_experiments.wording import listed, percent

SPAN = 13  # weeks of a panel
COLOURS = {"phone": BLUE, "network": VERMILION}
# Pairs by how much passed between them in a window: up to the first quantile of all pairs, the second, and beyond.
QUANTILES = (0.6, 0.95)
LOOKS = {  # pixels and opacity
    "phone": ((0.6, 0.18), (1.0, 0.4), (2.6, 0.9)),
    "network": ((1.0, 0.45), (1.5, 0.7), (2.8, 0.95)),
}
LABELS = {"phone": "handed on by phone", "network": "handed on through the network"}
SIDE = 360  # pixels of a panel
Window = tuple[int, int]
Places = dict[int, tuple[float, float]]


def ties(networks: Sequence[TieNetwork], shown: Sequence[int] = ()) -> go.Figure:
    """Handoffs between shops in three windows of weeks, a row for each policy.

    Shops stand on a circle, region by region, in the same place in every panel; thin lines join those in each
    other's phone books.

    Parameters: ``networks`` of one world, one for each policy; ``shown``, persistent keys of shops to ring.
    """
    if not any(len(network.weeks) for network in networks):
        return nothing_to_show("No network of handoffs: nobody handed work to another shop")
    windows = _windows(networks[0])
    places = _places(networks[0])
    bounds = _bounds(networks, windows)
    figure = make_subplots(
        rows=len(networks),
        cols=len(windows),
        subplot_titles=[f"{network.policy}, {name}" for network in networks for name in windows],
        horizontal_spacing=0.02,
        vertical_spacing=0.07,
    )
    for row, network in enumerate(networks, start=1):
        for column, window in enumerate(windows.values(), start=1):
            _panel(figure, row, column, network, window, places, shown, bounds)
    _key(figure, networks)
    figure.update_annotations(font_size=15)
    height = 120 + SIDE * len(networks)
    figure = finished(figure, title=_title(networks, windows), alt=_alt(networks, windows), height=height)
    figure.update_xaxes(visible=False, range=[-1.15, 1.15])
    figure.update_yaxes(visible=False, range=[-1.15, 1.15])
    figure.update_layout(margin_l=10, margin_r=10, margin_b=70)
    return figure


def ties_around(found: Following, pair: Pair) -> go.Figure:
    """The network of ties and handoffs under both policies, with the shops of one followed job ringed."""
    names = {shop for life in found.lives for shop in life.shops}
    shops = [account for name in names if (account := account_of(name)) is not None and account < FIRST_BUYER]
    return ties([tie_network(pair.before), tie_network(pair.after)], sorted(shops))


def _windows(network: TieNetwork) -> dict[str, Window]:
    """Three windows of weeks: before launch, after it, at the end; or before, in its last weeks, at the end."""
    launch, horizon, gone = network.launch, network.horizon, network.withdrawn
    spans = {
        "before launch": (max(0, launch - SPAN), launch),
        "after launch": (launch, min(horizon, launch + SPAN)),
        "in its last weeks": (max(launch, gone - SPAN), gone),
        "at the end": (max(0, horizon - SPAN), horizon),
    }
    del spans["after launch" if gone < horizon else "in its last weeks"]
    return {
        f"{name} (weeks {first} to {last - 1})": (first, last) for name, (first, last) in spans.items() if first < last
    }


def _places(network: TieNetwork) -> Places:
    """Each shop's place on the circle, with a gap between regions."""
    graph = nx.Graph()
    region = None
    for shop, where in zip(network.shops.tolist(), network.regions.tolist(), strict=True):
        if region is not None and where != region:
            graph.add_nodes_from(("gap", where, k) for k in range(3))
        region = where
        graph.add_node(shop)
    layout = nx.circular_layout(graph)
    return {shop: (float(layout[shop][0]), float(layout[shop][1])) for shop in network.shops.tolist()}


def _bounds(networks: Sequence[TieNetwork], windows: dict[str, Window]) -> np.ndarray:
    """Handoffs of a pair in a window at the quantiles that part thin lines from thick."""
    counts = []
    for network in networks:
        for first, last in windows.values():
            during = (network.weeks >= first) & (network.weeks < last)
            counts.append(_pairs(network.givers[during], network.takers[during])[1])
    bounds: np.ndarray = np.quantile(np.concatenate(counts), QUANTILES)
    return bounds


def _panel(
    figure: go.Figure, row: int, column: int, network: TieNetwork, window: Window, places: Places, shown: Sequence[int],
    bounds: np.ndarray,
) -> None:  # fmt: skip
    first = (row, column) == (1, 1)
    _lines(figure, row, column, network.book.tolist(), places, "in each other's phone books", GREY, (0.7, 0.25), first)
    during = (network.weeks >= window[0]) & (network.weeks < window[1])
    for number, channel in enumerate(CHANNELS):
        which = during & (network.channels == number)
        pairs, counts = _pairs(network.givers[which], network.takers[which])
        for place, look in enumerate(LOOKS[channel]):
            chosen = pairs[np.searchsorted(bounds, counts, side="left") == place].tolist()
            _lines(figure, row, column, chosen, places, LABELS[channel], COLOURS[channel], look, False)
    _shops(figure, row, column, network, during, places, shown, first)


def _pairs(givers: np.ndarray, takers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of shops, in either direction, and how often work passed between them."""
    if not len(givers):
        return np.zeros((0, 2), np.int64), np.zeros(0, np.int64)
    pairs, counts = np.unique(np.sort(np.stack([givers, takers], axis=1), axis=1), axis=0, return_counts=True)
    return pairs, counts


def _key(figure: go.Figure, networks: Sequence[TieNetwork]) -> None:
    """Legend entries of the channels in use."""
    for number, channel in enumerate(CHANNELS):
        if any((network.channels == number).any() for network in networks):
            line = {"color": COLOURS[channel], "width": 2.6}
            figure.add_trace(
                go.Scatter(x=[None], y=[None], mode="lines", line=line, name=LABELS[channel]), row=1, col=1
            )


def _lines(
    figure: go.Figure, row: int, column: int, pairs: list[list[int]], places: Places, name: str, colour: str,
    look: tuple[float, float], legend: bool,
) -> None:  # fmt: skip
    x: list[float | None] = []
    y: list[float | None] = []
    for one, other in pairs:
        x += [places[one][0], places[other][0], None]
        y += [places[one][1], places[other][1], None]
    line = {"color": colour, "width": look[0]}
    figure.add_trace(
        go.Scatter(
            x=x, y=y, mode="lines", line=line, opacity=look[1], name=name, legendgroup=name, showlegend=legend,
            hoverinfo="skip",
        ),
        row=row, col=column,
    )  # fmt: skip


def _shops(
    figure: go.Figure, row: int, column: int, network: TieNetwork, during: np.ndarray, places: Places,
    shown: Sequence[int], legend: bool,
) -> None:  # fmt: skip
    shops = network.shops.tolist()
    taken = {shop: int((network.takers[during] == shop).sum()) for shop in shops}
    given = {shop: int((network.givers[during] == shop).sum()) for shop in shops}
    text = [f"shop {shop}: {given[shop]} handed on, {taken[shop]} taken on" for shop in shops]
    marker = {
        "size": [5 + 1.6 * np.sqrt(taken[shop]) for shop in shops],
        "color": [ORANGE if shop in shown else INK for shop in shops],
        "line": {"color": ["#000" if shop in shown else "rgba(0,0,0,0)" for shop in shops], "width": 1.5},
    }
    figure.add_trace(
        go.Scatter(
            x=[places[shop][0] for shop in shops], y=[places[shop][1] for shop in shops], mode="markers", marker=marker,
            text=text, hovertemplate="%{text}<extra></extra>", name="shop, larger the more it took on",
            showlegend=legend,
        ),
        row=row, col=column,
    )  # fmt: skip


def _counts(network: TieNetwork, window: Window) -> tuple[int, float]:
    """Handoffs in a window, and the share of them that went through the network."""
    during = (network.weeks >= window[0]) & (network.weeks < window[1])
    count = int(during.sum())
    return count, float((network.channels[during] == 1).mean()) if count else 0.0


def _title(networks: Sequence[TieNetwork], windows: dict[str, Window]) -> str:
    last = list(windows.values())[-1]
    parts = []
    for network in networks:
        count, share = _counts(network, last)
        through = f", {percent(share)} through the network" if share else ", none through a network"
        parts.append(f"{count} under {network.policy}{through}")
    return f"Handoffs between shops in the last {last[1] - last[0]} weeks: {'; '.join(parts)}"


def _alt(networks: Sequence[TieNetwork], windows: dict[str, Window]) -> str:
    parts = []
    for network in networks:
        counts = [f"{_counts(network, window)[0]} {name}" for name, window in windows.items()]
        parts.append(f"under {network.policy} {listed(counts)}")
    return f"Circles of shops by region, with phone book ties and handoffs as lines: {'; '.join(parts)}."
