"""The Distributed Factory Index, customer capture, commoditisation and emergence."""

import math

import numpy as np
import pytest

from handoff_sim.codes import Account, Category, Channel, FeePayer, OpState, Record
from handoff_sim.market import tables
from handoff_sim.metrics import compute, compute_by_size
from handoff_sim.metrics.emergence import Thresholds, emergence, emergence_ratio, late_dfi
from handoff_sim.records import Records

from .build import account, handoff, jobs, ops, run, shops, table, with_entries, with_panel, with_parameters

OUT = {"outside_book": 1}


def test_dfi_counts_governed_proven_hours_with_new_partners_only() -> None:
    work = ops(
        handoff(**OUT),  # the only one that counts
        handoff(),  # partner of the initial book
        handoff(**OUT, channel=Channel.PHONE),  # by e-mail
        handoff(**OUT, unproven=1),
        {"channel": Channel.NETWORK, **OUT},  # front door, made by its prime
        handoff(**OUT, state=OpState.IN_WORK),
        {"maker": -2, "channel": Channel.OUTSIDE},
    )
    records = run(jobs=jobs({}), ops=work)
    assert compute(records)["DFI"] == pytest.approx(1 / 5)
    assert compute(records)["N2"] == compute(records)["DFI"]
    assert compute_by_size(records)["DFI"]["L"] == pytest.approx(1 / 4)


def test_a_network_run_by_email_is_no_distributed_factory() -> None:
    email = table(tables.Terms, [{"record": Record.INFORMAL_EMAIL}] * 3)
    assert compute(run(jobs=jobs({}), ops=ops(handoff(**OUT)), terms=email))["DFI"] == 0.0


def test_customer_capture_is_a_repeat_held_by_neither_maker_nor_owner() -> None:
    first = {"prime": 0, "first_op": 0, "week": 3, "award_week": 3, "closed_week": 4}
    held = [{"nth": 1, "parent": 0, "reorder": 1, "prime": holder} for holder in (0, 1, 2, 2)]
    competed = {"nth": 1, "parent": 0, "prime": 2}
    records = run(3, jobs=jobs(first, *held, competed), ops=ops(handoff(maker=1, closed_week=4)))
    assert compute(records)["X1.customer"] == 0.5


def test_margin_compression_compares_contributions_per_machine_hour() -> None:
    work = ops(
        {"price": 110.0, "actual_min": 60},  # direct, in house: 110 - 70 = 40 an hour
        {"price": 100.0, "actual_min": 60, "channel": Channel.NETWORK, "job": 1},  # 100 * .9 - 70 = 20
        handoff(maker=1, transfer=10_000, fee=1_000, actual_min=60),  # 100 - half the fee - 70 = 25
    )
    terms = table(
        tables.Terms, [{}, {}, {"take_rate": 0.1, "fee_payer": FeePayer.SPLIT, "fee_receiver": 0.5, "record": 4}]
    )
    two = shops({"machines": 2, "cost_rate": 70.0}, {"machines": 2, "cost_rate": 70.0, "key": 1})
    records = run(jobs=jobs({}, {"channel": Channel.NETWORK}), ops=work, terms=terms, shops=two)
    assert compute(records)["X2"] == pytest.approx(1 - 22.5 / 40)


def test_merit_elasticity_is_a_difference_of_slopes() -> None:
    quality = np.array([-1.0, 0.0, 1.0])  # SD sqrt(2/3)
    makers = shops(*({"key": i, "machines": 2, "skill": float(np.exp(-q))} for i, q in enumerate(quality)))
    direct = [{"maker": i, "price": 100.0} for i in range(3)]
    network = [
        {"maker": i, "price": 100.0 * np.exp(0.3 * q), "channel": Channel.NETWORK} for i, q in enumerate(quality)
    ]
    records = run(3, shops=makers, jobs=jobs({}), ops=ops(*direct, *network))
    assert compute(records)["X2.merit"] == pytest.approx(0.3 * math.sqrt(2 / 3))
    assert math.isnan(compute(run(jobs=jobs({}), ops=ops({"price": 1.0})))["X2.merit"])


@pytest.mark.parametrize(
    ("policy", "phone", "frictionless", "expected"),
    [
        (0.12, 0.02, 0.22, 0.5),
        (0.02, 0.02, 0.22, 0.0),
        (0.30, 0.02, 0.22, 1.4),  # beyond the benchmark
        (0.005, 0.0, 0.009, math.nan),  # too little to be had
        (0.02, 0.02, 0.02, math.nan),
    ],
)
def test_emergence_ratio(policy: float, phone: float, frictionless: float, expected: float) -> None:
    assert emergence_ratio(policy, phone, frictionless, 0.01) == pytest.approx(expected, nan_ok=True)


def emerged_run(*extra: dict[str, int]) -> Records:
    """Half of all hours count, every shop is active, nothing is unproven in the last four weeks."""
    work = ops({}, handoff(**OUT), *extra)
    return with_panel(run(jobs=jobs({}), ops=work), active=[2, 2, 2, 2])


FOUR = Thresholds(weeks=4)


def test_a_distributed_factory_emerges_when_all_four_tests_pass() -> None:
    records = emerged_run()
    assert late_dfi(records, 4) == 0.5
    verdict = emergence(records, phone_dfi=0.0, frictionless_dfi=0.8, thresholds=FOUR)
    assert verdict.emerged
    assert (verdict.dfi, verdict.ratio, verdict.active) == (0.5, pytest.approx(0.625), 1.0)


@pytest.mark.parametrize(
    "thresholds",
    [
        Thresholds(weeks=4, ratio=0.7),
        Thresholds(weeks=4, active=1.1),
        Thresholds(weeks=4, potential=0.9),
    ],
    ids=["ratio", "active", "potential"],
)
def test_one_failed_test_is_enough(thresholds: Thresholds) -> None:
    assert not emergence(emerged_run(), phone_dfi=0.0, frictionless_dfi=0.8, thresholds=thresholds).emerged


def test_unproven_disputes_prevent_emergence() -> None:
    records = emerged_run(handoff(ncr_causes=1, unproven=1), handoff(**OUT))
    verdict = emergence(records, phone_dfi=0.0, frictionless_dfi=0.8, thresholds=FOUR)
    assert verdict.ratio >= 0.5
    assert verdict.unproven == 1.0
    assert not verdict.emerged


def test_a_subsidised_network_has_not_emerged_until_the_subsidy_ends() -> None:
    records = emerged_run()
    records = with_entries(records, (account(records, Account.SPONSOR), 0, 100, Category.SUBSIDY))
    stopped = with_parameters(records, subsidy_end=6)
    assert not emergence(records, phone_dfi=0.0, frictionless_dfi=0.8, thresholds=FOUR).emerged
    assert emergence(stopped, phone_dfi=0.0, frictionless_dfi=0.8, thresholds=FOUR).emerged
