"""Strategies: data that compiled hooks read, with the same results as seats; each shows, and rules guard against it."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.sim.small import eager, path, policy

from handoff_sim import FactoryModel
from handoff_sim.agents import HOOKS, Buyer, Shop
from handoff_sim.market.actor_rows import Play
from handoff_sim.market.columns import columns_of
from handoff_sim.policy import Policy, apply_settings
from handoff_sim.policy.registry import fields_by_path
from handoff_sim.run import Run, simulate
from handoff_sim.strategies import conditions
from handoff_sim.strategies.assignment import BUYERS, FORMS, Assignment
from handoff_sim.strategies.catalogue import STRATEGIES, seats_of

WEEKS = 70
SEED = 4
WORLD = eager("default", clock__launch=4)
FORCED = path(WORLD, WEEKS, 1, 1)
PLAYERS = tuple(range(0, 60, 6))
BUYING = tuple(range(0, 30, 3))
EACH = pytest.mark.parametrize("name", FORMS)

# Rules under which a strategy has something to do.
WHERE: dict[str, tuple[str, dict[str, Any]]] = {
    "lowball_change": ("phone_book", {}),
    "slow_pay": ("phone_book", {}),
    "poach": ("tools_only", {}),
    "bypass": ("quote_button", {}),
    "blame_shift": ("tools_only", {}),
    "packet_free_ride": ("tools_only", {}),
    "false_ncr": ("tools_only", {}),
    "whitewash": ("enforceable_trust", {}),
}
MORE: dict[str, dict[str, float]] = {"whitewash": {"lowest": 0.8}, "milk": {"enough": 0.7}}


def rules(name: str) -> Policy:
    base, settings = WHERE.get(name, ("enforceable_trust", {}))
    return apply_settings(policy(base), settings)


def players(name: str) -> tuple[int, ...]:
    return BUYING if FORMS[name].side == BUYERS else PLAYERS


def played(name: str) -> Assignment:
    return Assignment(strategy=name, agents=players(name), parameters=MORE.get(name, {}))


def forced(name: str) -> Any:
    return None if name == "whitewash" or not rules(name).network else FORCED  # a prescribed member has no review


@cache
def run_of(name: str, honest: bool = False) -> Run:
    strategies = () if honest else (played(name),)
    return simulate(
        WORLD, rules(name), seed=SEED, weeks=WEEKS, strategies=strategies, forced=forced(name), record_decisions=True,
        keep_events=True, check=True,
    )  # fmt: skip


def test_the_table_has_every_strategy_and_every_column_of_plays() -> None:
    assert set(STRATEGIES) == set(FORMS)
    used = {parameter.column for form in FORMS.values() for parameter in form.parameters}
    used |= {flag for form in FORMS.values() for flag in form.flags} | {"ring_next"}
    assert used == set(columns_of(Play))


@EACH
def test_each_names_hooks_that_exist_and_fields_of_the_policy(name: str) -> None:
    strategy = STRATEGIES[name]
    base = Buyer if strategy.form.side == BUYERS else Shop
    assert set(strategy.overrides) <= {hook.name for hook in HOOKS[base]}
    assert strategy.overrides and strategy.does and strategy.pays_if
    known = set(fields_by_path(Policy))
    assert set(strategy.defended_by) <= known, set(strategy.defended_by) - known


@EACH
def test_data_and_seats_have_the_same_future_and_it_is_another_than_the_honest_one(name: str) -> None:
    seats = seats_of(played(name))
    place = {"buyer_seats": seats} if FORMS[name].side == BUYERS else {"seats": seats}
    with FactoryModel(WORLD, rules(name), seed=SEED, weeks=WEEKS, check=True, forced=forced(name), **place) as model:
        assert model.run().events_sha256 == run_of(name).events_sha256
    assert run_of(name).events_sha256 != run_of(name, honest=True).events_sha256


@EACH
def test_each_shows_in_its_detector(name: str) -> None:
    """Players stand out from where they would stand if they were honest, in the mean of the figure."""
    detector = STRATEGIES[name].detector
    who = list(players(name))
    here, there = detector(run_of(name))[who], detector(run_of(name, honest=True))[who]
    assert np.nanmean(here) > np.nanmean(there)


# What a strategy brings, as a count or in cents, and a setting of the policy under which it brings nothing.
GUARDS: dict[str, tuple[Callable[[Run], float], dict[str, Any]]] = {
    "blame_shift": (lambda run: _network(run, run.records.ops["unproven"]), {"governance.alpha": 1.0}),
    "false_ncr": (lambda run: _network(run, _paid(run)), {"governance.alpha": 1.0}),
    "phantom_rfq": (lambda run: _unmeant_by_network(run), {"packet.screen": 1.0}),
    "poach": (lambda run: _network(run, _poached(run)), {"governance.repeat_owner": "receiver_first_refusal"}),
}


@pytest.mark.parametrize("name", GUARDS)
def test_a_guard_leaves_nothing_and_without_it_there_is_something(name: str) -> None:
    brings, settings = GUARDS[name]
    assert brings(run_of(name)) > 0
    guarded = apply_settings(rules(name), settings)
    run = simulate(WORLD, guarded, seed=SEED, weeks=WEEKS, strategies=[played(name)], forced=forced(name))
    assert brings(run) == 0


def test_a_change_is_claimed_only_where_the_scope_was_open() -> None:
    """V18: nothing to claim where every scope is locked."""
    jobs = run_of("lowball_change").records.jobs
    assert jobs["change"][jobs["scope_explicit"] == 0].sum() > 0
    assert jobs["change"][jobs["scope_explicit"] == 1].sum() == 0


def test_a_ring_pays_fees_for_a_record_and_nothing_else() -> None:
    """Transfers go there and back; the take is lost for good, and records gain at most a unit of evidence an event."""
    entries, shops = run_of("wash_ring").entries(), run_of("wash_ring").records.n_shops
    nameless = entries[(entries["job"] < 0) & (entries["payer"] < shops)]
    sent = nameless[nameless["category"] == "TRANSFER"].groupby("payer")["cents"].sum()
    got = nameless[nameless["category"] == "TRANSFER"].groupby("payee")["cents"].sum()
    assert sent.equals(got.rename_axis("payer")) and set(sent.index) <= set(PLAYERS) and len(sent) > 1
    assert nameless[nameless["category"] == "TAKE"]["cents"].sum() > 0


def _paid(run: Run) -> Any:
    return run.records.ops["claimed"] * (1 - run.records.ops["claim_fell"])


def _network(run: Run, amounts: Any) -> float:
    return float(amounts[run.records.ops["channel"] == 2].sum())


def _unmeant_by_network(run: Run) -> float:
    jobs = run.records.jobs
    return float((jobs["intent"][jobs["channel"] == 2] == 0).sum())


def _poached(run: Run) -> Any:
    """1 for the first operation of a job whose repeat was poached."""
    jobs = run.records.jobs
    marks = np.zeros(len(run.records.ops))
    marks[jobs["first_op"][jobs["parent"][jobs["poached"] == 1]]] = 1
    return marks


def test_conditions_are_the_closed_forms() -> None:
    assert conditions.lowball_gain(0.1, 100, 0.5, 0.08, 1000, 0.05, False, 0.2, 0.0) == pytest.approx(10 - 40)
    assert conditions.lowball_gain(0.0, 100, 1.0, 0.0, 1000, 0.05, True, 0.2, 0.5) == pytest.approx(5.0)
    assert conditions.lowball_gain(0.0, 100, 1.0, 0.0, 1000, 0.05, False, 0.2, 0.5) == 0.0  # V18
    assert conditions.whitewash_gain(500, 200, 100, 150) == 50  # V17
    assert conditions.wash_ring_gain(10, 2, 0.05, 1500, 0.03, 500) == pytest.approx(20 - 150 - 15)
    assert conditions.milk_gain(30, 1.0, 1000, 0.01, 0.035, 100) == pytest.approx(30 - 25 - 2.5)
    assert conditions.free_ride_gain(1.5, 55, 0.9, 0.5, 800, 0.05, 10) == pytest.approx(82.5 - 18 - 10)
    assert conditions.blame_shift_gain(0.3, 0.5, 2000, 4, 55, 30) == pytest.approx(700 - 220 - 30)
    assert conditions.slow_pay_gain(5200, 0.12, 6, 10, 5) == pytest.approx(72 - 15)
    assert conditions.false_claim_gain(300, 0.6, 0.5, 1, 55, 20) == pytest.approx(90 - 55 - 10)
    assert conditions.cherry_pick_gain(80, 30) == 50 and conditions.ack_spam_gain(20, 4, 25) == -9
    assert conditions.padding_gain(50, 0.4, 15) == 5 and conditions.over_accept_gain(200, 60, 40) == 100
    assert conditions.phantom_gain(30, 50) == -20


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "name": (lambda: Assignment(strategy="milking", agents=(1,)), r"expected one of milk, .*; found 'milking'"),
    "parameter": (
        lambda: Assignment(strategy="milk", agents=(1,), parameters={"above": 0.9}), r"milk.above: expected one"),
    "no parameter": (
        lambda: Assignment(strategy="poach", agents=(1,), parameters={"x": 1}), r"poach.x: expected no parameter"),
    "range": (
        lambda: Assignment(strategy="milk", agents=(1,), parameters={"enough": 1.5}),
        r"milk.enough: expected a number from 0 to 1; found 1.5"),
    "whole": (
        lambda: Assignment(strategy="slow_pay", agents=(1,), parameters={"weeks": 2.5}), r"whole number from 1 to 52"),
    "ring": (lambda: Assignment(strategy="wash_ring", agents=(1,)), r"wash_ring: expected 2 or more different shops"),
    "twice": (lambda: Assignment(strategy="milk", agents=(1, 1)), r"milk: expected 1 or more different shops"),
    "shop": (
        lambda: simulate(WORLD, rules("milk"), seed=1, weeks=2, strategies=[Assignment(strategy="milk", agents=(60,))]),
        r"milk.shops: expected numbers from 0 to 59; found 60"),
    "buyer": (
        lambda: simulate(WORLD, rules("milk"), seed=1, weeks=2, strategies=[
            Assignment(strategy="phantom_rfq", agents=(99,))]), r"phantom_rfq.buyers: expected numbers from 0 to 29"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_wrong_assignment_is_refused(what: str) -> None:
    make, complaint = BAD[what]
    with pytest.raises(ValueError, match=complaint):
        make()
