"""The presets have the values that distinguish them in MODEL 4.4."""

from typing import Any

import pytest

from handoff_scenarios import catalogue
from handoff_sim.market.columns import array_of
from handoff_sim.market.parameters import terms_table
from handoff_sim.policy import Policy, discipline_of, plain_diff
from handoff_sim.policy.registry import field_at
from handoff_sim.world.document import World

TOOLS = {
    "payout.take": 0.05,
    "routing.quotes_per_rfq": 4,
    "packet.floor": 0.7,
    "payout.response_mode": "quote",
    "packet.screen": 0,
    "governance.alpha": 0.30,
    "governance.liability": "phone_custom",
    "governance.default_split": [0, 0.2, 0.8, 0],
    "payment.payment_owner": "pay_when_paid",
    "governance.repeat_owner": "originator",
    "routing.tau_route": 1,
    "entry.audit_h": 1.5,
    "entry.disclosure_min": 1,
    "record": "stripped_traveler",
}
CLEAN = {"packet.floor": 0.95, "packet.screen": 0.95, "payout.response_mode": "yes_no", "packet.cost": 60}
PROTECTED = {
    "record": "shared_locked",
    "governance.alpha": "none",  # the record's .92
    "governance.liability": "cause_based",
    "governance.default_split": [0, 0.5, 0.5, 0],
    "payment.payment_owner": "escrow",
}
MERIT = {"routing.tau_route": 0.10, "governance.repeat_owner": "receiver_first_refusal"}
DIRECTORY = {
    "routing.front_door": True,
    "routing.back_door": False,
    "routing.mode": "broadcast",
    "routing.quotes_per_rfq": 6,
    "routing.mu_award": 0.12,
    "packet.floor": 0,
    "packet.screen": 0,
    "payout.take": 0,
    "payout.sub_fee": 15,
    "governance.alpha": 0.30,
    "routing.tau_route": 1,
    "discipline": 0.05,
    "governance.visibility": 0.9,
    "record": "informal_email",
}
OVERFLOW = {
    "routing.front_door": False,
    "routing.back_door": True,
    "packet.floor": 0.95,
    "record": "shared_locked",
    "payment.payment_owner": "escrow",
    "payout.take": 0.03,
    "payout.price_rule": {"posted_share": 0.90},
    "governance.repeat_owner": "originator",
    "governance.noncirc_detect": 0.4,
    "governance.noncirc_penalty": 3000,
    "entry.audit_h": 0.6,
}
DISTINGUISHING: dict[str, dict[str, Any]] = {
    "phone_book": {
        "network": False,
        "phone.b": 0.4,
        "phone.alpha": 0.30,
        "phone.liability": "phone_custom",
        "phone.default_split": [0, 0.4, 0.6, 0],
        "phone.payment_owner": "originator_bears",
        "phone.repeat_owner": "originator",
        "phone.visibility": 0.3,
    },
    "directory": DIRECTORY,
    "directory_patriotic": {**DIRECTORY, "launch.hype": 80, "launch.n_hype": 8},
    "quote_button": {
        "payout.take": 0.33,
        "routing.mode": "broadcast",
        "routing.quotes_per_rfq": 7,
        "routing.mu_award": 0.07,
        "packet.floor": 0.5,
        "governance.liability": "receiver_all",
        "governance.default_split": [0, 0.2, 0.8, 0],
        "payment.payment_owner": "pay_when_paid",
        "governance.buyer_owner": "network",
        "governance.repeat_owner": "network_reroute",
        "governance.noncirc_detect": 0.6,
        "governance.noncirc_penalty": 4000,
        "discipline": 0.8,
    },
    "vertical_operator": {
        "network": False,
        "vertical.count": 2,
        "vertical.families": ["sheet"],
        "vertical.alpha": 0.97,
        "vertical.controls.upload": True,
    },
    "tools_only": TOOLS,
    "clean_packets": {**TOOLS, **CLEAN},
    "protected_handoff": {**TOOLS, **PROTECTED},
    "merit_routing": {**TOOLS, **MERIT},
    "enforceable_trust": {
        **TOOLS,
        **CLEAN,
        **PROTECTED,
        **MERIT,
        "payout.take": 0.04,
        "routing.quotes_per_rfq": 3,
        "routing.mu_award": 0.19,
        "payout.price_rule": {"posted_share": 0.88},
        "governance.noncirc_detect": 0.2,
        "governance.noncirc_penalty": 1000,
        "entry.audit_h": 1,
        "entry.disclosure_min": 0.4,
    },
    "overflow_lane": OVERFLOW,
    "member_coop": {
        **OVERFLOW,
        "routing.front_door": True,
        "routing.quotes_per_rfq": 2,
        "governance.voice": "member_owned",
        "entry.vouch": "two_members",
        "entry.bond": 2000,
        "lane.regions": [0],
    },
    "prime_mandate": {**TOOLS, "entry.mandate": 0.8},
    "subsidised_launch": {**TOOLS, "launch.subsidy": 150, "launch.subsidy_end": 78},
    "frictionless": {
        "benchmark": "frictionless",
        "payout.take": 0,
        "entry.admin_h": 0,
        "governance.alpha": 1,
    },
    "null_network": {
        "benchmark": "null_network",
        "routing.candidates": "phone_book",
        "routing.front_door": False,
    },
    "contract_club": {
        "routing.candidates": "phone_book",
        "routing.order": "trust",
        "routing.front_door": False,
        "reputation.active": False,
        "record": "shared_locked",
        "governance.liability": "cause_based",
        "payment.payment_owner": "escrow",
        "governance.repeat_owner": "receiver_first_refusal",
        "entry.audit_h": 0,
    },
}


def value_at(name: str, path: str) -> Any:
    value: Any = catalogue.policy(name).plain()
    for part in path.split("."):
        value = value[part]
    return list(value.values()) if path.endswith("split") else value


def test_every_preset_is_checked() -> None:
    assert set(DISTINGUISHING) == set(catalogue.policies())


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [(name, path, value) for name, values in DISTINGUISHING.items() for path, value in values.items()],
)
def test_a_preset_has_its_distinguishing_value(name: str, path: str, value: Any) -> None:
    assert value_at(name, path) == value


@pytest.mark.parametrize(
    ("name", "alpha", "visibility"),
    [
        ("directory", 0.30, 0.9),
        ("quote_button", 0.92, 0.05),
        ("tools_only", 0.30, 0.05),
        ("protected_handoff", 0.92, 0.6),
        ("enforceable_trust", 0.92, 0.6),
        ("overflow_lane", 0.92, 0.1),
        ("member_coop", 0.92, 0.1),
    ],
)
def test_a_preset_has_its_proof_and_visibility_in_force(name: str, alpha: float, visibility: float) -> None:
    row = array_of(terms_table(World(), catalogue.policy(name)))[2]
    assert (row["alpha"], row["visibility"]) == (alpha, visibility)


@pytest.mark.parametrize(
    ("name", "discipline"),
    [("enforceable_trust", 0.56), ("directory", 0.05), ("quote_button", 0.8), ("tools_only", 0.45)],
)
def test_discipline_is_derived_unless_stated(name: str, discipline: float) -> None:
    assert discipline_of(catalogue.policy(name)) == pytest.approx(discipline)


def test_the_three_motivations_add_up_to_the_full_bundle() -> None:
    """E8's cube composes: nothing in the bundle contradicts a part, and the rest is stated in the bundle."""
    full, tools = catalogue.policy("enforceable_trust"), catalogue.policy("tools_only")
    parts = [catalogue.policy(name) for name in ("clean_packets", "protected_handoff", "merit_routing")]
    of_parts = {change.path: change.after for part in parts for change in plain_diff(tools, part)}
    of_full = {change.path: change.after for change in plain_diff(tools, full)}
    assert {path: of_full.get(path) for path in of_parts} == of_parts
    assert set(of_full) - set(of_parts) == {
        "payout.take",
        "payout.price_rule",
        "routing.quotes_per_rfq",
        "routing.mu_award",
        "entry.audit_h",
        "entry.disclosure_min",
    }


def test_distinguishing_paths_are_fields() -> None:
    paths = {path for values in DISTINGUISHING.values() for path in values if not path.endswith("split")}
    assert all(field_at(Policy, path) for path in paths)
