"""One run of one future: a world, a policy and a seed in; records, events and their hash out."""

import hashlib
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import simpy

import handoff_sim.market.native  # noqa: F401  (registers how compiled code sees a market)
from handoff_sim.compiled import source_hash
from handoff_sim.floor.array import produce
from handoff_sim.floor.choice import floor_named
from handoff_sim.floor.trace import queue_frame, segment_frame
from handoff_sim.invariants import Invariants
from handoff_sim.ledger.frames import decision_frame, entry_frame, event_frame
from handoff_sim.market.build import build_market
from handoff_sim.market.calling import Callback
from handoff_sim.market.columns import array_of
from handoff_sim.market.room import check_room, room_for_market, room_for_supply
from handoff_sim.market.round import MARKET, SUPPLY, market_half, supply_half
from handoff_sim.market.shocks import strike
from handoff_sim.market.tables import EPOCHS, Counter, Market
from handoff_sim.moment import Memory, Moment, put_back
from handoff_sim.policy.document import Policy
from handoff_sim.records import Records
from handoff_sim.strategies.assignment import Assignment, lay_out
from handoff_sim.world.document import World

MODEL_VERSION = source_hash()
OnWeek = Callable[[int], None]
KEPT = ("events", "entries", "decisions", "segments", "queues")


@dataclass(frozen=True, kw_only=True)
class Run:
    """A finished run.

    ``events_sha256`` is the hash of the event rows only, chained week by week so that a run can be resumed: equal
    futures have equal hashes whatever the policy is called. ``invariants`` counts the conservation laws checked,
    when asked for.
    """

    seed: int
    weeks: int
    records: Records
    events_sha256: str
    world_hash: str
    policy_hash: str
    model_version: str
    seconds: float
    invariants: dict[str, int]
    strategies: tuple[Assignment, ...] = ()
    chunks: dict[str, list[npt.NDArray[Any]]] = field(repr=False)

    def events(self) -> pd.DataFrame:
        """Event log, one row per fact; empty unless the run kept its events."""
        return event_frame(self.chunks["events"])

    def entries(self) -> pd.DataFrame:
        """Ledger entries; empty unless the run kept its events."""
        return entry_frame(self.chunks["entries"])

    def decisions(self) -> pd.DataFrame:
        """Decision records; empty unless the run recorded them."""
        return decision_frame(self.chunks["decisions"], self.records)

    def segments(self) -> pd.DataFrame:
        """Who ran what when: one row per stretch of an op on a machine; empty unless the run kept its trace."""
        return segment_frame(self.chunks["segments"], self.records)

    def queues(self) -> pd.DataFrame:
        """Queue lengths of machine pools, one row per change; empty unless the run kept its trace."""
        return queue_frame(self.chunks["queues"], self.records)


class Simulation:
    """A market and the SimPy calendar that moves it; week by week, or to the end."""

    def __init__(
        self,
        world: World,
        policy: Policy,
        *,
        seed: int,
        weeks: int | None = None,
        record_decisions: bool = False,
        keep_events: bool = False,
        check: bool = False,
        forced: npt.NDArray[np.int64] | None = None,
        order: npt.NDArray[np.int64] | None = None,
        compiled_round: bool = True,
        floor: str = "array",
        keep_trace: bool = False,
        strategies: Sequence[Assignment] = (),
    ) -> None:
        if not 0 <= seed < 2**64:
            raise ValueError(f"seed: expected an unsigned 64-bit number, 0 to {2**64 - 1}; found {seed}")
        self.world = world
        self.policy = policy
        self.seed = seed
        self.floor = floor_named(floor, keep_trace=keep_trace)
        self.keep_trace = keep_trace
        self.weeks = world.clock.weeks if weeks is None else weeks
        if self.weeks < 1:
            raise ValueError(f"weeks: expected at least 1; found {self.weeks}")
        with np.errstate(over="ignore"):
            self.market = build_market(
                world, policy, seed=seed, weeks=self.weeks, record_decisions=record_decisions,
                keep_events=keep_events, forced=forced, order=order,
            )  # fmt: skip
        self.strategies = tuple(strategies)
        self.market = lay_out(self.market, self.strategies)
        self.week = 0
        self.digest = bytes(32)
        self.chunks: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in KEPT}
        self.keep_events = keep_events
        self.keep_decisions = record_decisions
        self.invariants = Invariants() if check else None
        self.compiled_round = compiled_round
        self._memory = Memory()
        self.started = time.perf_counter()
        self._start_calendar()

    def _start_calendar(self) -> None:
        """Long-lived processes only: one of outages per region, one of market rounds."""
        self.calendar = simpy.Environment(initial_time=self.week)
        self._living = [self._outages(region) for region in range(int(self.market.p[0].regions))]
        self._living.append(self._rounds())
        for process in self._living:
            self.calendar.process(process)

    def close(self) -> None:
        """End the calendar's processes: they and this object hold each other, tables and all, until then."""
        for process in self._living:
            process.close()
        self._living = []

    def _outages(self, region: int) -> Generator[simpy.Event, None, None]:
        """Breakdowns and labour shocks of one region, before the week's round."""
        while True:
            strike(self.market, int(self.calendar.now), region)
            yield self.calendar.timeout(1)

    def _rounds(self) -> Generator[simpy.Event, None, None]:
        """The weekly market round."""
        while True:
            self._round(int(self.calendar.now))
            yield self.calendar.timeout(1)

    def _round(self, week: int) -> None:
        before = self.invariants.before(self.market) if self.invariants else None
        self.market = room_for_supply(self.market, week)
        self._half(SUPPLY, supply_half, week)
        self.market = room_for_market(self.market, week)
        self._half(MARKET, market_half, week)
        check_room(self.market)
        self._keep(week)
        if self.invariants and before is not None:
            self.invariants.check(self.market, before, week)

    def _half(
        self,
        phases: tuple[Callable[[Market, int], None], ...],
        whole: Callable[[Market, int], None],
        week: int,
    ) -> None:
        if self.compiled_round and (self.floor.name == "array" or produce not in phases):
            whole(self.market, week)
        else:
            for phase in phases:
                (self.floor.produce if phase is produce else phase)(self.market, week)

    def _keep(self, week: int) -> None:
        n = self.market.n
        events = array_of(self.market.events)[: n[Counter.EVENTS]]
        chained = hashlib.sha256(self.digest)
        chained.update(events.view(np.uint8).data)
        self.digest = chained.digest()
        if self.keep_events:
            self.chunks["events"].append(events.copy())
            self.chunks["entries"].append(array_of(self.market.entries)[: n[Counter.ENTRIES]].copy())
        if self.keep_decisions:
            self.chunks["decisions"].append(array_of(self.market.decisions)[: n[Counter.DECISIONS]].copy())
        for name, rows in self.floor.take_trace(week).items():
            self.chunks[name].append(rows)

    def take_seats(self, seats: npt.NDArray[np.int64], callback: Callback) -> None:
        """Let seats take decisions themselves (``Market.seats``); all decisions are recorded then, for seats to see.

        ``callback`` lives as long as this object: compiled code calls it by its address.
        """
        self._callback = callback
        self.market.seats[:] = seats
        array_of(self.market.p)["record_decisions"] = 1

    def remember(self) -> Moment:
        """Everything that a week changes, as it is now; an earlier moment of this run is forgotten."""
        kept = {name: len(chunks) for name, chunks in self.chunks.items()}
        counts = dict(self.invariants.counts) if self.invariants else {}
        return Moment(self._memory.hold(self.market), self.week, self.digest, kept, counts)

    def go_back(self, moment: Moment) -> None:
        """Stand where ``moment`` was remembered; what was kept since is dropped."""
        self.close()
        for name, kept in moment.kept.items():
            del self.chunks[name][kept:]
        if self.invariants:
            self.invariants.counts = dict(moment.counts)
        put_back(self.market, moment.tables)
        self.resume(self.market, moment.week, moment.digest)

    def resume(self, market: Market, week: int, digest: bytes) -> None:
        """Stand at the start of ``week`` with the tables of a saved run; the calendar is rebuilt there."""
        self.market = market
        self.week = week
        self.digest = digest
        self.floor = floor_named(self.floor.name, keep_trace=self.keep_trace)
        self._start_calendar()

    def step(self) -> None:
        """Advance one week."""
        if self.week >= self.weeks:
            raise ValueError(f"week: the run of {self.weeks} weeks has ended")
        with np.errstate(over="ignore"):
            self.calendar.run(until=self.week + 0.5 if self.week + 0.5 > self.calendar.now else self.week + 1)
        self.week += 1

    def run(self, on_week: OnWeek | None = None) -> Run:
        """Advance to the end and return what happened."""
        while self.week < self.weeks:
            self.step()
            if on_week is not None:
                on_week(self.week)
        self.close()
        return self.result()

    def result(self) -> Run:
        """The run so far."""
        return Run(
            seed=self.seed,
            weeks=self.weeks,
            records=records_of(self.market),
            events_sha256=self.digest.hex(),
            world_hash=self.world.content_hash,
            policy_hash=self.policy.content_hash,
            model_version=MODEL_VERSION,
            seconds=time.perf_counter() - self.started,
            invariants=self.invariants.counts if self.invariants else {},
            strategies=self.strategies,
            chunks=self.chunks,
        )


def simulate(
    world: World,
    policy: Policy,
    *,
    seed: int,
    weeks: int | None = None,
    forced: npt.NDArray[np.int64] | None = None,
    keep_events: bool = False,
    record_decisions: bool = False,
    check: bool = False,
    floor: str = "array",
    keep_trace: bool = False,
    strategies: Sequence[Assignment] = (),
    on_week: OnWeek | None = None,
) -> Run:
    """Run one world under one policy with one seed.

    Parameters: ``seed`` unsigned 64-bit; ``weeks`` horizon (default: the world's); ``forced`` [week, shop + buyer]
    prescribes membership (1 in, 0 out, -1 free); ``keep_events`` keeps event log and ledger; ``record_decisions``
    keeps the terms of every decision; ``check`` asserts the conservation laws every week; ``strategies`` who games the
    rules, and how; ``floor`` "array" or "simpy", which give the same future; ``keep_trace`` keeps who ran what when,
    which only the SimPy floor knows.
    Raises ValueError for a seed or horizon out of range, or an unknown floor, DocumentError where policy and world do
    not fit.
    """
    simulation = Simulation(
        world, policy, seed=seed, weeks=weeks, forced=forced, keep_events=keep_events,
        record_decisions=record_decisions, check=check, strategies=strategies, floor=floor, keep_trace=keep_trace,
    )  # fmt: skip
    return simulation.run(on_week)


def records_of(m: Market) -> Records:
    """Copies of the tables in use, as metrics read them."""
    p = m.p[0]
    shops = int(p.n_shops)
    return Records(
        weeks=int(p.weeks),
        launch=int(p.launch),
        effect_start=int(p.effect_start),
        processes=int(p.processes),
        finish=int(p.finish),
        parameters=array_of(m.p),
        terms=array_of(m.terms),
        shops=array_of(m.shops),
        stations=array_of(m.stations),
        buyers=array_of(m.buyers),
        jobs=array_of(m.jobs)[: m.n[Counter.JOBS]],
        ops=array_of(m.ops)[: m.n[Counter.OPS]],
        ties=array_of(m.ties),
        standing=array_of(m.standing),
        tallies=array_of(m.tallies).reshape(EPOCHS, shops),
        panel=array_of(m.panel),
        profit_weeks=m.profit_weeks,
        member_weeks=m.member_weeks,
        buyer_member_weeks=m.buyer_member_weeks,
        worth=m.worth,
        cash=m.cash,
        flows=m.flows,
        verticals=array_of(m.verticals),
    )
