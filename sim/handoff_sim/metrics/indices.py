"""Indices of one run: the Distributed Factory Index, customer capture and commoditisation (MODEL 5.5)."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from handoff_sim.codes import Channel, FeePayer
from handoff_sim.metrics.arrays import Floats, ratio
from handoff_sim.metrics.metric import Shops, figure
from handoff_sim.metrics.view import Rows, View

index_figure = partial(figure, party="index")


def share_counted(view: View, shops: Shops) -> float:
    """Share of the hours made by some shops that the Distributed Factory Index counts (D79)."""
    return view.hours_share(shops, view.work.counted)


@index_figure(
    "DFI",
    unit="share",
    better="higher",
    splits=True,
    formula="planned hours of operations made by a shop other than the prime, outside the prime's initial "
    "phone book, under a record better than an informal e-mail, closed and not unproven-disputed ÷ planned "
    "hours of all operations made by shops and closed in the window",
)
def distributed_factory_index(view: View, shops: Shops) -> float:
    """Distributed Factory Index."""
    return share_counted(view, shops)


@index_figure(
    "X1.customer",
    unit="share",
    better="lower",
    formula="repeats reordered without competition from a shop that is neither the maker of the part's first "
    "operation nor the prime of the order before ÷ repeats reordered without competition",
)
def customer_capture(view: View, shops: Shops) -> float:
    """Customer capture: repeats held by neither maker nor original owner."""
    jobs, ops = view.records.jobs, view.records.ops
    repeats = view.rfqs.where((view.rfqs["reorder"] == 1) & (view.rfqs["parent"] >= 0))
    before = Rows(jobs, repeats["parent"])
    maker, holder = ops["maker"][before["first_op"]], repeats["prime"]
    return ratio(float(((holder != maker) & (holder != before["prime"])).sum()), len(repeats))


@dataclass(frozen=True)
class Contribution:
    """What shops earned on operations of one channel, dollars [shop], and the machine hours it took."""

    dollars: Floats
    hours: Floats

    @property
    def per_hour(self) -> float:
        """Dollars per machine-hour."""
        return ratio(float(self.dollars.sum()), float(self.hours.sum()))


def contribution(view: View, channel: Channel) -> Contribution:
    """Receipts less fee and production cost of operations that closed under a channel's terms.

    Receipts are the transfer for a handed-off operation, and its share of the job's price otherwise.
    """
    work, terms = view.work, view.records.terms[channel]
    chosen = work.channel == channel
    ops, maker = Rows(view.records.ops, work.rows[chosen]), work.maker[chosen]
    shop_pays = channel == Channel.NETWORK and terms["fee_payer"] != FeePayer.BUYER
    own = ops["price"] * (1.0 - (float(terms["take_rate"]) if shop_pays else 0.0))
    received = (ops["transfer"] - ops["fee"] * terms["fee_receiver"]) / 100.0
    hours = ops["actual_min"] / 60.0
    cost = hours * view.records.shops["cost_rate"][maker]
    earned = np.where(work.handed_off[chosen], received, own) - cost
    n = view.records.n_shops
    dollars = np.bincount(maker, earned, minlength=n).astype(np.float64)
    return Contribution(dollars, np.bincount(maker, hours, minlength=n).astype(np.float64))


@index_figure(
    "X2",
    unit="share",
    better="lower",
    formula="1 − contribution per machine-hour under network terms ÷ the same of direct orders made in "
    "house; contribution = price or transfer − fee − production cost",
)
def margin_compression(view: View, shops: Shops) -> float:
    """Margin compression in the network."""
    direct = contribution(view, Channel.DIRECT).per_hour
    if not direct > 0:
        return float("nan")
    return 1.0 - contribution(view, Channel.NETWORK).per_hour / direct


def merit_slope(view: View, channel: Channel) -> float:
    """Slope of ln(contribution) on true quality in standard deviations, shops with a positive contribution.

    Quality is minus the logarithm of the shop's defect multiplier. NaN below three such shops.
    """
    quality = -np.log(np.maximum(view.records.shops["skill"], 1e-12))
    spread = float(quality.std())
    earned = contribution(view, channel).dollars
    paid = earned > 0
    if paid.sum() < 3 or spread == 0:
        return float("nan")
    x = quality[paid] / spread
    x -= x.mean()
    return ratio(float((x * np.log(earned[paid])).sum()), float((x * x).sum()))


@index_figure(
    "X2.merit",
    unit="log points per SD of quality",
    better="higher",
    formula="slope over shops of ln(network contribution) on true quality in SD − the same slope of direct orders",
)
def merit_elasticity(view: View, shops: Shops) -> float:
    """How much more quality pays in the network than in direct orders."""
    return merit_slope(view, Channel.NETWORK) - merit_slope(view, Channel.DIRECT)


INDICES = (distributed_factory_index, customer_capture, margin_compression, merit_elasticity)
