"""Machine pools in SimPy: first come first served to the machine that frees first, on one clock of minutes.

A pool knows nothing of a market. Ops are numbers; they may be handed in at any minute. A machine is a process that
waits for an op, works on it, is interrupted when its shop stands still, and goes on where it stopped.

At one minute things happen in this order: the shop stands still, machines finish, free machines choose. So an op that
would end in the minute in which its machine stops is not done, and machines that free together choose by number.
"""

from collections import deque
from collections.abc import Callable, Generator
from heapq import heappop, heappush
from typing import Any

import simpy
from simpy.events import NORMAL, URGENT, EventPriority

from handoff_sim.floor.trace import Log, SegmentEnd

LAST = EventPriority(NORMAL + 1)  # after everything else of the minute
FOR_GOOD = (SegmentEnd.DONE, SegmentEnd.WITHDRAWN)
NOTHING = -1
Minutes = int | float


class Call(simpy.Event):
    """An event that calls a function, at a minute and at a place in that minute."""

    def __init__(
        self,
        env: simpy.Environment,
        function: Callable[[simpy.Event], None],
        *,
        delay: Minutes = 0,
        priority: EventPriority,
    ) -> None:
        super().__init__(env)
        self.callbacks.append(function)
        self._ok = True
        self._value = None
        env.schedule(self, priority, delay)


class Machine:
    """One machine: the op on it, the minutes that op still needs, and since when it has been running."""

    __slots__ = ("env", "left", "number", "op", "order", "pool", "process", "since")

    def __init__(self, pool: "Pool", number: int) -> None:
        self.pool = pool
        self.env = pool.env
        self.number = number
        self.op = NOTHING
        self.left: Minutes = 0
        self.since: Minutes | None = None  # None while it stands
        self.order: simpy.Event | None = None  # what an idle machine waits for
        self.process: simpy.Process | None = None

    def take(self, op: int, minutes: Minutes) -> None:
        """Work on an op from this minute on, or once the shop works again."""
        self.op = op
        self.left = minutes
        if self.process is None:
            self.process = self.env.process(self._life())
        elif self.order is not None:
            self.order.succeed()
            self.order = None

    def interrupt(self, end: SegmentEnd) -> None:
        """Stop in this minute; the op stays unless it is withdrawn."""
        if self.since is not None or end is SegmentEnd.WITHDRAWN:
            self.book(end)
            self.since = None
        if end is SegmentEnd.WITHDRAWN:
            self.op = NOTHING
            self.left = 0
        if self.process is not None:
            self.process.interrupt(end)

    def book(self, end: SegmentEnd) -> None:
        """Count the minutes run until now as worked."""
        now = self.env.now
        since = now if self.since is None else self.since
        self.left -= now - since
        self.pool.produced += now - since
        self.since = now
        log = self.pool.log
        if log is not None and (now > since or end in FOR_GOOD):
            log.segments.append((self.pool.number, self.number, self.op, since, now, end))

    def _life(self) -> Generator[simpy.Event, Any, None]:
        while True:
            while self.op == NOTHING:
                self.order = self.env.event()
                yield self.order
            try:
                if self.pool.standstill is not None:
                    yield self.pool.standstill
                self.since = self.env.now
                yield self.env.timeout(self.left)
                self._finish()
            except simpy.Interrupt:
                continue  # with what is left of the op, or without one

    def _finish(self) -> None:
        self.book(SegmentEnd.DONE)
        op = self.op
        self.op = NOTHING
        self.left = 0
        self.since = None
        self.pool.finished(self, op)


class Pool:
    """Machines of one process in one shop, and the ops that wait for them.

    Parameters: ``number`` names the pool in what is logged; ``first`` is the number of its first machine; ``started``
    and ``done`` receive ops as they start and end; ``log``, if given, receives segments and queue lengths.
    """

    def __init__(
        self,
        env: simpy.Environment,
        *,
        number: int,
        first: int,
        machines: int,
        started: list[int],
        done: list[int],
        log: Log | None = None,
    ) -> None:
        self.env = env
        self.number = number
        self.machines = [Machine(self, first + k) for k in range(machines)]
        self.waiting: deque[tuple[int, Minutes]] = deque()
        self.idle: list[tuple[Minutes, int]] = [(env.now, k) for k in range(machines)]  # heap: free since, place
        self.standstill: simpy.Event | None = None  # ends when the shop works again; None while it works
        self.produced: Minutes = 0
        self.started = started
        self.done = done
        self.log = log
        self._first = first
        self._will_choose = False

    def accept(self, op: int, minutes: Minutes) -> None:
        """Put an op at the end of the queue, workable from this minute on."""
        self.waiting.append((op, minutes))
        self._log_queue()
        self._choose_soon()

    def begin_week(self, queue: list[tuple[int, Minutes]], minutes: Minutes, length: Minutes) -> None:
        """Start a week of ``length`` minutes, of which ``minutes`` are worked, with these ops waiting."""
        now = self.env.now
        self.produced = 0
        self.waiting = deque(queue)
        self.idle = [(now, k) for k, machine in enumerate(self.machines) if machine.op == NOTHING]
        if minutes > 0:
            self._go_on()
        if minutes <= 0:
            self._stand_still()
        elif minutes < length:
            Call(self.env, self._stand_still, delay=minutes, priority=URGENT)
        self._log_queue()
        self._choose_soon()

    def end_week(self) -> None:
        """Book what the running machines have done of their ops so far; they run on."""
        for machine in self.machines:
            if machine.since is not None:
                machine.book(SegmentEnd.WEEK_END)

    def rows(self, opened: Minutes) -> list[tuple[int, int, Minutes]]:
        """Machine, op on it and minutes left; for an idle one, the minute after ``opened`` at which it became free."""
        rows = [(machine.number, machine.op, machine.left) for machine in self.machines if machine.op != NOTHING]
        return rows + [(self._first + k, NOTHING, since - opened) for since, k in self.idle]

    def finished(self, machine: Machine, op: int) -> None:
        """A machine has become free."""
        self.done.append(op)
        heappush(self.idle, (self.env.now, machine.number - self._first))
        self._choose_soon()

    def _choose_soon(self) -> None:
        if not self._will_choose and self.waiting and self.idle and self.standstill is None:
            self._will_choose = True
            Call(self.env, self._choose, priority=LAST)

    def _choose(self, event: simpy.Event) -> None:
        del event
        self._will_choose = False
        while self.waiting and self.idle and self.standstill is None:
            op, minutes = self.waiting.popleft()
            _, place = heappop(self.idle)
            self.started.append(op)
            self.machines[place].take(op, minutes)
        self._log_queue()

    def _log_queue(self) -> None:
        if self.log is not None:
            self.log.queues.append((self.number, self.env.now, len(self.waiting)))

    def _stand_still(self, event: simpy.Event | None = None) -> None:
        del event
        if self.standstill is not None:
            return
        self.standstill = self.env.event()
        for machine in self.machines:
            if machine.since is not None:
                machine.interrupt(SegmentEnd.OUTAGE)

    def _go_on(self) -> None:
        if self.standstill is not None:
            self.standstill.succeed()
            self.standstill = None
