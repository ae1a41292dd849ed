"""Cases of those between shops and buyers: whom a job is routed to, and an instant price (3.4, D78)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from handoff_sim.agents.cases import Case, Recorded, WrongAnswer, instance, number, whole
from handoff_sim.decision_kinds import DecisionKind

DEAREST = 1e12  # dollars
LONGEST_LEAD = 104  # weeks


@dataclass(frozen=True, kw_only=True)
class RoutingCase(Case):
    """A job that goes to members (3.4); the answer is their numbers, best first."""

    KIND: ClassVar = DecisionKind.ROUTING

    process: int  # number of the process wanted
    wanted: int = 1  # shops, at most
    is_front_door: bool = True  # an RFQ; else a handoff
    candidates: tuple[int, ...] = ()  # members that could do it
    by_rule: tuple[int, ...] = ()  # those the router names

    def rational(self) -> tuple[int, ...]:
        """3.4: those the router names, by score and luck."""
        return self.by_rule

    def recorded(self, answer: Any) -> Recorded:
        """How many, and who."""
        if isinstance(answer, str) or not isinstance(answer, Sequence):
            raise WrongAnswer(f"answer: expected numbers of shops, best first; found {answer!r}")
        if len(set(answer)) != len(answer) or not set(answer) <= set(self.candidates):
            raise WrongAnswer(f"answer: expected different shops among {list(self.candidates)}; found {list(answer)}")
        if len(answer) > self.wanted:
            raise WrongAnswer(f"answer: expected at most {self.wanted} shops; found {len(answer)}")
        return Recorded(len(answer), 0, tuple(float(shop) for shop in answer))


@dataclass(frozen=True, kw_only=True)
class InstantQuote:
    """A price in seconds."""

    price: float  # dollars
    lead_weeks: int


@dataclass(frozen=True, kw_only=True)
class InstantQuoteCase(Case):
    """A job of one operation that a vertical operator prices at once (D78); dollars."""

    KIND: ClassVar = DecisionKind.VERTICAL_QUOTE

    reference_value: float
    price: float  # by the operator's formula, its error included
    lead_weeks: int
    price_index: float = 1.0

    def rational(self) -> InstantQuote:
        """D78: the formula's price and lead."""
        return InstantQuote(price=self.price, lead_weeks=self.lead_weeks)

    def recorded(self, answer: Any) -> Recorded:
        """Price and lead."""
        instance(answer, InstantQuote)
        price = number("price", answer.price, 0.01, DEAREST)
        return Recorded(1, 0, (price, float(whole("lead_weeks", answer.lead_weeks, 1, LONGEST_LEAD))))
