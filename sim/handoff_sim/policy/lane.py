"""Where the network starts: which work, where, for whom (question 5)."""

from handoff_sim.policy.declare import BUYER_CLASSES, Q5, Spec, declared, flag, whole, words
from handoff_sim.policy.group import Group


class Lane(Group):
    """The part of the market the network serves; an empty list means all of it."""

    processes: tuple[str, ...] = words((), "Processes served; empty for all", question=Q5)
    regions: tuple[int, ...] = declared(
        (), Spec(kind="places", meaning="Regions served, numbered from 0; empty for all", question=Q5)
    )
    buyers: tuple[str, ...] = words((), "Buyer classes served; empty for all", options=BUYER_CLASSES, question=Q5)
    handoff_only: bool = flag(False, "Only handoffs between shops, no RFQs of buyers", question=Q5)
    max_members: int | None = whole(
        None, "shops", "Most members; none for no limit", 2, 100_000, optional=True, question=Q5
    )
