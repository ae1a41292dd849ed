"""Worker processes that several queues of work share fairly; each queue speaks ``concurrent.futures.Executor``.

A worker is a pool of one process, so that a process that dies takes nobody else's run along, is known by the run it was
making, and can be ended when that run is no longer wanted. Waiting work is taken in turns, one piece from each lane, so
that an experiment of ten runs need not wait for one of ten thousand.
"""

import os
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from handoff_experiments.pool import new_pool

RUNS_PER_WORKER = 200  # then a fresh process takes over
ATTEMPTS = 2  # times a piece of work is tried whose worker died under it

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def default_workers() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(eq=False)
class _Work:
    """One call that waits, or is being made."""

    future: "Future[Any]"
    call: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    attempts: int = 0


@dataclass(eq=False)
class _Slot:
    """One worker: its process, how often that was used, and whom it works for."""

    executor: ProcessPoolExecutor | None = None
    used: int = 0
    lane: "Lane | None" = None


@dataclass(eq=False)
class SharedPool:
    """So many worker processes, and the lanes that share them.

    Args:
        workers: Processes.
        runs_per_worker: Calls after which a process is replaced.
    """

    workers: int
    runs_per_worker: int = RUNS_PER_WORKER
    _lock: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)
    _lanes: "deque[Lane]" = field(default_factory=deque, init=False, repr=False)
    _slots: list[_Slot] = field(default_factory=list, init=False, repr=False)
    _closed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers: expected a whole number of at least 1; found {self.workers}")
        self._slots = [_Slot() for _ in range(self.workers)]
        self._rest = threading.Condition(self._lock)

    def lane(self, *, heavy: bool = False) -> "Lane":
        """A queue of its own; it takes turns with the others.

        Args:
            heavy: A worker that made one of its calls is replaced, so that the memory it took is given back.
        """
        with self._lock:
            lane = Lane(self, is_heavy=heavy)
            self._lanes.append(lane)
            return lane

    @property
    def busy(self) -> int:
        """Workers that are making a run."""
        return sum(slot.lane is not None for slot in self._slots)

    @property
    def waiting(self) -> int:
        """Calls that no worker has taken yet."""
        with self._lock:
            return sum(len(lane.queue) for lane in self._lanes)

    def close(self, *, cancel: bool = True) -> None:
        """End: drop what waits (or make it first), let running calls end, free the processes."""
        with self._lock:
            self._closed = True
            lanes = list(self._lanes)
        for lane in lanes:
            lane.shutdown(wait=False, cancel_futures=cancel)
        with self._rest:
            self._rest.wait_for(lambda: not self.busy and not self.waiting)
            executors = [slot.executor for slot in self._slots if slot.executor]
            self._slots = [_Slot() for _ in self._slots]
        for executor in executors:
            executor.shutdown(wait=True)

    def kill(self) -> None:
        """End at once: whatever is being made is lost."""
        with self._lock:
            self._closed = True
            for lane in list(self._lanes):
                lane.kill()
        self.close()

    def dispatch(self) -> None:
        """Give free workers something to do, one call from each lane in turn."""
        with self._lock:
            for slot in self._slots:
                if slot.lane is None and (taken := self._next()):
                    self._start(slot, *taken)
            self._rest.notify_all()

    def _next(self) -> "tuple[Lane, _Work] | None":
        """The next call that is wanted; its lane goes to the end of the row. Lanes that are done are forgotten."""
        self._lanes = deque(lane for lane in self._lanes if lane.queue or not lane.is_closed)
        for _ in range(len(self._lanes)):
            lane = self._lanes[0]
            self._lanes.rotate(-1)
            while lane.queue:
                work = lane.queue.popleft()
                if work.attempts or work.future.set_running_or_notify_cancel():
                    return lane, work
        return None

    def _start(self, slot: _Slot, lane: "Lane", work: _Work) -> None:
        if slot.executor is None:
            slot.executor, slot.used = new_pool(1), 0
        try:
            inner = slot.executor.submit(work.call, *work.args, **work.kwargs)
        except BrokenExecutor:  # it died while it was idle
            slot.executor, slot.used = new_pool(1), 0
            inner = slot.executor.submit(work.call, *work.args, **work.kwargs)
        slot.lane, slot.used, work.attempts = lane, slot.used + 1, work.attempts + 1
        inner.add_done_callback(lambda done: self._ended(slot, lane, work, done))

    def _ended(self, slot: _Slot, lane: "Lane", work: _Work, done: "Future[Any]") -> None:
        error = done.exception()
        died = isinstance(error, BrokenExecutor)
        with self._lock:
            slot.lane = None
            spent = died or lane.is_heavy or slot.used >= self.runs_per_worker
            if spent and slot.executor is not None:
                slot.executor.shutdown(wait=False)
                slot.executor = None
            again = died and work.attempts < ATTEMPTS and not lane.is_closed
            if again:
                lane.queue.appendleft(work)
        self.dispatch()
        if again:
            return
        if error is not None:
            work.future.set_exception(error)
        else:
            work.future.set_result(done.result())

    def _kill_workers_of(self, lane: "Lane") -> None:
        for slot in self._slots:
            if slot.lane is lane and slot.executor is not None:
                for process in list((slot.executor._processes or {}).values()):  # public only from Python 3.14 on
                    process.kill()


class Lane(Executor):
    """One queue of a shared pool. A call whose process dies under it is tried once more, then fails."""

    def __init__(self, pool: SharedPool, *, is_heavy: bool = False) -> None:
        self.pool = pool
        self.is_heavy = is_heavy
        self.queue: deque[_Work] = deque()
        self.is_closed = False
        self.is_killed = False

    @property
    def workers(self) -> int:
        """Processes that it may use at most."""
        return self.pool.workers

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> "Future[Result]":
        """Have ``fn`` called in a worker process.

        Raises:
            RuntimeError: If the lane or its pool was shut down.
        """
        future: Future[Result] = Future()
        with self.pool._lock:
            if self.is_closed or self.pool._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self.queue.append(_Work(future, fn, args, kwargs))
        self.pool.dispatch()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; ``cancel_futures`` drops those that wait."""
        with self.pool._lock:
            self.is_closed = True
            dropped = list(self.queue) if cancel_futures else []
            if cancel_futures:
                self.queue.clear()
        for work in dropped:
            if work.future.cancel():
                work.future.set_running_or_notify_cancel()  # whoever waits for it is told only by this
            else:  # it ran before, and lost its worker
                work.future.set_exception(BrokenExecutor("the worker process ended abruptly"))
        if wait:
            with self.pool._rest:
                self.pool._rest.wait_for(lambda: not self.queue and self not in [s.lane for s in self.pool._slots])
        self.pool.dispatch()

    def kill(self) -> None:
        """Drop what waits and end the processes that work for this lane; what they were making is lost."""
        self.is_killed = True
        self.shutdown(wait=False, cancel_futures=True)
        with self.pool._lock:
            self.pool._kill_workers_of(self)


class InThisProcess(Executor):
    """Makes each call at once, where it was asked for."""

    workers = 1

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> "Future[Result]":
        """The finished call; Ctrl-C passes through."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
