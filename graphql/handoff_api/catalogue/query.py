"""The catalogue's part of Query."""

from typing import Annotated

import strawberry

from handoff_api.catalogue.cards import RuleCard, rule_cards
from handoff_api.catalogue.changes import Change
from handoff_api.catalogue.checking import (
    PolicyCheck,
    WorldCheck,
    check_policy,
    check_world,
    diff_policies,
    diff_worlds,
)
from handoff_api.catalogue.entries import Origin, PolicyEntry, UnreadableEntry, WorldEntry
from handoff_api.catalogue.fields import (
    DocumentField,
    SeedQuestion,
    SeedQuestionId,
    document_fields,
    policy_fields,
    questions,
)
from handoff_api.catalogue.inputs import NAME_TEXT, PolicyInput, WorldInput
from handoff_api.catalogue.metrics import Formula, Metric, formulas, metrics
from handoff_api.catalogue.references import (
    POLICY,
    WORLD,
    AnyDocument,
    Found,
    Kind,
    catalogue_entries,
    find,
    saved_entries,
)
from handoff_api.context import Context
from handoff_api.http.cost import list_size
from handoff_api.storing import reading
from handoff_experiments.store import Store
from handoff_sim.world.document import World

Info = strawberry.Info[Context, None]
Reference = Annotated[str, strawberry.argument(description=NAME_TEXT)]
Kept = Annotated[Origin | None, strawberry.argument(description="Only those kept there; both if not given.")]
PolicyGroup = Annotated[
    str | None, strawberry.argument(description="Only fields whose path begins with this word, such as `payout`.")
]
WorldGroup = Annotated[
    str | None, strawberry.argument(description="Only fields whose path begins with this word, such as `demand`.")
]


@strawberry.type
class CatalogueQuery:
    """What there is to ask with: worlds, policies, their fields, metrics and formulas."""

    @strawberry.field(directives=[list_size(15)])
    async def worlds(self, info: Info, origin: Kept = None) -> list[WorldEntry]:
        """Worlds of the catalogue, then the latest version of each saved one, as far as it can be read."""
        return [WorldEntry(found=found) for found in await reading(_listed, WORLD, origin, info.context.store)]

    @strawberry.field
    async def world(self, info: Info, name: Reference) -> WorldEntry | None:
        """The world of a reference; null if there is none, and `checkWorld` then says which are closest."""
        found = await reading(find, WORLD, name, info.context.store)
        return WorldEntry(found=found) if found else None

    @strawberry.field(directives=[list_size(30)])
    async def policies(self, info: Info, origin: Kept = None) -> list[PolicyEntry]:
        """Policies of the catalogue, then the latest version of each saved one, as far as it can be read."""
        return [PolicyEntry(found=found) for found in await reading(_listed, POLICY, origin, info.context.store)]

    @strawberry.field
    async def policy(self, info: Info, name: Reference) -> PolicyEntry | None:
        """The policy of a reference; null if there is none, and `checkPolicy` then says which are closest."""
        found = await reading(find, POLICY, name, info.context.store)
        return PolicyEntry(found=found) if found else None

    @strawberry.field(directives=[list_size(5)])
    async def unreadable_worlds(self, info: Info) -> list[UnreadableEntry]:
        """Saved worlds whose latest version this version of Handoff cannot read; `worlds` leaves them out."""
        return await reading(_unreadable, WORLD, info.context.store)

    @strawberry.field(directives=[list_size(5)])
    async def unreadable_policies(self, info: Info) -> list[UnreadableEntry]:
        """Saved policies whose latest version this version of Handoff cannot read; `policies` leaves them out."""
        return await reading(_unreadable, POLICY, info.context.store)

    @strawberry.field(directives=[list_size(150)])
    def rules(
        self,
        group: PolicyGroup = None,
        question: Annotated[
            SeedQuestionId | None, strawberry.argument(description="Only fields that bear on this seed question.")
        ] = None,
    ) -> list[DocumentField]:
        """Every field of a policy, in the order of the document: enough to draw its form."""
        return policy_fields(group, question)

    @strawberry.field(directives=[list_size(8)])
    def rule_cards(self) -> list[RuleCard]:
        """The fields of a policy by the questions that a policy designer asks, in the order in which to ask them."""
        return list(rule_cards())

    @strawberry.field(directives=[list_size(200)])
    def world_fields(self, group: WorldGroup = None) -> list[DocumentField]:
        """Every field of a world, in the order of the document: enough to draw its form."""
        return document_fields(World, group)

    @strawberry.field(directives=[list_size(6)])
    def seed_questions(self) -> list[SeedQuestion]:
        """The paper's six questions, each with the rules that bear on it."""
        return list(questions().values())

    @strawberry.field(directives=[list_size(90)])
    def formulas(self) -> list[Formula]:
        """The decision rules R1 to R28 as formulas, in the order of the model."""
        return list(formulas())

    @strawberry.field(directives=[list_size(90)])
    def metrics(self) -> list[Metric]:
        """Everything that is measured."""
        return list(metrics().values())

    @strawberry.field
    async def check_policy(
        self, info: Info, policy: Annotated[PolicyInput, strawberry.argument(name="input", description="The policy.")]
    ) -> PolicyCheck:
        """Whether a policy can be used, with everything that is wrong with it."""
        return await reading(check_policy, policy, info.context.store)

    @strawberry.field
    async def check_world(
        self, info: Info, world: Annotated[WorldInput, strawberry.argument(name="input", description="The world.")]
    ) -> WorldCheck:
        """Whether a world can be used, with everything that is wrong with it."""
        return await reading(check_world, world, info.context.store)

    @strawberry.field(directives=[list_size(40)])
    async def diff_policies(
        self,
        info: Info,
        a: Annotated[PolicyInput, strawberry.argument(description="The policy before.")],
        b: Annotated[PolicyInput, strawberry.argument(description="The policy after.")],
        as_lived: Annotated[
            bool,
            strawberry.argument(
                description="Whether rules that apply to nobody are left out: where only one has a network, "
                "the other is told by the terms of its phone book."
            ),
        ] = True,
    ) -> list[Change]:
        """What changes for a shop from one policy to another, in plain words."""
        return await reading(diff_policies, a, b, as_lived, info.context.store)

    @strawberry.field(directives=[list_size(40)])
    async def diff_worlds(
        self,
        info: Info,
        a: Annotated[WorldInput, strawberry.argument(description="The world before.")],
        b: Annotated[WorldInput, strawberry.argument(description="The world after.")],
    ) -> list[Change]:
        """In what one world differs from another, in plain words."""
        return await reading(diff_worlds, a, b, info.context.store)


def _unreadable(kind: Kind[AnyDocument], store: Store) -> list[UnreadableEntry]:
    return [UnreadableEntry(saved=saved) for saved in store.documents.names(kind.word) if saved.unreadable]


def _listed(kind: Kind[AnyDocument], origin: Origin | None, store: Store) -> list[Found[AnyDocument]]:
    shipped = catalogue_entries(kind) if origin is not Origin.SAVED else []
    saved = saved_entries(kind, store) if origin is not Origin.CATALOGUE else []
    return [*shipped, *saved]
