"""R-family: what a policy does to the region (MODEL 5.4)."""

from functools import partial

import numpy as np

from handoff_sim.metrics.arrays import Floats, ratio
from handoff_sim.metrics.demand import resilience, through
from handoff_sim.metrics.inequality import concentration, gini, mean_of_worst
from handoff_sim.metrics.metric import Shops, figure
from handoff_sim.metrics.view import View
from handoff_sim.metrics.welfare import welfare

region_figure = partial(figure, party="region")


@region_figure("R1", unit="share", better="higher", formula="produced ÷ available machine minutes", splits=True)
def utilisation(view: View, shops: Shops) -> float:
    """Utilisation of machines."""
    return ratio(view.total("produced_min", shops), view.total("cap_min", shops))


@region_figure(
    "R2",
    unit="share",
    better="higher",
    formula="hours of RFQs with intent that were awarded (vertical operators included) ÷ hours of RFQs with intent",
)
def served_share(view: View, shops: Shops) -> float:
    """Served share of demanded hours."""
    return view.demand.share(view.start, view.stop)


def lead_times(view: View) -> Floats:
    """Weeks from RFQ to closing of the jobs closed in the window."""
    weeks: Floats = (view.closed["closed_week"] - view.closed["week"]).astype(np.float64)
    return weeks


@region_figure("R3", unit="weeks", better="lower", formula="median weeks from RFQ to closing, closed jobs")
def median_lead_time(view: View, shops: Shops) -> float:
    """Median lead time."""
    weeks = lead_times(view)
    return float(np.median(weeks)) if len(weeks) else float("nan")


@region_figure("R3.p90", unit="weeks", better="lower", formula="90th percentile of weeks from RFQ to closing")
def long_lead_time(view: View, shops: Shops) -> float:
    """Lead time that nine jobs of ten keep within."""
    weeks = lead_times(view)
    return float(np.percentile(weeks, 90)) if len(weeks) else float("nan")


@region_figure(
    "R4",
    unit="ratio",
    better="higher",
    formula="served share of the hours asked for in the weeks of the scheduled shock ÷ served share of the up to 52 "
    "weeks before it; NaN where no shock is scheduled or the run ends before it does",
)
def resilience_index(view: View, shops: Shops) -> float:
    """Resilience: service in a scheduled shock."""
    p = view.records.parameters[0]
    first, after = int(p["shock_week"]), int(p["shock_week"] + p["shock_weeks"])
    return through(view.demand, first, after) if first < after <= view.records.weeks else float("nan")


@region_figure(
    "R4.worst",
    unit="ratio",
    better="higher",
    formula="served share of hours in the worst 13 consecutive weeks that end in the effect window ÷ served "
    "share of the up to 52 weeks before them; with or without a scheduled shock",
)
def worst_quarter(view: View, shops: Shops) -> float:
    """Service in the worst quarter."""
    return resilience(view.demand, view.start, view.stop)


@region_figure(
    "R5",
    unit="$ per shop-week",
    better="higher",
    formula="value served − real costs (MODEL 5.6) ÷ (shops × weeks)",
)
def total_welfare(view: View, shops: Shops) -> float:
    """Total welfare."""
    return ratio(welfare(view.records).total / 100.0, view.shop_weeks)


@region_figure(
    "R6",
    unit="index",
    better="lower",
    formula="Gini coefficient of net worth gained by shop; NaN when shops together lose",
)
def profit_inequality(view: View, shops: Shops) -> float:
    """Gini coefficient of shop profit."""
    return gini(view.profit)


@region_figure(
    "R6.worst",
    unit="$ per machine-week",
    better="higher",
    formula="mean profit per machine-week of the tenth of shops with the lowest",
)
def worst_decile(view: View, shops: Shops) -> float:
    """Profit of the worst tenth of shops."""
    return mean_of_worst(view.profit_rate)


@region_figure(
    "R7",
    unit="index 0 to 1",
    better="lower",
    formula="Σ squared shares of production minutes over shops and vertical operators "
    "(an operator's are the planned hours of its closed jobs)",
)
def production_concentration(view: View, shops: Shops) -> float:
    """Concentration of production hours, HHI."""
    jobs = view.closed.where(view.closed["prime"] <= -2)
    vertical = np.bincount(-2 - jobs["prime"], 60.0 * jobs["hours"])
    made = view.tallies["produced_min"].astype(np.float64)
    return concentration(np.concatenate([made, vertical]))


@region_figure("R8", unit="share", better="neutral", formula="handed-off hours that cross regions ÷ handed-off hours")
def crossing_share(view: View, shops: Shops) -> float:
    """Share of handed-off hours that cross regions."""
    work = view.work
    return view.hours_share(shops, work.handed_off & work.reach, work.handed_off)


REGION = (
    utilisation,
    served_share,
    median_lead_time,
    long_lead_time,
    resilience_index,
    worst_quarter,
    total_welfare,
    profit_inequality,
    worst_decile,
    production_concentration,
    crossing_share,
)
