"""From what a document says to a checked value, by the declaration of its field."""

import math
from collections.abc import Callable, Mapping
from enum import IntEnum
from itertools import pairwise
from typing import Any

from handoff_sim.policy.declare import Spec
from handoff_sim.policy.liability import Liability, read_liability
from handoff_sim.policy.price_rule import PriceSetting, read_price_rule
from handoff_sim.policy.problems import Problem, Refused, below, one_of, shown, unknown

OPEN = "none"  # how a document leaves an optional field open
ROUNDING = 1e-9  # how far a vector may miss its sum


def amount(value: float) -> str:
    """A bound as people write it: 0, 3, 0.40, 0.003."""
    if value == int(value):
        return str(int(value))
    return f"{value:.2f}" if math.isclose(value, round(value, 2)) else f"{value:g}"


def expected(spec: Spec) -> str:
    """What a field takes, in words: ``a share 0 to 0.40``."""
    phrase = _EXPECTED[spec.kind](spec)
    return f"{phrase}, or {OPEN}" if spec.optional else phrase


def _number_words(spec: Spec) -> str:
    name = {"share": "a share", "number": "a number", "whole": "a whole number"}[spec.kind]
    bounds = f" {amount(spec.low)} to {amount(spec.high)}" if spec.low is not None and spec.high is not None else ""
    unit = "" if spec.kind == "share" or not spec.unit else f" ({spec.unit})"
    return name + bounds + unit


_EXPECTED: dict[str, Callable[[Spec], str]] = {
    "share": _number_words,
    "number": _number_words,
    "whole": _number_words,
    "flag": lambda _: "true or false",
    "word": lambda spec: one_of(spec.options),
    "words": lambda spec: f"a list of {'names' if not spec.options else one_of(spec.options)}",
    "places": lambda _: "a list of region numbers from 0",
    "text": lambda _: "text",
    "price_rule": lambda _: "a price rule such as {posted_share = 0.85}",
    "liability": lambda spec: f"{one_of(spec.options)}, or four rows of shares",
    "blocks": lambda _: "a list of blocks of shops",
}


def checked(spec: Spec, value: object, enum: type[IntEnum] | None = None) -> Any:
    """The value of a field, converted and within its declaration.

    Parameters: the field's declaration, what the document says, and the enum of a word field.

    Raises
    ------
    Refused: with paths relative to the field
    """
    if spec.optional and (value is None or value == OPEN):
        return None
    if spec.labels:
        return _vector(spec, value)
    if spec.kind == "word" and enum is not None:
        return _word(spec, value, enum)
    return _READERS[spec.kind](spec, value)


def _refuse(spec: Spec, value: object) -> Refused:
    return Refused(Problem(path="", expected=expected(spec), found=shown(value), options=spec.options))


def _number(spec: Spec, value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise _refuse(spec, value)
    if (spec.low is not None and value < spec.low) or (spec.high is not None and value > spec.high):
        raise _refuse(spec, value)
    return float(value)


def _whole(spec: Spec, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _refuse(spec, value)
    return int(_number(spec, value))


def _flag(spec: Spec, value: object) -> bool:
    if not isinstance(value, bool):
        raise _refuse(spec, value)
    return value


def _text(spec: Spec, value: object) -> str:
    if not isinstance(value, str):
        raise _refuse(spec, value)
    return value


def _word(spec: Spec, value: object, enum: type[IntEnum]) -> IntEnum:
    if isinstance(value, enum):
        return value
    if isinstance(value, str) and value in spec.options:
        return enum[value.upper()]
    if isinstance(value, str):
        raise Refused(unknown("", value, spec.options))
    raise _refuse(spec, value)


def _words(spec: Spec, value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) and item for item in value):
        raise _refuse(spec, value)
    if spec.options:
        wrong = [unknown("", item, spec.options) for item in value if item not in spec.options]
        if wrong:
            raise Refused(*wrong)
    if len(set(value)) != len(value):
        raise Refused(Problem(path="", expected="every name once", found=shown(value)))
    return tuple(value)


def _places(spec: Spec, value: object) -> tuple[int, ...]:
    whole = isinstance(value, (list, tuple)) and all(type(item) is int and item >= 0 for item in value)
    if not whole or not isinstance(value, (list, tuple)) or len(set(value)) != len(value):
        raise _refuse(spec, value)
    return tuple(sorted(value))


def _price_rule(_: Spec, value: object) -> PriceSetting:
    return read_price_rule(value)


def _liability(_: Spec, value: object) -> Liability:
    return read_liability(value)


def _blocks(_: Spec, value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_READERS: dict[str, Callable[[Spec, object], Any]] = {
    "share": _number,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "text": _text,
    "words": _words,
    "places": _places,
    "price_rule": _price_rule,
    "liability": _liability,
    "blocks": _blocks,
}


def _vector(spec: Spec, value: object) -> tuple[float, ...]:
    items = _items(spec, value)
    problems: list[Problem] = []
    numbers: list[float] = []
    for label, item in zip(spec.labels, items, strict=True):
        try:
            numbers.append((_whole if spec.kind == "whole" else _number)(spec, item))
        except Refused as refused:
            problems.extend(below(label, problem) for problem in refused.problems)
    if problems:
        raise Refused(*problems)
    _check_together(spec, numbers)
    return tuple(numbers)


def _items(spec: Spec, value: object) -> list[object]:
    """Items of a vector in the order of its labels, from a list or from a table of labels."""
    if isinstance(value, Mapping):
        wrong = [unknown(str(key), str(key), spec.labels) for key in value if key not in spec.labels]
        if wrong:
            raise Refused(*wrong)
        return [value.get(label, "nothing") for label in spec.labels]
    if isinstance(value, (list, tuple)) and len(value) == len(spec.labels):
        return list(value)
    names = ", ".join(spec.labels)
    wanted = f"{len(spec.labels)} numbers ({names})"
    raise Refused(Problem(path="", expected=wanted, found=shown(value), options=spec.labels))


def _check_together(spec: Spec, numbers: list[float]) -> None:
    names = ", ".join(spec.labels)
    if spec.total is not None and abs(sum(numbers) - spec.total) > ROUNDING:
        wanted = f"shares ({names}) that sum to {amount(spec.total)}"
        raise Refused(Problem(path="", expected=wanted, found=f"{shown(numbers)}, sum {sum(numbers):g}"))
    if spec.rising and any(a > b for a, b in pairwise(numbers)):
        raise Refused(Problem(path="", expected=f"numbers that do not fall ({names})", found=shown(numbers)))


def plain(spec: Spec, value: Any) -> Any:
    """A checked value as a document writes it."""
    if value is None:
        return OPEN
    if spec.labels:
        return dict(zip(spec.labels, value, strict=True))
    if spec.kind == "word":
        return value.name.lower()
    if spec.kind in ("price_rule", "liability"):
        return value.plain()
    return list(value) if isinstance(value, tuple) else value
