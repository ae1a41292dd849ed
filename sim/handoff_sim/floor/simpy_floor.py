"""The SimPy floor: the same weeks as the array floor, machine by machine and minute by minute.

Between weeks the tables are the truth, so that shops close, runs are saved and laws are checked as with the array
floor. The pools keep their machines' processes over week ends; whatever a market changed meanwhile is taken over when
the next week starts, and a floor that is new to a market takes over everything.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import simpy

from handoff_sim.floor.exchange import NO_WORK, read_queues, write_week
from handoff_sim.floor.pools import NOTHING, Pool
from handoff_sim.floor.trace import Log, SegmentEnd
from handoff_sim.floor.week import close_floors, open_floors
from handoff_sim.market.columns import array_of
from handoff_sim.market.room import number_of
from handoff_sim.market.tables import Counter, Market


class SimpyFloor:
    """Every shop's machines as SimPy pools; ``keep_trace`` logs who ran what when."""

    name = "simpy"

    def __init__(self, *, keep_trace: bool = False) -> None:
        self.log = Log() if keep_trace else None
        self.env: simpy.Environment | None = None
        self.pools: list[Pool] = []
        self.started: list[int] = []
        self.done: list[int] = []

    def produce(self, m: Market, week: int) -> None:
        """Phase 1a: a week on every floor."""
        open_floors(m, week)
        env = self.env or self._build(m, week)
        length = number_of(m, "machine_min_week")
        opened = week * length
        if env.now != opened:
            raise ValueError(f"week: expected week {env.now / length:g}, where this floor stands; found {week}")
        self._take_over(m)
        active = self._begin(m, week, length)
        env.run(until=opened + length)
        self._end(m, active, opened)
        close_floors(m, week)

    def take_trace(self, week: int) -> dict[str, npt.NDArray[Any]]:
        """Rows of the trace since they were last taken: "segments" and "queues"; nothing if none is kept."""
        return self.log.take(week, self.held, self.minutes) if self.log else {}

    def _build(self, m: Market, week: int) -> simpy.Environment:
        self.env = simpy.Environment(initial_time=week * number_of(m, "machine_min_week"))
        stations = array_of(m.stations)
        places = zip(stations["first_machine"].tolist(), stations["machines"].tolist(), strict=True)
        self.pools = [
            Pool(
                self.env, number=number, first=first, machines=machines, started=self.started, done=self.done,
                log=self.log,
            )
            for number, (first, machines) in enumerate(places)
        ]  # fmt: skip
        self.machine_at = {machine.number: machine for pool in self.pools for machine in pool.machines}
        self.ops = np.full(m.machines.size, NOTHING, np.int64)  # as last written to the tables
        self.left = np.zeros(m.machines.size, np.int64)
        size = len(stations)
        self.minutes, self.held, self.first = (np.zeros(size, np.int64) for _ in range(3))
        return self.env

    def _take_over(self, m: Market) -> None:
        """Follow the tables where they differ: ops withdrawn since last week, or a whole saved run."""
        table = array_of(m.machines)
        ops, left = table["op"], table["left_min"]
        changed = (ops != self.ops) | ((ops != NOTHING) & (left != self.left))
        for row in np.flatnonzero(changed).tolist():
            machine = self.machine_at[row]
            if machine.op != NOTHING:
                machine.interrupt(SegmentEnd.WITHDRAWN)
            if ops[row] != NOTHING:
                machine.take(int(ops[row]), int(left[row]))
        self.ops[:] = ops

    def _begin(self, m: Market, week: int, length: int) -> list[Pool]:
        """Open the week in every pool that has work, and return those."""
        queue = np.empty(int(m.n[Counter.OPEN_OPS]) + 1, np.int64)
        places = read_queues(m, week, self.minutes, self.held, self.first, queue)
        ops = queue[:places]
        work = list(zip(ops.tolist(), array_of(m.ops)["actual_min"][ops].tolist(), strict=True))
        last = np.append(self.first[1:], places)
        weeks = np.stack([np.arange(len(last)), self.minutes, self.first, last])[:, self.minutes != NO_WORK]
        active = []
        for station, minutes, start, end in weeks.T.tolist():
            pool = self.pools[station]
            pool.begin_week(work[start:end], minutes, length)
            active.append(pool)
        return active

    def _end(self, m: Market, active: list[Pool], opened: int) -> None:
        """Write what the pools did into the tables."""
        rows: list[tuple[int, int, Any]] = []
        for pool in active:
            pool.end_week()
            rows += pool.rows(opened)
        machines, ops, left = np.array(rows, np.int64).reshape(-1, 3).T
        self.ops[machines] = ops
        self.left[machines] = left
        table = array_of(m.machines)
        table["op"][machines] = ops
        table["left_min"][machines] = left
        write_week(
            m,
            np.array([pool.number for pool in active], np.int64),
            np.array([pool.produced for pool in active], np.int64),
            np.array(self.started, np.int64),
            np.array(self.done, np.int64),
        )
        self.started.clear()
        self.done.clear()
