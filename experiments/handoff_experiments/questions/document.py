"""A question file: what is asked, what is varied, how often, and what is expected of it.

The files of the catalogue lie in ``catalogue/``; one of your own is read from its path. A file is checked whole before
anything runs: its keys, every path and value by the document that they change, and every metric by the model.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import product
from math import prod
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from handoff_experiments.measures import model_measures, selected
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, Policy, Problem
from handoff_sim.policy.problems import closest_first, one_of, shown
from handoff_sim.policy.reading import set_paths
from handoff_sim.world.document import World

HERE = Path(__file__).parent / "catalogue"
MOST_POINTS = 400  # combinations in one world
Size = Literal["full", "quick"]


class Part(BaseModel):
    """A closed table of keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(Part):
    """One value of a factor: what it is called, and the fields it sets."""

    name: str = Field(min_length=1)
    sets: dict[str, Any] = Field(default_factory=dict)


class FactorTable(Part):
    """Something that is varied: a field with its values, or named levels that set several fields at once."""

    name: str = Field(min_length=1)
    of: Literal["policy", "world"] = "policy"
    path: str | None = None
    values: tuple[Any, ...] = ()
    levels: tuple[Level, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.levels) == (self.path is not None and bool(self.values)):
            raise ValueError("expected a path with values, or levels, one of them")
        if len(self.named) < 2 or len({level.name for level in self.named}) < len(self.named):
            raise ValueError("expected two levels or more, each with a name of its own")
        return self

    @property
    def named(self) -> tuple[Level, ...]:
        """Its levels; those of a plain field are named after their values, numbers after the factor, too."""
        if self.path is None:
            return self.levels
        return tuple(Level(name=_name(self.name, value), sets={self.path: value}) for value in self.values)


class Effort(Part):
    """How much is run: pairs of every combination, weeks, and worlds."""

    pairs: Annotated[int, Field(ge=2, le=10_000)]
    weeks: Annotated[int, Field(ge=1, le=5200)] | None = None
    worlds: tuple[str, ...] = Field(min_length=1)


class Expectation(Part):
    """What somebody expects to come out, so that a surprise is seen as one."""

    text: str = Field(min_length=1)
    source: str = Field(min_length=1)


class QuestionFile(Part):
    """A question with everything that is needed to ask it."""

    name: str
    number: str = ""
    title: str = Field(min_length=1)
    question: str = Field(min_length=1)
    source: str = Field(min_length=1)
    baseline: str = "phone_book"
    policy: str
    seed: Annotated[int, Field(ge=0, lt=2**64)] = 1
    factors: tuple[FactorTable, ...] = Field(min_length=1)
    metrics: tuple[str, ...] = Field(min_length=1)
    full: Effort
    quick: Effort
    expected: Expectation | None = None
    would_change_it: str = Field(min_length=1)

    def effort(self, size: Size) -> Effort:
        """How much is run."""
        return self.quick if size == "quick" else self.full


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


def checked(data: Mapping[str, Any], *, file: str) -> QuestionFile:
    """A question from plain data.

    Raises:
        DocumentError: Every problem at once.
    """
    try:
        found = QuestionFile.model_validate(data)
    except ValidationError as error:
        problems = [
            Problem(
                path=".".join(map(str, each["loc"])) or "file", expected=_said(each["msg"]), found=shown(each["input"])
            )
            for each in error.errors()
        ]
        raise DocumentError(file, problems) from None
    problems = _problems(found)
    if problems:
        raise DocumentError(file, problems)
    return found


def _problems(asked: QuestionFile) -> list[Problem]:
    """What does not fit the documents and metrics that a question is about."""
    problems = []
    for name in (asked.baseline, asked.policy):
        problems += _told(lambda name=name: catalogue.policy(name), "policy")
    for effort, size in ((asked.full, "full"), (asked.quick, "quick")):
        for name in effort.worlds:
            problems += _told(lambda name=name: catalogue.world(name), f"{size}.worlds")
    try:
        selected(model_measures(), asked.metrics)
    except ValueError as error:
        problems.append(Problem(path="metrics", expected="codes of metrics", found=str(error)))
    if problems:
        return problems
    documents: dict[str, Policy | World] = {
        "policy": catalogue.policy(asked.policy),
        "world": catalogue.world(asked.full.worlds[0]),
    }
    for of, document in documents.items():
        varied = [factor.named for factor in asked.factors if factor.of == of]
        if prod(map(len, varied)) > MOST_POINTS:
            wanted = f"at most {MOST_POINTS} combinations of the {of}"
            problems.append(Problem(path="factors", expected=wanted, found=str(prod(map(len, varied)))))
            continue
        for point in product(*varied):
            sets = {path: value for level in point for path, value in level.sets.items()}
            named = ", ".join(level.name for level in point)
            problems += _told(lambda d=document, s=sets: set_paths(d, s, file="factors"), f"factors ({named})")
    return list(dict.fromkeys(problems))


def _told(attempt: Any, place: str) -> list[Problem]:
    try:
        attempt()
    except DocumentError as error:
        return [
            Problem(path=f"{place}: {each.path}", expected=each.expected, found=each.found, options=each.options)
            for each in error.problems
        ]
    return []


def _said(message: str) -> str:
    return message.removeprefix("Value error, ").removeprefix("expected ")


def _name(factor: str, value: Any) -> str:
    """A word as it is; a number, also that of a price rule, with the factor it belongs to."""
    if isinstance(value, str):
        return value
    number = next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value
    return f"{factor} {number:g}" if isinstance(number, int | float) else f"{factor} {number}"


def _order(asked: QuestionFile) -> tuple[int, str]:
    digits = "".join(letter for letter in asked.number if letter.isdigit())
    return int(digits or 999), asked.name
