"""Mesa seats: agents that see their rows of the market's tables and own the decisions."""

from handoff_sim.agents.actor import Actor, Hook
from handoff_sim.agents.buyer import Buyer
from handoff_sim.agents.operators import NetworkOperator, VerticalOperator
from handoff_sim.agents.shop import Shop

SEATS: tuple[type[Actor], ...] = (Shop, Buyer, NetworkOperator, VerticalOperator)

# Every decision that a seat owns, and the compiled rule behind it.
HOOKS: dict[type[Actor], tuple[Hook, ...]] = {seat: seat.HOOKS for seat in SEATS}

__all__ = ["HOOKS", "SEATS", "Actor", "Buyer", "Hook", "NetworkOperator", "Shop", "VerticalOperator"]
