"""Where two lives of one job part: the first event that is not the same in both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handoff_experiments.following.happenings import PHASES, WITH_TERMS, Happening
from handoff_experiments.following.life import Life
from handoff_sim.codes import EventKind

SUBJECTS = {  # what an event is about, where the kind of event alone tells it
    "RFQ": "channel",
    "QUOTE": "quote",
    "NO_BID": "quote",
    "AWARD": "award",
    "NO_AWARD": "award",
    "OFFER": "offer",
    "MAKE": "make",
    "OUTSIDE": "make",
    "COMPLETED": "floor",
    "REVISION": "floor",
    "NCR": "ncr",
    "DISPUTE": "proof",
    "OP_CLOSED": "closing",
    "JOB_CLOSED": "closing",
    "CANCELLED": "closing",
    "PAYMENT": "payment",
    "CLAIM": "claim",
    "CHANGE_ORDER": "claim",
    "BAD_DEBT": "payment",
    "REPEAT": "holder",
    "POACH": "poach",
    "BYPASS": "bypass",
}

ABOUT_THE_REPEAT = ("holder", "poach", "bypass")


@dataclass(frozen=True, kw_only=True)
class Parting:
    """The first event that differs between two lives of one job.

    Parameters
    ----------
    week: in which it happens
    subject: what it is about: channel, screen, return, asked, quote, award, offer, answer, make, floor, ncr, proof,
        closing, payment, claim, holder, poach, bypass
    before, after: the event under either policy; None where it did not happen
    """

    week: int
    subject: str
    before: Happening | None
    after: Happening | None


def parting(before: Life, after: Life, *, amounts: bool = True) -> Parting | None:
    """The first event that differs; None where nothing does. Who is asked first is no difference.

    Without ``amounts``, an event is the same if the same party does the same in the same week, at whatever price.
    """
    one, other = _in_order(before.happenings), _in_order(after.happenings)
    found = _first(one, other, amounts)
    if found is not None and found.subject in ABOUT_THE_REPEAT and None in (found.before, found.after):
        absent = other if found.after is None else one
        if not any(event.kind == "RFQ" and event.week == found.week for event in absent):
            return replace(found, subject="return")  # it is not that somebody else holds it: it does not come back
    return found


def _first(one: Sequence[Happening], other: Sequence[Happening], amounts: bool) -> Parting | None:
    for left, right in zip(one, other, strict=False):
        if (left.what != right.what) if amounts else (left.deed != right.deed):
            return _parted(left, right)
    if len(one) == len(other):
        return None
    shared = min(len(one), len(other))
    left_over = one[shared] if len(one) > shared else None
    right_over = other[shared] if len(other) > shared else None
    return _made(left_over, right_over)


def first_other_terms(before: Life, after: Life) -> Parting | None:
    """The first event that happens alike but under other Terms; None where there is none before the lives part."""
    for left, right in zip(_in_order(before.happenings), _in_order(after.happenings), strict=False):
        if left.what != right.what:
            return None
        if EventKind[left.kind] in WITH_TERMS and left.terms != right.terms:
            return _made(left, right)
    return None


def _in_order(told: Sequence[Happening]) -> list[Happening]:
    return sorted(told, key=lambda event: event.order)


def _parted(left: Happening, right: Happening) -> Parting:
    """Two events in the same place, or the earlier of two that are in different places."""
    if left.order == right.order:
        return _made(left, right)
    return _made(left, None) if left.order < right.order else _made(None, right)


def _made(left: Happening | None, right: Happening | None) -> Parting:
    first = left or right
    assert first is not None
    return Parting(week=first.week, subject=_subject(left, right), before=left, after=right)


def _subject(left: Happening | None, right: Happening | None) -> str:
    event = left or right
    assert event is not None
    kind = EventKind[event.kind]
    if left is None or right is None:
        if kind == EventKind.RFQ:
            return "return"
        if PHASES[kind] == PHASES[EventKind.QUOTE]:
            return "asked"
        return SUBJECTS[event.kind]
    if left.kind == right.kind == "RFQ" and left.channel == right.channel:
        return "screen"
    if left.kind == right.kind == "OFFER" and left.item == right.item and left.other == right.other:
        return "answer" if left.channel == right.channel else "offer"
    if "OFFER" in (left.kind, right.kind):
        return "offer"
    if left.kind == right.kind == "NCR" and left.code // 10 == right.code // 10 and left.cents == right.cents:
        return "proof"
    return SUBJECTS[left.kind]
