"""Terms of an order that a buyer gives straight to a shop (D24)."""

from handoff_sim.policy.declare import ROLES, share, vector
from handoff_sim.policy.group import Group
from handoff_sim.policy.liability import Liability, liability


class Direct(Group):
    """What governs an operation that its prime makes in house for its own buyer."""

    alpha: float = share(0.30, "Chance that the true cause can be proven")
    liability: Liability = liability("phone_custom", "Who pays for a nonconformance whose cause is proven")
    default_split: tuple[float, ...] = vector(
        (0.0, 0.4, 0.6, 0.0), ROLES, "Who pays when the cause cannot be proven", total=1.0
    )
