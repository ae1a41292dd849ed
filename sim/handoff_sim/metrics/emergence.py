"""X3: has a distributed factory emerged? Judged by behaviour over the last weeks of a run (MODEL 5.5)."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from handoff_sim.codes import Account
from handoff_sim.metrics.arrays import ratio
from handoff_sim.metrics.indices import share_counted
from handoff_sim.metrics.metric import everyone
from handoff_sim.metrics.network import active_share, unproven_in_network
from handoff_sim.metrics.view import EFFECT, View
from handoff_sim.records import Records


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """When a distributed factory counts as emerged; inputs of an experiment, with MODEL's defaults."""

    ratio: float = 0.5  # least emergence ratio
    active: float = 0.4  # least active share of eligible shops
    unproven: float = 0.15  # greatest unproven share of NCRs under network terms
    potential: float = 0.01  # least frictionless DFI for the ratio to mean anything
    weeks: int = 26  # length of the window at the end of the run


DEFAULT = Thresholds()


@dataclass(frozen=True, kw_only=True)
class Emergence:
    """The four tests and the verdict; ``ratio`` is NaN when the frictionless potential is too small."""

    dfi: float
    ratio: float
    active: float
    unproven: float
    subsidised: bool
    emerged: bool


def late_dfi(records: Records, weeks: int = DEFAULT.weeks) -> float:
    """Distributed Factory Index of the last ``weeks`` weeks."""
    return share_counted(View.of_last(records, weeks), everyone(records))


def emergence_ratio(policy: float, phone: float, frictionless: float, potential: float) -> float:
    """ER = (DFI − DFI_phone) ÷ (DFI_frictionless − DFI_phone); NaN when DFI_frictionless < ``potential``."""
    if not frictionless >= potential:
        return float("nan")
    return ratio(policy - phone, frictionless - phone)


def subsidised(records: Records, weeks: int) -> bool:
    """Whether the sponsor still paid members in the last ``weeks`` weeks."""
    sponsor = records.n_shops + records.n_buyers + Account.SPONSOR
    end = int(records.parameters["subsidy_end"][0])
    return bool((records.flows[EFFECT, sponsor] < 0).any()) and (end < 0 or end > records.weeks - weeks)


def emerged(ratio: Any, active: Any, unproven: Any, paid: Any, thresholds: Thresholds = DEFAULT) -> Any:
    """Whether behaviour passes every threshold and nobody pays for it; numbers, or arrays and tables of one shape."""
    behaves = (ratio >= thresholds.ratio) & (active >= thresholds.active)
    return behaves & np.logical_not(unproven > thresholds.unproven) & np.logical_not(paid)


def emergence(
    records: Records, *, phone_dfi: float, frictionless_dfi: float, thresholds: Thresholds = DEFAULT
) -> Emergence:
    """Judge one run against the phone and frictionless runs of the same world and seed.

    ``phone_dfi`` and ``frictionless_dfi`` come from ``late_dfi`` with the same window. A network without any
    NCR has nothing unproven.
    """
    view, shops = View.of_last(records, thresholds.weeks), everyone(records)
    dfi = share_counted(view, shops)
    er = emergence_ratio(dfi, phone_dfi, frictionless_dfi, thresholds.potential)
    active = active_share.measure(view, shops)
    unproven = unproven_in_network.measure(view, shops)
    paid = subsidised(records, thresholds.weeks)
    found = bool(emerged(er, active, unproven, paid, thresholds))
    return Emergence(dfi=dfi, ratio=er, active=active, unproven=unproven, subsidised=paid, emerged=found)
