"""Mesa seats: agents that see their rows of the market's tables and own the decisions."""

from handoff_sim.agents.actor import Actor, Hook
from handoff_sim.agents.buyer import Buyer
from handoff_sim.agents.cases import Case
from handoff_sim.agents.operators import NetworkOperator, VerticalOperator
from handoff_sim.agents.shop import Shop
from handoff_sim.decision_kinds import DecisionKind

SEATS: tuple[type[Actor], ...] = (Shop, Buyer, NetworkOperator, VerticalOperator)

# What the one who decides is told, by kind of decision.
CASES: dict[DecisionKind, type[Case]] = {hook.case.KIND: hook.case for seat in SEATS for hook in seat.HOOKS}

# Every decision that a seat owns, and the compiled rule behind it.
HOOKS: dict[type[Actor], tuple[Hook, ...]] = {seat: seat.HOOKS for seat in SEATS}

__all__ = [
    "CASES", "HOOKS", "SEATS", "Actor", "Buyer", "Case", "Hook", "NetworkOperator", "Shop", "VerticalOperator",
]  # fmt: skip
