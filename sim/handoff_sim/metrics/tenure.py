"""How long shops stay in the network: membership spells and their Kaplan-Meier survival.

Source: Kaplan & Meier 1958; spells still running in the last week are censored.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handoff_sim.metrics.arrays import Bools, Floats, Ints

ROUNDING = 1e-9  # a product of shares that is one half may come out a little above it


@dataclass(frozen=True)
class Survival:
    """Share of spells that last longer than each of ``weeks``; ``horizon`` is the longest spell seen."""

    weeks: Floats
    share: Floats
    horizon: float

    @property
    def mean_weeks(self) -> float:
        """Mean length of a spell, cut at the horizon."""
        edges = np.concatenate([[0.0], self.weeks, [self.horizon]])
        heights = np.concatenate([[1.0], self.share])
        return float((np.diff(edges) * heights).sum())

    @property
    def half_life_weeks(self) -> float:
        """Weeks until half of the spells have ended; NaN when fewer ever do."""
        ended = np.flatnonzero(self.share <= 0.5 + ROUNDING)
        return float(self.weeks[ended[0]]) if len(ended) else float("nan")


def spells(member_weeks: npt.NDArray[np.int64]) -> tuple[Ints, Bools]:
    """Lengths in weeks of all unbroken memberships [week, shop], and whether each came to an end."""
    member = np.zeros((member_weeks.shape[0] + 2, member_weeks.shape[1]), dtype=np.int8)
    member[1:-1] = member_weeks > 0
    change = np.diff(member, axis=0).T  # [shop, week]: 1 enters, -1 leaves
    begin, end = np.nonzero(change == 1)[1], np.nonzero(change == -1)[1]
    return end - begin, end < member_weeks.shape[0]


def survival(member_weeks: npt.NDArray[np.int64]) -> Survival | None:
    """Kaplan-Meier survival of membership; None when nobody ever joined."""
    lengths, ended = spells(member_weeks)
    if len(lengths) == 0:
        return None
    horizon = float(lengths.max())
    if not ended.any():
        return Survival(np.empty(0), np.empty(0), horizon)
    # Imported here because it takes most of a second, and worlds without a network never need it.
    from statsmodels.duration.survfunc import SurvfuncRight

    curve = SurvfuncRight(lengths, ended)
    return Survival(np.asarray(curve.surv_times, dtype=np.float64), np.asarray(curve.surv_prob), horizon)
