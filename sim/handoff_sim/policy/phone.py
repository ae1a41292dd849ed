"""Terms of today's informal network, the phone book."""

from handoff_sim.codes import PaymentOwner, RepeatOwner
from handoff_sim.policy.declare import ROLES, number, share, vector, whole, word
from handoff_sim.policy.group import Group
from handoff_sim.policy.liability import Liability, liability


class Phone(Group):
    """What governs a handoff to a shop one knows; its coordination cost is a fact of the world."""

    b: float = share(0.4, "Receiver's share of the gain", low=0.05, high=0.95, unit="share of the gain")
    alpha: float = share(0.30, "Chance that the true cause can be proven")
    liability: Liability = liability("phone_custom", "Who pays for a nonconformance whose cause is proven")
    default_split: tuple[float, ...] = vector(
        (0.0, 0.4, 0.6, 0.0), ROLES, "Who pays when the cause cannot be proven", total=1.0
    )
    payment_owner: PaymentOwner = word(PaymentOwner.ORIGINATOR_BEARS, "Who carries the payment risk")
    repeat_owner: RepeatOwner = word(RepeatOwner.ORIGINATOR, "Who holds the next order of a part")
    visibility: float = share(0.3, "Chance that the maker learns the buyer's name")
    call_h: float = number(0.3, "h per call", "Estimator hours of one call", 0, 2)
    prep_h: float = number(0.2, "h per handoff", "Originator's hours to prepare the handoff", 0, 3)
    max_ask: int = whole(3, "shops", "Partners asked about one operation", 1, 10)
    relational: float = share(
        0.05, "What a receiver gives up for a partner it trusts fully", high=0.3, unit="share of the transfer"
    )
