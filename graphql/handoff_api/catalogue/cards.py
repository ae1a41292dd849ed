"""The rules of a policy as cards: the questions that a policy designer asks, each with its fields."""

from functools import cache

import strawberry

from handoff_api.catalogue.fields import DocumentField, SeedQuestion, policy_fields, questions
from handoff_api.http.cost import list_size
from handoff_sim.policy.cards import CARDS, Card


@strawberry.type
class RuleCard:
    """One question that a policy answers, and the fields that answer it; every field is on one card."""

    id: strawberry.ID = strawberry.field(description="Its name, such as `pay`.")
    question: str = strawberry.field(description="The question in plain words, for the owner of a shop.")
    summary: str = strawberry.field(description="What its fields settle, in a sentence.")
    seed_questions: list[SeedQuestion] = strawberry.field(
        directives=[list_size(3)],
        description="The seed questions it bears on, that of its most important field first; empty for none.",
    )
    main: list[str] = strawberry.field(
        description="Paths of the 3 to 6 fields to show first, in the order of importance; a vector by its own path."
    )
    fields: list[DocumentField] = strawberry.field(
        directives=[list_size(20)],
        description="Its fields in the order of importance, those of `main` first, the items of a vector together.",
    )


@cache
def rule_cards() -> tuple[RuleCard, ...]:
    """Every card, in the order in which a designer asks."""
    drawn = {field.path: field for field in policy_fields()}
    return tuple(_card(card, drawn) for card in CARDS)


def _card(card: Card, drawn: dict[str, DocumentField]) -> RuleCard:
    return RuleCard(
        id=strawberry.ID(card.id),
        question=card.question,
        summary=card.summary,
        seed_questions=[questions()[each] for each in card.seed_questions],
        main=list(card.main),
        fields=[drawn[info.path] for info in card.fields],
    )
