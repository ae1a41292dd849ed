"""Every rule of a policy is on the card of one question."""

from dataclasses import replace

from handoff_sim.policy import fields
from handoff_sim.policy.cards import CARDS, faults

FIRST, SECOND, *_ = CARDS


def test_every_field_is_on_one_card_and_a_few_lead_it() -> None:
    assert faults(CARDS) == ()
    on_cards = [info.path for card in CARDS for info in card.fields]
    assert sorted(on_cards) == sorted(info.path for info in fields())
    assert len({card.id for card in CARDS}) == len(CARDS) == 8


def test_a_field_on_no_card_or_on_two_and_an_unknown_one_are_told() -> None:
    assert faults(CARDS[1:])[0] == "payout.take: expected on one card; found on none"
    twice = replace(SECOND, others=(*SECOND.others, "payout.take"))
    assert faults((FIRST, twice, *CARDS[2:])) == ("payout.take: expected on one card; found 2 times",)
    unknown = replace(SECOND, others=(*SECOND.others, "payout.tak"))
    assert faults((FIRST, unknown, *CARDS[2:])) == ("payout.tak: expected a field or a vector of the policy",)
    crowded = replace(SECOND, main=SECOND.paths, others=())
    assert faults((FIRST, crowded, *CARDS[2:])) == ("record: expected 3 to 6 main fields; found 8",)


def test_the_fields_of_a_card_stand_in_the_order_of_importance() -> None:
    downside = next(card for card in CARDS if card.id == "downside")
    roles = [f"governance.default_split.{role}" for role in ("buyer", "originator", "receiver", "pool")]
    assert [info.path for info in downside.fields] == ["governance.liability", *roles, "governance.pool_fee"]


def test_the_cards_bear_on_all_six_questions_in_the_order_of_their_fields() -> None:
    assert {each for card in CARDS for each in card.seed_questions} == {"Q1", "Q2", "Q3", "Q4", "Q5", "Q6"}
    assert [card.seed_questions[:1] for card in CARDS] == [
        ("Q1",), ("Q2",), ("Q3",), ("Q2",), ("Q6",), ("Q4",), ("Q5",), (),
    ]  # fmt: skip
