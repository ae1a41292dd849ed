"""Runs the tasks of one experiment on an executor, and keeps what was made where it can be found again.

Anything that speaks ``concurrent.futures.Executor`` will do: a lane of a pool that several experiments share, a
cluster, threads; by default a pool of its own, and with one worker this very process. What comes back is placed by the
order of the tasks, never by the order in which they finished, and a broken run never stops the others.
"""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from handoff_experiments.executors.errors import ExecutorLost
from handoff_experiments.tasks import Perform, RunSummary, Task, failed, perform
from handoff_experiments.workers import RUNS_PER_WORKER, InThisProcess, Lane, SharedPool, default_workers

log = logging.getLogger(__name__)

AHEAD_PER_WORKER = 4  # tasks handed to the executor before they can start

Completed = Callable[[int, RunSummary], None]  # position of the task, its summary


class KeepsRuns(Protocol):
    """Where runs are kept by their content."""

    def find(self, task: Task) -> RunSummary | None:
        """The finished run of exactly this task, if it was made before."""
        ...

    def keep(self, task: Task, summary: RunSummary) -> str:
        """Keep a run, or the record of one that broke; returns its key."""
        ...


class RunsTasks(Protocol):
    """What a comparison needs of a runner."""

    def run(self, tasks: Sequence[Task], on_completed: Completed | None = None, *, fresh: bool = False) -> "Batch":
        """Summaries of all tasks, or of those that were made before it was called off."""
        ...


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Summaries in the order of their tasks; None where a run was not made."""

    summaries: tuple[RunSummary | None, ...]
    interrupted: bool = False


class Runner:
    """A place to run tasks; a context manager that frees its processes.

    Args:
        workers: Processes; 1 runs in this process; None takes every core.
        executor: An executor of your own (a lane, threads, a cluster); it is never shut down here.
        perform: Turns a task into a summary; replaced in tests.
        runs_per_worker: Runs after which a process is replaced.
        kept: Where runs are looked up before they are made, and kept afterwards.
        broken: Turns a task whose worker broke, and why, into a summary.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        executor: Executor | None = None,
        perform: Perform = perform,
        runs_per_worker: int = RUNS_PER_WORKER,
        kept: KeepsRuns | None = None,
        broken: Callable[[Task, str], RunSummary] = failed,
    ) -> None:
        self.workers = default_workers() if workers is None else workers
        if self.workers < 1:
            raise ValueError(f"workers: expected a whole number of at least 1; found {workers}")
        self._perform = perform
        self._given = executor
        self._runs_per_worker = runs_per_worker
        self._kept = kept
        self._broken = broken
        self._pool: SharedPool | None = None
        self._lane: Lane | None = None
        self._cancelled = threading.Event()
        self._lost: ExecutorLost | None = None

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
        if self._pool is not None:
            self._pool.close()
            self._pool = self._lane = None

    def cancel(self) -> None:
        """From any thread: make no more runs; a batch under way ends as if Ctrl-C had been pressed.

        Killing the lane that was given does the same.
        """
        self._cancelled.set()
        drop_everything = getattr(self._given or self._lane, "kill", None)
        if drop_everything is not None:
            drop_everything()

    def run(self, tasks: Sequence[Task], on_completed: Completed | None = None, *, fresh: bool = False) -> Batch:
        """Run every task; Ctrl-C, `cancel` and the loss of a cluster keep what is finished and drop the rest.

        Args:
            tasks: What to run.
            on_completed: Told about every run, in this thread.
            fresh: Make the runs even where they were made before, and keep none of them.
        """
        summaries: list[RunSummary | None] = [None] * len(tasks)
        interrupted = False
        try:
            for position, summary in self.as_completed(tasks, fresh=fresh):
                summaries[position] = summary
                if on_completed is not None:
                    on_completed(position, summary)
            interrupted = self._called_off
        except ExecutorLost as lost:
            interrupted = True
            log.error("%s", lost)
        except KeyboardInterrupt:
            interrupted = True
            self.close()
        return Batch(summaries=tuple(summaries), interrupted=interrupted)

    def as_completed(self, tasks: Sequence[Task], *, fresh: bool = False) -> Iterator[tuple[int, RunSummary]]:
        """Positions of tasks and their summaries, in the order in which they finish; fewer after `cancel`.

        Raises:
            ExecutorLost: If the executor is gone, such as a cluster whose scheduler ended.
        """
        ahead, left = enumerate(tasks), len(tasks)
        waiting: dict[Future[RunSummary], tuple[int, Task]] = {}
        try:
            while left or waiting:
                while left and len(waiting) < self._room and not (self._called_off or self._lost):
                    position, task = next(ahead)
                    left -= 1
                    known = None if fresh or self._kept is None else self._kept.find(task)
                    if known is not None:
                        yield position, known
                    elif (future := self._submit(task)) is not None:
                        waiting[future] = position, task
                if self._lost and not waiting:  # what was finished beside the lost calls is told first
                    raise self._lost
                if not waiting:
                    return
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=lambda each: waiting[each][0]):
                    position, task = waiting.pop(future)
                    summary = self._collect(future, task)
                    if summary is not None:
                        if self._kept is not None and not fresh:
                            self._kept.keep(task, summary)
                        yield position, summary
        finally:
            for future in waiting:
                future.cancel()

    @property
    def _called_off(self) -> bool:
        """Whether no more runs are to be made."""
        return self._cancelled.is_set() or (isinstance(self._given, Lane) and self._given.is_killed)

    @property
    def _room(self) -> int:
        """Tasks that may be with the executor."""
        executor = self._executor()
        if isinstance(executor, InThisProcess):
            return 1
        workers: int = getattr(executor, "workers", self.workers)  # those of a cluster come and go; threads do not tell
        return AHEAD_PER_WORKER * workers

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self.workers == 1:
            return InThisProcess()
        if self._lane is None:
            self._pool = SharedPool(self.workers, self._runs_per_worker)
            self._lane = self._pool.lane()
        return self._lane

    def _submit(self, task: Task) -> "Future[RunSummary] | None":
        """The task on its way; None if everything was called off or lost meanwhile."""
        try:
            return self._executor().submit(self._perform, task)
        except ExecutorLost as lost:
            self._lost = lost
            return None
        except RuntimeError:
            if self._called_off:
                return None
            raise

    def _collect(self, future: "Future[RunSummary]", task: Task) -> RunSummary | None:
        """The summary; None for a run that was called off or lost."""
        try:
            return future.result()
        except CancelledError:
            return None
        except ExecutorLost as lost:
            self._lost = lost
            return None
        except BrokenExecutor:
            if self._called_off:
                return None
            return self._broken(task, f"the worker process ended abruptly\n{traceback.format_exc()}")
        except Exception:
            return self._broken(task, traceback.format_exc())
