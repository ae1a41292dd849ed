"""The paper's claim put to the test: that a distributed factory emerges only where the deal is better (MODEL 6, E7)."""

from handoff_experiments.claim.answer import ClaimAnswer
from handoff_experiments.claim.roles import Roles

__all__ = ["ClaimAnswer", "Roles"]
