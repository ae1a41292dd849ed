"""A factorial question asked: every combination against the baseline, world by world, all over the same seeds."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial

from handoff_experiments.compare import answer
from handoff_experiments.comparison import Stopped
from handoff_experiments.progress import Progress
from handoff_experiments.question import question_of
from handoff_experiments.questions.combinations import Combination
from handoff_experiments.questions.effects import level_effects
from handoff_experiments.questions.factorial import FactorialQuestion
from handoff_experiments.questions.factorial_answer import FactorialAnswer, WorldAnswer, WorldFailure
from handoff_experiments.questions.head import Size
from handoff_experiments.runner import KeepsRuns, Runner
from handoff_experiments.tasks import Perform
from handoff_experiments.tasks import perform as in_full
from handoff_scenarios import catalogue


def ask_factorial(
    asked: FactorialQuestion,
    *,
    size: Size,
    workers: int | None,
    executor: Executor | None,
    kept: KeepsRuns | None,
    perform: Perform | None,
    on_progress: Callable[[str, int, int, Progress], None],
) -> FactorialAnswer:
    """Ask it; the arguments are those of `handoff_experiments.questions.ask`.

    Raises:
        KeyboardInterrupt: If Ctrl-C came before a world was finished.
    """
    policies, worlds = asked.combinations(size), asked.worlds(size)
    started = time.perf_counter()
    found: list[WorldAnswer] = []
    failed: list[WorldFailure] = []
    with Runner(workers=workers, executor=executor, perform=perform or in_full, kept=kept) as runner:
        for number, world in enumerate(worlds, 1):
            told = partial(on_progress, world.document.name, number, len(worlds))
            try:
                found.append(_in_world(asked, size, world, policies, runner, told))
            except RuntimeError as error:
                failed.append(WorldFailure(world=world.document.name, reason=str(error)))
            except KeyboardInterrupt:
                if not found:
                    raise
                break
    return FactorialAnswer(
        question=asked,
        size=size,
        worlds=tuple(found),
        failed=tuple(failed),
        planned=len(worlds),
        seconds=time.perf_counter() - started,
    )


def _in_world(
    asked: FactorialQuestion,
    size: Size,
    world: Combination,
    policies: tuple[Combination, ...],
    runner: Runner,
    on_progress: Callable[[Progress], None],
) -> WorldAnswer:
    """What one world says; KeyboardInterrupt if it was called off, RuntimeError if nothing of an arm could be run."""
    effort = asked.effort(size)
    precise = effort.precision
    question = question_of(
        world.document,
        [policy.document for policy in policies],
        baseline=catalogue.policy(asked.baseline),
        pairs=effort.pairs,
        precision=None if precise is None else (precise.metric, precise.half_width),
        weeks=effort.weeks,
        seed=asked.seed,
        metrics=asked.metrics,
        unilateral=False,
    )
    comparison = answer(question, runner, on_progress)
    if comparison.stopped is Stopped.INTERRUPTED:
        raise KeyboardInterrupt
    points = {policy.document.name: policy.levels for policy in policies}
    levels = [(factor.name, level.name) for factor in asked.varied(size, "policy") for level in factor.named]
    return WorldAnswer(
        world=world.document.name,
        levels=world.levels,
        comparison=comparison,
        points=points,
        effects=level_effects(comparison, points, levels, asked.metrics, alpha=question.alpha),
    )
