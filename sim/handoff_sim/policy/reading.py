"""Reading a document from plain data, and changing one; every problem is told at once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from handoff_sim.policy.checks import expected
from handoff_sim.policy.declare import spec_of
from handoff_sim.policy.group import Document, Group
from handoff_sim.policy.liability import PRESETS, preset
from handoff_sim.policy.problems import DocumentError, Problem, below, shown, unknown
from handoff_sim.policy.registry import Place, block_group, group_at, inner_group

AnyDocument = TypeVar("AnyDocument", bound=Document)
WHOLE = ("price_rule", "liability")  # fields replaced as one, never merged key by key
BARE_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def read(
    kind: type[AnyDocument], data: Mapping[str, Any], *, file: str, base: AnyDocument | None = None
) -> AnyDocument:
    """A document from plain data laid over ``base`` (default: the default document).

    Raises
    ------
    DocumentError: every problem at once, as ``file: path: expected ...; found ...``
    """
    full = overlay((base or kind()).plain(), data)
    try:
        return kind.model_validate(full)
    except ValidationError as error:
        raise DocumentError(file, _problems(kind, error)) from None


def overlay(base: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with the entries of ``data`` in place of its own; tables are merged, fields replaced."""
    merged = dict(base)
    for key, value in data.items():
        old = merged.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping) and key not in WHOLE:
            merged[key] = overlay(old, value)
        else:
            merged[key] = value
    return merged


def set_path(document: AnyDocument, path: str, value: Any, *, file: str = "--set") -> AnyDocument:
    """A copy of a document with one field changed, checked like the whole.

    Parameters: the document, a dotted path such as ``payout.take``, ``reputation.w.quality`` or
    ``payout.price_rule.posted_share``, and the new value as a document would write it.

    Raises
    ------
    DocumentError: unknown path, or a value that does not fit
    """
    return set_paths(document, {path: value}, file=file)


def set_paths(document: AnyDocument, values: Mapping[str, Any], *, file: str = "--set") -> AnyDocument:
    """A copy of a document with several fields changed together.

    Raises
    ------
    DocumentError: every problem at once
    """
    full = document.plain()
    problems: list[Problem] = []
    for path, value in values.items():
        problems.extend(_put(type(document), full, path, value))
    if problems:
        raise DocumentError(file, problems)
    return read(type(document), full, file=file, base=document)


def parse_setting(text: str, *, file: str = "--set") -> tuple[str, Any]:
    """``payout.take=0.1`` as path and value; the value in TOML, or a bare word.

    Raises
    ------
    DocumentError: no ``=``, no path, or a value that TOML cannot read
    """
    path, sign, written = text.partition("=")
    path, written = path.strip(), written.strip()
    if not sign or not path or not written:
        wanted = "path=value, such as payout.take=0.1"
        raise DocumentError(file, (Problem(path=path or "setting", expected=wanted, found=shown(text)),))
    try:
        return path, tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        if BARE_WORD.fullmatch(written):
            return path, written
    problem = Problem(path=path, expected="a TOML value such as 0.1, true or escrow", found=shown(written))
    raise DocumentError(file, (problem,))


def apply_settings(
    document: AnyDocument, settings: Mapping[str, Any] | list[str], *, file: str = "--set"
) -> AnyDocument:
    """A copy of a document with settings applied, given as a mapping or as ``path=value`` texts."""
    if isinstance(settings, Mapping):
        return set_paths(document, settings, file=file)
    return set_paths(document, dict(parse_setting(text, file=file) for text in settings), file=file)


def _put(kind: type[Document], full: dict[str, Any], path: str, value: Any) -> Iterator[Problem]:
    """Write ``value`` at ``path`` of plain data, or yield why the path is unknown."""
    place = group_at(kind, path)
    if isinstance(place, Problem):
        yield place
        return
    table = full
    for part in place.groups:
        table[part] = dict(table[part])
        table = table[part]
    table[place.field] = _inside(place, table[place.field], value) if place.rest else value


def _inside(place: Place, old: Any, value: Any) -> Any:
    """The whole value of a field of which one part is set."""
    part = place.rest
    if place.kind == "price_rule":
        name = next(iter(old)) if isinstance(old, Mapping) else old
        return {name: value} if part == "value" else value if part == "rule" else {part: value}
    if place.kind == "liability" and isinstance(old, str):
        rows = preset(old).rows if old in PRESETS else ()
        old = dict(zip(("workmanship", "rev", "scope", "cert"), rows, strict=False))
    return {**old, part: value}


def _problems(kind: type[Document], error: ValidationError) -> list[Problem]:
    found: list[Problem] = []
    for item in error.errors(include_url=False):
        path = ".".join(str(part) for part in item["loc"])
        inner = item.get("ctx", {}).get("problems")
        if inner:
            found.extend(below(path, problem) for problem in inner)
        else:
            found.append(_one(kind, path, item["type"], item["input"]))
    return found


def _one(kind: type[Document], path: str, problem: str, value: object) -> Problem:
    if problem == "extra_forbidden":
        parent, _, name = path.rpartition(".")
        return below("", unknown(path, name, _fields_of(kind, parent)))
    if problem in ("model_type", "model_attributes_type", "dict_type"):
        return Problem(path=path, expected="a table of fields", found=shown(value))
    if problem == "missing":
        return Problem(path=path, expected="a value", found="nothing")
    field = _field_of(kind, path)
    return Problem(path=path, expected=expected(field) if field else problem.replace("_", " "), found=shown(value))


def _group(kind: type[Group], path: str) -> type[Group]:
    for part in path.split(".") if path else ():
        field = kind.model_fields.get(part)
        inner = (inner_group(field) or block_group(field)) if field else None
        kind = inner or kind  # a number in the path is a block's place in its list
    return kind


def _fields_of(kind: type[Group], path: str) -> tuple[str, ...]:
    return tuple(_group(kind, path).model_fields)


def _field_of(kind: type[Group], path: str) -> Any:
    parent, _, name = path.rpartition(".")
    field = _group(kind, parent).model_fields.get(name)
    return spec_of(field) if field else None
