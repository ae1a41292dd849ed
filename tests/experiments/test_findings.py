"""The pilot's findings: every claim is measured, judged by a stated rule, and on the page, whichever way it falls."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from handoff_experiments.findings.ablation import CELLS, PILOT_SHOPS, main_effect
from handoff_experiments.findings.arms import EXPOSURE, arms, bundle, cell, changed
from handoff_experiments.findings.causes import CAUSES, cause_of
from handoff_experiments.findings.claim import Check, Claim, Estimate, estimate
from handoff_experiments.findings.closed_form import Setting, mean_field_jobs_lost
from handoff_experiments.findings.facts import READ
from handoff_experiments.findings.families import FAMILIES
from handoff_experiments.findings.page import ROOT_SEED, Findings, judged, page
from handoff_experiments.findings.rule import DOWN, INF, UP, Band, Verdict, together
from handoff_experiments.findings.running import gather, groups, perform
from handoff_experiments.findings.writing import interval, listed, number
from handoff_experiments.runner import Runner
from handoff_experiments.seeds import replication_seeds
from handoff_scenarios import catalogue
from handoff_sim.policy import apply_settings
from handoff_sim.run import simulate

WEEKS = 70
PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
AGREES, DISAGREES, UNDECIDED = Verdict.AGREES, Verdict.DISAGREES, Verdict.UNDECIDED


@pytest.fixture(scope="module")
def found() -> Findings:
    """Two seeds of a small town, over a few weeks."""
    told: list[str] = []
    with Runner(workers=1, perform=perform) as runner:
        runs = gather(catalogue.world("workshop"), replication_seeds(3, 2), runner, weeks=WEEKS, tell=told.append)
    assert told
    return judged(runs)


@pytest.mark.parametrize(
    ("band", "low", "high", "verdict"),
    [
        (UP, 3.0, 9.0, AGREES),
        (UP, -3.0, 9.0, UNDECIDED),
        (UP, -9.0, -3.0, DISAGREES),
        (UP, 0.0, 0.0, DISAGREES),  # exactly nothing is no gain
        (DOWN, -9.0, -3.0, AGREES),
        (Band(0.2, 0.3), 0.22, 0.28, AGREES),
        (Band(0.2, 0.3), 0.1, 0.28, UNDECIDED),
        (Band(0.2, 0.3), 0.1, 0.4, UNDECIDED),
        (Band(0.2, 0.3), 0.31, 0.4, DISAGREES),
        (Band(high=0.01), 0.0, 0.0, AGREES),
        (UP, -INF, INF, UNDECIDED),
        (UP, math.nan, math.nan, UNDECIDED),
    ],
)
def test_an_interval_is_judged_by_where_it_lies(band: Band, low: float, high: float, verdict: Verdict) -> None:
    assert band.judge(low, high) is verdict


def test_a_claim_stands_with_all_its_figures_and_falls_with_any() -> None:
    assert together([AGREES, AGREES]) is AGREES
    assert together([AGREES, UNDECIDED]) is UNDECIDED
    assert together([AGREES, UNDECIDED, DISAGREES]) is DISAGREES
    assert together([]) is UNDECIDED


def test_a_figure_without_a_band_is_shown_and_not_judged() -> None:
    shown = Check(what="level", unit="share", ours=Estimate.exact(0.1))
    judged_one = Check(what="change", unit="share", ours=Estimate.exact(0.1), band=UP)
    claim = Claim(code="x", title="x", statement="x.", checks=[shown, judged_one])
    assert shown.verdict is None and claim.verdict is AGREES and claim.of(AGREES) == [judged_one]


def test_bands_are_said_in_words() -> None:
    assert [band.in_words() for band in (UP, DOWN, Band(-25.0, 25.0))] == ["above 0", "below 0", "−25 to 25"]


def test_an_estimate_is_the_paired_t_interval() -> None:
    values = np.array([1.0, 2.0, 3.0, np.nan])
    found = estimate(values, np.array([0.0, 0.0, 0.0, 0.0]))
    assert (found.mean, found.high - found.mean) == pytest.approx((2.0, 4.302653 / math.sqrt(3)))
    assert not math.isfinite(estimate(np.array([1.0])).low)


def test_the_closed_form_is_compared_with_jobs_that_are_counted() -> None:
    """A patient shop whose record steers nothing loses nothing; twice the weight costs about twice the jobs."""
    assert mean_field_jobs_lost(Setting(1e-9, 0.1, 0.9)) == pytest.approx(0.0, abs=1e-6)
    one, two = (mean_field_jobs_lost(Setting(weight, 1.0, 0.9)) for weight in (0.01, 0.02))
    assert two == pytest.approx(2 * one, rel=0.01)


def test_main_effects_of_the_pilot_are_those_of_its_page() -> None:
    cells = np.array([[PILOT_SHOPS[c]] for c in CELLS])
    assert [round(float(main_effect(cells, factor)[0])) for factor in range(3)] == [807, 80, 72]


def test_the_cells_of_the_ablation_are_the_policies_of_the_catalogue_added_up() -> None:
    assert bundle((False, False, False)).content_hash == changed("tools_only", EXPOSURE).content_hash
    for chosen in CELLS:
        assert (bundle(chosen).routing.quotes_per_rfq, bundle(chosen).routing.mu_award) == (4, 0.17), cell(chosen)
    whole, trust = bundle((True, True, True)), catalogue.policy("enforceable_trust")
    assert (whole.governance, whole.packet, whole.payment, whole.record) == (
        trust.governance, trust.packet, trust.payment, trust.record,
    )  # fmt: skip


def test_every_arm_can_be_told_from_the_others_by_its_name() -> None:
    names = list(arms())
    assert len(names) == len(set(names)) > 30


def test_every_shop_abstains_once_beside_few_others_that_it_is_not_tied_to(found: Findings) -> None:
    factual = found.runs.by_arm["directory, all members"][0]
    chosen = groups(factual)
    assert sorted(np.concatenate(chosen).tolist()) == np.flatnonzero(factual.shops["eligible"]).tolist()
    assert factual.ties is not None
    tied = {tuple(pair) for pair in factual.ties.tolist()}
    for rows in chosen:
        assert len(rows) <= 3 and not any((a, b) in tied for a in rows.tolist() for b in rows.tolist())


def test_every_claim_is_measured_in_a_small_town(found: Findings) -> None:
    codes = [claim.code for claim in found.claims]
    assert len(codes) == len(set(codes)) and len(found.families) == len(FAMILIES)
    for claim in found.claims:
        assert claim.checks and any(check.band is not None for check in claim.checks), claim.code
    for code in ("trap.directory", "trap.enforceable_trust", "waste.phantoms", "ablation.packets", "sizes.directory"):
        claim = found.claims[codes.index(code)]
        assert all(math.isfinite(check.ours.mean) for check in claim.checks), code


def test_the_page_holds_every_claim_with_its_verdict(found: Findings) -> None:
    text = page(found)
    for claim in found.claims:
        assert f"### {claim.title}\n" in text and f"`{claim.code}`" in text, claim.code
    assert text.count("**Verdict: ") == len(found.claims)
    assert found.runs.world.content_hash[:16] in text and "nan" not in text
    assert max(len(line) for line in text.splitlines() if not line.startswith(("|", "#"))) <= 120


def test_every_cause_is_of_a_claim_and_quotes_numbers_that_are_measured(found: Findings) -> None:
    codes = {claim.code for claim in found.claims}
    for cause in CAUSES:
        assert cause.claim in codes
        assert cause.text.format(**found.facts)
        assert isinstance(cause.when(found.facts), bool | np.bool_)


def test_no_cause_is_given_that_the_numbers_do_not_bear_out() -> None:
    nothing = dict.fromkeys(READ, math.nan)
    assert {cause_of(cause.claim, nothing) for cause in CAUSES} == {None}
    assert cause_of("a claim without a cause", {}) is None


def test_numbers_are_written_in_the_decimals_of_their_unit() -> None:
    assert number(-1234.5, "$ per shop-week") == "−1,234" and number(-0.2, "$ per shop-week") == "0"
    assert number(0.12345, "share of repeats") == "0.123" and number(math.inf, "share") == "–"
    assert interval(Estimate(mean=1.0, low=-1.0, high=3.0), "ratio") == "1.000 (−1.000 to 3.000)"
    assert interval(Estimate.exact(0.0), "share") == "0.000"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_the_committed_page_is_of_the_present_world_and_the_present_model() -> None:
    """``make findings`` rewrites it."""
    world = catalogue.world("default")
    first = simulate(world, catalogue.policy("phone_book"), seed=replication_seeds(ROOT_SEED, 1)[0])
    row = re.search(r"^\| `(\w+)` \| `\w+` \| `(\w+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert row is not None
    assert row.groups() == (world.content_hash[:16], first.events_sha256[:16])


def test_a_probe_changes_the_world_it_is_run_in() -> None:
    world = catalogue.world("workshop")
    changed_worlds = [apply_settings(world, arm.settings) for arm in arms().values() if arm.settings]
    assert [one.demand.ops_shares for one in changed_worlds] == [(0.0, 1.0, 0.0)]
