"""The traveler's two paths: one job's way between parties, week by week, under two policies."""

from collections.abc import Iterable
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    finished,
    nothing_to_show,
)
from handoff_experiments.following.following import Following
from handoff_experiments.following.happenings import Happening
from handoff_experiments.following.life import Life
from handoff_experiments.following.sentences import about, headline
from handoff_experiments.wording import listed

LANE_PIXELS = 42
LONGEST_GAP = 2  # weeks: longer waits are drawn as long as this
# Where in its week an event stands: in the order in which the week runs, wide enough apart to be told from each other.
OFFSETS = {
    "PAYMENT": 0.0, "COMPLETED": 0.1, "NCR": 0.2, "JOB_CLOSED": 0.3, "RFQ": 0.42, "QUOTE": 0.54, "AWARD": 0.66,
    "OFFER": 0.78, "MAKE": 0.9, "OUTSIDE": 0.9,
}  # fmt: skip
BIDDERS, ASKED = "other bidders", "others asked"


@dataclass(frozen=True)
class Mark:
    """How one kind of event is drawn."""

    name: str
    symbol: str
    colour: str
    size: int = 13


MARKS = {
    "RFQ": Mark("RFQ", "circle-open", INK),
    "QUOTE": Mark("quote", "line-ns-open", GREY, 11),
    "AWARD": Mark("order", "star", ORANGE, 16),
    "OFFER": Mark("offer refused", "triangle-down-open", GREY, 10),
    "MAKE": Mark("taken on", "triangle-right", BLUE),
    "COMPLETED": Mark("made", "square", GREEN, 11),
    "NCR": Mark("NCR", "x", VERMILION, 15),
    "JOB_CLOSED": Mark("delivered", "diamond", SKY, 14),
    "PAYMENT": Mark("paid", "circle", PURPLE, 11),
}


def paths(found: Following) -> go.Figure:
    """One job's path between parties under two policies: time to the right, a lane for each party.

    A dotted line marks where the two lives part.
    """
    lives = [life for life in found.lives if life.happenings]
    if not lives:
        return nothing_to_show("No path: the job was never asked for")
    lanes = [_lanes(life) for life in lives]
    total = sum(map(len, lanes))
    figure = make_subplots(
        rows=len(lives), cols=1, shared_xaxes=True, vertical_spacing=0.1,
        row_heights=[len(names) / total for names in lanes],
        subplot_titles=[f"{life.policy}: {life.outcome}" for life in lives],
    )  # fmt: skip
    figure.update_annotations(font_size=16, x=0, xanchor="left")
    time = _time(lives)
    told: set[str] = set()
    for row, (life, names) in enumerate(zip(lives, lanes, strict=True), start=1):
        _track(figure, row, life, names, time)
        _marks(figure, row, life, names, told, time)
        figure.update_yaxes(
            tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.4, -0.6], row=row, col=1
        )  # fmt: skip
    figure = finished(figure, title=_title(found), alt=_alt(found), height=220 + LANE_PIXELS * (total + 2 * len(lives)))
    figure.update_xaxes(title_text="week (long waits are cut short)", row=len(lives), col=1)
    figure.update_xaxes(
        tickvals=[place + 0.5 for place in time.values()], ticktext=[str(week) for week in time], showticklabels=True,
        showgrid=False, range=[-0.1, max(time.values()) + 1.1],
    )  # fmt: skip
    for place in time.values():
        figure.add_vline(x=place, line_width=1, line_color=LINE)
    if found.first is not None and (event := found.first.before or found.first.after):
        figure.add_vline(
            x=_at(event, time) - 0.03, line_dash="dot", line_color=VERMILION, line_width=2,
            annotation_text="the lives part", annotation_position="top right", annotation_font_color=VERMILION,
        )  # fmt: skip
    return figure


def _time(lives: list[Life]) -> dict[int, float]:
    """Place on the axis of every week in which something happened, or something is due to be drawn."""
    weeks = sorted({event.week for life in lives for event in life.happenings})
    places: dict[int, float] = {}
    place = 0.0
    for before, week in zip([weeks[0], *weeks], weeks, strict=False):
        place += min(week - before, LONGEST_GAP)
        places[week] = place
    return places


def _lanes(life: Life) -> list[str]:
    """Parties from top to bottom: buyer, prime, makers, and those who only quoted or refused."""
    names = [name for name in dict.fromkeys([life.buyer, life.prime, *life.makers]) if name]
    lanes = [_lane(event, names) for event in life.happenings if event.kind in MARKS]
    return [*names, *(group for group in (BIDDERS, ASKED) if group in lanes)]


def _lane(event: Happening, names: list[str]) -> str:
    """The lane in which an event is marked."""
    if event.kind == "RFQ":
        return names[0]
    if event.kind == "QUOTE":
        return event.actor if event.actor in names else BIDDERS
    if event.kind == "OFFER":
        return event.other if event.other in names else ASKED
    if event.kind == "JOB_CLOSED":
        return event.other
    return event.other if event.kind in ("MAKE", "PAYMENT") else event.actor


def _at(event: Happening, time: dict[int, float]) -> float:
    return time[event.week] + OFFSETS.get(event.kind, 0.5)


def _track(figure: go.Figure, row: int, life: Life, names: list[str], time: dict[int, float]) -> None:
    """The way of the order, and of each operation, as lines; the time on a maker's floor thick."""
    for x, y in _ways(life, names, time):
        line = {"color": "rgba(80,80,80,0.55)", "width": 1.6}
        figure.add_trace(
            go.Scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip"), row=row, col=1
        )
    for op in life.operations:
        if op.maker in names and op.accepted_week is not None and op.done_week is not None:
            x = [time[op.accepted_week] + OFFSETS["MAKE"], time[op.done_week] + OFFSETS["COMPLETED"]]
            line = {"color": "rgba(0,158,115,0.28)", "width": 12}
            figure.add_trace(
                go.Scatter(
                    x=x, y=[names.index(op.maker)] * 2, mode="lines", line=line, showlegend=False, name=op.name,
                    hovertemplate=f"{op.name} on the floor of {op.maker}<extra></extra>",
                ),
                row=row, col=1,
            )  # fmt: skip


def _ways(life: Life, names: list[str], time: dict[int, float]) -> Iterable[tuple[list[float], list[int]]]:
    """Lines from buyer to prime, to each maker, and back."""
    for request, award in zip(life.requests, life.awards, strict=False):
        if award.prime not in names:
            continue
        prime = names.index(award.prime)
        ordered = time[award.week] + OFFSETS["AWARD"]
        yield [time[request.week] + OFFSETS["RFQ"], ordered], [0, prime]
        for op in life.operations:
            if op.maker in names and op.accepted_week is not None and op.accepted_week >= award.week:
                yield [ordered, time[op.accepted_week] + OFFSETS["MAKE"]], [prime, names.index(op.maker)]
    closed = [event for event in life.happenings if event.kind == "JOB_CLOSED"]
    for op in life.operations:
        if closed and op.maker in names and op.done_week is not None:
            yield [time[op.done_week] + OFFSETS["COMPLETED"], _at(closed[-1], time)], [names.index(op.maker), 0]


def _marks(figure: go.Figure, row: int, life: Life, names: list[str], told: set[str], time: dict[int, float]) -> None:
    for kind, mark in MARKS.items():
        events = [event for event in life.happenings if event.kind == kind and _lane(event, names) in names]
        if kind == "OFFER":
            events = [event for event in events if event.code != 0]
        if not events:
            continue
        lines = {"width": 2, "color": mark.colour}
        figure.add_trace(
            go.Scatter(
                x=[_at(event, time) for event in events],
                y=[names.index(_lane(event, names)) for event in events],
                mode="markers",
                marker={"symbol": mark.symbol, "color": mark.colour, "size": mark.size, "line": lines},
                name=mark.name, legendgroup=mark.name, showlegend=mark.name not in told,
                text=[f"week {event.week}: {event.text}" for event in events], hovertemplate="%{text}<extra></extra>",
            ),
            row=row, col=1,
        )  # fmt: skip
        told.add(mark.name)


def _title(found: Following) -> str:
    if found.first is None:
        return f"Job {found.job} takes the same path under {found.policies[0]} and {found.policies[1]}"
    made = [f"{_made(life)} under {life.policy}" for life in found.lives]
    return f"Job {found.job}: {listed(made)}; the paths part in week {found.first.week}, {about(found.first.subject)}"


def _made(life: Life) -> str:
    return f"made by {listed(list(life.makers))}" if life.makers else "made by nobody"


def _alt(found: Following) -> str:
    return headline(found)
