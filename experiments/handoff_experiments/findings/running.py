"""The runs of the study: every arm over the same seeds, then twins in which a few members abstain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from handoff_experiments.evaluation import initial_ties, made, membership, per_shop_week, shop_columns
from handoff_experiments.findings.arms import TRAPS, Arm, arms, everybody
from handoff_experiments.findings.extras import extra_figures
from handoff_experiments.focal import draw, how_many, untied
from handoff_experiments.runner import Runner
from handoff_experiments.tasks import IntArray, Path, RunSummary, Task, guarded
from handoff_experiments.unilateral import twin_path
from handoff_sim import metrics
from handoff_sim.metrics.waste import waste
from handoff_sim.metrics.welfare import welfare
from handoff_sim.policy import apply_settings
from handoff_sim.world.document import World

Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class ExplainedTask(Task):
    """A run that also keeps its decisions."""


def perform(task: Task) -> RunSummary:
    """Make one run and keep what the claims need of it."""
    return guarded(observe)(task)


def observe(task: Task) -> RunSummary:
    """One run: every metric, the extra figures, money by agent, and shops; for a brief task shops' profit only."""
    run, known = made(task, record_decisions=isinstance(task, ExplainedTask))
    if task.brief:
        return known
    records = run.records
    return replace(
        known,
        metrics=metrics.compute(records) | extra_figures(run),
        waste=asdict(waste(records)),
        welfare_by_agent=per_shop_week(welfare(records).agents, records),
        shops=shop_columns(records),
        membership=membership(records),
        ties=initial_ties(records),
    )


@dataclass(frozen=True, kw_only=True)
class Twin:
    """A few shops of an all-member run, and the run in which they abstain."""

    rows: IntArray
    abstaining: RunSummary


@dataclass(frozen=True, kw_only=True)
class Runs:
    """Everything that was run: summaries by arm [seed], and twins by policy [seed][group of shops]."""

    world: World
    seeds: Sequence[int]
    by_arm: Mapping[str, Sequence[RunSummary]]
    twins: Mapping[str, Sequence[Sequence[Twin]]]


def gather(world: World, seeds: Sequence[int], runner: Runner, *, weeks: int | None = None, tell: Tell) -> Runs:
    """Run every arm and the twins.

    Raises:
        KeyboardInterrupt: If it was interrupted; nothing is kept then.
        RuntimeError: If a run broke, with its traceback.
    """
    study = arms()
    tasks = {(name, seed): task_of(world, arm, seed, weeks) for name, arm in study.items() for seed in seeds}
    summaries = run_once(tasks, runner, tell)
    by_arm = {name: tuple(summaries[name, seed] for seed in seeds) for name in study}
    return Runs(world=world, seeds=tuple(seeds), by_arm=by_arm, twins=run_twins(tasks, summaries, seeds, runner, tell))


def task_of(world: World, arm: Arm, seed: int, weeks: int | None) -> Task:
    """One run of an arm."""
    forced = all_in(world, weeks) if arm.everybody else None
    changed = apply_settings(world, arm.settings) if arm.settings else world
    kind = ExplainedTask if arm.explained else Task
    return kind(world=changed, policy=arm.policy, seed=seed, weeks=weeks, forced=forced)


def all_in(world: World, weeks: int | None) -> Path:
    """Membership path of a world in which everybody is a member; it holds from the launch on."""
    population = world.population
    return np.ones(((weeks or world.clock.weeks) + 1, population.shops + population.buyers), np.int8)


def run_once(tasks: Mapping[tuple[str, int], Task], runner: Runner, tell: Tell) -> dict[tuple[str, int], RunSummary]:
    """Run each different task once; arms that are the same policy share their runs."""
    identity = {place: identity_of(task) for place, task in tasks.items()}
    first = {same: place for place, same in reversed(identity.items())}
    places = [place for place in tasks if first[identity[place]] == place]
    made = dict(zip(places, run_all([tasks[place] for place in places], runner, tell), strict=True))
    return {place: made[first[identity[place]]] for place in tasks}


def identity_of(task: Task) -> tuple[str, str, int, bool]:
    """What makes two tasks of this study the same run."""
    return task.world.content_hash, task.policy.content_hash, task.seed, task.forced is not None


def run_all(tasks: Sequence[Task], runner: Runner, tell: Tell) -> list[RunSummary]:
    """Run tasks, saying how far it is; a run that broke ends the study."""
    done = 0

    def completed(_position: int, _summary: RunSummary) -> None:
        nonlocal done
        done += 1
        if done % 20 == 0 or done == len(tasks):
            tell(f"{done} of {len(tasks)} runs")

    batch = runner.run(tasks, completed)
    if batch.interrupted:
        raise KeyboardInterrupt
    made = [summary for summary in batch.summaries if summary is not None]
    for summary in made:
        if summary.failure is not None:
            raise RuntimeError(f"{summary.policy}, seed {summary.seed}: the run broke\n{summary.failure}")
    return made


def run_twins(
    tasks: Mapping[tuple[str, int], Task],
    summaries: Mapping[tuple[str, int], RunSummary],
    seeds: Sequence[int],
    runner: Runner,
    tell: Tell,
) -> dict[str, list[list[Twin]]]:
    """Twins of each all-member run, one per group of shops, so that every shop is seen in and out."""
    asked = [
        (name, number, rows, abstaining(tasks[everybody(name), seed], summaries[everybody(name), seed], rows))
        for name in TRAPS
        for number, seed in enumerate(seeds)
        for rows in groups(summaries[everybody(name), seed])
    ]
    found: dict[str, list[list[Twin]]] = {name: [[] for _ in seeds] for name in TRAPS}
    made = run_all([task for *_, task in asked], runner, tell)
    for (name, number, rows, _), summary in zip(asked, made, strict=True):
        found[name][number].append(Twin(rows=rows, abstaining=summary))
    return found


def groups(summary: RunSummary) -> list[IntArray]:
    """Every shop once, in groups that are a few shops without a shared tie; by keyed draw, not by row."""
    keys, ties = summary.shops["key"], summary.ties
    assert ties is not None
    left = sorted(
        np.flatnonzero(summary.shops["eligible"]).tolist(), key=lambda row: draw(summary.seed, int(keys[row]))
    )
    few, found = how_many(len(left)), []
    while left:
        chosen = untied(left, ties)[:few]
        left = [row for row in left if row not in chosen]
        found.append(np.array(chosen, dtype=np.int64))
    return found


def abstaining(task: Task, factual: RunSummary, rows: IntArray) -> Task:
    """The twin of an all-member run in which some shops never join and everybody else stays in."""
    assert task.forced is not None
    nobody = np.zeros(0, np.int64)
    return replace(task, forced=twin_path(task.forced, factual.launch, inside=nobody, outside=rows), brief=True)
