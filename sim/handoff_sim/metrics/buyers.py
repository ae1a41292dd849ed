"""B-family: what a policy does to buyers (MODEL 5.2)."""

from functools import partial

import numpy as np

from handoff_sim.codes import NoAward
from handoff_sim.metrics.arrays import ratio
from handoff_sim.metrics.metric import Metric, Shops, figure
from handoff_sim.metrics.view import EFFECT, View

buyer_figure = partial(figure, party="buyers")


@buyer_figure(
    "B1",
    unit="$ per shop-week",
    better="higher",
    formula="net worth gained by buyers ÷ (shops × weeks): "
    "V − P − packet cost − NCR share − late cost − fees + penalties received",
)
def buyer_surplus(view: View, shops: Shops) -> float:
    """Buyer surplus."""
    n, buyers = view.records.n_shops, view.records.n_buyers
    cents = int(view.records.flows[EFFECT, n : n + buyers].sum())
    return ratio(cents / 100.0, view.shop_weeks)


@buyer_figure(
    "B1.job",
    unit="$ per closed job",
    better="higher",
    formula="Σ(V − P − packet cost − NCR share − late cost) over closed jobs ÷ closed jobs",
)
def surplus_per_job(view: View, shops: Shops) -> float:
    """Buyer surplus per job."""
    jobs = view.closed
    spent = jobs["price"] + jobs["packet_cost"] + jobs["buyer_ncr"] + jobs["late_cost"]
    return ratio(float(jobs["value"].sum() - spent.sum() / 100.0), len(jobs))


@buyer_figure("B2", unit="share", better="lower", formula="closed jobs that were late ÷ closed jobs")
def late_share(view: View, shops: Shops) -> float:
    """Share of jobs delivered late."""
    return ratio(float((view.closed["late_weeks"] > 0).sum()), len(view.closed))


@buyer_figure("B2.weeks", unit="weeks", better="lower", formula="Σ weeks late ÷ closed jobs")
def weeks_late(view: View, shops: Shops) -> float:
    """Mean weeks late."""
    return ratio(float(view.closed["late_weeks"].sum()), len(view.closed))


@buyer_figure(
    "B3",
    unit="jobs per 1,000 operations",
    better="lower",
    formula="1,000 × closed jobs on which an NCR reached the buyer ÷ operations of closed jobs",
)
def escapes(view: View, shops: Shops) -> float:
    """Quality escapes to buyers."""
    is_closed = np.zeros(len(view.records.jobs), dtype=np.bool_)
    is_closed[view.closed.rows] = True
    operations = int(is_closed[view.records.ops["job"]].sum())
    return 1000.0 * ratio(float((view.closed["ncr_reached_buyer"] == 1).sum()), operations)


@buyer_figure(
    "B4",
    unit="share",
    better="lower",
    formula="RFQs that ended without an award, for any reason ÷ RFQs, loyal reorders included",
)
def unserved(view: View, shops: Shops) -> float:
    """Share of RFQs left without an award."""
    return ratio(float((view.rfqs["no_award"] != NoAward.AWARDED).sum()), len(view.rfqs))


def unserved_part(reason: NoAward) -> Metric:
    """The part of B4 with one reason."""
    word = reason.name.lower()

    def share(view: View, shops: Shops) -> float:
        return ratio(float((view.rfqs["no_award"] == reason).sum()), len(view.rfqs))

    return Metric(
        code=f"B4.{word}",
        name=f"unserved_{word}",
        title=f"Share of RFQs without an award: {word.replace('_', ' ')}",
        unit="share",
        direction="lower",
        party="buyers",
        formula=f"RFQs that ended {word.replace('_', ' ')} ÷ RFQs",
        measure=share,
    )


@buyer_figure("B5", unit="ratio", better="lower", formula="ΣP ÷ ΣVref over jobs awarded in the window")
def price_index(view: View, shops: Shops) -> float:
    """Price index."""
    return ratio(float(view.awards["price"].sum() / 100.0), float(view.awards["vref"].sum()))


@buyer_figure(
    "B6",
    unit="share",
    better="neutral",
    formula="awards to the cheapest quote ÷ awards with at least two quotes",
)
def cheapest_wins(view: View, shops: Shops) -> float:
    """Share of competitive awards that go to the cheapest quote."""
    competitive = (view.awards["reorder"] == 0) & (view.awards["quotes_in"] >= 2)
    return ratio(float((view.awards["cheapest"][competitive] == 1).sum()), int(competitive.sum()))


BUYERS = (
    buyer_surplus,
    surplus_per_job,
    late_share,
    weeks_late,
    escapes,
    unserved,
    *(unserved_part(reason) for reason in NoAward if reason is not NoAward.AWARDED),
    price_index,
    cheapest_wins,
)
