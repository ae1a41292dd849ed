"""Fields of a world: one shock of a known week, the same under every policy (E13)."""

from handoff_sim.codes import ShockKind
from handoff_sim.policy.declare import share, whole, word
from handoff_sim.policy.group import Group


class Shock(Group):
    """A shock that is scheduled, besides the demand shocks and outages that luck brings."""

    kind: ShockKind = word(
        ShockKind.NONE,
        "What is struck: machines (capacity), the size of new orders (large_orders), or orders (demand_collapse)",
    )
    week: int = whole(104, "week", "First week of the shock", 1, 5200)
    weeks: int = whole(13, "weeks", "Length of the shock", 1, 520)
    size: float = share(0.3, "Capacity lost, or ordinary new orders that become large, or orders that are not placed")
    region: int | None = whole(None, "region number", "Region that is struck; none for all", 0, 59, optional=True)
    buyers: float = share(1.0, "Buyers of the region that a shock of orders strikes", unit="share of buyers")
