"""The pictures of one watched run: the floor where most work moved between shops, and a week of one of those shops."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.figures.floor_gantt import busiest_weeks, floor_gantt, partners, ways_within
from handoff_experiments.figures.floor_parts import moves
from handoff_experiments.figures.shop_week import shop_week
from handoff_sim.records import Records


def watched(
    segments: pd.DataFrame, queues: pd.DataFrame, records: Records, *, processes: Sequence[str] = ()
) -> list[go.Figure]:
    """Pictures for a page, from the trace of a run and its records; ``processes`` are names."""
    gantt = floor_gantt(segments, queues, records, processes=processes)
    if segments.empty:
        return [gantt]
    weeks = busiest_weeks(moves(segments), segments, records)
    seen = segments[segments["week"].between(*weeks)]
    shop = partners(ways_within(moves(segments), weeks, records), seen, records)[0]
    week = int(seen.loc[seen["shop"] == shop, "week"].max())
    return [gantt, shop_week(segments, queues, records, shop=shop, week=week, processes=processes)]
