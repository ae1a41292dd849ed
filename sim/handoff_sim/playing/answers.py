"""Answers as plain data: what a person may decide in each kind of case, in the words that a file or a page writes.

A kind of decision goes by the name of its hook. ``answer_of`` turns plain data into the typed answer of a case, and
``plain_of`` back; both keep every cent, so an answer read from a file is the answer that was given.
"""

import dataclasses
import math
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Any, NamedTuple, TypeVar

from handoff_sim.agents.cases import Case, Recorded, Situation, WrongAnswer, YesOrNo
from handoff_sim.agents.network_cases import Belonging
from handoff_sim.agents.shop import Shop
from handoff_sim.agents.shop_cases import HandoffAnswer, HandoffOffer, Quote, QuoteRequest
from handoff_sim.codes import DeclineCode, Depth, HandoffReason, Maker
from handoff_sim.rules.quote import depth_cost, quote_markup, reference_price, win_probability

Word = TypeVar("Word", bound=IntEnum)
Plain = Mapping[str, Any]
KEYED = frozenset(Situation._fields) - {"load_weeks"}  # fields that say which case it is, not what it is like

CASE_OF: dict[str, type[Case]] = {hook.name: hook.case for hook in Shop.HOOKS}
KIND_OF: dict[type[Case], str] = {case: kind for kind, case in CASE_OF.items()}
USUAL = ("quote", "respond", "hand_off", "review")  # what the owner of a shop decides in person


class Form(NamedTuple):
    """How answers of one kind are written: names of their entries, to plain data, and from it."""

    names: tuple[str, ...]
    write: Callable[[Any, Any], dict[str, Any]]
    read: Callable[[Any, Plain], Any]


def plain_of(case: Case, answer: Any) -> dict[str, Any]:
    """A typed answer to a case as plain data."""
    return _form(case).write(case, answer)


def answer_of(case: Case, plain: Any) -> Any:
    """The typed answer to a case that plain data mean.

    Raises
    ------
    WrongAnswer: an entry is unknown, missing, or no answer to this case
    """
    form = _form(case)
    if not isinstance(plain, Mapping):
        raise WrongAnswer(f"answer: expected entries {', '.join(form.names)}; found {plain!r}")
    for name in plain:
        if name not in form.names:
            raise WrongAnswer(f"answer.{name}: expected one of {', '.join(form.names)}; found {name!r}")
    return form.read(case, plain)


def is_same(case: Case, one: Any, other: Any) -> bool:
    """Whether two answers come to the same."""
    return case.recorded(one) == case.recorded(other)


def situation_of(case: Case) -> dict[str, Any]:
    """What a case is like, as plain data: every field but those that say which case it is."""
    fields = {field.name: getattr(case, field.name) for field in dataclasses.fields(case)}
    return {name: _number(value) for name, value in fields.items() if name not in KEYED}


def case_of(kind: str, situation: Plain, **which: int) -> Case:
    """The case that ``situation_of`` was taken of.

    Raises
    ------
    WrongAnswer: an entry is unknown, missing, or of another type
    """
    case = CASE_OF[kind]
    types = {field.name: field.type for field in dataclasses.fields(case) if field.name not in KEYED}
    unequal = sorted(types.keys() ^ situation.keys())
    if unequal:
        raise WrongAnswer(f"situation: expected entries {', '.join(types)}; found others: {', '.join(unequal)}")
    try:
        values = {name: types[name](value) for name, value in situation.items()}  # type: ignore[operator]
    except (TypeError, ValueError) as problem:
        raise WrongAnswer(f"situation: {problem}") from None
    return case(**values, **which)


def priced(case: QuoteRequest, price: float, depth: Depth | None = None, lead_weeks: int | None = None) -> Quote:
    """R9: a quote at a price of one's own, with the gain that the rule expects of it; depth and lead are the rule's."""
    best = case.rational()
    chosen = best.depth if depth is None else depth
    lead = best.lead_weeks if lead_weeks is None else lead_weeks
    if price == best.price and chosen == best.depth:
        return dataclasses.replace(best, is_sent=True, lead_weeks=lead)
    quick = chosen == Depth.QUICK
    hours = case.quick_hours if quick else case.full_hours
    chance, gain = _gain(case, price, case.quick_sigma if quick else case.full_sigma, hours)
    return dataclasses.replace(
        best, is_sent=True, depth=chosen, price=price, lead_weeks=lead, gain=gain, win_probability=chance, hours=hours
    )


def _gain(case: QuoteRequest, price: float, sigma: float, hours: float) -> tuple[float, float]:
    """Chance to win and expected gain at a price, as R9 believes them."""
    markup = quote_markup(case.price_scale, case.reference_value, case.win_belief)
    cost = depth_cost(
        case.base_cost, case.repeat_value, case.production, sigma, case.gamma, case.wealth, case.receipt_factor,
        markup, case.selection,
    )  # fmt: skip
    anchor = reference_price(
        case.base_cost, case.production, case.full_sigma, case.gamma, case.wealth, case.receipt_factor,
        case.price_scale, case.reference_value, case.win_belief, case.selection,
    )  # fmt: skip
    chance = float(win_probability(price, anchor, case.price_scale, case.reference_value, case.win_belief))
    return chance, float(chance * (case.receipt_factor * price - cost) - hours * case.wage)


def _number(value: Any) -> Any:
    """A scalar as JSON has it; what is not finite as a word."""
    if isinstance(value, bool):
        return value
    if isinstance(value, IntEnum):
        return int(value)
    return value if math.isfinite(value) else str(value)


def _form(case: Case) -> Form:
    return YES_OR_NO if isinstance(case, YesOrNo) else FORMS[KIND_OF[type(case)]]


def _entry(plain: Plain, name: str) -> Any:
    if name not in plain:
        raise WrongAnswer(f"answer.{name}: expected a value; found nothing")
    return plain[name]


def _truth(plain: Plain, name: str) -> bool:
    found = _entry(plain, name)
    if not isinstance(found, bool):
        raise WrongAnswer(f"answer.{name}: expected true or false; found {found!r}")
    return found


def _word(plain: Plain, name: str, options: type[Word]) -> Word:
    found = _entry(plain, name)
    names = {option.name.lower(): option for option in options}
    if found not in names:
        raise WrongAnswer(f"answer.{name}: expected one of {', '.join(names)}; found {found!r}")
    return names[found]


def _write_quote(case: QuoteRequest, quote: Quote) -> dict[str, Any]:
    if not quote.is_sent:
        return {"send": False}
    depth = Depth(quote.depth).name.lower()
    return {"send": True, "price": float(quote.price), "depth": depth, "lead_weeks": int(quote.lead_weeks)}


def _read_quote(case: QuoteRequest, plain: Plain) -> Quote:
    if not _truth(plain, "send"):
        if len(plain) > 1:
            raise WrongAnswer("answer: expected nothing beside send where no quote is sent")
        return dataclasses.replace(case.rational(), is_sent=False)
    price = _entry(plain, "price")
    if isinstance(price, bool) or not isinstance(price, (int, float)) or not math.isfinite(price):
        raise WrongAnswer(f"answer.price: expected a price in dollars; found {price!r}")
    depth = _word(plain, "depth", Depth) if "depth" in plain else None
    lead = plain.get("lead_weeks")
    if lead is not None and (isinstance(lead, bool) or not isinstance(lead, int)):
        raise WrongAnswer(f"answer.lead_weeks: expected whole weeks; found {lead!r}")
    return priced(case, float(price), depth, lead)


def _write_response(case: HandoffOffer, answer: HandoffAnswer) -> dict[str, Any]:
    if answer.is_accepted:
        return {"accept": True}
    return {"accept": False, "code": DeclineCode(answer.code).name.lower()}


def _read_response(case: HandoffOffer, plain: Plain) -> HandoffAnswer:
    best = case.rational()
    if _truth(plain, "accept"):
        if len(plain) > 1:
            raise WrongAnswer("answer: expected nothing beside accept where the offer is accepted")
        return dataclasses.replace(best, code=DeclineCode.ACCEPTED)
    return declined(case, _word(plain, "code", DeclineCode) if "code" in plain else None)


def declined(case: HandoffOffer, code: DeclineCode | None = None) -> HandoffAnswer:
    """No, for the reason given, the rule's reason, or, where the rule would accept, lead time or price (R11)."""
    best = case.rational()
    if code is not None:
        return dataclasses.replace(best, code=code)
    return case.with_threshold(math.inf) if best.is_accepted else best


def _words(name: str, options: type[IntEnum]) -> Form:
    return Form((name,), lambda case, answer: {name: options(answer).name.lower()}, _reader(name, options))


def _reader(name: str, options: type[IntEnum]) -> Callable[[Any, Plain], Any]:
    return lambda case, plain: _word(plain, name, options)


EFFORT = Form(("effort",), lambda case, answer: {"effort": float(answer)}, lambda case, plain: _entry(plain, "effort"))
YES_OR_NO = Form(("yes",), lambda case, answer: {"yes": bool(answer)}, lambda case, plain: _truth(plain, "yes"))
FORMS: dict[str, Form] = {
    "quote": Form(("send", "price", "depth", "lead_weeks"), _write_quote, _read_quote),
    "respond": Form(("accept", "code"), _write_response, _read_response),
    "hand_off": _words("way", Maker),
    "seek_help": _words("reason", HandoffReason),
    "effort": EFFORT,
    "packet_effort": EFFORT,
    "review": _words("stand", Belonging),
}


def playable() -> tuple[str, ...]:
    """Kinds of decisions that a person can take: those that an honest firm has to take."""
    return tuple(hook.name for hook in Shop.HOOKS if hook.rule is not None)


def recorded(case: Case, plain: Any) -> Recorded:
    """Plain data checked as an answer to a case.

    Raises
    ------
    WrongAnswer: they are none
    """
    return case.recorded(answer_of(case, plain))


def unknown_kinds(kinds: Iterable[str]) -> list[str]:
    """Names that are no kind of decision a person can take."""
    return [kind for kind in kinds if kind not in playable()]
