"""What a document says that another does not: from the defaults, from its base, from another document."""

from collections.abc import Iterator, Mapping
from typing import Any

import strawberry

from handoff_api.catalogue.fields import SeedQuestion, questions
from handoff_api.scalars import DocumentValue
from handoff_sim.policy import Change as Difference
from handoff_sim.policy.group import DESCRIPTIVE, Document
from handoff_sim.policy.registry import fields_by_path, fields_of


@strawberry.type
class StatedChange:
    """A field that has not its default."""

    path: str = strawberry.field(description="Dotted path of the field.")
    value: DocumentValue = strawberry.field(description="As the document writes it, in the field's unit.")
    default: DocumentValue = strawberry.field(description="The default, in the field's unit.")


@strawberry.type
class ChangedField:
    """A field that was given another value than the base has."""

    path: str = strawberry.field(description="Dotted path of the field, or of a part of it.")
    value: DocumentValue = strawberry.field(description="The value that was given, in the field's unit.")


@strawberry.type
class Change:
    """A field in which two documents differ, and what that means to a shop."""

    path: str = strawberry.field(description="Dotted path of the field, or of a vector as a whole.")
    before: DocumentValue = strawberry.field(description="Value in `a`, in the field's unit.")
    after: DocumentValue = strawberry.field(description="Value in `b`, in the field's unit.")
    sentence: str = strawberry.field(description="What the change means to a shop, in plain words.")
    question: SeedQuestion | None = strawberry.field(description="The seed question it bears on; null for none.")


def stated_changes(document: Document) -> list[StatedChange]:
    """Every field in which a document differs from the defaults, in the order of the document."""
    data = document.plain()
    return [
        StatedChange(path=info.path, value=DocumentValue(value), default=DocumentValue(_listed(info.default)))
        for info in fields_of(type(document))
        if info.path not in DESCRIPTIVE and (value := _at(data, info.path)) != _listed(info.default)
    ]


def changed_fields(changes: Mapping[str, Any]) -> list[ChangedField]:
    """Values by path as the schema has them."""
    return [ChangedField(path=path, value=DocumentValue(value)) for path, value in changes.items()]


def written_fields(kind: type[Document], table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Path and value of every field that the tables of a file write, its description left out."""
    for key, value in table.items():
        path = prefix + key
        if path in DESCRIPTIVE:
            continue
        if isinstance(value, Mapping) and path not in fields_by_path(kind):
            yield from written_fields(kind, value, f"{path}.")
        else:
            yield path, value


def as_changes(found: tuple[Difference, ...]) -> list[Change]:
    """Differences in plain words as the schema has them."""
    return [
        Change(
            path=change.path,
            before=DocumentValue(change.before),
            after=DocumentValue(change.after),
            sentence=change.sentence,
            question=questions().get(change.question),
        )
        for change in found
    ]


def _at(data: Mapping[str, Any], path: str) -> Any:
    value: Any = data
    for part in path.split("."):
        value = value[part]
    return value


def _listed(value: Any) -> Any:
    """An empty tuple of the registry as a document writes it."""
    return list(value) if isinstance(value, tuple) else value
