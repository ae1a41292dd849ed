"""A question asked: every combination against the baseline, world by world, all over the same seeds."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

from handoff_experiments.compare import answer
from handoff_experiments.comparison import Stopped
from handoff_experiments.designs import full_factorial
from handoff_experiments.progress import Progress
from handoff_experiments.question import question_of
from handoff_experiments.questions.answer import Answer, WorldAnswer
from handoff_experiments.questions.document import FactorTable, QuestionFile, Size
from handoff_experiments.questions.effects import level_effects
from handoff_experiments.runner import KeepsRuns, Runner
from handoff_experiments.tasks import Perform, perform
from handoff_scenarios import catalogue
from handoff_sim.policy.reading import set_paths

JOINED = ", "  # between the levels in the name of a combination
OnWorld = Callable[[str, int, int, Progress], None]  # name, number from 1, of how many, how far it is


@dataclass(frozen=True, kw_only=True)
class Combination:
    """A policy or world of the design: its levels by factor, and the document they come to."""

    levels: Mapping[str, str]
    document: Any


def ask(
    asked: QuestionFile,
    *,
    size: Size = "full",
    workers: int | None = None,
    executor: Executor | None = None,
    kept: KeepsRuns | None = None,
    perform: Perform = perform,
    on_progress: OnWorld = lambda *_: None,
) -> Answer:
    """Ask a question.

    Args:
        asked: What is asked.
        size: "full" or "quick".
        workers: Processes; None takes every core, 1 runs in this process.
        executor: Where runs are made instead.
        kept: Where runs are looked up before they are made, and kept afterwards: what was interrupted goes on.
        perform: Turns a task into a summary.
        on_progress: Told after every run: world, its number, how many worlds, how far it is.

    Returns:
        The answer. After Ctrl-C it holds the worlds that were finished.

    Raises:
        RuntimeError: If no run of the baseline, or of any combination, could be finished.
        KeyboardInterrupt: If Ctrl-C came before a world was finished.
    """
    effort = asked.effort(size)
    policies = combinations(asked.factors, "policy", catalogue.policy(asked.policy), seed=asked.seed)
    worlds = [
        combination
        for name in effort.worlds
        for combination in combinations(asked.factors, "world", catalogue.world(name), seed=asked.seed)
    ]
    started = time.perf_counter()
    found: list[WorldAnswer] = []
    with Runner(workers=workers, executor=executor, perform=perform, kept=kept) as runner:
        for number, world in enumerate(worlds, 1):
            question = question_of(
                world.document,
                [policy.document for policy in policies],
                baseline=catalogue.policy(asked.baseline),
                pairs=effort.pairs,
                weeks=effort.weeks,
                seed=asked.seed,
                metrics=asked.metrics,
                unilateral=False,
            )
            told = world.document.name
            try:
                comparison = answer(question, runner, partial(on_progress, told, number, len(worlds)))
            except KeyboardInterrupt:
                if not found:
                    raise
                break
            if comparison.stopped is Stopped.INTERRUPTED:
                if not found:
                    raise KeyboardInterrupt
                break
            points = {policy.document.name: policy.levels for policy in policies}
            levels = [(f.name, level.name) for f in asked.factors if f.of == "policy" for level in f.named]
            effects = level_effects(comparison, points, levels, asked.metrics, alpha=question.alpha)
            found.append(WorldAnswer(world=told, comparison=comparison, points=points, effects=effects))
    return Answer(
        question=asked, size=size, worlds=tuple(found), planned=len(worlds), seconds=time.perf_counter() - started
    )


def combinations(factors: tuple[FactorTable, ...], of: str, base: Any, *, seed: int = 1) -> tuple[Combination, ...]:
    """Every combination of the levels of a document, in an order whose beginning covers them all.

    A document that nothing is varied of is the only one, under its own name.
    """
    mine = {factor.name: {level.name: level for level in factor.named} for factor in factors if factor.of == of}
    if not mine:
        return (Combination(levels={}, document=base),)
    points = full_factorial({name: tuple(levels) for name, levels in mine.items()}, seed=seed)
    return tuple(_combined(base, mine, point, of) for point in points)


def _combined(base: Any, levels: Mapping[str, Mapping[str, Any]], point: Mapping[str, Any], of: str) -> Combination:
    sets = {path: value for factor, level in point.items() for path, value in levels[factor][level].sets.items()}
    name = JOINED.join(point.values())
    document = set_paths(base, sets, file=name).model_copy(
        update={"name": f"{base.name}: {name}" if of == "world" else name}
    )
    return Combination(levels=dict(point), document=document)
