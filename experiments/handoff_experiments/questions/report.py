"""A question's report: one page that holds the answer and everything behind it, opens without a network, and prints."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from handoff_experiments.files import write_whole
from handoff_experiments.pages import page_environment, plate
from handoff_experiments.questions.answer import Answer, failures
from handoff_experiments.questions.document import questions
from handoff_experiments.questions.registration import Registered, as_document
from handoff_experiments.wording import number

MOST_OPEN = 25  # rows of a table that is not folded


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A table as a page shows it: what is the same in every row is said once, above."""

    title: str
    same: Mapping[str, str]
    columns: Mapping[str, bool]  # by name, whether it holds numbers
    rows: tuple[tuple[tuple[bool, str], ...], ...]

    @property
    def open(self) -> bool:
        """Whether it is short enough to be seen at once."""
        return len(self.rows) <= MOST_OPEN


def write_report(
    answer: Answer, path: str | PathLike[str], *, model_version: str, registered: Registered | None = None
) -> Path:
    """Write the report as one self-contained HTML file; it is there whole or not at all."""
    return write_whole(path, report(answer, model_version=model_version, registered=registered))


def report(answer: Answer, *, model_version: str, registered: Registered | None = None) -> str:
    """The report as HTML.

    Args:
        answer: What came out.
        model_version: The model that was asked.
        registered: The registration of the question, with the deviations from it.
    """
    asked = answer.question
    broken = failures(answer)
    return (
        page_environment()
        .get_template("answer.html.j2")
        .render(
            answer=answer,
            question=asked,
            title=f"{asked.number} {asked.title}".strip(),
            kicker=f"{asked.name} · {answer.size} size · {', '.join(asked.effort(answer.size).worlds)}",
            sentences=answer.sentences(),
            failures=broken,
            tables=[shown(title, table) for title, table in answer.tables().items()],
            plates=[plate(f"picture-{place}", figure) for place, figure in enumerate(answer.figures())],
            plan=asked.plan(answer.size),
            document={"method": "", **as_document(answer, registered)},
            model_version=model_version,
            registered=registered,
            command=_command(answer),
        )
    )


def _command(answer: Answer) -> str:
    """The shell command that asks the same question."""
    name = answer.question.name
    quick = ["--quick"] if answer.size == "quick" else []
    return shlex.join(["handoff", "ask", name if name in questions() else f"{name}.toml", *quick])


def shown(title: str, table: pd.DataFrame) -> Shown:
    """A data frame as a page or a terminal shows it, numbers with the digits that are worth reading."""
    numeric = {str(name): pd.api.types.is_numeric_dtype(column) for name, column in table.items()}
    numeric |= {str(name): False for name, column in table.items() if pd.api.types.is_bool_dtype(column)}
    texts = {str(name): [_cell(value) for value in column] for name, column in table.items()}
    same = {name: cells[0] for name, cells in texts.items() if len(cells) > 1 and len(set(cells)) == 1}
    kept = [name for name in texts if name not in same]
    return Shown(
        title=title,
        same={_words(name): value for name, value in same.items() if value},
        columns={_words(name): numeric[name] for name in kept},
        rows=tuple(tuple((numeric[name], texts[name][row]) for name in kept) for row in range(len(table))),
    )


def _words(column: str) -> str:
    return column.replace("_", " ")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Integral):
        return f"{value:,d}"
    if isinstance(value, Real):
        return "" if value != value else number(float(value))
    return "" if value is None else str(value)
