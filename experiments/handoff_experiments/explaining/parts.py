"""What an answer is the sum of: the parts of each kind's value, so that a picture can add them up."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from handoff_sim.agents.terms import Unit, term
from handoff_sim.codes import Channel, Membership
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.market.originating import IMPOSSIBLE

Terms = Mapping[str, float]


class Part(NamedTuple):
    """One addend, positive where it speaks for yes; ``term`` it comes from, empty where several make it up."""

    label: str
    amount: float
    term: str = ""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Parts that add up to what the one who decided looked at; yes if it is not below zero."""

    parts: tuple[Part, ...]
    label: str
    unit: Unit = Unit.DOLLARS

    @property
    def total(self) -> float:
        """What the parts add up to."""
        return math.fsum(part.amount for part in self.parts)


class Way(NamedTuple):
    """One way to have work made, and what its cost consists of; no parts for a way that was closed."""

    label: str
    parts: tuple[Part, ...]

    @property
    def cost(self) -> float:
        """Dollars; infinite for a closed way."""
        return math.fsum(part.amount for part in self.parts) if self.parts else math.inf


def sum_of(kind: DecisionKind, terms: Terms, code: int) -> Sum | None:
    """The sum behind a decision; None where nothing is added up, or no single sum decides.

    Parameters: ``terms`` as recorded, costs of an offer negative; ``code`` as recorded.
    """
    build = SUMS.get(kind)
    return build(terms, code) if build else None


def ways(terms: Terms) -> tuple[Way, ...]:
    """R10: the ways to have an operation made, and what each would cost its prime."""
    kind = DecisionKind.MAKE_OR_HANDOFF
    home: list[Part] = []
    if terms["make"] < IMPOSSIBLE:
        home = list(_named(kind, {name: terms[name] for name in AT_HOME}))
    return (
        Way("in house", tuple(home)),
        _deal(terms, Channel.PHONE, "phone", "a partner by phone"),
        _deal(terms, Channel.NETWORK, "network", "a member by network"),
        Way("an outside processor", _whole("price of an outside processor", terms, "outside")),
    )


def _deal(terms: Terms, channel: Channel, name: str, label: str) -> Way:
    """The best deal by a channel; what its pay was is recorded only for the deal on the table."""
    cost, pay = terms[name], terms["transfer"]
    if int(terms["channel"]) == channel and pay and cost < IMPOSSIBLE:
        return Way(label, (Part("pay for the work", pay, "transfer"), Part("own costs of handing off", cost - pay)))
    return Way(label, _whole("all it would cost", terms, name))


def _whole(label: str, terms: Terms, name: str) -> tuple[Part, ...]:
    return (Part(label, terms[name], name),) if terms[name] < IMPOSSIBLE else ()


AT_HOME = ("production", "opportunity", "liability", "risk_premium", "effort_cost", "late")
OFFER = (
    "transfer", "production", "opportunity", "packet_liability", "workmanship_liability", "packet_risk", "other_risk",
    "effort_cost", "finance", "admin", "fee", "repeat_value", "relational",
)  # fmt: skip


def _named(kind: DecisionKind, amounts: Mapping[str, float]) -> tuple[Part, ...]:
    parts = [Part(term(kind, name).label, amount, name) for name, amount in amounts.items()]
    return tuple(part for part in parts if part.amount)


def _offer(terms: Terms, code: int) -> Sum:
    parts = _named(DecisionKind.HANDOFF_RESPONSE, {name: terms[name] for name in OFFER})
    return Sum(parts=parts, label="worth to the shop")


def _quote(terms: Terms, code: int) -> Sum:
    chance = terms["win_probability"]
    amounts = {
        "price": terms["receipt_factor"] * terms["price"],
        "base_cost": -terms["base_cost"],
        "selection_loss": -terms["selection_loss"],
        "risk_premium": -terms["risk_premium"],
        "repeat_value": terms["repeat_value"],
    }
    scaled = {name: chance * amount for name, amount in amounts.items()}
    parts = _named(DecisionKind.QUOTE, scaled)
    names = [part._replace(label=f"{part.label} × chance to win") for part in parts]
    hours = Part("estimators' time", -terms["hours"] * terms["wage"])
    return Sum(parts=(*names, hours), label="expected gain of quoting")


def _membership(terms: Terms, code: int) -> Sum:
    gain = Part(term(DecisionKind.MEMBERSHIP, "gain_mean").label, terms["gain_mean"], "gain_mean")
    if code == Membership.MEMBER:
        control = Part("what giving up control costs the owner", -terms["autonomy"] * terms["discipline"])
        slack = Part("reluctance to leave", terms["hysteresis"], "hysteresis")
        running = Part("running cost of belonging", -terms["running"], "running")
        return Sum(parts=(gain, slack, control, running), label="what speaks for staying", unit=Unit.MACHINE_WEEK)
    caution = Part("caution, for want of proof", -terms["kappa"] * terms["sigma_obs"] / math.sqrt(terms["gain_n"]))
    control = Part("what giving up control costs the owner", -terms["autonomy"] * terms["discipline"])
    switching = Part("cost of joining, spread", terms["autonomy"] * terms["discipline"] - terms["hurdle"])
    return Sum(parts=(gain, caution, control, switching), label="what speaks for joining", unit=Unit.MACHINE_WEEK)


def _bypass(terms: Terms, code: int) -> Sum:
    amounts = {
        "take": terms["take"],
        "admin": terms["admin"],
        "packet": terms["packet"],
        "liability_shift": -terms["liability_shift"],
        "finance_direct": -terms["finance_direct"],
        "default_direct": -terms["default_direct"],
        "finance_network": terms["finance_network"],
        "stake": -terms["stake"],
        "expected_penalty": -terms["expected_penalty"],
        "hassle": -terms["hassle"],
    }
    return Sum(parts=_named(DecisionKind.BYPASS, amounts), label="gain of leaving the network")


def _poach(terms: Terms, code: int) -> Sum:
    asked = Part("price it would ask", terms["undercut"] * terms["incumbent_price"])
    costs = {name: -terms[name] for name in ("own_cost", "expected_penalty", "tie_value", "hassle")}
    return Sum(parts=(asked, *_named(DecisionKind.POACH, costs)), label="gain of taking the repeat")


def _dispute(terms: Terms, code: int) -> Sum:
    saved = Part("what denying may save", (1.0 - terms["alpha"]) * terms["share_saved"] * terms["loss"])
    hours = Part("hours of a dispute", -terms["hours"] * terms["wage"])
    stake = Part(term(DecisionKind.DISPUTE, "stake").label, -terms["stake"], "stake")
    return Sum(parts=(saved, hours, stake), label="gain of denying")


def _code(terms: Terms, code: int) -> Sum:
    stake = Part("future work that a wrong code would cost", terms["stake"] * terms["verifiability"])
    fine = Part("expected fine", terms["fine"] * terms["audit_rate"])
    hours = Part("hours to find the right code", -terms["code_hours"] * terms["wage"])
    return Sum(parts=(stake, fine, hours), label="gain of a valid code")


def _speed(terms: Terms, code: int) -> Sum:
    parts = _named(DecisionKind.ACKNOWLEDGEMENT, {"stake": terms["stake"], "cost": -terms["cost"]})
    return Sum(parts=parts, label="gain of answering at once")


def _commitment(terms: Terms, code: int) -> Sum:
    costs = ("production", "opportunity", "workmanship_liability", "packet_liability", "workmanship_risk",
             "packet_risk", "effort_cost")  # fmt: skip
    amounts = {name: terms[name] for name in costs} | {"repeat_value": -terms["repeat_value"]}
    return Sum(parts=_named(DecisionKind.COMMITMENT, amounts), label="expected cost")


def _award(terms: Terms, code: int) -> Sum | None:
    """How far the winner was ahead of the runner-up, in dollars of the reference value."""
    if not terms["price"] or not terms["other_price"]:
        return None
    value, due = terms["reference_value"], terms["lead_required_weeks"]
    late = max(0.0, terms["lead_weeks"] - due) - max(0.0, terms["other_lead_weeks"] - due)
    goodwill = terms["goodwill_weight"] * (terms["goodwill"] - terms["other_goodwill"])
    score = terms["quality_weight"] * (terms["score"] - terms["other_score"])
    luck = terms["noise"] - terms["other_noise"]
    parts = (
        Part("lower price", terms["other_price"] - terms["price"]),
        Part("earlier delivery", -value * terms["lateness_weight"] * late),
        Part("goodwill", value * goodwill),
        Part("score in the network", value * score),
        Part("liking that nobody can explain", value * luck),
    )
    return Sum(parts=tuple(part for part in parts if part.amount), label="winner's lead over the runner-up")


SUMS: Mapping[DecisionKind, Callable[[Terms, int], Sum | None]] = {
    DecisionKind.HANDOFF_RESPONSE: _offer,
    DecisionKind.QUOTE: _quote,
    DecisionKind.MEMBERSHIP: _membership,
    DecisionKind.BYPASS: _bypass,
    DecisionKind.POACH: _poach,
    DecisionKind.DISPUTE: _dispute,
    DecisionKind.CLOSURE_CODE: _code,
    DecisionKind.ACKNOWLEDGEMENT: _speed,
    DecisionKind.COMMITMENT: _commitment,
    DecisionKind.AWARD: _award,
}
