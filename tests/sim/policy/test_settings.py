"""Single fields set by their path, as on the command line and in a sweep."""

from typing import Any

import pytest

from handoff_sim.codes import PriceRule, Record
from handoff_sim.policy import DocumentError, Policy, apply_settings, parse_setting, set_path, set_paths
from handoff_sim.policy.liability import PRESETS
from handoff_sim.world.document import World


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("payout.take=0.1", "payout.take", 0.1),
        (" routing.quotes_per_rfq = 4 ", "routing.quotes_per_rfq", 4),
        ("record=fresh_quote", "record", "fresh_quote"),  # a bare word needs no quotes
        ('record="fresh_quote"', "record", "fresh_quote"),
        ("network=false", "network", False),
        ("lane.processes=['mill', 'turn']", "lane.processes", ["mill", "turn"]),
        ("payout.price_rule={nash = 0.3}", "payout.price_rule", {"nash": 0.3}),
        ("governance.alpha=none", "governance.alpha", "none"),
    ],
)
def test_a_setting_is_a_path_and_a_toml_value(text: str, path: str, value: Any) -> None:
    assert parse_setting(text) == (path, value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "payout.take",
            '--set: payout.take: expected path=value, such as payout.take=0.1; found "payout.take"',
        ),
        ("=3", '--set: setting: expected path=value, such as payout.take=0.1; found "=3"'),
        (
            "payout.take=",
            '--set: payout.take: expected path=value, such as payout.take=0.1; found "payout.take="',
        ),
        (
            "payout.take=[1",
            '--set: payout.take: expected a TOML value such as 0.1, true or escrow; found "[1"',
        ),
    ],
)
def test_what_is_no_setting_is_refused(text: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_setting(text)
    assert str(caught.value) == message


def test_settings_are_applied_together() -> None:
    policy = apply_settings(
        Policy(),
        ["payout.take=0.1", "record=fresh_quote", "reputation.w.quality=0.2", "reputation.w.otd=0.4"],
    )
    assert policy.payout.take == 0.1
    assert policy.record is Record.FRESH_QUOTE
    assert policy.reputation.w == (0.1, 0.1, 0.4, 0.2, 0.1, 0.1)


def test_settings_that_need_each_other_are_checked_together() -> None:
    """One by one the first would be refused: a royalty needs its repeat rule and its number."""
    values = {"payout.royalty": 0.1, "payout.royalty_n": 2, "governance.repeat_owner": "originator_royalty"}
    assert set_paths(Policy(), values).payout.royalty == 0.1
    with pytest.raises(DocumentError, match=r"payout\.royalty: expected 0 unless"):
        set_path(Policy(), "payout.royalty", 0.1)


@pytest.mark.parametrize(
    ("path", "value", "rule", "number"),
    [
        ("payout.price_rule", "tioli", PriceRule.TIOLI, 0.0),
        ("payout.price_rule", "nash", PriceRule.NASH, 0.4),  # the rule's own default
        ("payout.price_rule.posted_share", 0.7, PriceRule.POSTED_SHARE, 0.7),
        ("payout.price_rule.nash", 0.2, PriceRule.NASH, 0.2),  # replaces the posted share
        ("payout.price_rule.value", 0.9, PriceRule.POSTED_SHARE, 0.9),
        ("payout.price_rule.rule", "rate_card", PriceRule.RATE_CARD, 95.0),
    ],
)
def test_a_price_rule_is_set_as_a_whole_or_by_its_number(path: str, value: Any, rule: PriceRule, number: float) -> None:
    setting = set_path(Policy(), path, value).payout.price_rule
    assert (setting.rule, setting.value) == (rule, number)


def test_one_row_of_a_liability_preset_can_be_set() -> None:
    policy = set_path(Policy(), "governance.liability.rev", [1, 0, 0, 0])
    assert policy.governance.liability.name == "custom"
    assert policy.governance.liability.rows[1] == (1.0, 0.0, 0.0, 0.0)
    assert policy.governance.liability.rows[0] == PRESETS["cause_based"][0]
    again = set_path(policy, "governance.liability.rev", [0.5, 0.5, 0, 0])
    assert again.governance.liability.name == "cause_based"


def test_an_optional_field_is_left_open_by_none() -> None:
    policy = set_path(Policy(), "governance.alpha", 0.5)
    assert policy.governance.alpha == 0.5
    assert set_path(policy, "governance.alpha", "none") == Policy()
    assert set_path(policy, "governance.alpha", None) == Policy()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("payout.tak", "--set: payout.tak: expected one of take, sub_fee"),
        ("payot.take", "--set: payot.take: expected one of payout,"),
        ("payout.take.x", "--set: payout.take.x: expected no part below take; found x"),
        ("reputation.w.qualty", "--set: reputation.w.qualty: expected one of quality,"),
        ("payout.price_rule.posted", "--set: payout.price_rule.posted: expected one of posted_share,"),
    ],
)
def test_an_unknown_path_is_refused_with_the_closest_one_first(path: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        set_path(Policy(), path, 1)
    assert str(caught.value).startswith(message)


def test_a_wrong_value_is_refused_in_the_words_of_a_file() -> None:
    with pytest.raises(DocumentError) as caught:
        set_path(Policy(), "payout.take", 4)
    assert str(caught.value) == "--set: payout.take: expected a share 0 to 0.40; found 4"


def test_a_world_is_set_in_the_same_way() -> None:
    world = apply_settings(
        World(),
        [
            "population.shops=18000",
            "population.buyers=9000",
            "population.regions=40",
            "buyers.intent.shopper=0.4",
        ],
    )
    assert (world.population.shops, world.population.buyers, world.population.regions) == (18000, 9000, 40)
    assert world.buyers.intent == (0.92, 0.82, 0.4)
    with pytest.raises(DocumentError) as caught:
        set_path(world, "demand.level", 9)
    assert str(caught.value) == (
        "--set: demand.level: expected a number 0.10 to 2 (share of non-finish capacity); found 9"
    )


def test_a_whole_group_can_be_set() -> None:
    policy = set_path(Policy(), "packet", {"floor": 0.5})
    assert policy.packet.floor == 0.5
