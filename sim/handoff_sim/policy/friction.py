"""Switches that take single frictions out of the network, to see what each one costs."""

from handoff_sim.policy.declare import flag
from handoff_sim.policy.group import Group


class Friction(Group):
    """Frictions of using the network; ``false`` removes one."""

    admin: bool = flag(True, "Paperwork, preparation of the record and audit hours of members")
    coordination: bool = flag(True, "Cost of coordinating a network handoff")
    calls: bool = flag(True, "Hours of asking around where network prices are negotiated")
    switching: bool = flag(True, "One-off hours of learning the network")
    misroutes: bool = flag(True, "Work sent to shops that cannot do it")
    autonomy: bool = flag(True, "What owners feel about losing control")
    caution: bool = flag(True, "Discount on gains that are not yet proven")
