"""A case: what the one who decides is told when a decision is due, the terms of its decision record by name.

Every case can say what the rational firm does (``rational``), by the same rule that the compiled phases call, and turns
an answer into what is written beside the record (``recorded``), or says what is wrong with it. Money is in dollars.
"""

import dataclasses
import math
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple, Self, TypeVar, cast

from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import TERM_NAMES

Choice = TypeVar("Choice", bound=IntEnum)
NOBODY = -1


class Recorded(NamedTuple):
    """An answer as a decision record holds it."""

    state: int
    code: int
    values: tuple[float, ...] = ()


class Situation(NamedTuple):
    """Who decides when, about what, and how busy the shop is."""

    week: int
    number: int  # of the shop, buyer or operator that decides
    other: int  # of the shop or buyer on the other side, -1 for none
    job: int  # persistent key, 0 for none
    operation: int  # row of the operation, -1 for none
    load_weeks: float


class WrongAnswer(ValueError):
    """An answer that is not one of those a case is open to."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Case:
    """A decision that is due; the fields that all cases share."""

    KIND: ClassVar[DecisionKind]
    CODE: ClassVar[str] = ""  # field that the code of the record holds, where it is no outcome
    COSTS: ClassVar[frozenset[str]] = frozenset()  # terms that a record holds as negative parts of its value

    week: int = 0
    number: int = 0  # of the shop, buyer or operator that decides
    other: int = NOBODY  # of the shop or buyer on the other side, -1 for none
    job: int = 0  # persistent key, 0 for none
    operation: int = NOBODY  # row of the operation, -1 for none
    load_weeks: float = 0.0  # work ahead of the shop's station

    @classmethod
    def of_terms(cls, terms: Mapping[str, float], situation: Situation, code: int, **more: Any) -> Self:
        """The case behind a decision record, from its terms by name and its code."""
        values: dict[str, Any] = situation._asdict()
        if cls.CODE:
            kinds = {field.name: field.type for field in dataclasses.fields(cls)}
            values[cls.CODE] = cast("Callable[[int], Any]", kinds[cls.CODE])(code)
        for name, kind in cls.term_types().items():
            value = -terms[name] if name in cls.COSTS else terms[name]
            values[name] = value if kind is float else kind(value)
        return cls(**(values | more))

    @classmethod
    def term_types(cls) -> dict[str, Any]:
        """Type of each field that is a term of the record, by name."""
        known = TERM_NAMES[cls.KIND]
        return {field.name: field.type for field in dataclasses.fields(cls) if field.name in known}

    def terms(self) -> dict[str, float]:
        """The fields that are terms of the record, as numbers."""
        return {name: float(getattr(self, name)) for name in self.term_types()}

    def rational(self) -> Any:
        """What a rational firm answers."""
        raise NotImplementedError

    def recorded(self, answer: Any) -> Recorded:
        """The answer as the record holds it.

        Raises
        ------
        WrongAnswer: it is of another type, out of range, or meant for another case
        """
        raise NotImplementedError


class YesOrNo(Case):
    """A case that is answered with True or False."""

    def recorded(self, answer: Any) -> Recorded:
        """1 for yes, 0 for no."""
        return Recorded(int(truth("answer", answer)), 0)


def truth(name: str, found: Any) -> bool:
    """A boolean; a NumPy one too."""
    if type(found).__name__ not in ("bool", "bool_"):
        raise WrongAnswer(f"{name}: expected True or False; found {found!r}")
    return bool(found)


def number(name: str, found: Any, least: float, most: float) -> float:
    """A finite number within bounds."""
    if isinstance(found, bool) or (not isinstance(found, (int, float)) and not hasattr(found, "__float__")):
        raise WrongAnswer(f"{name}: expected a number; found {found!r}")
    value = float(found)
    if not math.isfinite(value) or not least <= value <= most:
        raise WrongAnswer(f"{name}: expected a number from {least:g} to {most:g}; found {found!r}")
    return value


def whole(name: str, found: Any, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = number(name, found, least, most)
    if value != int(value):
        raise WrongAnswer(f"{name}: expected a whole number; found {found!r}")
    return int(value)


def choice(name: str, found: Any, options: type[Choice], allowed: tuple[Choice, ...] | None = None) -> Choice:
    """A member of an enum, one of those that are open."""
    among = tuple(options) if allowed is None else allowed
    names = ", ".join(f"{options.__name__}.{option.name}" for option in among)
    if not isinstance(found, options) or found not in among:
        raise WrongAnswer(f"{name}: expected one of {names}; found {found!r}")
    return found


def instance(found: Any, wanted: type) -> None:
    """Refuse an answer of another type."""
    if not isinstance(found, wanted):
        raise WrongAnswer(f"answer: expected a {wanted.__name__}; found {found!r}")


def same_case(case: Case, answer: Any) -> None:
    """Refuse an answer that names another shop or another job than the case's."""
    for name, asked, given in (("shop", case.number, answer.shop), ("job", case.job, answer.job)):
        if given is not None and given != asked:
            raise WrongAnswer(f"{name}: expected an answer for {name} {asked}; found one for {given}")
