"""A market that is nothing but floors: stations with the machines, jobs and outages that a test wants."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from handoff_sim.floor.array import enqueue
from handoff_sim.market.actor_rows import Machine
from handoff_sim.market.build import build_market
from handoff_sim.market.closing import advance
from handoff_sim.market.columns import array_of, empty_table
from handoff_sim.market.exits import withdraw
from handoff_sim.market.shocks import open_week
from handoff_sim.market.tables import Counter, Market
from handoff_sim.market.work_rows import Job, Op
from handoff_sim.policy import Policy
from handoff_sim.world.document import World
from handoff_sim.world.market_fields import Demand
from handoff_sim.world.population_fields import Population

SHOPS = 2
PROCESSES = 2  # of which the last is finishing
WEEKS = 12
MINUTES_A_WEEK = 20  # so short that ops end together, with the week, and when machines stop
TABLES = ("machines", "stations", "ops", "shops", "tallies")


@dataclass(frozen=True)
class Step:
    """One lot of an operation: where it is made, and how many minutes it takes."""

    station: int
    minutes: int


@dataclass(frozen=True)
class Plan:
    """A job: accepted at the end of a week; stages one after the other, the lots of a stage side by side."""

    accepted: int
    stages: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Outage:
    """A breakdown or a labour shock that starts in a week."""

    week: int
    shop: int
    labour: bool
    length: int


@dataclass(frozen=True)
class Situation:
    """All that happens to a small floor; ``withdrawn`` names a week and the ops taken off the floor at its end."""

    machines: tuple[int, ...]  # by station
    factors: tuple[float, float]  # left of it in a breakdown, in a labour shock
    plans: tuple[Plan, ...]
    outages: tuple[Outage, ...] = ()
    withdrawn: tuple[tuple[int, int], ...] = ()


class Produces(Protocol):
    """Any floor."""

    def produce(self, m: Market, week: int) -> None:
        """Work a week."""


@cache
def _empty() -> Market:
    population = Population(shops=SHOPS, buyers=1, regions=1, processes=("mill", "finish"), process_counts=(1, 1, 1))
    world = World(population=population, demand=Demand(finish_share=0.0))
    return build_market(world, Policy(network=False), seed=1, weeks=WEEKS)


def market_of(situation: Situation) -> Market:
    """The tables before week 0."""
    steps = [
        (j, stage, step)
        for j, plan in enumerate(situation.plans)
        for stage, lots in enumerate(plan.stages)
        for step in lots
    ]
    market = Market(*(np.copy(table, subok=True) for table in _empty()))
    market = market._replace(
        jobs=empty_table(Job, len(situation.plans) + 1),
        ops=empty_table(Op, len(steps) + 1),
        completions=np.zeros(len(steps) + 1, np.int64),
        machines=empty_table(Machine, sum(situation.machines)),
    )
    parameters = market.p[0]
    parameters.machine_min_week = MINUTES_A_WEEK
    parameters.breakdown_factor, parameters.labour_factor = situation.factors
    stations = array_of(market.stations)
    stations["machines"] = situation.machines
    stations["cap_min"] = stations["machines"] * MINUTES_A_WEEK
    stations["first_machine"] = np.cumsum([0, *situation.machines[:-1]])
    array_of(market.machines)["op"] = -1
    for op, (job, stage, step) in enumerate(steps):
        row = market.ops[op]
        row.job, row.stage, row.actual_min = job, stage, step.minutes
        row.maker, row.process = divmod(step.station, PROCESSES)
        row.workable_week = -1
    first = 0
    for job, plan in enumerate(situation.plans):
        row = market.jobs[job]
        row.n_stages, row.n_ops, row.first_op = len(plan.stages), sum(map(len, plan.stages)), first
        row.open_ops, row.stage_left = row.n_ops, len(plan.stages[0])
        first += row.n_ops
    market.n[Counter.OPEN_OPS] = len(steps)
    return market


def work(market: Market, floor: Produces, situation: Situation, week: int) -> list[int]:
    """One week as a run has it: outages, production, next stages, ops withdrawn, jobs accepted. Ops done, by row."""
    for outage in situation.outages:
        if outage.week == week:
            shop = market.shops[outage.shop]
            if outage.labour:
                shop.labour_left = max(shop.labour_left, outage.length)
            else:
                shop.breakdown_left = max(shop.breakdown_left, outage.length)
    open_week(market, week)
    floor.produce(market, week)
    done = sorted(market.completions[: market.n[Counter.COMPLETIONS]].tolist())
    for op in done:
        advance(market, week, int(market.ops[op].job))
    for when, op in situation.withdrawn:
        if when == week and op < market.ops.size - 1 and op not in done:
            withdraw(market, op)
    for job, plan in enumerate(situation.plans):
        if plan.accepted == week:
            _accept(market, job, week)
    return done


def _accept(market: Market, job: int, week: int) -> None:
    row = market.jobs[job]
    for op in range(row.first_op, row.first_op + row.n_ops):
        made = market.ops[op]
        made.workable_week = week + 1 if made.stage == 0 else -1
        station = int(made.maker * PROCESSES + made.process)
        market.stations[station].backlog_min += made.actual_min
        enqueue(market, station, op)
