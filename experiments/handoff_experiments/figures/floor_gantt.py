"""The floor as a Gantt chart: machines of a few shops, what they ran when, and how jobs moved from shop to shop."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.figures.floor_parts import (
    RECEIVED,
    Lane,
    draw_bars,
    draw_standstill,
    lanes_of,
    minutes_a_week,
    moves,
    stretches,
)
from handoff_experiments.figures.style import INK, VERMILION, finished, nothing_to_show
from handoff_sim.names import job_name
from handoff_sim.records import Records

SHOPS = 5  # shown if none are named
MACHINES = 26  # that a page can show
WEEKS = 3
LANE_HEIGHT = 25  # pixels


def floor_gantt(
    segments: pd.DataFrame,
    queues: pd.DataFrame,
    records: Records,
    *,
    weeks: tuple[int, int] | None = None,
    shops: Sequence[int] | None = None,
    job: int | None = None,
    processes: Sequence[str] = (),
) -> go.Figure:
    """Machines as rows, operations as bars, lines from shop to shop.

    Parameters: ``segments`` and ``queues`` of a run that kept its trace, and its ``records``; ``weeks`` first and last
    week; ``shops`` rows of shops, from the top down; ``job`` a job's row, which is followed through the shops that
    make it; ``processes`` names. Left out, weeks and shops are those in which most work moved between few shops.
    """
    if segments.empty:
        return nothing_to_show("No machine has worked: the run kept no trace, or nothing was accepted")
    ways = moves(segments)
    if job is not None:
        mine = segments[segments["job_row"] == job]
        if mine.empty:
            raise ValueError(f"job: expected the row of a job that some shop has worked on; found {job}")
        shops = shops or mine.sort_values("start_min")["shop"].unique().tolist()
        weeks = weeks or (int(mine["week"].min()), int(mine["week"].max()))
    first, last = weeks or busiest_weeks(ways, segments, records)
    if last < first:
        raise ValueError(f"weeks: expected the first week and the last; found {first} and {last}")
    seen = segments[segments["week"].between(first, last)]
    ways = ways_within(ways, (first, last), records)
    shops = list(shops or partners(ways, seen, records))
    seen = seen[seen["shop"].isin(shops)]
    if seen.empty:
        return nothing_to_show(f"Nothing was made in weeks {first} to {last} by {_named(shops)}")
    lanes = lanes_of(records, shops, processes)
    figure = go.Figure()
    bars = stretches(seen, records)
    draw_standstill(figure, queues[queues["week"].between(first, last)], lanes, records)
    draw_bars(figure, bars, lanes, text=False)
    shown = ways[ways["from_shop"].isin(shops) & ways["to_shop"].isin(shops)]
    _draw_ways(figure, shown, lanes, records)
    name = job_name(records.jobs["key"][job]) if job is not None else ""
    if job is not None:
        _outline(figure, bars[bars["job_row"] == job], lanes, name)
    _axes(figure, lanes, first, last, minutes_a_week(records) / 60)
    title = _title(bars, shown, first, last, name)
    return finished(figure, title=title, alt=_alt(bars, shown, shops, first, last), height=_height(lanes))


def ways_within(ways: pd.DataFrame, weeks: tuple[int, int], records: Records) -> pd.DataFrame:
    """Moves that begin and end in these weeks, the first and the last of them included."""
    length = minutes_a_week(records)
    return ways[(ways["from_min"] >= weeks[0] * length) & (ways["to_min"] < (weeks[1] + 1) * length)]


def busiest_weeks(ways: pd.DataFrame, segments: pd.DataFrame, records: Records) -> tuple[int, int]:
    """First and last of the weeks in which most work moved between shops; without any, the last weeks worked."""
    end = int(segments["week"].max())
    if ways.empty:
        return max(0, end - WEEKS + 1), end
    weeks = ways["to_min"] // minutes_a_week(records)
    in_window = np.convolve(np.bincount(weeks, minlength=end + 1), np.ones(WEEKS, np.int64))[: end + 1]
    last = max(int(in_window.argmax()), WEEKS - 1)
    return last - WEEKS + 1, min(last, end)


def partners(ways: pd.DataFrame, segments: pd.DataFrame, records: Records) -> list[int]:
    """Shops that pass work to each other most, as many as a page can show; without any, those that worked most."""
    machines = records.stations["machines"].reshape(-1, records.processes).sum(axis=1)
    worked = segments["end_min"].sub(segments["start_min"]).groupby(segments["shop"]).sum()
    chosen: list[int] = []
    room = MACHINES
    while len(chosen) < SHOPS:
        ends = ways if not chosen else ways[ways["from_shop"].isin(chosen) | ways["to_shop"].isin(chosen)]
        links = pd.concat([ends["from_shop"], ends["to_shop"]]).value_counts()
        rank = pd.DataFrame({"links": links, "worked": worked}).fillna(0).sort_values(["links", "worked"])
        left = [int(shop) for shop in rank.index[::-1] if shop not in chosen and machines[shop] <= room]
        if not left:
            break
        chosen.append(left[0])
        room -= int(machines[left[0]])
    return chosen or worked.sort_values().index.tolist()[-1:]


def _draw_ways(figure: go.Figure, ways: pd.DataFrame, lanes: Sequence[Lane], records: Records) -> None:
    height = {lane.machine: lane.height for lane in lanes}
    length = minutes_a_week(records)
    gaps = [None] * len(ways)
    times = zip(ways["from_min"] / length, ways["to_min"] / length, gaps, strict=True)
    heights = zip(ways["from_machine"].map(height), ways["to_machine"].map(height), gaps, strict=True)
    figure.add_trace(
        go.Scatter(
            x=list(chain(*times)), y=list(chain(*heights)), mode="lines+markers", name="to the next shop",
            line={"color": INK, "width": 1.6}, hoverinfo="skip",
            marker={"symbol": ["circle", "arrow", "circle"] * len(ways), "size": [5, 11, 1] * len(ways),
                    "angleref": "previous", "color": INK},
        )
    )  # fmt: skip


def _outline(figure: go.Figure, bars: pd.DataFrame, lanes: Sequence[Lane], name: str) -> None:
    """Frame the bars of the job that is followed."""
    height = {lane.machine: lane.height for lane in lanes}
    line = {"color": VERMILION, "width": 4}
    for start, end, y in zip(bars["start"], bars["end"], bars["machine"].map(height), strict=True):
        figure.add_shape(type="rect", x0=start, x1=end, y0=y - 0.41, y1=y + 0.41, line=line)
    marker = {"symbol": "square-open", "color": VERMILION, "size": 13, "line_width": 4}
    figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=marker, name=f"job {name}"))


def _axes(figure: go.Figure, lanes: Sequence[Lane], first: int, last: int, hours: float) -> None:
    figure.update_layout(barmode="overlay", bargap=0)
    figure.update_xaxes(
        title_text=f"start of week ({hours:g} working hours of a machine)", range=[first, last + 1],
        tickvals=list(range(first, last + 2)), zeroline=False,
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=[lane.height for lane in lanes], ticktext=[lane.label for lane in lanes], zeroline=False,
        showgrid=False, range=[min(lane.height for lane in lanes) - 0.6, 0.6],
    )  # fmt: skip


def _height(lanes: Sequence[Lane]) -> int:
    return max(320, 230 + int(LANE_HEIGHT * (1 - min(lane.height for lane in lanes))))


def _named(shops: Sequence[int]) -> str:
    return f"{'shop' if len(shops) == 1 else 'shops'} {', '.join(map(str, shops))}"


def _title(bars: pd.DataFrame, ways: pd.DataFrame, first: int, last: int, job: str) -> str:
    ops = bars["op_row"].nunique()
    received = bars.loc[bars["kind"] == RECEIVED, "op_row"].nunique()
    who = f"Job {job} and what else its shops made" if job else "What these shops made"
    when = f"in week {first}" if first == last else f"in weeks {first} to {last}"
    went = f"{len(ways) or 'none'} went from one of them to another"
    return f"{who} {when}: {received} of {ops} operations were for another shop; {went}"


def _alt(bars: pd.DataFrame, ways: pd.DataFrame, shops: Sequence[int], first: int, last: int) -> str:
    received = bars.loc[bars["kind"] == RECEIVED, "op_row"].nunique()
    return (
        f"Gantt chart of the machines of {_named(shops)}, weeks {first} to {last}: {bars['op_row'].nunique()} "
        f"operations as bars, {received} of them made for another shop; {len(ways)} lines lead from the end of an "
        "operation to the start of the same job's next one at another shop."
    )
