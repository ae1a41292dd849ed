"""``handoff ask``: a question of the catalogue, or of one's own, answered in words, tables and pictures."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.markup import escape
from rich.table import Table

from handoff_web.answers import print_answer
from handoff_web.commands.options import Json, Kept, Scheduler, Where, Workers, executor_of
from handoff_web.compiling import compile_first
from handoff_web.errors import Defect, Interrupted, Refusal
from handoff_web.files import STDOUT, refuse_same_file, refuse_unwritable, write_json
from handoff_web.terminal import progress, remarks, results

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from handoff_experiments.progress import Progress
    from handoff_experiments.questions import Answer, QuestionFile
    from handoff_experiments.questions.head import Size
    from handoff_experiments.questions.registration import Registered, Registration

Name = Annotated[str | None, typer.Argument(metavar="QUESTION", help="Name in the catalogue, or a .toml file.")]
List = Annotated[bool, typer.Option("--list", help="Say which questions there are and how many runs, and ask none.")]
Quick = Annotated[bool, typer.Option("--quick", help="Ask in the quick size: fewer runs, as the file has it.")]
Report = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html|FILE.md", help="Write the answer as a page, or as Markdown."),
]
Preregister = Annotated[
    Path | None,
    typer.Option("--preregister", metavar="FILE.json", help="Fix the question in a file of its own, and ask nothing."),
]
RegisteredIn = Annotated[
    Path | None,
    typer.Option("--registered", metavar="FILE.json", help="Ask it as it was registered; deviations are listed."),
]


class Found(NamedTuple):
    """An answer, with its registration if it had one."""

    answer: "Answer"
    registered: "Registered | None"


def ask(
    name: Name = None,
    list_them: List = False,
    quick: Quick = False,
    workers: Workers = None,
    executor: Where = None,
    scheduler: Scheduler = None,
    store: Kept = None,
    json: Json = None,
    report: Report = None,
    preregister: Preregister = None,
    registered: RegisteredIn = None,
) -> None:
    """Ask a question of the catalogue, or your own; answered in words, tables and pictures."""
    from handoff_experiments.questions import question
    from handoff_experiments.questions.registration import as_document, registration

    if list_them or name is None:
        print_list()
        return
    refuse_unwritable(json=json, report=report, preregister=preregister)
    refuse_same_file(json=json, report=report, preregister=preregister, registered=registered)
    asked = question(name)
    if preregister:
        fix(asked, preregister, quick=quick)
        return
    held = registration(registered) if registered else None
    compile_first()
    with executor_of(executor, scheduler, workers) as place:
        found = _asked(asked, held, quick=quick, workers=workers, executor=place, store=store)
    if json:
        write_json(as_document(*found), json)
    if report:
        from handoff_experiments.questions.markdown import write_markdown
        from handoff_experiments.questions.report import write_report
        from handoff_experiments.store.identity import this_model

        write = write_markdown if report.suffix == ".md" else write_report
        write(found.answer, report, model_version=this_model(), registered=found.registered)
    if json != STDOUT:
        print_answer(*found)
    if report:
        (remarks() if json == STDOUT else results()).print(f"Report: {report}", soft_wrap=True)
    refuse_half(found.answer)


def fix(asked: "QuestionFile", path: Path, *, quick: bool) -> None:
    """Write a registration; one that is there already is never written over."""
    from handoff_experiments.questions.registration import register
    from handoff_experiments.store.identity import this_model

    if path.exists():
        raise Refusal(f"--preregister {path}: the file is there already, and a registration is never written over")
    held = register(asked, "quick" if quick else "full", model_version=this_model())
    write_json(held.model_dump(mode="json"), str(path))
    results().print(
        f"Registered on {held.registered_at:%Y-%m-%d %H:%M} UTC: {escape(asked.name)}, {held.size} size, "
        f"about {held.planned.runs:,} runs.\nHash {held.registration_sha256}\n"
        f"Ask it with --registered {escape(str(path))}",
        soft_wrap=True,
    )


def refuse_half(answer: "Answer") -> None:
    """End with a code that says so where something broke or was interrupted."""
    from handoff_experiments.questions.answer import failures

    if answer.complete:
        return
    broken = failures(answer)
    if broken:
        raise Defect("Broke: " + "; ".join(each.splitlines()[0] for each in broken))
    raise Interrupted("Interrupted: the answer rests on what was finished; ask again to go on.")


def _asked(
    asked: "QuestionFile",
    held: "Registration | None",
    *,
    quick: bool,
    workers: int | None,
    executor: "Executor",
    store: str | None,
) -> Found:
    """Ask it under a progress bar, its runs kept."""
    from handoff_experiments.questions import ask as answer
    from handoff_experiments.questions.looking import CountsOlder
    from handoff_experiments.questions.registration import compared
    from handoff_experiments.store import StoreError, open_store
    from handoff_experiments.store.identity import this_model

    size: Size = "quick" if quick else "full"
    with ExitStack() as stack:
        try:
            runs = stack.enter_context(open_store(store)).runs
            dated = None if held is None else CountsOlder(kept=runs, moment=held.registered_at)
            remarks().print(f"About {asked.plan(size).runs:,} runs.")
            meter = stack.enter_context(progress())

            def tell(part: str, number: int, parts: int, at: "Progress") -> None:
                if parts > 1:
                    first = at.stage in ("arms", "sampled worlds")  # what follows is short
                    share = at.done / max(1, at.total) if first else 1.0
                    meter.tell(f"{asked.name}, all {parts} worlds", round(100 * (number - 1 + share)), 100 * parts)
                meter.tell(f"{at.stage} in {part}{f' ({number} of {parts})' if parts > 1 else ''}", at.done, at.total)

            found = answer(asked, size=size, workers=workers, executor=executor, kept=dated or runs, on_progress=tell)
            if held is None or dated is None:
                return Found(found, None)
            return Found(found, compared(held, found, model_version=this_model(), made_before=dated.older))
        except StoreError as error:
            raise Refusal(error.reason) from None
        except KeyboardInterrupt:
            raise Interrupted("Interrupted: runs that were finished are kept; ask again to go on.") from None


def print_list() -> None:
    """Print the questions of the catalogue."""
    from handoff_experiments.questions import question, questions

    table = Table("name", "", "question", "combinations", "runs, quick", "runs, full")
    for name in questions():
        asked = question(name)
        full, quick = asked.plan("full"), asked.plan("quick")
        counts = (str(full.combinations or ""), f"{quick.runs:,}", f"{full.runs:,}")
        table.add_row(name, asked.number, escape(asked.question), *counts)
    table.caption = "runs: about, with those of the baseline; a run takes as long as handoff run in its world"
    results().print(table)
