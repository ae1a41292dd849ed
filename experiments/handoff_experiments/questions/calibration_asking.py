"""A calibration question asked: today's market seed by seed, then what takes a network, then every parameter's ends."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

from handoff_experiments.calibration.bands import SIGNS
from handoff_experiments.calibration.handles import HANDLES, Handle, present, settings_of
from handoff_experiments.calibration.reaching import reach
from handoff_experiments.calibration.targets import Turned, targets, turned
from handoff_experiments.progress import Progress, Stage
from handoff_experiments.questions.calibration import CalibrationQuestion
from handoff_experiments.questions.calibration_answer import ALPHA, CalibrationAnswer, WorldReached
from handoff_experiments.questions.head import Size
from handoff_experiments.runner import KeepsRuns, Runner
from handoff_experiments.seeds import replication_seeds
from handoff_experiments.tasks import Perform, RunSummary, Task
from handoff_scenarios import catalogue
from handoff_sim.policy import apply_settings

Figures = list[dict[str, float]]  # by code, seed by seed


@dataclass(frozen=True)
class End:
    """One end of a parameter's range."""

    handle: Handle
    name: str
    value: float


def ask_calibration(
    asked: CalibrationQuestion,
    *,
    size: Size,
    workers: int | None,
    executor: Executor | None,
    kept: KeepsRuns | None,
    perform: Perform | None,
    on_progress: Callable[[str, int, int, Progress], None],
) -> CalibrationAnswer:
    """Ask it; the arguments are those of `handoff_experiments.questions.ask`.

    Its runs leave figures that other experiments do not know, so they are not ``kept``.

    Raises:
        KeyboardInterrupt: If Ctrl-C came before a world was finished.
    """
    started = time.perf_counter()
    worlds = asked.effort(size).worlds
    found: list[WorldReached] = []
    with Runner(workers=workers, executor=executor, perform=perform or reach) as runner:
        for number, name in enumerate(worlds, 1):
            tasks = _tasks(asked, size, catalogue.world(name))
            made = _made(runner, tasks, partial(on_progress, name, number, len(worlds)))
            if made is None:
                if not found:
                    raise KeyboardInterrupt
                break
            found.append(_read(asked, size, name, tasks, made))
    seconds = time.perf_counter() - started
    return CalibrationAnswer(question=asked, size=size, worlds=tuple(found), planned=len(worlds), seconds=seconds)


def _ends(asked: CalibrationQuestion, size: Size) -> list[End]:
    if not asked.effort(size).range_seeds:
        return []
    handles = [handle for handle in HANDLES if handle.path in asked.parameters]
    return [End(each, name, value) for each in handles for name, value in (("low", each.low), ("high", each.high))]


def _tasks(asked: CalibrationQuestion, size: Size, world: Any) -> list[Task]:
    """Today's market over the seeds, the network over the seeds, then each end over its seeds."""
    effort = asked.effort(size)
    if effort.weeks is not None:
        world = apply_settings(world, {"clock.weeks": effort.weeks})
    seeds = replication_seeds(asked.seed, max(effort.seeds, effort.range_seeds))
    today, *network = (catalogue.policy(name) for name in asked.policies())
    tasks = [
        Task(world=world, policy=policy, seed=seed) for policy in (today, *network) for seed in seeds[: effort.seeds]
    ]
    for end in _ends(asked, size):
        there = apply_settings(world, settings_of([end.value], [end.handle]))
        tasks += [Task(world=there, policy=today, seed=seed) for seed in seeds[: effort.range_seeds]]
    return tasks


def _made(runner: Runner, tasks: Sequence[Task], told: Callable[[Progress], None]) -> list[RunSummary] | None:
    """The runs in the order of their tasks; None if they were called off."""
    done = 0

    def completed(_: int, run: RunSummary) -> None:
        nonlocal done
        done += 1
        note = "" if run.finished else f"seed {run.seed}: the run broke"
        told(Progress(stage=Stage.ARMS, done=done, total=len(tasks), note=note))

    told(Progress(stage=Stage.ARMS, done=0, total=len(tasks)))
    batch = runner.run(tasks, completed)
    made = [run for run in batch.summaries if run is not None]
    return None if batch.interrupted or len(made) < len(tasks) else made


def _read(
    asked: CalibrationQuestion, size: Size, name: str, tasks: Sequence[Task], made: Sequence[RunSummary]
) -> WorldReached:
    effort, bands = asked.effort(size), asked.bands()
    market: Figures = [run.metrics for run in made[: effort.seeds]]
    network: Figures = [run.metrics for run in made[effort.seeds : 2 * effort.seeds]] if asked.needs_signs else []
    rest = made[effort.seeds * (1 + asked.needs_signs) :]
    ends, plain = _ends(asked, size), [band for band in bands if band not in SIGNS]
    together = [today | later for today, later in zip(market, network or [{}] * len(market), strict=True)]
    moved: list[Turned] = []
    for number, end in enumerate(ends):
        there = [run.metrics for run in rest[number * effort.range_seeds : (number + 1) * effort.range_seeds]]
        each = ALPHA / (len(ends) * len(plain))
        moved += turned(end.handle.path, end.name, end.value, plain, there, market[: len(there)], alpha=each)
    return WorldReached(
        world=name,
        world_hash=tasks[0].world.content_hash,
        policy_hashes={task.policy.name: task.policy.content_hash for task in tasks},
        targets=targets(bands, together, alpha=ALPHA),
        turned=tuple(moved),
        broken=tuple((run.policy, run.seed, run.failure) for run in made if run.failure is not None),
        own=dict(zip((handle.path for handle in HANDLES), present(tasks[0].world), strict=True)),
    )
