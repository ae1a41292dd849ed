"""Two policies compared in words that a shop owner uses."""

from typing import Any

import pytest
from hypothesis import given
from tests.strategies import policies, worlds

from handoff_sim.policy import Policy, as_lived, fields, plain_diff, set_paths
from handoff_sim.policy.diff import by_question
from handoff_sim.policy.phrases import FLAGS, SENTENCES, WORDS
from handoff_sim.policy.registry import field_at
from handoff_sim.world.document import World


def sentence(values: dict[str, Any], before: dict[str, Any] | None = None) -> str:
    """The one sentence for a change of the default policy."""
    (change,) = plain_diff(set_paths(Policy(), before or {}), set_paths(Policy(), values))
    return change.sentence


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            {"payment.payment_owner": "pay_when_paid"},
            {"payment.payment_owner": "escrow"},
            "You would be paid from escrow, 1 week after closing instead of when the buyer pays.",
        ),
        ({}, {"payout.take": 0.33}, "The network would keep 33 % of the price instead of 5 %."),
        ({}, {"payout.sub_fee": 15}, "Membership would cost $15/week instead of $0."),
        (
            {},
            {"payout.price_rule": {"posted_share": 0.88}},
            "For a handoff you would get 88 % of the operation's price instead of 85 %.",
        ),
        (
            {},
            {"payout.price_rule": "tioli"},
            "For a handoff you would get your full cost and no more, take it or leave it instead of 85 % "
            "of the operation's price.",
        ),
        (
            {},
            {"payout.price_rule": {"rate_card": 90}},
            "For a handoff you would get $90 per hour by a rate card instead of 85 % of the operation's price.",
        ),
        ({}, {"routing.quotes_per_rfq": 7}, "An RFQ would ask for up to 7 quotes instead of 3."),
        ({}, {"routing.quotes_per_rfq": 1}, "An RFQ would ask for up to 1 quote instead of 3 quotes."),
        (
            {},
            {"routing.mu_award": 0.07},
            "Price differences would hardly matter at award up to 7 % of reference value instead of 17 %.",
        ),
        ({}, {"governance.alpha": 0.3}, "The true cause could be proven in 30 % of cases instead of 92 %."),
        ({}, {"discipline": 0.8}, "You would give up 80 % of the control over your shop instead of 56 %."),
        ({}, {"packet.codes_required": False}, "Declines, revisions and closings would need no code."),
        ({}, {"network": False}, "There would be no network, only the phone book."),
        ({}, {"lane.regions": [0]}, "The network would serve region 0 instead of every region."),
        ({}, {"launch.withdraw_week": 104}, "The network would be withdrawn in week 104 instead of no week at all."),
        ({}, {"launch.subsidy_end": 78}, "That subsidy would end in week 78 instead of no week at all."),
        (
            {},
            {"governance.default_split": [0, 0.2, 0.8, 0]},
            "A loss without proof would fall 20 % on the originator, 80 % on the receiver instead of 50 % "
            "on the originator, 50 % on the receiver.",
        ),
        (
            {},
            {"governance.liability.rev": [1, 0, 0, 0]},
            "A nonconformance with a proven cause would be paid by a table of shares of its own, instead of "
            "whoever caused it.",
        ),
        (
            {},
            {"vertical.rush_share": 0.2},
            "Orders that pay for rush: 20 % instead of 0 %.",  # no sentence of its own
        ),
    ],
)
def test_a_change_is_told_in_one_sentence(before: dict[str, Any], after: dict[str, Any], told: str) -> None:
    assert sentence(after, before) == told


def test_every_word_of_every_choice_has_a_phrase() -> None:
    untold = [
        f"{info.path}: {word}"
        for info in fields()
        if info.type in ("word", "liability") and info.path != "reputation.feedback_reveal"
        for word in info.options
        if word not in WORDS.get(info.path, {})
    ]
    assert untold == []


def test_sentences_belong_to_fields() -> None:
    vectors = {info.vector for info in fields()}
    known = {path for path in (*SENTENCES, *FLAGS, *WORDS) if field_at(Policy, path) or path in vectors}
    assert {*SENTENCES, *FLAGS, *WORDS} == known


def test_a_vector_is_one_change() -> None:
    changed = set_paths(Policy(), {"reputation.w.quality": 0.2, "reputation.w.otd": 0.4})
    (change,) = plain_diff(Policy(), changed)
    assert change.path == "reputation.w"
    assert "quality 20 %" in change.sentence


def test_changes_are_grouped_by_question() -> None:
    changed = set_paths(
        Policy(), {"payout.take": 0.1, "record": "fresh_quote", "routing.explore": 0.2, "network": False}
    )
    groups = by_question(plain_diff(Policy(), changed))
    assert {name: [change.path for change in group] for name, group in groups.items()} == {
        "Q1": ["payout.take"],
        "Q2": ["record"],
        "Q6": ["routing.explore"],
        "none": ["network"],
    }


@given(policies(benchmarks=True), policies())
def test_two_policies_can_always_be_compared(one: Policy, other: Policy) -> None:
    changes = plain_diff(one, other)
    assert (changes == ()) == (one.content_hash == other.content_hash)
    assert all(change.sentence.endswith(".") and "{" not in change.sentence for change in changes)
    assert plain_diff(one, one) == ()


@given(worlds(), worlds())
def test_two_worlds_can_always_be_compared(one: World, other: World) -> None:
    assert all(change.sentence.endswith(".") for change in plain_diff(one, other))


def lived(before: Policy, after: Policy) -> dict[str, str]:
    return {change.path: change.sentence for change in plain_diff(*as_lived(before, after))}


def test_a_network_is_compared_with_the_phone_books_terms() -> None:
    phone, network = Policy(network=False), Policy()
    told = lived(phone, network)
    assert told["network"] == "There would be a network beside the phone book."
    assert told["payout.take"] == "The network would keep 5 % of the price instead of 0 %."
    assert told["governance.alpha"] == "The true cause could be proven in 92 % of cases instead of 30 %."
    assert "routing.quotes_per_rfq" not in told and "reputation.memory" not in told
    assert set(lived(network, phone)) == set(told)


def test_what_a_document_without_a_network_says_of_one_is_no_change() -> None:
    phone = set_paths(Policy(network=False), {"payout.take": 0.3, "packet.floor": 0.2})
    assert lived(phone, Policy()) == lived(Policy(network=False), Policy())


def test_two_networks_are_compared_as_they_are_written() -> None:
    one, other = Policy(), set_paths(Policy(), {"payout.take": 0.3})
    assert as_lived(one, other) == (one, other)
