"""A network that is withdrawn: what ends with it, what is finished, and what stays."""

import numpy as np
import pandas as pd
import pytest
from tests.sim.small import NETWORKS, eager, path, policy, run, stepped

from handoff_sim.codes import Category, Channel
from handoff_sim.metrics import compute
from handoff_sim.policy import Policy
from handoff_sim.run import Run

WEEKS, END = 90, 50
FEES = (Category.SUBSCRIPTION, Category.ENTRY, Category.SUBSIDY, Category.PENALTY, Category.REBATE, Category.BONUS)


def ended(name: str, week: int = END) -> Policy:
    return policy(name, launch__withdraw_week=week)


def facts(one: Run) -> pd.DataFrame:
    """Events, without the one that says that the network is withdrawn."""
    events = one.events()
    return events[events["kind"] != "WITHDRAWN"].reset_index(drop=True)


@pytest.fixture(scope="module")
def trust() -> Run:
    return run(eager(), ended("enforceable_trust"), 3, WEEKS, check=True)


@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "frictionless"])
def test_withdrawn_before_anybody_could_join_it_is_no_network(name: str) -> None:
    where = eager("workshop")
    nobody = run(where, policy(name), 4, 60, forced=path(where, 60, 0, 0))
    gone = run(where, ended(name, 9), 4, 60)
    assert gone.records.member_weeks.sum() == 0
    pd.testing.assert_frame_equal(facts(gone), nobody.events())


def test_the_null_network_is_the_phone_book_also_after_it_is_withdrawn() -> None:
    where = eager()
    phone, null = run(where, policy("phone_book"), 4, WEEKS), run(where, ended("null_network"), 4, WEEKS)
    assert null.records.member_weeks[:END].sum() > 0
    pd.testing.assert_frame_equal(facts(null), phone.events())
    assert np.array_equal(null.records.profit_weeks, phone.records.profit_weeks)


def test_nobody_lives_otherwise_before_the_withdrawal(trust: Run) -> None:
    whole = run(eager(), policy("enforceable_trust"), 3, WEEKS).events()
    parted = facts(trust)
    pd.testing.assert_frame_equal(parted[parted["week"] < END], whole[whole["week"] < END])
    assert len(parted) != len(whole)


def test_everybody_is_out_and_stays_out(trust: Run) -> None:
    assert trust.records.member_weeks[END - 2].sum() > 10
    assert trust.records.member_weeks[END - 1 :].sum() == trust.records.buyer_member_weeks[END - 1 :].sum() == 0
    told = trust.events().query("kind == 'WITHDRAWN'")
    assert list(told["week"]) == [END - 1]


@pytest.mark.parametrize("name", ["enforceable_trust", "member_coop", "tools_only", "subsidised_launch"])
def test_no_new_work_or_fee_of_the_network_and_all_that_was_open_is_finished(name: str) -> None:
    one = run(eager(), ended(name), 5, WEEKS, check=True)
    jobs, ops = one.records.jobs, one.records.ops
    by_network = jobs["channel"] == Channel.NETWORK
    assert (jobs["week"][by_network] < END).all()
    handed = (ops["channel"] == Channel.NETWORK) & (ops["handed_off"] == 1)
    assert handed.any() and (ops["accepted_week"][handed] < END).all()
    open_then = handed & (ops["closed_week"] >= END)
    assert open_then.any(), "some handoffs must have been open, or nothing is finished"
    assert (ops["closed_week"][handed & (ops["accepted_week"] < END - 20)] >= 0).all()
    entries = one.entries()
    late = entries[(entries["week"] >= END) & entries["category"].isin([category.name for category in FEES])]
    assert late.empty
    assert one.records.cash[one.records.n_shops + one.records.n_buyers + 3] >= 0  # escrow; the laws say the rest


def test_bonds_come_back() -> None:
    one = run(eager(), policy("enforceable_trust", entry__bond=2000, launch__withdraw_week=END), 5, WEEKS, check=True)
    entries = one.entries().query("category == 'BOND'")
    given = entries[entries["payee"] >= one.records.n_shops]["cents"].sum()
    assert given > 0
    assert entries[entries["payee"] < one.records.n_shops]["cents"].sum() == given


def test_ties_that_were_made_stay_and_work_goes_by_phone_again(trust: Run) -> None:
    figures = compute(trust.records)
    phone = compute(run(eager(), policy("phone_book"), 3, WEEKS).records)
    assert figures["N14"] > 0.5 and phone["N14"] == 0
    assert phone["N14.hours"] == 0
    ties = trust.records.ties
    assert (ties["trust"][(ties["other"] >= 0) & (ties["initial"] == 0)] > 0).any()
    late = trust.records.ops["accepted_week"] >= END
    known = (trust.records.ops["outside_book"] == 1) & (trust.records.ops["channel"] == Channel.PHONE)
    assert (late & known).any(), "a partner met in the network is phoned after it"


def test_a_prescribed_membership_ends_with_the_network_too() -> None:
    where = eager("workshop")
    one = run(where, ended("enforceable_trust"), 5, WEEKS, forced=path(where, WEEKS, 1, 1))
    assert one.records.member_weeks[END - 2].all() and not one.records.member_weeks[END - 1 :].any()


def test_phase_by_phase_it_ends_the_same_way() -> None:
    where = eager("workshop")
    whole = stepped(where, ended("member_coop"), seed=2, weeks=WEEKS)
    parts = stepped(where, ended("member_coop"), seed=2, weeks=WEEKS, compiled_round=False)
    assert whole.events_sha256 == parts.events_sha256


def test_a_network_that_is_never_withdrawn_keeps_its_hash() -> None:
    assert policy("tools_only", launch__withdraw_week="none").content_hash == policy("tools_only").content_hash
    assert ended("tools_only").content_hash != policy("tools_only").content_hash
