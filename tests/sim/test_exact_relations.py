"""Relations between runs that hold exactly: M3 money, M4 labels, M5 save and restore, M6 and M7 switches."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.sim.small import PRESETS, eager, path, policy, run, stepped, world

from handoff_scenarios import catalogue
from handoff_sim.policy import Policy, apply_settings, scaled_money
from handoff_sim.run import Run, Simulation
from handoff_sim.saving import restore, save
from handoff_sim.world.document import World

MONEY = ("cents", "terms")  # Terms hold dollars, so their content hash moves with the currency
NO_MONEY_KINDS = ("COMPLETED",)  # its cents column holds minutes


def decisions_of(one: Run) -> pd.DataFrame:
    """Events without the columns that carry money."""
    return one.events().drop(columns=list(MONEY))


# M3: the currency is a matter of taste.


@pytest.mark.parametrize("factor", [2, 4, 10])
@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "quote_button", "member_coop"])
def test_money_in_another_currency_changes_no_decision(name: str, factor: int) -> None:
    where, rules = eager("workshop"), catalogue.policy(name)
    one = run(where, rules, 3, 80)
    other = run(scaled_money(where, factor), scaled_money(rules, factor), 3, 80)
    pd.testing.assert_frame_equal(decisions_of(one), decisions_of(other))
    money = ~one.events()["kind"].isin(NO_MONEY_KINDS)
    cents, scaled = one.events()["cents"][money], other.events()["cents"][money]
    # Half a cent of the coarser currency for each of a few entries behind one amount (an order's rest in escrow is
    # what its handoffs left of it), and what such halves do to wealth and so to a risk premium.
    assert (np.abs(scaled - factor * cents) <= factor * (4 + 1e-5 * cents)).all()
    profit = one.records.profit_weeks.sum(axis=0)
    assert np.allclose(other.records.profit_weeks.sum(axis=0), factor * profit, rtol=1e-5, atol=2000 * factor)
    assert np.array_equal(one.records.member_weeks, other.records.member_weeks)


def test_money_in_another_currency_is_not_the_same_money() -> None:
    where, rules = world("workshop"), policy("phone_book")
    assert run(where, rules).events_sha256 != run(scaled_money(where, 2), scaled_money(rules, 2)).events_sha256


# M4: a shop is its key, not its row.


def relabelled(where: World, rules: Policy, seed: int, weeks: int) -> tuple[Run, Run]:
    order = np.random.default_rng(seed).permutation(where.population.shops)
    one = stepped(where, rules, seed=seed, weeks=weeks, keep_events=True)
    other = stepped(where, rules, seed=seed, weeks=weeks, keep_events=True, order=order)
    assert np.array_equal(other.records.shops["key"], order)
    return one, other


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", PRESETS)
def test_shops_in_another_order_have_the_same_profits(name: str, seed: int) -> None:
    one, other = relabelled(eager("workshop"), catalogue.policy(name), seed, 80)
    rows = np.argsort(other.records.shops["key"])
    assert np.array_equal(one.records.profit_weeks, other.records.profit_weeks[:, rows])
    assert np.array_equal(one.records.member_weeks, other.records.member_weeks[:, rows])
    assert np.array_equal(one.records.cash[: len(rows)], other.records.cash[rows])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "quote_button", "null_network"])
def test_shops_in_another_order_live_the_same_events(name: str, seed: int) -> None:
    one, other = relabelled(eager("workshop"), catalogue.policy(name), seed, 80)
    columns = list(one.events().columns)
    frames = [a_run.events().sort_values(columns, ignore_index=True) for a_run in (one, other)]
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "quote_button", "null_network"])
def test_shops_in_another_order_have_the_same_hash(name: str) -> None:
    one, other = relabelled(eager("workshop"), catalogue.policy(name), 1, 80)
    assert one.events_sha256 == other.events_sha256


POOR = {
    "population.cash_per_machine": 0,
    "population.credit_per_machine": 500,
    "population.opening_receivable_weeks": 0,
    "behaviour.insolvency_weeks": 2,
}


@pytest.mark.parametrize("seed", [1, 5, 6])
def test_shops_of_a_poor_world_close_in_the_same_way_in_any_order(seed: int) -> None:
    poor = apply_settings(eager("workshop"), POOR)
    one, other = relabelled(poor, policy("enforceable_trust"), seed, 80)
    assert one.records.panel["exits"].sum() > 3, "several shops must close, or nothing is tested"
    rows = np.argsort(other.records.shops["key"])
    assert np.array_equal(one.records.profit_weeks, other.records.profit_weeks[:, rows])


def test_shops_of_a_poor_world_have_the_same_hash_in_any_order() -> None:
    one, other = relabelled(apply_settings(eager("workshop"), POOR), policy("enforceable_trust"), 5, 80)
    assert one.events_sha256 == other.events_sha256


# M5: a run may be put away and taken up again.


def restored(simulation: Simulation, folder: Path) -> Simulation:
    """The simulation, saved to a file and read back."""
    return restore(save(simulation, folder / "run.npz"))


@pytest.mark.parametrize("week", [1, 9, 30, 59])
@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "quote_button", "vertical_operator"])
def test_a_saved_and_restored_run_continues_identically(name: str, week: int, tmp_path: Path) -> None:
    where, rules = eager("workshop"), catalogue.policy(name)
    whole = stepped(where, rules, seed=6, weeks=60)
    first = Simulation(where, rules, seed=6, weeks=60)
    for _ in range(week):
        first.step()
    second = restored(first, tmp_path).run()
    assert second.events_sha256 == whole.events_sha256
    assert np.array_equal(second.records.profit_weeks, whole.records.profit_weeks)
    assert np.array_equal(second.records.cash, whole.records.cash)


def test_a_run_restored_in_every_week_is_the_same_run(tmp_path: Path) -> None:
    where, rules = eager("workshop"), policy("enforceable_trust")
    simulation = Simulation(where, rules, seed=8, weeks=30)
    for _ in range(30):
        simulation.step()
        simulation = restored(simulation, tmp_path)
    assert simulation.result().events_sha256 == stepped(where, rules, seed=8, weeks=30).events_sha256


def test_a_restored_run_leaves_its_origin_untouched(tmp_path: Path) -> None:
    where, rules = eager("workshop"), policy("enforceable_trust")
    origin = Simulation(where, rules, seed=8, weeks=30)
    for _ in range(10):
        origin.step()
    restored(origin, tmp_path).run()
    assert origin.run().events_sha256 == stepped(where, rules, seed=8, weeks=30).events_sha256


# M6 and M7: what a switch makes irrelevant, and that it matters without the switch.


def futures(where: World, rules: Policy, field: str, values: tuple[Any, ...], joined: bool) -> set[int]:
    """Runs that differ in one field of the policy, as hashes of their events.

    Events name the Terms they fall under by content, and the field may be part of it: that name is left out.
    """
    options = {"forced": path(where, 80, 1, 1)} if joined else {}
    found = set()
    for value in values:
        events = run(where, apply_settings(rules, {field: value}), 4, 80, **options).events()
        events.loc[events["kind"] != "QUOTE", "terms"] = 0  # a quote's holds its lead
        found.add(int(pd.util.hash_pandas_object(events).sum()))
    return found


def test_discipline_has_no_effect_on_owners_who_feel_nothing_about_control() -> None:
    proud = apply_settings(eager("default"), {"population.autonomy_max": 500})
    rules, levels = policy("enforceable_trust"), (0.0, 0.5, 1.0)
    assert len(futures(proud, rules, "discipline", levels, joined=False)) > 1
    pure = apply_settings(proud, {"behaviour.pure_profit": True})
    assert len(futures(pure, rules, "discipline", levels, joined=False)) == 1
    indifferent = apply_settings(proud, {"population.autonomy_max": 0})
    assert len(futures(indifferent, rules, "discipline", levels, joined=False)) == 1


DEFAULTS = ([0, 0, 1, 0], [0, 1, 0, 0], [0.5, 0.2, 0.3, 0])
MATRICES = ("receiver_all", "originator_all", "controller_pays")
# What is switched off or on, and how; the field that then no longer matters; two values of it.
SWITCHES: dict[str, tuple[dict[str, Any], dict[str, Any], str, tuple[Any, ...]]] = {
    "proof always succeeds: default split": (
        {},
        {"governance.alpha": 1},
        "governance.default_split",
        tuple(dict(zip(("buyer", "originator", "receiver", "pool"), row, strict=True)) for row in DEFAULTS),
    ),
    "no front door: quotes per RFQ": ({}, {"routing.front_door": False}, "routing.quotes_per_rfq", (1, 3, 8)),
    "no front door: price scale of awards": ({}, {"routing.front_door": False}, "routing.mu_award", (0.05, 0.3)),
    "no front door: who awards": ({}, {"routing.front_door": False}, "routing.award_by", ("buyer", "network")),
    "no audits: fine": (
        {"reputation.audit_rate": 0.3, "reputation.w.closure": 0, "reputation.w.otd": 0.4},  # codes earn nothing else
        {"reputation.audit_rate": 0},
        "reputation.audit_fine",
        (0, 50, 5000),
    ),
}


@pytest.mark.parametrize("title", SWITCHES)
def test_a_policy_switch_makes_a_field_irrelevant(title: str) -> None:
    before, switch, field, values = SWITCHES[title]
    where = eager("default")
    rules = apply_settings(catalogue.policy("enforceable_trust"), before)
    assert len(futures(where, rules, field, values, joined=True)) > 1, "without the switch the field must matter"
    assert len(futures(where, apply_settings(rules, switch), field, values, joined=True)) == 1


def test_complete_packets_that_never_change_make_packet_rows_irrelevant() -> None:
    rows = {"workmanship": [0, 0, 1, 0]}
    first = {**rows, "rev": [0, 1, 0, 0], "scope": [0, 1, 0, 0], "cert": [0, 1, 0, 0]}
    second = {**rows, "rev": [0, 0, 1, 0], "scope": [1, 0, 0, 0], "cert": [0, 0, 1, 0]}
    loose = eager("default")
    clean = apply_settings(loose, {"buyers.discipline": [1.0, 1.0, 1.0], "buyers.churn": [0.0, 0.0, 0.0]})
    rules = policy("enforceable_trust", record="shared_locked")
    sure = apply_settings(rules, {"governance.alpha": 1})  # no dispute, so no default split either
    assert len(futures(loose, sure, "governance.liability", (first, second), joined=True)) == 2
    assert len(futures(clean, sure, "governance.liability", (first, second), joined=True)) == 1


def test_parts_that_never_come_back_make_the_repeat_rule_irrelevant() -> None:
    once = eager("default", demand__repeat_prob=0)
    again = eager("default")
    owners = ("originator", "receiver_first_refusal", "buyer_choice", "network_reroute")
    rules = policy("enforceable_trust")
    assert len(futures(again, rules, "governance.repeat_owner", owners, joined=True)) > 1
    assert len(futures(once, rules, "governance.repeat_owner", owners, joined=True)) == 1


def test_disclosure_is_free_where_idle_capacity_costs_no_bargaining_power() -> None:
    """Availability has no weight here, so that disclosure could act through the price alone."""
    rules = policy("enforceable_trust", payout__price_rule={"nash": 0.5}, routing__w_avail=0)
    costly, free = eager("default", behaviour__chi=0.5), eager("default", behaviour__chi=0)
    assert len(futures(costly, rules, "entry.disclosure_min", (0, 0.5, 1), joined=True)) > 1
    assert len(futures(free, rules, "entry.disclosure_min", (0, 0.5, 1), joined=True)) == 1
