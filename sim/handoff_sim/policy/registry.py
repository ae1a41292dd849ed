"""Every field of a document as one flat list, from which forms, schemas, designs and comparisons are made."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic.fields import FieldInfo as PydanticField

from handoff_sim.policy.checks import plain
from handoff_sim.policy.declare import Spec, spec_of
from handoff_sim.policy.group import Group
from handoff_sim.policy.liability import CAUSES
from handoff_sim.policy.price_rule import NAMES, VALUES
from handoff_sim.policy.problems import Problem, unknown


@dataclass(frozen=True, kw_only=True)
class FieldInfo:
    """One field of a document; the items of a vector are fields of their own.

    Parameters
    ----------
    path: dotted path, such as ``payout.take`` or ``reputation.w.quality``
    group: first part of the path, empty for a field of the document itself
    type: share, number, whole, flag, word, words, places, text, price_rule, liability or blocks
    unit: of a number; money units contain ``$``
    low, high: inclusive range of a number, otherwise None
    options: legal words
    default: as a document writes it
    meaning: one line in plain words
    question: Q1 to Q6, or none
    optional: whether ``none`` leaves it open
    vector: path of the vector it is an item of, otherwise empty
    """

    path: str
    group: str
    type: str
    unit: str
    low: float | None
    high: float | None
    options: tuple[str, ...]
    default: Any
    meaning: str
    question: str
    optional: bool = False
    vector: str = ""


@cache
def fields_of(kind: type[Group]) -> tuple[FieldInfo, ...]:
    """Every field of a document class, in the order of the document."""
    return tuple(_walk(kind, ""))


@cache
def fields_by_path(kind: type[Group]) -> dict[str, FieldInfo]:
    """The fields of a document class by their path."""
    return {info.path: info for info in fields_of(kind)}


def inner_group(field: PydanticField) -> type[Group] | None:
    """The group that a field holds, None for a field with a value."""
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, Group) else None


def block_group(field: PydanticField) -> type[Group] | None:
    """The group that a list of blocks is made of, None for any other field."""
    item = next(iter(get_args(field.annotation)), None)
    return item if isinstance(item, type) and issubclass(item, Group) else None


def _walk(kind: type[Group], prefix: str) -> Iterator[FieldInfo]:
    for name, field in kind.model_fields.items():
        inner, spec = inner_group(field), spec_of(field)
        if inner is not None:
            yield from _walk(inner, f"{prefix}{name}.")
        elif spec is not None:
            yield from _infos(prefix + name, spec, field.default)


def _infos(path: str, spec: Spec, default: Any) -> Iterator[FieldInfo]:
    if not spec.labels:
        yield _info(path, spec, () if spec.kind == "blocks" else plain(spec, default))
        return
    for label, value in zip(spec.labels, default, strict=True):
        meaning = f"{spec.meaning}: {label.replace('_', ' ')}"
        yield _info(f"{path}.{label}", spec, value, meaning=meaning, vector=path)


def _info(path: str, spec: Spec, default: Any, meaning: str = "", vector: str = "") -> FieldInfo:
    return FieldInfo(
        path=path,
        group=path.partition(".")[0] if "." in path else "",
        type=spec.kind,
        unit=spec.unit,
        low=spec.low,
        high=spec.high,
        options=spec.options,
        default=default,
        meaning=meaning or spec.meaning,
        question=spec.question,
        optional=spec.optional,
        vector=vector,
    )


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a path leads: the groups to open, the field, and the part of the field, if any."""

    groups: tuple[str, ...]
    field: str
    kind: str
    rest: str


def group_at(kind: type[Group], path: str) -> Place | Problem:
    """The place a dotted path leads to, or the problem of a name nobody knows."""
    parts = path.split(".")
    groups: list[str] = []
    for depth, part in enumerate(parts):
        field = kind.model_fields.get(part)
        if field is None:
            return unknown(path, part, kind.model_fields)
        inner, spec = inner_group(field), spec_of(field)
        if inner is None:
            return _place(path, tuple(groups), part, spec or Spec(kind="text", meaning=""), parts[depth + 1 :])
        groups.append(part)
        kind = inner
    return Place(groups=tuple(groups[:-1]), field=groups[-1], kind="group", rest="")


def _place(path: str, groups: tuple[str, ...], field: str, spec: Spec, rest: list[str]) -> Place | Problem:
    parts = _PARTS.get(spec.kind, spec.labels)
    if rest and not parts:
        return Problem(path=path, expected=f"no part below {field}", found=".".join(rest))
    if rest and (len(rest) > 1 or rest[0] not in parts):
        return unknown(path, ".".join(rest), parts)
    return Place(groups=groups, field=field, kind=spec.kind, rest=rest[0] if rest else "")


_PARTS = {"price_rule": (*NAMES, "rule", "value"), "liability": CAUSES}


def field_at(kind: type[Group], path: str) -> FieldInfo | None:
    """The field at a path; ``<price rule>.posted_share`` and its like give the rule's number."""
    known = fields_by_path(kind).get(path)
    parent, _, name = path.rpartition(".")
    rule = fields_by_path(kind).get(parent)
    if known is not None or rule is None or rule.type != "price_rule":
        return known
    for member, value in VALUES.items():
        if member.name.lower() == name:
            spec = Spec(
                kind=value.kind,
                unit=value.unit,
                low=value.low,
                high=value.high,
                meaning=value.meaning,
                question=rule.question,
            )
            return _info(path, spec, value.default)
    return None
