"""What is wrong with the keys and values of a question file, in words, with the legal keys."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from handoff_experiments.questions.head import Part
from handoff_sim.policy import Problem
from handoff_sim.policy.problems import shown, unknown


def faults(document: type[Part], error: ValidationError) -> list[Problem]:
    """Every fault that pydantic found, as problems."""
    return [_problem(document, each) for each in error.errors()]


def _problem(document: type[Part], fault: ErrorDetails) -> Problem:
    place = fault["loc"]
    path = ".".join(map(str, place)) or "file"
    match fault["type"]:
        case "extra_forbidden":
            return unknown(path, str(place[-1]), _keys(document, place[:-1]))
        case "missing":
            return Problem(path=path, expected="a value, as it has no default", found="nothing")
        case "greater_than_equal" | "less_than_equal":
            wanted = "at least" if "ge" in fault["ctx"] else "at most"
            limit = fault["ctx"].get("ge", fault["ctx"].get("le"))
            return Problem(path=path, expected=f"{wanted} {limit:g}", found=shown(fault["input"]))
        case "union_tag_invalid":
            legal = fault["ctx"]["expected_tags"].replace("'", "").split(", ")
            return unknown(f"{path}.kind", str(fault["ctx"]["tag"]), legal)
        case "union_tag_not_found":
            return Problem(path=f"{path}.kind", expected="a kind of design", found="nothing")
    said = fault["msg"].removeprefix("Value error, ").removeprefix("expected ")
    return Problem(path=path, expected=said, found=shown(fault["input"]))


def _keys(document: type[Part], place: Sequence[int | str]) -> list[str]:
    """The legal keys of the table at a place; a place inside a choice of tables names the one that was chosen."""
    tables = [document]
    for step in place:
        within = [part for table in tables if step in table.model_fields for part in _parts(_type_of(table, step))]
        chosen = [table for table in tables if "kind" in table.model_fields and step in _kinds(table)]
        tables = within or chosen or tables
    return [key for table in tables for key in table.model_fields]


def _type_of(table: type[Part], field: int | str) -> Any:
    return table.model_fields[str(field)].annotation


def _parts(annotation: Any) -> Iterator[type[Part]]:
    """Tables inside a type, such as those of a tuple or a choice."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


def _kinds(table: type[Part]) -> tuple[Any, ...]:
    return get_args(_type_of(table, "kind"))
