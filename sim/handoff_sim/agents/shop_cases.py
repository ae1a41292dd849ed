"""Cases of a shop that is asked for work or has some to place: R9, R10, R11."""

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from handoff_sim.agents.cases import Case, Recorded, WrongAnswer, choice, instance, number, same_case, truth, whole
from handoff_sim.codes import Channel, DeclineCode, Depth, HandoffReason, Maker, NoBid
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.rules.handoff_response import decline_code, handoff_value
from handoff_sim.rules.make_or_handoff import reason_to_look
from handoff_sim.rules.quote import best_quote

LONGEST_LEAD = 104  # weeks
DEAREST = 1e12  # dollars
NO_THRESHOLD = 0.0


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A quote before the error of its estimate, or a no-bid; money in dollars."""

    is_sent: bool
    depth: Depth = Depth.FULL
    price: float
    lead_weeks: int = 1
    gain: float = 0.0  # expected; quotes compete for estimator hours by gain per hour
    win_probability: float = 0.0
    hours: float = 0.0
    shop: int | None = None
    job: int | None = None


@dataclass(frozen=True, kw_only=True)
class QuoteRequest(Case):
    """An RFQ as a shop prices it (R9)."""

    KIND: ClassVar = DecisionKind.QUOTE

    reference_value: float  # the job's value at the market's reference rate
    base_cost: float  # everything but the estimate's own risk
    production: float  # part of the base cost that the shop makes itself
    repeat_value: float = 0.0
    completeness: float = 1.0  # share of the packet that is there
    full_sigma: float = 0.08  # relative error of a full estimate
    quick_sigma: float = 0.22
    gamma: float = 0.0  # risk aversion
    wealth: float = 1e6
    receipt_factor: float = 1.0  # what is left of a dollar after take, waiting and default
    price_scale: float  # how much prices matter in the award, share of the reference value
    win_belief: float = 0.25
    selection: float = 1.0
    full_hours: float = 1.5
    quick_hours: float = 0.0  # 0 where one depth is asked
    wage: float = 55.0  # dollars an hour
    lead_weeks: float = 1.0  # that the shop would promise
    lead_required_weeks: float = 1.0
    most_load_weeks: float = math.inf

    def rational(self) -> Quote:
        """R9: the depth that pays best and its price; a no-bid if none pays or the shop is too busy."""
        depth, price, chance, gain, _ = best_quote(
            self.base_cost, self.repeat_value, self.production, self.full_sigma, self.quick_sigma, self.gamma,
            self.wealth, self.receipt_factor, self.price_scale, self.reference_value, self.win_belief,
            self.selection, self.full_hours, self.quick_hours, self.wage,
        )  # fmt: skip
        return Quote(
            is_sent=bool(self.load_weeks <= self.most_load_weeks and gain > 0.0),
            depth=Depth(depth),
            price=float(price),
            lead_weeks=int(self.lead_weeks),
            gain=float(gain),
            win_probability=float(chance),
            hours=self.quick_hours if depth == Depth.QUICK else self.full_hours,
            shop=self.number,
            job=self.job,
        )

    def recorded(self, answer: Any) -> Recorded:
        """The no-bid code, and depth, price, lead and gain."""
        instance(answer, Quote)
        same_case(self, answer)
        depth = choice("depth", answer.depth, Depth)
        if depth == Depth.QUICK and self.quick_hours <= 0.0:
            raise WrongAnswer("depth: expected Depth.FULL, the only one where yes or no is asked; found Depth.QUICK")
        code = NoBid.QUOTED
        if not truth("is_sent", answer.is_sent):
            code = NoBid.OVERLOADED if self.load_weeks > self.most_load_weeks else NoBid.NOT_WORTH_IT
        values = (
            float(depth),
            number("price", answer.price, 0.01 if answer.is_sent else -DEAREST, DEAREST),
            float(whole("lead_weeks", answer.lead_weeks, 1, LONGEST_LEAD)),
            number("gain", answer.gain, -DEAREST, DEAREST),
        )
        return Recorded(1 if code == NoBid.QUOTED else 0, code, values)


@dataclass(frozen=True, kw_only=True)
class HandoffAnswer:
    """Yes, or no and why."""

    code: DeclineCode
    value: float = 0.0  # dollars
    shop: int | None = None
    job: int | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the shop takes the work."""
        return self.code == DeclineCode.ACCEPTED


@dataclass(frozen=True, kw_only=True)
class HandoffOffer(Case):
    """An offered operation, every term of R11 in dollars; costs are positive."""

    KIND: ClassVar = DecisionKind.HANDOFF_RESPONSE
    COSTS: ClassVar = frozenset(
        ("production", "opportunity", "packet_liability", "workmanship_liability", "packet_risk", "other_risk",
         "effort_cost", "finance", "admin", "fee")
    )  # fmt: skip
    OPEN: ClassVar = tuple(code for code in DeclineCode if code not in (DeclineCode.EXPIRED, DeclineCode.NOT_CHOSEN))

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
    alpha: float = 1.0  # chance that the true cause of a defect can be shown
    work_hours: float = 0.0
    answer_hours: float = 0.0
    rev_locked: bool = True
    scope_explicit: bool = True
    cert_complete: bool = True
    channel: Channel = Channel.NETWORK
    surplus: float = 0.0  # of a bargain, shared by the two; a bargain without any is no deal
    luck: float = 0.5  # keyed uniform draw, for those who do not always answer alike
    is_binding: bool = True  # the first yes binds; else partners are compared first

    @property
    def worth(self) -> float:
        """R11: what accepting is worth to the receiver, dollars."""
        return float(
            handoff_value(
                self.transfer, self.production, self.opportunity, self.packet_liability, self.workmanship_liability,
                self.packet_risk, self.other_risk, self.effort_cost, self.finance, self.admin, self.fee,
                self.repeat_value, self.relational,
            )
        )  # fmt: skip

    def rational(self) -> HandoffAnswer:
        """R11: yes if the value is not negative; else the first reason whose absence would have made it so."""
        return self.with_threshold(NO_THRESHOLD)

    def with_threshold(self, threshold: float) -> HandoffAnswer:
        """R11 of a shop that wants the work to be worth at least ``threshold`` dollars."""
        code = decline_code(
            self.worth, threshold, True, self.opportunity, self.packet_liability, self.workmanship_liability,
            self.packet_risk, self.other_risk, self.finance, self.promised_weeks, self.lead_weeks,
        )  # fmt: skip
        if code == DeclineCode.ACCEPTED and not self.is_binding and self.surplus < 0.0:
            code = DeclineCode.PRICE
        return HandoffAnswer(code=DeclineCode(code), value=self.worth, shop=self.number, job=self.job)

    def recorded(self, answer: Any) -> Recorded:
        """The decline code; 0 for yes."""
        instance(answer, HandoffAnswer)
        same_case(self, answer)
        code = choice("code", answer.code, DeclineCode, self.OPEN)
        return Recorded(1 if code == DeclineCode.ACCEPTED else 0, code)


@dataclass(frozen=True, kw_only=True)
class HelpCase(Case):
    """Whether an operation is a reason to look for another maker (R10, D55); all in weeks."""

    KIND: ClassVar = DecisionKind.SEEK_HELP

    capable: bool  # the shop has the process
    promised_weeks: float
    lead_weeks: float
    breakdown_weeks: float = 0.0  # of the load: hours known to be lost to a breakdown
    labour_weeks: float = 0.0  # the same for want of labour
    low_load_weeks: float = 0.8  # load up to which machine hours have no other use

    def rational(self) -> HandoffReason:
        """Why the shop looks; NONE if it does not."""
        reason = reason_to_look(
            self.capable, self.load_weeks, self.promised_weeks, self.lead_weeks, self.breakdown_weeks,
            self.labour_weeks, self.low_load_weeks,
        )  # fmt: skip
        return HandoffReason(reason)

    def recorded(self, answer: Any) -> Recorded:
        """The reason."""
        reason = choice("answer", answer, HandoffReason)
        return Recorded(1 if reason != HandoffReason.NONE else 0, reason)


@dataclass(frozen=True, kw_only=True)
class MakerCase(Case):
    """Who makes an operation (R10): what each way would cost its prime, dollars; infinite if it is closed."""

    KIND: ClassVar = DecisionKind.MAKE_OR_HANDOFF

    make: float = math.inf
    outside: float
    phone: float = math.inf  # best deal by phone, the transfer and all other costs in it
    network: float = math.inf
    production: float = 0.0  # of making it in house, as are the next five
    opportunity: float = 0.0
    liability: float = 0.0
    risk_premium: float = 0.0
    effort_cost: float = 0.0
    late: float = 0.0
    promised_weeks: float = 0.0
    lead_weeks: float = 0.0
    transfer: float = 0.0  # of the deal on the table
    channel: Channel = Channel.PHONE  # of the deal on the table
    is_bound: bool = False  # a posted offer was accepted, which binds

    @property
    def deal(self) -> float:
        """Cost of the best deal with another shop, dollars; infinite without one."""
        return min(self.phone, self.network)

    @property
    def open_ways(self) -> tuple[Maker, ...]:
        """Ways that are open."""
        if self.is_bound:
            return (Maker.RECEIVER,)
        ways = ((Maker.IN_HOUSE, self.make), (Maker.RECEIVER, self.deal), (Maker.OUTSIDE, self.outside))
        return tuple(way for way, cost in ways if cost < IMPOSSIBLE) or (Maker.OUTSIDE,)

    def rational(self) -> Maker:
        """R10: the cheapest way."""
        if self.deal < min(self.make, self.outside):
            return Maker.RECEIVER
        return Maker.IN_HOUSE if self.make <= self.outside else Maker.OUTSIDE

    def recorded(self, answer: Any) -> Recorded:
        """The way."""
        way = choice("answer", answer, Maker, self.open_ways)
        return Recorded(1 if way == Maker.RECEIVER else 0, 0, (float(way),))
