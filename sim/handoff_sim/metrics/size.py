"""D-family: who gains by size (MODEL 5.4). D3 and D4 compare two runs and stand in contrasts.py."""

from functools import partial

import numpy as np

from handoff_sim.codes import SizeClass
from handoff_sim.metrics.arrays import Floats, ratio
from handoff_sim.metrics.lane import in_lane
from handoff_sim.metrics.metric import Shops, figure
from handoff_sim.metrics.view import View
from handoff_sim.records import Records

size_figure = partial(figure, party="size", splits=True)


def adoption_curve(records: Records, shops: Shops) -> Floats:
    """Member share of some shops [week], of those in the lane; NaN when none is."""
    chosen = records.member_weeks[:, shops & in_lane(records)] > 0
    if chosen.shape[1] == 0:
        return np.full(records.weeks, np.nan)
    share: Floats = chosen.mean(axis=1)
    return share


@size_figure("D1", unit="share", better="neutral", formula="mean over weeks of members ÷ shops in the lane")
def adoption(view: View, shops: Shops) -> float:
    """Adoption."""
    curve = adoption_curve(view.records, shops)[view.start : view.stop]
    return float(curve.mean()) if len(curve) else float("nan")


@size_figure(
    "D1.half",
    unit="weeks",
    better="neutral",
    formula="weeks from launch until half of the shops in the lane are members; NaN if never",
)
def time_to_half(view: View, shops: Shops) -> float:
    """Time until half have joined."""
    reached = np.flatnonzero(adoption_curve(view.records, shops)[view.records.launch :] >= 0.5)
    return float(reached[0]) if len(reached) else float("nan")


@size_figure("D2", unit="share", better="higher", formula="members in the last week ÷ shops that ever joined")
def members_kept(view: View, shops: Shops) -> float:
    """Survival of memberships."""
    member = view.records.member_weeks[:, shops] > 0
    return ratio(float(member[-1].sum()), float(member.any(axis=0).sum()))


@size_figure("D2.firm", unit="share", better="higher", formula="shops in business in the last week ÷ shops")
def firms_kept(view: View, shops: Shops) -> float:
    """Survival of firms."""
    alive = view.records.shops["closed_week"][shops] < 0
    return ratio(float(alive.sum()), len(alive))


def burden_per_machine(view: View, shops: Shops) -> float:
    """Admin, audit and switching hours per machine."""
    columns = ("admin_min", "audit_min", "switch_min")
    hours = sum(view.total(column, shops) for column in columns) / 60.0
    return ratio(hours, float(view.records.shops["machines"][shops].sum()))


@figure(
    "D5",
    party="size",
    unit="ratio",
    better="lower",
    formula="(admin + audit + switching hours per machine) of size S ÷ the same of size L",
)
def burden_ratio(view: View, shops: Shops) -> float:
    """Burden of small shops relative to large ones."""
    size = view.records.shops["size_class"]
    small = burden_per_machine(view, size == SizeClass.S)
    return ratio(small, burden_per_machine(view, size == SizeClass.L))


SIZE = (adoption, time_to_half, members_kept, firms_kept, burden_ratio)
