"""One decision in plain words, with the shop's own numbers."""

import math

from handoff_experiments.explaining.asking import HONEST
from handoff_experiments.explaining.bargain import ROOM
from handoff_experiments.explaining.codes import CODE_OF, KINDS, blamed, code_words
from handoff_experiments.explaining.decisions import AMOUNTS, BUYER_KINDS, DecidedBy, Explained
from handoff_experiments.explaining.flips import Flip
from handoff_experiments.explaining.slopes import NUDGE, Slope
from handoff_experiments.explaining.values import bare, outward, shown
from handoff_experiments.wording import listed, percent
from handoff_sim.agents.terms import Unit, term
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.names import job_name

ANSWERS = {
    "yes": "Yes", "no": "No", "in_house": "Makes it in house", "receiver": "Hands it to another shop",
    "outside": "Buys it from an outside processor", "in": "In", "out": "Out", "trial": "In, on trial",
    "anew": "In, under a new name",
    "winner": "Takes a quote", "nobody": "Takes no quote", "vertical operator": "Takes the instant price",
    "runner-up": "Takes the runner-up's quote",
    "none": "None", "some": "Some", "most": "The most there is", "recorded": "Costs of the work",
}  # fmt: skip
WITH_BUYERS = (DecisionKind.QUOTE, DecisionKind.BYPASS, DecisionKind.CHANGE_CLAIM)  # of a shop, with a buyer
FIRST = 3  # terms that are told first


def subject(one: Explained) -> str:
    """What was decided about: the job, the operation, the other side."""
    parts = [f"job {job_name(one.job)}"] if one.job else []
    parts += [one.operation] if one.operation else []
    parts += [other_side(one)] if other_side(one) else []
    return ", ".join(parts)


def other_side(one: Explained) -> str:
    """Who is on the other side, such as buyer 3; empty for nobody, and for a shop's own work."""
    is_own = one.other == one.number and one.kind not in (*BUYER_KINDS, *WITH_BUYERS)
    if one.other is None or is_own:
        return ""
    return f"{'buyer' if one.kind in WITH_BUYERS else 'shop'} {one.other}"


def answer(one: Explained) -> str:
    """The answer, yes or no first."""
    if one.kind in AMOUNTS:
        return f"{ANSWERS[one.side]}: {shown(one.value, Unit.NUMBER)}" if one.side == "some" else ANSWERS[one.side]
    if one.kind == DecisionKind.QUOTE and one.outcome.code is not None:
        return ANSWERS["no"]
    if one.kind == DecisionKind.MEMBERSHIP and one.decided_by is DecidedBy.PROCEDURE:
        return ANSWERS["out"]
    return ANSWERS[one.side]


def because(one: Explained) -> str:
    """Why, in one sentence: what the code says, and the sum that decided."""
    said = [_reason(one), _weighed(one)]
    if _room(one) is not None:  # what the code blames need not be what kept the two apart
        said = [_weighed(one), f"the code it gave: {_reason(one)}"]
    if one.outcome.words and one.outcome.code is None:
        said.append(one.outcome.words)
    text = "; ".join(part for part in said if part)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _reason(one: Explained) -> str:
    if one.decided_by is DecidedBy.SEAT:
        rule = ANSWERS.get(one.rule_side or "", "").lower()
        return f"a strategy, or somebody in the seat, decided so; the rule would have said: {rule}"
    if one.decided_by is DecidedBy.PROCEDURE:
        return PROCEDURES[one.kind]
    if one.kind == DecisionKind.MAKE_OR_HANDOFF:
        return _cheapest(one)
    if one.kind in AMOUNTS:
        return CARE[one.side]
    if one.kind in HONEST:
        return "an honest firm does not"
    if one.kind == DecisionKind.SEEK_HELP or one.kind in CODE_OF:
        return code_words(one.kind, one.final_code) or ""
    return ""


PROCEDURES = {
    DecisionKind.HANDOFF_RESPONSE: "its estimators had no hours left to answer",
    DecisionKind.QUOTE: "its estimators' hours went to better requests, though this one was worth a quote",
    DecisionKind.MAKE_OR_HANDOFF: "a member had accepted the posted offer, and that binds",
    DecisionKind.MEMBERSHIP: "it wanted to belong, but the network did not let it in",
    DecisionKind.AWARD: "the network's weights decided, not the buyer's own",
}
CARE = {
    "none": "even the first step would cost more than it saves",
    "some": "it stops where the next step would cost more than it saves",
    "most": "every step that is open to it saves more than it costs",
}


def _cheapest(one: Explained) -> str:
    open_ways = sorted((way for way in one.ways if way.parts), key=lambda way: way.cost)
    told = [f"{way.label} {shown(way.cost, Unit.DOLLARS)}" for way in open_ways]
    if len(told) < 2:
        return f"there was no other way than {told[0]}" if told else ""
    return f"the cheapest way: {told[0]}, against {listed(told[1:])}"


def _weighed(one: Explained) -> str:
    if one.kind == DecisionKind.CHANNEL:
        return f"the chance was {shown(one.value, Unit.SHARE)}, the draw {shown(one.threshold, Unit.SHARE)}"
    if one.kind == DecisionKind.QUOTE and one.final_code == 2:
        limit = one.value_of("most_load_weeks")
        return f"{shown(one.load_weeks, Unit.WEEKS)} of work ahead, and it quotes up to {shown(limit, Unit.WEEKS)}"
    if one.sum is None:
        return ""
    room = _room(one)
    if room is not None:
        most, short = shown(room.now, Unit.DOLLARS), shown(room.change, Unit.DOLLARS)
        return f"the other shop could pay {most} at most, {short} too little for the two to agree"
    worth = f"{one.sum.label} {shown(one.sum.total, one.sum.unit)}"
    wants = one.kind == DecisionKind.HANDOFF_RESPONSE and one.threshold != 0.0
    return f"{worth}, and it wants {shown(one.threshold, Unit.DOLLARS)}" if wants else worth


def _room(one: Explained) -> Flip | None:
    """What was missing for the two to agree, where they bargained and did not."""
    return next((flip for flip in one.flips if flip.name == ROOM and one.side == "no"), None)


def mattered(one: Explained, most: int = FIRST) -> tuple[str, ...]:
    """The terms that weighed most: those the code blames first, then the largest."""
    if one.ways:
        return ()
    first = _blamed(one)
    parts = sorted(one.sum.parts, key=lambda part: -abs(part.amount)) if one.sum else []
    unit = one.sum.unit if one.sum else Unit.DOLLARS
    labels = {term(one.kind, name).label for name in first}
    told = [f"{term(one.kind, name).label} {shown(one.value_of(name), term(one.kind, name).unit)}" for name in first]
    told += [f"{part.label} {shown(part.amount, unit, signed=True)}" for part in parts if part.label not in labels]
    if not told:
        told = [f"{each.what.label} {shown(each.value, each.what.unit)}" for each in one.terms if each.is_asked]
    return tuple(told[: max(most, len(first))])


def _blamed(one: Explained) -> tuple[str, ...]:
    """The terms that the code blames and that are not zero, the largest first."""
    present = {each.name: abs(each.value) for each in one.terms if each.value}
    names = [name for name in blamed(one.kind, one.final_code) if name in present]
    return tuple(sorted(names, key=lambda name: -present[name]))


def flip_words(one: Explained, flip: Flip) -> str:
    """One turning point: how far it is, from where to where, and what the answer would have been."""
    what = term(one.kind, flip.name)
    if what.unit is Unit.FLAG:
        words = f"{what.label}: {shown(flip.then, what.unit)} instead of {shown(flip.now, what.unit)}"
    elif not math.isfinite(flip.now):
        words = f"{what.label}: one for {shown(outward(math.inf, flip.then, what.unit), what.unit)} (there was none)"
    else:
        then = outward(flip.now, flip.then, what.unit)
        way = "more" if then > flip.now else "less"
        size = bare(abs(then - flip.now), what.unit).replace(" %", " points")
        words = f"{what.label}: {size} {way} ({bare(flip.now, what.unit)} → {shown(then, what.unit)})"
    return words if flip.becomes in ("yes", "no") else f"{words}: {ANSWERS[flip.becomes].lower()}"


def firm_words(one: Explained) -> str:
    """The terms no change of which alone would have turned the answer."""
    if not one.firm:
        return ""
    labels = [term(one.kind, name).label for name in one.firm]
    return f"No change of one of these alone would have changed it: {listed(labels)}."


def slope_words(one: Explained, slope: Slope) -> str:
    """How an amount moves with one term."""
    what = term(one.kind, slope.name)
    up = percent(NUDGE)
    then = shown(slope.amount_then, Unit.NUMBER)
    return f"{what.label} {up} higher ({bare(slope.now, what.unit)} → {shown(slope.then, what.unit)}): {then}"


def question_words(one: Explained) -> str:
    """What was asked, about what."""
    about = subject(one)
    asked = KINDS[one.kind].question
    if not about:
        return asked
    return f"{asked} {about[0].upper()}{about[1:]}" if asked.endswith("?") else f"{asked}: {about}"
