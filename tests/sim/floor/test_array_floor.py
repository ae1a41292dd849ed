"""The array floor against an oracle in plain Python that keeps one absolute clock instead of remainders."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sim.floor.oracle import NEVER, Outcome, Work, oracle

from handoff_sim.floor.array import enqueue, produce, work_week
from handoff_sim.market.build import build_market
from handoff_sim.market.columns import empty_table
from handoff_sim.market.tables import Counter, Market
from handoff_sim.market.work_rows import Op
from handoff_sim.policy import Policy
from handoff_sim.world.document import World
from handoff_sim.world.market_fields import Demand
from handoff_sim.world.population_fields import Population


def floor_of(machines: int, ops: int) -> Market:
    """A market of one station with so many machines and room for ops."""
    world = World(
        population=Population(
            shops=1,
            buyers=1,
            regions=1,
            processes=("mill", "finish"),
            finisher_share=0.0,
            size_shares=(1.0, 0.0, 0.0),
            process_counts=(1, 1, 1),
            machines_min=(machines, machines, machines),
            machines_max=(machines, machines, machines),
        ),
        demand=Demand(finish_share=0.0),
    )
    market = build_market(world, Policy(network=False), seed=1, weeks=2)
    return market._replace(ops=empty_table(Op, ops + 1), completions=np.zeros(ops + 1, np.int64))


def engine(works: list[Work], machines: int, weeks: list[int]) -> Outcome:
    market = floor_of(machines, len(works))
    station = int(np.flatnonzero(np.asarray(market.stations)["machines"])[0])
    for k, work in enumerate(works):
        market.ops[k].actual_min = work.minutes
        market.ops[k].workable_week = work.workable
    done = [NEVER] * len(works)
    produced = []
    for week, minutes in enumerate(weeks):
        market.n[Counter.COMPLETIONS] = 0
        work_week(market, station, week, minutes)
        produced.append(int(market.stations[station].produced_min))
        for op in market.completions[: market.n[Counter.COMPLETIONS]]:
            done[op] = week
        for k, work in enumerate(works):
            if work.accepted == week:
                market.stations[station].backlog_min += work.minutes
                enqueue(market, station, k)
    return Outcome(done, produced)


@st.composite
def works(draw: st.DrawFn) -> list[Work]:
    """Ops of many lengths, multiples of a week's half among them, so that ends fall on week ends exactly."""
    length = st.one_of(st.integers(1, 9000), st.sampled_from([1350, 2700, 5400, 8100]))
    found = []
    for _ in range(draw(st.integers(0, 25))):
        accepted = draw(st.integers(0, 10))
        found.append(Work(accepted, accepted + 1 + draw(st.sampled_from([0, 0, 0, 1, 3])), draw(length)))
    return found


@settings(max_examples=400)
@given(works(), st.integers(1, 5), st.lists(st.sampled_from([2700, 2700, 2700, 1350, 1148]), min_size=12, max_size=30))
def test_the_array_floor_equals_the_oracle(drawn: list[Work], machines: int, weeks: list[int]) -> None:
    assert engine(drawn, machines, weeks) == oracle(drawn, machines, weeks)


def test_an_op_that_ends_exactly_with_a_week_belongs_to_the_next() -> None:
    weeks = [2700] * 4
    assert engine([Work(0, 1, 2700)], 1, weeks).done == [2]
    assert engine([Work(0, 1, 2699)], 1, weeks).done == [1]


def test_an_op_that_ends_exactly_with_a_week_is_done_even_if_nothing_else_is_to_be_made() -> None:
    market = floor_of(1, 1)
    station = int(np.flatnonzero(np.asarray(market.stations)["machines"])[0])
    market.ops[0].actual_min = market.p[0].machine_min_week
    market.stations[station].backlog_min = market.ops[0].actual_min
    enqueue(market, station, 0)
    finished = []
    for week in range(2):
        produce(market, week)
        finished.append(int(market.n[Counter.COMPLETIONS]))
    assert finished == [0, 1]


def test_a_second_op_waits_for_the_first_on_one_machine_but_not_on_two() -> None:
    pair, weeks = [Work(0, 1, 2000), Work(0, 1, 2000)], [2700] * 4
    assert engine(pair, 1, weeks).done == [1, 2]
    assert engine(pair, 2, weeks).done == [1, 1]


def test_an_op_that_is_not_workable_lets_others_pass() -> None:
    assert engine([Work(0, 3, 100), Work(0, 1, 100)], 1, [2700] * 5).done == [3, 1]


def test_an_outage_halves_a_week() -> None:
    assert engine([Work(0, 1, 2000)], 1, [2700, 1350, 2700]).done == [2]
    assert engine([Work(0, 1, 2000)], 1, [2700, 1350, 2700]).produced == [0, 1350, 650]


def test_little_s_law_holds_on_a_busy_floor() -> None:
    """Ops in the system, averaged over weeks, equal throughput times weeks in the system, once all have left."""
    rng = np.random.default_rng(1)
    arrivals = np.repeat(np.arange(200), rng.poisson(2.0, 200))
    drawn = [Work(int(week), int(week) + 1, int(rng.integers(300, 3000))) for week in arrivals]
    horizon = 260
    done = np.array(engine(drawn, 2, [2700] * horizon).done)
    assert (done < NEVER).all()
    inside = sum(((arrivals < week) & (done >= week)).sum() for week in range(horizon))
    assert inside / horizon == (done - arrivals).mean() * len(done) / horizon


def test_an_overloaded_floor_never_stands_still() -> None:
    produced = engine([Work(0, 1, 1000)] * 100, 3, [2700] * 10).produced
    assert produced == [0, *[3 * 2700] * 9]
