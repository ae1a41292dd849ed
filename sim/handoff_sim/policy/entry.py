"""What membership asks of a shop (questions 4 and 6)."""

from handoff_sim.codes import Vouch
from handoff_sim.policy.declare import NONE, Q4, flag, number, share, word
from handoff_sim.policy.group import Group


class Entry(Group):
    """Hours, fees and openness that members give."""

    admin_h: float = number(0.4, "h per handoff", "Paperwork of a network handoff or quote", 0, 3, question=Q4)
    audit_h: float = number(1.0, "h per week", "A member's weekly time for audits", 0, 8, question=Q4)
    entry_fee: float = number(0.0, "$", "Fee at joining", 0, 10_000, question=Q4)
    bond: float = number(0.0, "$", "Bond at joining, returned on a clean exit", 0, 10_000, question=Q4)
    vouch: Vouch = word(Vouch.NONE, "How many members must stand for a newcomer", question=NONE)
    cert_required: bool = flag(False, "Members need a certified quality system", question=NONE)
    cert_h: float = number(80.0, "h", "One-off hours of certification, if required", 0, 400, question=NONE)
    cert_fee: float = number(8000.0, "$", "One-off cost of certification, if required", 0, 50_000, question=NONE)
    disclosure_min: float = share(0.4, "How much of its free capacity a member must show", question=Q4)
    mandate: float = share(
        0.0,
        "RFQs that large buyers are made to send through the network",
        unit="share of RFQs",
        question=NONE,
    )
