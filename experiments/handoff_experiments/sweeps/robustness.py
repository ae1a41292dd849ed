"""Policies over all sampled worlds: how often each satisfies, how much it may be regretted, when it beats another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_experiments.statistics.shares import share_interval
from handoff_experiments.sweeps.swept import Swept

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """Good enough in a world, in a figure averaged over its seeds: a level, or a difference to the first arm."""

    metric: str
    at_least: float | None = None
    at_most: float | None = None
    level: bool = False

    def met(self, swept: Swept) -> pd.DataFrame:
        """Whether each world meets it [world, arm]; missing where a run broke or the figure has no value."""
        values = swept.levels(self.metric).groupby("point").mean() if self.level else swept.by_world(self.metric)
        good = pd.DataFrame(True, index=values.index, columns=values.columns)
        if self.at_least is not None:
            good &= values >= self.at_least
        if self.at_most is not None:
            good &= values <= self.at_most
        return good.astype("boolean").mask(values.isna())


def satisficing(swept: Swept, criteria: Mapping[str, Criterion], *, alpha: float = 0.05) -> pd.DataFrame:
    """Share of worlds that meet each criterion, and all of them, by arm: ``share``, ``low``, ``high``, ``worlds``."""
    met = {name: criterion.met(swept) for name, criterion in criteria.items()}
    arms = [arm.name for arm in swept.plan.arms[1:]]
    if len(met) > 1:
        met["all of these"] = _together(list(met.values()), arms)
    return pd.DataFrame(
        [
            {"criterion": name, "arm": arm} | _share(found[arm].dropna(), alpha)
            for name, found in met.items()
            for arm in arms
        ]
    )


def _together(met: Sequence[pd.DataFrame], arms: Sequence[str]) -> pd.DataFrame:
    """Whether each world meets all criteria [world, arm]; missing where one of them is."""
    found = {}
    for arm in arms:
        columns = pd.concat([each[arm] for each in met], axis=1)
        found[arm] = columns.fillna(False).all(axis=1).astype("boolean").mask(columns.isna().any(axis=1))
    return pd.DataFrame(found)


def regret(swept: Swept, code: str, *, direction: int = 1) -> pd.DataFrame:
    """How much better the best arm of each world does, the first arm among them [world, arm]; 0 for the best itself.

    Args:
        swept: A sweep.
        code: A figure; it is averaged over the seeds of each world.
        direction: 1 where more is better, -1 where less is.
    """
    values = swept.levels(code).groupby("point").mean().dropna() * direction
    return values.rsub(values.max(axis=1), axis=0)


def beats(swept: Swept, code: str, arm: str, other: str, *, direction: int = 1) -> pd.Series:
    """Whether an arm does better than another in each world, by the sign of their paired difference [world]."""
    levels = swept.levels(code)
    difference = (levels[arm] - levels[other]).groupby("point").mean().dropna() * direction
    found: pd.Series = difference > 0
    return found


def wins(swept: Swept, code: str, *, direction: int = 1, alpha: float = 0.05) -> pd.DataFrame:
    """Share of worlds in which each arm beats each other: ``arm``, ``other``, ``share``, ``low``, ``high``, ``worlds``.

    Args:
        swept: A sweep.
        code: A figure; it is averaged over the seeds of each world. Where two arms are equal, neither beats the other.
        direction: 1 where more is better, -1 where less is.
        alpha: Error probability of each interval.
    """
    arms = [arm.name for arm in swept.plan.arms]
    return pd.DataFrame(
        [
            {"arm": arm, "other": other} | _share(beats(swept, code, arm, other, direction=direction), alpha)
            for arm, other in permutations(arms, 2)
        ]
    )


def _share(known: "pd.Series[Any]", alpha: float) -> dict[str, Any]:
    """Share of worlds in which something is so, its bounds, and the worlds."""
    low, high = share_interval(int(known.sum()), len(known), alpha=alpha)
    share = float(known.mean()) if len(known) else float("nan")
    return {"share": share, "low": low, "high": high, "worlds": len(known)}
