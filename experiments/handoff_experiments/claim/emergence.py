"""X3 over the sampled worlds: where, and under which policy, a distributed factory has emerged."""

from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from handoff_experiments.sweeps.derived import ratios
from handoff_experiments.sweeps.swept import Swept
from handoff_sim.metrics.emergence import DEFAULT, Thresholds, emerged


class Definition(StrEnum):
    """What counts as hours of a distributed factory."""

    INDEX = "index"  # the Distributed Factory Index: handed off, outside the phone book, under a record, not disputed
    MEDIATED = "mediated"  # every hour that the network touched

    @property
    def column(self) -> str:
        """The figure of the last 26 weeks."""
        return {Definition.INDEX: "late_dfi", Definition.MEDIATED: "late_mediated"}[self]

    @property
    def words(self) -> str:
        """What is counted."""
        return {
            Definition.INDEX: "by the Distributed Factory Index",
            Definition.MEDIATED: "by hours that the network touched",
        }[self]


@dataclass(frozen=True, kw_only=True)
class Emergence:
    """What X3 is judged by in each world, averaged over its seeds [world, arm]."""

    ratio: pd.DataFrame  # NaN where the market without frictions has too little to hand off
    active: pd.DataFrame
    unproven: pd.DataFrame  # NaN without a nonconformance: nothing is unproven
    subsidised: pd.DataFrame

    def judged(self, thresholds: Thresholds = DEFAULT) -> pd.DataFrame:
        """Whether it emerged [world, arm]; missing where the ratio has no value or a run broke."""
        found: pd.DataFrame = emerged(self.ratio, self.active, self.unproven, self.subsidised, thresholds)
        return found.astype("boolean").mask(self.ratio.isna() | self.active.isna())

    def with_ratio(self, least: float) -> pd.DataFrame:
        """The same with another least ratio."""
        return self.judged(replace(DEFAULT, ratio=least))


def emergence(swept: Swept, definition: Definition, yardstick: str) -> Emergence:
    """What emergence is judged by in each sampled world.

    The ratio is that of the means over seeds: a mean of ratios would weigh a seed by how little there was to gain.
    """
    level, active, unproven, paid = (
        swept.levels(code).groupby("point").mean()
        for code in (definition.column, "late_active", "late_unproven", "subsidised")
    )
    return Emergence(ratio=ratios(level, swept.first, yardstick), active=active, unproven=unproven, subsidised=paid > 0)
