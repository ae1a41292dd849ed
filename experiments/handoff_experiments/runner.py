"""Runs tasks on every core, one after the other, or on somebody else's machines.

Anything that speaks ``concurrent.futures.Executor`` will do. The default is a pool of processes that are
replaced now and then; with one worker everything happens in this process. What comes back is placed by
the order of the tasks, never by the order in which they finished, and a broken run never stops the others.
"""

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from handoff_experiments.pool import new_pool
from handoff_experiments.tasks import Perform, RunSummary, Task, failed, perform

RUNS_PER_WORKER = 200  # then fresh processes take over
AHEAD_PER_WORKER = 4  # tasks handed to the executor before they can start

Completed = Callable[[int, RunSummary], None]  # position of the task, its summary
Waiting = dict["Future[RunSummary]", int]  # to the position of the task


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Summaries in the order of their tasks; None where a run was not made."""

    summaries: tuple[RunSummary | None, ...]
    interrupted: bool = False


def default_workers() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Runner:
    """A place to run tasks; a context manager that frees its processes.

    Args:
        workers: Processes; 1 runs in this process; None takes every core.
        executor: An executor of your own (threads, a cluster); it is never shut down here.
        perform: Turns a task into a summary; replaced in tests.
        runs_per_worker: Runs after which the processes are replaced.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        executor: Executor | None = None,
        perform: Perform = perform,
        runs_per_worker: int = RUNS_PER_WORKER,
    ) -> None:
        self.workers = default_workers() if workers is None else workers
        if self.workers < 1:
            raise ValueError(f"workers: expected a whole number of at least 1; found {workers}")
        self._perform = perform
        self._given = executor
        self._runs_per_worker = runs_per_worker
        self._pool: Executor | None = None
        self._runs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let running tasks end, drop the waiting ones, free the processes."""
        self._retire(cancel=True)

    def run(self, tasks: Sequence[Task], on_completed: Completed | None = None) -> Batch:
        """Run every task; Ctrl-C keeps what is finished and drops the rest."""
        summaries: list[RunSummary | None] = [None] * len(tasks)
        interrupted = False
        try:
            for position, summary in self.as_completed(tasks):
                summaries[position] = summary
                if on_completed is not None:
                    on_completed(position, summary)
        except KeyboardInterrupt:
            interrupted = True
            self.close()
        return Batch(summaries=tuple(summaries), interrupted=interrupted)

    def as_completed(self, tasks: Sequence[Task]) -> Iterator[tuple[int, RunSummary]]:
        """Positions of tasks and their summaries, in the order in which they finish."""
        if self.workers == 1 and self._given is None:
            for position, task in enumerate(tasks):
                yield position, self._perform(task)
            return
        waiting: Waiting = {}
        ahead = iter(enumerate(tasks))
        try:
            while self._hand_out(ahead, waiting):
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=waiting.__getitem__):
                    position = waiting.pop(future)
                    yield position, self._collect(future, tasks[position])
        finally:
            for future in waiting:
                future.cancel()

    def _hand_out(self, ahead: Iterator[tuple[int, Task]], waiting: Waiting) -> bool:
        """Fill the waiting room; False when it stays empty."""
        while len(waiting) < AHEAD_PER_WORKER * self.workers:
            position, task = next(ahead, (-1, None))
            if task is None:
                break
            waiting[self._executor().submit(self._perform, task)] = position
        return bool(waiting)

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self._runs >= self._runs_per_worker * self.workers:
            self._retire(cancel=False)
        if self._pool is None:
            self._pool, self._runs = new_pool(self.workers), 0
        self._runs += 1
        return self._pool

    def _retire(self, *, cancel: bool) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=cancel)
            self._pool = None

    def _collect(self, future: "Future[RunSummary]", task: Task) -> RunSummary:
        """The summary; a worker that died takes its neighbours along, so each is tried again alone."""
        try:
            return future.result()
        except BrokenExecutor:
            self._pool = None
            return self._alone(task)
        except Exception:
            return failed(task, traceback.format_exc())

    def _alone(self, task: Task) -> RunSummary:
        with new_pool(1) as pool:
            try:
                return pool.submit(self._perform, task).result()
            except BrokenExecutor:
                return failed(task, f"the worker process ended abruptly\n{traceback.format_exc()}")
