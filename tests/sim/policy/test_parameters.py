"""World and policy as the numbers that phases read."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from tests.strategies import policies, worlds

from handoff_sim.codes import Cause, Channel, FeePayer, PriceRule, Record, Role
from handoff_sim.market.columns import array_of, columns_of
from handoff_sim.market.parameters import liability_arrays, parameters_table, terms_table
from handoff_sim.market.rule_rows import Parameters, Terms
from handoff_sim.policy import DocumentError, Policy, apply_settings, effective, scaled_money, set_paths
from handoff_sim.policy.benchmark import FRICTIONLESS, NULL_NETWORK
from handoff_sim.world.document import World


def changed(**settings: Any) -> Policy:
    """The default policy with fields set; a double underscore stands for a dot."""
    return set_paths(Policy(), {path.replace("__", "."): value for path, value in settings.items()})


def parameters(policy: Policy | None = None, world: World | None = None, weeks: int = 156) -> Any:
    return parameters_table(world or World(), policy or Policy(), seed=7, weeks=weeks)[0]


def terms(policy: Policy | None = None, world: World | None = None) -> Any:
    return array_of(terms_table(world or World(), policy or Policy()))


NETWORK = int(Channel.NETWORK)
PHONE = int(Channel.PHONE)
DIRECT = int(Channel.DIRECT)


def test_default_numbers_of_the_world_arrive() -> None:
    p = parameters()
    assert (p.launch, p.effect_start, p.weeks) == (26, 78, 156)
    assert (p.processes, p.finish, p.regions, p.n_shops, p.n_buyers) == (4, 3, 2, 60, 30)
    assert (p.machine_min_week, p.two_ops, p.three_ops) == (2700, pytest.approx(0.45), 0.12)
    assert (p.loss_multiple, p.outside_premium) == (World().behaviour.loss_multiple, 1.15)
    assert p.discipline == pytest.approx(0.56)


def test_job_hours_have_the_mean_and_spread_of_the_document() -> None:
    p = parameters()
    mean = math.exp(p.hours_mu + p.hours_sigma**2 / 2)
    assert mean == pytest.approx(60.0)
    assert math.sqrt(math.exp(p.hours_sigma**2) - 1.0) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("week", "weeks", "launch", "effect_start"),
    [("none", 156, 26, 78), (52, 156, 52, 78), (100, 156, 100, 100), ("none", 60, 26, 26)],
)
def test_effects_start_at_the_launch_at_the_earliest(week: Any, weeks: int, launch: int, effect_start: int) -> None:
    p = parameters(changed(launch__week=week), weeks=weeks)
    assert (p.launch, p.effect_start) == (launch, effect_start)


def test_no_network_closes_both_doors() -> None:
    p = parameters(changed(network=False))
    assert (p.network, p.front_door, p.back_door) == (0, 0, 0)


def test_a_lane_of_handoffs_closes_the_front_door() -> None:
    p = parameters(changed(lane__handoff_only=True))
    assert (p.front_door, p.back_door) == (0, 1)


def test_lanes_are_bit_masks_all_ones_for_everything() -> None:
    p = parameters()
    assert (p.lane_processes, p.lane_regions, p.lane_buyers, p.lane_max_members) == (0b1111, 0b11, 0b111, 60)
    p = parameters(
        changed(
            lane__processes=["turn", "finish"],
            lane__regions=[1],
            lane__buyers=["shopper"],
            lane__max_members=10,
        )
    )
    assert (p.lane_processes, p.lane_regions, p.lane_buyers, p.lane_max_members) == (0b1010, 0b10, 0b100, 10)


def test_assigned_work_asks_one_shop() -> None:
    assert parameters(changed(routing__mode="assign")).quotes_per_rfq == 1
    assert parameters().quotes_per_rfq == 3


@pytest.mark.parametrize(("memory", "window"), [(0.97, 33), (0.8, 5), (0.999, 200), (1.0, 200)])
def test_the_evidence_window_follows_memory(memory: float, window: int) -> None:
    assert parameters(changed(reputation__memory=memory)).window == window


def test_a_subsidy_without_an_end_runs_to_the_end() -> None:
    assert parameters(changed(launch__subsidy=150)).subsidy_end == 156
    assert parameters(changed(launch__subsidy=150, launch__subsidy_end=78)).subsidy_end == 78


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"lane__processes": ["weld"]}, "lane.processes: expected one of mill, turn, sheet, finish"),
        ({"lane__regions": [2]}, "lane.regions: expected region numbers below 2; found 2"),
        ({"vertical__count": 1, "vertical__families": ["weld"]}, "vertical.families: expected one of"),
        (
            {"launch__subsidy_end": 20},
            "launch.subsidy_end: expected a week after the launch in week 26; found 20",
        ),
        (
            {"launch__withdraw_week": 26},
            "launch.withdraw_week: expected a week after the launch in week 26; found 26",
        ),
    ],
)
def test_a_policy_must_fit_its_world(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parameters(changed(**settings))
    assert str(caught.value).startswith(f"policy custom in world custom: {message}")


@pytest.mark.parametrize(
    ("payer", "shares"),
    [
        (FeePayer.ORIGINATOR, (1.0, 0.0)),
        (FeePayer.RECEIVER, (0.0, 1.0)),
        (FeePayer.BUYER, (1.0, 0.0)),
        (FeePayer.SPLIT, (0.5, 0.5)),
    ],
)
def test_the_take_of_a_handoff_is_paid_in_full_whoever_pays(payer: FeePayer, shares: tuple[float, float]) -> None:
    row = terms(changed(payout__success_fee_to=payer.name.lower()))[NETWORK]
    assert (row["fee_originator"], row["fee_receiver"]) == shares
    assert row["fee_originator"] + row["fee_receiver"] == 1.0


@pytest.mark.parametrize(
    ("record", "owner", "override", "visibility"),
    [
        ("informal_email", "network", "none", 0.3),
        ("stripped_traveler", "receiver_direct", "none", 0.05),
        ("fresh_quote", "network", "none", 0.3),
        ("original_packet", "network", "none", 0.9),
        ("shared_locked", "originator_masked", "none", 0.1),
        ("shared_locked", "originator_disclosed", "none", 0.6),
        ("shared_locked", "network", "none", 0.05),
        ("shared_locked", "receiver_direct", "none", 1.0),
        ("shared_locked", "receiver_direct", 0.4, 0.4),  # the policy's own number wins
    ],
)
def test_who_learns_the_buyer_follows_policy_then_record_then_owner(
    record: str, owner: str, override: Any, visibility: float
) -> None:
    policy = changed(record=record, governance__buyer_owner=owner, governance__visibility=override)
    assert terms(policy)[NETWORK]["visibility"] == visibility


@pytest.mark.parametrize(
    ("record", "alpha", "prep_h", "cert_loss"),
    [
        (Record.INFORMAL_EMAIL, 0.30, 0.2, 0.0),
        (Record.STRIPPED_TRAVELER, 0.55, 1.0, 0.5),
        (Record.FRESH_QUOTE, 0.65, 0.3, 0.0),
        (Record.ORIGINAL_PACKET, 0.75, 0.2, 0.0),
        (Record.SHARED_LOCKED, 0.92, 0.5, 0.0),
    ],
)
def test_a_record_sets_proof_preparation_and_certificates(
    record: Record, alpha: float, prep_h: float, cert_loss: float
) -> None:
    row = terms(changed(record=record.name.lower()))[NETWORK]
    assert (row["alpha"], row["prep_h"], row["cert_chain_loss"]) == (alpha, prep_h, cert_loss)
    assert terms(changed(record=record.name.lower(), governance__alpha=0.4))[NETWORK]["alpha"] == 0.4


def test_phone_terms_are_those_of_the_phone_book() -> None:
    row = terms()[PHONE]
    assert row["price_rule"] == PriceRule.NASH
    found = [row[name] for name in ("price_value", "alpha", "visibility", "call_h", "prep_h", "relational", "max_ask")]
    assert found == [0.4, 0.3, 0.3, 0.3, 0.2, 0.05, 3]
    assert row["coordination"] == World().behaviour.coordination
    assert (row["take_rate"], row["admin_h"], row["has_reputation"]) == (0.0, 0.0, 0)


def test_the_network_coordinates_at_its_share_of_the_phones_cost() -> None:
    world = apply_settings(World(), {"behaviour.coordination": 120, "behaviour.network_coordination": 0.3})
    assert terms(world=world)[NETWORK]["coordination"] == pytest.approx(36.0)


def test_a_negotiated_network_price_is_asked_for_by_phone() -> None:
    """D58: the procedure follows the price rule."""
    asked = terms(changed(payout__price_rule="nash"))[NETWORK]
    offered = terms()[NETWORK]
    assert (asked["call_h"], asked["max_ask"]) == (0.3, 3)
    assert (offered["call_h"], offered["max_ask"]) == (0.0, 4)


def test_shown_capacity_weakens_bargaining_only_where_somebody_sees_it() -> None:
    assert terms()[NETWORK]["chi"] == 0.15
    assert terms(changed(routing__info="none"))[NETWORK]["chi"] == 0.0


def test_believed_liability_mixes_proof_and_default() -> None:
    """R2 for a wrong revision under cause_based, alpha .92, default half and half."""
    arrays = liability_arrays(World(), Policy())
    row = arrays.shares[NETWORK, 0, Cause.REV_PRINT]
    assert row == pytest.approx([0.46, 0.46 + 0.04, 0.04, 0.0])
    assert arrays.shares.shape == (3, 2, 4, 4)
    assert arrays.matrix.shape == (3, 4, 4)
    assert arrays.split.shape == (3, 4)


@given(policies(benchmarks=True))
def test_shares_of_every_loss_sum_to_one(policy: Policy) -> None:
    arrays = liability_arrays(World(), policy)
    for part in (arrays.shares.sum(axis=3), arrays.matrix.sum(axis=2), arrays.split.sum(axis=1)):
        assert np.allclose(part, 1.0)
    made = arrays.shares[:, 1]
    assert np.all(made[:, :, Role.ORIGINATOR] == 0.0)
    both = arrays.shares[:, 0, :, Role.ORIGINATOR] + arrays.shares[:, 0, :, Role.RECEIVER]
    assert np.allclose(made[:, :, Role.RECEIVER], both)


def test_terms_are_named_by_what_they_say() -> None:
    base = terms()["content"]
    assert len(set(base)) == 3
    assert terms(changed(name="other", packet__floor=0.5))["content"].tolist() == base.tolist()
    for setting in (
        {"payout__take": 0.06},
        {"governance__liability": "upstream"},
        {"governance__default_split": [0, 1, 0, 0]},
    ):
        after = terms(changed(**setting))["content"]
        assert after[NETWORK] != base[NETWORK]
        assert after[PHONE] == base[PHONE]


@given(worlds(), policies(network=True))
def test_null_network_terms_are_the_phones_byte_for_byte(world: World, policy: Policy) -> None:
    """M1 begins here: whatever the policy says, its null network has the phone book's terms."""
    null = set_paths(policy, {**NULL_NETWORK, "benchmark": "null_network"})
    rows = array_of(terms_table(world, null))
    assert rows[NETWORK].tobytes() == rows[PHONE].tobytes()
    arrays = liability_arrays(world, null)
    assert all(np.array_equal(part[NETWORK], part[PHONE]) for part in arrays)


def test_null_network_costs_nothing_and_asks_the_phone_book() -> None:
    p = parameters(changed(benchmark="null_network", routing__front_door=False))
    free = (
        "audit_h",
        "switch_h",
        "sub_fee",
        "entry_fee",
        "bond",
        "pool_fee",
        "operator_fixed",
        "operator_variable",
    )
    assert [p[name] for name in (*free, "audit_rate", "misroute0", "mandate", "discipline")] == [0.0] * 12
    assert (p.null_network, p.all_members, p.front_door, p.back_door, p.candidates, p.order) == (
        1,
        1,
        0,
        1,
        1,
        1,
    )


def test_frictionless_removes_what_stands_between_shops() -> None:
    policy = changed(benchmark="frictionless")
    p, row = parameters(policy), terms(policy)[NETWORK]
    none = [row[name] for name in ("take_rate", "admin_h", "prep_h", "call_h", "coordination")]
    assert none == [0.0] * 5
    assert (row["alpha"], p.floor, p.screen, p.tau_route) == (1.0, 1.0, 1.0, 0.02)
    assert (p.audit_h, p.switch_h, p.sigma_obs, p.pure_profit, p.all_members, p.null_network) == (
        0,
        0,
        0,
        1,
        1,
        0,
    )
    assert effective(policy).governance.liability.name == "controller_pays"


def test_a_friction_switch_takes_out_its_friction_only() -> None:
    on, off = parameters(), parameters(changed(friction__switching=False))
    differing = [name for name in columns_of(Parameters) if not np.array_equal(on[name], off[name])]
    assert differing == ["switch_h"]


def test_benchmarks_name_fields_of_the_policy() -> None:
    assert set_paths(Policy(), NULL_NETWORK) != Policy()
    assert set_paths(Policy(), FRICTIONLESS) != Policy()


@given(worlds(), policies(benchmarks=True))
def test_every_world_and_policy_gives_a_full_row_of_finite_numbers(world: World, policy: Policy) -> None:
    p = parameters_table(world, policy, seed=2**64 - 1, weeks=world.clock.weeks)
    values = array_of(p)[0]
    assert all(np.all(np.isfinite(values[name])) for name in columns_of(Parameters))
    rows = array_of(terms_table(world, policy))
    assert all(np.all(np.isfinite(rows[name])) for name in columns_of(Terms))


MONEY = ("dollars", "dollars per hour", "dollars per machine-week")


@given(worlds(), policies())
def test_scaled_money_scales_every_column_of_money_and_no_other(world: World, policy: Policy) -> None:
    """M3: the declared unit of a field and of the column it fills agree."""
    kinds = ((Parameters, lambda w, q: parameters_table(w, q, seed=1, weeks=40)), (Terms, terms_table))
    for row, table in kinds:
        before = array_of(table(world, policy))
        after = array_of(table(scaled_money(world, 8.0), scaled_money(policy, 8.0)))
        for name, column in columns_of(row).items():
            if name in ("content", "price_value"):
                continue
            factor = 8.0 if column.unit in MONEY else 1.0
            assert np.array_equal(after[name], before[name] * factor), name


def test_scaled_money_scales_the_rate_card() -> None:
    policy = changed(payout__price_rule={"rate_card": 90})
    assert scaled_money(policy, 8.0).payout.price_rule.value == 720.0
    assert scaled_money(Policy(), 8.0).payout.price_rule.value == 0.85
