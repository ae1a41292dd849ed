"""Inputs: the document of a session, from which it is replayed exactly, resumed, or taken elsewhere.

A session is a function of the world, the policy, the seed and its inputs. Each answer stands beside the situation it
was given in, so that a model which has changed since is noticed, and a way of deciding can be read from the file alone.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handoff_sim.agents.cases import Case, WrongAnswer
from handoff_sim.playing.answers import KIND_OF, case_of, playable, recorded, situation_of
from handoff_sim.policy.problems import DocumentError, Problem, shown, unknown

FORMAT = "handoff-play-1"
MOST_KEY = 2**64 - 1

Scalar = bool | int | float | Literal["inf", "-inf", "nan"]
Key = tuple[int, str, int, int, int, int]  # week, kind, job, operation, other, occurrence


class Part(BaseModel):
    """Part of the document: frozen, closed to unknown entries, nothing converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Named(Part):
    """A world or a policy: its own name, the name or file it was asked for by, and the hash of its content."""

    name: str
    source: str
    hash: str


class Given(Part):
    """One answer, the decision it answers, and the situation then."""

    week: Annotated[int, Field(ge=0)]
    kind: str
    job: Annotated[int, Field(ge=0, le=MOST_KEY)]  # persistent key, 0 for none
    operation: int  # row, -1 for none
    other: int  # number of the shop or buyer on the other side, -1 for none
    occurrence: Annotated[int, Field(ge=0)]  # among decisions alike in all of the above
    answer: dict[str, Any]
    followed: bool  # whether the answer is the rational shop's
    situation: dict[str, Scalar]

    @property
    def key(self) -> Key:
        """What makes the decision the same one when its week is lived again."""
        return (self.week, self.kind, self.job, self.operation, self.other, self.occurrence)

    def case(self, shop: int) -> Case:
        """The case that was answered."""
        which = {"week": self.week, "number": shop, "other": self.other, "job": self.job, "operation": self.operation}
        return case_of(self.kind, self.situation, **which)


class Inputs(Part):
    """A session: who played what, when, and every answer."""

    format: Literal["handoff-play-1"] = "handoff-play-1"
    model: str  # version of the model that asked
    world: Named
    policy: Named
    settings: list[str] = []  # changes of fields of the two, ``path=value``
    seed: Annotated[int, Field(ge=0, le=MOST_KEY)]
    shop: Annotated[int, Field(ge=0)]
    decides: list[str]  # kinds of decisions that the player takes
    from_week: Annotated[int, Field(ge=0)]  # first week the player decides in
    until_week: Annotated[int, Field(ge=1)]  # first week in which the rule decides again
    weeks: Annotated[int, Field(ge=1)]  # of the whole run
    answers: list[Given] = []
    events_sha256: str | None = None  # of the whole run, once it is over

    @property
    def is_finished(self) -> bool:
        """Whether the run was played to its end."""
        return self.events_sha256 is not None

    def with_answer(self, given: Given) -> Self:
        """The same with one answer more."""
        return self.model_copy(update={"answers": [*self.answers, given]})

    def text(self) -> str:
        """The document."""
        return json.dumps(self.model_dump(), indent=1) + "\n"


def given_of(case: Case, occurrence: int, answer: dict[str, Any], *, followed: bool) -> Given:
    """An answer as the document holds it."""
    return Given(
        week=case.week, kind=KIND_OF[type(case)], job=case.job, operation=case.operation, other=case.other,
        occurrence=occurrence, answer=answer, followed=followed, situation=situation_of(case),
    )  # fmt: skip


def read_inputs(path: str | Path) -> Inputs:
    """Read a session from a file.

    Raises
    ------
    DocumentError: every problem at once: where, what was expected, what was found
    OSError: the file cannot be read
    """
    file = str(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
        plain = json.loads(text)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        wanted = f"a whole JSON document of a session, format {FORMAT}"
        found = f"{problem.msg}{'; the file is cut short' if not text.rstrip().endswith('}') else ''}"
        raise DocumentError(file, [Problem(path=where, expected=wanted, found=found)]) from None
    except UnicodeDecodeError:
        raise DocumentError(file, [Problem(path="file", expected="text in UTF-8", found="other bytes")]) from None
    return checked(plain, file)


def checked(plain: Any, file: str) -> Inputs:
    """A session from plain data.

    Raises
    ------
    DocumentError: every problem at once
    """
    try:
        inputs = Inputs.model_validate(plain)
    except ValidationError as error:
        raise DocumentError(file, list(_of_pydantic(error))) from None
    problems = list(_problems(inputs))
    if problems:
        raise DocumentError(file, problems)
    return inputs


def write_inputs(inputs: Inputs, path: str | Path) -> None:
    """Write a session; the file appears whole or stays as it was, whenever the process or the machine stops."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(inputs.text())
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, target)


def _of_pydantic(error: ValidationError) -> Iterator[Problem]:
    for item in error.errors(include_url=False):
        path = ".".join(str(part) for part in item["loc"]) or "document"
        if item["type"] == "extra_forbidden":
            yield Problem(path=path, expected="no such entry", found=shown(item["input"]))
        elif item["type"] == "missing":
            yield Problem(path=path, expected="a value", found="nothing")
        else:
            wanted = item["msg"].removeprefix("Input should be ")
            yield Problem(path=path, expected=wanted, found=shown(item["input"]))


def _problems(inputs: Inputs) -> Iterator[Problem]:
    for place, kind in enumerate(inputs.decides):
        if kind not in playable():
            yield unknown(f"decides.{place}", kind, playable())
    if inputs.until_week <= inputs.from_week:
        wanted = f"a week after from_week, {inputs.from_week}"
        yield Problem(path="until_week", expected=wanted, found=str(inputs.until_week))
    if inputs.weeks < inputs.until_week:
        yield Problem(path="weeks", expected=f"at least until_week, {inputs.until_week}", found=str(inputs.weeks))
    seen: set[Key] = set()
    for place, given in enumerate(inputs.answers):
        yield from _problems_of(inputs, given, f"answers.{place}", seen)
        seen.add(given.key)


def _problems_of(inputs: Inputs, given: Given, path: str, seen: set[Key]) -> Iterator[Problem]:
    if given.kind not in inputs.decides:
        yield unknown(f"{path}.kind", given.kind, inputs.decides)
        return
    if not inputs.from_week <= given.week < inputs.until_week:
        wanted = f"a week from {inputs.from_week} to {inputs.until_week - 1}"
        yield Problem(path=f"{path}.week", expected=wanted, found=str(given.week))
    if given.key in seen:
        wanted = "one answer for each decision"
        yield Problem(path=path, expected=wanted, found="a second one for the same week, kind, job and occurrence")
    try:
        recorded(given.case(inputs.shop), given.answer)
    except WrongAnswer as wrong:
        yield Problem(path=path, expected="an answer that its situation is open to", found=str(wrong))
