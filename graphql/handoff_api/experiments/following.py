"""One job under two policies as the schema has it: two lives, where they part and why, and the money that moved."""

import strawberry

from handoff_api.experiments.pictures import Figure, figure
from handoff_api.experiments.taking import Document, each, if_any, taking
from handoff_api.http.cost import list_size
from handoff_api.scalars import Seed


@strawberry.type
class JobEvent:
    """One event in the life of a job."""

    week: int = strawberry.field(description="Week, from 0.")
    kind: str = strawberry.field(description="Kind, such as `AWARD`.")
    step: str = strawberry.field(description="Step of the life that it belongs to, such as `quotes` or `handoff`.")
    operation: str | None = strawberry.field(description="Operation of the job; null for the job as a whole.")
    actor: str | None = strawberry.field(description="Who acted, such as `shop 12`; null for nobody.")
    other: str | None = strawberry.field(description="Whom it concerned; null for nobody.")
    channel: str | None = strawberry.field(description="Channel whose terms govern it, such as `network`; or null.")
    cents: float = strawberry.field(description="Amount, a whole number of cents.")
    text: str = strawberry.field(description="What happened, in a sentence.")


@strawberry.type
class FirstDifference:
    """The first event that differs between the two lives."""

    week: int = strawberry.field(description="Week, from 0.")
    subject: str = strawberry.field(description="What it is about, such as `channel`, `award` or `answer`.")
    before: JobEvent | None = strawberry.field(
        description="The event under the baseline; null where it did not happen."
    )
    after: JobEvent | None = strawberry.field(description="The event under the policy; null where it did not happen.")


@strawberry.type
class CauseSentence:
    """A sentence on why the lives part, and the points below it."""

    text: str = strawberry.field(description="The sentence.")
    points: list[str] = strawberry.field(directives=[list_size(6)], description="Its points; empty for none.")


@strawberry.type
class LifeStep:
    """One step of the job's life, side by side."""

    step: str = strawberry.field(description="Name of the step, from `RFQ` to `repeat`.")
    before: list[str] = strawberry.field(
        directives=[list_size(20)],
        description="What happened under the baseline; a line that begins with a space belongs to the one above.",
    )
    after: list[str] = strawberry.field(
        directives=[list_size(20)],
        description="What happened under the policy; a line that begins with a space belongs to the one above.",
    )
    same: bool = strawberry.field(description="Whether the step reads the same under both.")


@strawberry.type
class PartyMoney:
    """What the job left one party with, net worth earned less given up; over all parties differences sum to zero."""

    who: str = strawberry.field(description="The party, such as `shop 12`; shops that only quoted are one.")
    roles: str = strawberry.field(description="Its part in the job, in words.")
    before_cents: float = strawberry.field(description="Under the baseline, a whole number of cents.")
    after_cents: float = strawberry.field(description="Under the policy, a whole number of cents.")
    difference_cents: float = strawberry.field(description="After less before, a whole number of cents.")


@strawberry.type
class LossItem:
    """What came in, or went out, for one thing."""

    what: str = strawberry.field(description="What for, in the words of the ledger.")
    cents: float = strawberry.field(description="What came in, negative for what went out, a whole number of cents.")


@strawberry.type
class Loss:
    """How one shop came to lose money on the job."""

    title: str = strawberry.field(description="Heading of the account.")
    shop: str = strawberry.field(description="The shop, such as `shop 12`.")
    policy: str = strawberry.field(description="Name of the policy under which it did.")
    earned_cents: float = strawberry.field(description="Sum of the items, negative, a whole number of cents.")
    items: list[LossItem] = strawberry.field(
        directives=[list_size(10)], description="What came in before what went out, the largest first."
    )
    because: list[str] = strawberry.field(
        directives=[list_size(10)], description="What it counted on, and all that came otherwise."
    )
    elsewhere: str = strawberry.field(description="What it had from the job under the other policy.")


@strawberry.type
class Following:
    """One job followed under the baseline and a policy, with the same luck."""

    job: str = strawberry.field(description="Name of the job.")
    seed: Seed = strawberry.field(description="Seed of both futures.")
    weeks: int = strawberry.field(description="Weeks of both futures.")
    policies: list[str] = strawberry.field(
        directives=[list_size(2)], description="Names of the baseline and of the policy."
    )
    headline: str = strawberry.field(description="What became of the job under either, in two sentences.")
    parting: list[str] = strawberry.field(
        directives=[list_size(6)], description="Where the two lives part, in sentences; empty where nothing differs."
    )
    first: FirstDifference | None = strawberry.field(
        description="The first event that differs; null where nothing does."
    )
    how: str = strawberry.field(
        description="What the difference rests on: clause, clause and state, state, previous order, unexplained, or "
        "nothing differs."
    )
    cause: list[CauseSentence] = strawberry.field(
        directives=[list_size(6)], description="Why the lives part; empty where nothing differs."
    )
    steps: list[LifeStep] = strawberry.field(
        directives=[list_size(10)], description="The two lives step by step, side by side."
    )
    money: str = strawberry.field(description="Who gained and who lost by the policy, in a sentence.")
    moved_cents: float = strawberry.field(description="How much changed hands, a whole number of cents.")
    parties: list[PartyMoney] = strawberry.field(directives=[list_size(12)], description="The money, party by party.")
    losses: list[Loss] = strawberry.field(
        directives=[list_size(4)], description="How each shop that made the job lost money on it, where one did."
    )
    pictures: list[Figure] = strawberry.field(
        directives=[list_size(2)], description="The paths of the two lives, and the network of ties around them."
    )


_NAMED = ("operation", "actor", "other", "channel")
_event = taking(JobEvent, **{name: if_any(str, name) for name in _NAMED})
_first = taking(FirstDifference, before=if_any(_event, "before"), after=if_any(_event, "after"))
_followed = taking(
    Following,
    first=if_any(_first, "first"),
    cause=each(taking(CauseSentence), "cause"),
    steps=each(taking(LifeStep), "steps"),
    parties=each(taking(PartyMoney), "parties"),
    losses=each(taking(Loss, items=each(taking(LossItem), "items")), "losses"),
    pictures=each(figure, "figures"),
)


def following(document: Document) -> Following:
    """A followed job from its document, in the words in which it is told."""
    return _followed({**document, "how": document["cause"]["how"], **document["told"]})
