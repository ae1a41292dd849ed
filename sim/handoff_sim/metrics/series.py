"""The run as weekly curves [week], for charts."""

import numpy as np

from handoff_sim.codes import SizeClass
from handoff_sim.metrics.arrays import Bools, Floats
from handoff_sim.metrics.demand import ROLL, demand, rolling_ratio, rolling_sum
from handoff_sim.metrics.size import adoption_curve
from handoff_sim.metrics.view import work_closed
from handoff_sim.records import Records


def series(records: Records) -> dict[str, Floats]:
    """Weekly curves by name.

    ``members`` counts shops; ``members_S``, ``_M``, ``_L`` are member shares of the size class in the lane;
    ``utilisation`` is of the week; ``dfi``, ``mediated``, ``served`` and ``profit`` ($ per machine-week) look
    back 13 weeks, fewer at the start. NaN where there is nothing to divide by. ``asked_hours`` and ``served_hours``
    are of the week's RFQs with intent.
    """
    work = work_closed(records, 0, records.weeks)

    def hours(which: Bools) -> Floats:
        weekly = np.bincount(work.week[which], work.minutes[which], minlength=records.weeks)
        return weekly.astype(np.float64)

    made, seen = hours(np.ones(len(work.week), dtype=np.bool_)), demand(records)
    size = records.shops["size_class"]
    return {
        "members": (records.member_weeks > 0).sum(axis=1).astype(np.float64),
        **{f"members_{c.name}": adoption_curve(records, size == c) for c in SizeClass},
        "dfi": rolling_ratio(hours(work.counted), made),
        "mediated": rolling_ratio(hours(work.mediated), made),
        "utilisation": rolling_ratio(records.panel["produced_min"], records.panel["cap_min"], weeks=1),
        "served": rolling_ratio(seen.served, seen.asked),
        "profit": rolling_profit(records),
        "asked_hours": seen.asked,
        "served_hours": seen.served,
    }


def rolling_profit(records: Records) -> Floats:
    """Profit of all shops over the last 13 weeks [week], $ per machine-week."""
    weeks = np.minimum(np.arange(1, records.weeks + 1), ROLL)
    dollars = rolling_sum(records.profit_weeks.sum(axis=1) / 100.0)
    machines = int(records.shops["machines"].sum())
    return dollars / (weeks * machines) if machines else np.full(records.weeks, np.nan)
