"""Pages of a Parquet file: which rows are meant, how many there are, and one page of them, without reading the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow.fs import LocalFileSystem

from handoff_experiments.bad_question import BadQuestion

Row = dict[str, Any]
Rows = npt.NDArray[np.int64]
NUMBER = "number"  # of a row in its file


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows of a table: ``total`` rows were meant, and these are those from ``offset`` on.

    Values are JSON's own types; what is not known is None.
    """

    rows: tuple[Row, ...]
    total: int
    offset: int


@dataclass(frozen=True)
class Where:
    """One condition on a row, and the columns that it reads."""

    expression: pc.Expression
    columns: tuple[str, ...]


def equal(column: str, value: Any) -> Where:
    """Rows with one value."""
    return Where(pc.field(column) == value, (column,))


def one_of_them(column: str, values: Sequence[Any]) -> Where:
    """Rows with one of several values."""
    return Where(pc.field(column).isin(pa.array(values)), (column,))


def either(columns: tuple[str, str], value: Any) -> Where:
    """Rows with a value in one of two columns."""
    one, other = columns
    return Where((pc.field(one) == value) | (pc.field(other) == value), columns)


def from_to(column: str, first: int | None, last: int | None) -> list[Where]:
    """Rows from one value to another, both included."""
    found = []
    if first is not None:
        found.append(Where(pc.field(column) >= first, (column,)))
    if last is not None:
        found.append(Where(pc.field(column) <= last, (column,)))
    return found


def page_of(path: Path, wanted: Sequence[Where], *, offset: int, limit: int) -> Page:
    """One page of the rows for which every condition holds, in the file's order; ``number`` is a row's place in it.

    Raises BadQuestion: offset or limit below zero.
    """
    check_page(offset, limit)
    fragment = _fragment(path)
    ends = np.cumsum([0, *(group.num_rows for group in fragment.row_groups)])
    if not wanted:
        rows = np.arange(min(offset, ends[-1]), min(offset + limit, ends[-1]))
        return Page(rows=_read(path, ends, rows), total=int(ends[-1]), offset=offset)
    matching = _matching(fragment, wanted, ends)
    return Page(rows=_read(path, ends, matching[offset : offset + limit]), total=len(matching), offset=offset)


def check_page(offset: int, limit: int) -> None:
    """Refuse a page that cannot be.

    Raises BadQuestion: offset or limit below zero.
    """
    for path, value in (("offset", offset), ("limit", limit)):
        if value < 0:
            raise BadQuestion(path, "at least 0", str(value))


def _fragment(path: Path) -> ds.ParquetFileFragment:
    fragment: ds.ParquetFileFragment = ds.ParquetFileFormat().make_fragment(str(path), LocalFileSystem())
    fragment.ensure_complete_metadata()
    return fragment


def _matching(fragment: ds.ParquetFileFragment, wanted: Sequence[Where], ends: Rows) -> Rows:
    """Numbers of the rows meant; groups of rows whose bounds rule them out are not read."""
    expression = reduce(and_, (where.expression for where in wanted))
    columns = list(dict.fromkeys(column for where in wanted for column in where.columns))
    possible = fragment.subset(expression)
    if not possible.row_groups:
        return np.zeros(0, np.int64)
    numbers = [np.arange(ends[group.id], ends[group.id + 1]) for group in possible.row_groups]
    table = possible.to_table(columns=columns, use_threads=False)
    numbered = table.append_column(NUMBER, pa.array(np.concatenate(numbers)))
    found: Rows = numbered.filter(expression)[NUMBER].to_numpy()
    return found


def _read(path: Path, ends: Rows, rows: Rows) -> tuple[Row, ...]:
    """Some rows in full, from the groups that hold them."""
    if not len(rows):
        return ()
    groups = np.unique(np.searchsorted(ends, rows, side="right") - 1)
    first = ends[groups]
    table = _fragment(path).subset(row_group_ids=groups.tolist()).to_table(use_threads=False)
    held = np.concatenate([np.arange(start, ends[group + 1]) for start, group in zip(first, groups, strict=True)])
    taken = table.take(pa.array(np.searchsorted(held, rows)))
    numbers = rows.tolist()
    return tuple({NUMBER: number} | row for number, row in zip(numbers, taken.to_pylist(), strict=True))
