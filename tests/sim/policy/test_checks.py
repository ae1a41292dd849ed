"""A document with a fault is refused, and the refusal says where, what was expected and what was found."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError
from tests.strategies import policies

from handoff_sim.codes import BuyerOwner, PriceRule
from handoff_sim.policy import DocumentError, Policy, read
from handoff_sim.policy.governance import Governance

FILE = "policies/x.toml"


def refused(data: dict[str, Any]) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read(Policy, data, file=FILE)
    return caught.value


ONE_FAULT = [
    # ranges and types
    ({"payout": {"take": 4}}, "payout.take: expected a share 0 to 0.40; found 4"),
    ({"payout": {"take": "0.1"}}, 'payout.take: expected a share 0 to 0.40; found "0.1"'),
    ({"payout": {"take": True}}, "payout.take: expected a share 0 to 0.40; found true"),
    ({"payout": {"take": float("nan")}}, "payout.take: expected a share 0 to 0.40; found NaN"),
    ({"payout": {"sub_fee": -1}}, "payout.sub_fee: expected a number 0 to 500 ($/week); found -1"),
    (
        {"routing": {"quotes_per_rfq": 2.5}},
        "routing.quotes_per_rfq: expected a whole number 1 to 20 (quotes); found 2.5",
    ),
    ({"routing": {"front_door": 1}}, "routing.front_door: expected true or false; found 1"),
    ({"payout": 3}, "payout: expected a table of fields; found 3"),
    ({"title": 3}, "title: expected text; found 3"),
    ({"governance": {"alpha": 2}}, "governance.alpha: expected a share 0 to 1, or none; found 2"),
    ({"lane": {"regions": [-1]}}, "lane.regions: expected a list of region numbers from 0; found [-1]"),
    (
        {"lane": {"processes": ["mill", "mill"]}},
        'lane.processes: expected every name once; found ["mill", "mill"]',
    ),
    ({"lane": {"processes": "mill"}}, 'lane.processes: expected a list of names; found "mill"'),
    # words
    (
        {"payment": {"payment_owner": "escro"}},
        "payment.payment_owner: expected one of escrow, originator_bears, pay_when_paid, network_guarantee; "
        'found "escro"',
    ),
    (
        {"lane": {"buyers": ["shoper"]}},
        'lane.buyers: expected one of shopper, disciplined, average; found "shoper"',
    ),
    (
        {"record": 3},
        "record: expected one of informal_email, stripped_traveler, fresh_quote, original_packet, "
        "shared_locked; found 3",
    ),
    # unknown keys
    ({"paymnt": {}}, "paymnt: expected one of payment, payout,"),
    ({"routing": {"quotes_per_rfqs": 3}}, "routing.quotes_per_rfqs: expected one of quotes_per_rfq,"),
    ({"vertical": {"controls": {"prices": True}}}, "vertical.controls.prices: expected one of price,"),
    # shares that must sum to one
    (
        {"governance": {"default_split": [0, 0.5, 0.6, 0]}},
        "governance.default_split: expected shares (buyer, originator, receiver, pool) that sum to 1; "
        "found [0.0, 0.5, 0.6, 0.0], sum 1.1",
    ),
    (
        {"reputation": {"w": {"quality": 0.5}}},
        "reputation.w: expected shares (bind_time, closure, otd, quality,",
    ),
    ({"reputation": {"w": {"quality": 5}}}, "reputation.w.quality: expected a share 0 to 1; found 5"),
    ({"reputation": {"w": {"qualty": 0.5}}}, "reputation.w.qualty: expected one of quality,"),
    ({"reputation": {"w": [0.5, 0.5]}}, "reputation.w: expected 6 numbers (bind_time, closure,"),
    # price rules
    ({"payout": {"price_rule": "nsh"}}, "payout.price_rule: expected a price rule (nash, posted_share,"),
    ({"payout": {"price_rule": 0.8}}, "payout.price_rule: expected a price rule (nash, posted_share,"),
    (
        {"payout": {"price_rule": {"posted_share": 0.2}}},
        "payout.price_rule.posted_share: expected a share 0.5 to 0.98",
    ),
    (
        {"payout": {"price_rule": {"tioli": 0.2}}},
        "payout.price_rule: expected tioli without a number; found 0.2",
    ),
    (
        {"payout": {"price_rule": {"nash": 0.4, "tioli": 0}}},
        "payout.price_rule: expected one price rule; found",
    ),
    (
        {"payout": {"price_rule": {"rule": "nash", "valu": 1}}},
        "payout.price_rule.valu: expected one of value, rule",
    ),
    # liability
    (
        {"governance": {"liability": "upsteam"}},
        "governance.liability: expected one of upstream, receiver_all,",
    ),
    ({"governance": {"liability": 3}}, "governance.liability: expected one of receiver_all,"),
    # contradictions
    (
        {"routing": {"front_door": False, "back_door": False}},
        "routing.back_door: expected true where front_door is false, or network = false; found false",
    ),
    (
        {"lane": {"handoff_only": True}, "routing": {"back_door": False}},
        "lane.handoff_only: expected false where routing.back_door is false; found true",
    ),
    (
        {"entry": {"mandate": 0.5}, "routing": {"front_door": False}},
        "entry.mandate: expected 0 where buyers have no front door; found 0.5",
    ),
    (
        {"routing": {"candidates": "phone_book", "front_door": False}, "governance": {"exclusivity": True}},
        "governance.exclusivity: expected false where routing.candidates is phone_book; found true",
    ),
    (
        {"routing": {"candidates": "phone_book"}},
        "routing.front_door: expected false where routing.candidates is phone_book; found true",
    ),
    (
        {"routing": {"share_cap": 0.1}, "lane": {"max_members": 5}},
        "routing.share_cap: expected at least 0.20 where lane.max_members is 5; found 0.1",
    ),
    (
        {"governance": {"repeat_owner": "originator_royalty"}, "payout": {"royalty_n": 2}},
        "payout.royalty: expected more than 0 where governance.repeat_owner is originator_royalty; found 0",
    ),
    (
        {"governance": {"repeat_owner": "originator_royalty"}, "payout": {"royalty": 0.05}},
        "payout.royalty_n: expected more than 0 where governance.repeat_owner is originator_royalty; found 0",
    ),
    (
        {"payout": {"royalty": 0.05, "royalty_n": 2}},
        "payout.royalty: expected 0 unless governance.repeat_owner is originator_royalty; found 0.05",
    ),
    (
        {"payout": {"price_rule": "receiver_quote"}},
        "payout.response_mode: expected quote where payout.price_rule is receiver_quote; found yes_no",
    ),
    (
        {"payment": {"guarantee_fee": 0.01}},
        "payment.guarantee_fee: expected 0 unless payment_owner is network_guarantee; found 0.01",
    ),
    ({"reputation": {"score_z": 1}}, "reputation.score_z: expected 0 where score_form is mean; found 1.0"),
    (
        {"reputation": {"score_form": "lcb"}},
        "reputation.score_z: expected more than 0 where score_form is lcb; found 0.0",
    ),
    (
        {"payout": {"bonus_pool": 0.5, "take": 0}},
        "payout.bonus_pool: expected 0 where there are no fees to share; found 0.5",
    ),
    (
        {"payout": {"bonus_pool": 0.5}, "reputation": {"active": False}},
        "payout.bonus_pool: expected 0 where reputation.active is false; found 0.5",
    ),
    ({"launch": {"n_pub": 4}}, "launch.n_pub: expected 0 where launch.evidence is none; found 4.0"),
    (
        {"launch": {"evidence": "audited_twin"}},
        "launch.n_pub: expected more than 0 where launch.evidence is audited_twin; found 0.0",
    ),
    (
        {"launch": {"week": 30, "subsidy_end": 30}},
        "launch.subsidy_end: expected a week after the launch in week 30; found 30",
    ),
    (
        {"launch": {"week": 30, "withdraw_week": 30}},
        "launch.withdraw_week: expected a week after the launch in week 30; found 30",
    ),
    (
        {"vertical": {"count": 1, "families": []}},
        "vertical.families: expected at least one process where vertical.count is not 0; found []",
    ),
]


@pytest.mark.parametrize(
    ("data", "message"), ONE_FAULT, ids=[message.partition(" expected")[0] for _, message in ONE_FAULT]
)
def test_one_fault_gives_one_line_that_names_it(data: dict[str, Any], message: str) -> None:
    error = refused(data)
    assert len(error.problems) == 1
    assert str(error).startswith(f"{FILE}: {message}")


def test_the_error_holds_its_parts() -> None:
    error = refused({"payout": {"tak": 0.1}})
    assert (error.file, error.path, error.found) == (FILE, "payout.tak", '"tak"')
    assert error.options[0] == "take"
    assert set(error.options) == set(Policy().payout.model_dump())


def test_every_fault_is_listed_at_once() -> None:
    error = refused({"payout": {"take": 4, "tak": 1}, "record": "email", "packet": {"floor": "high"}})
    assert [problem.path for problem in error.problems] == [
        "record",
        "payout.take",
        "payout.tak",
        "packet.floor",
    ]
    assert len(str(error).splitlines()) == 4


def test_every_row_of_a_matrix_must_sum_to_one() -> None:
    rows = {"workmanship": [0, 0, 1, 0], "rev": [0.5, 0.4, 0, 0], "scope": [1, 0, 0], "crt": [0, 1, 0, 0]}
    error = refused({"governance": {"liability": rows}})
    assert {problem.path for problem in error.problems} == {
        "governance.liability.rev",
        "governance.liability.scope",
        "governance.liability.cert",
        "governance.liability.crt",
    }
    assert "sum 0.9" in str(error)


def test_a_written_out_preset_is_the_preset() -> None:
    rows = {"workmanship": [0, 0, 1, 0], "rev": [1, 0, 0, 0], "scope": [1, 0, 0, 0], "cert": [0.5, 0.5, 0, 0]}
    by_rows = read(Policy, {"governance": {"liability": rows}}, file=FILE)
    by_name = read(Policy, {"governance": {"liability": "upstream"}}, file=FILE)
    assert by_rows == by_name
    assert by_rows.content_hash == by_name.content_hash


@pytest.mark.parametrize(
    "written", [{"posted_share": 0.9}, {"rule": "posted_share", "value": 0.9}], ids=["short", "long"]
)
def test_a_price_rule_has_a_short_and_a_long_form(written: dict[str, Any]) -> None:
    policy = read(Policy, {"payout": {"price_rule": written}}, file=FILE)
    assert (policy.payout.price_rule.rule, policy.payout.price_rule.value) == (PriceRule.POSTED_SHARE, 0.9)


def test_rules_without_a_network_may_be_anything() -> None:
    """A world without a network ignores its doors, so a sweep over `network` needs no second change."""
    policy = read(Policy, {"network": False, "routing": {"front_door": False, "back_door": False}}, file=FILE)
    assert policy.network is False


def test_work_may_be_assigned_whatever_the_number_of_quotes() -> None:
    policy = read(Policy, {"routing": {"mode": "assign", "quotes_per_rfq": 7, "award_by": "buyer"}}, file=FILE)
    assert policy.routing.quotes_per_rfq == 7


def test_a_group_can_be_built_in_code_with_enum_members() -> None:
    assert Governance(buyer_owner=BuyerOwner.NETWORK).buyer_owner is BuyerOwner.NETWORK


def test_a_group_built_in_code_is_checked_too() -> None:
    with pytest.raises(ValidationError):
        Governance(noncirc_detect=2)


def test_a_document_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        Policy().payout.take = 0.1  # type: ignore[misc]


def test_the_content_hash_ignores_name_and_description() -> None:
    named = read(Policy, {"name": "a", "title": "b", "about": "c", "source": "d"}, file=FILE)
    assert named.content_hash == Policy().content_hash
    assert read(Policy, {"payout": {"take": 0.06}}, file=FILE).content_hash != Policy().content_hash


def test_a_field_that_came_later_counts_once_it_says_something() -> None:
    for name in ("none", None):
        assert read(Policy, {"launch": {"withdraw_week": name}}, file=FILE).content_hash == Policy().content_hash
    ended = read(Policy, {"launch": {"withdraw_week": 104}}, file=FILE)
    assert ended.content_hash != Policy().content_hash
    assert ended.content_hash != read(Policy, {"launch": {"withdraw_week": 105}}, file=FILE).content_hash


def test_a_changed_copy_has_a_hash_of_its_own() -> None:
    policy = Policy()
    before = policy.content_hash
    changed = policy.model_copy(update={"payout": policy.payout.model_copy(update={"take": 0.06})})
    assert changed.content_hash == read(Policy, {"payout": {"take": 0.06}}, file=FILE).content_hash != before
    assert policy.model_copy() == policy


@given(policies(benchmarks=True))
def test_a_policy_written_out_and_read_again_is_the_same(policy: Policy) -> None:
    again = read(Policy, policy.plain(), file=FILE)
    assert again == policy
    assert again.content_hash == policy.content_hash
