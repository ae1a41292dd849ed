"""Every field is declared so that a form, a schema and a design can be made from it."""

import json
from typing import Any

import pytest
from hypothesis import given
from tests.strategies import policies, worlds

from handoff_sim.policy import QUESTIONS, Policy, field_at, fields, policy_schema, set_path
from handoff_sim.policy.registry import fields_of
from handoff_sim.world.document import World, world_schema

NUMBERS = ("share", "number", "whole")

# MODEL 4.1, under its own names (lambda is memory), and what D14 adds.
MODEL_FIELDS = {
    "payout": (
        "take",
        "sub_fee",
        "success_fee_to",
        "price_rule",
        "response_mode",
        "royalty",
        "royalty_n",
        "bonus_pool",
        "prompt_pay_weeks",
    ),
    "payment": (
        "payment_owner",
        "guarantee_fee",
    ),
    "routing": (
        "front_door",
        "back_door",
        "mode",
        "quotes_per_rfq",
        "max_offers",
        "tau_route",
        "explore",
        "share_cap",
        "w_price",
        "w_avail",
        "w_fit",
        "award_by",
        "mu_award",
        "info",
        "candidates",
        "order",
    ),
    "reputation": (
        "memory",
        "a0",
        "b0",
        "score_form",
        "score_z",
        "cp_cap",
        "audit_rate",
        "audit_fine",
        "portable",
        "feedback_reveal",
        "w.quality",
        "originator_w.dispute",
        "buyer_w.award_rate",
        "nu.otd",
    ),
    "governance": (
        "buyer_owner",
        "repeat_owner",
        "liability",
        "pool_fee",
        "noncirc_detect",
        "noncirc_penalty",
        "exclusivity",
        "voice",
        "visibility",
        "alpha",
        "default_split.pool",
    ),
    "": (
        "record",
        "discipline",
        "benchmark",
        "network",
    ),
    "packet": (
        "floor",
        "cost",
        "cost_bearer",
        "screen",
        "rfq_deposit",
        "codes_required",
    ),
    "entry": (
        "admin_h",
        "audit_h",
        "entry_fee",
        "bond",
        "vouch",
        "cert_required",
        "disclosure_min",
        "mandate",
    ),
    "lane": (
        "processes",
        "regions",
        "buyers",
        "handoff_only",
        "max_members",
    ),
    "launch": (
        "week",
        "withdraw_week",
        "subsidy",
        "subsidy_end",
        "trial_weeks",
        "hype",
        "n_hype",
        "evidence",
        "n_pub",
    ),
    "phone": (
        "b",
        "alpha",
    ),
    "direct": ("alpha",),
    "vertical": ("count",),
}


@pytest.mark.parametrize("kind", [Policy, World])
def test_every_field_says_what_it_is(kind: type[Policy] | type[World]) -> None:
    for info in fields_of(kind):
        assert info.meaning, info.path
        assert info.question in QUESTIONS, info.path
        if info.type in NUMBERS:
            assert info.unit, info.path
            assert info.low is not None and info.high is not None, info.path
            assert info.default == "none" or info.low <= info.default <= info.high, info.path
        if info.type in ("word", "liability", "price_rule"):
            assert info.options, info.path


@pytest.mark.parametrize(
    "path", [f"{group}.{name}".lstrip(".") for group, names in MODEL_FIELDS.items() for name in names]
)
def test_the_policy_has_every_field_of_the_model(path: str) -> None:
    assert field_at(Policy, path) is not None


def test_paths_are_unique_and_lead_to_their_default() -> None:
    paths = [info.path for info in fields()]
    assert len(set(paths)) == len(paths)
    assert all(set_path(Policy(), info.path, info.default) == Policy() for info in fields())


def test_every_question_of_the_paper_has_fields() -> None:
    assert {info.question for info in fields()} == set(QUESTIONS)


def test_the_number_of_a_price_rule_is_a_field_of_its_own_for_designs() -> None:
    info = field_at(Policy, "payout.price_rule.posted_share")
    assert info is not None
    assert (info.low, info.high, info.question) == (0.5, 0.98, "Q1")
    assert field_at(Policy, "payout.price_rule.tioli") is None
    assert field_at(Policy, "payout.nothing") is None


def fits(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value fits a JSON Schema, for the words the documents' schemas use."""
    for many, enough in (("oneOf", 1), ("anyOf", None)):
        if many in schema:
            count = sum(fits(inner, value) for inner in schema[many])
            if count == 0 or (enough is not None and count != enough):
                return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    return _fits_type(schema, value)


def _fits_type(schema: dict[str, Any], value: Any) -> bool:
    kind = str(schema.get("type"))
    if kind == "object":
        known = schema.get("properties", {})
        if not isinstance(value, dict) or any(name not in value for name in schema.get("required", ())):
            return False
        if schema.get("additionalProperties") is False and set(value) - set(known):
            return False
        return all(fits(known[name], item) for name, item in value.items() if name in known)
    if kind == "array":
        return isinstance(value, list) and all(fits(schema.get("items", {}), item) for item in value)
    if kind in ("number", "integer"):
        right = isinstance(value, (int, float)) and not isinstance(value, bool)
        return right and schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return {"boolean": isinstance(value, bool), "string": isinstance(value, str), "null": value is None}.get(kind, True)


@given(policies())
def test_the_schema_of_policies_takes_every_policy(policy: Policy) -> None:
    assert fits(policy_schema(), json.loads(json.dumps(policy.plain())))


@given(worlds())
def test_the_schema_of_worlds_takes_every_world(world: World) -> None:
    assert fits(world_schema(), json.loads(json.dumps(world.plain())))


@pytest.mark.parametrize(
    "fault",
    [
        {"payout": {"take": 4}},
        {"payout": {"tak": 0}},
        {"record": "email"},
        {"governance": {"liability": {"rev": [1]}}},
    ],
)
def test_the_schema_refuses_what_reading_refuses(fault: dict[str, Any]) -> None:
    assert not fits(policy_schema(), fault)


def test_the_schema_states_unit_meaning_and_question() -> None:
    take = policy_schema()["properties"]["payout"]["properties"]["take"]
    assert take == {
        "type": "number",
        "minimum": 0.0,
        "maximum": 0.40,
        "description": "What the network keeps of a price",
        "x-unit": "share of the price",
        "x-question": "Q1",
        "default": 0.05,
    }
