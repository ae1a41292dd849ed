"""Pictures of a watched run: every bar is a segment, every line a move, and the numbers said are those of the trace."""

import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from handoff_experiments.figures.floor_gantt import floor_gantt
from handoff_experiments.figures.floor_parts import OWN, RECEIVED, lanes_of, moves, stretches
from handoff_experiments.figures.page import write_page
from handoff_experiments.figures.shop_week import flows, shop_week
from handoff_experiments.figures.watched import watched
from handoff_scenarios import catalogue
from handoff_sim.names import job_name
from handoff_sim.policy import apply_settings
from handoff_sim.run import Run, simulate

WEEKS = 40
NAMES = ("mill", "turn")


@pytest.fixture(scope="module")
def run() -> Run:
    world = apply_settings(catalogue.world("default"), {"floor.breakdown_hazard": 0.05})
    return simulate(world, catalogue.policy("protected_handoff"), seed=3, weeks=WEEKS, floor="simpy", keep_trace=True)


@pytest.fixture(scope="module")
def segments(run: Run) -> pd.DataFrame:
    return run.segments()


def bars_of(figure: go.Figure) -> dict[str, go.Bar]:
    return {trace.name: trace for trace in figure.data if isinstance(trace, go.Bar)}


def drawn_weeks(figure: go.Figure) -> float:
    return float(sum(np.sum(bar.x) for bar in bars_of(figure).values()))


def says(figure: go.Figure) -> None:
    meta = figure.layout.meta
    assert figure.layout.title.text.replace("<br>", " ") == meta["title"]
    assert len(meta["alt"]) > 60 and meta["alt"].endswith(".")
    json.loads(figure.to_json())


def test_the_gantt_draws_every_minute_of_its_machines_and_no_other(run: Run, segments: pd.DataFrame) -> None:
    figure = floor_gantt(segments, run.queues(), run.records, weeks=(10, 13), shops=[4, 2, 9], processes=NAMES)
    says(figure)
    seen = segments[segments["week"].between(10, 13) & segments["shop"].isin([4, 2, 9])]
    minutes = (seen["end_min"] - seen["start_min"]).sum()
    assert drawn_weeks(figure) == pytest.approx(minutes / 2700)
    received = seen.loc[seen["originator"] != seen["shop"], "op_row"].nunique()
    assert f"{received} of {seen['op_row'].nunique()} operations were for another shop" in figure.layout.meta["title"]
    labels = figure.layout.yaxis.ticktext
    assert labels[0].startswith("shop 4, ") and labels[-1].startswith("shop 9, ")
    assert len(labels) == sum(run.records.shops["machines"][[4, 2, 9]])


def test_lines_of_the_gantt_lead_from_the_end_of_a_stage_to_the_start_of_the_next(
    run: Run, segments: pd.DataFrame
) -> None:
    ways = moves(segments)
    assert len(ways) > 50
    for way in ways.sample(20, random_state=1).itertuples():
        mine = segments[segments["job_row"] == way.job_row]
        there = mine[(mine["machine"] == way.to_machine) & (mine["start_min"] == way.to_min)].iloc[0]
        before = mine[mine["stage"] == there["stage"] - 1]
        assert before["end_min"].max() == way.from_min <= way.to_min
        assert way.from_shop in set(before["shop"]) and way.from_shop != way.to_shop
    shops = [int(ways["from_shop"][0]), int(ways["to_shop"][0])]
    figure = floor_gantt(segments, run.queues(), run.records, weeks=(0, WEEKS - 1), shops=shops)
    among = ways["from_shop"].isin(shops) & ways["to_shop"].isin(shops)
    line = next(trace for trace in figure.data if trace.name == "to the next shop")
    assert len(line.x) == 3 * among.sum() > 0


def test_a_followed_job_is_framed_in_the_shops_that_make_it(run: Run, segments: pd.DataFrame) -> None:
    job = int(moves(segments)["job_row"].value_counts().idxmax())
    figure = floor_gantt(segments, run.queues(), run.records, job=job)
    says(figure)
    mine = stretches(segments[segments["job_row"] == job], run.records)
    frames = [shape for shape in figure.layout.shapes if shape.line.width == 4]
    assert len(frames) == len(mine)
    assert figure.layout.meta["title"].startswith(f"Job {job_name(run.records.jobs['key'][job])} and")


def test_bars_join_what_only_a_week_s_end_divides(run: Run, segments: pd.DataFrame) -> None:
    bars = stretches(segments, run.records)
    assert (bars["end_min"] - bars["start_min"]).sum() == (segments["end_min"] - segments["start_min"]).sum()
    assert "OUTAGE" in set(bars["ended_by"])
    running_on = bars[bars["ended_by"] == "WEEK_END"]  # only what the next week's standstill, or the run's end, cuts
    assert len(running_on) < 0.05 * len(bars)
    assert set(bars["kind"]) == {OWN, RECEIVED}


def test_standstill_is_shaded_from_the_minute_the_machines_stop(run: Run, segments: pd.DataFrame) -> None:
    stopped = segments[segments["ended_by"] == "OUTAGE"].iloc[0]
    shop, week = int(stopped["shop"]), int(stopped["week"])
    figure = floor_gantt(segments, run.queues(), run.records, weeks=(week, week), shops=[shop])
    (shade,) = [shape for shape in figure.layout.shapes if shape.line.width == 0]
    assert (shade.x0, shade.x1) == (pytest.approx(stopped["end_min"] / 2700), week + 1)
    assert shade.y1 - shade.y0 == pytest.approx(int(run.records.shops["machines"][shop]))


def test_left_to_itself_the_gantt_shows_shops_that_pass_work_to_each_other(run: Run, segments: pd.DataFrame) -> None:
    figure = floor_gantt(segments, run.queues(), run.records)
    line = next(trace for trace in figure.data if trace.name == "to the next shop")
    assert len(line.x) >= 3
    assert len(figure.layout.yaxis.ticktext) <= 26
    assert figure.layout.height < 1000


def test_a_shop_s_week_shows_its_machines_its_queues_and_its_flows(run: Run, segments: pd.DataFrame) -> None:
    busiest = segments[segments["ended_by"] == "DONE"].groupby(["shop", "week"]).size().idxmax()
    shop, week = (int(part) for part in busiest)
    figure = shop_week(segments, run.queues(), run.records, shop=shop, week=week, processes=NAMES)
    says(figure)
    mine = segments[(segments["shop"] == shop) & (segments["week"] == week)]
    assert drawn_weeks(figure) == pytest.approx((mine["end_min"] - mine["start_min"]).sum() / 2700)
    waiting = run.queues().query("shop == @shop and week == @week")
    found = flows(mine, waiting, run.records, shop, week).set_index("what")["operations"]
    ops = run.records.ops
    assert (
        found[["finished, own work", "finished for other shops"]].sum()
        == ((ops["maker"] == shop) & (ops["done_week"] == week)).sum()
    )
    lengths = {trace.name: trace.y for trace in figure.data if str(trace.name).startswith("waiting for")}
    assert len(lengths) == waiting["process"].nunique()
    assert max(map(max, lengths.values())) == waiting["waiting"].max()


def test_a_shop_or_a_week_that_is_not_there_is_refused(run: Run, segments: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"shop: expected a row from 0 to 59; found 60"):
        shop_week(segments, run.queues(), run.records, shop=60, week=1)
    with pytest.raises(ValueError, match=r"week: expected a week from 0 to 39; found 40"):
        shop_week(segments, run.queues(), run.records, shop=6, week=40)
    with pytest.raises(ValueError, match="weeks: expected the first week and the last; found 5 and 4"):
        floor_gantt(segments, run.queues(), run.records, weeks=(5, 4))
    with pytest.raises(ValueError, match="job: expected the row of a job"):
        floor_gantt(segments, run.queues(), run.records, job=10**6)


def test_nothing_to_show_is_said(run: Run, segments: pd.DataFrame) -> None:
    none = segments.iloc[:0]
    assert "No machine has worked" in floor_gantt(none, run.queues(), run.records).layout.meta["title"]
    assert len(watched(none, run.queues(), run.records)) == 1
    assert (
        "made nothing in week 0" in shop_week(segments, run.queues(), run.records, shop=1, week=0).layout.meta["title"]
    )


def test_lanes_cover_each_machine_of_a_shop_once(run: Run) -> None:
    lanes = lanes_of(run.records, range(60), ())
    assert sorted(lane.machine for lane in lanes) == list(range(len(lanes)))
    assert len({lane.height for lane in lanes}) == len(lanes) == run.records.shops["machines"].sum()


def test_a_page_of_pictures_describes_them_in_words(run: Run, segments: pd.DataFrame, tmp_path) -> None:
    figures = watched(segments, run.queues(), run.records)
    text = write_page(figures, tmp_path / "floor.html", title="A floor & more").read_text(encoding="utf-8")
    assert "<title>A floor &amp; more</title>" in text
    assert text.count('role="img"') == len(figures) == 2
