"""Pages of rows: an order that never changes, cursors into it, and filters.

A cursor is what the order compares, as text. So a page does not move when rows are added before it, and a later page
costs no more than the first one.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, false, literal, or_, tuple_

from handoff_experiments.store.records import ExperimentRecord, ExperimentRun, Page
from handoff_experiments.store.tables import ExperimentRow, LinkRow, RunRow

MOST_WORDS = 20  # of a search
LEAST_OF_ID = 4  # first signs of an id that are looked for; fewer are the beginning of too many
ESCAPE = "/"
Row = TypeVar("Row")
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, kw_only=True)
class Order(Generic[Row]):
    """An order of rows by columns that together name a row."""

    columns: tuple[Any, ...]
    descending: bool
    write: Callable[[Row], str]  # the cursor of a row
    read: Callable[[str], tuple[Any, ...]]  # what the columns are at a cursor; ValueError if it is none
    example: str


def _time_of(record: ExperimentRecord) -> str:
    return f"{record.created_at.astimezone(UTC).isoformat()} {record.id}"


def _time(cursor: str) -> tuple[datetime, str]:
    time, space, experiment_id = cursor.partition(" ")
    found = datetime.fromisoformat(time)
    if not space or found.tzinfo is None:
        raise ValueError(cursor)
    return found, experiment_id


def _place_of(run: ExperimentRun) -> str:
    return f"{run.role} {run.arm} {run.position}"


def _place(cursor: str) -> tuple[str, int, int]:
    role, arm, position = cursor.split(" ")
    return role, int(arm), int(position)


TIME: Order[ExperimentRecord] = Order(
    columns=(ExperimentRow.created_at, ExperimentRow.id),
    descending=True,
    write=_time_of,
    read=_time,
    example="2026-11-25T07:30:00+00:00 3f9a1c07",
)
PLACE: Order[ExperimentRun] = Order(
    columns=(LinkRow.role, LinkRow.arm, LinkRow.position),
    descending=False,
    write=_place_of,
    read=_place,
    example="arm 0 12",
)


def limited(asked: Select[*Columns], order: Order[Any], first: int | None, after: str | None) -> Select[*Columns]:
    """The query for a page, and for one row more, which tells whether others follow.

    Raises:
        ValueError: no such cursor, or fewer than no rows.
    """
    if after is not None:
        asked = asked.where(_beyond(order, after))
    asked = asked.order_by(*(column.desc() if order.descending else column for column in order.columns))
    if first is None:
        return asked
    if first < 0:
        raise ValueError(f"first: expected a whole number of at least 0; found {first}")
    return asked.limit(first + 1)


def page(rows: Sequence[Row], order: Order[Row], first: int | None) -> Page[Row]:
    """The page that `limited` asked for."""
    shown = rows if first is None else rows[:first]
    return Page(rows=tuple(shown), cursors=tuple(map(order.write, shown)), more=len(rows) > len(shown))


def experiments_wanted(
    status: str | Collection[str] | None,
    text: str | None,
    *,
    kind: str | None = None,
    content_hash: str | None = None,
) -> Iterator[ColumnElement[bool]]:
    """Conditions of experiments with one of these statuses, and with all words of this text in the title.

    A text of one word may also be how the id begins.
    """
    if status is not None:
        yield ExperimentRow.status.in_([status] if isinstance(status, str) else sorted(status))
    exact = ((ExperimentRow.kind, kind), (ExperimentRow.content_hash, content_hash))
    yield from (column == value for column, value in exact if value is not None)
    words = (text or "").casefold().split()
    if words:
        yield or_(and_(*map(_in_title, words[:MOST_WORDS])), _is_id(words))


def runs_wanted(
    experiment_id: str, *, role: str | None, arm: int | None, seed: int | None, finished: bool | None
) -> Iterator[ColumnElement[bool]]:
    """Conditions of runs of an experiment; None leaves a filter out."""
    yield LinkRow.experiment_id == experiment_id
    exact: tuple[tuple[Any, Any], ...] = ((LinkRow.role, role), (LinkRow.arm, arm), (RunRow.seed, seed))
    for column, value in exact:
        if value is not None:
            yield column == value
    if finished is not None:
        yield RunRow.failure.is_(None) if finished else RunRow.failure.is_not(None)


def _in_title(word: str) -> ColumnElement[bool]:
    """That the title has the word in it: in ``sought`` it stands before the line of the id."""
    plain = re.sub(f"([{ESCAPE}%_])", rf"{ESCAPE}\1", word)
    return ExperimentRow.sought.like(f"%{plain}%\n%", escape=ESCAPE)


def _is_id(words: Sequence[str]) -> ColumnElement[bool]:
    if len(words) > 1 or len(words[0]) < LEAST_OF_ID:
        return false()
    return ExperimentRow.id.startswith(words[0], autoescape=True)


def _beyond(order: Order[Any], cursor: str) -> ColumnElement[bool]:
    try:
        place = order.read(cursor)
    except ValueError:
        raise ValueError(f"after: expected a cursor such as {order.example!r}; found {cursor!r}") from None
    values = [literal(value, column.type) for value, column in zip(place, order.columns, strict=True)]
    there, here = tuple_(*values), tuple_(*order.columns)
    return here < there if order.descending else here > there
