"""Shops and buyers of one run, a row each."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_sim.codes import BuyerClass, Channel
from handoff_sim.metrics import shop_frame
from handoff_sim.metrics.arrays import divide
from handoff_sim.metrics.view import EFFECT, Rows, View
from handoff_sim.records import Records


def shops_of(records: Records) -> pd.DataFrame:
    """The shop frame of the metrics, led by each shop's number, which is its row in every table."""
    frame = shop_frame(records)
    frame.insert(0, "number", np.arange(records.n_shops))
    return frame


def buyers_of(records: Records) -> pd.DataFrame:
    """A row per buyer; counts and sums are of the effect window, as in the shop frame.

    Money in dollars; ``member`` as of the last week, ``tenure_weeks`` counts all weeks of membership; ``pay_weeks``
    are the terms it pays on; ``jobs`` asked for, ``orders`` placed; ``gain_per_week`` is net worth gained;
    ``through_network`` and ``late`` are shares of orders placed and of jobs delivered.
    """
    view, buyers = View.of_effect(records), records.buyers
    count = records.n_buyers

    def times(rows: Rows, which: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.int64]:
        buyer = rows["buyer"] if which is None else rows["buyer"][which]
        return np.bincount(buyer, minlength=count)

    gained = records.flows[EFFECT, records.n_shops : records.n_shops + count].sum(axis=1)
    orders, delivered = times(view.awards), times(view.closed)
    return pd.DataFrame(
        {
            "number": np.arange(count),
            "key": buyers["key"],
            "class": [BuyerClass(klass).name for klass in buyers["klass"]],
            "region": buyers["region"],
            "large": buyers["large_prime"] == 1,
            "member": records.buyer_member_weeks[-1] > 0,
            "mandated": buyers["mandated"] == 1,
            "tenure_weeks": (records.buyer_member_weeks > 0).sum(axis=0),
            "pay_weeks": buyers["pay_weeks"],
            "jobs": times(view.rfqs),
            "orders": orders,
            "delivered": delivered,
            "spent": np.bincount(view.awards["buyer"], view.awards["price"], minlength=count) / 100.0,
            "gain_per_week": gained / (100.0 * view.weeks),
            "through_network": divide(times(view.awards, view.awards["channel"] == Channel.NETWORK), orders),
            "late": divide(times(view.closed, view.closed["late_weeks"] > 0), delivered),
        }
    )
