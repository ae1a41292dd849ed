"""Worlds and policies as the schema has them: those of the catalogue, and every saved version."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

import strawberry
from starlette.concurrency import run_in_threadpool

from handoff_api.catalogue.changes import ChangedField, StatedChange, changed_fields, stated_changes
from handoff_api.catalogue.portrait import portrait
from handoff_api.catalogue.references import Found, reference_of
from handoff_api.catalogue.summary import WorldSummary, summary_of
from handoff_api.context import Context
from handoff_api.experiments.pictures import Figure, figure
from handoff_api.http.cost import cost, list_size
from handoff_api.scalars import PolicyDocument, WorldDocument
from handoff_api.storing import reading
from handoff_experiments.store import SavedVersion
from handoff_sim.policy import Document, Policy
from handoff_sim.world.document import World


@strawberry.enum
class Origin(Enum):
    """Where a document is kept."""

    CATALOGUE = strawberry.enum_value("catalogue", description="Shipped with Handoff; the same for everybody.")
    SAVED = strawberry.enum_value("saved", description="Saved in this store.")


@strawberry.type
class EntryVersion:
    """One saved version of a world or policy; it never changes."""

    version: int = strawberry.field(description="Its number, from 1.")
    ref: str = strawberry.field(description="Text that always leads to this version, such as `mine@3`.")
    content_hash: str = strawberry.field(description="SHA-256 of what it says, whatever its description.")
    base: str | None = strawberry.field(description="Reference of what it was derived from; null for none.")
    changes: list[ChangedField] = strawberry.field(
        directives=[list_size(10)], description="What was changed of the base."
    )
    note: str = strawberry.field(description="What whoever saved it wrote about it.")
    saved_at: datetime = strawberry.field(description="When it was saved, in UTC.")
    unreadable: str | None = strawberry.field(
        description="Why it cannot be used, if another version of Handoff kept it, with other fields; null if it can."
    )


@strawberry.interface
class CatalogueEntry:
    """A world or policy that can be referred to."""

    found: strawberry.Private[Found[Document]]

    @strawberry.field
    def name(self) -> str:
        """Its name in the catalogue or the store."""
        return self.found.name

    @strawberry.field
    def ref(self) -> str:
        """Text that always leads to this very document, such as `directory` or `mine@3`."""
        return self.found.ref

    @strawberry.field
    def origin(self) -> Origin:
        """Where it is kept."""
        return Origin.CATALOGUE if self.found.saved is None else Origin.SAVED

    @strawberry.field
    def version(self) -> int | None:
        """Number of the saved version; null in the catalogue."""
        return self.found.saved.version if self.found.saved else None

    @strawberry.field
    def title(self) -> str:
        """Title for people."""
        return self.found.document.title

    @strawberry.field
    def about(self) -> str:
        """What it represents."""
        return self.found.document.about

    @strawberry.field
    def source(self) -> str:
        """Where its values come from."""
        return self.found.document.source

    @strawberry.field
    def content_hash(self) -> str:
        """SHA-256 of what it says, whatever its name and description; 64 hex digits."""
        return self.found.document.content_hash

    @strawberry.field(directives=[list_size(20)])
    def stated_changes(self) -> list[StatedChange]:
        """Every field that has not its default, in the order of the document."""
        return stated_changes(self.found.document)

    @strawberry.field
    def base(self) -> list[str]:
        """References of what it builds on, laid over each other in this order; empty for one written on its own."""
        return list(self.found.base)

    @strawberry.field(directives=[list_size(10)])
    def changes(self) -> list[ChangedField]:
        """What it says itself, over its base."""
        return changed_fields(self.found.changes)

    @strawberry.field
    def note(self) -> str:
        """What whoever saved it wrote about it; empty in the catalogue."""
        return self.found.saved.note if self.found.saved else ""

    @strawberry.field
    def saved_at(self) -> datetime | None:
        """When this version was saved, in UTC; null in the catalogue."""
        return self.found.saved.saved_at if self.found.saved else None

    @strawberry.field(directives=[list_size(5)])
    async def versions(self, info: strawberry.Info[Context, None]) -> list[EntryVersion]:
        """Every saved version of this name, the newest first; empty in the catalogue."""
        if self.found.saved is None:
            return []
        store = info.context.store
        return as_versions(await reading(store.documents.versions, self.found.kind.word, self.found.name))


@strawberry.type(name="Policy")
class PolicyEntry(CatalogueEntry):
    """The rules of one network under which shops and buyers live."""

    @strawberry.field
    def document(self) -> PolicyDocument:
        """The whole policy, every field stated."""
        return PolicyDocument(self.found.document.plain())


@strawberry.type(name="World")
class WorldEntry(CatalogueEntry):
    """The market before any rules: its shops, its buyers, and their habits."""

    found: strawberry.Private[Found[World]]

    @strawberry.field
    def document(self) -> WorldDocument:
        """The whole world, every field stated."""
        return WorldDocument(self.found.document.plain())

    @strawberry.field(directives=[cost(200)])
    async def picture(self) -> Figure:
        """A portrait: its shops by region, process and size class under one seed, and who is in whose phone book."""
        return figure(await run_in_threadpool(portrait, self.found.document))

    @strawberry.field
    def summary(self) -> WorldSummary:
        """Its size and make-up in a few figures, from the document alone."""
        return summary_of(self.found.document)


@strawberry.type
class UnreadableEntry:
    """A saved world or policy whose latest version was kept by another version of Handoff, with other fields."""

    saved: strawberry.Private[SavedVersion]

    @strawberry.field
    def name(self) -> str:
        """Its name in the store."""
        return self.saved.name

    @strawberry.field
    def reason(self) -> str:
        """Why it cannot be used, field by field."""
        return self.saved.unreadable or ""

    @strawberry.field(directives=[list_size(5)])
    async def versions(self, info: strawberry.Info[Context, None]) -> list[EntryVersion]:
        """Every saved version of this name, the newest first; those that can be read can be used."""
        return as_versions(await reading(info.context.store.documents.versions, self.saved.kind, self.saved.name))


def as_versions(saved: Sequence[SavedVersion]) -> list[EntryVersion]:
    """Saved versions as the schema has them, the newest first."""
    return [
        EntryVersion(
            version=version.version,
            ref=reference_of(version),
            content_hash=version.content_hash,
            base=version.base,
            changes=changed_fields(version.changes),
            note=version.note,
            saved_at=version.saved_at,
            unreadable=version.unreadable,
        )
        for version in sorted(saved, key=lambda version: -version.version)
    ]


def policy_entry(found: Found[Policy]) -> PolicyEntry:
    """A policy as the schema has it."""
    return PolicyEntry(found=found)


def world_entry(found: Found[World]) -> WorldEntry:
    """A world as the schema has it."""
    return WorldEntry(found=found)
