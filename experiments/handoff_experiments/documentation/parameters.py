"""Parameters: every field of a world and of a policy, with unit, range, default, meaning, and its source if any."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from handoff_experiments.calibration.handles import HANDLES
from handoff_experiments.documentation.markdown import code, from_docstring, listed, table
from handoff_experiments.documentation.unread import unread_paths
from handoff_sim.policy.declare import ROLES
from handoff_sim.policy.group import Group
from handoff_sim.policy.liability import CAUSES, PRESETS
from handoff_sim.policy.price_rule import VALUES
from handoff_sim.policy.record import MASKS, RECORDS
from handoff_sim.policy.registry import FieldInfo, fields_of, inner_group

DESCRIPTIVE = "text"  # fields that no rule reads by intent
BASIS = {handle.path.removesuffix(".most"): handle.basis for handle in HANDLES}
MOST_WORDS = 6  # options that are listed in a table


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One field, the items of a vector taken together.

    ``source`` is what calibration turned it by, for fields that were calibrated; empty where no source is on record.
    """

    info: FieldInfo
    path: str
    default: str
    source: str
    is_read: bool


def parameters(kind: type[Group]) -> tuple[Parameter, ...]:
    """The parameters of a document, in its order; texts that only describe it are left out."""
    dead = unread_paths(kind)
    ruling = (info for info in fields_of(kind) if info.type != DESCRIPTIVE)
    by_path = groupby(ruling, key=lambda info: info.vector or info.path)
    return tuple(_parameter(path, list(items), path in dead) for path, items in by_path)


def _parameter(path: str, items: Sequence[FieldInfo], is_unread: bool) -> Parameter:
    first = items[0]
    default = written(first.default)
    if first.vector:
        labels = [info.path.rpartition(".")[2].replace("_", " ") for info in items]
        default = f"{listed(written(info.default) for info in items)} ({listed(labels)})"
        first = replace(first, meaning=first.meaning.rpartition(":")[0])
    source = f"calibrated; {BASIS[path]}" if path in BASIS else ""
    return Parameter(info=first, path=path, default=default, source=source, is_read=not is_unread)


def written(value: Any) -> str:
    """A value as a document writes it."""
    if value is None or value in ((), [], ""):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return listed(f"{name} {written(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return listed(map(written, value))
    return str(value)


def parameter_tables(kind: type[Group]) -> str:
    """A table for each group of a document."""
    sections = []
    for group, found in groupby(parameters(kind), key=lambda one: one.path.rpartition(".")[0]):
        lines = [_row(one) for one in found]
        about = _about(kind, group)
        columns = ["field", "default", "range", "unit", "meaning", "source"]
        if not any(line[-1] for line in lines):
            columns, lines = columns[:-1], [line[:-1] for line in lines]
        title = f"`{group}`" if group else "The document itself"
        sections.append(f"**{title}.** {about}\n\n{table(columns, lines)}")
    return "\n\n".join(sections)


def _row(one: Parameter) -> list[str]:
    meaning = one.info.meaning + ("" if one.is_read else " (no rule reads it)")
    return [code(one.path.rpartition(".")[2]), one.default, _range(one.info), one.info.unit, meaning, one.source]


def _range(info: FieldInfo) -> str:
    if info.low is not None and info.high is not None:
        return f"{info.low:g} to {info.high:g}" + (", or none" if info.optional else "")
    if info.type == "flag":
        return "yes or no"
    if len(info.options) > MOST_WORDS:
        return f"{len(info.options)} names, below"
    return listed(info.options)


def _about(kind: type[Group], group: str) -> str:
    inner: type[Group] | None = kind
    for part in group.split(".") if group else ():
        inner = inner_group(inner.model_fields[part]) if inner else None
    return from_docstring((inner.__doc__ or "").strip().partition("\n")[0]) if inner else ""


def counts(kind: type[Group]) -> dict[str, int]:
    """How many parameters there are, how many of them calibration turned, and how many no rule reads."""
    found = parameters(kind)
    return {
        "all": len(found),
        "calibrated": sum(bool(one.source) for one in found),
        "unread": sum(not one.is_read for one in found),
    }


def unread(kind: type[Group]) -> tuple[str, ...]:
    """Paths of parameters that no rule reads."""
    return tuple(one.path for one in parameters(kind) if not one.is_read)


def record_table() -> str:
    """What each kind of record implies."""
    rows = (
        (
            code(record.name.lower()),
            f"{facts.alpha:g}",
            "by the buyer's owner" if facts.visibility is None else f"{facts.visibility:g}",
            f"{facts.prep_h:g}",
            f"{facts.cert_chain_loss:g}",
            "yes" if facts.requoted else "no",
        )
        for record, facts in RECORDS.items()
    )
    return table(
        ("record", "chance of proof", "maker learns the buyer", "preparation, h", "certificates lost", "quoted again"),
        rows,
    )


def visibility_table() -> str:
    """How often the maker learns the buyer where the record leaves that to whose customer the buyer is."""
    rows = ((code(owner.name.lower()), f"{chance:g}") for owner, chance in MASKS.items())
    return table(("whose customer the buyer is", "maker learns the buyer"), rows)


def liability_table() -> str:
    """Who pays for which cause under each ready-made matrix."""
    return table(("matrix", *CAUSES), ((code(name), *map(_shares, rows)) for name, rows in PRESETS.items()))


def _shares(row: Sequence[float]) -> str:
    paying = [(role, share) for role, share in zip(ROLES, row, strict=True) if share]
    return listed(role if share == 1 else f"{role} {share:g}" for role, share in paying)


def price_rule_table() -> str:
    """The number that each price rule takes."""
    return table(("price rule", "its number", "unit", "range", "default"), _price_rules())


def _price_rules() -> Iterator[tuple[str, ...]]:
    for rule, value in VALUES.items():
        span = f"{value.low:g} to {value.high:g}"
        yield code(rule.name.lower()), value.meaning.rstrip("."), value.unit, span, f"{value.default:g}"
