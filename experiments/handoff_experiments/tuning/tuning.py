"""`tune`: search, then look again at what was found."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib.metadata import version

from handoff_experiments.runner import KeepsRuns, Runner, RunsTasks
from handoff_experiments.tasks import Perform, perform
from handoff_experiments.tuning.answer import TuningAnswer
from handoff_experiments.tuning.bench import Bench, Lives
from handoff_experiments.tuning.evaluating import Evaluated, chosen, evaluate
from handoff_experiments.tuning.importance import importances
from handoff_experiments.tuning.question import TuningQuestion
from handoff_experiments.tuning.study import search
from handoff_experiments.tuning.yardsticks import yardsticks
from handoff_experiments.versions import versions_of_model

SEARCHING, LOOKING_AGAIN = "Searching", "Looking again, on fresh seeds"
OnStage = Callable[[str, int, int], None]  # what is done, runs done, runs planned


def tune(
    question: TuningQuestion,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    kept: KeepsRuns | None = None,
    perform: Perform = perform,
    on_progress: OnStage = lambda *_: None,
) -> TuningAnswer:
    """Search for better rules and look again at what was found.

    Args:
        question: What is asked.
        workers: Processes; None takes every core, 1 runs in this process. The answer is the same for any number.
        executor: Where runs are made instead.
        kept: Where runs are looked up before they are made, and kept afterwards: what was interrupted goes on.
        perform: Turns a task into a summary.
        on_progress: Told after every run: what is done, how many runs are done and planned.

    Returns:
        The answer. After Ctrl-C it holds the trials that were finished, and nothing that was looked at again.

    Raises:
        RuntimeError: If a run of the baseline or of the start broke.
        BadQuestion: If a constraint is held against a policy in which its metric has no value.
        KeyboardInterrupt: If Ctrl-C came before a trial was finished.
    """
    with Runner(workers=workers, executor=executor, perform=perform, kept=kept) as runner:
        return answer(question, runner, on_progress)


def answer(question: TuningQuestion, runner: RunsTasks, on_progress: OnStage = lambda *_: None) -> TuningAnswer:
    """The same on a runner of one's own."""
    started = time.perf_counter()
    count = _Counter(on_progress)
    bench = Bench(runner=runner, codes=question.codes, weeks=question.weeks, on_runs=count.add)
    count.begin(SEARCHING, (question.trials + 2) * len(question.futures))
    baseline, start = _first(question, bench)
    measure = yardsticks(question, baseline, start)
    searched = search(question, bench, measure, baseline, start)
    if not searched.trials:
        raise KeyboardInterrupt("no trial was finished")
    again = [(name, searched.policy(number), number) for name, number in chosen(question, searched)]
    evaluated: tuple[Evaluated, ...] = ()
    if again and not bench.interrupted:
        count.begin(LOOKING_AGAIN, (len(again) + 2) * len(question.fresh_futures))
        evaluated = evaluate(question, bench, measure, again)
    return TuningAnswer(
        question=question,
        searched=searched,
        levels=measure.levels,
        importances=importances(question, searched),
        evaluated=evaluated,
        interrupted=bench.interrupted,
        versions={**versions_of_model(", ".join(sorted(bench.models))), "optuna": version("optuna")},
        seconds=time.perf_counter() - started,
    )


def _first(question: TuningQuestion, bench: Bench) -> tuple[Lives, Lives]:
    """The baseline and the start over the futures of the search: what every trial is held against."""
    baseline, start = bench.lives([question.baseline, question.start], question.futures)
    if baseline is None or start is None:
        raise KeyboardInterrupt("no trial was finished")
    for policy, lives in ((question.baseline, baseline), (question.start, start)):
        if lives.failures:
            raise RuntimeError(f"{policy.name}: {lives.failures} runs broke; the first one: {lives.failure}")
    return baseline, start


@dataclass
class _Counter:
    """Runs done and planned, told as they change."""

    tell: OnStage
    title: str = ""
    done: int = 0
    total: int = 0

    def begin(self, title: str, total: int) -> None:
        """Start a piece of work."""
        self.title, self.done, self.total = title, 0, total
        self.tell(title, 0, total)

    def add(self, runs: int) -> None:
        """So many runs more are done."""
        if runs:
            self.done += runs
            self.tell(self.title, self.done, self.total)
