"""Scenario discovery: in which worlds does something happen? A box by PRIM, a tree by CART, scores of factors.

``hits`` say for each sampled world whether it happened: a policy fails, or one beats another by the sign of their
paired difference. A box that is found by looking is too good on the worlds it was found in, so it is found once more in
one half of them and checked in the other.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_experiments.sweeps.workbench import workbench
from handoff_experiments.wording import listed, number, percent

BoolArray = npt.NDArray[np.bool_]
PEEL, LEAST_MASS = 0.05, 0.08  # MODEL 6, RDM details: peel .05 to .1, mass 5 to 10 %
MOST_LIMITS = 4  # that people can keep in mind
LEAST_HITS = 8  # of each kind, for a box or a tree to mean anything
QUASI_P = 0.05  # restrictions that chance explains as easily are dropped
TREES, TREE_SEED = 300, 1
LEAVES = 8
METHOD = (
    "PRIM (Friedman & Fisher 1999) by ema_workbench: peel 0.05, mass from 0.08, at most 4 limits, quasi-p below 0.05"
)


@dataclass(frozen=True, kw_only=True)
class Box:
    """A part of the space of worlds in which something mostly happens.

    ``limits`` are those of the restricted uncertainties, in their own units; ``coverage`` is the share of all hits that
    lie inside, ``density`` the share of hits inside, ``base`` that of all worlds, ``mass`` the share of worlds inside.
    ``checked_density`` is that of a box found in one half of the worlds, in the other half.
    """

    limits: dict[str, tuple[float, float]]
    coverage: float
    density: float
    base: float
    mass: float
    worlds: int
    checked_density: float
    trajectory: pd.DataFrame  # of the peeling: coverage, density, mass, restricted uncertainties

    def words(self, space: pd.DataFrame) -> str:
        """The box as a sentence; limits that are those of the space are left out."""
        said = [_limit(name, ends, space[name]) for name, ends in self.limits.items()]
        where = listed(said) if said else "nowhere in particular"
        density = self.checked_density
        checked = f"{percent(density)} where" if isfinite(density) else "too few to tell how many when"
        return (
            f"{where}: {percent(self.density)} of the worlds there ({percent(self.base)} of all), "
            f"{percent(self.coverage)} of the cases; {checked} a box found in one half of the worlds is checked in the "
            "other"
        )


def find_box(worlds: pd.DataFrame, hits: BoolArray) -> Box | None:
    """The box that trades coverage and density best; None where hits, or misses, are too few to tell.

    Args:
        worlds: Values of the uncertainties [world, uncertainty].
        hits: Whether it happened [world].
    """
    if min(hits.sum(), (~hits).sum()) < LEAST_HITS:
        return None
    limits, trajectory = _peeled(worlds, hits)
    inside = _inside(worlds, limits)
    return Box(
        limits=limits,
        coverage=float(hits[inside].sum() / hits.sum()),
        density=float(hits[inside].mean()),
        base=float(hits.mean()),
        mass=float(inside.mean()),
        worlds=len(worlds),
        checked_density=_checked(worlds, hits),
        trajectory=trajectory,
    )


def _peeled(worlds: pd.DataFrame, hits: BoolArray) -> tuple[dict[str, tuple[float, float]], pd.DataFrame]:
    """Limits and trajectory.

    Of the boxes with few limits it is the one with the largest product of coverage and lift; limits that chance
    explains as easily are dropped from it.
    """
    space = worlds.reset_index(drop=True).astype(np.float64)
    with workbench("prim") as prim:
        asked = prim.Prim(space, hits, threshold=float(hits.mean()), peel_alpha=PEEL, mass_min=LEAST_MASS)
        found = asked.find_box()
        by_chance = found.qp
    path = found.peeling_trajectory.reset_index(drop=True)
    gain = path["coverage"] * (path["density"] - path["density"].iloc[0])
    step = int(gain.where(path["res_dim"] <= MOST_LIMITS).idxmax())
    whole, chosen = found.box_lims[0], found.box_lims[step]
    limits = {}
    for name in worlds.columns:
        ends = (float(chosen[name].iloc[0]), float(chosen[name].iloc[1]))
        if ends == (float(whole[name].iloc[0]), float(whole[name].iloc[1])):
            continue
        if min(value for value in by_chance[step].get(name, [1.0]) if value >= 0) < QUASI_P:
            limits[name] = ends
    return limits, path[["coverage", "density", "mass", "res_dim"]]


def _checked(worlds: pd.DataFrame, hits: BoolArray) -> float:
    """Density, in the worlds of odd number, of the box found in the others; NaN where it holds none, or is none."""
    odd = np.arange(len(worlds)) % 2 == 1
    if min(hits[~odd].sum(), (~hits[~odd]).sum()) < LEAST_HITS:
        return float("nan")
    limits, _ = _peeled(worlds[~odd], hits[~odd])
    inside = _inside(worlds[odd], limits)
    return float(hits[odd][inside].mean()) if inside.any() else float("nan")


def _inside(worlds: pd.DataFrame, limits: dict[str, tuple[float, float]]) -> BoolArray:
    inside = np.ones(len(worlds), dtype=bool)
    for name, (low, high) in limits.items():
        inside &= worlds[name].between(low, high).to_numpy()
    return inside


def _limit(name: str, ends: tuple[float, float], values: pd.Series) -> str:
    low, high = ends
    if low <= values.min():
        return f"{name} at most {number(high)}"
    if high >= values.max():
        return f"{name} at least {number(low)}"
    return f"{name} from {number(low)} to {number(high)}"


def tree(worlds: pd.DataFrame, hits: BoolArray) -> pd.DataFrame:
    """Leaves of a classification tree (CART): the rule that leads to each, its worlds, and its share of hits."""
    from sklearn.tree import DecisionTreeClassifier

    if min(hits.sum(), (~hits).sum()) < LEAST_HITS:
        return pd.DataFrame(columns=["rule", "worlds", "share"])
    grown = DecisionTreeClassifier(
        min_samples_leaf=max(1, int(LEAST_MASS * len(worlds))), max_leaf_nodes=LEAVES, random_state=TREE_SEED
    ).fit(worlds.to_numpy(dtype=np.float64), hits)
    leaf = grown.apply(worlds.to_numpy(dtype=np.float64))
    rules = _rules(grown.tree_, list(worlds.columns))
    rows = [
        {"rule": rules[node], "worlds": int((leaf == node).sum()), "share": float(hits[leaf == node].mean())}
        for node in sorted(rules)
    ]
    return pd.DataFrame(rows).sort_values("share", ascending=False, ignore_index=True)


def _rules(grown: Any, names: list[str]) -> dict[int, str]:
    """The way from the root to each leaf, in words."""
    left, right = grown.children_left, grown.children_right
    feature, threshold = grown.feature, grown.threshold
    ways: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    found = {}
    while ways:
        node, way = ways.pop()
        if left[node] == -1:
            found[node] = listed(list(way)) or "all worlds"
            continue
        name, at = names[feature[node]], number(float(threshold[node]))
        ways += [(left[node], (*way, f"{name} ≤ {at}")), (right[node], (*way, f"{name} > {at}"))]
    return found


def feature_scores(worlds: pd.DataFrame, values: npt.NDArray[np.float64] | BoolArray) -> pd.Series:
    """Importance of each uncertainty for a figure or for hits, by extremely randomised trees; they add up to 1."""
    classes = values.dtype == np.bool_
    with workbench("scenario_discovery_util") as util, workbench("feature_scoring") as scoring:
        scores, _ = scoring.get_ex_feature_scores(
            worlds.reset_index(drop=True).astype(np.float64),
            values,
            mode=util.RuleInductionType.CLASSIFICATION if classes else util.RuleInductionType.REGRESSION,
            nr_trees=TREES,
            random_state=TREE_SEED,
        )
    found: pd.Series = scores.iloc[:, 0].rename("score").rename_axis("uncertainty")
    return found
