"""JSON Schema of the two documents, from the same declarations that check them."""

from collections.abc import Callable
from typing import Any

from pydantic.fields import FieldInfo as PydanticField

from handoff_sim.policy.checks import OPEN, plain
from handoff_sim.policy.declare import ROLES, Spec, spec_of
from handoff_sim.policy.document import Policy
from handoff_sim.policy.group import Group
from handoff_sim.policy.liability import CAUSES, PRESETS
from handoff_sim.policy.price_rule import NAMES, VALUES
from handoff_sim.policy.registry import inner_group

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def policy_schema() -> Schema:
    """JSON Schema of the policy document."""
    return document_schema(Policy, "Handoff policy")


def document_schema(kind: type[Group], title: str) -> Schema:
    """JSON Schema of a document class."""
    return {"$schema": DIALECT, "title": title, **group_schema(kind)}


def group_schema(kind: type[Group]) -> Schema:
    """JSON Schema of a group of fields; unknown keys are refused."""
    properties = {name: _property(field) for name, field in kind.model_fields.items()}
    about = (kind.__doc__ or "").strip().partition("\n")[0]
    return {"type": "object", "description": about, "additionalProperties": False, "properties": properties}


def _property(field: PydanticField) -> Schema:
    inner = inner_group(field)
    if inner is not None:
        return group_schema(inner)
    spec = spec_of(field)
    if spec is None:
        return {}
    value = _vector(spec) if spec.labels else _KINDS[spec.kind](spec)
    if spec.optional:
        value = {"anyOf": [value, {"const": OPEN}, {"type": "null"}]}
    described = {"description": spec.meaning, "x-unit": spec.unit, "x-question": spec.question}
    default = [] if spec.kind == "blocks" else plain(spec, field.default)
    return {**value, **{key: text for key, text in described.items() if text}, "default": default}


def _number(spec: Spec) -> Schema:
    kind = "integer" if spec.kind == "whole" else "number"
    return {"type": kind, "minimum": spec.low, "maximum": spec.high}


def _vector(spec: Spec) -> Schema:
    item = _number(spec)
    size = len(spec.labels)
    table = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(spec.labels, item)}
    return {"oneOf": [table, {"type": "array", "items": item, "minItems": size, "maxItems": size}]}


def _price_rule(_: Spec) -> Schema:
    rules: list[Schema] = [{"enum": list(NAMES)}]
    for rule, value in VALUES.items():
        number = {"type": "number", "minimum": value.low, "maximum": value.high, "x-unit": value.unit}
        name = rule.name.lower()
        rules.append(
            {
                "type": "object",
                "required": [name],
                "additionalProperties": False,
                "properties": {name: number},
            }
        )
    both = {"rule": {"enum": list(NAMES)}, "value": {"type": "number"}}
    rules.append({"type": "object", "required": ["rule"], "additionalProperties": False, "properties": both})
    return {"oneOf": rules}


def _liability(_: Spec) -> Schema:
    size = len(ROLES)
    share = {"type": "number", "minimum": 0, "maximum": 1}
    row = {"type": "array", "items": share, "minItems": size, "maxItems": size}
    rows = {
        "type": "object",
        "required": list(CAUSES),
        "additionalProperties": False,
        "properties": dict.fromkeys(CAUSES, row),
    }
    return {"oneOf": [{"enum": list(PRESETS)}, rows]}


def _words(spec: Spec) -> Schema:
    item: Schema = {"enum": list(spec.options)} if spec.options else {"type": "string"}
    return {"type": "array", "items": item, "uniqueItems": True}


_KINDS: dict[str, Callable[[Spec], Schema]] = {
    "share": _number,
    "number": _number,
    "whole": _number,
    "flag": lambda _: {"type": "boolean"},
    "text": lambda _: {"type": "string"},
    "word": lambda spec: {"enum": list(spec.options)},
    "words": _words,
    "places": lambda _: {"type": "array", "items": {"type": "integer", "minimum": 0}, "uniqueItems": True},
    "price_rule": _price_rule,
    "liability": _liability,
    "blocks": lambda _: {"type": "array", "items": {"type": "object"}},
}
