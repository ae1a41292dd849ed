"""A recorded play as a way of deciding that fits any situation, and a seat that decides so."""

import dataclasses
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from handoff_sim.agents.cases import Case
from handoff_sim.agents.network_cases import Belonging, ReviewCase
from handoff_sim.agents.shop import Shop
from handoff_sim.agents.shop_cases import HandoffAnswer, HandoffOffer, HelpCase, MakerCase, Quote, QuoteRequest
from handoff_sim.codes import DeclineCode, HandoffReason, Maker, Membership
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.playing.answers import KIND_OF, answer_of, priced
from handoff_sim.playing.inputs import Inputs
from handoff_sim.playing.margins import (
    AMOUNTS,
    RATIONAL,
    SAME,
    SCALES,
    Decided,
    Margin,
    Ratio,
    making_value,
    margin_of,
    ratio_of,
)
from handoff_sim.playing.seats import seat_of

VALUE_OF = {scale.name: scale.value for scale in SCALES}


@dataclass(frozen=True, kw_only=True)
class PlayedStrategy:
    """Margins and ratios by name of their scale or amount; whatever has none is the rational shop's.

    It decides from ``from_week`` to the week before ``until_week``; before and after, the rule does.
    """

    margins: dict[str, Margin] = field(default_factory=dict)
    ratios: dict[str, Ratio] = field(default_factory=dict)
    from_week: int = 0
    until_week: int | None = None

    @classmethod
    def of(cls, inputs: Inputs) -> Self:
        """The strategy that a session's answers amount to."""
        decided = tuple(decided_in(inputs))
        margins = {scale.name: margin_of(scale, decided) for scale in SCALES}
        ratios = {amount.name: ratio_of(amount, decided) for amount in AMOUNTS}
        return cls(
            margins={name: margin for name, margin in margins.items() if margin is not None},
            ratios={name: ratio for name, ratio in ratios.items() if ratio is not None},
            from_week=inputs.from_week,
            until_week=inputs.until_week,
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of decisions in which it departs from the rational shop."""
        own = [scale.kind for scale in SCALES if self.threshold(scale.name) != RATIONAL]
        own += [amount.kind for amount in AMOUNTS if self.ratio(amount.name) != SAME]
        return tuple(dict.fromkeys(own))

    def threshold(self, scale: str) -> float:
        """Threshold on a scale."""
        return self.margins[scale].threshold if scale in self.margins else RATIONAL

    def ratio(self, amount: str) -> float:
        """Ratio of an amount to the rule's."""
        return self.ratios[amount].ratio if amount in self.ratios else SAME

    def says_yes(self, scale: str, case: Case, rule: bool) -> bool:
        """Yes or no on a scale; what the rule says where the margin is the rule's or nothing is weighed."""
        threshold, value = self.threshold(scale), VALUE_OF[scale](case)
        if threshold == RATIONAL or value is None or not math.isfinite(value):
            return rule
        return value >= threshold

    def decide(self, case: Case) -> Any:
        """The answer to a case."""
        if case.week < self.from_week or (self.until_week is not None and case.week >= self.until_week):
            return case.rational()
        return DECIDE.get(KIND_OF[type(case)], _yes_or_no)(self, case)

    def __call__(self, model: Any, number: int) -> Shop:
        """A seat of a model that decides so: ``FactoryModel(..., seats={3: strategy})``."""
        return seat_of("GeneralisedSeat", self.kinds, self.decide)(model, number)


def decided_in(inputs: Inputs) -> Iterable[Decided]:
    """The decisions of a session: kind, case, typed answer."""
    for given in inputs.answers:
        case = given.case(inputs.shop)
        yield given.kind, case, answer_of(case, given.answer)


def _yes_or_no(strategy: PlayedStrategy, case: Case) -> bool:
    return strategy.says_yes(KIND_OF[type(case)], case, bool(case.rational()))


def _quote(strategy: PlayedStrategy, case: QuoteRequest) -> Quote:
    best = case.rational()
    if not strategy.says_yes("quote", case, best.is_sent):
        return dataclasses.replace(best, is_sent=False)
    return priced(case, best.price * strategy.ratio("price"))


def _respond(strategy: PlayedStrategy, case: HandoffOffer) -> HandoffAnswer:
    best = case.rational()
    if strategy.says_yes("respond", case, best.is_accepted):
        return dataclasses.replace(best, code=DeclineCode.ACCEPTED)
    if not best.is_accepted:
        return best
    return case.with_threshold(strategy.threshold("respond"))


def _hand_off(strategy: PlayedStrategy, case: MakerCase) -> Maker:
    best = case.rational()
    if Maker.RECEIVER in case.open_ways and strategy.says_yes("hand_off", case, best == Maker.RECEIVER):
        return Maker.RECEIVER
    if making_value(case) is None:
        return Maker.IN_HOUSE if case.make < IMPOSSIBLE else Maker.OUTSIDE
    return Maker.IN_HOUSE if strategy.says_yes("make", case, case.make <= case.outside) else Maker.OUTSIDE


def _seek_help(strategy: PlayedStrategy, case: HelpCase) -> HandoffReason:
    best = case.rational()
    if not strategy.says_yes("seek_help", case, best != HandoffReason.NONE):
        return HandoffReason.NONE
    return HandoffReason.BACKLOG if best == HandoffReason.NONE else best


def _review(strategy: PlayedStrategy, case: ReviewCase) -> Belonging:
    best = case.rational()
    scale = "stay" if case.membership == Membership.MEMBER else "join"
    if strategy.says_yes(scale, case, best != Belonging.OUT):
        return Belonging.IN if best == Belonging.OUT else best
    return Belonging.OUT


def _amount(name: str) -> Callable[[PlayedStrategy, Any], float]:
    def decide(strategy: PlayedStrategy, case: Any) -> float:
        return min(float(case.rational()) * strategy.ratio(name), float(case.most_effort))

    return decide


DECIDE: dict[str, Callable[[PlayedStrategy, Any], Any]] = {
    "quote": _quote,
    "respond": _respond,
    "hand_off": _hand_off,
    "seek_help": _seek_help,
    "review": _review,
    "effort": _amount("effort"),
    "packet_effort": _amount("packet_effort"),
}
