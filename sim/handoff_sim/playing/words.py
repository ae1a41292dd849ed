"""The words a player reads: names of terms with their units, reasons of the rational shop, a strategy in sentences."""

import dataclasses
import math
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from handoff_sim.agents.cases import Case
from handoff_sim.agents.network_cases import Belonging, ReviewCase
from handoff_sim.agents.shop_cases import HandoffOffer, HelpCase, MakerCase, QuoteRequest
from handoff_sim.codes import Channel, DeclineCode, Depth, HandoffReason, Maker, Membership
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.playing.answers import KEYED, KIND_OF
from handoff_sim.playing.margins import RATIONAL, SAME, SCALES, Margin
from handoff_sim.playing.strategy import Strategy

KINDS = {
    "quote": "quotes",
    "seek_help": "looking for another maker",
    "hand_off": "who makes an operation",
    "respond": "offers of work",
    "effort": "care in production",
    "packet_effort": "work on packets",
    "give_code": "codes of closures and declines",
    "acknowledge": "speed of answers",
    "deny": "denying defects",
    "poach": "going to a partner's buyer",
    "bypass": "leaving the network with a repeat",
    "review": "membership",
}
CHANNELS = {
    Channel.DIRECT: "directly",
    Channel.PHONE: "by phone",
    Channel.NETWORK: "through the network",
    Channel.VERTICAL: "through a vertical operator",
    Channel.OUTSIDE: "outside",
}
WAYS = {Maker.IN_HOUSE: "make it in house", Maker.RECEIVER: "hand it off", Maker.OUTSIDE: "buy it outside"}
STANDS = {Belonging.OUT: "out", Belonging.IN: "in", Belonging.TRIAL: "in for a trial"}

# Unit of a term: $ dollars, % share, w weeks, h hours, $/h, $/mw dollars per machine-week, empty for a plain number.
TERMS: dict[str, tuple[str, str]] = {
    "load_weeks": ("work ahead of your station", "w"),
    "reference_value": ("usual price of such a job", "$"),
    "base_cost": ("cost of the job, all makers", "$"),
    "production": ("your own production", "$"),
    "repeat_value": ("worth of repeat orders", "$"),
    "completeness": ("share of the packet that is there", "%"),
    "full_sigma": ("error of a full estimate", "%"),
    "quick_sigma": ("error of a quick estimate", "%"),
    "gamma": ("risk aversion", ""),
    "wealth": ("wealth", "$"),
    "receipt_factor": ("left of a dollar of the price", "%"),
    "price_scale": ("spread of the buyer's taste, of the usual price", "%"),
    "win_belief": ("chance to win at the usual markup", "%"),
    "selection": ("weight of the winner's regret", ""),
    "full_hours": ("hours for a full quote", "h"),
    "quick_hours": ("hours for a quick quote", "h"),
    "wage": ("estimator's wage", "$/h"),
    "lead_weeks": ("lead time", "w"),
    "lead_required_weeks": ("lead time the buyer wants", "w"),
    "most_load_weeks": ("load from which you quote nothing", "w"),
    "transfer": ("pay for the operation", "$"),
    "opportunity": ("other work the machines are wanted for", "$"),
    "packet_liability": ("expected loss by a bad packet", "$"),
    "workmanship_liability": ("expected loss by workmanship", "$"),
    "packet_risk": ("risk of the packet", "$"),
    "other_risk": ("other risk", "$"),
    "effort_cost": ("care in production", "$"),
    "finance": ("waiting for the money", "$"),
    "admin": ("paperwork and estimating", "$"),
    "fee": ("fee", "$"),
    "relational": ("worth of the relation", "$"),
    "promised_weeks": ("weeks until you could be done", "w"),
    "alpha": ("chance that the true cause of a defect is shown", "%"),
    "work_hours": ("machine hours", "h"),
    "answer_hours": ("hours to answer", "h"),
    "rev_locked": ("revision locked", "yes"),
    "scope_explicit": ("scope explicit", "yes"),
    "cert_complete": ("certificates complete", "yes"),
    "surplus": ("left to share in the bargain", "$"),
    "is_binding": ("a yes binds at once", "yes"),
    "make": ("in house", "$"),
    "outside": ("outside processor", "$"),
    "phone": ("best deal by phone", "$"),
    "network": ("best deal in the network", "$"),
    "liability": ("expected loss by defects", "$"),
    "risk_premium": ("risk", "$"),
    "late": ("being late", "$"),
    "gain_mean": ("believed gain", "$/mw"),
    "gain_n": ("observations behind it", ""),
    "hurdle": ("what a gain must beat to join", "$/mw"),
    "running": ("cost of membership", "$/mw"),
    "tenure_weeks": ("weeks since you joined", "w"),
    "min_tenure_weeks": ("least weeks before leaving", "w"),
    "kappa": ("caution, standard errors", ""),
    "sigma_obs": ("noise of one observation", "$/mw"),
    "hysteresis": ("inertia", "$/mw"),
    "autonomy": ("what discipline costs you in control", "$/mw"),
    "discipline": ("discipline the network asks", "%"),
    "score": ("the network's record of you", "%"),
}


def money(value: float) -> str:
    """Whole dollars with a sign in front: -$1,234."""
    return f"{'-' if round(value) < 0 else ''}${abs(round(value)):,}"


def written(value: Any, unit: str) -> str:
    """A value of a term with its unit."""
    if isinstance(value, bool) or unit == "yes":
        return "yes" if value else "no"
    if isinstance(value, IntEnum):
        return value.name.lower().replace("_", " ")
    if not math.isfinite(value) or abs(value) >= IMPOSSIBLE:
        return "-"
    forms: dict[str, Callable[[float], str]] = {
        "$": money, "%": "{:.0%}".format, "w": "{:.1f} weeks".format, "h": "{:.1f} h".format,
        "$/h": "${:,.0f} an hour".format, "$/mw": lambda dollars: f"{money(dollars)} per machine-week",
    }  # fmt: skip
    return forms[unit](value) if unit in forms else f"{value:g}"


def every_term(case: Case) -> list[tuple[str, str]]:
    """Every term of a case: what it is, and its value with unit."""
    names = [field.name for field in dataclasses.fields(case) if field.name not in KEYED]
    labels = {name: TERMS.get(name, (name.replace("_", " "), "")) for name in names}
    return [(label, written(getattr(case, name), unit)) for name, (label, unit) in labels.items()]


def job_name(job: int) -> str:
    """A short name of a job: the first digits of its key."""
    return f"{job:016x}"[:5].upper()


def packet_of(case: HandoffOffer) -> str:
    """What the packet of an offer lacks."""
    flags = (("revision", case.rev_locked), ("scope", case.scope_explicit), ("certificates", case.cert_complete))
    missing = [name for name, there in flags if not there]
    return f"without {', '.join(missing)}" if missing else "complete"


def advised(case: Case) -> str:
    """What the rational shop does, in a few words."""
    return said(case, case.rational())


def said(case: Case, answer: Any) -> str:
    """An answer in a few words."""
    if isinstance(case, QuoteRequest):
        return f"quote {money(answer.price)} ({Depth(answer.depth).name.lower()})" if answer.is_sent else "no bid"
    if isinstance(case, HandoffOffer):
        return (
            "accept" if answer.is_accepted else f"decline ({DeclineCode(answer.code).name.lower().replace('_', ' ')})"
        )
    if isinstance(case, MakerCase):
        return WAYS[answer]
    if isinstance(case, ReviewCase):
        return STANDS[answer]
    if isinstance(case, HelpCase):
        return "keep it" if answer == HandoffReason.NONE else "look for another maker"
    return ("yes" if answer else "no") if isinstance(answer, bool) else f"{answer:.2f}"


def reason(case: Case) -> str:
    """Why the rational shop does what it does, in one sentence without a full stop."""
    kind = KIND_OF[type(case)]
    if kind in REASONS:
        return REASONS[kind](case)
    for scale in SCALES:
        value = scale.value(case) if scale.kind == kind else None
        if value is not None:
            return f"on balance it is worth {money(value)}"
    return "so much care as still saves more than it costs"


def _why_quote(case: QuoteRequest) -> str:
    best = case.rational()
    if case.load_weeks > case.most_load_weeks:
        return f"{case.load_weeks:.1f} weeks of work are ahead, more than {case.most_load_weeks:.1f}"
    if not best.is_sent:
        return f"even at the best price, {money(best.price)}, it expects to lose {money(-best.gain)}"
    return f"it wins {best.win_probability:.0%} of the time at that price and expects {money(best.gain)}"


def _why_respond(case: HandoffOffer) -> str:
    code = case.rational().code
    worth = f"it is worth {money(case.worth)} after all costs"
    if code == DeclineCode.ACCEPTED:
        return worth
    if case.worth >= RATIONAL:
        return f"{worth}, but the other shop has a cheaper way: no price suits both"
    causes = {
        DeclineCode.NO_CAPACITY: f"the machines are wanted for other work ({money(case.opportunity)})",
        DeclineCode.PACKET_INCOMPLETE: f"the packet is a risk ({money(case.packet_liability + case.packet_risk)})",
        DeclineCode.RISK_TERMS: "the terms leave you the risk "
        f"({money(case.workmanship_liability + case.other_risk + case.finance)})",
        DeclineCode.LEAD_TIME: f"it takes you {case.promised_weeks:.1f} weeks, {case.lead_weeks:g} are left",
    }
    return f"{worth}: {causes.get(code, 'it pays too little')}"


def _why_hand_off(case: MakerCase) -> str:
    best = case.rational()
    costs = {Maker.IN_HOUSE: case.make, Maker.RECEIVER: case.deal, Maker.OUTSIDE: case.outside}
    others = [cost for way, cost in costs.items() if way != best and cost < IMPOSSIBLE]
    return f"it is the cheapest way, by {money(min(others) - costs[best])}" if others else "it is the only way"


def _why_review(case: ReviewCase) -> str:
    if case.membership == Membership.MEMBER:
        cost = case.autonomy * case.discipline + case.running
        return f"you believe it gains {money(case.gain_mean)} per machine-week and costs {money(cost)}"
    if case.rational() == Belonging.TRIAL:
        return "it is curious, not convinced"
    return (
        f"a cautious guess of the gain is {money(case.lower_bound)} per machine-week; joining must bring "
        f"{money(case.hurdle)}"
    )


def _why_seek_help(case: HelpCase) -> str:
    found = case.rational()
    load = f"{case.load_weeks:.1f} weeks ahead of the station, done in {case.promised_weeks:.1f} of {case.lead_weeks:g}"
    return load if found == HandoffReason.NONE else f"{found.name.lower().replace('_', ' ')}: {load}"


REASONS: dict[str, Callable[[Any], str]] = {
    "quote": _why_quote,
    "respond": _why_respond,
    "hand_off": _why_hand_off,
    "review": _why_review,
    "seek_help": _why_seek_help,
}

# What a player asks for more, and for less, than a rational shop: {by} is the size of the margin.
MARGINS: dict[str, tuple[str, str]] = {
    "quote": (
        "You quote where the expected gain is at least {by}; a rational shop quotes for any gain.",
        "You quote even where the expected gain is up to {by} below zero; a rational shop does not.",
    ),
    "respond": (
        "You accept handoffs worth at least {by} more than a rational shop would ask.",
        "You accept handoffs worth up to {by} less than a rational shop would ask.",
    ),
    "hand_off": (
        "You hand work off only where it saves at least {by}; a rational shop does so for any saving.",
        "You hand work off even where it costs up to {by} more; a rational shop does not.",
    ),
    "make": (
        "You make work in house only where it saves at least {by} against buying it outside.",
        "You make work in house even where it costs up to {by} more than buying it outside.",
    ),
    "seek_help": (
        "You look for another maker only where load or promise is at least {by} too long.",
        "You look for another maker {by} before a rational shop would.",
    ),
    "join": (
        "You join only with {by} more of a cautious gain than a rational shop would ask.",
        "You join with {by} less of a cautious gain than a rational shop would ask.",
    ),
    "stay": (
        "As a member you stay only while the believed gain is at least {by} above the cost.",
        "As a member you stay until the believed gain is {by} below the cost.",
    ),
}
AMOUNTS_SAID = {"price": "You ask {by} than a rational shop", "effort": "You take {by} care in production",
                "packet_effort": "You put {by} work into packets"}  # fmt: skip


def describe(strategy: Strategy) -> list[str]:
    """A strategy in sentences, one for each kind of decision in which the player was not the rational shop."""
    told = [_margin_said(name, margin) for name, margin in strategy.margins.items() if margin.against_rule]
    told += [_ratio_said(name, ratio.ratio) for name, ratio in strategy.ratios.items() if ratio.ratio != SAME]
    return told or ["You decide as a rational shop would."]


def _margin_said(name: str, margin: Margin) -> str:
    if margin.threshold == RATIONAL:
        times = f"{margin.against_rule} of {margin.decisions} times"
        return (
            f"{_topic(name)}: you went against the advice {times}, but no threshold tells when; the rule's fits best."
        )
    unit = next(scale.unit for scale in SCALES if scale.name == name)
    size = abs(margin.threshold)
    by = f"{size:.1f} weeks" if unit == "weeks" else money(size) + unit.removeprefix("$")
    more, less = MARGINS.get(name, (f"{name}: you want {{by}} more than a rational shop.",
                                    f"{name}: you are content with {{by}} less than a rational shop."))  # fmt: skip
    fit = margin.decisions - margin.disagreements
    return f"{(more if margin.threshold > RATIONAL else less).format(by=by)} (fits {fit} of {margin.decisions} answers)"


def _topic(name: str) -> str:
    kind = next(scale.kind for scale in SCALES if scale.name == name)
    return KINDS.get(kind, kind).capitalize()


def _ratio_said(name: str, ratio: float) -> str:
    by = f"{abs(ratio - 1):.0%} {'more' if ratio > 1 else 'less'}"
    return AMOUNTS_SAID[name].format(by=by) + (" for the same job." if name == "price" else " than a rational shop.")
