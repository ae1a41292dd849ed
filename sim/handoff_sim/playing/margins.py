"""Margins: what a record of decisions says about the one who took them, on the scale of the rule behind each kind.

A yes-or-no decision has a value, and the rational shop says yes from zero on. A player who says yes from elsewhere on
has a margin: the threshold that separates the player's yes from no with the fewest disagreements; among equally good
ones, the one nearest to the rational shop's. An amount or a price has a ratio: the median of
the player's to the rule's.
"""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handoff_sim.agents.care_cases import CodeCase, DenialCase, SpeedCase
from handoff_sim.agents.cases import Case
from handoff_sim.agents.network_cases import Belonging, BypassCase, PoachCase, ReviewCase
from handoff_sim.agents.shop_cases import HandoffOffer, HelpCase, MakerCase, QuoteRequest
from handoff_sim.codes import HandoffReason, Maker, Membership
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.rules.bypass import TRUST_TO_LEAVE

RATIONAL = 0.0  # the rule's threshold on every scale
SAME = 1.0  # the rule's ratio


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The value on which the rule decides yes or no in one kind of case.

    ``value``: of a case, or None where the rule does not weigh anything; ``said_yes``: of an answer to such a case, or
    None where the answer does not tell.
    """

    name: str
    kind: str  # hook
    unit: str
    value: Callable[[Any], float | None]
    said_yes: Callable[[Any], bool | None]


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount that a case is answered with; ``of`` gives it, or None where the answer has none."""

    name: str
    kind: str
    of: Callable[[Any], float | None]


@dataclass(frozen=True, kw_only=True)
class Margin:
    """A player's threshold on a scale."""

    threshold: float
    decisions: int  # it was learned from
    disagreements: int  # with it, among them
    against_rule: int  # answers that were not the rational shop's


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A player's amounts over the rule's."""

    ratio: float
    decisions: int


def offer_value(case: HandoffOffer) -> float | None:
    """R11: worth of an offer, dollars; None in a bargain that cannot suit both, where a yes would change nothing."""
    return case.worth if case.is_binding or case.surplus >= 0.0 else None


def quote_value(case: QuoteRequest) -> float | None:
    """R9: expected gain of the rule's quote, dollars; None for a shop that is too busy to quote at all."""
    return None if case.load_weeks > case.most_load_weeks else float(case.rational().gain)


def deal_value(case: MakerCase) -> float | None:
    """R10: what the deal saves against the next best way, dollars."""
    other = min(case.make, case.outside)
    return other - case.deal if case.deal < IMPOSSIBLE and other < IMPOSSIBLE else None


def making_value(case: MakerCase) -> float | None:
    """R10: what making it saves against an outside processor, dollars."""
    return case.outside - case.make if max(case.make, case.outside) < IMPOSSIBLE else None


def help_value(case: HelpCase) -> float | None:
    """R10: weeks by which the load or the promise is too long; None where the process is missing."""
    return max(case.load_weeks - case.low_load_weeks, case.promised_weeks - case.lead_weeks) if case.capable else None


def joining_value(case: ReviewCase) -> float | None:
    """R19: cautious estimate of the gain less the hurdle; None for a member, and for one that would try anyway."""
    joins = case.membership != Membership.MEMBER and case.may_enter and not case.is_curious
    return case.lower_bound - case.hurdle if joins else None


def staying_value(case: ReviewCase) -> float | None:
    """R19: believed gain less the costs of membership; None for others than members free to leave."""
    if case.membership != Membership.MEMBER or case.tenure_weeks < case.min_tenure_weeks:
        return None
    return case.gain_mean + case.hysteresis - case.autonomy * case.discipline - case.running


def code_value(case: CodeCase) -> float:
    """R15: what a wrong code would cost less the time for a valid one, dollars."""
    return case.stake * case.verifiability + case.fine * case.audit_rate - case.code_hours * case.wage


def denial_value(case: DenialCase) -> float | None:
    """R23: what denying may save less what it costs, dollars; None where it spares nothing."""
    if case.share_saved <= 0.0:
        return None
    return (1.0 - case.alpha) * case.share_saved * case.loss - case.hours * case.wage - case.stake


def bypass_value(case: BypassCase) -> float | None:
    """R21: joint gain less the hassle, dollars; None for two that do not trust each other."""
    return case.gain - case.hassle if case.mutual_trust >= TRUST_TO_LEAVE else None


def _made(answer: Maker) -> bool | None:
    return None if answer == Maker.RECEIVER else answer == Maker.IN_HOUSE


def _stake_of_speed(case: SpeedCase) -> float:
    return case.stake - case.cost


def _poach_value(case: PoachCase) -> float:
    return case.gain - case.hassle


SCALES: tuple[Scale, ...] = (
    Scale(name="quote", kind="quote", unit="$", value=quote_value, said_yes=lambda answer: bool(answer.is_sent)),
    Scale(name="respond", kind="respond", unit="$", value=offer_value, said_yes=lambda answer: answer.is_accepted),
    Scale(
        name="hand_off", kind="hand_off", unit="$", value=deal_value, said_yes=lambda answer: answer == Maker.RECEIVER
    ),
    Scale(name="make", kind="hand_off", unit="$", value=making_value, said_yes=_made),
    Scale(
        name="seek_help", kind="seek_help", unit="weeks", value=help_value,
        said_yes=lambda answer: answer != HandoffReason.NONE,
    ),
    Scale(
        name="join", kind="review", unit="$ per machine-week", value=joining_value,
        said_yes=lambda answer: answer != Belonging.OUT,
    ),
    Scale(
        name="stay", kind="review", unit="$ per machine-week", value=staying_value,
        said_yes=lambda answer: answer != Belonging.OUT,
    ),
    Scale(name="give_code", kind="give_code", unit="$", value=code_value, said_yes=bool),
    Scale(name="acknowledge", kind="acknowledge", unit="$", value=_stake_of_speed, said_yes=bool),
    Scale(name="deny", kind="deny", unit="$", value=denial_value, said_yes=bool),
    Scale(name="poach", kind="poach", unit="$", value=_poach_value, said_yes=bool),
    Scale(name="bypass", kind="bypass", unit="$", value=bypass_value, said_yes=bool),
)  # fmt: skip
AMOUNTS: tuple[Amount, ...] = (
    Amount(name="price", kind="quote", of=lambda answer: answer.price if answer.is_sent else None),
    Amount(name="effort", kind="effort", of=float),
    Amount(name="packet_effort", kind="packet_effort", of=float),
)

Decided = tuple[str, Case, Any]  # kind, case, answer


def margin_of(scale: Scale, decided: Iterable[Decided]) -> Margin | None:
    """The margin on one scale in a record of decisions; None where it says nothing about it."""
    values: list[float] = []
    yes: list[bool] = []
    against = 0
    for kind, case, answer in decided:
        if kind != scale.kind:
            continue
        value, said = scale.value(case), scale.said_yes(answer)
        if value is None or said is None or not np.isfinite(value):
            continue
        values.append(value)
        yes.append(said)
        against += said != scale.said_yes(case.rational())
    if not values:
        return None
    if against == 0:
        return Margin(threshold=RATIONAL, decisions=len(values), disagreements=0, against_rule=0)
    threshold, wrong = best_threshold(values, yes)
    return Margin(threshold=threshold, decisions=len(values), disagreements=wrong, against_rule=against)


def best_threshold(values: Sequence[float], yes: Sequence[bool]) -> tuple[float, int]:
    """The threshold t for which ``value >= t`` disagrees with the fewest answers, and how many those are.

    Tried are zero, the points midway between neighbouring values, the lowest value, and the next number above the
    highest. A tie goes to the one nearest to zero, then to the lower.
    """
    known = np.asarray(values, dtype=np.float64)
    said = np.asarray(yes, dtype=bool)
    steps = np.unique(known)
    midway = steps[:-1] + (steps[1:] - steps[:-1]) / 2
    tried = np.concatenate([[RATIONAL, steps[0], np.nextafter(steps[-1], np.inf)], midway])
    wrong = ((known[None, :] >= tried[:, None]) != said[None, :]).sum(axis=1)
    best = np.lexsort((tried, np.abs(tried), wrong))[0]
    return float(tried[best]), int(wrong[best])


def ratio_of(amount: Amount, decided: Iterable[Decided]) -> Ratio | None:
    """The median ratio of the player's amounts to the rule's; None where none can be compared."""
    ratios = []
    for kind, case, answer in decided:
        if kind != amount.kind:
            continue
        given, advised = amount.of(answer), advised_amount(amount, case)
        if given is not None and advised > 0.0:
            ratios.append(given / advised)
    return Ratio(ratio=statistics.median(ratios), decisions=len(ratios)) if ratios else None


def advised_amount(amount: Amount, case: Case) -> float:
    """The rule's amount; for a quote it would not send, the price it would ask."""
    advised = case.rational()
    return float(advised.price) if amount.kind == "quote" else float(advised)
