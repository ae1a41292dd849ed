"""What pictures of a floor share: bars of machines, time in which they stand still, and the way between shops.

Time is in weeks of working time: 3.5 is the middle of week 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREY, ORANGE
from handoff_sim.names import job_name
from handoff_sim.records import Records

OWN, RECEIVED = "own work", "made for another shop"
KINDS = {OWN: (BLUE, ""), RECEIVED: (ORANGE, "/")}  # colour, and hatching for print in grey
STANDS = "rgba(120,120,120,0.28)"


@dataclass(frozen=True)
class Lane:
    """A machine's place in a picture: height, and what is written beside it."""

    machine: int
    shop: int
    height: float
    label: str


def minutes_a_week(records: Records) -> int:
    """Working minutes of a machine in a full week."""
    return int(records.parameters["machine_min_week"][0])


def process_name(process: int, processes: Sequence[str]) -> str:
    """The process in words, where they are known."""
    return processes[process] if process < len(processes) else f"process {process}"


def lanes_of(records: Records, shops: Sequence[int], processes: Sequence[str]) -> list[Lane]:
    """A lane per machine from the top down, grouped by shop with a gap between shops."""
    lanes: list[Lane] = []
    height = 0.0
    for shop in shops:
        for process in range(records.processes):
            station = records.stations[shop * records.processes + process]
            for nth in range(int(station["machines"])):
                label = f"shop {shop}, {process_name(process, processes)} {nth + 1}"
                lanes.append(Lane(int(station["first_machine"]) + nth, shop, height, label))
                height -= 1.0
        height -= 0.7
    return lanes


def stretches(segments: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Segments as bars: pieces that only a week's end divides are joined; times in weeks; own work or received."""
    ordered = segments[segments["end_min"] > segments["start_min"]].sort_values(["machine", "start_min"])
    goes_on = (ordered["op_row"] == ordered["op_row"].shift()) & (ordered["start_min"] == ordered["end_min"].shift())
    one = ordered.assign(bar=(~goes_on).cumsum()).groupby("bar")
    bars = one.agg({**dict.fromkeys(segments.columns, "first"), "end_min": "last", "ended_by": "last"})
    length = minutes_a_week(records)
    kind = (bars["originator"] == bars["shop"]).map({True: OWN, False: RECEIVED})
    return bars.assign(kind=kind, start=bars["start_min"] / length, end=bars["end_min"] / length)


def draw_bars(
    figure: go.Figure, bars: pd.DataFrame, lanes: Sequence[Lane], *, text: bool, row: int | None = None
) -> None:
    """A bar per stretch, coloured and hatched by whose work it is."""
    height = {lane.machine: lane.height for lane in lanes}
    for kind, (colour, hatching) in KINDS.items():
        mine = bars[bars["kind"] == kind]
        figure.add_trace(
            go.Bar(
                name=kind, orientation="h", base=mine["start"], x=mine["end"] - mine["start"],
                y=mine["machine"].map(height), width=0.82, legendrank=1,
                marker={"color": colour, "line": {"color": "white", "width": 1.2},
                        "pattern": {"shape": hatching, "fgcolor": "white", "size": 7, "solidity": 0.25,
                                    "fillmode": "overlay"}},
                text=[job_name(job)[:4] for job in mine["job"]] if text else None, textposition="inside",
                insidetextanchor="middle", textfont={"color": "white" if kind == OWN else "#222222", "size": 12},
                customdata=mine[["job", "stage", "originator", "shop"]].assign(
                    job=mine["job"].map(job_name),
                    hours=(mine["end_min"] - mine["start_min"]) / 60, why=mine["ended_by"].astype(str)
                ),
                hovertemplate="job %{customdata[0]}, operation %{customdata[1]}: %{customdata[4]:.1f} h<br>"
                "for shop %{customdata[2]}, made by shop %{customdata[3]}<br>ended: %{customdata[5]}<extra></extra>",
            ),
            **({} if row is None else {"row": row, "col": 1}),
        )  # fmt: skip


def draw_standstill(
    figure: go.Figure, queues: pd.DataFrame, lanes: Sequence[Lane], records: Records, *, row: int | None = None
) -> bool:
    """Shade the time in which a shop's machines stand still; whether there is any."""
    length = minutes_a_week(records)
    stops = queues.loc[queues["works_min"] < length, ["shop", "week", "works_min"]].drop_duplicates()
    shown = False
    for shop, week, minutes in stops.to_numpy().tolist():
        heights = [lane.height for lane in lanes if lane.shop == shop]
        if heights:
            shown = True
            figure.add_shape(
                type="rect", x0=week + minutes / length, x1=week + 1, y0=min(heights) - 0.5, y1=max(heights) + 0.5,
                fillcolor=STANDS, line_width=0, layer="below", **({} if row is None else {"row": row, "col": 1}),
            )  # fmt: skip
    if shown:
        marker = {"symbol": "square", "color": STANDS, "size": 14, "line": {"color": GREY, "width": 0.5}}
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=marker, name="machines stand still"))
    return shown


def moves(segments: pd.DataFrame) -> pd.DataFrame:
    """The way of jobs between shops: end of a stage at one shop, start of the next at another, one row per op there.

    Columns: job_row, from_shop, from_machine, from_min, to_shop, to_machine, to_min.
    """
    columns = ["job_row", "stage", "shop", "machine"]
    begun = segments.sort_values("start_min").drop_duplicates("op_row")[[*columns, "start_min"]]
    done = segments[segments["ended_by"] == "DONE"][[*columns, "end_min"]]
    last = done.sort_values("end_min").drop_duplicates(["job_row", "stage"], keep="last")
    last = last.assign(stage=last["stage"] + 1)
    found = begun.merge(last, on=["job_row", "stage"], suffixes=("_to", "_from"))
    found = found[found["shop_to"] != found["shop_from"]]
    return pd.DataFrame(
        {
            "job_row": found["job_row"],
            "from_shop": found["shop_from"],
            "from_machine": found["machine_from"],
            "from_min": found["end_min"],
            "to_shop": found["shop_to"],
            "to_machine": found["machine_to"],
            "to_min": found["start_min"],
        }
    ).reset_index(drop=True)
