"""The words a player reads: names of terms with their units, reasons of the rational shop, a strategy in sentences."""

import math
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from handoff_sim.agents.cases import Case
from handoff_sim.agents.network_cases import Belonging, ReviewCase
from handoff_sim.agents.shop_cases import HandoffOffer, HelpCase, MakerCase, QuoteRequest
from handoff_sim.agents.terms import Unit, term
from handoff_sim.codes import Channel, DeclineCode, Depth, HandoffReason, Maker, Membership
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.playing.answers import KIND_OF
from handoff_sim.playing.margins import RATIONAL, SAME, SCALES, Margin
from handoff_sim.playing.strategy import PlayedStrategy

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


def money(value: float) -> str:
    """Whole dollars with a sign in front: -$1,234."""
    return f"{'-' if round(value) < 0 else ''}${abs(round(value)):,}"


WORK_AHEAD = "work ahead of the station"
FORMS: dict[Unit, Callable[[float], str]] = {
    Unit.DOLLARS: lambda dollars: money(dollars),
    Unit.SHARE: "{:.0%}".format,
    Unit.OF_REFERENCE: "{:.0%}".format,
    Unit.WEEKS: "{:.1f} weeks".format,
    Unit.HOURS: "{:.1f} h".format,
    Unit.WAGE: "${:,.0f} an hour".format,
    Unit.MACHINE_WEEK: lambda dollars: f"{money(dollars)} per machine-week",
}


def written(value: Any, unit: Unit) -> str:
    """A value of a term with its unit."""
    if isinstance(value, bool) or unit == Unit.FLAG:
        return "yes" if value else "no"
    if isinstance(value, IntEnum):
        return value.name.lower().replace("_", " ")
    if not math.isfinite(value) or abs(value) >= IMPOSSIBLE:
        return "-"
    return FORMS[unit](value) if unit in FORMS else f"{value:g}"


def every_term(case: Case) -> list[tuple[str, str]]:
    """Every term of a case: what it is, and its value with unit."""
    told = [(term(case.KIND, name), getattr(case, name)) for name in case.term_types()]
    return [
        (WORK_AHEAD, written(case.load_weeks, Unit.WEEKS)),
        *((t.label, written(value, t.unit)) for t, value in told),
    ]


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


def describe(strategy: PlayedStrategy) -> list[str]:
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
