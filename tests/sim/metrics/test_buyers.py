"""The B-family."""

import math

import pytest

from handoff_sim.codes import Account, Category, JobState, NoAward
from handoff_sim.metrics import compute

from .build import account, jobs, ops, run, with_entries

BUYER = 2  # ledger row of the only buyer after two shops


def test_surplus_is_what_buyers_gained_in_the_ledger() -> None:
    blank = run()
    nature = account(blank, Account.NATURE)
    records = with_entries(
        blank,
        (nature, BUYER, 100_000, Category.VALUE),
        (BUYER, 0, 70_000, Category.PRICE),
        (0, BUYER, 2_000, Category.LATE_PENALTY),
    )
    assert compute(records)["B1"] == pytest.approx(320.0 / (2 * 4))
    assert compute(with_entries(blank, (nature, BUYER, 1, Category.VALUE), epoch=1))["B1"] == 0.0


def test_surplus_per_job_follows_the_formula() -> None:
    closed = {"value": 1000.0, "price": 70_000, "packet_cost": 6_000, "buyer_ncr": 1_000, "late_cost": 500}
    records = run(jobs=jobs(closed, {"value": 500.0, "price": 40_000}, {"value": 9e9, "closed_week": 5}))
    assert compute(records)["B1.job"] == pytest.approx((225.0 + 100.0) / 2)


def test_lateness_of_closed_jobs() -> None:
    figures = compute(run(jobs=jobs({"late_weeks": 3}, {}, {}, {}, {"late_weeks": 9, "state": JobState.AWARDED})))
    assert figures["B2"] == 0.25
    assert figures["B2.weeks"] == 0.75


def test_escapes_are_per_thousand_operations_of_closed_jobs() -> None:
    two_jobs = jobs({"ncr_reached_buyer": 1}, {}, {"state": JobState.AWARDED, "ncr_reached_buyer": 1})
    work = ops({"job": 0}, {"job": 0}, {"job": 1}, {"job": 1, "maker": -2}, {"job": 2})
    assert compute(run(jobs=two_jobs, ops=work))["B3"] == pytest.approx(250.0)


def test_unserved_rfqs_by_reason_add_up() -> None:
    lost = [{"state": JobState.UNSERVED, "no_award": reason} for reason in (1, 2, 2, 3)]
    early = {"state": JobState.UNSERVED, "no_award": NoAward.NO_QUOTE, "week": 5}
    figures = compute(run(jobs=jobs({}, {}, {}, {}, *lost, early)))
    assert figures["B4"] == 0.5
    assert figures["B4.no_intent"] == 0.125
    assert figures["B4.no_quote"] == 0.25
    assert figures["B4.too_dear"] == 0.125


def test_price_index_covers_every_award_of_the_window() -> None:
    awarded = jobs(
        {"price": 90_000, "vref": 1000.0},
        {"price": 33_000, "vref": 300.0, "state": JobState.AWARDED},
        {"price": 1, "vref": 700.0, "award_week": 5},
        {"price": 0, "vref": 700.0, "state": JobState.UNSERVED, "award_week": -1},
    )
    assert compute(run(jobs=awarded))["B5"] == pytest.approx(1230 / 1300)


def test_cheapest_wins_needs_a_choice() -> None:
    awarded = jobs(
        {"quotes_in": 3, "cheapest": 1},
        {"quotes_in": 2},
        {"quotes_in": 1, "cheapest": 1},
        {"quotes_in": 3, "cheapest": 1, "reorder": 1},
    )
    assert compute(run(jobs=awarded))["B6"] == 0.5


def test_without_jobs_nothing_is_defined() -> None:
    figures = compute(run())
    assert all(math.isnan(figures[code]) for code in ("B1.job", "B2", "B3", "B4", "B5", "B6"))
