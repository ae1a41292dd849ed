"""Cases of a buyer: which quote to take, by which channel to ask, whether to belong (R25, R26, R28)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handoff_sim.agents.cases import Case, Recorded, WrongAnswer, YesOrNo, instance, whole
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.rules.award import award_utility, may_win
from handoff_sim.rules.buyer_membership import buyer_leaves
from handoff_sim.rules.channel import network_probability

NO_QUOTE = -1
BY_VERTICAL = -2


@dataclass(frozen=True, kw_only=True)
class Bid:
    """One quote as the buyer sees it (R26)."""

    price: float  # dollars, with a take that the buyer owes
    lead_weeks: float
    goodwill: float = 0.0
    score: float = 0.6
    noise: float = 0.0  # what nobody can explain, share of the reference value
    shop: int = -1
    row: int = 0  # of the week's table of quotes


@dataclass(frozen=True, kw_only=True)
class Award:
    """Place of the bid that wins, None for none; or the instant price of a vertical operator."""

    bid: int | None
    by_vertical: bool = False


@dataclass(frozen=True, kw_only=True)
class AwardCase(Case):
    """An RFQ with its bids (R26)."""

    KIND: ClassVar = DecisionKind.AWARD

    reference_value: float  # dollars
    budget: float  # what the job is worth to the buyer, dollars
    lead_required_weeks: float
    lateness_weight: float = 0.0  # dislike of a week late, share of the reference value
    goodwill_weight: float = 0.0
    quality_weight: float = 0.0
    intent: bool = True
    vertical_price: float = 0.0  # dollars
    vertical_utility: float = -1e300  # of the instant price, share of the reference value
    bids: tuple[Bid, ...] = ()

    def utility(self, bid: Bid) -> float:
        """R26: how good a bid looks, share of the reference value."""
        return float(
            award_utility(
                bid.price, self.reference_value, bid.lead_weeks, self.lead_required_weeks, self.lateness_weight,
                bid.goodwill, self.goodwill_weight, bid.score, self.quality_weight, bid.noise,
            )
        )  # fmt: skip

    def rational(self) -> Award:
        """R26: the bid with the highest utility among those the buyer may take; of equal ones the first."""
        best, top = None, -1e300
        for place, bid in enumerate(self.bids):
            if may_win(bid.price, self.budget, self.intent) and self.utility(bid) > top:
                best, top = place, self.utility(bid)
        if self.intent and self.vertical_utility > top:
            return Award(bid=None, by_vertical=True)
        return Award(bid=best)

    def recorded(self, answer: Any) -> Recorded:
        """Row of the winning quote, -1 for none, -2 for the instant price."""
        instance(answer, Award)
        if answer.by_vertical:
            if self.vertical_utility <= -1e300:
                raise WrongAnswer("by_vertical: expected False, for there is no instant price; found True")
            return Recorded(0, 0, (BY_VERTICAL,))
        if answer.bid is None:
            return Recorded(0, 0, (NO_QUOTE,))
        if not self.bids:
            raise WrongAnswer(f"bid: expected None, for there are no bids; found {answer.bid!r}")
        return Recorded(1, 0, (float(self.bids[whole("bid", answer.bid, 0, len(self.bids) - 1)].row),))


@dataclass(frozen=True, kw_only=True)
class ChannelCase(YesOrNo):
    """Whether a member sends an RFQ to the network (R25); benefits are shares of the reference value."""

    KIND: ClassVar = DecisionKind.CHANNEL

    benefit_network: float
    benefit_direct: float
    temperature: float = 0.05
    exploration: float = 0.1  # least chance
    mandate: float = 0.0  # chance that the policy demands
    luck: float = 0.5  # keyed uniform draw

    @property
    def chance(self) -> float:
        """R25: chance to use the network."""
        believed = network_probability(self.benefit_network, self.benefit_direct, self.temperature, self.exploration)
        return max(float(believed), self.mandate)

    def rational(self) -> bool:
        """R25: by network if the draw is below the chance."""
        return self.luck < self.chance


@dataclass(frozen=True, kw_only=True)
class BuyerReviewCase(YesOrNo):
    """Whether a buyer belongs to the network from next week on (R28); benefits are shares of the reference value."""

    KIND: ClassVar = DecisionKind.BUYER_MEMBERSHIP
    CODE: ClassVar = "is_member"

    is_member: bool = False
    benefit_network: float = 0.0
    benefit_direct: float = 0.0
    network_jobs: int = 0
    leave_margin: float = 0.08
    leave_jobs: int = 10
    join_chance: float = 0.0
    luck: float = 0.5  # keyed uniform draw

    def rational(self) -> bool:
        """R28: join by chance; stay until enough jobs were worse than those bought directly."""
        if not self.is_member:
            return self.luck < self.join_chance
        return not buyer_leaves(
            self.benefit_network, self.benefit_direct, self.network_jobs, self.leave_margin, self.leave_jobs
        )
