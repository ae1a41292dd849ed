"""Reading question files: what is asked, what is varied, how often, and what is expected of it.

The files of the catalogue lie in ``catalogue/``; one of your own is read from its path. A file is checked whole before
anything runs: its keys, every path and value by the document that they change, and every metric by the model.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from handoff_experiments.questions.faults import faults
from handoff_experiments.questions.head import QuestionFile, Size
from handoff_experiments.questions.kinds import DEFAULT, KINDS
from handoff_experiments.questions.pictures import PICTURES
from handoff_sim.policy import DocumentError, Problem
from handoff_sim.policy.problems import closest_first, one_of, shown, unknown

__all__ = ["HERE", "QuestionFile", "Size", "checked", "question", "questions"]

HERE = Path(__file__).parent / "catalogue"


def questions() -> tuple[str, ...]:
    """Names of the questions of the catalogue, in the order of their numbers."""
    return tuple(sorted(_known(), key=lambda name: _order(question(name))))


def question(name_or_path: str) -> QuestionFile:
    """A question by its name in the catalogue, or from a TOML file.

    Raises:
        DocumentError: Unknown name, unreadable file, or a question with faults; every one of them at once.
    """
    known = _known()
    if name_or_path in known:
        return _of_catalogue(name_or_path)
    path = Path(name_or_path)
    if path.suffix != ".toml":
        options = closest_first(name_or_path, known)
        expected = f"{one_of(options)}, or a .toml file"
        raise DocumentError(
            "questions", [Problem(path="question", expected=expected, found=shown(name_or_path), options=options)]
        )
    return _read(path)


def checked(data: Mapping[str, Any], *, file: str) -> QuestionFile:
    """A question from plain data.

    Raises:
        DocumentError: Every problem at once.
    """
    kind = data.get("kind", DEFAULT)
    if not isinstance(kind, str) or kind not in KINDS:
        raise DocumentError(file, [unknown("kind", str(kind), KINDS)])
    document = KINDS[kind].document
    try:
        found = document.model_validate(data)
    except ValidationError as error:
        raise DocumentError(file, faults(document, error)) from None
    problems = [unknown("pictures", name, PICTURES) for name in found.pictures if name not in PICTURES]
    problems += found.problems()
    if problems:
        raise DocumentError(file, problems)
    return found


def _known() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


@cache
def _of_catalogue(name: str) -> QuestionFile:
    return _read(HERE / f"{name}.toml")


def _read(path: Path) -> QuestionFile:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentError(path.name, [Problem(path="file", expected="a TOML file", found=str(error))]) from None
    return checked({"name": path.stem, **data}, file=path.name)


def _order(asked: QuestionFile) -> tuple[int, str]:
    digits = "".join(letter for letter in asked.number if letter.isdigit())
    return int(digits or 999), asked.name
