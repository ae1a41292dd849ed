"""``handoff ask``: a question of the catalogue, or of one's own, answered in words, tables and pictures."""

from contextlib import ExitStack
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from handoff_web.commands.options import Json, Scheduler, Where, Workers, executor_of
from handoff_web.compiling import compile_first
from handoff_web.errors import Interrupted, Refusal
from handoff_web.files import STDOUT, refuse_same_file, refuse_unwritable, write_json
from handoff_web.terminal import progress, remarks, results

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from handoff_experiments.progress import Progress
    from handoff_experiments.questions import Answer, QuestionFile

Name = Annotated[str | None, typer.Argument(metavar="QUESTION", help="Name in the catalogue, or a .toml file.")]
List = Annotated[bool, typer.Option("--list", help="Say which questions there are, and ask none.")]
Quick = Annotated[bool, typer.Option("--quick", help="Minutes instead of hours: fewer pairs, weeks and shops.")]
Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="HANDOFF_STORE",
        help="Where runs are kept, so that a question goes on where it was; the store of handoff serve if left out.",
    ),
]
Report = Annotated[Path | None, typer.Option("--report", metavar="FILE.html", help="Write a page with the pictures.")]
MOST_SHOWN = 8  # combinations on the terminal; all are in the JSON


def ask(
    name: Name = None,
    list_them: List = False,
    quick: Quick = False,
    workers: Workers = None,
    executor: Where = None,
    scheduler: Scheduler = None,
    store: Store = None,
    json: Json = None,
    report: Report = None,
) -> None:
    """Ask a question: combinations of rules against a baseline, and what each rule does."""
    from handoff_experiments.questions import question

    if list_them or name is None:
        print_list()
        return
    refuse_unwritable(json=json, report=report)
    refuse_same_file(json=json, report=report)
    asked = question(name)
    compile_first()
    with executor_of(executor, scheduler, workers) as place:
        found = _asked(asked, quick=quick, workers=workers, executor=place, store=store)
    if json:
        write_json(found.to_json(), json)
    if report:
        from handoff_experiments.figures.page import write_page

        write_page(found.figures(), report, title=f"{asked.number} {asked.title}".strip())
    if json != STDOUT:
        print_answer(found)
    if report:
        (remarks() if json == STDOUT else results()).print(f"Pictures: {report}", soft_wrap=True)
    if not found.complete:
        raise Interrupted(f"Interrupted: {len(found.worlds)} of {found.planned} worlds were finished.")


def _asked(
    asked: "QuestionFile", *, quick: bool, workers: int | None, executor: "Executor", store: str | None
) -> "Answer":
    """Ask it under a progress bar, its runs kept."""
    from handoff_experiments.questions import ask as answer
    from handoff_experiments.store import StoreError, open_store

    with ExitStack() as held:
        try:
            kept = held.enter_context(open_store(store)).runs
            meter = held.enter_context(progress())

            def tell(world: str, number: int, worlds: int, at: "Progress") -> None:
                of = f" ({number} of {worlds})" if worlds > 1 else ""
                meter.tell(f"{at.stage} in {world}{of}", at.done, at.total)

            return answer(
                asked,
                size="quick" if quick else "full",
                workers=workers,
                executor=executor,
                kept=kept,
                on_progress=tell,
            )
        except StoreError as error:
            raise Refusal(error.reason) from None
        except KeyboardInterrupt:
            raise Interrupted("Interrupted: runs that were finished are kept; ask again to go on.") from None


def print_list() -> None:
    """Print the questions of the catalogue."""
    from handoff_experiments.questions import question, questions

    table = Table("name", "", "question", "combinations")
    for name in questions():
        asked = question(name)
        count = prod(len(factor.named) for factor in asked.factors)
        table.add_row(name, asked.number, escape(asked.question), str(count))
    results().print(table)


def print_answer(found: "Answer") -> None:
    """Print the answer: words first, then the best combinations and what each level does, world by world."""
    console = results()
    asked = found.question
    console.print(f"[bold]{escape(f'{asked.number} {asked.title}'.strip())}[/]\n")
    for sentence in found.sentences():
        console.print(escape(sentence), soft_wrap=console.is_terminal is False)
    if asked.expected:
        console.print(f"\nExpected by {escape(asked.expected.source)}: {escape(asked.expected.text)}")
    console.print(f"What would change it: {escape(asked.would_change_it)}\n")
    for world in found.worlds:
        console.print(_combinations(found, world.world))
        console.print(_effects(found, world.world))


def _combinations(found: "Answer", world: str) -> Table:
    from handoff_experiments.wording import interval, short

    code = found.question.metrics[0]
    answered = next(each for each in found.worlds if each.world == world)
    ranked = answered.ranked(code)
    title = f"{world}: {ranked[0].measure.title}, {ranked[0].measure.unit}, against {found.question.baseline}"
    table = Table("combination", "difference", "interval", "verdict", title=escape(title), title_justify="left")
    for contrast in ranked[:MOST_SHOWN]:
        unit = contrast.measure.unit
        bounds = interval(contrast.low, contrast.high, unit)
        table.add_row(
            escape(contrast.policy), short(contrast.difference, unit), escape(bounds), str(contrast.verdict or "")
        )
    if len(ranked) > MOST_SHOWN:
        table.caption = f"and {len(ranked) - MOST_SHOWN} more (--json has all)"
    return table


def _effects(found: "Answer", world: str) -> Table:
    from handoff_experiments.wording import short

    answered = next(each for each in found.worlds if each.world == world)
    metrics = {effect.metric: f"{effect.title}, {effect.unit}" for effect in answered.effects}
    title = "What each level does, against the average of all combinations"
    table = Table("factor", "level", *map(escape, metrics.values()), title=title, title_justify="left")
    cells = {(effect.factor, effect.level, effect.metric): effect for effect in answered.effects}
    for factor, level in dict.fromkeys((effect.factor, effect.level) for effect in answered.effects):
        row = [cells[factor, level, code] for code in metrics]
        told = [short(e.effect, e.unit) + ("" if e.low <= 0 <= e.high else " *") for e in row]
        table.add_row(escape(factor), escape(row[0].short), *told)
    table.caption = "* the interval leaves out zero"
    return table
