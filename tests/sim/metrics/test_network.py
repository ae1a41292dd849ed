"""The N-family, and how long shops stay."""

import math

import numpy as np
import pytest

from handoff_sim.codes import Account, Category, Channel
from handoff_sim.metrics import compute, compute_by_size
from handoff_sim.metrics.tenure import spells, survival

from .build import account, handoff, jobs, ops, run, shops, with_entries, with_panel, with_tallies


def test_active_members_are_a_mean_over_weeks_and_a_share_of_the_eligible() -> None:
    three = shops({"machines": 2}, {"machines": 2, "closed_week": 7}, {"machines": 2, "region": 5})
    figures = compute(with_panel(run(3, shops=three), active=[0, 1, 1, 0]))
    assert figures["N1"] == 0.5
    assert figures["N1.share"] == 0.5  # one shop is insolvent, one outside the lane


def test_network_and_phone_share_of_inter_firm_hours() -> None:
    work = ops({}, handoff(planned_min=90), handoff(planned_min=30, channel=Channel.PHONE))
    figures = compute(run(jobs=jobs({}), ops=work))
    assert figures["N3"] == 0.75
    assert figures["N3.phone"] == 0.25


def test_mediated_hours_include_jobs_that_came_by_network() -> None:
    work = ops(
        {"job": 1, "channel": Channel.NETWORK},  # network job made by its prime
        {"job": 1, "maker": 1, "handed_off": 1, "channel": Channel.PHONE},  # network job handed off by phone
        handoff(),  # direct job handed off by network
        {},
    )
    figures = compute(run(jobs=jobs({}, {"channel": Channel.NETWORK}), ops=work))
    assert figures["N4"] == 0.75


def test_shares_of_weekly_counts() -> None:
    figures = compute(
        with_panel(
            run(),
            repeats_leakable=[4, 0, 0, 0],
            repeats_leaked=[1, 0, 0, 0],
            ncr_events=[5, 5, 0, 0],
            ncr_disputed=[2, 2, 0, 0],
            ncr_unproven=[0, 1, 0, 0],
            routed=[0, 0, 10, 10],
            misroutes=[0, 0, 0, 5],
        )
    )
    assert figures["N5"] == 0.25
    assert figures["N8"] == 0.4
    assert figures["N8.unproven"] == 0.1
    assert figures["N10"] == 0.25


def test_offers_are_counted_where_they_are_received() -> None:
    first = {"offers": 10, "offers_accepted": 4, "offers_right": 5, "offers_expired": 2, "answer_hours": 16.0}
    second = {"offers": 10, "offers_accepted": 8, "fast_acks": 4, "fast_acks_declined": 1}
    records = with_tallies(run(), first, second | {"codes": 10, "codes_valid": 9})
    figures = compute(records)
    assert figures["N6"] == 0.6
    assert figures["N6.right"] == 0.25
    assert figures["N7"] == 0.25
    assert figures["N7.answer"] == pytest.approx(16 / 18)
    assert figures["N10.codes"] == 0.9
    assert compute_by_size(records)["N6"]["S"] == 0.4


def test_unproven_share_in_the_network_counts_operations_with_an_ncr() -> None:
    failed = {"ncr_causes": 2}
    work = ops(
        handoff(**failed),
        handoff(**failed, unproven=1, disputed=1),
        handoff(),
        {**failed, "unproven": 1},
    )
    assert compute(run(jobs=jobs({}), ops=work))["N8.network"] == 0.5


def test_operator_profit_is_per_shop_week() -> None:
    records = run()
    operator, nature = account(records, Account.OPERATOR), account(records, Account.NATURE)
    entries = ((0, operator, 10_000, Category.TAKE), (operator, nature, 14_000, Category.OPERATOR_COST))
    assert compute(with_entries(records, *entries))["N9"] == pytest.approx(-40.0 / 8)


def members(*text: str) -> np.ndarray:
    """Membership [week, shop] from a line per shop: # is a week as a member."""
    return np.array([[mark == "#" for mark in line] for line in text], dtype=np.int64).T


def test_a_spell_that_reaches_the_last_week_has_not_ended() -> None:
    lengths, ended = spells(members("..##..###.", ".........#", ".........."))
    assert list(lengths) == [2, 3, 1]
    assert list(ended) == [True, True, False]


def test_kaplan_meier_by_hand() -> None:
    curve = survival(members("##........", "####......", "......####", "..########"))
    assert curve is not None
    # 4 at risk at 2 weeks: 3/4; 3 at risk at 4 weeks, one ends and one is censored: 3/4 * 2/3 = 1/2
    assert list(curve.weeks) == [2, 4]
    assert list(curve.share) == pytest.approx([0.75, 0.5])
    assert curve.half_life_weeks == 4
    assert curve.mean_weeks == pytest.approx(2 + 0.75 * 2 + 0.5 * 4)


def test_when_nobody_leaves_there_is_no_half_life() -> None:
    figures = compute(run(member_weeks=members("..########", "....######")))
    assert figures["N1.tenure"] == 8
    assert math.isnan(figures["N1.half_life"])


def test_tenure_splits_by_size() -> None:
    by_size = compute_by_size(run(member_weeks=members("##........", "....######")))
    assert by_size["N1.tenure"]["S"] == 2
    assert by_size["N1.half_life"]["S"] == 2
    assert by_size["N1.tenure"]["L"] == 6
