"""`sweep`: sampled worlds under several policies, streamed to Parquet while it runs."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from handoff_experiments.executors.errors import ExecutorLost
from handoff_experiments.runner import Runner
from handoff_experiments.store.address import address
from handoff_experiments.sweeps.observing import PointResult, failed_point, observe_point
from handoff_experiments.sweeps.parts import Parts
from handoff_experiments.sweeps.plan import Plan, PointTask
from handoff_experiments.sweeps.swept import TASKS_PER_PART, Swept

log = logging.getLogger(__name__)

TASKS_PER_WORKER = 50  # a task is dozens of runs; then a fresh process takes over


@dataclass(frozen=True, kw_only=True)
class SweepProgress:
    """Tasks (a world with a seed) done of those planned, and what came of them in this execution."""

    done: int
    total: int
    runs: int
    failures: int
    simulated: float  # seconds of simulating, summed over workers
    seconds: float


OnSweep = Callable[[SweepProgress], None]
Observe = Callable[[PointTask], PointResult]


def sweep(
    plan: Plan,
    *,
    folder: Path | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    observe: Observe = observe_point,
    on_progress: OnSweep = lambda _: None,
) -> Swept:
    """Run a plan, or what is left of it.

    Args:
        plan: What to run.
        folder: Where its parts are kept; None takes a folder of its own beside the store's files.
        workers: Processes; None takes every core, 1 runs in this process.
        executor: Where tasks are made instead, such as a cluster.
        observe: What is made of a task; replaced in tests.
        on_progress: Told after every task.

    Returns:
        The sweep, on disk. After Ctrl-C it holds the parts that were finished; the same call goes on from there.

    Raises:
        ValueError: If the folder holds another sweep.
    """
    parts = Parts(folder_of(plan) if folder is None else folder, plan.content_hash)
    swept = Swept(plan=plan, parts=parts)
    first = swept.tasks_done
    started = time.perf_counter()
    told = SweepProgress(done=first, total=plan.tasks, runs=0, failures=0, simulated=0.0, seconds=0.0)
    on_progress(told)
    tasks = cast(Any, _Tasks(plan, first))
    with Runner(
        workers=workers,
        executor=executor,
        perform=cast(Any, observe),
        broken=cast(Any, failed_point),
        runs_per_worker=TASKS_PER_WORKER,
    ) as runner:
        waiting: dict[int, PointResult] = {}
        try:
            for _, found in runner.as_completed(tasks):
                result = cast(PointResult, found)
                waiting[result.number] = result
                told = _after(told, result, time.perf_counter() - started)
                on_progress(told)
                _write_ready(parts, plan, waiting)
        except ExecutorLost as lost:
            log.error("%s", lost)
        except KeyboardInterrupt:
            runner.close()
    return swept


def folder_of(plan: Plan) -> Path:
    """Where a plan's parts are kept unless somebody says otherwise."""
    return address().files / "sweeps" / plan.content_hash[:16]


def _after(told: SweepProgress, result: PointResult, seconds: float) -> SweepProgress:
    return SweepProgress(
        done=told.done + 1,
        total=told.total,
        runs=told.runs + result.made,
        failures=told.failures + len(result.failures),
        simulated=told.simulated + result.seconds,
        seconds=seconds,
    )


def _write_ready(parts: Parts, plan: Plan, waiting: dict[int, PointResult]) -> None:
    """Write the next parts whose tasks are all there; what waits is a few parts at most."""
    while True:
        first = parts.next * TASKS_PER_PART
        wanted = range(first, min(first + TASKS_PER_PART, plan.tasks))
        if not wanted or not all(each in waiting for each in wanted):
            return
        results = [waiting.pop(each) for each in wanted]
        parts.write(
            (
                [row for result in results for row in result.runs],
                [row for result in results for row in result.deals],
                [row for result in results for row in result.failures],
            ),
        )


class _Tasks:
    """The tasks that are left, each made when it is its turn."""

    def __init__(self, plan: Plan, first: int) -> None:
        self.plan, self.first = plan, first

    def __len__(self) -> int:
        return self.plan.tasks - self.first

    def __iter__(self) -> Iterator[PointTask]:
        return self.plan.tasks_from(self.first)

    def __getitem__(self, position: int) -> PointTask:
        return self.plan.task(self.first + position)
