"""Two workers against one: the product's own runner on the same tasks."""

import time
from dataclasses import dataclass, replace

from harness.clock import wall_seconds
from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell, ratios

from handoff_experiments.runner import Runner
from handoff_experiments.tasks import RunSummary, Task, perform
from handoff_scenarios import catalogue

POLICIES = ("phone_book", "enforceable_trust")
WORKERS = 2
AIM = Aim(least=1.85)


def tasks_of(effort: Effort) -> list[Task]:
    """Pairs as a comparison makes them: every seed under both policies."""
    world = catalogue.world(effort.world)
    return [
        Task(world=world, policy=catalogue.policy(policy), seed=1 + number, weeks=effort.weeks)
        for number in range(effort.tasks // len(POLICIES))
        for policy in POLICIES
    ]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What a number of workers took for all tasks."""

    start: float  # seconds on the clock until the workers were ready
    seconds: float  # on the clock, after that
    cpu: float  # seconds that the workers spent on the tasks
    hashes: list[str]


def weighed(task: Task) -> RunSummary:
    """A task as the runner does it; the summary's seconds are those of the CPU."""
    started = time.process_time()
    return replace(perform(task), seconds=time.process_time() - started)


def batch(tasks: list[Task], workers: int) -> Batch:
    """All tasks by the product's own runner, its workers started and warmed up beforehand."""
    found: list[RunSummary | None] = []
    with Runner(workers=workers, perform=weighed) as runner:
        start = wall_seconds(lambda: runner.run([replace(task, weeks=2) for task in tasks[:2] * workers]))
        seconds = wall_seconds(lambda: found.extend(runner.run(tasks).summaries))
    summaries = [summary for summary in found if summary is not None and summary.finished]
    if len(summaries) != len(tasks):
        raise RuntimeError(f"{workers} workers: expected {len(tasks)} finished runs; found {len(summaries)}")
    return Batch(
        start=start,
        seconds=seconds,
        cpu=sum(summary.seconds for summary in summaries),
        hashes=[summary.events_sha256 for summary in summaries],
    )


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """Throughput of two workers over that of one, without and with the start of the pool."""
    tasks = tasks_of(effort)
    batch(tasks[:1], 1)  # loads the machine code
    alone, together = [], []
    for turn in range(effort.worker_rounds):
        tell(turn, effort.worker_rounds)
        alone.append(batch(tasks, 1))
        together.append(batch(tasks, WORKERS))
        if alone[-1].hashes != together[-1].hashes:
            raise RuntimeError("workers: expected the same runs from any number of workers")
    return _lines(alone, together, len(tasks))


def _lines(alone: list[Batch], together: list[Batch], tasks: int) -> list[Line]:
    title = f"{WORKERS} workers over 1, {tasks} runs"
    one = [found.seconds for found in alone]
    two = [found.seconds for found in together]
    with_start = [found.start + found.seconds for found in together]
    cores = tuple(found.cpu / found.seconds for found in together)
    free = ratios([found.cpu for found in alone], [found.cpu / WORKERS for found in together])
    return [
        Line(what=f"{title}, workers ready", unit="times", rounds=ratios(one, two), aim=AIM),
        Line(what=f"{title}, start of the pool included", unit="times", rounds=ratios(one, with_start)),
        Line(what=f"{title}, by the CPU of the runs, as if no other work were done", unit="times", rounds=free),
        Line(what=f"cores that {WORKERS} workers were given", unit="cores", rounds=cores),
        Line(what="core that 1 worker was given", unit="cores", rounds=tuple(f.cpu / f.seconds for f in alone)),
        Line(what="start of the pool", unit="s", rounds=tuple(found.start for found in together)),
        Line(what="a run with its metrics, 1 worker", unit="s", rounds=tuple(s / tasks for s in one)),
    ]


MEASURE = Measure(
    name="workers",
    question="What do two workers bring?",
    compared="Runs with all their metrics per second on the clock, by the runner that comparisons use; where the "
    "workers were given less than two cores, other work shared the machine",
    ask=ask,
)
