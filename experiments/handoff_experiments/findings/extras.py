"""Figures of one run that the metrics of the model do not hold and the claims, or their causes, need."""

import numpy as np
import pandas as pd

from handoff_sim.codes import Cause, Channel
from handoff_sim.metrics.arrays import ratio
from handoff_sim.metrics.metric import everyone
from handoff_sim.metrics.view import View
from handoff_sim.rules.bypass import TRUST_TO_LEAVE
from handoff_sim.run import Run

PACKET_CAUSES = (Cause.REV_PRINT, Cause.SCOPE_CHANGE, Cause.CERT)
INHERITED = "inherited per packet NCR"  # $ paid by the receiver, per packet-caused NCR of a handed-off operation
INHERITED_NETWORK = "the same, handed off by network"  # without operations that also had a workmanship NCR
BY_PHONE = "packet NCRs on phone handoffs"  # share of those on handed-off operations
TRUSTING = "repeats of pairs that trust each other"  # share of the repeats that could leave; only where explained
PRICE_NETWORK, PRICE_DIRECT = "price index, network", "price index, direct"


def extra_figures(run: Run) -> dict[str, float]:
    """Every figure by name, over the effect window."""
    view = View.of_effect(run.records)
    return {
        TRUSTING: trusting_share(run.decisions(), run.records.effect_start),
        **inherited(view),
        PRICE_NETWORK: price_index(view, Channel.NETWORK),
        PRICE_DIRECT: price_index(view, Channel.DIRECT),
    }


def inherited(view: View) -> dict[str, float]:
    """What receivers pay per packet-caused NCR, $: by any channel, and by network; and the phone's share of them."""
    rows = view.work.rows[view.work.handed_off]
    ops, channel = view.records.ops[rows], view.work.channel[view.work.handed_off]
    reports = np.sum([(ops["ncr_causes"] >> cause) & 1 for cause in PACKET_CAUSES], axis=0)
    only_packet = (channel == Channel.NETWORK) & ((ops["ncr_causes"] >> Cause.WORKMANSHIP) & 1 == 0) & (reports > 0)
    paid = view.total("inherited", everyone(view.records)) / 100.0
    return {
        INHERITED: ratio(paid, int(np.sum(reports))),
        INHERITED_NETWORK: ratio(ops["maker_ncr"][only_packet].sum() / 100.0, int(np.sum(reports[only_packet]))),
        BY_PHONE: ratio(int(np.sum(reports[channel == Channel.PHONE])), int(np.sum(reports))),
    }


def price_index(view: View, channel: Channel) -> float:
    """Prices over reference prices of the orders that came by one channel."""
    came = view.awards.where(view.awards["channel"] == channel)
    return ratio(float(came["price"].sum()) / 100.0, float(came["vref"].sum()))


def trusting_share(decisions: pd.DataFrame, start: int) -> float:
    """Share of decisions to leave the network or not (R21) between a pair that trusts each other enough to leave."""
    asked = decisions[(decisions["kind"] == "BYPASS") & (decisions["week"] >= start)] if len(decisions) else decisions
    trust = [terms["mutual_trust"] >= TRUST_TO_LEAVE for terms in asked["terms"]] if len(asked) else []
    return ratio(sum(trust), len(trust))
