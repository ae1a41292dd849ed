"""A recorded decision, ready to be put to the same rule again with one of its terms changed."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from handoff_experiments.explaining.award import award_case, award_side, change_award
from handoff_experiments.explaining.bargain import AGREED, ROOM, Bargain
from handoff_sim.agents import CASES
from handoff_sim.agents.care_cases import EffortCase, PacketCase
from handoff_sim.agents.cases import Case, Situation
from handoff_sim.agents.claim_cases import FakeWork
from handoff_sim.agents.network_cases import Belonging, ReviewCase
from handoff_sim.agents.shop_cases import HandoffOffer, HelpCase, MakerCase, QuoteRequest
from handoff_sim.codes import HandoffReason, Maker, Membership, PriceRule
from handoff_sim.decision_kinds import DecisionKind

Change = Callable[[str, float], Case]
Side = str
AnyCase = TypeVar("AnyCase", bound=Case)

# Terms that a case tells and its rule does not ask: they act through other terms.
UNASKED: Mapping[DecisionKind, frozenset[str]] = {
    DecisionKind.QUOTE: frozenset(("completeness", "lead_weeks", "lead_required_weeks")),
    DecisionKind.HANDOFF_RESPONSE: frozenset(
        ("promised_weeks", "lead_weeks", "alpha", "work_hours", "answer_hours", "rev_locked", "scope_explicit",
         "cert_complete", "channel", "is_binding", "luck")
    ),
    DecisionKind.MAKE_OR_HANDOFF: frozenset(("promised_weeks", "lead_weeks", "transfer", "channel", "is_bound")),
    DecisionKind.SEEK_HELP: frozenset(("breakdown_weeks", "labour_weeks")),
    DecisionKind.MEMBERSHIP: frozenset(("may_enter", "score")),
    DecisionKind.EFFORT: frozenset(("score",)),
}  # fmt: skip
# Decisions in which an honest firm does nothing, whatever it is told (MODEL 3.6).
HONEST = frozenset(
    (DecisionKind.CHANGE_CLAIM, DecisionKind.DEFECT_CLAIM, DecisionKind.CERTIFICATE, DecisionKind.PAYMENT,
     DecisionKind.FAKE_WORK)
)  # fmt: skip
MEMBERS_ASK = frozenset(
    ("gain_mean", "hysteresis", "autonomy", "discipline", "running", "tenure_weeks", "min_tenure_weeks")
)
JOINERS_ASK = frozenset(("gain_mean", "gain_n", "kappa", "sigma_obs", "hurdle", "autonomy", "discipline", "is_curious"))
STAYING_BUYERS_ASK = frozenset(("benefit_network", "benefit_direct", "network_jobs", "leave_margin", "leave_jobs"))
JOINING_BUYERS_ASK = frozenset(("luck", "join_chance"))
MAKE_PARTS = ("production", "opportunity", "liability", "risk_premium", "effort_cost", "late")
LOADED = (QuoteRequest, HelpCase)  # whose rule asks for the load as well


@dataclass(frozen=True)
class Question:
    """A decision that can be asked again.

    Attributes:
        kind: of the decision
        case: what the one who decided was told
        asked: the terms that the rule asks, by name; costs are positive
        change: the case with one term changed, all others kept; what is agreed on or added up from it follows
        side_of: which answer the rule gives to a case, in one word
    """

    kind: DecisionKind
    case: Case
    asked: Mapping[str, float]
    change: Change
    side_of: Callable[[Case], Side]

    @property
    def side(self) -> Side:
        """What the rule answers."""
        return self.side_of(self.case)

    def side_with(self, name: str, value: float) -> Side:
        """What the rule answers when one term has another value."""
        return self.side_of(self.change(name, value))


def question(
    kind: DecisionKind,
    terms: Mapping[str, float],
    situation: Situation,
    code: int,
    threshold: float = 0.0,
    price_rule: PriceRule | None = None,
) -> Question | None:
    """The question behind a decision record; None for a record of costs, and for decisions that leave no choice.

    Parameters: ``terms``, ``code`` and ``threshold`` of the record; ``price_rule`` of the channel of an offer (R12).
    """
    if kind not in CASES or kind in (DecisionKind.ROUTING, DecisionKind.VERTICAL_QUOTE):
        return None
    if kind == DecisionKind.AWARD:
        award = award_case(terms, situation)
        names = {name: terms[name] for name in award_terms(terms)}
        return Question(kind, award, names, lambda n, x: change_award(terms, situation, n, x), award_side)
    case = CASES[kind].of_terms(terms, situation, code)
    asked = asked_terms(case)
    bargain = Bargain.behind(case, price_rule) if isinstance(case, HandoffOffer) else None
    if bargain is None:
        return Question(kind, case, asked, change_of(case), side_of(case, threshold))
    asked = {name: value for name, value in asked.items() if name not in AGREED} | {ROOM: bargain.room}
    return Question(kind, case, asked, bargain.change, side_of(case, threshold))


def award_terms(terms: Mapping[str, float]) -> tuple[str, ...]:
    """Terms that matter to an award: those of a runner-up and of an instant price only where there is one."""
    weights = ("budget", "reference_value", "lead_required_weeks", "lateness_weight", "goodwill_weight",
               "quality_weight", "intent")  # fmt: skip
    winner = ("price", "lead_weeks", "goodwill", "score", "noise") if terms["price"] > 0.0 else ()
    other = ("other_price", "other_lead_weeks", "other_goodwill", "other_score", "other_noise")
    return (*winner, *(other if terms["other_price"] > 0.0 else ()), *weights)


def asked_terms(case: Case) -> dict[str, float]:
    """The terms that the case's rule asks, in the record's order; costs are positive."""
    if case.KIND in HONEST:
        return {}
    left_out = UNASKED.get(case.KIND, frozenset())
    values = {name: value for name, value in case.terms().items() if name not in left_out}
    if isinstance(case, LOADED):
        values["load_weeks"] = case.load_weeks
    wanted = frozenset(values)
    if isinstance(case, HandoffOffer) and case.is_binding:
        wanted -= {"surplus"}
    if isinstance(case, ReviewCase):
        wanted = MEMBERS_ASK if case.membership == Membership.MEMBER else JOINERS_ASK
    elif case.KIND == DecisionKind.BUYER_MEMBERSHIP:
        wanted = STAYING_BUYERS_ASK if case.is_member else JOINING_BUYERS_ASK  # type: ignore[attr-defined]
    return {name: value for name, value in values.items() if name in wanted}


def change_of(case: Case) -> Change:
    """How one term of a case is changed."""
    if isinstance(case, MakerCase):
        return lambda name, value: change_maker(case, name, value)
    if isinstance(case, ReviewCase) and case.membership != Membership.MEMBER:
        return lambda name, value: change_joiner(case, name, value)
    return lambda name, value: replaced(case, name, value)


def replaced(case: AnyCase, name: str, value: float) -> AnyCase:
    """The case with one field changed, in the field's own type."""
    kind = case.term_types().get(name, float)
    changed: dict[str, Any] = {name: value if kind is float else kind(value)}
    return dataclasses.replace(case, **changed)


def change_maker(case: MakerCase, name: str, value: float) -> Case:
    """R10: a part of the cost of making it in house moves that cost."""
    changed = replaced(case, name, value)
    if name not in MAKE_PARTS:
        return changed
    return replaced(changed, "make", case.make + value - getattr(case, name))


def change_joiner(case: ReviewCase, name: str, value: float) -> Case:
    """R19: what control is worth, and how much of it goes, are parts of the hurdle."""
    changed = replaced(case, name, value)
    if name not in ("autonomy", "discipline"):
        return changed
    control = changed.autonomy * changed.discipline - case.autonomy * case.discipline
    return replaced(changed, "hurdle", case.hurdle + control)


def side_of(case: Case, threshold: float) -> Callable[[Case], Side]:
    """How to put an answer to such a case in one word."""
    if isinstance(case, EffortCase | PacketCase):
        return amount_side
    if isinstance(case, HandoffOffer):
        return lambda one: "yes" if one.with_threshold(threshold).is_accepted else "no"  # type: ignore[attr-defined]
    return plain_side


def plain_side(case: Case) -> Side:
    """Yes or no; a maker; in, out or on trial."""
    answer = case.rational()
    if isinstance(answer, Maker | Belonging):
        return answer.name.lower()
    if isinstance(answer, HandoffReason):
        return "no" if answer == HandoffReason.NONE else "yes"
    if isinstance(answer, FakeWork):
        return "yes" if answer.jobs else "no"
    return "yes" if getattr(answer, "is_sent", answer) else "no"


def amount_side(case: Case) -> Side:
    """Whether an amount of care is none, the most there is, or between."""
    effort = case.rational()
    if effort <= 0.0:
        return "none"
    return "most" if effort >= case.most_effort else "some"  # type: ignore[attr-defined]
