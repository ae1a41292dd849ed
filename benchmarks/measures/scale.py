"""Many short runs: on local workers, on a Dask cluster of as many, and what the process that asks for them keeps."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from harness import fresh
from harness.clock import take_turns, wall_seconds
from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell, ratios

from handoff_experiments.executors import Where, open_executor
from handoff_experiments.runner import Runner
from handoff_experiments.tasks import RunSummary, Task, perform
from handoff_scenarios import catalogue

WORLD, WEEKS = "workshop", 52
POLICIES = ("phone_book", "enforceable_trust")
BLOCKS = 4  # in which the ways take turns
WAYS: tuple[tuple[str, Where, int], ...] = (
    ("1 local worker", "local", 1),
    ("2 local workers", "local", 2),
    ("Dask, 1 worker", "dask", 1),
    ("Dask, 2 workers", "dask", 2),
)
SMALL_OVERHEAD = Aim(most=0.05)
FLAT = Aim(most=1.1)

Run = tuple[float, str]  # seconds in its worker, hash of its events
Make = Callable[[Executor, int, int], list[Run]]  # executor, its workers, runs


def weighed(task: Task) -> RunSummary:
    """A task as the runner does it; the summary's seconds are those of the run and of reading its records."""
    started = time.perf_counter()
    summary = perform(task)
    return replace(summary, seconds=time.perf_counter() - started)


def tasks_of(runs: int) -> list[Task]:
    """Pairs as an experiment makes them: every seed under both policies."""
    world, policies = catalogue.world(WORLD), [catalogue.policy(name) for name in POLICIES]
    return [
        Task(world=world, policy=policies[number % len(policies)], seed=1 + number // len(policies), weeks=WEEKS)
        for number in range(runs)
    ]


def by_the_runner(executor: Executor, workers: int, runs: int) -> list[Run]:
    """Runs by what comparisons use, each forgotten once it is told, as by whoever streams them to a file."""
    found: dict[int, Run] = {}
    with Runner(executor=executor, workers=workers, perform=weighed) as runner:
        for place, summary in runner.as_completed(tasks_of(runs)):
            if summary.failure:
                raise RuntimeError(f"scale: a run broke\n{summary.failure}")
            found[place] = summary.seconds, summary.events_sha256
    return [found[place] for place in range(runs)]


@dataclass(kw_only=True)
class Way:
    """One way to make the runs, and what came of each block of them."""

    executor: Executor
    workers: int
    make: Make = by_the_runner
    blocks: list[list[Run]] = field(default_factory=list)

    def block(self, runs: int) -> None:
        self.blocks.append(self.make(self.executor, self.workers, runs))

    def overhead(self, seconds: list[float]) -> tuple[float, ...]:
        """Share of the workers' time that was not spent on runs, block by block."""
        spent = [sum(second for second, _ in block) for block in self.blocks]
        return tuple(1.0 - a / (b * self.workers) for a, b in zip(spent, seconds, strict=True))


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """Runs per second and overhead, the ways taking turns; then the memory of the process that asks."""
    runs = effort.many_runs // BLOCKS
    with ExitStack() as held:
        ways = {
            what: Way(executor=held.enter_context(open_executor(where, workers=workers)), workers=workers)
            for what, where, workers in WAYS
        }
        for way in ways.values():
            way.make(way.executor, way.workers, 2 * way.workers)  # starts the workers, loads the machine code
        taken = take_turns(BLOCKS, [lambda way=way: way.block(runs) for way in ways.values()], wall_seconds, tell)
    seconds = dict(zip(ways, taken, strict=True))
    if len({tuple(digest for _, digest in block) for way in ways.values() for block in way.blocks}) != 1:
        raise RuntimeError("scale: expected the same runs everywhere")
    return _speed(ways, seconds, runs) + _memory(effort)


def _speed(ways: dict[str, Way], seconds: dict[str, list[float]], runs: int) -> list[Line]:
    lines = [
        Line(what=f"{what}: runs", unit="per s", rounds=tuple(runs / taken for taken in seconds[what])) for what in ways
    ]
    lines += [
        Line(what=f"{what}: overhead", unit="share", rounds=way.overhead(seconds[what]), aim=SMALL_OVERHEAD)
        for what, way in ways.items()
    ]
    for local, dask in (("1 local worker", "Dask, 1 worker"), ("2 local workers", "Dask, 2 workers")):
        speed = ratios(seconds[local], seconds[dask])
        lines.append(Line(what=f"{dask}: speed over {local}", unit="times", rounds=speed))
    return lines


def keep_asking(*, where: Where, workers: int, runs: int) -> int:
    """Make so many runs; called in a process of its own, whose peak is what counts."""
    with open_executor(where, workers=workers) as executor:
        return len(by_the_runner(executor, workers, runs))


def _memory(effort: Effort) -> list[Line]:
    """Peak of the asking process after a quarter, half and all of the runs."""
    lines = []
    for what, where, workers in WAYS:
        if workers == 1:  # makes the runs itself, or is as the next one
            continue
        peaks = {
            runs: fresh.call("scale:keep_asking", where=where, workers=workers, runs=runs).peak_mib
            for runs in (effort.many_runs // 4, effort.many_runs // 2, effort.many_runs)
        }
        lines += [
            Line(what=f"{what}: peak memory of the asking process, {runs:,} runs", unit="MiB", rounds=(peak,))
            for runs, peak in peaks.items()
        ]
        least, most = peaks[effort.many_runs // 4], peaks[effort.many_runs]
        title = f"{what}: that peak, {effort.many_runs:,} runs over {effort.many_runs // 4:,}"
        lines.append(Line(what=title, unit="times", rounds=(most / least,), aim=FLAT))
    return lines


MEASURE = Measure(
    name="scale",
    question="What do many short runs cost, here and on a cluster?",
    compared=f"Runs of {WORLD} over {WEEKS} weeks with all their metrics, by the runner of comparisons, workers up; "
    "overhead is one less the seconds of the runs over those of the workers",
    ask=ask,
)
