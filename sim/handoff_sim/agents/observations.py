"""What an agent is told when a decision is due, and what it answers; dollars, hours, weeks and shares."""

from dataclasses import dataclass
from enum import StrEnum

from handoff_sim.codes import DeclineCode, Depth


@dataclass(frozen=True, kw_only=True)
class QuoteRequest:
    """An RFQ as a shop prices it (R9)."""

    reference_value_dollars: float  # the job's value at the market's reference rate
    base_cost_dollars: float  # everything but the estimate's own risk
    production_dollars: float  # part of the base cost that the shop makes itself
    repeat_value_dollars: float = 0.0
    completeness: float = 1.0  # share of the packet that is there
    price_scale: float  # how much prices matter in the award, share of the reference value
    receipt_factor: float = 1.0  # what is left of a dollar after take, waiting and default
    by_network: bool = False
    load_weeks: float = 0.0  # of the station that would make the first operation


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A quote before the error of its estimate; sent only if the expected gain is above zero."""

    depth: Depth
    hours: float
    price_dollars: float
    win_probability: float
    gain_dollars: float  # expected

    @property
    def is_sent(self) -> bool:
        """Whether quoting is worth it; else it is a no-bid."""
        return self.gain_dollars > 0.0


@dataclass(frozen=True, kw_only=True)
class HandoffOffer:
    """An offered operation, every term of R11 in dollars."""

    transfer: float
    production: float
    opportunity: float = 0.0
    packet_liability: float = 0.0
    workmanship_liability: float = 0.0
    packet_risk: float = 0.0
    other_risk: float = 0.0
    effort_cost: float = 0.0
    finance: float = 0.0
    admin: float = 0.0
    fee: float = 0.0
    repeat_value: float = 0.0
    relational: float = 0.0
    promised_weeks: float = 1.0
    lead_weeks: float = 1.0
    capable: bool = True


@dataclass(frozen=True, kw_only=True)
class HandoffAnswer:
    """Yes, or no and why."""

    code: DeclineCode
    value_dollars: float

    @property
    def is_accepted(self) -> bool:
        """Whether the shop takes the work."""
        return self.code == DeclineCode.ACCEPTED


@dataclass(frozen=True, kw_only=True)
class MakeTerms:
    """What making an operation in house costs its prime, every term of R10 in dollars."""

    production: float
    opportunity: float = 0.0
    expected_liability: float = 0.0
    risk_premium: float = 0.0
    effort_cost: float = 0.0
    late: float = 0.0


@dataclass(frozen=True, kw_only=True)
class HandoffTerms:
    """What handing an operation to one shop costs its prime (R10), dollars unless said otherwise."""

    transfer: float
    fee: float = 0.0
    coordination: float = 0.0
    trust_or_score: float = 0.0  # 0 to 1
    handoff_hours: float = 0.0
    expected_liability: float = 0.0
    repeat_loss: float = 0.0
    late: float = 0.0
    poach: float = 0.0


class Maker(StrEnum):
    """Who makes an operation."""

    IN_HOUSE = "in house"
    RECEIVER = "receiver"
    OUTSIDE = "outside"


@dataclass(frozen=True, kw_only=True)
class MakerChoice:
    """Who makes the operation, and what each way costs, dollars; infinite where there is none."""

    maker: Maker
    in_house_dollars: float
    receiver_dollars: float
    outside_dollars: float


@dataclass(frozen=True, kw_only=True)
class Care:
    """What a maker's care can save or cost (R13), dollars unless said otherwise."""

    production: float
    loss: float  # of one failure
    share: float = 1.0  # of the loss that the maker bears
    stake: float = 0.0  # what a failure costs in reputation or in a tie
    repeat_value: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Review:
    """A shop's view of its membership (R19), dollars per machine-week."""

    belongs: bool  # wants to be, or to stay, a member
    lower_bound: float  # cautious estimate of the gain
    hurdle: float


@dataclass(frozen=True, kw_only=True)
class Bid:
    """One quote as the buyer sees it (R26)."""

    price_dollars: float
    lead_weeks: float
    goodwill: float = 0.0
    score: float = 0.6
    noise: float = 0.0  # share of the reference value


@dataclass(frozen=True, kw_only=True)
class Rfq:
    """What a buyer wants."""

    reference_value_dollars: float
    most_dollars: float  # what the job is worth to the buyer
    lead_weeks: float
    intent: bool = True
