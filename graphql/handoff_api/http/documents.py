"""Trusted documents: operations known beforehand, asked for by the hash of their text, or by the text itself.

The identifier is ``sha256:`` and 64 hexadecimal digits, as in the persisted documents of GraphQL over HTTP.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

from handoff_api.http.errors import Code, Refused
from handoff_api.http.wire import Asked


def document_id(text: str) -> str:
    """The identifier of a document."""
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def by_id(texts: Iterable[str]) -> Mapping[str, str]:
    """Documents by their identifiers."""
    return MappingProxyType({document_id(text): text for text in texts})


@dataclass(frozen=True)
class Documents:
    """The documents that are known, and whether others may be sent as well."""

    known: Mapping[str, str] = field(default_factory=dict)
    trusted_only: bool = False

    def text(self, asked: Asked) -> str:
        """The text of the document asked for; raises :class:`Refused`."""
        if asked.document_id and asked.query:
            raise Refused("expected query or documentId; found both")
        if asked.document_id:
            return self._trusted(asked.document_id)
        if not asked.query:
            raise Refused("expected a query or a documentId; found neither")
        if self.trusted_only and document_id(asked.query) not in self.known:
            raise Refused(
                "query: expected a trusted document, or its documentId; found a free document",
                code=Code.DOCUMENT_NOT_TRUSTED,
            )
        return asked.query

    def _trusted(self, identifier: str) -> str:
        text = self.known.get(identifier)
        if text is None:
            raise Refused(
                f"documentId: expected one of {len(self.known)} trusted documents, as sha256:<64 hexadecimal digits>; "
                f"found {identifier[:80]}",
                code=Code.DOCUMENT_NOT_FOUND,
            )
        return text
