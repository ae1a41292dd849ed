"""``handoff tune``: search for better rules, then look again at what was found."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff_web.commands.options import (
    Json,
    Kept,
    Policy,
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
from handoff_web.errors import Defect, Interrupted, Refusal
from handoff_web.files import STDOUT, refuse_other_endings, refuse_same_file, refuse_unwritable, whole_file, write_json
from handoff_web.terminal import progress, remarks, results
from handoff_web.tuned import print_answer

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from handoff_experiments.tuning import TuningAnswer, TuningQuestion

Maximise = Annotated[list[str] | None, typer.Option("--maximise", metavar="METRIC", help="Seek more of it.")]
Minimise = Annotated[
    list[str] | None, typer.Option("--minimise", metavar="METRIC", help="Seek less of it; goals may be several.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option("--vary", metavar="PATH[=LOW:HIGH|=A,B]", help="A field to turn; its whole range if left out."),
]
SubjectTo = Annotated[
    list[str] | None,
    typer.Option("--subject-to", metavar="METRIC>=BOUND", help="Also <=; a number, or the word baseline or start."),
]
Uncertain = Annotated[
    list[str] | None,
    typer.Option("--uncertain", metavar="PATH=LOW:HIGH", help="A field of the world to sample worlds over."),
]
Worlds = Annotated[int | None, typer.Option("--worlds", min=2, help="Worlds sampled (default 8).")]
Robust = Annotated[str, typer.Option("--robust", metavar="mean|worst", help="What counts of the sampled worlds.")]
Trials = Annotated[int, typer.Option("--trials", min=1, help="Policies tried.")]
Pairs = Annotated[int, typer.Option("--pairs", min=2, help="Seeds of each trial, the same for all.")]
Fresh = Annotated[
    int | None, typer.Option("--fresh", min=2, help="Seeds of the second look (default: three times the pairs).")
]
Baseline = Annotated[str, typer.Option("--baseline", metavar="POLICY", help="What differences are taken to.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.html", help="Write a report that needs no network.")
]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE.toml", help="Write what was found as a policy, or as several.")
]


def tune(
    world: World,
    policy: Policy,
    maximise: Maximise = None,
    minimise: Minimise = None,
    vary: Vary = None,
    subject_to: SubjectTo = None,
    uncertain: Uncertain = None,
    worlds: Worlds = None,
    robust: Robust = "mean",
    trials: Trials = 60,
    pairs: Pairs = 8,
    fresh: Fresh = None,
    baseline: Baseline = "phone_book",
    weeks: Weeks = None,
    seed: Seed = 1,
    settings: Settings = None,
    workers: Workers = None,
    executor: Where = None,
    scheduler: Scheduler = None,
    store: Kept = None,
    json: Json = None,
    report: Report = None,
    save: Save = None,
) -> None:
    """Search for better settings of a policy, and say what is left of the promise on fresh seeds."""
    from handoff_experiments.tuning import tuning_question

    refuse_unwritable(json=json, report=report, save=save)
    refuse_same_file(json=json, report=report, save=save)
    refuse_other_endings(".toml", save=save)
    question = tuning_question(
        world,
        policy,
        maximise=maximise or (),
        minimise=minimise or (),
        vary=vary or (),
        subject_to=subject_to or (),
        uncertain=uncertain or (),
        worlds=worlds,
        robust=robust,
        trials=trials,
        pairs=pairs,
        fresh=fresh,
        baseline=baseline,
        weeks=weeks,
        seed=seed,
        overrides=settings or (),
    )
    compile_first()
    with executor_of(executor, scheduler, workers) as place:
        found = _searched(question, workers=workers, executor=place, store=store)
    written = _write(found, json=json, report=report, save=save)
    if json != STDOUT:
        print_answer(found)
    console = remarks() if json == STDOUT else results()
    for what, path in written.items():
        console.print(f"{what}: {path}", soft_wrap=True)
    if not found.complete:
        done = len(found.searched.tried)
        raise Interrupted(f"Interrupted: {done} of {trials} trials were finished; ask again to go on.")


def _searched(
    question: "TuningQuestion", *, workers: int | None, executor: "Executor", store: str | None
) -> "TuningAnswer":
    """Search under a progress bar, the runs kept."""
    from handoff_experiments.bad_question import BadQuestion
    from handoff_experiments.store import StoreError, open_store
    from handoff_experiments.tuning import tune as search

    with ExitStack() as held:
        try:
            kept = held.enter_context(open_store(store)).runs
            meter = held.enter_context(progress())
            return search(question, workers=workers, executor=executor, kept=kept, on_progress=meter.tell)
        except StoreError as error:
            raise Refusal(error.reason) from None
        except KeyboardInterrupt:
            raise Interrupted("Interrupted: no trial was finished; runs that were are kept. Ask again.") from None
        except BadQuestion as error:
            raise Refusal(str(error)) from None
        except RuntimeError as error:  # the baseline or the start breaks
            raise Defect(str(error)) from None


def _write(found: "TuningAnswer", *, json: str | None, report: Path | None, save: Path | None) -> dict[str, Any]:
    """Write the files that were asked for; what each is, and where."""
    written: dict[str, Any] = {}
    if json:
        write_json(found.to_json(), json)
        written |= {} if json == STDOUT else {"Result": json}
    if report:
        from handoff_experiments.tuning.report import write_report

        written["Report"] = write_report(found, report)
    if save:
        written |= {f"Policy {name}": path for name, path in _save(found, save).items()}
    return written


def _save(found: "TuningAnswer", save: Path) -> dict[str, Path]:
    """Write the winner, or each policy of the Pareto set that was looked at again, its name behind the file's."""
    from handoff_experiments.tuning.policy_file import found_toml

    written = {}
    for each in found.found:
        path = save if len(found.found) == 1 else save.with_stem(f"{save.stem}-{each.name}")
        with whole_file(path) as part:
            part.write_text(found_toml(found, each), encoding="utf-8")
        written[each.name] = path
    return written
