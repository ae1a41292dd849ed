"""What a player types, as an answer to a case."""

import dataclasses
from typing import Any

from handoff_sim.agents.cases import Case, WrongAnswer, YesOrNo
from handoff_sim.agents.network_cases import Belonging, ReviewCase
from handoff_sim.agents.shop_cases import HandoffOffer, HelpCase, MakerCase, QuoteRequest
from handoff_sim.codes import DeclineCode, Depth, HandoffReason, Maker
from handoff_sim.playing.answers import declined, priced

YES = ("y", "yes")
NO = ("n", "no")
WAYS = {"m": Maker.IN_HOUSE, "h": Maker.RECEIVER, "o": Maker.OUTSIDE}
STANDS = {"y": Belonging.IN, "n": Belonging.OUT, "t": Belonging.TRIAL}
DEPTHS = {"quick": Depth.QUICK, "full": Depth.FULL}


class NotUnderstood(ValueError):
    """What was typed means nothing here; the text says what would."""


def expected(case: Case) -> str:
    """What can be typed, shortly."""
    if isinstance(case, QuoteRequest):
        return "a price, n = no bid" if case.rational().is_sent else "a price, y = quote all the same"
    if isinstance(case, MakerCase):
        named = {"m": "make it", "h": "hand it off", "o": "outside"}
        return ", ".join(f"{key} = {named[key]}" for key, way in WAYS.items() if way in case.open_ways)
    if isinstance(case, ReviewCase):
        trial = ", t = a trial" if Belonging.TRIAL in case.open_choices else ""
        return f"y = in, n = out{trial}"
    if isinstance(case, HandoffOffer | HelpCase | YesOrNo):
        return "y, n"
    return "a number"


def answer_typed(case: Case, text: str) -> Any:
    """The answer that a text means.

    Raises
    ------
    NotUnderstood: it means none; WrongAnswer: it is none to this case
    """
    typed = text.strip().lower()
    if isinstance(case, QuoteRequest):
        answer = _quote(case, typed)
    elif isinstance(case, HandoffOffer):
        answer = dataclasses.replace(case.rational(), code=DeclineCode.ACCEPTED) if _yes(typed) else declined(case)
    elif isinstance(case, MakerCase):
        answer = _one_of({key: way for key, way in WAYS.items() if way in case.open_ways}, typed)
    elif isinstance(case, ReviewCase):
        answer = _one_of({key: stand for key, stand in STANDS.items() if stand in case.open_choices}, typed)
    elif isinstance(case, HelpCase):
        answer = _help(case) if _yes(typed) else HandoffReason.NONE
    elif isinstance(case, YesOrNo):
        answer = _yes(typed)
    else:
        answer = _number(typed)
    try:
        case.recorded(answer)
    except WrongAnswer as wrong:
        raise NotUnderstood(str(wrong)) from None
    return answer


def _quote(case: QuoteRequest, typed: str) -> Any:
    best = case.rational()
    if typed in NO:
        return dataclasses.replace(best, is_sent=False)
    parts = typed.split()
    depth = next((DEPTHS[part] for part in parts if part in DEPTHS), None)
    left = [part for part in parts if part not in DEPTHS]
    if not left and depth is None:
        raise NotUnderstood("nothing")
    if len(left) > 1:
        raise NotUnderstood(typed)
    price = best.price if not left or left[0] in YES else _number(left[0])
    return priced(case, price, depth)


def _help(case: HelpCase) -> HandoffReason:
    best = case.rational()
    return HandoffReason.BACKLOG if best == HandoffReason.NONE else best


def _yes(typed: str) -> bool:
    if typed not in (*YES, *NO):
        raise NotUnderstood(typed)
    return typed in YES


def _one_of(options: dict[str, Any], typed: str) -> Any:
    if typed not in options:
        raise NotUnderstood(typed)
    return options[typed]


def _number(typed: str) -> float:
    try:
        return float(typed.removeprefix("$").replace(",", ""))
    except ValueError:
        raise NotUnderstood(typed) from None
