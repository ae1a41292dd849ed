"""The trace is a physical account: nobody does two things at once, and minutes add up to what the tables say."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.sim.small import policy, world

from handoff_sim.codes import OpState
from handoff_sim.run import Run, simulate

WEEKS = 60
BROKEN_OFTEN = {"floor__breakdown_hazard": 0.05, "floor__labour_hazard": 0.02}


@cache
def watched() -> Run:
    return simulate(
        world("default", **BROKEN_OFTEN), policy("protected_handoff"), seed=6, weeks=WEEKS, floor="simpy",
        keep_trace=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def segments() -> pd.DataFrame:
    return watched().segments()


def minutes(segments: pd.DataFrame) -> pd.Series:
    return segments["end_min"] - segments["start_min"]


def test_segments_on_a_machine_never_overlap(segments: pd.DataFrame) -> None:
    by_machine = segments.sort_values(["machine", "start_min", "end_min"])
    following = by_machine.groupby("machine")["start_min"].shift(-1)
    assert (following.isna() | (following >= by_machine["end_min"])).all()
    assert (minutes(segments) >= 0).all()


def test_an_op_stays_on_one_machine_and_is_never_in_two_places(segments: pd.DataFrame) -> None:
    assert (segments.groupby("op_row")["machine"].nunique() == 1).all()
    by_op = segments.sort_values(["op_row", "start_min", "end_min"])
    following = by_op.groupby("op_row")["start_min"].shift(-1)
    assert (following.isna() | (following >= by_op["end_min"])).all()


def test_a_segment_lies_in_its_week_and_on_a_machine_of_its_shop(segments: pd.DataFrame) -> None:
    records = watched().records
    length = int(records.parameters["machine_min_week"][0])
    assert (segments["start_min"] >= segments["week"] * length).all()
    assert (segments["end_min"] <= (segments["week"] + 1) * length).all()
    station = records.stations[segments["shop"] * records.processes + segments["process"]]
    assert (segments["machine"] >= station["first_machine"]).all()
    assert (segments["machine"] < station["first_machine"] + station["machines"]).all()
    assert (segments["shop"] == records.ops["maker"][segments["op_row"]]).all()


def test_segments_add_up_to_the_minutes_produced(segments: pd.DataFrame) -> None:
    records = watched().records
    worked = minutes(segments).groupby(segments["shop"]).sum().reindex(range(len(records.shops)), fill_value=0)
    assert np.array_equal(worked, records.tallies["produced_min"].sum(axis=0))
    last = segments[segments["week"] == WEEKS - 1]
    station = last["shop"] * records.processes + last["process"]
    in_last_week = minutes(last).groupby(station).sum().reindex(range(len(records.stations)), fill_value=0)
    assert np.array_equal(in_last_week, records.stations["produced_min"])


def test_the_segments_of_a_finished_op_add_up_to_its_minutes(segments: pd.DataFrame) -> None:
    ops = watched().records.ops
    worked = minutes(segments).groupby(segments["op_row"]).sum()
    done = segments[segments["ended_by"] == "DONE"].set_index("op_row")
    assert done.index.is_unique
    assert np.array_equal(worked[done.index], ops["actual_min"][done.index])
    assert np.array_equal(done["week"], ops["done_week"][done.index])
    shipped = np.flatnonzero((ops["maker"] >= 0) & np.isin(ops["state"], [OpState.SHIPPED, OpState.CLOSED]))
    assert set(shipped) == set(done.index)


def test_ops_of_a_job_are_made_one_stage_after_the_other_and_not_in_the_same_week(segments: pd.DataFrame) -> None:
    stages = segments.groupby(["job_row", "stage"]).agg(first=("week", "min"), last=("week", "max")).reset_index()
    before = stages.groupby("job_row")["last"].shift(1)
    later = before.notna()
    assert later.sum() > 100
    assert (stages["first"][later] > before[later]).all()


def test_an_op_starts_after_its_acceptance_and_first_come_is_first_served(segments: pd.DataFrame) -> None:
    ops = watched().records.ops
    begun = segments.drop_duplicates("op_row")
    assert (begun["week"].to_numpy() >= ops["workable_week"][begun["op_row"]]).all()
    assert (begun["week"].to_numpy() > ops["accepted_week"][begun["op_row"]]).all()


def test_outages_end_segments_when_the_week_s_minutes_are_used_up(segments: pd.DataFrame) -> None:
    run = watched()
    length = int(run.records.parameters["machine_min_week"][0])
    factors = [run.records.parameters[name][0] for name in ("breakdown_factor", "labour_factor")]
    allowed = {int(length * factor + 0.5) for factor in (*factors, factors[0] * factors[1])}
    stopped = segments[segments["ended_by"] == "OUTAGE"]
    assert len(stopped) > 20
    assert set(stopped["end_min"] - stopped["week"] * length) <= allowed
    assert (run.records.tallies["down_min"].sum(axis=0)[stopped["shop"].unique()] > 0).all()


def test_queue_lengths_are_those_of_starts_and_weeks(segments: pd.DataFrame) -> None:
    """Within a week a queue shrinks by as many ops as begin."""
    queues = watched().queues()
    changes = np.concatenate(watched().chunks["queues"])  # the frame keeps the last of each minute only
    rows = pd.DataFrame({name: changes[name] for name in ("week", "station", "waiting")})
    lengths = rows.groupby(["week", "station"])["waiting"].agg(["first", "last", "min"])
    first = segments.drop_duplicates("op_row")
    station = (first["shop"] * watched().records.processes + first["process"]).rename("station")
    begun = first.groupby(["week", station]).size().reindex(lengths.index, fill_value=0)
    assert (lengths["first"] - lengths["last"] == begun).all()
    assert (lengths["min"] == lengths["last"]).all()
    assert (queues["minute"] // int(watched().records.parameters["machine_min_week"][0]) == queues["week"]).all()
    assert (queues["waiting"] + queues["held"] >= 0).all()
