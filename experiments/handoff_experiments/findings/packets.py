"""Figures of packet-caused nonconformances that the metrics of the model do not hold."""

import numpy as np

from handoff_sim.codes import Cause
from handoff_sim.metrics.arrays import ratio
from handoff_sim.metrics.metric import everyone
from handoff_sim.metrics.view import View
from handoff_sim.records import Records

PACKET_CAUSES = (Cause.REV_PRINT, Cause.SCOPE_CHANGE, Cause.CERT)
INHERITED = "inherited per packet NCR"  # $ paid by the receiver, per packet-caused NCR of a handed-off operation


def packet_figures(records: Records) -> dict[str, float]:
    """Receivers' loss per packet-caused NCR, over the effect window, all channels."""
    view = View.of_effect(records)
    causes = records.ops["ncr_causes"][view.work.rows][view.work.handed_off]
    reports = sum(int(np.sum((causes >> cause) & 1)) for cause in PACKET_CAUSES)
    return {INHERITED: ratio(view.total("inherited", everyone(records)) / 100.0, reports)}
