"""What every question file says, whatever its kind: the head of the document."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, Problem

Size = Literal["full", "quick"]
SIZES: tuple[Size, ...] = ("full", "quick")
Direction = Literal["higher", "lower"]


class Part(BaseModel):
    """A closed table of keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Effort(Part):
    """How much is run in one size: every kind has worlds, and may have a horizon of its own."""

    weeks: Annotated[int, Field(ge=1, le=5200)] | None = None
    worlds: tuple[str, ...] = Field(min_length=1)


class Expectation(Part):
    """What somebody expects to come out, so that a surprise is seen as one.

    ``direction`` says it in a form that is checked, in the first metric: by the name of a factor (or ``arm``), whether
    its last level comes out higher or lower than its first.
    """

    text: str = Field(min_length=1)
    source: str = Field(min_length=1)
    direction: dict[str, Direction] = Field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much work a question is, known before the first run.

    ``combinations`` are compared with the baseline in each of ``worlds``; ``runs`` are all of theirs and the
    baseline's, of which a precision may leave some out, and to which a few come that are made twice as a check;
    ``shop_weeks`` counts runs x weeks x shops.
    """

    worlds: int
    combinations: int
    runs: int
    shop_weeks: int


class QuestionFile(Part):
    """A question with everything that is needed to ask it; each kind adds its body.

    ``estimand`` is what is estimated, ``decision_rule`` what is decided by it, ``pictures`` what is drawn.
    """

    kind: str
    name: str
    number: str = ""
    title: str = Field(min_length=1)
    question: str = Field(min_length=1)
    source: str = Field(min_length=1)
    seed: Annotated[int, Field(ge=0, lt=2**64)] = 1
    estimand: str = ""
    decision_rule: str = ""
    pictures: tuple[str, ...] = ()
    expected: Expectation | None = None
    would_change_it: str = Field(min_length=1)
    full: Effort
    quick: Effort

    def effort(self, size: Size) -> Effort:
        """How much is run."""
        return self.quick if size == "quick" else self.full

    def problems(self) -> list[Problem]:
        """What does not fit the worlds, policies, metrics and pictures that are named; a kind adds its own."""
        found = []
        for size in SIZES:
            for name in self.effort(size).worlds:
                found += told(partial(catalogue.world, name), f"{size}.worlds")
        return found

    def plan(self, size: Size) -> Plan:
        """How much work it is; every kind says so."""
        raise NotImplementedError

    def policies(self) -> tuple[str, ...]:
        """Policies of the catalogue, or files, that the question names; a kind adds its own."""
        return ()

    def documents(self, size: Size) -> dict[str, str]:
        """Content hash of every world and policy that it names: what a name means may change under it."""
        worlds = {f"world {name}": catalogue.world(name).content_hash for name in self.effort(size).worlds}
        policies = dict.fromkeys(self.policies())
        return worlds | {f"policy {name}": catalogue.policy(name).content_hash for name in policies}

    @property
    def content_hash(self) -> str:
        """SHA-256 of what the question says, however its file is laid out or called (64 hex digits)."""
        return canonical_hash(self.model_dump(mode="json", exclude={"name"}))


def canonical(document: Any) -> Any:
    """Plain data in which equal meaning is equal: a whole number is an integer, however it was written."""
    if isinstance(document, Mapping):
        return {key: canonical(value) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [canonical(value) for value in document]
    return int(document) if isinstance(document, float) and document.is_integer() else document


def canonical_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of plain data: equal for equal meaning, whatever the order of keys (64 hex digits)."""
    text = json.dumps(canonical(document), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def told(attempt: Callable[[], object], place: str) -> list[Problem]:
    """The problems of a document that is looked up or changed, told from where the question names it."""
    try:
        attempt()
    except DocumentError as error:
        return [
            Problem(
                path=f"{place}: {each.path}" if place else each.path,
                expected=each.expected,
                found=each.found,
                options=each.options,
            )
            for each in error.problems
        ]
    return []
