"""S-family: what a policy does to machine shops (MODEL 5.1). Hours belong to the shop that makes them."""

from functools import partial

import numpy as np

from handoff_sim.codes import Channel, HandoffReason, SizeClass
from handoff_sim.metrics.arrays import ratio
from handoff_sim.metrics.inequality import median
from handoff_sim.metrics.metric import Metric, Shops, figure
from handoff_sim.metrics.view import View

shop_figure = partial(figure, party="shops", splits=True)
market_figure = partial(figure, party="shops", splits=False)


def machine_weeks(view: View, shops: Shops) -> float:
    """Machines times weeks of some shops."""
    return float(view.records.shops["machines"][shops].sum() * view.weeks)


def wasted_hours(view: View, shops: Shops) -> float:
    """Estimator hours on quotes that led to no award."""
    return (view.total("quote_min", shops) - view.total("quote_won_min", shops)) / 60.0


def solicitations(view: View) -> int:
    """RFQs of the window that were sent out for quotes: all but loyal reorders."""
    return int((view.rfqs["reorder"] == 0).sum())


@shop_figure(
    "S1",
    unit="$ per machine-week",
    better="higher",
    formula="net worth gained in the effect window ÷ (machines × weeks), all shops together",
)
def profit(view: View, shops: Shops) -> float:
    """Shop profit per machine-week."""
    return ratio(float(view.profit[shops].sum()), machine_weeks(view, shops))


@shop_figure(
    "S1m",
    unit="$ per machine-week",
    better="higher",
    formula="median over shops of net worth gained ÷ (machines × weeks)",
)
def profit_of_median_shop(view: View, shops: Shops) -> float:
    """Profit per machine-week of the median shop."""
    return median(view.profit_rate[shops])


@shop_figure("S2", unit="share", better="higher", formula="awards on solicited quotes ÷ solicited quotes")
def win_rate(view: View, shops: Shops) -> float:
    """Competitive win rate."""
    return ratio(view.total("quotes_won", shops), view.total("quotes", shops))


@shop_figure(
    "S2b",
    unit="share",
    better="higher",
    formula="(awards on quotes + loyal reorders) ÷ (solicited quotes + loyal reorders)",
)
def quote_to_book(view: View, shops: Shops) -> float:
    """Quote-to-book ratio with repeat orders."""
    reorders = view.total("reorders", shops)
    return ratio(view.total("quotes_won", shops) + reorders, view.total("quotes", shops) + reorders)


@shop_figure(
    "S3",
    unit="hours per shop-week",
    better="lower",
    formula="(quote hours − quote hours that led to an award) ÷ (shops × weeks)",
)
def wasted_quote_hours(view: View, shops: Shops) -> float:
    """Quote hours that led to no award."""
    return ratio(wasted_hours(view, shops), int(shops.sum()) * view.weeks)


@shop_figure(
    "S4",
    unit="hours per award",
    better="lower",
    formula="(quote hours − quote hours that led to an award) ÷ awards on quotes; "
    "= h·(quotes per RFQ ÷ award rate − 1) with h hours per lost quote (V1)",
)
def wasted_hours_per_award(view: View, shops: Shops) -> float:
    """Wasted quote hours per award."""
    return ratio(wasted_hours(view, shops), view.total("quotes_won", shops))


@market_figure(
    "S4.quotes_per_rfq",
    unit="quotes per RFQ",
    better="lower",
    formula="solicited quotes ÷ RFQs sent out for quotes",
)
def quotes_per_rfq(view: View, shops: Shops) -> float:
    """Quotes per RFQ."""
    return ratio(float(view.tallies["quotes"].sum()), solicitations(view))


@market_figure(
    "S4.award_rate",
    unit="share",
    better="higher",
    formula="awards to shops on quotes ÷ RFQs sent out for quotes",
)
def award_rate(view: View, shops: Shops) -> float:
    """Share of RFQs that end in an award to a shop."""
    return ratio(float(view.tallies["quotes_won"].sum()), solicitations(view))


@shop_figure("S4.hours", unit="hours per quote", better="lower", formula="quote hours ÷ solicited quotes")
def hours_per_quote(view: View, shops: Shops) -> float:
    """Estimator hours per quote."""
    return ratio(view.total("quote_min", shops) / 60.0, view.total("quotes", shops))


@shop_figure("S4.depth", unit="share", better="neutral", formula="fully engineered quotes ÷ solicited quotes")
def full_depth_share(view: View, shops: Shops) -> float:
    """Share of quotes that are fully engineered."""
    return ratio(view.total("quotes_full", shops), view.total("quotes", shops))


@shop_figure("S4.phantom", unit="share", better="lower", formula="quotes on RFQs without intent ÷ solicited quotes")
def phantom_share(view: View, shops: Shops) -> float:
    """Share of quotes on RFQs that nobody meant to award."""
    return ratio(view.total("quote_phantom", shops), view.total("quotes", shops))


@shop_figure("S5", unit="share", better="lower", formula="1 − (produced + down) ÷ available machine minutes")
def idle_share(view: View, shops: Shops) -> float:
    """Idle share of machine hours."""
    busy = view.total("produced_min", shops) + view.total("down_min", shops)
    return 1.0 - ratio(busy, view.total("cap_min", shops))


@shop_figure("S6", unit="share of revenue", better="higher", formula="net worth gained ÷ revenue booked")
def net_margin(view: View, shops: Shops) -> float:
    """Net margin."""
    return ratio(float(view.profit[shops].sum()), view.total("revenue", shops) / 100.0)


@shop_figure(
    "S7",
    unit="$ per machine-hour",
    better="higher",
    formula="(transfers received − cost of the received work) ÷ hours made for others",
)
def receivers_contribution(view: View, shops: Shops) -> float:
    """Contribution of handoffs to their receivers."""
    earned = view.total("received_transfer", shops) - view.total("received_cost", shops)
    return ratio(earned / 100.0, view.total("received_min", shops) / 60.0)


@shop_figure(
    "S7.originator",
    unit="$ per machine-hour",
    better="higher",
    formula="(cheapest alternative − cost of handing off, as expected) ÷ hours handed off",
)
def originators_contribution(view: View, shops: Shops) -> float:
    """Contribution of handoffs to their originators."""
    return ratio(view.total("given_gain", shops) / 100.0, view.total("given_min", shops) / 60.0)


@shop_figure(
    "S8",
    unit="$ per received handoff",
    better="lower",
    formula="packet-caused NCR cost paid as receiver ÷ handed-off operations made and closed",
)
def inherited_loss(view: View, shops: Shops) -> float:
    """Loss that receivers inherit from the packet."""
    received = int((view.work.handed_off & shops[view.work.maker]).sum())
    return ratio(view.total("inherited", shops) / 100.0, received)


@market_figure(
    "S8b",
    unit="share",
    better="lower",
    formula="NCR cost paid by a party that did not cause it ÷ NCR cost",
)
def blame_transfer(view: View, shops: Shops) -> float:
    """Blame-transfer index."""
    return ratio(view.weekly("ncr_blamed"), view.weekly("ncr_loss"))


@shop_figure(
    "S10",
    unit="index 0 to 1",
    better="higher",
    formula="1 − discipline × hours made under network terms ÷ hours made (own and for others)",
)
def autonomy(view: View, shops: Shops) -> float:
    """Autonomy index."""
    discipline = float(view.records.parameters["discipline"][0])
    made = view.total("own_min", shops) + view.total("received_min", shops)
    return 1.0 - discipline * ratio(view.total("network_min", shops), made)


@shop_figure(
    "S11",
    unit="share",
    better="higher",
    formula="repeats kept by the shop that owned the buyer ÷ repeats it owned",
)
def customer_retention(view: View, shops: Shops) -> float:
    """Customer retention."""
    return ratio(view.total("repeats_kept", shops), view.total("repeats_owned", shops))


@shop_figure(
    "S12",
    unit="share of revenue",
    better="neutral",
    formula="revenue from counterparties outside the initial book and list ÷ revenue",
)
def new_counterparty_revenue(view: View, shops: Shops) -> float:
    """Revenue share of new counterparties."""
    return ratio(view.total("revenue_new", shops), view.total("revenue", shops))


@shop_figure(
    "S14",
    unit="days",
    better="lower",
    formula="7 × Σ(receipt × weeks from closing to receipt) ÷ Σ receipts",
)
def days_to_pay(view: View, shops: Shops) -> float:
    """Days until the shop is paid."""
    return 7.0 * ratio(view.total("paid_weeks", shops), view.total("receipts", shops))


@shop_figure("S14b", unit="share of revenue", better="lower", formula="claims lost ÷ revenue booked")
def bad_debt(view: View, shops: Shops) -> float:
    """Bad debt."""
    return ratio(view.total("bad_debt", shops), view.total("revenue", shops))


@market_figure(
    "S15",
    unit="share",
    better="neutral",
    formula="hours of large orders made by shops of size S ÷ hours of large orders made by shops",
)
def small_shops_large_orders(view: View, shops: Shops) -> float:
    """Small shops' share of large-order hours."""
    small = view.records.shops["size_class"] == SizeClass.S
    return ratio(view.total("large_min", small), float(view.tallies["large_min"].sum()))


@shop_figure(
    "S16",
    unit="share",
    better="neutral",
    formula="planned hours of operations made for another shop ÷ planned hours made by shops "
    "(operations closed in the window, by maker)",
)
def inter_firm_share(view: View, shops: Shops) -> float:
    """Inter-firm share of hours."""
    return view.hours_share(shops, view.work.handed_off)


def inter_firm_part(word: str, column: str, code: int) -> Metric:
    """The part of S16 with one handoff reason or one channel."""

    def share(view: View, shops: Shops) -> float:
        return view.hours_share(shops, view.work.handed_off & (getattr(view.work, column) == code))

    plain = word.replace("_", " ")
    return Metric(
        code=f"S16.{word}",
        name=f"inter_firm_share_{word}",
        title=f"Inter-firm share of hours: {plain}",
        unit="share",
        direction="neutral",
        party="shops",
        formula=f"planned hours of handed-off operations with {column} {plain} ÷ planned hours made by shops",
        measure=share,
        splits=True,
    )


@shop_figure("S17", unit="share", better="higher", formula="shops still in business in the last week ÷ shops")
def shop_survival(view: View, shops: Shops) -> float:
    """Survival of shops."""
    return ratio(float(np.sum(view.records.shops["closed_week"][shops] < 0)), int(shops.sum()))


INTER_FIRM_PARTS = (
    *(inter_firm_part(r.name.lower(), "reason", r) for r in HandoffReason if r is not HandoffReason.NONE),
    *(inter_firm_part(c.name.lower(), "channel", c) for c in (Channel.PHONE, Channel.NETWORK)),
)

SHOPS = (
    profit,
    profit_of_median_shop,
    win_rate,
    quote_to_book,
    wasted_quote_hours,
    wasted_hours_per_award,
    quotes_per_rfq,
    award_rate,
    hours_per_quote,
    full_depth_share,
    phantom_share,
    idle_share,
    net_margin,
    receivers_contribution,
    originators_contribution,
    inherited_loss,
    blame_transfer,
    autonomy,
    customer_retention,
    new_counterparty_revenue,
    days_to_pay,
    bad_debt,
    small_shops_large_orders,
    inter_firm_share,
    *INTER_FIRM_PARTS,
    shop_survival,
)
