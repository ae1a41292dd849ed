"""The events of one job, read from the log: each once, in order, with a sentence of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handoff_experiments.following.future import Future
from handoff_experiments.following.names import FIRST_SPECIAL, OCCURRENCE, operation_name, party_name
from handoff_experiments.following.words import (
    CAUSES,
    CHANNELS,
    CLOSURES,
    DECLINES,
    NO_AWARDS,
    NO_BIDS,
    REASONS,
    STAGES,
    category_words,
    dollars,
    hours,
    weeks,
)
from handoff_sim.codes import (
    Account,
    Category,
    Cause,
    Closure,
    DeclineCode,
    Depth,
    EventKind,
    HandoffReason,
    NoAward,
    NoBid,
    Stage,
)

PHASES: Mapping[EventKind, int] = {  # of the week, in the order in which it runs (MODEL 3.8)
    EventKind.PAYMENT: 0,
    EventKind.BAD_DEBT: 0,
    EventKind.COMPLETED: 1,
    EventKind.REVISION: 1,
    EventKind.DISPUTE: 1,
    EventKind.NCR: 1,
    EventKind.OP_CLOSED: 2,
    EventKind.CLAIM: 2,
    EventKind.CHANGE_ORDER: 2,
    EventKind.JOB_CLOSED: 2,
    EventKind.POACH: 3,
    EventKind.BYPASS: 3,
    EventKind.REPEAT: 3,
    EventKind.RFQ: 4,
    EventKind.QUOTE: 5,
    EventKind.NO_BID: 5,
    EventKind.AWARD: 6,
    EventKind.NO_AWARD: 6,
    EventKind.OFFER: 7,
    EventKind.MAKE: 7,
    EventKind.OUTSIDE: 7,
    EventKind.CANCELLED: 9,
}
STEPS: Mapping[EventKind, str] = {
    EventKind.RFQ: "RFQ",
    EventKind.QUOTE: "quotes",
    EventKind.NO_BID: "quotes",
    EventKind.AWARD: "award",
    EventKind.NO_AWARD: "award",
    EventKind.OFFER: "handoff",
    EventKind.MAKE: "handoff",
    EventKind.OUTSIDE: "handoff",
    EventKind.COMPLETED: "floor",
    EventKind.REVISION: "traveler",
    EventKind.NCR: "NCR",
    EventKind.DISPUTE: "NCR",
    EventKind.CLAIM: "NCR",
    EventKind.CHANGE_ORDER: "payments",
    EventKind.OP_CLOSED: "floor",
    EventKind.JOB_CLOSED: "floor",
    EventKind.CANCELLED: "floor",
    EventKind.PAYMENT: "payments",
    EventKind.BAD_DEBT: "payments",
    EventKind.REPEAT: "repeat",
    EventKind.POACH: "repeat",
    EventKind.BYPASS: "repeat",
}
WITH_TERMS = (EventKind.RFQ, EventKind.AWARD, EventKind.OFFER, EventKind.MAKE)  # the column holds Terms by content
OF_AN_OPERATION = (
    EventKind.OFFER,
    EventKind.MAKE,
    EventKind.OUTSIDE,
    EventKind.COMPLETED,
    EventKind.REVISION,
    EventKind.NCR,
    EventKind.DISPUTE,
    EventKind.CLAIM,
    EventKind.OP_CLOSED,
)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event of a job.

    Parameters
    ----------
    place: position in the job's life, from 0
    week: in which it happened
    kind: of codes.EventKind, in capitals
    step: of a life that it belongs to: RFQ, quotes, award, handoff, floor, traveler, NCR, payments, repeat
    operation: which operation, empty for the job as a whole
    actor, other: who did it, and to or with whom; empty where nobody
    code, cents, terms: as in the event log; ``terms`` is a quote's lead in weeks
    channel: whose Terms govern, empty where the event names none
    text: a sentence
    """

    place: int
    week: int
    kind: str
    step: str
    operation: str
    item: int
    actor: str
    other: str
    code: int
    cents: int
    terms: int
    channel: str
    text: str

    @property
    def phase(self) -> int:
        """Phase of the week in which it happens."""
        return PHASES[EventKind[self.kind]]

    @property
    def what(self) -> tuple[object, ...]:
        """Everything that happened, without the Terms under which it did."""
        lead = self.terms if self.kind == EventKind.QUOTE.name else 0
        return (self.week, self.kind, self.item, self.actor, self.other, self.code, self.cents, self.channel, lead)

    @property
    def deed(self) -> tuple[object, ...]:
        """The same without amounts: who did what, and when."""
        code = 0 if self.kind == EventKind.AWARD.name else self.code  # an order's lead
        return (self.week, self.kind, self.item, self.actor, self.other, code, self.channel)

    @property
    def order(self) -> tuple[object, ...]:
        """Place in a life by which two lives are laid beside each other: who is asked first is no event."""
        shop = self.actor if self.phase == PHASES[EventKind.QUOTE] else ""
        return (self.week, self.phase, shop)


def happenings(future: Future, key: int) -> tuple[Happening, ...]:
    """Every event of a job, in the order of the log."""
    lots = _lots(future, key)
    return tuple(_happening(future, place, row, lots) for place, row in enumerate(future.events_of(key)))


def happening_of(future: Future, row: Any) -> Happening:
    """One event row of any job, told on its own."""
    return _happening(future, 0, row, {})


def _lots(future: Future, key: int) -> dict[int, int]:
    """Lots of each stage of a job."""
    records = future.run.records
    lots: dict[int, int] = {}
    for row in future.job_rows(key):
        job = records.jobs[row]
        for op in records.ops[job["first_op"] : job["first_op"] + job["n_ops"]]:
            lots[int(op["stage"])] = int(op["lots"])
    return lots


def _happening(future: Future, place: int, row: Any, lots: Mapping[int, int]) -> Happening:
    kind = EventKind(int(row["kind"]))
    item = int(row["operation"])
    of_operation = kind in OF_AN_OPERATION
    facts = Facts(
        kind=kind,
        operation=operation_name(item, lots.get(item % OCCURRENCE // 100, 1)) if of_operation else "",
        again=not of_operation and kind != EventKind.REPEAT and item > 0,
        actor=party_name(int(row["a"])),
        other=other_party(kind, int(row["b"])),
        code=int(row["code"]),
        cents=int(row["cents"]),
        terms=int(row["terms"]),
        channel=future.channels.get(int(row["terms"]), "vertical") if kind in WITH_TERMS else "",
    )
    return Happening(
        place=place,
        week=int(row["week"]),
        kind=kind.name,
        step=STEPS.get(kind, "floor"),
        operation=facts.operation,
        item=item,
        actor=facts.actor,
        other=facts.other,
        code=facts.code,
        cents=facts.cents,
        terms=facts.terms,
        channel=facts.channel,
        text=sentence(facts),
    )


def sentence(facts: "Facts") -> str:
    """One event in words."""
    kind = facts.kind
    return SENTENCES[kind](facts) if kind in SENTENCES else f"{kind.name.lower()}: {facts.actor}"


def other_party(kind: EventKind, account: int) -> str:
    """The second party; the prime of a vertical operator's job is written one number higher than its maker."""
    if account < -1 and kind in (EventKind.COMPLETED, EventKind.NCR, EventKind.OP_CLOSED):
        return party_name(FIRST_SPECIAL + Account.VERTICAL - 2 - account)
    return party_name(account)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a sentence about an event is made of; ``again``: for the second time; ``terms``: a quote's lead in weeks."""

    kind: EventKind
    operation: str
    again: bool
    actor: str
    other: str
    code: int
    cents: int
    terms: int
    channel: str


def _rfq(e: Facts) -> str:
    real = "" if e.code else ", with no real order behind it"
    return f"RFQ goes out {'once more, ' if e.again else ''}{CHANNELS[e.channel]}{real}"


def _quote(e: Facts) -> str:
    depth = "a quick look" if e.code == Depth.QUICK else "a full estimate"
    return f"{e.actor} quotes {dollars(e.cents)} in {weeks(e.terms)}, after {depth}"


def _award(e: Facts) -> str:
    return f"{e.other} orders from {e.actor} at {dollars(e.cents)}, lead {weeks(e.code)}, {CHANNELS[e.channel]}"


def _offer(e: Facts) -> str:
    price = f" for {dollars(e.cents)}" if e.cents else ""
    answer = DECLINES[DeclineCode(e.code)]
    return f"{e.actor} offers {e.operation} to {e.other} {CHANNELS[e.channel]}{price}: {answer}"


def _make(e: Facts) -> str:
    if e.actor == e.other:
        return f"{e.actor} makes {e.operation} itself"
    why = REASONS.get(HandoffReason(e.code), "")
    reason = f", because {why}" if why else ""
    return f"{e.actor} hands {e.operation} to {e.other} {CHANNELS[e.channel]} for {dollars(e.cents)}{reason}"


def _outside(e: Facts) -> str:
    return f"{e.actor} buys {e.operation} from an outside processor for {dollars(e.cents)}"


def _completed(e: Facts) -> str:
    return f"{e.actor or 'the maker'} finishes {e.operation} after {hours(e.cents)} of machine time"


def _ncr(e: Facts) -> str:
    cause, stage, proven = CAUSES[Cause(e.code // 100)], STAGES[Stage(e.code // 10 % 10)], e.code % 10
    shown = "the cause is shown" if proven else "the cause cannot be proven"
    return f"NCR on {e.operation}: {cause}, {stage}, a loss of {dollars(e.cents)}; {shown}"


def _dispute(e: Facts) -> str:
    return f"{e.actor} denies the cause on {e.operation}; it is {'proven all the same' if e.code else 'not proven'}"


def _revision(e: Facts) -> str:
    when = "after" if e.code else "before"
    return f"the drawing of {e.operation} is revised {when} work was accepted"


def _op_closed(e: Facts) -> str:
    pay = f"; {e.actor} is owed {dollars(e.cents)}" if e.cents and e.actor != e.other else ""
    return f"{e.operation} closes {CLOSURES[Closure(e.code)]}{pay}"


def _job_closed(e: Facts) -> str:
    late = f"{weeks(e.code)} late" if e.code else "on time"
    return f"delivered {late}; {e.other} owes {e.actor} {dollars(e.cents)}"


def _claim(e: Facts) -> str:
    end = "the record shows that there was none" if e.code else "nothing shows that there was none"
    return f"{e.actor} claims {dollars(e.cents)} of {e.other} for a defect; {end}"


def _change(e: Facts) -> str:
    end = "which is refused" if e.code else "which is paid"
    return f"{e.actor} claims {dollars(e.cents)} of {e.other} for a change of scope, {end}"


SENTENCES: Mapping[EventKind, Callable[[Facts], str]] = {
    EventKind.RFQ: _rfq,
    EventKind.QUOTE: _quote,
    EventKind.NO_BID: lambda e: f"{e.actor} sends no quote: {NO_BIDS[NoBid(e.code)]}",
    EventKind.AWARD: _award,
    EventKind.NO_AWARD: lambda e: f"{e.other} orders from nobody: {NO_AWARDS[NoAward(e.code)]}",
    EventKind.OFFER: _offer,
    EventKind.MAKE: _make,
    EventKind.OUTSIDE: _outside,
    EventKind.COMPLETED: _completed,
    EventKind.NCR: _ncr,
    EventKind.DISPUTE: _dispute,
    EventKind.REVISION: _revision,
    EventKind.OP_CLOSED: _op_closed,
    EventKind.JOB_CLOSED: _job_closed,
    EventKind.PAYMENT: lambda e: f"{e.actor} pays {e.other} {dollars(e.cents)} ({category_words(Category(e.code))})",
    EventKind.BAD_DEBT: lambda e: f"{e.actor} will never see {dollars(e.cents)} that {e.other} owes it",
    EventKind.REPEAT: lambda e: f"the part comes back; {e.actor} holds it, last price {dollars(e.cents)}",
    EventKind.POACH: lambda e: f"{e.actor} takes the repeat from {e.other or 'nobody'}",
    EventKind.BYPASS: lambda e: f"{e.actor} and {e.other} take the repeat off the network",
    EventKind.CANCELLED: lambda e: f"{e.actor} has closed down; the order of {e.other} is cancelled",
    EventKind.INSOLVENT: lambda e: f"{e.actor} cannot pay and closes down",
    EventKind.CLAIM: _claim,
    EventKind.CHANGE_ORDER: _change,
}
