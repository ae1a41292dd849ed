"""Objects of the schema from rows and documents: what has the same name is taken as it is."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

Made = TypeVar("Made")
Document = Mapping[str, Any]


def taking(kind: type[Made], /, **others: str | Callable[[Document], Any]) -> Callable[[Document], Made]:
    """How a document becomes an object of a kind: its fields by name.

    Parameters: ``others``, fields that are taken by another name, or made from the document by a function.
    """
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # a strawberry type is a dataclass
    return lambda document: kind(**{name: _taken(document, others.get(name, name)) for name in names})


def each(make: Callable[[Document], Made], name: str) -> Callable[[Document], list[Made]]:
    """How the documents that lie under a name become a list of objects."""
    return lambda document: [make(one) for one in document[name]]


def if_any(make: Callable[[Any], Made], name: str) -> Callable[[Document], Made | None]:
    """How what lies under a name is taken; None where there is nothing, or an empty text."""
    return lambda document: make(document[name]) if document[name] not in (None, "") else None


def _taken(document: Document, how: str | Callable[[Document], Any]) -> Any:
    return document[how] if isinstance(how, str) else how(document)
