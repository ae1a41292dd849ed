"""A shop's week: what its machines ran, how long its queues were, and what came in and went out."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from handoff_experiments.figures.floor_parts import (
    draw_bars,
    draw_standstill,
    lanes_of,
    minutes_a_week,
    process_name,
    stretches,
)
from handoff_experiments.figures.style import POLICY_COLOURS, finished, nothing_to_show
from handoff_sim.records import Records

DASHES = ("solid", "dash", "dot", "dashdot")
BARS, QUEUE, TABLE = 1, 2, 3  # rows of the picture
LANE_HEIGHT, QUEUE_HEIGHT, TABLE_HEIGHT, GAP, MARGINS = 27, 130, 190, 60, 215  # pixels


def shop_week(
    segments: pd.DataFrame,
    queues: pd.DataFrame,
    records: Records,
    *,
    shop: int,
    week: int,
    processes: Sequence[str] = (),
) -> go.Figure:
    """One shop in one week: machines, queues, and a table of what was finished, accepted and handed off.

    Parameters: ``segments`` and ``queues`` of a run that kept its trace, and its ``records``; ``shop`` a row;
    ``processes`` names. Raises ValueError for a shop or a week that the run does not have.
    """
    if not 0 <= shop < len(records.shops):
        raise ValueError(f"shop: expected a row from 0 to {len(records.shops) - 1}; found {shop}")
    if not 0 <= week < records.weeks:
        raise ValueError(f"week: expected a week from 0 to {records.weeks - 1}; found {week}")
    mine = segments[(segments["shop"] == shop) & (segments["week"] == week)]
    waiting = queues[(queues["shop"] == shop) & (queues["week"] == week)]
    if mine.empty:
        return nothing_to_show(f"Shop {shop} made nothing in week {week}")
    lanes = lanes_of(records, [shop], processes)
    heights = [LANE_HEIGHT * len(lanes), QUEUE_HEIGHT, TABLE_HEIGHT]
    between = GAP / (sum(heights) + 2 * GAP)
    figure = make_subplots(
        rows=3, cols=1, vertical_spacing=between, row_heights=heights,
        specs=[[{"type": "xy"}], [{"type": "xy"}], [{"type": "table"}]],
    )  # fmt: skip
    draw_standstill(figure, waiting, lanes, records, row=BARS)
    draw_bars(figure, stretches(mine, records), lanes, text=True, row=BARS)
    _draw_queues(figure, waiting, records, processes, week)
    _draw_table(figure, flows(mine, waiting, records, shop, week))
    figure.update_layout(barmode="overlay", bargap=0)
    figure.update_yaxes(
        tickvals=[lane.height for lane in lanes], ticktext=[lane.label.split(", ")[1] for lane in lanes],
        row=BARS, col=1, zeroline=False, showgrid=False, range=[min(lane.height for lane in lanes) - 0.6, 0.6],
    )  # fmt: skip
    days = [week + day / 5 for day in range(6)]
    names = [*(f"day {day + 1}" for day in range(5)), ""]
    figure.update_xaxes(range=[week, week + 1], tickvals=days, ticktext=names, ticklabelposition="outside right")
    figure.update_yaxes(title_text="operations<br>waiting", rangemode="tozero", tickformat="d", row=QUEUE, col=1)
    title, alt = _title(mine, records, shop, week), _alt(mine, waiting, shop, week)
    return finished(figure, title=title, alt=alt, height=MARGINS + sum(heights) + 2 * GAP)


def flows(mine: pd.DataFrame, waiting: pd.DataFrame, records: Records, shop: int, week: int) -> pd.DataFrame:
    """What came in and went out: operations, and machine hours as planned."""
    ops = records.ops
    accepted = (ops["maker"] == shop) & (ops["accepted_week"] == week)
    prime_of = ops["originator"] == shop
    done = np.zeros(len(ops), bool)
    done[mine.loc[mine["ended_by"] == "DONE", "op_row"]] = True
    given = prime_of & (ops["maker"] >= 0) & (ops["maker"] != shop) & (ops["accepted_week"] == week)
    rows = {
        "finished, own work": done & prime_of,
        "finished for other shops": done & ~prime_of,
        "accepted at the week's end, own work": accepted & prime_of,
        "accepted at the week's end, from other shops": accepted & ~prime_of,
        "given to other shops at the week's end": given,
    }
    hours = ops["planned_min"] / 60
    return pd.DataFrame(
        [(name, int(mask.sum()), float(hours[mask].sum())) for name, mask in rows.items()],
        columns=["what", "operations", "planned_h"],
    )


def _draw_queues(
    figure: go.Figure, waiting: pd.DataFrame, records: Records, processes: Sequence[str], week: int
) -> None:
    length = minutes_a_week(records)
    for place, (process, changes) in enumerate(waiting.groupby("process")):
        name = process_name(int(str(process)), processes)
        times = [*(changes["minute"] / length), week + 1]
        line = {"color": POLICY_COLOURS[place % len(POLICY_COLOURS)], "dash": DASHES[place % len(DASHES)], "width": 3}
        figure.add_trace(
            go.Scatter(
                x=times, y=[*changes["waiting"], changes["waiting"].iloc[-1]], mode="lines",
                line={**line, "shape": "hv"}, name=f"waiting for {name}", legendrank=2000,
                hovertemplate=f"{name}: %{{y}} waiting<extra></extra>",
            ),
            row=QUEUE, col=1,
        )  # fmt: skip


def _draw_table(figure: go.Figure, found: pd.DataFrame) -> None:
    cells = [found["what"], found["operations"], [f"{hours:.1f}" for hours in found["planned_h"]]]
    figure.add_trace(
        go.Table(
            columnwidth=[5, 1, 1],
            header={"values": ["", "operations", "planned hours"], "align": ["left", "right", "right"],
                    "fill_color": "rgba(0,0,0,0)", "font_size": 14, "height": 28},
            cells={"values": cells, "align": ["left", "right", "right"], "fill_color": "rgba(0,0,0,0)",
                   "font_size": 14, "height": 28, "line_color": "rgba(128,128,128,0.35)"},
        ),
        row=TABLE, col=1,
    )  # fmt: skip


def _title(mine: pd.DataFrame, records: Records, shop: int, week: int) -> str:
    stations = records.stations[shop * records.processes : (shop + 1) * records.processes]
    worked = (mine["end_min"] - mine["start_min"]).sum() / stations["cap_min"].sum()
    done = mine[mine["ended_by"] == "DONE"]
    others = int((done["originator"] != shop).sum())
    return (
        f"Shop {shop}, week {week}: machines ran {worked:.0%} of the week and finished {len(done)} operations, "
        f"{others} of them for other shops"
    )


def _alt(mine: pd.DataFrame, waiting: pd.DataFrame, shop: int, week: int) -> str:
    longest = int(waiting["waiting"].max()) if len(waiting) else 0
    return (
        f"Bars show what each machine of shop {shop} ran in week {week}: {mine['op_row'].nunique()} operations. "
        f"Below, the length of its queues, at most {longest}, and a table of work finished, accepted and handed off."
    )
