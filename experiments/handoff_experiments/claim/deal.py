"""Whether the deal is better for shops, in each sampled world and under each policy (MODEL 6, E7).

A world has a few dozen shops and seeds, so the answer is yes, no, or not decided, by a sign test at 5 %. Counting what
is not decided as a no would falsify the claim by noise.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from handoff_experiments.contrasts import SIZES
from handoff_experiments.sweeps.swept import Swept

ALPHA = 0.05
LEAST_KEPT = 0.5  # "at least half of each size class not worse than -2 %"
YES, UNDECIDED, NO = 1, 0, -1
METHOD = "exact two-sided sign tests over shops, 5 % (Dixon & Mood 1946)"
IntArray = npt.NDArray[np.int64]


class Prong(StrEnum):
    """What "better" may mean."""

    UNILATERAL = "money, one shop alone"  # median U > 0: in rather than out, the others as they are
    COLLECTIVE = "money, shops together"  # median C > 0 against the phone book, no size class left behind
    HOURS = "hours"  # median wasted quote hours fall
    GROWTH = "growth"  # median machine hours made rise
    ALL = "all of these"


def better(swept: Swept) -> dict[Prong, pd.DataFrame]:
    """For each prong whether the deal is better, 1, 0 or -1 [world, arm]; missing where nothing could be compared."""
    found = {
        Prong.UNILATERAL: unilateral(swept),
        Prong.COLLECTIVE: collective(swept),
        Prong.HOURS: -figure_signs(swept, "wasted"),
        Prong.GROWTH: figure_signs(swept, "made"),
    }
    together = None
    for prong in found.values():
        together = prong if together is None else prong.combine(together, np.minimum)
    assert together is not None
    return found | {Prong.ALL: together}


def unilateral(swept: Swept) -> pd.DataFrame:
    """Sign of the median U over focal shops and seeds [world, arm]."""
    deals = swept.deals()
    if deals.empty:
        return figure_signs(swept, "gain") * np.nan
    counted = deals.assign(above=deals["unilateral"] > 0, below=deals["unilateral"] < 0)
    counts = counted.groupby(["point", "arm"])[["above", "below"]].sum()
    found = sign_test(counts["above"].to_numpy(), counts["below"].to_numpy())
    signs = pd.Series(found, index=counts.index, dtype=float)
    return _arms(signs.unstack("arm"), swept)


def collective(swept: Swept) -> pd.DataFrame:
    """Sign of the median C over shops and seeds, and whether every size class is kept whole [world, arm]."""
    signs = figure_signs(swept, "gain")
    whole, broken = signs.notna(), signs.isna() & False
    for size in SIZES:
        share = swept.levels(f"kept_{size}").groupby("point")
        least, most = _arms(share.min(), swept), _arms(share.max(), swept)
        whole &= (least >= LEAST_KEPT) | least.isna()  # in every seed
        broken |= most < LEAST_KEPT  # in no seed
    return signs.mask((signs > 0) & ~whole, UNDECIDED).mask(broken & signs.notna(), NO)


def sign_test(above: IntArray, below: IntArray, alpha: float = ALPHA) -> IntArray:
    """1 where a median is above zero, -1 where it is below, 0 where the counts do not tell."""
    n = above + below
    up = stats.binom.sf(above - 1, n, 0.5) <= alpha / 2
    down = stats.binom.sf(below - 1, n, 0.5) <= alpha / 2
    return np.where(up, YES, np.where(down, NO, UNDECIDED)).astype(np.int64)


def medians(swept: Swept) -> pd.DataFrame:
    """Median U over focal shops and mean of the medians of C, $ per machine-week: a row per world and arm."""
    alone = swept.deals().groupby(["point", "arm"])["unilateral"].median() if not swept.deals().empty else None
    together = swept.levels("gain_median").groupby("point").mean().stack()
    return pd.DataFrame({"unilateral": alone, "collective": together}).dropna()


def figure_signs(swept: Swept, figure: str) -> pd.DataFrame:
    """Sign of the median of a figure over shops and seeds, against the first arm [world, arm]."""
    above, below = (
        swept.levels(f"{figure}_{side}").groupby("point").sum(min_count=swept.plan.replications)
        for side in ("above", "below")
    )
    known = above.notna() & below.notna()
    signs = sign_test(above.fillna(0).to_numpy().astype(int), below.fillna(0).to_numpy().astype(int))
    return _arms(pd.DataFrame(signs, index=above.index, columns=above.columns, dtype=float).where(known), swept)


def _arms(frame: pd.DataFrame, swept: Swept) -> pd.DataFrame:
    return frame.reindex(index=range(swept.points_done), columns=[arm.name for arm in swept.plan.arms[1:]])
