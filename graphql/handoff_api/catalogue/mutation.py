"""The catalogue's part of Mutation: saving versions."""

from typing import Annotated

import strawberry
from starlette.concurrency import run_in_threadpool

from handoff_api.catalogue.entries import PolicyEntry, WorldEntry
from handoff_api.catalogue.inputs import PolicyInput, Resolved, WorldInput, resolve_policy, resolve_world
from handoff_api.catalogue.references import POLICY, WORLD, AnyDocument, Found, Kind, as_found
from handoff_api.context import Context
from handoff_api.problems import InvalidPolicy, InvalidWorld, StoreProblem, message_of, problems_of
from handoff_experiments.store import Store, StoreError
from handoff_sim.policy import DocumentError, Policy
from handoff_sim.world.document import World

Info = strawberry.Info[Context, None]
NEW_NAME = "Name to save under: a small letter, then up to 63 small letters, digits or `_`; not one of the catalogue's."
NOTE = "What to remember about this version."


@strawberry.input
class SavePolicyInput:
    """A policy to save, and under which name."""

    name: str = strawberry.field(description=NEW_NAME)
    policy: PolicyInput = strawberry.field(description="The policy.")
    note: str = strawberry.field(default="", description=NOTE)


@strawberry.input
class SaveWorldInput:
    """A world to save, and under which name."""

    name: str = strawberry.field(description=NEW_NAME)
    world: WorldInput = strawberry.field(description="The world.")
    note: str = strawberry.field(default="", description=NOTE)


@strawberry.type
class SavedPolicy:
    """A policy that has been saved."""

    policy: PolicyEntry = strawberry.field(description="The saved version.")


@strawberry.type
class SavedWorld:
    """A world that has been saved."""

    world: WorldEntry = strawberry.field(description="The saved version.")


SavePolicyResult = Annotated[
    SavedPolicy | InvalidPolicy | StoreProblem,
    strawberry.union("SavePolicyResult", description="The saved version, or why nothing was saved."),
]
SaveWorldResult = Annotated[
    SavedWorld | InvalidWorld | StoreProblem,
    strawberry.union("SaveWorldResult", description="The saved version, or why nothing was saved."),
]


@strawberry.type
class CatalogueMutation:
    """What changes the store's worlds and policies."""

    @strawberry.mutation
    async def save_policy(
        self,
        info: Info,
        wanted: Annotated[SavePolicyInput, strawberry.argument(name="input", description="The policy and its name.")],
    ) -> SavePolicyResult:
        """Save a policy as the next version of a name; earlier versions never change."""
        try:
            entry = PolicyEntry(found=await run_in_threadpool(_save_policy, wanted, info.context.store))
            return SavedPolicy(policy=entry)
        except DocumentError as error:
            return InvalidPolicy(message=message_of(error), problems=problems_of(error.problems))
        except StoreError as error:
            return StoreProblem(message=error.reason)

    @strawberry.mutation
    async def save_world(
        self,
        info: Info,
        wanted: Annotated[SaveWorldInput, strawberry.argument(name="input", description="The world and its name.")],
    ) -> SaveWorldResult:
        """Save a world as the next version of a name; earlier versions never change."""
        try:
            entry = WorldEntry(found=await run_in_threadpool(_save_world, wanted, info.context.store))
            return SavedWorld(world=entry)
        except DocumentError as error:
            return InvalidWorld(message=message_of(error), problems=problems_of(error.problems))
        except StoreError as error:
            return StoreProblem(message=error.reason)


def _save_policy(wanted: SavePolicyInput, store: Store) -> Found[Policy]:
    return _save(POLICY, wanted.name, wanted.note, resolve_policy(wanted.policy, store), store)


def _save_world(wanted: SaveWorldInput, store: Store) -> Found[World]:
    return _save(WORLD, wanted.name, wanted.note, resolve_world(wanted.world, store), store)


def _save(
    kind: Kind[AnyDocument], name: str, note: str, given: Resolved[AnyDocument], store: Store
) -> Found[AnyDocument]:
    base = given.base or given.ref
    saved = store.documents.save(kind.word, name, given.document, base=base, changes=given.changes, note=note)
    return as_found(kind, saved)
