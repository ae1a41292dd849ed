"""Markdown as the documents write it: tables, lists, and docstrings put into it."""

import re
import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 120


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are kept on one line, and bars inside them are escaped."""
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in (header, ["---"] * len(header), *rows))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def item(text: str, depth: int = 0) -> str:
    """One entry of a list, wrapped."""
    first = "  " * depth + "- "
    return _filled(text, first, " " * len(first))


def paragraph(text: str) -> str:
    """A paragraph, wrapped."""
    return _filled(text, "", "")


def _filled(text: str, first: str, rest: str) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def code(text: object) -> str:
    """A name or a value in code letters."""
    return f"`{text}`"


def from_docstring(text: str) -> str:
    """A docstring's sentences with code between single backquotes."""
    return re.sub(r"``(.+?)``", r"`\1`", text, flags=re.DOTALL)


def sentence(text: str) -> str:
    """The first line of a docstring, without its full stop."""
    first = from_docstring(text.strip().partition("\n")[0])
    return first if first.endswith("...") else first.removesuffix(".")


def words(name: str) -> str:
    """A name of code in words: ``late_weeks`` is late weeks."""
    return name.replace("_", " ").strip()


def listed(items: Iterable[str]) -> str:
    """Items with commas."""
    return ", ".join(items)
