"""Figures of a sweep that take several runs of one world and seed, by their codes in MODEL 5.5."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from handoff_sim.codes import Benchmark
from handoff_sim.metrics.emergence import DEFAULT
from handoff_sim.metrics.emergence import emergence_ratio as one_ratio

if TYPE_CHECKING:
    from handoff_experiments.sweeps.swept import Swept


def emergence_ratio(swept: "Swept") -> pd.DataFrame:
    """X3: gain in the index of the last 26 weeks over that of the market without frictions [world and seed, arm]."""
    level = swept.levels("late_dfi")
    yardstick = next((arm.name for arm in swept.plan.arms if arm.benchmark == Benchmark.FRICTIONLESS), None)
    return level * np.nan if yardstick is None else ratios(level, swept.first, yardstick)


def ratios(level: pd.DataFrame, first: str, yardstick: str) -> pd.DataFrame:
    """The emergence ratio of every arm's level [row, arm], row by row, by the formula of the model."""
    of_row = np.vectorize(one_ratio, otypes=[np.float64])
    phone, best = (level[[arm]].to_numpy() for arm in (first, yardstick))
    return pd.DataFrame(of_row(level, phone, best, DEFAULT.potential), index=level.index, columns=level.columns)


def unilateral(swept: "Swept") -> pd.DataFrame:
    """X4: median over focal shops of what being in is worth, the others as they are, $ per machine-week."""
    deals = swept.deals()
    names = [arm.name for arm in swept.plan.arms]
    if deals.empty:
        return swept.levels("late_dfi") * np.nan
    medians = deals.groupby(["point", "replication", "arm"])["unilateral"].median()
    return medians.unstack("arm").reindex(columns=names).reindex(swept.levels("late_dfi").index)


def trap(swept: "Swept") -> pd.DataFrame:
    """1 where the median shop gains by joining and loses by the network's being there (U > 0, C < 0), else 0."""
    alone, together = unilateral(swept), swept.levels("gain_median")
    return ((alone > 0) & (together < 0)).astype(float).mask(alone.isna() | together.isna())


DERIVED: Mapping[str, Callable[["Swept"], pd.DataFrame]] = {"X3": emergence_ratio, "X4": unilateral, "trap": trap}
OF_SHOPS = ("X4", "trap")  # need a plan that looks at shops
