"""Results go to standard output; everything said along the way goes to standard error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

UNWATCHED_WIDTH = 150  # columns of a table that goes to a file or a pipe


def results() -> Console:
    """Where answers go."""
    return Console(highlight=False, width=_width(sys.stdout))


def remarks() -> Console:
    """Where progress, warnings and refusals go."""
    return Console(stderr=True, highlight=False, width=_width(sys.stderr))


def _width(stream: TextIO) -> int | None:
    """Leave it to a terminal or to COLUMNS; be generous where nobody watches."""
    return None if stream.isatty() or "COLUMNS" in os.environ else UNWATCHED_WIDTH


class Meter(Protocol):
    """Something that is told how far a piece of work has come."""

    def tell(self, title: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` steps of the work called ``title`` are finished."""


class _Lines:
    """Progress where nobody watches: a line for each piece of work."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.told: set[str] = set()

    def tell(self, title: str, done: int, total: int) -> None:
        if title not in self.told:
            self.told.add(title)
            self.console.print(f"{title} ...", soft_wrap=True)


class _Bars:
    """Progress on a terminal: a bar for each piece of work."""

    def __init__(self, bars: Progress) -> None:
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def tell(self, title: str, done: int, total: int) -> None:
        if title not in self.tasks:
            self.tasks[title] = self.bars.add_task(title, total=total)
        self.bars.update(self.tasks[title], completed=done, total=total)


@contextmanager
def progress() -> Iterator[Meter]:
    """Show progress on standard error while the block runs."""
    console = remarks()
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Bars(bars)
