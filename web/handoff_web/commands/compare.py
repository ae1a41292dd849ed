"""``handoff compare``: rules in, verdict out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff_web.commands.options import (
    Json,
    Policies,
    Scheduler,
    Seed,
    Settings,
    Weeks,
    Where,
    Workers,
    World,
    executor_of,
)
from handoff_web.compiling import compile_first
from handoff_web.errors import Interrupted, Refusal
from handoff_web.files import STDOUT, refuse_same_file, refuse_unwritable, write_json
from handoff_web.inputs import Documents, with_settings
from handoff_web.terminal import progress, remarks, results
from handoff_web.verdict import print_verdict

if TYPE_CHECKING:
    from handoff_experiments import Comparison
    from handoff_experiments.progress import Progress

Baseline = Annotated[str, typer.Option("--baseline", metavar="POLICY", help="What the policies are compared with.")]
Pairs = Annotated[
    int | None,
    typer.Option("--pairs", min=2, help="Runs per policy, each paired with the baseline's."),
]
UntilDecided = Annotated[
    bool,
    typer.Option("--until-decided", help="Go on until profit and wasted hours are decided."),
]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.html", help="Write a report that needs no network.")
]

DOING = {
    "arms": "Living through the same weeks under every policy",
    "null": "Living through the baseline a second time",
    "yardstick": "Living through the same weeks without frictions",
    "twins": "Asking single shops to stay out",
    "reading": "Reading the differences",
}
DONE = {
    "arms": "runs of the policies and the baseline",
    "null": "repetitions of the baseline",
    "yardstick": "runs without frictions",
    "twins": "runs with single shops in and out",
}


def compare(
    world: World,
    policies: Policies,
    baseline: Baseline = "phone_book",
    pairs: Pairs = None,
    until_decided: UntilDecided = False,
    weeks: Weeks = None,
    seed: Seed = 1,
    settings: Settings = None,
    workers: Workers = None,
    executor: Where = None,
    scheduler: Scheduler = None,
    json: Json = None,
    report: Report = None,
) -> None:
    """Compare policies with a baseline on one world, under the same luck."""
    if pairs is not None and until_decided:
        raise Refusal("--pairs and --until-decided: expected one of them; found both")
    refuse_unwritable(json=json, report=report)
    refuse_same_file(json=json, report=report)
    refuse_confused_names(with_settings(world, [baseline, *policies], settings or []))
    compile_first()
    work = _Work()
    try:
        with executor_of(executor, scheduler, workers) as place:
            found = work.compare(
                world,
                policies,
                baseline=baseline,
                pairs=pairs,
                until_decided=until_decided,
                weeks=weeks,
                seed=seed,
                overrides=settings or [],
                workers=workers,
                executor=place,
            )
        cut_short = found.stopped.name == "INTERRUPTED"
        if not cut_short:
            _write(found, json, report)
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted: {work.finished}; no file was written.") from None
    if json != STDOUT:
        print_verdict(found, results())
    if cut_short:
        raise Interrupted(f"Interrupted: {work.finished}; no file was written.")
    _say_where(json, report)


def _write(found: "Comparison", json: str | None, report: Path | None) -> None:
    from handoff_experiments.report import write_report

    if report:
        write_report(found, report)
    if json:
        write_json(found.to_json(), json)


def _say_where(json: str | None, report: Path | None) -> None:
    """Name the files on the terminal, or beside a document that goes to standard output."""
    console = remarks() if json == STDOUT else results()
    for what, path in (("Result", None if json == STDOUT else json), ("Report", report)):
        if path:
            console.print(f"{what}: {path}", soft_wrap=True)


def refuse_confused_names(documents: Documents) -> None:
    """Refuse a comparison in which one name would mean two things.

    Raises:
        Refusal: no policy, a policy twice, or a policy named as the baseline that says something else.
    """
    from handoff_experiments.documents import checked_arms

    baseline, *policies = documents.policies
    try:
        checked_arms(baseline, policies)
    except ValueError as error:
        raise Refusal(str(error)) from None


class _Work:
    """A comparison under progress bars, which knows what is finished when it is interrupted."""

    def __init__(self) -> None:
        self.done: dict[str, tuple[int, int]] = {}

    @property
    def finished(self) -> str:
        """What was finished, in words."""
        if not self.done:
            return "no run was finished"
        counts = (f"{done} of {total} {DONE[stage]}" for stage, (done, total) in self.done.items() if stage in DONE)
        return ", ".join(counts) + " were finished"

    def compare(self, world: str, policies: list[str], **asked: Any) -> "Comparison":
        """Make the comparison."""
        from handoff_experiments import compare as make

        with progress() as meter:

            def on_progress(step: "Progress") -> None:
                self.done[step.stage] = (step.done, step.total)
                meter.tell(DOING[step.stage], step.done, step.total)

            return make(world, policies, on_progress=on_progress, **asked)
