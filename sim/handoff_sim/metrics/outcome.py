"""What figures of several runs need to know of each: small, so that a worker can send it home without the records."""

from dataclasses import dataclass

from handoff_sim.metrics.arrays import Floats, Ints, ratio
from handoff_sim.metrics.emergence import late_dfi
from handoff_sim.metrics.indices import share_counted
from handoff_sim.metrics.metric import everyone
from handoff_sim.metrics.view import View
from handoff_sim.metrics.welfare import WelfareTable, welfare
from handoff_sim.records import Records


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One run in the effect window.

    Arrays have the axis [shop]: ``key`` persistent, ``machines``, ``profit`` dollars, ``profit_rate`` dollars per
    machine-week, ``wasted_rate`` quote hours that led to no award per week. ``shop_weeks`` is shops times weeks;
    ``produced_hours`` and ``wasted_hours`` are per shop-week; ``late_dfi`` is that of the last 26 weeks.
    """

    key: Ints
    machines: Floats
    profit: Floats
    profit_rate: Floats
    wasted_rate: Floats
    shop_weeks: int
    welfare: WelfareTable
    produced_hours: float
    dfi: float
    late_dfi: float

    @property
    def wasted_hours(self) -> float:
        """Quote hours that led to no award, per shop-week."""
        return float(self.wasted_rate.mean())

    @property
    def welfare_rate(self) -> float:
        """Welfare, dollars per shop-week."""
        return ratio(self.welfare.total / 100.0, self.shop_weeks)


def outcome_of(records: Records) -> Outcome:
    """The outcome of a finished run."""
    view, shops = View.of_effect(records), everyone(records)
    tallies = view.tallies
    return Outcome(
        key=records.shops["key"].astype("int64"),
        machines=records.shops["machines"].astype(float),
        profit=view.profit,
        profit_rate=view.profit_rate,
        wasted_rate=(tallies["quote_min"] - tallies["quote_won_min"]) / (60.0 * view.weeks),
        shop_weeks=view.shop_weeks,
        welfare=welfare(records),
        produced_hours=ratio(view.total("produced_min", shops) / 60.0, view.shop_weeks),
        dfi=share_counted(view, shops),
        late_dfi=late_dfi(records),
    )
