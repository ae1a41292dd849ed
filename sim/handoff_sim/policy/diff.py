"""Two documents compared in plain words: one sentence per changed field, told to a shop."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handoff_sim.policy.benchmark import NULL_NETWORK
from handoff_sim.policy.checks import OPEN
from handoff_sim.policy.declare import QUESTIONS, ROLES
from handoff_sim.policy.document import Policy, alpha_of, discipline_of
from handoff_sim.policy.group import DESCRIPTIVE, Document
from handoff_sim.policy.liability import CUSTOM
from handoff_sim.policy.phrases import FLAGS, PRICES, SENTENCES, UNSET, WORDS
from handoff_sim.policy.reading import set_paths
from handoff_sim.policy.record import visibility_of
from handoff_sim.policy.registry import FieldInfo, fields_of

LIVED = ("discipline", "payout", "governance", "packet", "entry")  # groups whose rules a shop feels


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that differs.

    Parameters
    ----------
    path: of the field, or of the vector as a whole
    before, after: values as a document writes them
    sentence: what the change means to a shop, in plain words
    question: Q1 to Q6, or none
    """

    path: str
    before: Any
    after: Any
    sentence: str
    question: str


def plain_diff(before: Document, after: Document) -> tuple[Change, ...]:
    """Every field in which ``after`` differs from ``before``, in the order of the document."""
    old, new = before.plain(), after.plain()
    return tuple(
        Change(
            path=path,
            before=_value(old, path),
            after=_value(new, path),
            sentence=_sentence(path, info, before, after),
            question=info.question,
        )
        for path, info in _whole_fields(before)
        if _value(old, path) != _value(new, path)
    )


def as_lived(before: Policy, after: Policy) -> tuple[Policy, Policy]:
    """The two policies with what a shop lives under in place of what is written.

    Where only one has a network, the rules that the other's document states for a network apply to nobody. They are
    replaced by the terms of its phone book, and by nothing where a phone book has no such rule.
    """
    if before.network == after.network:
        return before, after
    if before.network:
        return before, _by_phone(after, before)
    return _by_phone(before, after), after


def _by_phone(phone: Policy, network: Policy) -> Policy:
    """A policy without a network in the words of one with a network."""
    terms = phone.plain()["phone"]
    settings = {
        "network": False,
        "routing.front_door": False,
        "routing.back_door": False,
        "reputation.active": False,
        "record": "informal_email",
        "payout.response_mode": "quote",
        "payout.price_rule": {"nash": terms["b"]},
        "payment.payment_owner": terms["payment_owner"],
        **{f"governance.{name}": terms[name] for name in ("alpha", "liability", "default_split", "visibility")},
        **{path: value for path, value in NULL_NETWORK.items() if path.partition(".")[0] in LIVED},
        "governance.repeat_owner": terms["repeat_owner"],
    }
    lived = set_paths(network, settings, file="the phone book's terms")
    return lived.model_copy(update={name: getattr(phone, name) for name in ("phone", "direct", "friction", "vertical")})


def by_question(changes: tuple[Change, ...]) -> dict[str, tuple[Change, ...]]:
    """Changes under the question each belongs to; questions without a change are left out."""
    groups = {name: tuple(change for change in changes if change.question == name) for name in QUESTIONS}
    return {name: group for name, group in groups.items() if group}


def _whole_fields(document: Document) -> Iterator[tuple[str, FieldInfo]]:
    """Fields by path, a vector once and as a whole."""
    seen: set[str] = set(DESCRIPTIVE)
    for info in fields_of(type(document)):
        path = info.vector or info.path
        if path not in seen:
            seen.add(path)
            yield path, info


def _value(data: Mapping[str, Any], path: str) -> Any:
    value: Any = data
    for part in path.split("."):
        value = value[part]
    return value


def _sentence(path: str, info: FieldInfo, before: Document, after: Document) -> str:
    if path in FLAGS:
        return FLAGS[path][0 if _value(after.plain(), path) else 1]
    old, new = _told(path, info, before), _told(path, info, after)
    start = SENTENCES[path].format(after=new) if path in SENTENCES else f"{_short_meaning(info)}: {new}"
    return f"{start} instead of {_without_unit_of(new, old)}."


def _short_meaning(info: FieldInfo) -> str:
    meaning = info.meaning.rpartition(":")[0] if info.vector else info.meaning
    return meaning.partition(";")[0]


NUMBER_AND_UNIT = re.compile(r"(\$?[\d,.]+(?: %)?)(?! %)([ /].+)")


def _without_unit_of(after: str, before: str) -> str:
    """``4 quotes`` as ``4`` beside ``3 quotes``."""
    one, two = NUMBER_AND_UNIT.fullmatch(after), NUMBER_AND_UNIT.fullmatch(before)
    return two[1] if one and two and one[2] == two[2] else before


def _told(path: str, info: FieldInfo, document: Document) -> str:
    """The value of a field in words."""
    data = document.plain()
    value = _value(data, path)
    if path in UNSET and (value == OPEN or value == []):
        return UNSET[path]
    if value == OPEN and path in _IN_FORCE and isinstance(document, Policy):
        return _quantity(info, _IN_FORCE[path](document))
    if path in WORDS:
        word = value if isinstance(value, str) else CUSTOM
        return WORDS[path][word].format(weeks=_weeks(data))
    if info.vector:
        return _vector(info, value)
    return _TOLD.get(info.type, _plain)(info, value)


# What holds where a policy leaves a field open.
_IN_FORCE: Mapping[str, Callable[[Policy], float]] = {
    "discipline": discipline_of,
    "governance.alpha": alpha_of,
    "governance.visibility": lambda policy: visibility_of(policy.record, policy.governance.buyer_owner, None),
}


def _weeks(data: Mapping[str, Any]) -> str:
    return _counted(_value(data, "payout.prompt_pay_weeks"), "weeks") if "payout" in data else ""


def _vector(info: FieldInfo, value: Mapping[str, float]) -> str:
    if tuple(value) == ROLES:
        parts = [f"{_quantity(info, item)} on the {role}" for role, item in value.items() if item]
    else:
        parts = [f"{label.replace('_', ' ')} {_quantity(info, item)}" for label, item in value.items()]
    return ", ".join(parts)


def _price(_: FieldInfo, value: Any) -> str:
    if isinstance(value, str):
        return PRICES[value]
    ((rule, number),) = value.items()
    return PRICES[rule].format(value=f"${number:,.6g} per hour" if rule == "rate_card" else _percent(number))


def _list(info: FieldInfo, value: Any) -> str:
    return ", ".join(f"region {item}" if info.type == "places" else str(item) for item in value) or OPEN


def _blocks(_: FieldInfo, value: Any) -> str:
    return _counted(len(value), "blocks")


def _plain(info: FieldInfo, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _quantity(info, value)
    return OPEN if value == OPEN else str(value).replace("_", " ")


_TOLD = {"price_rule": _price, "words": _list, "places": _list, "blocks": _blocks}


def _percent(value: float) -> str:
    return f"{100 * value:.6g} %"


def _quantity(info: FieldInfo, value: float) -> str:
    """A number with its unit: 33 %, $1,500/week, week 78, 3 quotes."""
    if info.type == "share":
        return _percent(value)
    if info.unit.startswith("share of"):
        return _percent(value) + info.unit.removeprefix("share")
    if info.unit.startswith("$"):
        return f"${value:,.6g}" + info.unit.removeprefix("$")
    if info.unit == "week":
        return f"week {value:g}"
    return _counted(value, info.unit)


def _counted(value: float, unit: str) -> str:
    if value == 1:
        unit = {"processes": "process"}.get(unit, unit if " " in unit else unit.removesuffix("s"))
    return f"{value:,.6g} {unit}".strip()
