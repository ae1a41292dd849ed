"""Metrics of MODEL 5: pure functions of the records of finished runs.

``METRICS`` are figures of one run, ``CONTRASTS`` of several runs of the same world and seed; each carries its
unit, formula and direction. To add one, write it in its family's file and name it in that file's table.
"""

from handoff_sim.codes import SizeClass
from handoff_sim.metrics.buyers import BUYERS
from handoff_sim.metrics.contrasts import CONTRASTS
from handoff_sim.metrics.frame import shop_frame
from handoff_sim.metrics.indices import INDICES
from handoff_sim.metrics.metric import Contrast, Metric, everyone
from handoff_sim.metrics.network import NETWORK
from handoff_sim.metrics.outcome import Outcome, outcome_of
from handoff_sim.metrics.region import REGION
from handoff_sim.metrics.series import series
from handoff_sim.metrics.shops import SHOPS
from handoff_sim.metrics.size import SIZE
from handoff_sim.metrics.view import View
from handoff_sim.records import Records

__all__ = [
    "CONTRASTS",
    "METRICS",
    "Contrast",
    "Metric",
    "Outcome",
    "compute",
    "compute_by_size",
    "outcome_of",
    "series",
    "shop_frame",
]

METRICS: tuple[Metric, ...] = (*SHOPS, *BUYERS, *NETWORK, *REGION, *SIZE, *INDICES)


def compute(records: Records) -> dict[str, float]:
    """Every metric by code, over the effect window; NaN where it is not defined."""
    view, shops = View.of_effect(records), everyone(records)
    return {metric.code: metric.measure(view, shops) for metric in METRICS}


def compute_by_size(records: Records) -> dict[str, dict[str, float]]:
    """Every metric that splits, by code and then by size class S, M, L."""
    view = View.of_effect(records)
    masks = {size.name: records.shops["size_class"] == size for size in SizeClass}
    return {
        metric.code: {name: metric.measure(view, shops) for name, shops in masks.items()}
        for metric in METRICS
        if metric.splits
    }
