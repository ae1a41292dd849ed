"""Who owns the buyer, the repeat and the downside (questions 1 to 3)."""

from handoff_sim.codes import BuyerOwner, RepeatOwner, Voice
from handoff_sim.policy.declare import NONE, Q1, Q2, Q3, ROLES, flag, number, share, vector, word
from handoff_sim.policy.group import Group
from handoff_sim.policy.liability import Liability, liability


class Governance(Group):
    """The handoff rule."""

    buyer_owner: BuyerOwner = word(
        BuyerOwner.ORIGINATOR_DISCLOSED,
        "Whose customer the buyer is, and whether the maker may know",
        question=Q2,
    )
    repeat_owner: RepeatOwner = word(
        RepeatOwner.RECEIVER_FIRST_REFUSAL, "Who holds the next order of a part", question=Q1
    )
    liability: Liability = liability("cause_based", "Who pays for a nonconformance whose cause is proven", question=Q3)
    default_split: tuple[float, ...] = vector(
        (0.0, 0.5, 0.5, 0.0), ROLES, "Who pays when the cause cannot be proven", total=1.0, question=Q3
    )
    alpha: float | None = share(
        None,
        "Chance that the true cause can be proven; none leaves it to the record",
        optional=True,
        question=Q2,
    )
    visibility: float | None = share(
        None,
        "Chance that the maker learns the buyer's name; none leaves it to record and owner",
        optional=True,
        question=Q2,
    )
    pool_fee: float = share(0.0, "Levy for the loss pool", high=0.03, unit="share of the price", question=Q3)
    noncirc_detect: float = share(0.2, "Chance that going around the network is found out", question=NONE)
    noncirc_penalty: float = number(1000.0, "$", "Penalty for going around the network", 0, 20_000, question=NONE)
    exclusivity: bool = flag(False, "Members may not use their phone book for handoffs", question=NONE)
    voice: Voice = word(
        Voice.OPERATOR_OWNED,
        "Whether the operator keeps its surplus or rebates it to members by hours",
        question=NONE,
    )
