"""`compare`: rules in, verdict out."""

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor

from handoff_experiments.comparison import Comparison, PolicyDeals, Stopped
from handoff_experiments.contrasts import SIZES, Arm, Contrast, contrasts, decided, precise, same_futures
from handoff_experiments.documents import Named, policy_document, world_document
from handoff_experiments.ensemble import Ensemble, OnMade, unnoticed
from handoff_experiments.indices import Index, indices
from handoff_experiments.measures import Measure
from handoff_experiments.null import PAIRS as NULL_PAIRS
from handoff_experiments.progress import OnProgress, Progress, Stage, silent
from handoff_experiments.question import Question, question_of, twin_seeds
from handoff_experiments.runner import KeepsRuns, Runner, RunsTasks
from handoff_experiments.statistics.quadrants import Deals, summarise
from handoff_experiments.statistics.sequential import Look
from handoff_experiments.tasks import Perform, perform
from handoff_experiments.unilateral import Cost
from handoff_experiments.versions import versions


def compare(
    world: Named,
    policies: Sequence[Named],
    *,
    baseline: Named = "phone_book",
    pairs: int | None = None,
    until_decided: bool = False,
    weeks: int | None = None,
    seed: int = 1,
    metrics: Iterable[str] | None = None,
    effects: Mapping[str, float] | None = None,
    workers: int | None = None,
    alpha: float = 0.05,
    unilateral: bool = True,
    yardstick: Named | None = "frictionless",
    overrides: Iterable[str] = (),
    on_progress: OnProgress | None = None,
    executor: Executor | None = None,
    perform: Perform = perform,
    kept: KeepsRuns | None = None,
    measures: Sequence[Measure] | None = None,
) -> Comparison:
    """Compare policies with a baseline in one world, all over the same seeds.

    Args:
        world: Catalogue name, TOML file or document.
        policies: The same, one or more.
        baseline: What the policies are compared with.
        pairs: Seeds, each run under every policy; with ``until_decided`` the most there may be.
        until_decided: Stop at the first planned look at which profit and wasted hours are decided.
        weeks: Horizon; None takes the world's own.
        seed: Root seed, unsigned 64-bit, from which the seeds of the pairs are derived.
        metrics: Codes to compare, all as headlines; None compares every metric of the model.
        effects: Smallest effects of interest that differ from the usual ones, by metric code.
        workers: Processes; None takes every core, 1 runs in this process.
        alpha: Error probability for everything the comparison shows.
        unilateral: Also run the twins of X4, without which there are no quadrants.
        yardstick: Policy that emergence and potential (X3, X7) are measured by; None leaves them out.
        overrides: Settings ``path=value`` of the world, or of every policy and the baseline.
        on_progress: Called with a `Progress` after every run.
        executor: Where runs are made instead of a pool of processes.
        perform: Turns a task into a summary.
        kept: Where runs are looked up before they are made, and kept afterwards; such as ``store.runs``.
        measures: Metrics there are; None takes the model's.

    Returns:
        The comparison. After Ctrl-C it holds what was finished, and ``stopped`` says so.

    Raises:
        ValueError: If an argument does not fit; nothing is run then.
        RuntimeError: If no run of the baseline, or of any policy, could be finished.
        KeyboardInterrupt: If Ctrl-C came before every arm had finished one seed.
    """
    question = question_of(
        world_document(world),
        [policy_document(policy) for policy in policies],
        baseline=policy_document(baseline),
        pairs=pairs,
        until_decided=until_decided,
        weeks=weeks,
        seed=seed,
        metrics=metrics,
        effects=effects,
        alpha=alpha,
        unilateral=unilateral,
        yardstick=None if yardstick is None else policy_document(yardstick),
        overrides=overrides,
        measures=measures,
    )
    with Runner(workers=workers, executor=executor, perform=perform, kept=kept) as runner:
        return answer(question, runner, on_progress or silent)


def answer(
    question: Question, runner: RunsTasks, on_progress: OnProgress = silent, on_made: OnMade = unnoticed
) -> Comparison:
    """Make the runs of a question and read them.

    Args:
        question: What is asked.
        runner: Where runs are made.
        on_progress: Told how far the work is, after every run.
        on_made: Told about every run and its place.

    Raises:
        RuntimeError: If no run of the baseline, or of any policy, could be finished.
        KeyboardInterrupt: If it was called off before every arm had finished one seed.
    """
    started = time.perf_counter()
    ensemble = Ensemble(
        runner=runner,
        world=question.world,
        documents=question.documents,
        seeds=question.seeds,
        weeks=question.weeks,
        on_progress=on_progress,
        on_made=on_made,
    )
    look, stopped = _run_until_told(ensemble, question)
    null = ensemble.null(min(NULL_PAIRS, look.pairs))
    arms = ensemble.arms(look.pairs)
    yardstick = None if question.yardstick is None else ensemble.yardstick(question.yardstick, look.pairs)
    points, cost = _points(ensemble, question, arms)
    on_progress(Progress(stage=Stage.READING, done=0, total=1))
    return Comparison(
        question=question,
        seeds=question.seeds[: look.pairs],
        arms=arms,
        found=_found(question, arms, look),
        deals=_deals(points, question.alpha),
        indices=_indices(question, arms, yardstick),
        null=null,
        cost=cost,
        look=look,
        stopped=Stopped.INTERRUPTED if ensemble.interrupted else stopped,
        seconds=time.perf_counter() - started,
        versions=versions(arms),
    )


def _run_until_told(ensemble: Ensemble, question: Question) -> tuple[Look, Stopped]:
    """Extend the arms from look to look; the look at which the results are read, and why it ended there."""
    for look in question.looks:
        ensemble.extend(look.pairs)
        if ensemble.interrupted:
            return _cut_short(ensemble, look), Stopped.INTERRUPTED
        arms = ensemble.arms(look.pairs)
        _refuse_if_nothing_ran(arms)
        if question.until_decided and decided(_found(question, arms, look), question.deciding):
            return look, Stopped.DECIDED
        if question.precision and precise(_found(question, arms, look), *question.precision):
            return look, Stopped.PRECISE
    return question.looks[-1], Stopped.LIMIT if question.sequential else Stopped.PLANNED


def _cut_short(ensemble: Ensemble, planned: Look) -> Look:
    """The planned look, taken early by hand: it may spend what it would have spent, and it is the last."""
    pairs = ensemble.complete_pairs()
    if pairs == 0:
        raise KeyboardInterrupt("no seed was finished under every policy")
    return Look(pairs=min(pairs, planned.pairs), share=planned.share)


def _refuse_if_nothing_ran(arms: Sequence[Arm]) -> None:
    """A broken run is a record; an arm without any run is no comparison."""
    for arm in (arms[0], *arms[1:]):
        failures = [run.failure for run in arm.runs if run is not None and run.failure is not None]
        if len(failures) == len(arm.runs):
            raise RuntimeError(f"{arm.policy}: all {len(failures)} runs broke; the first one:\n{failures[0]}")


def _found(question: Question, arms: Sequence[Arm], look: Look) -> tuple[Contrast, ...]:
    return contrasts(arms[1:], arms[0], question.measures, alpha=question.alpha, look=look.share)


def _indices(question: Question, arms: Sequence[Arm], yardstick: Arm | None) -> tuple[Index, ...]:
    """Figures of several runs; a baseline with a network is no phone twin, so none are shown against it."""
    if getattr(question.baseline, "network", True):
        return ()
    return indices(arms[1:], arms[0], yardstick, alpha=question.alpha)


def _points(ensemble: Ensemble, question: Question, arms: Sequence[Arm]) -> tuple[dict[str, Deals], Cost]:
    """X4 and X5 of every policy that has a network and did change something."""
    concerned = [
        number
        for number, document in enumerate(question.documents)
        if number > 0 and getattr(document, "network", True) and not same_futures(arms[number], arms[0])
    ]
    if not question.unilateral or not concerned:
        return {}, Cost()
    pairs = len(arms[0].runs)
    deals, cost = ensemble.twins(concerned, twin_seeds(pairs))
    return {question.documents[number].name: points for number, points in deals.items()}, cost


def _deals(points: Mapping[str, Deals], alpha: float) -> dict[str, PolicyDeals]:
    """Summaries whose two medians hold together over all policies."""
    found = {}
    for policy, deals in points.items():
        each = alpha / (2 * len(points))
        whole = summarise(deals, alpha=each)
        by_size = {size: summarise(deals.of_size(number), alpha=each) for number, size in enumerate(SIZES)}
        if whole is not None:
            kept = {size: summary for size, summary in by_size.items() if summary is not None}
            found[policy] = PolicyDeals(points=deals, whole=whole, by_size=kept)
    return found
