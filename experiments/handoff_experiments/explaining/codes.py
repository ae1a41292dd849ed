"""What kinds of decisions, answers and codes are called in a shop."""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from handoff_sim.agents.terms import Unit
from handoff_sim.codes import DeclineCode, HandoffReason, NoAward, NoBid
from handoff_sim.decision_kinds import DecisionKind


class Kind(NamedTuple):
    """A kind of decision in plain words, with the rule of the model that takes it.

    ``unit``: of what the one who decided looked at, and of what it was held against.
    """

    question: str
    rule: str
    unit: Unit = Unit.DOLLARS


KINDS: Mapping[DecisionKind, Kind] = {
    DecisionKind.HANDOFF_RESPONSE: Kind("Make this for another shop?", "R11"),
    DecisionKind.QUOTE: Kind("Send a quote?", "R9"),
    DecisionKind.MAKE_OR_HANDOFF: Kind("Who makes it?", "R10"),
    DecisionKind.SEEK_HELP: Kind("Look for another maker?", "R10", Unit.WEEKS),
    DecisionKind.MEMBERSHIP: Kind("Belong to the network?", "R19", Unit.MACHINE_WEEK),
    DecisionKind.BYPASS: Kind("Take the repeat off the network?", "R21"),
    DecisionKind.POACH: Kind("Go to the other shop's buyer for the repeat?", "R22"),
    DecisionKind.DISPUTE: Kind("Deny the defect?", "R23"),
    DecisionKind.ACKNOWLEDGEMENT: Kind("Answer at once?", "R15"),
    DecisionKind.CLOSURE_CODE: Kind("Give a valid code?", "R15"),
    DecisionKind.EFFORT: Kind("How much extra care in the work?", "R13", Unit.NUMBER),
    DecisionKind.PACKET_EFFORT: Kind("How much work on the packet?", "R14", Unit.NUMBER),
    DecisionKind.COMMITMENT: Kind("What the work is expected to cost", "R8"),
    DecisionKind.AWARD: Kind("Which quote to take?", "R26", Unit.OF_REFERENCE),
    DecisionKind.CHANNEL: Kind("Ask through the network?", "R25", Unit.SHARE),
    DecisionKind.BUYER_MEMBERSHIP: Kind("Belong to the network?", "R28", Unit.SHARE),
    DecisionKind.CHANGE_CLAIM: Kind("Claim money for a change of scope?", "3.6"),
    DecisionKind.DEFECT_CLAIM: Kind("Claim a defect that was none?", "3.6"),
    DecisionKind.CERTIFICATE: Kind("Call the incomplete packet complete?", "3.6", Unit.FLAG),
    DecisionKind.PAYMENT: Kind("Pay later than agreed?", "3.6", Unit.WEEKS),
    DecisionKind.FAKE_WORK: Kind("Report handoffs that never were?", "3.6"),
    DecisionKind.INTENT: Kind("Mean to order what is asked for?", "3.6", Unit.SHARE),
    DecisionKind.ROUTING: Kind("Whom to send it to?", "3.4", Unit.COUNT),
    DecisionKind.VERTICAL_QUOTE: Kind("What instant price?", "D78"),
}

# Why an answer is what it is, in words that follow "because".
CODES: Mapping[type[IntEnum], Mapping[IntEnum, str]] = {
    DeclineCode: {
        DeclineCode.ACCEPTED: "it is worth it",
        DeclineCode.NO_CAPABILITY: "the shop lacks the process",
        DeclineCode.NO_CAPACITY: "its machine hours have better uses",
        DeclineCode.PACKET_INCOMPLETE: "the packet is too risky as it is",
        DeclineCode.RISK_TERMS: "it would carry too much of the risk",
        DeclineCode.LEAD_TIME: "it would be late, and the pay is too low",
        DeclineCode.PRICE: "the pay is too low",
        DeclineCode.EXPIRED: "its estimators had no hours left to answer",
        DeclineCode.NOT_CHOSEN: "another shop was chosen",
    },
    NoBid: {
        NoBid.QUOTED: "it expects to gain by quoting",
        NoBid.NO_CAPABILITY: "the shop lacks the process",
        NoBid.OVERLOADED: "it has too much work ahead",
        NoBid.NOT_WORTH_IT: "the quote would cost more than it could win",
        NoBid.NO_ESTIMATOR_HOURS: "its estimators' hours went to better requests",
    },
    NoAward: {
        NoAward.AWARDED: "that quote was the best for the buyer",
        NoAward.NO_INTENT: "the buyer never meant to order",
        NoAward.NO_QUOTE: "no quote came",
        NoAward.TOO_DEAR: "every quote was above what the job is worth to the buyer",
    },
    HandoffReason: {
        HandoffReason.NONE: "its own machines have time and it would be punctual",
        HandoffReason.CAPABILITY: "it lacks the process",
        HandoffReason.BREAKDOWN: "a machine is down",
        HandoffReason.LABOUR: "people are missing",
        HandoffReason.LATE_RISK: "it would be late",
        HandoffReason.BACKLOG: "its machines have much work ahead",
    },
}

# The codes that a kind of decision records.
CODE_OF: Mapping[DecisionKind, type[IntEnum]] = {
    DecisionKind.HANDOFF_RESPONSE: DeclineCode,
    DecisionKind.QUOTE: NoBid,
    DecisionKind.SEEK_HELP: HandoffReason,
    DecisionKind.MAKE_OR_HANDOFF: HandoffReason,
    DecisionKind.AWARD: NoAward,
}

# The terms that a code blames, to be named first; by enum, because members of two enums with one number are equal.
BLAMED: Mapping[type[IntEnum], Mapping[IntEnum, tuple[str, ...]]] = {
    DeclineCode: {
        DeclineCode.NO_CAPACITY: ("opportunity",),
        DeclineCode.PACKET_INCOMPLETE: ("packet_liability", "packet_risk"),
        DeclineCode.RISK_TERMS: ("workmanship_liability", "other_risk", "finance"),
        DeclineCode.LEAD_TIME: ("promised_weeks", "lead_weeks"),
        DeclineCode.PRICE: ("transfer",),
        DeclineCode.EXPIRED: ("answer_hours",),
    },
    NoBid: {
        NoBid.OVERLOADED: ("load_weeks", "most_load_weeks"),
        NoBid.NOT_WORTH_IT: ("win_belief",),
    },
}


def code_name(kind: DecisionKind, code: int) -> str | None:
    """Name of a recorded code; None where the kind has none."""
    return CODE_OF[kind](code).name if kind in CODE_OF else None


def code_words(kind: DecisionKind, code: int) -> str | None:
    """A recorded code in plain words; None where the kind has none."""
    if kind not in CODE_OF:
        return None
    codes = CODE_OF[kind]
    return CODES[codes][codes(code)]


def blamed(kind: DecisionKind, code: int) -> tuple[str, ...]:
    """The terms that a recorded code blames."""
    return BLAMED.get(CODE_OF[kind], {}).get(CODE_OF[kind](code), ()) if kind in CODE_OF else ()
