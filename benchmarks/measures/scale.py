"""Many short runs: on local workers, on a Dask cluster of as many, and what the process that asks for them keeps."""

import os
import time
from collections.abc import Callable, Sequence
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

WORLD = "workshop"
LEAST_WEEKS = 40  # before members have joined there is nothing to measure
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

BEGIN, END, PROCESS = "cpu at its begin", "cpu at its end", "process"  # added to the metrics of a run


@dataclass(frozen=True)
class Run:
    """What is kept of a run."""

    seconds: float  # on the clock of its worker
    events: str  # hash
    process: int
    begin: float  # CPU seconds of its process by then
    end: float


Make = Callable[[Executor, int, int], list[Run]]  # executor, runs, weeks


def weighed(task: Task) -> RunSummary:
    """A task as the runner does it; the summary's seconds are those of the run and of reading its records."""
    started, begin = time.perf_counter(), time.process_time()
    summary = perform(task)
    known = {BEGIN: begin, END: time.process_time(), PROCESS: float(os.getpid())}
    return replace(summary, seconds=time.perf_counter() - started, metrics=summary.metrics | known)


def tasks_of(runs: int, weeks: int) -> list[Task]:
    """Pairs as an experiment makes them: every seed under both policies."""
    world, policies = catalogue.world(WORLD), [catalogue.policy(name) for name in POLICIES]
    return [
        Task(world=world, policy=policies[number % len(policies)], seed=1 + number // len(policies), weeks=weeks)
        for number in range(runs)
    ]


def by_the_runner(executor: Executor, runs: int, weeks: int) -> list[Run]:
    """Runs by what comparisons use, each forgotten once it is told, as by whoever streams them to a file."""
    found: dict[int, Run] = {}
    with Runner(executor=executor, perform=weighed) as runner:
        for place, summary in runner.as_completed(tasks_of(runs, weeks)):
            if summary.failure:
                raise RuntimeError(f"scale: a run broke\n{summary.failure}")
            told = summary.metrics
            found[place] = Run(summary.seconds, summary.events_sha256, int(told[PROCESS]), told[BEGIN], told[END])
    return [found[place] for place in range(runs)]


@dataclass(kw_only=True)
class Way:
    """One way to make the runs, and what came of each block of them."""

    executor: Executor
    workers: int
    make: Make = by_the_runner
    blocks: list[list[Run]] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # seconds of this process, block by block

    def block(self, runs: int, weeks: int) -> None:
        begin = time.process_time()
        self.blocks.append(self.make(self.executor, runs, weeks))
        self.cpu.append(time.process_time() - begin)

    def overhead(self, seconds: list[float]) -> tuple[float, ...]:
        """Share of the workers' time on the clock that was not spent on runs, block by block."""
        spent = [sum(run.seconds for run in block) for block in self.blocks]
        return tuple(1.0 - a / (b * self.workers) for a, b in zip(spent, seconds, strict=True))

    def overhead_of_cpu(self) -> tuple[float, ...]:
        """Share of the CPU of workers, scheduler and this process that was not spent on runs, block by block."""
        shares = []
        for block, own in zip(self.blocks, self.cpu, strict=True):
            workers = {run.process for run in block} - {os.getpid()}
            of_workers = sum(
                max(run.end for run in block if run.process == worker)
                - min(run.begin for run in block if run.process == worker)
                for worker in workers
            )
            shares.append(1.0 - sum(run.end - run.begin for run in block) / (of_workers + own))
        return tuple(shares)


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """Runs per second and overhead, the ways taking turns; then the memory of the process that asks."""
    runs, weeks = effort.many_runs // BLOCKS, max(effort.weeks, LEAST_WEEKS)
    with ExitStack() as held:
        ways = {
            what: Way(executor=held.enter_context(open_executor(where, workers=workers)), workers=workers)
            for what, where, workers in WAYS
        }
        for way in ways.values():
            way.make(way.executor, 2 * way.workers, weeks)  # starts the workers, loads the machine code
        taken = take_turns(
            BLOCKS, [lambda way=way: way.block(runs, weeks) for way in ways.values()], wall_seconds, tell
        )
    seconds = dict(zip(ways, taken, strict=True))
    if len({tuple(run.events for run in block) for way in ways.values() for block in way.blocks}) != 1:
        raise RuntimeError("scale: expected the same runs everywhere")
    return _speed(ways, seconds, runs) + _memory(effort.many_runs, weeks)


def _speed(ways: dict[str, Way], seconds: dict[str, list[float]], runs: int) -> list[Line]:
    lines = [
        Line(what=f"{what}: runs", unit="per s", rounds=tuple(runs / taken for taken in seconds[what])) for what in ways
    ]
    for what, way in ways.items():
        on_the_clock, of_cpu = way.overhead(seconds[what]), way.overhead_of_cpu()
        lines += [
            Line(what=f"{what}: overhead", unit="share", rounds=on_the_clock, aim=SMALL_OVERHEAD),
            Line(what=f"{what}: overhead, by CPU of all processes", unit="share", rounds=of_cpu, aim=SMALL_OVERHEAD),
        ]
    for local, dask in (("1 local worker", "Dask, 1 worker"), ("2 local workers", "Dask, 2 workers")):
        speed = ratios(seconds[local], seconds[dask])
        lines.append(Line(what=f"{dask}: speed over {local}", unit="times", rounds=speed))
    return lines


def keep_asking(*, where: Where, workers: int, parts: list[int], weeks: int) -> list[float]:
    """Make so many runs, one part after the other; MiB at the peak so far of the process that this is called in."""
    with open_executor(where, workers=workers) as executor:
        peaks = []
        for runs in parts:
            by_the_runner(executor, runs, weeks)
            peaks.append(fresh.peak_kib() / fresh.KIB_PER_MIB)
        return peaks


def _memory(most: int, weeks: int) -> list[Line]:
    """Peak of the asking process after a quarter, half and all of the runs."""
    lines = []
    parts = [most // 4, most // 4, most // 2]
    for what, where, workers in WAYS:
        if workers == 1:  # makes the runs itself, or is as the next one
            continue
        peaks = fresh.call("scale:keep_asking", where=where, workers=workers, parts=parts, weeks=weeks).said
        lines += memory_lines(what, peaks, parts)
    return lines


def memory_lines(what: str, peaks: Sequence[float], parts: Sequence[int]) -> list[Line]:
    """Peaks in MiB of the asking process after each part, and the last over the first."""
    title = f"{what}: peak memory of the asking process,"
    found = [
        Line(what=f"{title} {sum(parts[: number + 1]):,} runs", unit="MiB", rounds=(peak,))
        for number, peak in enumerate(peaks)
    ]
    over = f"{title} {sum(parts):,} runs over {parts[0]:,}"
    return [*found, Line(what=over, unit="times", rounds=(peaks[-1] / peaks[0],), aim=FLAT)]


MEASURE = Measure(
    name="scale",
    question="What do many short runs cost, here and on a cluster?",
    compared=f"Runs of {WORLD} with all their metrics, by the runner of comparisons, workers up; overhead is one less "
    "the seconds of the runs over those of the workers; where other work shares the machine, read that by CPU",
    ask=ask,
)
