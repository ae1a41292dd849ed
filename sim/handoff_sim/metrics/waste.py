"""Why wasted quoting hours per award differ between two runs: four causes that add up (MODEL 0.6, V1).

Wasted hours per award = h·(k/a − 1): k quotes per RFQ, a awards per RFQ, h hours per lost quote. Hours split
into completeness, 1 + ψ(1 − c) for packets c complete, and depth, which is all else: quick or full
engineering, and yes/no answers in place of quotes. The difference is divided by Shapley's rule, the mean of a
cause's effect over all orders in which the four could have changed.

Source: Shapley 1953.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import permutations

from handoff_sim.metrics.arrays import ratio
from handoff_sim.metrics.metric import everyone
from handoff_sim.metrics.shops import solicitations, wasted_hours
from handoff_sim.metrics.view import View
from handoff_sim.records import Records


@dataclass(frozen=True)
class Waste:
    """The four causes of wasted quoting hours per award."""

    quotes_per_rfq: float  # k
    award_rate: float  # a: falls with phantom RFQs, and with RFQs nobody serves
    completeness: float  # 1 + psi (1 - c): pure number, 1 for complete packets
    depth: float  # hours per lost quote on a complete packet

    @property
    def hours_per_award(self) -> float:
        """Wasted hours per award: exactly S4 of the run."""
        return wasted_hours_of(asdict(self))


def wasted_hours_of(factors: Mapping[str, float]) -> float:
    """V1: h·(k/a − 1), hours per award."""
    hours = factors["completeness"] * factors["depth"]
    return hours * (ratio(factors["quotes_per_rfq"], factors["award_rate"]) - 1.0)


def waste(records: Records) -> Waste:
    """The four causes in the effect window; NaN where there are no quotes, awards or lost quotes."""
    view, shops = View.of_effect(records), everyone(records)
    quotes, won = view.total("quotes", shops), view.total("quotes_won", shops)
    rfqs = solicitations(view)
    complete = ratio(view.total("quote_completeness", shops), quotes)
    factor = 1.0 + float(records.parameters["psi"][0]) * (1.0 - complete)
    return Waste(
        quotes_per_rfq=ratio(quotes, rfqs),
        award_rate=ratio(won, rfqs),
        completeness=factor,
        depth=ratio(wasted_hours(view, shops), quotes - won) / factor,
    )


def shapley(
    value: Callable[[Mapping[str, float]], float], before: Mapping[str, float], after: Mapping[str, float]
) -> dict[str, float]:
    """Each factor's part of ``value(after) − value(before)``; the parts add up to it."""
    part = dict.fromkeys(before, 0.0)
    orders = list(permutations(before))
    for order in orders:
        now = dict(before)
        level = value(now)
        for factor in order:
            now[factor] = after[factor]
            changed = value(now)
            part[factor] += (changed - level) / len(orders)
            level = changed
    return part


def waste_difference(a: Waste, b: Waste) -> dict[str, float]:
    """Hours per award by which ``b`` wastes more than ``a``, by cause."""
    return shapley(wasted_hours_of, asdict(a), asdict(b))
