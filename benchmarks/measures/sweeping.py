"""A sweep of sampled worlds: on local workers, on a Dask cluster of as many, and what the asking process keeps."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from harness import fresh
from harness.effort import Effort
from harness.findings import Line, Measure, Tell

from handoff_experiments.executors import Where, open_executor
from handoff_experiments.sweeps import Design, Plan, sweep, uncertainties
from handoff_experiments.sweeps.sweep import SweepProgress
from handoff_scenarios import catalogue
from measures.scale import LEAST_WEEKS, SMALL_OVERHEAD, WAYS, WORLD, memory_lines

ARMS = ("phone_book", "directory", "tools_only", "overflow_lane", "enforceable_trust")
LEAST_POINTS = 4


def plan_of(runs: int, weeks: int, seed: int = 1) -> Plan:
    """A Latin hypercube of so many runs, over every usual uncertainty, one seed each."""
    return Plan(
        base=catalogue.world(WORLD),
        arms=tuple(catalogue.policy(name) for name in ARMS),
        uncertainties=uncertainties(),
        design=Design(n=max(LEAST_POINTS, runs // len(ARMS)), seed=seed),
        replications=1,
        seed=seed,
        weeks=weeks,
    )


def swept(where: Where, workers: int, plan: Plan) -> tuple[SweepProgress, str, float]:
    """The last progress of a sweep, the hash of its futures, and the seconds by the clock once workers are up."""
    told: list[SweepProgress] = []
    with open_executor(where, workers=workers) as executor, tempfile.TemporaryDirectory() as folder:
        warm = plan_of(LEAST_POINTS * len(ARMS), plan.weeks or LEAST_WEEKS, seed=2)
        sweep(warm, folder=Path(folder) / "warm", executor=executor)  # starts the workers, loads the machine code
        started = time.perf_counter()
        found = sweep(plan, folder=Path(folder) / "sweep", executor=executor, on_progress=told.append)
        seconds = time.perf_counter() - started
        return told[-1], found.content_hash, seconds


def peaks(*, where: Where, workers: int, parts: Sequence[int], weeks: int) -> list[float]:
    """Sweep so many runs, one sweep after the other; MiB at the peak so far of the process that this is called in."""
    found = []
    with open_executor(where, workers=workers) as executor, tempfile.TemporaryDirectory() as folder:
        for number, runs in enumerate(parts):
            sweep(plan_of(runs, weeks, seed=number + 1), folder=Path(folder) / str(number), executor=executor)
            found.append(fresh.peak_kib() / fresh.KIB_PER_MIB)
    return found


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """Runs per second and overhead of each way, then the memory of the process that asks."""
    weeks = max(effort.weeks, LEAST_WEEKS)
    plan = plan_of(effort.many_runs, weeks)
    lines, futures = [], set()
    for number, (what, where, workers) in enumerate(WAYS):
        tell(number, len(WAYS))
        progress, future, seconds = swept(where, workers, plan)
        futures.add(future)
        overhead = 1.0 - progress.simulated / (seconds * workers)
        lines += [
            Line(what=f"{what}: runs", unit="per s", rounds=(progress.runs / seconds,)),
            Line(what=f"{what}: overhead", unit="share", rounds=(overhead,), aim=SMALL_OVERHEAD),
        ]
    if len(futures) != 1:
        raise RuntimeError("sweeping: expected the same futures everywhere")
    parts = [effort.many_runs // 4, effort.many_runs // 4, effort.many_runs // 2]
    kept = fresh.call("sweeping:peaks", where="local", workers=2, parts=parts, weeks=weeks).said
    return lines + memory_lines("2 local workers", kept, parts)


MEASURE = Measure(
    name="sweeping",
    question="What does a sweep cost beyond its runs, here and on a cluster?",
    compared=f"Sampled {WORLD} worlds under {len(ARMS)} policies, written to Parquet, workers up; overhead is one less "
    "the seconds of making and reading the runs over those of the workers",
    ask=ask,
)
