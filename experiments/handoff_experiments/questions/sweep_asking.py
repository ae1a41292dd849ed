"""Questions over sampled worlds, asked: a sweep for each world that the sampled ones start from."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from handoff_experiments.progress import Progress, Stage
from handoff_experiments.questions.claim import ClaimQuestion
from handoff_experiments.questions.head import Size
from handoff_experiments.questions.looking import CountsOlder
from handoff_experiments.questions.sweep import SampledQuestion, SweepQuestion
from handoff_experiments.questions.sweep_answer import SweepAnswer
from handoff_experiments.runner import KeepsRuns
from handoff_experiments.sweeps import Plan, Swept, sweep
from handoff_experiments.sweeps.observing import observe_point
from handoff_experiments.sweeps.sweep import SweepProgress, folder_of
from handoff_experiments.tasks import Perform

if TYPE_CHECKING:
    from handoff_experiments.claim.answer import ClaimAnswer

OnPart = Callable[[str, int, int, Progress], None]


def ask_sweep(asked: SweepQuestion, *, size: Size, **options: Any) -> SweepAnswer:
    """Ask it; the options are the others of `handoff_experiments.questions.ask`.

    What is kept are the parts of the sweep, beside the files of ``kept``'s store; ``perform`` makes something of a
    `PointTask`.

    Raises:
        KeyboardInterrupt: If Ctrl-C came before any part of a sweep was finished.
    """
    started = time.perf_counter()
    found = _swept(asked, size, **options)
    return SweepAnswer(question=asked, size=size, sweeps=found, seconds=time.perf_counter() - started)


def ask_claim(asked: ClaimQuestion, *, size: Size, **options: Any) -> "ClaimAnswer":
    """Ask it, as `ask_sweep` does; the claim is tried in the first world.

    Raises:
        KeyboardInterrupt: If Ctrl-C came before any part of the sweep was finished.
    """
    from handoff_experiments.claim.answer import ClaimAnswer  # which reads questions

    started = time.perf_counter()
    (swept, *_) = _swept(asked, size, **options)
    return ClaimAnswer(question=asked, size=size, swept=swept, roles=asked.roles, seconds=time.perf_counter() - started)


def _swept(
    asked: SampledQuestion,
    size: Size,
    *,
    workers: int | None,
    executor: Executor | None,
    kept: KeepsRuns | None,
    perform: Perform | None,
    on_progress: OnPart,
) -> tuple[Swept, ...]:
    plans = asked.plans(size)
    found = []
    for number, plan in enumerate(plans, 1):

        def tell(at: SweepProgress, plan: Plan = plan, number: int = number) -> None:
            note = f"{at.failures} runs broke" if at.failures else ""
            runs = round(plan.least_runs * at.done / at.total)  # as the plan counts them
            progress = Progress(stage=Stage.SWEEP, done=runs, total=plan.least_runs, note=note)
            on_progress(plan.base.name, number, len(plans), progress)

        swept = sweep(
            plan,
            folder=_folder(kept, plan),
            workers=workers,
            executor=executor,
            observe=cast(Any, perform) or observe_point,
            on_progress=tell,
        )
        found.append(swept)
        if isinstance(kept, CountsOlder):
            kept.older += swept.parts.rows_before(kept.moment)
        if not swept.complete:
            break
    if not any(swept.points_done for swept in found):
        raise KeyboardInterrupt
    return tuple(swept for swept in found if swept.points_done)


def _folder(kept: KeepsRuns | None, plan: Plan) -> Path:
    files = getattr(kept, "files", None)
    return folder_of(plan) if files is None else Path(files) / "sweeps" / plan.content_hash[:16]
