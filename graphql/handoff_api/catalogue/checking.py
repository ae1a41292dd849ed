"""Whether a document can be used, and in what two documents differ."""

from typing import Any

import strawberry

from handoff_api.catalogue.changes import Change, StatedChange, as_changes, stated_changes
from handoff_api.catalogue.inputs import PolicyInput, Resolved, WorldInput, resolve_policy, resolve_world
from handoff_api.http.cost import list_size
from handoff_api.problems import Problem, problems_of, refused_document
from handoff_api.scalars import PolicyDocument, WorldDocument
from handoff_experiments.store import Store
from handoff_sim.policy import DocumentError, as_lived, plain_diff


@strawberry.interface
class CheckResult:
    """Whether a world or policy can be used."""

    ok: bool = strawberry.field(description="Whether it can be used.")
    problems: list[Problem] = strawberry.field(
        directives=[list_size(5)], description="Everything wrong with it, at once; empty if it can be used."
    )
    ref: str | None = strawberry.field(
        description="Text that always leads to this very document; null for one that nobody has saved."
    )
    content_hash: str | None = strawberry.field(
        description="SHA-256 of what it says, whatever its name and description; null if it cannot be used."
    )
    stated_changes: list[StatedChange] = strawberry.field(
        directives=[list_size(30)], description="Every field that has not its default; empty if it cannot be used."
    )


@strawberry.type
class PolicyCheck(CheckResult):
    """Whether a policy can be used."""

    document: PolicyDocument | None = strawberry.field(
        description="The whole policy, every field stated; null if it cannot be used."
    )


@strawberry.type
class WorldCheck(CheckResult):
    """Whether a world can be used."""

    document: WorldDocument | None = strawberry.field(
        description="The whole world, every field stated; null if it cannot be used."
    )


def check_policy(given: PolicyInput, store: Store) -> PolicyCheck:
    """The check of a policy; reads the store.

    Raises
    ------
    StoreError: the store cannot be read
    """
    try:
        found = resolve_policy(given, store)
    except DocumentError as error:
        return PolicyCheck(document=None, **_faulty(error))
    return PolicyCheck(document=PolicyDocument(found.document.plain()), **_sound(found))


def check_world(given: WorldInput, store: Store) -> WorldCheck:
    """The check of a world; reads the store.

    Raises
    ------
    StoreError: the store cannot be read
    """
    try:
        found = resolve_world(given, store)
    except DocumentError as error:
        return WorldCheck(document=None, **_faulty(error))
    return WorldCheck(document=WorldDocument(found.document.plain()), **_sound(found))


def diff_policies(a: PolicyInput, b: PolicyInput, lived: bool, store: Store) -> list[Change]:
    """What changes for a shop from one policy to another; reads the store.

    Raises
    ------
    GraphQLError: one of them cannot be used; its problems under ``extensions``
    StoreError: the store cannot be read
    """
    before, after = _usable("a", resolve_policy, a, store), _usable("b", resolve_policy, b, store)
    if lived:
        before, after = as_lived(before, after)
    return as_changes(plain_diff(before, after))


def diff_worlds(a: WorldInput, b: WorldInput, store: Store) -> list[Change]:
    """In what one world differs from another; reads the store.

    Raises
    ------
    GraphQLError: one of them cannot be used; its problems under ``extensions``
    StoreError: the store cannot be read
    """
    return as_changes(plain_diff(_usable("a", resolve_world, a, store), _usable("b", resolve_world, b, store)))


def _usable(argument: str, resolve: Any, given: Any, store: Store) -> Any:
    try:
        return resolve(given, store).document
    except DocumentError as error:
        raise refused_document(argument, error) from error


def _faulty(error: DocumentError) -> dict[str, Any]:
    problems = problems_of(error.problems)
    return {"ok": False, "problems": problems, "ref": None, "content_hash": None, "stated_changes": []}


def _sound(found: Resolved[Any]) -> dict[str, Any]:
    document = found.document
    return {
        "ok": True,
        "problems": [],
        "ref": found.ref,
        "content_hash": document.content_hash,
        "stated_changes": stated_changes(document),
    }
