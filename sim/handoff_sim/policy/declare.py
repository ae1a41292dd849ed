"""How a field of a document is declared: kind, unit, range, default, meaning and the question it answers.

Everything a form, a schema, an error or a comparison needs to know about a field stands in its declaration,
in pydantic's ``json_schema_extra``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from pydantic import Field
from pydantic.fields import FieldInfo as PydanticField

NONE = "none"
Q1, Q2, Q3, Q4, Q5, Q6 = "Q1", "Q2", "Q3", "Q4", "Q5", "Q6"

QUESTIONS = {
    Q1: "What does the receiving shop get besides machine hours and thin margin?",
    Q2: "Which record governs the handoff?",
    Q3: "Who owns the downside when something is wrong?",
    Q4: "What evidence would convince a cautious shop owner?",
    Q5: "Where should a distributed factory start?",
    Q6: "What behavior should earn better routing?",
    NONE: "None of the six questions",
}


@dataclass(frozen=True, kw_only=True)
class Spec:
    """The declaration of one field.

    Parameters
    ----------
    kind: share, number, whole, flag, word, words, places, text, price_rule, liability or blocks
    unit: what a number counts; money units contain ``$``
    low, high: inclusive range, None where the field is not a number
    options: legal words of a word or words field, otherwise empty
    labels: names of the items of a vector, empty for a single value
    total: what the items of a vector must add up to, None for nothing
    rising: whether the items of a vector must not fall
    optional: whether the field may be left open (``none``)
    meaning: one line in plain words
    question: Q1 to Q6, or none
    """

    kind: str
    meaning: str
    question: str = NONE
    unit: str = ""
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    total: float | None = None
    rising: bool = False
    optional: bool = False


def declared(default: Any, spec: Spec) -> Any:
    """A pydantic field that carries its declaration."""
    extra: dict[str, Any] = {"unit": spec.unit, "question": spec.question, "spec": spec}
    return Field(default, description=spec.meaning, json_schema_extra=extra)


def spec_of(field: PydanticField) -> Spec | None:
    """The declaration of a field; None for a group of fields."""
    extra = field.json_schema_extra
    spec: Any = extra.get("spec") if isinstance(extra, dict) else None
    return spec if isinstance(spec, Spec) else None


def share(default: float | None, meaning: str, low: float = 0.0, high: float = 1.0, **more: Any) -> Any:
    """A share; ``unit`` says of what."""
    more.setdefault("unit", "share")
    return declared(default, Spec(kind="share", meaning=meaning, low=low, high=high, **more))


def number(default: float | None, unit: str, meaning: str, low: float, high: float, **more: Any) -> Any:
    """A number with its unit."""
    return declared(default, Spec(kind="number", unit=unit, meaning=meaning, low=low, high=high, **more))


def whole(default: int | None, unit: str, meaning: str, low: int, high: int, **more: Any) -> Any:
    """A whole number with its unit."""
    return declared(default, Spec(kind="whole", unit=unit, meaning=meaning, low=low, high=high, **more))


def flag(default: bool, meaning: str, **more: Any) -> Any:
    """Yes or no."""
    return declared(default, Spec(kind="flag", meaning=meaning, **more))


def text(default: str, meaning: str) -> Any:
    """Free text that no rule reads."""
    return declared(default, Spec(kind="text", meaning=meaning))


def word(default: IntEnum, meaning: str, **more: Any) -> Any:
    """One of the coded words of ``codes.py``, written in small letters."""
    return declared(default, Spec(kind="word", meaning=meaning, options=words_of(type(default)), **more))


def words(default: Sequence[str], meaning: str, **more: Any) -> Any:
    """A list of names, such as processes."""
    return declared(tuple(default), Spec(kind="words", meaning=meaning, **more))


def vector(default: Sequence[float] | None, labels: Sequence[str], meaning: str, **more: Any) -> Any:
    """Several numbers with a name each; ``kind`` share, number or whole."""
    more.setdefault("kind", "share")
    if more["kind"] == "share":
        more = {"unit": "share", "low": 0.0, "high": 1.0, **more}
    value = None if default is None else tuple(default)
    return declared(value, Spec(meaning=meaning, labels=tuple(labels), **more))


def words_of(enum: type[IntEnum]) -> tuple[str, ...]:
    """The words of an enum as documents write them."""
    return tuple(member.name.lower() for member in enum)


ROLES = ("buyer", "originator", "receiver", "pool")
SIZES = ("small", "medium", "large")
BUYER_CLASSES = ("disciplined", "average", "shopper")
ENDS = ("min", "max")
