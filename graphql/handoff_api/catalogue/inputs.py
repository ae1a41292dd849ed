"""What a client gives as a world or policy, and the one way from there to a checked document."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

import strawberry

from handoff_api.catalogue.references import POLICY, WORLD, AnyDocument, Kind, must_find
from handoff_api.scalars import DocumentValue, PolicyDocument, WorldDocument
from handoff_experiments.store import Store
from handoff_sim.policy import DocumentError, Policy, Problem, read, set_paths
from handoff_sim.policy.problems import shown
from handoff_sim.world.document import World

MOST_CHANGES = 400  # no document has as many fields
LONGEST_PATH = 80  # characters
NAME_TEXT = "Name in the catalogue, or a saved name: the latest version, or with `@` one version, such as `mine@3`."


@strawberry.input
class FieldChange:
    """One field with another value."""

    path: str = strawberry.field(
        description="Dotted path, such as `payout.take`, `reputation.w.quality` or `payout.price_rule.posted_share`."
    )
    value: DocumentValue = strawberry.field(
        description='As a document writes it, in the field\'s unit; the text "none" leaves an optional field open.'
    )


@strawberry.input
class Derivation:
    """A document made from another by changing fields; all changes are checked together."""

    base: str = strawberry.field(description=NAME_TEXT)
    changes: list[FieldChange] = strawberry.field(description="What differs from the base; each path once.")
    name: str | None = strawberry.field(
        default=None, description="What results call it; the base's name and `_derived` if not given."
    )
    title: str | None = strawberry.field(
        default=None, description="Title for people; the base's title and `, changed` if not given."
    )


@strawberry.input(one_of=True)
class PolicyInput:
    """A policy, in one of three ways."""

    name: strawberry.Maybe[str] = strawberry.field(description=NAME_TEXT)
    document: strawberry.Maybe[PolicyDocument] = strawberry.field(
        description="Written out, whole or in part; what is left out has its default."
    )
    derived: strawberry.Maybe[Derivation] = strawberry.field(description="Another policy with fields changed.")


@strawberry.input(one_of=True)
class WorldInput:
    """A world, in one of three ways."""

    name: strawberry.Maybe[str] = strawberry.field(description=NAME_TEXT)
    document: strawberry.Maybe[WorldDocument] = strawberry.field(
        description="Written out, whole or in part; what is left out has its default."
    )
    derived: strawberry.Maybe[Derivation] = strawberry.field(description="Another world with fields changed.")


@dataclass(frozen=True, kw_only=True)
class Resolved(Generic[AnyDocument]):
    """A checked document and where it came from.

    Parameters
    ----------
    document: the checked document
    ref: text that always leads to this very document, such as ``directory`` or ``mine@3``; None for one that
        nobody has saved
    base: reference of the exact document it was derived from, None for none
    changes: path and value of what differs from the base
    """

    document: AnyDocument
    ref: str | None = None
    base: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def resolve_policy(given: PolicyInput, store: Store) -> Resolved[Policy]:
    """The checked policy of an input; reads the store, so not for the event loop.

    Raises
    ------
    DocumentError: every problem at once; ``name`` or ``base`` is the path of an unknown reference
    StoreError: the store cannot be read
    """
    return _resolved(POLICY, given, store)


def resolve_world(given: WorldInput, store: Store) -> Resolved[World]:
    """The checked world of an input; reads the store, so not for the event loop.

    Raises
    ------
    DocumentError: every problem at once; ``name`` or ``base`` is the path of an unknown reference
    StoreError: the store cannot be read
    """
    return _resolved(WORLD, given, store)


def _resolved(kind: Kind[AnyDocument], given: PolicyInput | WorldInput, store: Store) -> Resolved[AnyDocument]:
    if given.name is not None:
        found = must_find(kind, given.name.value, store, path="name")
        return Resolved(document=found.document, ref=found.ref)
    if given.derived is not None:
        return _derived(kind, given.derived.value, store)
    if given.document is not None:
        return Resolved(document=read(kind.document, given.document.value, file=kind.word))
    raise ValueError("expected a name, a document or a derivation; found none")  # oneOf lets nobody come here


def _derived(kind: Kind[AnyDocument], given: Derivation, store: Store) -> Resolved[AnyDocument]:
    base = must_find(kind, given.base, store, path="base")
    _refuse_unusable(kind, given.changes)
    changes = {change.path: change.value for change in given.changes}
    described = base.document.model_copy(
        update={
            "name": given.name or f"{base.name}_derived",
            "title": given.title or f"{base.document.title or base.name}, changed",
            "about": f"Derived from {base.ref}.",
            "source": "",
        }
    )
    return Resolved(document=set_paths(described, changes, file=kind.word), base=base.ref, changes=changes)


def _refuse_unusable(kind: Kind[AnyDocument], changes: list[FieldChange]) -> None:
    """Refuse what cannot be laid on a document at all: too many changes, endless paths, a path twice."""
    if len(changes) > MOST_CHANGES:
        expected, found = f"at most {MOST_CHANGES} changes", f"{len(changes)} changes"
        raise DocumentError(kind.word, (Problem(path="changes", expected=expected, found=found),))
    problems = [
        Problem(path=path[:LONGEST_PATH], expected="one change of a field", found=f"{count} changes")
        for path, count in Counter(change.path for change in changes).items()
        if count > 1
    ]
    problems += [
        Problem(path="changes", expected=f"a path of at most {LONGEST_PATH} characters", found=shown(change.path))
        for change in changes
        if len(change.path) > LONGEST_PATH
    ]
    if problems:
        raise DocumentError(kind.word, problems)
