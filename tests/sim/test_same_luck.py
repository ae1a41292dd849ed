"""Equal futures have equal events: A/A, M1, M2, and everything about a run that must leave no trace in it."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pandas as pd
import pytest
from tests.sim.small import NETWORKS, PRESETS, WEEKS, eager, path, policy, preset_run, run, stepped, world

from handoff_scenarios import catalogue
from handoff_sim.policy import apply_settings
from handoff_sim.run import Run, Simulation, simulate

SEEDS = (1, 2, 3, 2**64 - 1)
TABLES = ("profit_weeks", "worth", "cash", "flows", "tallies", "panel", "jobs", "ops", "ties")


def assert_same_future(one: Run, other: Run, what: str = "") -> None:
    """Compare hashes first, then the frames, so that a failure names the first event that differs."""
    if one.events_sha256 != other.events_sha256:
        pd.testing.assert_frame_equal(one.events(), other.events(), obj=f"events {what}")
    assert one.events_sha256 == other.events_sha256


def assert_same_records(one: Run, other: Run) -> None:
    for table in TABLES:
        assert np.array_equal(getattr(one.records, table), getattr(other.records, table)), table


@pytest.mark.parametrize("name", PRESETS)
def test_a_run_repeats_itself_exactly(name: str) -> None:
    again = run(catalogue.world("workshop"), catalogue.policy(name))
    first = preset_run("workshop", name)
    assert_same_future(first, again)
    assert_same_records(first, again)


def test_another_seed_gives_another_future() -> None:
    hashes = {run(world("workshop"), policy("phone_book"), seed).events_sha256 for seed in range(8)}
    assert len(hashes) == 8


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["workshop", "default"])
def test_null_network_equals_phone_book(name: str, seed: int) -> None:
    weeks = 156 if name == "workshop" else WEEKS
    phone = run(catalogue.world(name), catalogue.policy("phone_book"), seed, weeks)
    null = run(catalogue.world(name), catalogue.policy("null_network"), seed, weeks)
    assert_same_future(phone, null)
    assert null.records.member_weeks.sum() > 0, "the network path must be the one that runs"
    assert phone.records.member_weeks.sum() == 0
    assert (null.events()["kind"] == "OFFER").any(), "handoffs must be asked for, or nothing is compared"
    pd.testing.assert_frame_equal(phone.events(), null.events())
    assert np.array_equal(phone.records.profit_weeks, null.records.profit_weeks)
    assert np.array_equal(phone.records.cash, null.records.cash)


def test_null_network_keeps_the_phone_terms_of_its_world() -> None:
    where = world("workshop", behaviour__coordination=300, demand__level=0.9)
    settings = {"phone.b": 0.7, "phone.call_h": 1.0, "phone.visibility": 0.6, "phone.max_ask": 5}
    phone = apply_settings(catalogue.policy("phone_book"), settings)
    null = apply_settings(catalogue.policy("null_network"), settings)
    assert_same_future(run(where, phone, 5, 156), run(where, null, 5, 156))


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_nobody_may_join_equals_no_network(name: str) -> None:
    where = eager("default")
    rules = catalogue.policy(name)
    empty = run(where, rules, 3, forced=path(where, WEEKS, 0, 0))
    none = run(where, apply_settings(rules, {"network": False, "benchmark": "none"}), 3)
    if name == "frictionless":  # a benchmark's frictions hold for the phone too
        friction = {f"friction.{part}": False for part in ("admin", "coordination", "calls", "switching", "misroutes")}
        none = run(where, apply_settings(rules, {"network": False, "benchmark": "none", **friction}), 3)
    assert empty.records.member_weeks.sum() == 0
    assert_same_future(none, empty, name)
    shops = where.population.shops
    assert np.array_equal(none.records.profit_weeks, empty.records.profit_weeks)
    assert np.array_equal(none.records.cash[:shops], empty.records.cash[:shops])


@pytest.mark.parametrize("name", [name for name in NETWORKS if catalogue.policy(name).benchmark.name == "NONE"])
def test_a_network_nobody_wants_equals_no_network(name: str) -> None:
    where = world("default", behaviour__curiosity=0, behaviour__gain_prior=-500, behaviour__gain_prior_n=50)
    rules = apply_settings(catalogue.policy(name), {"launch.hype": 0, "launch.n_hype": 0})
    unwanted = run(where, rules, 4)
    assert unwanted.records.member_weeks.sum() == 0
    assert_same_future(run(where, policy("phone_book"), 4), unwanted, name)


def test_a_network_with_members_does_change_the_future() -> None:
    where = eager("default")
    joined = run(where, policy("enforceable_trust"), 3)
    assert joined.records.member_weeks.sum() > 0
    assert joined.events_sha256 != run(where, policy("phone_book"), 3).events_sha256


@pytest.mark.parametrize("name", ["enforceable_trust", "directory", "phone_book"])
def test_watching_a_run_does_not_change_it(name: str) -> None:
    where, rules = eager("workshop"), catalogue.policy(name)
    plain = simulate(where, rules, seed=7, weeks=80)
    for options in (
        {"record_decisions": True},
        {"keep_events": True},
        {"check": True},
        {"record_decisions": True, "keep_events": True, "check": True},
        {"on_week": lambda week: None},
    ):
        assert simulate(where, rules, seed=7, weeks=80, **options).events_sha256 == plain.events_sha256, options


@pytest.mark.parametrize("name", ["enforceable_trust", "quote_button", "phone_book", "vertical_operator"])
def test_phase_by_phase_equals_the_compiled_round(name: str) -> None:
    where, rules = eager("workshop"), catalogue.policy(name)
    whole = stepped(where, rules, seed=2, weeks=80)
    parts = stepped(where, rules, seed=2, weeks=80, compiled_round=False)
    assert whole.events_sha256 == parts.events_sha256
    assert_same_records(whole, parts)


def test_a_policy_is_what_it_says_not_what_it_is_called() -> None:
    where, rules = eager("workshop"), policy("enforceable_trust")
    renamed = apply_settings(rules, {"name": "other", "title": "Other", "about": "Renamed", "source": "Here"})
    one, other = run(where, rules, 2), run(where, renamed, 2)
    assert_same_future(one, other)
    assert_same_records(one, other)


def test_a_world_is_what_it_says_not_what_it_is_called() -> None:
    where = world("workshop")
    renamed = apply_settings(where, {"name": "other", "title": "Other", "about": "Renamed", "source": "Here"})
    assert_same_future(run(where, policy("directory")), run(renamed, policy("directory")))


def test_interleaved_runs_do_not_touch_each_other() -> None:
    where = eager("workshop")
    cases = [(policy(name), seed) for name in ("enforceable_trust", "phone_book", "directory") for seed in (1, 2)]
    alone = [simulate(where, rules, seed=seed, weeks=50).events_sha256 for rules, seed in cases]
    together = [Simulation(where, rules, seed=seed, weeks=50) for rules, seed in cases]
    for _ in range(50):
        for simulation in reversed(together):
            simulation.step()
    assert [simulation.result().events_sha256 for simulation in together] == alone


def _hash_of(case: tuple[str, str, int]) -> str:
    where, rules, seed = case
    return simulate(catalogue.world(where), catalogue.policy(rules), seed=seed, weeks=40).events_sha256


def test_a_run_is_the_same_in_any_worker() -> None:
    cases = [("workshop", name, seed) for name in ("enforceable_trust", "phone_book") for seed in (1, 2, 3)]
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_hash_of, cases)) == [_hash_of(case) for case in cases]


UNCOMPILED = """
import sys
from handoff_scenarios import catalogue
from handoff_sim.policy import apply_settings
from handoff_sim.run import simulate
world = apply_settings(catalogue.world("workshop"), {
    "population.shops": 5, "population.buyers": 2, "clock.launch": 4, "behaviour.gain_prior": 300,
    "behaviour.gain_prior_n": 50, "demand.shock_sd": 0.2,
})
for name in sys.argv[1:]:
    print(simulate(world, catalogue.policy(name), seed=11, weeks=24, check=True).events_sha256)
"""


@pytest.mark.slow
def test_plain_python_gives_the_compiled_future() -> None:
    def hashes(**environment: str) -> list[str]:
        command = [sys.executable, "-W", "error", "-c", UNCOMPILED, "enforceable_trust", "phone_book", "quote_button"]
        done = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    compiled = hashes(NUMBA_DISABLE_JIT="0")
    assert len(set(compiled)) == 3
    assert hashes(NUMBA_DISABLE_JIT="1") == compiled


def test_a_horizon_is_only_where_one_stops_watching() -> None:
    where, rules = eager("workshop"), policy("enforceable_trust")
    long = run(where, rules, 4, 90).events()
    short = run(where, rules, 4, 50).events()
    pd.testing.assert_frame_equal(long[long["week"] < 50].reset_index(drop=True), short)
