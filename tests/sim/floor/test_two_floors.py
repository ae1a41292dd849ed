"""Both floors leave the same tables behind: on drawn floors, on every preset and world, over a saved run."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sim.floor.oracle import Work, spans_of
from tests.sim.floor.small_floor import (
    MINUTES_A_WEEK,
    PROCESSES,
    SHOPS,
    TABLES,
    WEEKS,
    Outage,
    Plan,
    Situation,
    Step,
    market_of,
    work,
)
from tests.sim.small import PRESETS, policy, world

from handoff_scenarios import catalogue
from handoff_sim.floor.choice import ArrayFloor
from handoff_sim.floor.simpy_floor import SimpyFloor
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Market
from handoff_sim.model import FactoryModel
from handoff_sim.run import Simulation, simulate
from handoff_sim.saving import restore, save

WEEKS_OF = {"workshop": 60, "default": 30, "sedgwick_2019": 20, "south_kansas_450": 12, "reach": 7}


def assert_same_tables(one: Market, other: Market, week: int) -> None:
    """Name the first table and column that differ."""
    for table in TABLES:
        left, right = array_of(getattr(one, table)), array_of(getattr(other, table))
        for column in left.dtype.names or ():
            np.testing.assert_array_equal(left[column], right[column], err_msg=f"week {week}: {table}.{column}")


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Short weeks and round lengths, so that ops end together, with the week, and when machines stop."""
    step = st.builds(
        Step, st.integers(0, SHOPS * PROCESSES - 1), st.sampled_from([1, 4, 5, 10, 10, 13, 20, 20, 30, 40])
    )
    stages = st.lists(st.lists(step, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple)
    plans = draw(st.lists(st.builds(Plan, st.integers(0, WEEKS - 4), stages), max_size=14))
    ops = sum(len(lots) for plan in plans for lots in plan.stages)
    weeks = st.integers(0, WEEKS - 1)
    outage = st.builds(Outage, weeks, st.integers(0, SHOPS - 1), st.booleans(), st.integers(1, 3))
    return Situation(
        machines=draw(st.tuples(*[st.integers(1, 3)] * (SHOPS * PROCESSES))),
        factors=draw(st.sampled_from([(0.5, 0.75), (0.0, 0.5), (0.25, 0.33)])),
        plans=tuple(sorted(plans, key=lambda plan: plan.accepted)),
        outages=tuple(draw(st.lists(outage, max_size=4))),
        withdrawn=tuple(draw(st.lists(st.tuples(weeks, st.integers(0, max(0, ops - 1))), max_size=3))),
    )


@settings(max_examples=300, deadline=None)
@given(situations(), st.sets(st.integers(1, WEEKS - 1), max_size=2))
def test_drawn_floors_leave_the_same_tables(situation: Situation, rebuilt: set[int]) -> None:
    """Week by week; in some weeks the SimPy floor is a new one that knows only the tables."""
    arrays, pools = market_of(situation), market_of(situation)
    array, simpy = ArrayFloor(), SimpyFloor()
    for week in range(WEEKS):
        if week in rebuilt:
            simpy = SimpyFloor()
        assert work(arrays, array, situation, week) == work(pools, simpy, situation, week), f"week {week}"
        assert_same_tables(arrays, pools, week)


@st.composite
def one_pool(draw: st.DrawFn) -> Situation:
    """One station, jobs of one operation, outages: what the oracle on an absolute clock can follow."""
    lengths = st.sampled_from([1, 4, 5, 7, 10, 13, 20, 30, 45])
    plans = draw(
        st.lists(st.builds(lambda week, n: Plan(week, ((Step(0, n),),)), st.integers(0, 6), lengths), max_size=12)
    )
    outage = st.builds(Outage, st.integers(0, WEEKS - 1), st.just(0), st.booleans(), st.integers(1, 2))
    return Situation(
        machines=(draw(st.integers(1, 4)), 0, 0, 0),
        factors=(0.5, 0.75),
        plans=tuple(sorted(plans, key=lambda plan: plan.accepted)),
        outages=tuple(draw(st.lists(outage, max_size=3))),
    )


@settings(max_examples=200, deadline=None)
@given(one_pool())
def test_minutes_and_machines_of_the_trace_are_the_oracle_s(situation: Situation) -> None:
    market, floor = market_of(situation), SimpyFloor(keep_trace=True)
    segments, weeks = [], []
    for week in range(WEEKS):
        work(market, floor, situation, week)
        segments.append(floor.take_trace(week)["segments"])
        weeks.append(MINUTES_A_WEEK - int(market.stations[0].down_min) // situation.machines[0])
    rows = np.concatenate(segments)
    works = [Work(plan.accepted, plan.accepted + 1, plan.stages[0][0].minutes) for plan in situation.plans]
    worked = np.concatenate([[0], np.cumsum(weeks)])  # by the start of each week

    def on_floor(minute: int, week: int) -> int:
        return int(worked[week] + minute - week * MINUTES_A_WEEK)

    spans = spans_of(works, situation.machines[0], weeks)
    assert set(rows["op"].tolist()) == set(spans)
    for op, span in spans.items():
        mine = rows[rows["op"] == op]
        assert set(mine["machine"].tolist()) == {span.machine}
        assert on_floor(mine["start_min"][0], mine["week"][0]) == span.start
        if mine["ended_by"][-1] == 0:
            assert on_floor(mine["end_min"][-1], mine["week"][-1]) == span.end
        else:
            assert span.end >= worked[-1], f"op {op} should have been done"


@pytest.mark.parametrize("where", catalogue.worlds())
@pytest.mark.parametrize("what", PRESETS)
def test_every_preset_has_the_same_events_on_either_floor(where: str, what: str) -> None:
    place, rules = world(where, clock__launch=3), policy(what)
    array, simpy = (simulate(place, rules, seed=5, weeks=WEEKS_OF[where], floor=floor) for floor in ("array", "simpy"))
    assert simpy.events_sha256 == array.events_sha256
    assert np.array_equal(simpy.records.ops, array.records.ops)
    assert (array.records.ops["done_week"] > 0).any()


HARSH = {
    "floor__breakdown_hazard": 0.05,
    "floor__labour_hazard": 0.02,
    "floor__breakdown_factor": 0.0,
    "population__cash_per_machine": 0,
    "demand__level": 0.6,
}


def test_shops_that_close_and_stand_still_do_so_alike() -> None:
    """Closings withdraw ops from machines and queues between two weeks."""
    place, rules = world("default", **HARSH), policy("protected_handoff")
    array = Simulation(place, rules, seed=3, weeks=80, check=True)
    simpy = Simulation(place, rules, seed=3, weeks=80, check=True, floor="simpy", keep_trace=True)
    for week in range(80):
        array.step()
        simpy.step()
        assert_same_tables(array.market, simpy.market, week)
    assert array.digest == simpy.digest
    assert (array_of(array.market.shops)["closed_week"] >= 0).sum() >= 3
    assert set(simpy.result().segments()["ended_by"]) == {"DONE", "OUTAGE", "WEEK_END", "WITHDRAWN"}


def test_a_run_saved_on_the_simpy_floor_goes_on_to_the_same_end(tmp_path: Path) -> None:
    place, rules = world("default", **HARSH), policy("contract_club")
    whole = simulate(place, rules, seed=4, weeks=50, floor="simpy", keep_trace=True)
    first = Simulation(place, rules, seed=4, weeks=50, floor="simpy", keep_trace=True)
    for _ in range(23):
        first.step()
    assert (array_of(first.market.machines)["op"] >= 0).any()
    second = restore(save(first, tmp_path / "run.npz"))
    assert second.floor.name == "simpy"
    ended = second.run()
    assert ended.events_sha256 == whole.events_sha256
    later = whole.segments().query("week >= 23").reset_index(drop=True)
    assert ended.segments().equals(later)


def test_a_trace_leaves_no_trace_in_the_future() -> None:
    place, rules = world("workshop"), policy("enforceable_trust")
    runs = [
        simulate(place, rules, seed=2, weeks=40, floor=floor, keep_trace=trace, record_decisions=decisions)
        for floor, trace, decisions in [("array", False, False), ("simpy", False, True), ("simpy", True, False)]
    ]
    assert len({run.events_sha256 for run in runs}) == 1
    assert [len(run.segments()) > 0 for run in runs] == [False, False, True]


def test_a_stepped_model_and_single_phases_work_on_the_simpy_floor() -> None:
    place, rules = world("workshop"), policy("directory")
    expected = simulate(place, rules, seed=2, weeks=30).events_sha256
    with FactoryModel(place, rules, seed=2, weeks=30, floor="simpy") as model:
        model.run_model()
        assert model.result().events_sha256 == expected
    phases = Simulation(place, rules, seed=2, weeks=30, floor="simpy", compiled_round=False)
    assert phases.run().events_sha256 == expected


def test_an_unknown_floor_is_refused_with_the_options() -> None:
    with pytest.raises(ValueError, match=r"floor: expected one of array, simpy; found 'wood'"):
        simulate(world("workshop"), policy("directory"), seed=1, weeks=1, floor="wood")


def test_a_trace_of_the_array_floor_is_refused() -> None:
    with pytest.raises(ValueError, match="keep_trace: expected floor 'simpy'"):
        simulate(world("workshop"), policy("directory"), seed=1, weeks=1, keep_trace=True)


def test_a_floor_refuses_a_week_in_which_it_does_not_stand() -> None:
    situation = Situation(machines=(1, 1, 1, 1), factors=(0.5, 0.5), plans=())
    market, floor = market_of(situation), SimpyFloor()
    floor.produce(market, 4)
    with pytest.raises(ValueError, match="expected week 5, where this floor stands; found 7"):
        floor.produce(market, 7)
