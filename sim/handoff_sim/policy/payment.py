"""Who carries the risk that a buyer pays late or not at all (question 1)."""

from handoff_sim.codes import PaymentOwner
from handoff_sim.policy.declare import Q1, share, word
from handoff_sim.policy.group import Group


class Payment(Group):
    """Payment of handoffs."""

    payment_owner: PaymentOwner = word(
        PaymentOwner.ORIGINATOR_BEARS, "Who carries the payment risk of a handoff", question=Q1
    )
    guarantee_fee: float = share(
        0.0, "Price of the network's payment guarantee", high=0.03, unit="share of the transfer", question=Q1
    )
