"""What is wrong with a document: where, what was expected, what was found, and the legal options."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic_core import PydanticCustomError

SHOWN = 60  # characters of a wrong value that an error shows


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong in a document.

    Parameters
    ----------
    path: dotted path of the field, such as ``payout.take``
    expected: what the field takes, in words
    found: what was there, as text
    options: the legal names, closest first; empty where the field is a number
    """

    path: str
    expected: str
    found: str
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}; found {self.found}"


class DocumentError(ValueError):
    """A world or policy that cannot be used; lists every problem at once.

    ``path``, ``expected``, ``found`` and ``options`` are those of the first problem.
    """

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        first = self.problems[0]
        self.path, self.expected, self.found, self.options = (
            first.path,
            first.expected,
            first.found,
            first.options,
        )
        super().__init__("\n".join(f"{file}: {problem}" for problem in self.problems))


def shown(value: object) -> str:
    """A wrong value as a reader would have typed it, shortened."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:
        text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def closest_first(name: str, options: Iterable[str]) -> tuple[str, ...]:
    """The options, most similar to ``name`` first, otherwise in their own order."""
    listed = list(options)

    def distance(option: str) -> float:
        return -difflib.SequenceMatcher(None, name.lower(), option.lower()).ratio()

    near = sorted((o for o in listed if distance(o) <= -0.6), key=distance)
    return (*near, *(option for option in listed if option not in near))


def one_of(options: Iterable[str]) -> str:
    """Options as a phrase: ``one of originator, receiver``."""
    return "one of " + ", ".join(options)


def unknown(path: str, name: str, options: Iterable[str]) -> Problem:
    """The problem of a name nobody knows, with the legal ones, closest first."""
    ordered = closest_first(name, options)
    return Problem(path=path, expected=one_of(ordered), found=shown(name), options=ordered)


class Refused(ValueError):
    """Problems inside one value, with paths relative to it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


def as_pydantic(refused: Refused) -> PydanticCustomError:
    """The same problems in the form that pydantic carries through its own list of errors."""
    return PydanticCustomError("document", "{text}", {"text": str(refused), "problems": refused.problems})


def below(path: str, problem: Problem) -> Problem:
    """A problem of a value, told from the document that holds the value at ``path``."""
    parts = [part for part in (path, problem.path) if part]
    return replace(problem, path=".".join(parts))
