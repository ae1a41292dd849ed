"""Laws that hold in every week of every run: money, hours, jobs, evidence (MODEL 7.2)."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sim.small import PRESETS, eager, path, policy, preset_run, run
from tests.strategies import policies, worlds

from handoff_scenarios import catalogue
from handoff_sim import invariants
from handoff_sim.codes import Account
from handoff_sim.metrics.welfare import welfare
from handoff_sim.policy import Policy, apply_settings
from handoff_sim.records import Records
from handoff_sim.run import Run, simulate
from handoff_sim.world.document import World

LAWS = {law.__name__.strip("_") for law in invariants.LAWS}


def assert_finite(records: Records) -> None:
    for table in ("shops", "buyers", "ties", "standing", "tallies", "panel", "jobs", "ops", "verticals"):
        rows = getattr(records, table)
        for name in rows.dtype.names:
            if rows[name].dtype.kind == "f":
                assert np.isfinite(rows[name]).all(), f"{table}.{name}"


def assert_no_negative_hours(records: Records) -> None:
    for name in records.tallies.dtype.names:
        if name.endswith("_min") or name.endswith("_hours"):
            assert (records.tallies[name] >= 0).all(), name


def assert_books_close(one: Run) -> None:
    records = one.records
    assert set(one.invariants) == LAWS and all(count == one.weeks for count in one.invariants.values())
    assert_finite(records)
    assert_no_negative_hours(records)
    assert np.array_equal(records.profit_weeks.sum(axis=0), records.worth[: records.n_shops])
    found = welfare(records)
    assert sum(found.real.values()) == sum(found.agents.values())
    pool = records.n_shops + records.n_buyers + int(Account.POOL)
    assert records.cash[pool] >= 0


@pytest.mark.parametrize("name", PRESETS)
def test_every_law_holds_in_every_week_of_the_workshop(name: str) -> None:
    assert_books_close(simulate(catalogue.world("workshop"), catalogue.policy(name), seed=1, check=True))


@pytest.mark.parametrize("name", PRESETS)
def test_every_law_holds_in_every_week_of_the_default_world(name: str) -> None:
    assert_books_close(simulate(catalogue.world("default"), catalogue.policy(name), seed=2, weeks=60, check=True))


@pytest.mark.parametrize("name", PRESETS)
def test_every_law_holds_with_everybody_in_the_network(name: str) -> None:
    where = eager("default")
    forced = path(where, 60, 1, 1) if catalogue.policy(name).network else None
    assert_books_close(simulate(where, catalogue.policy(name), seed=3, weeks=60, check=True, forced=forced))


@pytest.mark.parametrize("name", PRESETS)
def test_every_law_holds_while_shops_fail(name: str) -> None:
    poor = apply_settings(
        eager("workshop"),
        {
            "population.cash_per_machine": 4500,
            "population.credit_per_machine": 1000,
            "behaviour.insolvency_weeks": 2,
        },
    )
    one = simulate(poor, catalogue.policy(name), seed=4, weeks=80, check=True)
    assert 0 < one.records.panel["exits"].sum() < poor.population.shops
    assert_books_close(one)


def check_a_drawn_run(where: World, rules: Policy, seed: int) -> None:
    assert_books_close(simulate(where, rules, seed=seed, check=True, record_decisions=seed % 2 == 0))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), policies(), st.integers(0, 2**64 - 1))
def test_every_law_holds_in_drawn_worlds_under_drawn_rules(where: World, rules: Policy, seed: int) -> None:
    check_a_drawn_run(where, rules, seed)


@pytest.mark.slow
@settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), policies(network=True, benchmarks=True), st.integers(0, 2**64 - 1))
def test_every_law_holds_in_thousands_of_drawn_networks(where: World, rules: Policy, seed: int) -> None:
    joined = apply_settings(where, {"behaviour.gain_prior": 400, "behaviour.gain_prior_n": 50})
    check_a_drawn_run(joined, rules, seed)


# Offers, evidence, and the events as witnesses of the tables.


@pytest.mark.parametrize("name", ["enforceable_trust", "quote_button", "overflow_lane"])
def test_offers_are_accepted_declined_or_expired(name: str) -> None:
    where = eager("default")
    one = run(where, policy(name), 3, forced=path(where, 60, 1, 1))
    tallies = {field: int(one.records.tallies[field].sum()) for field in one.records.tallies.dtype.names}
    events = one.events()
    offers = events[events["kind"] == "OFFER"]
    assert len(offers) == tallies["offers"] + tallies["phone_asked"]
    assert tallies["offers_accepted"] + tallies["offers_expired"] <= tallies["offers"]
    assert (offers["code"] == 0).sum() == tallies["offers_accepted"] + tallies["phone_accepted"]
    assert tallies["offers"] > 0


@pytest.mark.parametrize("name", PRESETS)
def test_events_count_what_the_tables_count(name: str) -> None:
    one = preset_run("workshop", name)
    counts = one.events()["kind"].value_counts()
    panel, records = one.records.panel, one.records
    for kind, column in (
        ("RFQ", "rfqs"),
        ("AWARD", "awards"),
        ("JOB_CLOSED", "closed_jobs"),
        ("NCR", "ncr_events"),
        ("DISPUTE", "ncr_disputed"),
        ("OUTSIDE", "outside_ops"),
        ("POACH", "poaches"),
        ("BYPASS", "repeats_leaked"),
        ("INSOLVENT", "exits"),
    ):
        assert counts[kind] == panel[column].sum(), kind
    assert counts["QUOTE"] == records.tallies["quotes"].sum()
    assert counts["NO_BID"] == records.tallies["no_bids"].sum()
    lost = panel["no_intent"].sum() + panel["no_quote"].sum() + panel["too_dear"].sum()
    assert counts["NO_AWARD"] == lost
    assert counts["OP_CLOSED"] == (records.ops["closed_week"] >= 0).sum() - (records.ops["state"] == 5).sum()


@pytest.mark.parametrize("name", ["enforceable_trust", "merit_routing", "directory"])
def test_records_hold_no_more_evidence_than_there_were_events(name: str) -> None:
    where = eager("default")
    one = run(where, policy(name), 3, forced=path(where, 60, 1, 1))
    standing, tallies = one.records.standing, one.records.tallies
    evidence = (standing["r"] + standing["s"]).sum(axis=0)
    network_ops = int((one.records.ops["channel"] == 2).sum())
    jobs = int((one.records.jobs["channel"] == 2).sum())
    answers = int(tallies["offers"].sum())
    closings = network_ops + jobs
    assert (evidence[1:5] <= closings + 1e-9).all()
    assert (evidence[[0, 5]] <= answers + jobs + 1e-9).all()
    if one.records.parameters["w"].any():
        assert evidence.sum() > 0
    outcomes = (standing["origin_r"] + standing["origin_s"]).sum(axis=0)
    assert (outcomes <= network_ops + 1e-9).all()


def test_a_run_without_members_leaves_no_record() -> None:
    standing = preset_run("workshop", "phone_book").records.standing
    assert standing["r"].sum() == standing["s"].sum() == 0


@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust"])
def test_every_handoff_has_one_receiver_other_than_its_originator(name: str) -> None:
    ops = preset_run("default", name).records.ops
    handed = ops[(ops["handed_off"] == 1) & (ops["maker"] >= 0)]
    assert len(handed) > 0
    assert (handed["maker"] != handed["originator"]).all()
    assert np.isin(handed["channel"], (1, 2)).all()


@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust"])
def test_the_ledger_adds_up_to_every_account(name: str) -> None:
    """Worth is what entries on the net-worth basis moved, cash what those on the cash basis moved."""
    one = preset_run("workshop", name)
    entries, records = one.entries(), one.records
    accounts = len(records.worth)
    for basis, balance in (("net worth", records.worth), ("cash", records.cash)):
        rows = entries[entries["basis"].isin(["both", basis])]
        moved = np.zeros(accounts, np.int64)
        np.subtract.at(moved, rows["payer"].to_numpy(), rows["cents"].to_numpy())
        np.add.at(moved, rows["payee"].to_numpy(), rows["cents"].to_numpy())
        if basis == "cash":  # the starting cash is not an entry
            start = np.floor(records.shops["machines"] * 25_000.0 * 100 + 0.5).astype(np.int64)
            moved[: records.n_shops] += start
            moved[records.n_shops + records.n_buyers + int(Account.ENDOWMENT)] -= start.sum()
        assert np.array_equal(moved, balance), basis
    assert (entries["cents"] >= 0).all()
