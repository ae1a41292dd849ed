"""A question asked, whatever its kind."""

from collections.abc import Callable
from concurrent.futures import Executor

from handoff_experiments.progress import Progress
from handoff_experiments.questions.answer import Answer
from handoff_experiments.questions.head import QuestionFile, Size
from handoff_experiments.questions.kinds import KINDS
from handoff_experiments.runner import KeepsRuns
from handoff_experiments.tasks import Perform

OnPart = Callable[[str, int, int, Progress], None]  # a part such as a world, number from 1, of how many, how far it is


def ask(
    asked: QuestionFile,
    *,
    size: Size = "full",
    workers: int | None = None,
    executor: Executor | None = None,
    kept: KeepsRuns | None = None,
    perform: Perform | None = None,
    on_progress: OnPart = lambda *_: None,
) -> Answer:
    """Ask a question.

    Args:
        asked: What is asked.
        size: "full" or "quick".
        workers: Processes; None takes every core, 1 runs in this process.
        executor: Where runs are made instead.
        kept: Where runs are looked up before they are made, and kept afterwards: what was interrupted goes on.
        perform: Turns a task into a summary; None takes what the kind of question needs.
        on_progress: Told after every run: the part of the question (a world), its number, of how many, how far it is.

    Returns:
        The answer. After Ctrl-C it holds what was finished; a world that broke is one of its ``failures``.

    Raises:
        KeyboardInterrupt: If Ctrl-C came before anything could be told.
    """
    return KINDS[asked.kind].ask(
        asked, size=size, workers=workers, executor=executor, kept=kept, perform=perform, on_progress=on_progress
    )
