"""Demanded and served hours week by week: what share of real demand found a maker, and in bad times."""

from dataclasses import dataclass

import numpy as np

from handoff_sim.codes import JobState
from handoff_sim.metrics.arrays import Floats, divide, ratio
from handoff_sim.records import Records

ROLL = 13  # weeks of a rolling figure
BEFORE = 52  # weeks that a shock is compared with


@dataclass(frozen=True)
class Demand:
    """Non-finish hours of RFQs with intent [week of the RFQ], and of those that were awarded."""

    asked: Floats
    served: Floats

    def share(self, start: int, stop: int) -> float:
        """Served share of the hours asked for in weeks [start, stop)."""
        return ratio(float(self.served[start:stop].sum()), float(self.asked[start:stop].sum()))


def demand(records: Records) -> Demand:
    """Hours asked for and served; a cancelled job counts once, as its re-solicitation (D75)."""
    jobs = records.jobs
    resolicited = (jobs["state"] == JobState.CANCELLED) & (jobs["occurrence"] == 0)
    real = (jobs["intent"] == 1) & ~resolicited & (jobs["week"] >= 0) & (jobs["week"] < records.weeks)
    placed = real & ((jobs["state"] == JobState.AWARDED) | (jobs["state"] == JobState.CLOSED))
    week, hours = jobs["week"], jobs["hours"]
    asked = np.bincount(week[real], hours[real], minlength=records.weeks)
    served = np.bincount(week[placed], hours[placed], minlength=records.weeks)
    return Demand(asked.astype(np.float64), served.astype(np.float64))


def rolling_sum(values: Floats, weeks: int = ROLL) -> Floats:
    """Sum of the last ``weeks`` values, of fewer at the start."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    end = np.arange(1, len(values) + 1)
    rolled: Floats = total[end] - total[np.maximum(0, end - weeks)]
    return rolled


def rolling_ratio(part: Floats, whole: Floats, weeks: int = ROLL) -> Floats:
    """Rolling ``part / whole``; NaN where there is nothing to divide by."""
    return divide(rolling_sum(part, weeks), rolling_sum(whole, weeks))


def resilience(seen: Demand, start: int, stop: int) -> float:
    """Served share of the worst 13 weeks that end in [start, stop), over that of up to 52 weeks before them.

    NaN when the worst weeks have none before them, or nothing was asked for.
    """
    shares = rolling_ratio(seen.served, seen.asked)
    shares[: ROLL - 1] = np.nan  # not yet a full window
    candidates = shares[start:stop]
    if len(candidates) == 0 or np.isnan(candidates).all():
        return float("nan")
    last = start + int(np.nanargmin(candidates))
    return through(seen, last - ROLL + 1, last + 1)


def through(seen: Demand, first: int, after: int) -> float:
    """Served share of weeks [first, after) over that of the up to 52 weeks before them; NaN without weeks before."""
    return ratio(seen.share(first, after), seen.share(max(0, first - BEFORE), first))
