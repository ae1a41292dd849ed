"""E13 and E14: decision rules on made-up evidence with a known answer, and pictures of a small real one."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from handoff_experiments.questions import ask, question
from handoff_experiments.questions.decisions import collapse, decided, region
from handoff_experiments.questions.decisions.evidence import Evidence
from handoff_experiments.questions.document import checked
from handoff_experiments.questions.pictures import PICTURES
from handoff_experiments.statistics.paired import PairedDifference

SEEDS = 30
Effects = Mapping[str, float]
Truth = Callable[[dict[str, str]], Effects]  # what a point adds to each metric


def made_up(
    factors: Mapping[str, tuple[str, ...]], baseline: Effects, truth: Truth, noise: float, **sets: Any
) -> Evidence:
    """Evidence whose metrics are the baseline's level, shared luck, the truth and a little noise of their own."""
    draws = np.random.default_rng(7)
    luck = draws.normal(0.0, 0.05, SEEDS)
    rows = []
    for levels in product(*factors.values()):
        point = dict(zip(factors, levels, strict=True))
        added = truth(point)
        for seed, (code, level) in product(range(SEEDS), baseline.items()):
            own = level + luck[seed]
            mine = own + added.get(code, 0.0) + draws.normal(0.0, noise)
            rows.append({**point, "seed": seed, "metric": code, "level": mine, "baseline": own})
    return Evidence(
        world="made up", baseline="phone_book", factors=factors, rows=pd.DataFrame(rows),
        units=dict.fromkeys(baseline, "share"), sets=sets, weeks=100,
    )  # fmt: skip


SHOCKS = {"shock": ("none", "lost capacity"), "arm": ("good", "costly", "idle")}
GAINS = {"good": {"R4": 0.05, "S10": -0.05}, "costly": {"R4": 0.05, "R7": 0.02, "S10": -0.30}, "idle": {}}


def shocks(noise: float) -> Evidence:
    levels = {"R4": 0.9, "R7": 0.1, "S10": 1.0, "S15": 0.3}
    return made_up(SHOCKS, levels, lambda point: GAINS[point["arm"]], noise)


def test_better_service_counts_only_without_concentration_and_lost_freedom() -> None:
    found = region.decide(shocks(0.001))
    assert dict(zip(found.table["arm"], found.table["improved"], strict=True)) == {
        "good": "yes", "costly": "no", "idle": "no",
    }  # fmt: skip
    assert set(found.table["shock"]) == {"lost capacity"}, "a world without a shock has no resilience"
    told = " ".join(found.sentences)
    assert "under good (+5.0 percentage points" in told
    assert "Not under costly: production is more concentrated (R7 +0.020) and shops are less free (S10 −0.30)" in told
    assert "Not under idle: service is no better by as much as matters" in told


def test_noise_leaves_it_undecided() -> None:
    found = region.decide(shocks(1.0))
    assert set(found.table["improved"]) == {"undecided"}
    assert "Undecided with lost capacity for good, costly and idle: more pairs may tell." in found.sentences


NETWORKS = {
    "network": ("stays", "withdrawn"),
    "regions": ("1 region", "2 regions", "8 regions"),
}
SETS = {level: {"population.regions": int(level.split()[0])} for level in NETWORKS["regions"]}


def after_the_end(arm: str, noise: float) -> Evidence:
    levels = {"N3": 0.0, "R8": 0.1, "N14": 0.0, "N14.hours": 0.0, "S16.phone": 0.2, "R2": 0.9}

    def truth(point: dict[str, str]) -> Effects:
        several = point["regions"] != "1 region"
        added = {"N14": 1.0, "R2": 0.01 * SETS[point["regions"]]["population.regions"] * (point["network"] == "stays")}
        return {**added, "R8": 0.1 * several} if arm == "kept" else added

    factors = {"arm": (arm,), **NETWORKS}
    calm = made_up(factors, levels, truth, noise, regions=SETS)
    by_network = calm.rows["metric"] == "N3"
    calm.rows.loc[by_network, "level"] = np.where(calm.rows.loc[by_network, "network"] == "withdrawn", 0.001, 0.4)
    return calm


@pytest.mark.parametrize(
    ("arm", "noise", "answer"), [("gone", 0.001, "yes"), ("kept", 0.001, "no"), ("gone", 0.5, "undecided")]
)
def test_collapse_is_no_network_and_no_more_work_across_regions(arm: str, noise: float, answer: str) -> None:
    found = collapse.decide(after_the_end(arm, noise))
    assert list(found.table["collapsed"]) == [answer]
    assert list(found.table["N3 under 5 %"]) == ["yes"]


def test_a_share_by_network_that_is_left_is_no_collapse() -> None:
    evidence = after_the_end("gone", 0.001)
    evidence.rows.loc[evidence.rows["metric"] == "N3", "level"] = 0.4
    assert list(collapse.decide(evidence).table["collapsed"]) == ["no"]


def test_what_regions_add_is_the_difference_of_the_gains() -> None:
    evidence = after_the_end("gone", 0.0001)
    gains = collapse.pooling(evidence).set_index("regions")["gain"]
    assert gains["8 regions"] - gains["1 region"] == pytest.approx(0.07, abs=1e-3)
    assert any("8 regions add +7.0 percentage points" in sentence for sentence in collapse.decide(evidence).sentences)


@pytest.mark.parametrize(
    ("low", "high", "answer"), [(-0.01, 0.01, True), (0.03, 0.1, False), (-0.1, -0.03, False), (-0.1, 0.0, None)]
)
def test_back_within_a_margin_is_read_from_the_interval(low: float, high: float, answer: bool | None) -> None:
    found = PairedDifference(mean=(low + high) / 2, sd=1.0, low=low, high=high, p_value=0.5, pairs=9)
    assert collapse.within(found, 0.02) is answer


def small(name: str, **changes: Any) -> Any:
    """A question of the catalogue in a town of two regions, for a year."""
    plain = question(name).model_dump(mode="json", exclude_unset=True)
    year = {"pairs": 2, "weeks": 60, "worlds": ["workshop"]}
    return ask(checked({**plain, "quick": year, **changes}, file="small.toml"), size="quick", workers=1)


@pytest.fixture(scope="module")
def shocked() -> Any:
    when = {"shock.week": 40, "shock.weeks": 8, "population.regions": 2, "clock.launch": 8, "clock.effect_weeks": 40}
    levels = [
        {"name": "none", "sets": {"population.regions": 2}},
        {"name": "lost capacity", "sets": {**when, "shock.kind": "capacity", "shock.region": 0}},
    ]
    return small("region", factors=[{"name": "shock", "of": "world", "levels": levels}])


@pytest.fixture(scope="module")
def withdrawn() -> Any:
    fates = [{"name": "stays"}, {"name": "withdrawn", "sets": {"launch.withdraw_week": 40}}]
    regions = [
        {"name": f"{n} regions", "sets": {"population.regions": n, "clock.effect_weeks": 15, "clock.launch": 8}}
        for n in (1, 2)
    ]
    return small(
        "collapse",
        factors=[{"name": "network", "levels": fates}, {"name": "regions", "of": "world", "levels": regions}],
    )


@pytest.mark.parametrize("name", ["shock_response", "lorenz", "region_map"])
def test_pictures_of_a_region_say_what_they_show(name: str, shocked: Any) -> None:
    (figure,) = PICTURES[name](shocked)
    assert figure.layout.meta["title"].startswith("workshop")
    assert "enforceable trust" in figure.layout.meta["alt"]
    assert len(figure.data) > 4


def test_only_shocks_have_a_response_and_the_shock_is_shaded(shocked: Any) -> None:
    (figure,) = PICTURES["shock_response"](shocked)
    assert [note.text for note in figure.layout.annotations] == ["lost capacity"]
    (band,) = figure.layout.shapes
    assert (band.x0, band.x1) == (0, 8)


@pytest.mark.parametrize("name", ["networks", "pooling"])
def test_pictures_of_a_collapse_say_what_they_show(name: str, withdrawn: Any) -> None:
    (figure,) = PICTURES[name](withdrawn)
    assert "overflow lane" in figure.layout.meta["alt"]
    if name == "networks":
        assert "in its last weeks (weeks 27 to 39)" in figure.layout.meta["alt"]
        assert "withdrawn" not in figure.layout.meta["title"], "arms are called by their names"


def test_both_questions_are_decided_from_their_runs(shocked: Any, withdrawn: Any) -> None:
    for answer, rows in ((shocked, 4), (withdrawn, 4)):
        (found,) = decided(answer).values()
        assert len(found.table) == rows and found.sentences
