"""What a search may turn (levers) and what nobody controls (uncertainties): fields with a range, or with options."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handoff_sim.policy import DocumentError, FieldInfo, Policy, Problem, field_at, parse_setting
from handoff_sim.policy.checks import OPEN, amount, checked
from handoff_sim.policy.declare import Spec, spec_of
from handoff_sim.policy.group import Document, Group
from handoff_sim.policy.problems import Refused, shown, unknown
from handoff_sim.policy.registry import group_at, inner_group
from handoff_sim.world.document import World

NUMBERS = ("share", "number", "whole")
NAMED = ("word", "price_rule", "liability")  # fields whose values have names


@dataclass(frozen=True, kw_only=True)
class Range:
    """A number between two bounds, both included.

    Parameters: ``path`` of the field; ``low``, ``high`` in its ``unit``; ``whole`` where only whole numbers count.
    """

    path: str
    low: float
    high: float
    whole: bool = False
    unit: str = ""

    def rounded(self, value: float) -> float | int:
        """A value as a policy would state it: one of at most a thousand steps of the range."""
        if self.whole:
            return round(value)
        digits = max(0, 2 - math.floor(math.log10(self.high - self.low)))
        return min(max(round(float(value), digits), self.low), self.high)

    def at(self, place: float) -> float | int:
        """The value at a place 0 to 1 of the range; whole numbers have equal parts of it."""
        if self.whole:
            return int(min(self.low + math.floor(place * (self.high - self.low + 1)), self.high))
        return self.rounded(self.low + place * (self.high - self.low))

    def holds(self, value: Any) -> bool:
        """Whether a value lies in it."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.path}={self.low:g}:{self.high:g}"


@dataclass(frozen=True, kw_only=True)
class Options:
    """Some values by name, or numbers without anything between them."""

    path: str
    options: tuple[str | float | int | bool, ...]

    def holds(self, value: Any) -> bool:
        """Whether a value is one of them."""
        return any(value == option and type(value) is type(option) for option in self.options)

    def __str__(self) -> str:
        return f"{self.path}={','.join(map(written, self.options))}"


Lever = Range | Options


def written(value: Any) -> str:
    """A value as people write it: ``true``, ``escrow``, ``0.05``, ``posted_share 0.85``."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {written(item)}" for key, item in value.items())
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def levers(texts: Iterable[str]) -> tuple[list[Lever], list[Problem]]:
    """What ``--vary`` names, and what is wrong with it.

    A text is ``PATH`` (the whole range, or every option, that the policy document allows), ``PATH=LOW:HIGH`` or
    ``PATH=A,B,C``.
    """
    return _read(texts, Policy, "vary")


def uncertainties(texts: Iterable[str]) -> tuple[list[Range], list[Problem]]:
    """What ``--uncertain`` names, each ``PATH=LOW:HIGH`` of the world, and what is wrong with it."""
    found, problems = _read(texts, World, "uncertain")
    ranges = [lever for lever in found if isinstance(lever, Range)]
    problems += [
        Problem(path=f"uncertain {lever.path}", expected=f"{lever.path}=LOW:HIGH", found=shown(str(lever)))
        for lever in found
        if not isinstance(lever, Range)
    ]
    return ranges, problems


def _read(texts: Iterable[str], kind: type[Document], option: str) -> tuple[list[Lever], list[Problem]]:
    found: dict[str, Lever] = {}
    problems: list[Problem] = []
    for text in texts:
        try:
            lever = _lever(text, kind)
        except Refused as refused:
            problems += [replace(problem, path=f"{option} {problem.path}") for problem in refused.problems]
            continue
        if lever.path in found:
            problems.append(Problem(path=f"{option} {lever.path}", expected="each field once", found="twice"))
        found[lever.path] = lever
    problems += [
        Problem(path=f"{option} {inner}", expected=f"{outer} or a part of it", found="both")
        for outer in found
        for inner in found
        if inner.startswith(f"{outer}.")
    ]
    return list(found.values()), problems


def _lever(text: str, kind: type[Document]) -> Lever:
    path, _, values = (part.strip() for part in text.partition("="))
    info = _field(path, kind)
    if not values:
        if kind is World:
            raise Refused(Problem(path=path, expected=f"{path}=LOW:HIGH", found=shown(text)))
        return _whole_field(info)
    if ":" in values:
        return _range(info, values)
    options = tuple(_value(info, item) for item in values.split(","))
    if len(set(options)) < max(2, len(options)):
        raise Refused(Problem(path=path, expected="LOW:HIGH, or two values or more, each once", found=shown(values)))
    return Options(path=path, options=options)


def _field(path: str, kind: type[Document]) -> FieldInfo:
    """The field of that path, which can be varied by itself."""
    place = group_at(kind, path)
    info = None if isinstance(place, Problem) else field_at(kind, path)
    if info is None:
        other, name, option = (World, "world", "uncertain") if kind is Policy else (Policy, "policy", "vary")
        if field_at(other, path) is not None:
            wanted = f"a field of the {'policy' if kind is Policy else 'world'}"
            told = f"a field of the {name}, which goes to {option}"
            raise Refused(Problem(path=path, expected=wanted, found=told))
        if isinstance(place, Problem):
            raise Refused(place)
        raise Refused(Problem(path=path, expected="one field", found="a group of fields or a part of a field"))
    if info.type not in (*NUMBERS, *NAMED, "flag"):
        wanted = "a field with a range or options"
        raise Refused(Problem(path=path, expected=wanted, found=f"a field of type {info.type}"))
    total = _total(kind, info.vector)
    if total is not None:
        wanted = "a field that can change by itself"
        raise Refused(Problem(path=path, expected=wanted, found=f"one of several that must add up to {amount(total)}"))
    return info


def _total(kind: type[Group], vector: str) -> float | None:
    """What the items of a vector must add up to."""
    *groups, name = vector.split(".")
    for group in groups:
        kind = inner_group(kind.model_fields[group]) or kind
    spec = spec_of(kind.model_fields[name]) if vector else None
    return None if spec is None else spec.total


def _whole_field(info: FieldInfo) -> Lever:
    if info.type == "flag":
        return Options(path=info.path, options=(False, True))
    if info.options:
        return Options(path=info.path, options=info.options)
    return _range(info, f"{info.low}:{info.high}")


def _range(info: FieldInfo, values: str) -> Range:
    if info.type not in NUMBERS:
        wanted = f"{info.path}={','.join(info.options or ('false', 'true'))}, or some of them"
        raise Refused(Problem(path=info.path, expected=wanted, found=shown(values)))
    bounds = [_value(info, item) for item in values.split(":")]
    rising = len(bounds) == 2 and all(isinstance(b, int | float) for b in bounds) and bounds[0] < bounds[1]
    if not rising:
        raise Refused(Problem(path=info.path, expected="LOW:HIGH with LOW below HIGH", found=shown(values)))
    return Range(path=info.path, low=bounds[0], high=bounds[1], whole=info.type == "whole", unit=info.unit)


def _value(info: FieldInfo, text: str) -> Any:
    """One value as typed, within what the field allows."""
    try:
        _, value = parse_setting(f"{info.path}={text}")
    except DocumentError as error:
        raise Refused(*error.problems) from None
    for problem in _problems(info, value):
        raise Refused(problem)
    return float(value) if info.type in ("share", "number") and value != OPEN else value


def _problems(info: FieldInfo, value: Any) -> Iterator[Problem]:
    if info.optional and value == OPEN:
        return
    if info.type in NAMED:
        if value not in info.options:
            yield unknown(info.path, str(value), info.options)
        return
    spec = Spec(kind=info.type, meaning=info.meaning, unit=info.unit, low=info.low, high=info.high)
    try:
        checked(spec, value)
    except Refused as refused:
        yield from (replace(problem, path=info.path) for problem in refused.problems)
