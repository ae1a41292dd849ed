"""Documents by reference: ``directory`` of the catalogue, ``mine`` or ``mine@3`` of the store, never a file.

A reference names the latest version, or with ``@`` one version for good. Names of the catalogue come first.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, Literal, TypeVar, cast

from handoff_api.catalogue.changes import written_fields
from handoff_experiments.store import SavedVersion, Store
from handoff_scenarios import catalogue
from handoff_sim.policy import Document, DocumentError, Policy, Problem
from handoff_sim.policy.problems import closest_first, one_of, shown
from handoff_sim.world.document import World

AnyDocument = TypeVar("AnyDocument", bound=Document)
Held = TypeVar("Held", bound=Document, covariant=True)
DocumentWord = Literal["world", "policy"]

LONGEST = 64  # characters of a name
REFERENCE = re.compile(r"(?P<name>[A-Za-z0-9_-]{1,64})(?:@(?P<version>[1-9][0-9]{0,8}))?")


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[Held]):
    """One of the two documents, and where the catalogue has it.

    Parameters
    ----------
    word: world or policy
    folder: of the catalogue
    document: its class
    names: of the catalogue
    entry: of the catalogue, by name
    """

    word: DocumentWord
    folder: str
    document: type[Held]
    names: Callable[[], tuple[str, ...]]
    entry: Callable[[str], Held]


POLICY = Kind(word="policy", folder="policies", document=Policy, names=catalogue.policies, entry=catalogue.policy)
WORLD = Kind(word="world", folder="worlds", document=World, names=catalogue.worlds, entry=catalogue.world)


@dataclass(frozen=True, kw_only=True)
class Found(Generic[Held]):
    """A document of the catalogue or a saved version.

    Parameters
    ----------
    kind: which of the two documents
    name: in the catalogue or the store
    ref: text that always leads to this very document
    document: the checked document
    base: references of what it builds on, in order
    changes: path and value of what it says itself, over its base
    saved: the version, None for the catalogue
    """

    kind: Kind[Held]
    name: str
    ref: str
    document: Held
    base: tuple[str, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    saved: SavedVersion | None = None


def catalogue_entries(kind: Kind[AnyDocument]) -> list[Found[AnyDocument]]:
    """The catalogue, in alphabetical order."""
    return [catalogue_entry(kind, name) for name in kind.names()]


def saved_entries(kind: Kind[AnyDocument], store: Store) -> list[Found[AnyDocument]]:
    """The latest version of each saved name, in alphabetical order, without those that cannot be read.

    Raises
    ------
    StoreError: the store cannot be read
    """
    return [as_found(kind, saved) for saved in store.documents.names(kind.word) if saved.unreadable is None]


def as_found(kind: Kind[AnyDocument], saved: SavedVersion) -> Found[AnyDocument]:
    """A saved version as something found."""
    return Found(
        kind=kind,
        name=saved.name,
        ref=reference_of(saved),
        document=cast("AnyDocument", saved.document),
        base=(saved.base,) if saved.base else (),
        changes=saved.changes,
        saved=saved,
    )


def find(kind: Kind[AnyDocument], reference: str, store: Store) -> Found[AnyDocument] | None:
    """The document of a reference; None where there is none.

    Raises
    ------
    StoreError: the store cannot be read
    """
    parts = REFERENCE.fullmatch(reference)
    if parts is None:
        return None
    name, version = parts["name"], parts["version"]
    if version is None and name in kind.names():
        return catalogue_entry(kind, name)
    saved = store.documents.version(kind.word, name, int(version) if version else None)
    return None if saved is None else as_found(kind, saved)


def must_find(kind: Kind[AnyDocument], reference: str, store: Store, *, path: str) -> Found[AnyDocument]:
    """The document of a reference.

    Parameters: the kind of document, the reference, the store, and the ``path`` of the input that holds it.

    Raises
    ------
    DocumentError: there is none, with the closest references there are
    StoreError: the store cannot be read
    """
    found = find(kind, reference, store)
    if found is not None:
        return found
    problem = _missing_version(kind, reference, store, path) or _unknown_name(kind, reference, store, path)
    raise DocumentError(kind.word, (problem,))


def catalogue_entry(kind: Kind[AnyDocument], name: str) -> Found[AnyDocument]:
    """An entry of the catalogue by its name."""
    return cast("Found[AnyDocument]", _entry(kind, name))


@cache
def _entry(kind: Kind[Document], name: str) -> Found[Document]:
    own = catalogue.stated(kind.folder, name)
    named = own.pop(catalogue.BASE, [])
    return Found(
        kind=kind,
        name=name,
        ref=name,
        document=kind.entry(name),
        base=(named,) if isinstance(named, str) else tuple(named),
        changes=dict(written_fields(kind.document, own)),
    )


def reference_of(saved: SavedVersion) -> str:
    """The text that leads to one saved version for good."""
    return f"{saved.name}@{saved.version}"


def _missing_version(kind: Kind[AnyDocument], reference: str, store: Store, path: str) -> Problem | None:
    """The problem of a version that a saved name does not have."""
    parts = REFERENCE.fullmatch(reference)
    if parts is None or parts["version"] is None:
        return None
    options = tuple(reference_of(saved) for saved in store.documents.versions(kind.word, parts["name"]))
    return Problem(path=path, expected=one_of(options), found=shown(reference), options=options) if options else None


def _unknown_name(kind: Kind[AnyDocument], reference: str, store: Store, path: str) -> Problem:
    names = (*kind.names(), *sorted(saved.name for saved in store.documents.names(kind.word)))
    options = closest_first(reference[:LONGEST], names)
    return Problem(path=path, expected=one_of(options), found=shown(reference), options=options)
