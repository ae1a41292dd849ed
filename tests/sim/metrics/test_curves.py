"""Weekly curves and the table of shops."""

import math
from dataclasses import replace

import numpy as np
import pytest

from handoff_sim.codes import JobState, ScoreForm
from handoff_sim.metrics import series, shop_frame
from handoff_sim.metrics.frame import score

from .build import handoff, jobs, ops, run, with_panel, with_parameters, with_profit, with_tallies
from .test_network import members


def test_member_curves_by_size() -> None:
    curves = series(run(member_weeks=members("...#######", "........##")))
    assert curves["members"].tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 2, 2]
    assert curves["members_S"].tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert curves["members_L"].tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert np.isnan(curves["members_M"]).all()


def test_index_curves_look_back_over_what_closed() -> None:
    work = ops({"closed_week": 2}, handoff(outside_book=1, closed_week=4, planned_min=180))
    curves = series(run(jobs=jobs({}), ops=work))
    assert math.isnan(curves["dfi"][1])
    assert curves["dfi"][2:].tolist() == [0, 0, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75]
    assert curves["mediated"][9] == 0.75


def test_utilisation_is_of_the_week_and_service_looks_back() -> None:
    asked = jobs({"week": 6}, {"week": 7, "state": JobState.UNSERVED})
    curves = series(with_panel(run(jobs=asked), produced_min=[1, 2, 3, 0], cap_min=[4, 4, 4, 4]))
    assert curves["utilisation"][6:].tolist() == [0.25, 0.5, 0.75, 0.0]
    assert curves["served"][6:].tolist() == [1.0, 0.5, 0.5, 0.5]


def test_profit_curve_is_per_machine_week() -> None:
    weeks = np.zeros((10, 2), dtype=np.int64)
    weeks[1] = 5_000  # both shops, cents
    curve = series(replace(run(), profit_weeks=weeks))["profit"]
    assert curve[0] == 0.0
    assert curve[1] == pytest.approx(100.0 / (2 * 10))
    assert curve[3] == pytest.approx(100.0 / (4 * 10))


def test_a_shop_in_the_frame_by_hand() -> None:
    tally = {"quotes": 4, "quotes_won": 1, "quote_min": 480, "quote_won_min": 240, "revenue": 40_000}
    tally |= {"cap_min": 100, "produced_min": 60, "received_min": 120, "given_min": 30}
    blank = run(member_weeks=members("...#######", ".........."))
    frame = shop_frame(with_tallies(with_profit(blank, 80.0, 0.0), tally))
    first = frame.iloc[0]
    assert (first["size"], first["machines"], first["processes"]) == ("S", 2, "0")
    assert (first["member"], first["tenure_weeks"]) == (True, 7)
    assert first["profit_per_machine_week"] == 10.0
    assert (first["utilisation"], first["win_rate"], first["net_margin"]) == (0.6, 0.25, 0.2)
    assert (first["wasted_hours_per_week"], first["received_hours"], first["given_hours"]) == (1.0, 2.0, 0.5)
    assert math.isnan(frame.iloc[1]["win_rate"])


def test_score_without_evidence_is_the_prior_mean() -> None:
    prior = {"a0": 2.0, "b0": 1.0, "w": np.array([0.1, 0.1, 0.3, 0.3, 0.1, 0.1])}
    records = with_parameters(run(), **prior)
    assert score(records).tolist() == pytest.approx([2 / 3, 2 / 3])
    records.standing["r"][0] = 3.0
    assert score(records)[0] == pytest.approx(5 / 6)


def test_a_lower_bound_score_takes_off_its_uncertainty() -> None:
    weights = np.array([1.0, 0, 0, 0, 0, 0])
    records = with_parameters(run(), a0=2.0, b0=1.0, w=weights, score_form=ScoreForm.LCB, score_z=1.0)
    assert score(records)[0] == pytest.approx(2 / 3 - math.sqrt(2 / 9 / 4))
