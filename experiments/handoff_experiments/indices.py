"""Figures that take several runs of one seed: who captures the gain, emergence, potential (D3, D4, X1, X3, X5, X7).

Each is computed seed by seed from the policy's run, the baseline's and that of a yardstick without frictions, and
then averaged. Their intervals hold together among themselves with the comparison's error probability.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handoff_experiments.contrasts import Arm
from handoff_experiments.statistics.paired import paired_difference
from handoff_experiments.tasks import RunSummary
from handoff_sim.metrics.contrasts import CONTRASTS
from handoff_sim.metrics.metric import Contrast as Figure

FOCAL = ("X4", "X4.hours")  # of single shops: the quadrants show them
FIGURES = tuple(figure for figure in CONTRASTS if figure.code not in FOCAL)
METHOD = "one-sample Student t intervals over seeds, Bonferroni over policies and figures"
SOURCE = "Dunn 1961, JASA 56"

Roles = Mapping[str, Sequence[RunSummary | None]]  # runs by the name that a figure gives them, in the order of seeds


@dataclass(frozen=True, kw_only=True)
class Index:
    """One figure of one policy over the seeds where every run it needs was finished."""

    policy: str
    code: str
    title: str
    unit: str
    formula: str
    value: float
    low: float
    high: float
    pairs: int


def indices(policies: Sequence[Arm], baseline: Arm, yardstick: Arm | None, *, alpha: float) -> tuple[Index, ...]:
    """Every figure that the runs at hand allow, policy by policy; empty where runs brought no outcome home."""
    found: list[tuple[str, Figure, np.ndarray]] = []
    for arm in policies:
        roles: dict[str, Sequence[RunSummary | None]] = {"policy": arm.runs, "phone": baseline.runs}
        if yardstick is not None:
            roles["frictionless"] = yardstick.runs
        asked = (figure for figure in FIGURES if set(figure.runs) <= set(roles))
        found += [(arm.policy, figure, by_seed(figure, roles)) for figure in asked]
    kept = [(policy, figure, values) for policy, figure, values in found if len(values)]
    each = alpha / max(1, len(kept))
    return tuple(_index(policy, figure, values, each) for policy, figure, values in kept)


def by_seed(figure: Figure, roles: Roles) -> np.ndarray:
    """The figure in every seed whose runs all brought an outcome home; NaN where it is not defined."""
    runs = zip(*(roles[role] for role in figure.runs), strict=True)
    outcomes = [[run.outcome if run is not None and run.finished else None for run in seed] for seed in runs]
    return np.array([figure.compute(*seed) for seed in outcomes if None not in seed], dtype=np.float64)


def _index(policy: str, figure: Figure, values: np.ndarray, alpha: float) -> Index:
    mean = paired_difference(values, np.zeros(len(values)), alpha=alpha)
    return Index(
        policy=policy,
        code=figure.code,
        title=figure.title,
        unit=figure.unit,
        formula=figure.formula,
        value=mean.mean,
        low=mean.low,
        high=mean.high,
        pairs=mean.pairs,
    )
