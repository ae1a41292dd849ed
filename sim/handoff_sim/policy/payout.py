"""What a handoff pays: fees, the price rule, royalties and how soon money comes (question 1)."""

from handoff_sim.codes import FeePayer, PriceRule, ResponseMode
from handoff_sim.policy.declare import Q1, number, share, whole, word
from handoff_sim.policy.group import Group
from handoff_sim.policy.price_rule import PriceSetting, price_rule

_POSTED = PriceSetting(rule=PriceRule.POSTED_SHARE, value=0.85)

HANDOFF_FEES = {  # shares of the take on a back-door handoff: originator, receiver (D46)
    FeePayer.ORIGINATOR: (1.0, 0.0),
    FeePayer.RECEIVER: (0.0, 1.0),
    FeePayer.BUYER: (1.0, 0.0),  # no buyer takes part in a back-door handoff
    FeePayer.SPLIT: (0.5, 0.5),
}


class Payout(Group):
    """What the network takes and what the receiving shop is paid."""

    take: float = share(0.05, "What the network keeps of a price", high=0.40, unit="share of the price", question=Q1)
    sub_fee: float = number(0.0, "$/week", "Subscription of a member", 0, 500, question=Q1)
    success_fee_to: FeePayer = word(FeePayer.SPLIT, "Who pays the take", question=Q1)
    price_rule: PriceSetting = price_rule(_POSTED, "How the receiver's pay for a handoff is set", question=Q1)
    response_mode: ResponseMode = word(
        ResponseMode.YES_NO, "Whether a member answers with a price or with yes or no", question=Q1
    )
    royalty: float = share(
        0.0,
        "What the shop that found the customer gets of each repeat",
        high=0.2,
        unit="share of price",
        question=Q1,
    )
    royalty_n: int = whole(0, "repeats", "For how many repeats the royalty runs", 0, 10, question=Q1)
    bonus_pool: float = share(
        0.0, "Share of fees paid back to members by audited score", unit="share of fees", question=Q1
    )
    prompt_pay_weeks: float = number(
        1.0, "weeks", "How long after closing escrow or a guarantee pays", 0, 13, question=Q1
    )
