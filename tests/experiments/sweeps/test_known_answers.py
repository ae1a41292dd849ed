"""Designs, sweep and analysis together, on functions whose answers are known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.experiments.sweeps.toy import observe, plan

from handoff_experiments.sweeps import Design, sweep
from handoff_experiments.sweeps.discovery import feature_scores, find_box, tree
from handoff_experiments.sweeps.robustness import Criterion, beats, regret, satisficing, wins
from handoff_experiments.sweeps.sensitivity import morris_effects, noise_share, sobol_indices

ARM = "directory"


def ishigami(x: np.ndarray) -> float:
    """Ishigami & Homma 1990, a = 7, b = 0.1, on [-pi, pi]."""
    a, b, c = np.pi * (2 * x - 1)
    return float(np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))


def linear(x: np.ndarray) -> float:
    return float(4 * x[0] + 2 * x[1] + 1 * x[2])


@pytest.mark.slow
def test_sobol_indices_of_ishigami(tmp_path: Path) -> None:
    found = sweep(
        plan(3, Design(kind="sobol", n=1024), replications=1), folder=tmp_path, workers=1, observe=observe(ishigami)
    )
    indices = sobol_indices(found, "y", ARM)
    assert indices["first"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.04)
    assert indices["total"].to_numpy() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.04)


def test_sobol_indices_of_a_line(tmp_path: Path) -> None:
    found = sweep(
        plan(3, Design(kind="sobol", n=256), replications=1), folder=tmp_path, workers=1, observe=observe(linear)
    )
    indices = sobol_indices(found, "y", ARM)
    assert indices["first"].to_numpy() == pytest.approx(np.array([16, 4, 1]) / 21, abs=0.03)
    assert indices["total"].to_numpy() == pytest.approx(np.array([16, 4, 1]) / 21, abs=0.03)


def test_elementary_effects_of_a_line_are_its_slopes(tmp_path: Path) -> None:
    found = sweep(
        plan(3, Design(kind="morris", n=8), replications=1), folder=tmp_path, workers=1, observe=observe(linear)
    )
    effects = morris_effects(found, "y", ARM)
    assert effects["mean"].to_numpy() == pytest.approx([4, 2, 1])
    assert effects["spread"].to_numpy() == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.parametrize("common_seeds", [True, False])
def test_the_share_of_noise_is_what_was_put_in(tmp_path: Path, common_seeds: bool) -> None:
    def twisted(x: np.ndarray) -> float:
        return float(4 * x[0])

    def luck_of_its_own(task: object) -> object:
        """Luck that differs from world to world also under common seeds."""
        made = observe(twisted)(task)  # type: ignore[arg-type]
        drawn = np.random.default_rng([task.point, task.replication]).normal(size=1)[0]  # type: ignore[attr-defined]
        made.runs[1]["y"] += drawn
        return made

    asked = plan(2, Design(n=400), replications=2, common_seeds=common_seeds)
    found = sweep(asked, folder=tmp_path, workers=1, observe=luck_of_its_own)  # type: ignore[arg-type]
    truth = 0.5 / (0.5 + 16 / 12)
    assert noise_share(found, "y", ARM) == pytest.approx(truth, abs=0.05)


def test_luck_that_all_worlds_share_is_no_noise(tmp_path: Path) -> None:
    asked = plan(2, Design(n=50), replications=3, common_seeds=True)
    found = sweep(asked, folder=tmp_path, workers=1, observe=observe(linear_in_two, luck=5.0))
    assert noise_share(found, "y", ARM) == pytest.approx(0.0, abs=1e-12)


def linear_in_two(x: np.ndarray) -> float:
    return float(x[0] - x[1])


def test_a_known_box_is_found_in_the_sign_of_a_paired_difference(tmp_path: Path) -> None:
    def inside(x: np.ndarray) -> float:
        return 1.0 if x[0] < 0.4 and x[1] > 0.5 else -1.0

    found = sweep(plan(4, Design(n=500), replications=1), folder=tmp_path, workers=1, observe=observe(inside))
    better = beats(found, "y", ARM, "phone_book").to_numpy()
    box = find_box(found.worlds(), better)
    assert box is not None
    assert set(box.limits) == {"x0", "x1"}
    assert box.limits["x0"][1] == pytest.approx(0.1 + 0.5 * 0.4, abs=0.02)
    assert box.limits["x1"][0] == pytest.approx(0.1 + 0.5 * 0.5, abs=0.02)
    assert box.density > 0.9 and box.coverage > 0.9 and box.checked_density > 0.8
    assert "x0 at most" in box.words(found.worlds()) and "x1 at least" in box.words(found.worlds())
    scores = feature_scores(found.worlds(), better)
    assert set(scores.index[:2]) == {"x0", "x1"}
    leaves = tree(found.worlds(), better)
    assert leaves["share"].iloc[0] > 0.95 and "x0 ≤" in leaves["rule"].iloc[0]


def test_a_coin_has_no_box_that_lasts(tmp_path: Path) -> None:
    found = sweep(
        plan(4, Design(n=300), replications=1), folder=tmp_path, workers=1, observe=observe(lambda _: 0.0, 1.0)
    )
    box = find_box(found.worlds(), beats(found, "y", ARM, "phone_book").to_numpy())
    assert box is not None
    assert box.density > box.checked_density or not box.limits


def test_too_few_hits_are_no_box(tmp_path: Path) -> None:
    worlds = pd.DataFrame({"x0": np.linspace(0, 1, 50)})
    assert find_box(worlds, np.arange(50) < 3) is None
    assert tree(worlds, np.arange(50) < 3).empty


def test_shares_of_worlds_in_which_one_beats_the_other_are_told_both_ways(tmp_path: Path) -> None:
    found = sweep(plan(2, Design(n=200), replications=2), folder=tmp_path, workers=1, observe=observe(linear_in_two))
    table = wins(found, "y").set_index(["arm", "other"])
    assert table.loc[(ARM, "phone_book"), "share"] == pytest.approx(0.5, abs=0.02)
    assert table["share"].sum() == pytest.approx(1) and (table["low"] < table["share"]).all()
    assert wins(found, "y", direction=-1)["share"].tolist() == table["share"].tolist()[::-1]


def test_a_check_that_holds_no_world_is_said_so() -> None:
    worlds = pd.DataFrame({"x0": np.linspace(0, 1, 100)})
    box = find_box(worlds, np.arange(100) >= 92)
    assert box is not None and np.isnan(box.checked_density)
    assert "too few to tell" in box.words(worlds) and "nan" not in box.words(worlds)


def test_satisficing_and_regret_of_known_levels(tmp_path: Path) -> None:
    found = sweep(plan(2, Design(n=200), replications=2), folder=tmp_path, workers=1, observe=observe(linear_in_two))
    shares = satisficing(
        found, {"gain": Criterion(metric="y", at_least=0.0), "little": Criterion(metric="y", at_most=0.5)}
    )
    gain = shares.query("criterion == 'gain'").iloc[0]
    assert gain["share"] == pytest.approx(0.5, abs=0.02) and gain["low"] < 0.5 < gain["high"] and gain["worlds"] == 200
    both = shares.query("criterion == 'all of these'").iloc[0]
    assert both["share"] == pytest.approx(0.5 - 0.125, abs=0.03)
    lost = regret(found, "y")
    assert (lost.min(axis=1) == 0).all()
    assert lost[ARM].mean() == pytest.approx(lost["phone_book"].mean(), abs=0.03)
    assert lost[ARM].mean() == pytest.approx(1 / 6, abs=0.02)


def test_a_sweep_of_another_design_has_no_sobol_indices(tmp_path: Path) -> None:
    found = sweep(plan(2, Design(n=8), replications=1), folder=tmp_path, workers=1, observe=observe(linear_in_two))
    with pytest.raises(ValueError, match="expected a sweep made with sobol; found latin_hypercube"):
        sobol_indices(found, "y", ARM)
