"""How clean the work package must be, and who pays for it (question 1)."""

from handoff_sim.codes import CostBearer
from handoff_sim.policy.declare import Q1, Q6, flag, number, share, word
from handoff_sim.policy.group import Group


class Packet(Group):
    """The RFQ packet."""

    floor: float = share(0.95, "Chance that each missing piece of the packet is put right", question=Q1)
    cost: float = number(60.0, "$/RFQ", "What bringing a packet up to the floor costs", 0, 400, question=Q1)
    cost_bearer: CostBearer = word(CostBearer.BUYER, "Who pays for the packet", question=Q1)
    screen: float = share(0.95, "Chance that an RFQ without a real order behind it is turned away", question=Q1)
    rfq_deposit: float = number(0.0, "$", "Deposit per RFQ, returned on award", 0, 1000, question=Q1)
    codes_required: bool = flag(True, "Every decline, revision and closing needs a code", question=Q6)
