"""Descriptions of the schema from docstrings, so that a type is described once.

The first paragraph of a type's or a resolver's docstring is its description, unless the decorator gives one.
Attributes, arguments and enum values give theirs where they are declared.
"""

import inspect
from collections.abc import Mapping
from typing import Any, TypeVar

import strawberry
from graphql import GraphQLNamedType
from strawberry.schema.schema_converter import GraphQLCoreConverter

DEFINITION = GraphQLCoreConverter.DEFINITION_BACKREF

AnySchema = TypeVar("AnySchema", bound=strawberry.Schema)


def described(schema: AnySchema) -> AnySchema:
    """The schema, with every description filled in that a docstring gives."""
    for found in schema._schema.type_map.values():
        definition = found.extensions.get(DEFINITION)
        if definition is None:
            continue
        found.description = found.description or _first_paragraph(getattr(definition, "origin", None))
        _describe_fields(found)
    return schema


def _describe_fields(found: GraphQLNamedType) -> None:
    fields: Mapping[str, Any] = getattr(found, "fields", {})
    for field in fields.values():
        resolver = getattr(field.extensions.get(DEFINITION), "base_resolver", None)
        if resolver is not None:
            field.description = field.description or _first_paragraph(resolver.wrapped_func)


def _first_paragraph(documented: object) -> str | None:
    text = inspect.getdoc(documented) if documented is not None else None
    return " ".join(text.partition("\n\n")[0].split()) if text else None
