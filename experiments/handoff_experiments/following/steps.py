"""The steps of a job's life in words, RFQ to repeat, for two lives side by side."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from handoff_experiments.following.life import Life, Nonconformance, OperationLife, Repeat, Request
from handoff_experiments.following.words import CHANNELS, dollars, hours, weeks
from handoff_experiments.wording import listed, percent

NOTHING = "–"


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One step of a job's life: lines of text under either policy."""

    step: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the step reads the same under both."""
        return self.before == self.after


def step_rows(before: Life, after: Life) -> tuple[StepRow, ...]:
    """Every step of two lives, in order; a step of which there is nothing to say in either is left out."""
    rows = (StepRow(step=step, before=told(before), after=told(after)) for step, told in STEPS.items())
    return tuple(row for row in rows if row.before or row.after)


def _rfq(life: Life) -> tuple[str, ...]:
    return tuple(line for request in life.requests for line in _request(life, request))


def _request(life: Life, request: Request) -> Iterable[str]:
    again = "once more " if request.occurrence else ""
    yield f"week {request.week}: {life.buyer} asks {again}{CHANNELS[request.channel]}"
    yield (
        f"{hours(request.planned_minutes)} of work, worth {dollars(request.value_cents)} to it, wanted in "
        f"{weeks(request.lead_weeks)}"
    )
    if not request.real:
        yield "no real order stands behind it"
    yield f"packet: {_flags(request.rev_locked, request.scope_explicit, request.cert_complete)}"


def _flags(rev: bool, scope: bool, cert: bool) -> str:
    """The three flags of a packet, in words."""
    parts = [
        "print locked" if rev else "print not locked",
        "scope explicit" if scope else "scope open",
        "certs complete" if cert else "certs missing",
    ]
    return ", ".join(parts)


def _quotes(life: Life) -> tuple[str, ...]:
    given = sorted((q for q in life.quotes if q.price_cents is not None), key=lambda q: q.price_cents or 0)
    lines = [
        f"{q.shop}: {dollars(q.price_cents or 0)} in {weeks(q.lead_weeks or 0)}"
        f"{' (quick look)' if q.depth == 'quick' else ''}{', wins' if q.won else ''}"
        for q in given
    ]
    lines += [f"{q.shop}: no quote, {q.no_bid}" for q in life.quotes if q.no_bid]
    return tuple(lines)


def _award(life: Life) -> tuple[str, ...]:
    lines = []
    for award in life.awards:
        if not award.prime:
            lines.append(f"week {award.week}: nobody, {award.no_award}")
            continue
        how = "a loyal reorder" if award.reorder else CHANNELS.get(award.channel, award.channel)
        lines.append(f"week {award.week}: {award.prime} at {dollars(award.price_cents or 0)}, {how}")
        lines.append(f"promised in {weeks(award.lead_weeks or 0)}, due in week {award.due_week}")
    return tuple(lines)


def _handoff(life: Life) -> tuple[str, ...]:
    return tuple(f"week {event.week}: {event.text}" for event in life.happenings if event.step == "handoff")


def _record(life: Life) -> tuple[str, ...]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for op in life.operations:
        if op.governed_by is not None:
            groups.setdefault(_governing(op), []).append(op.name)
    lines = []
    for terms, names in groups.items():
        lines.append(f"{_several(names, len(life.operations))}: {terms[0]}")
        lines += terms[1:]
    return tuple(lines)


def _several(names: list[str], count: int) -> str:
    """Operations as one phrase: lots of one operation together, all of a job as all."""
    if len(names) == count:
        return names[0] if count == 1 else "all operations"
    lots: dict[str, list[str]] = {}
    for name in names:
        operation, _, lot = name.partition(", lot ")
        lots.setdefault(operation, []).extend([lot] if lot else [])
    return listed([_with_lots(operation, lot) for operation, lot in lots.items()])


def _with_lots(operation: str, lots: list[str]) -> str:
    if len(lots) > 1:
        return f"{operation} (lots {', '.join(lots)})"
    return f"{operation}, lot {lots[0]}" if lots else operation


def _governing(op: OperationLife) -> tuple[str, ...]:
    terms = op.governed_by
    assert terms is not None
    split = " / ".join(f"{role} {percent(share)}" for role, share in terms.split.items() if share)
    return (
        f"{terms.record} ({terms.channel})",
        f"a true cause can be proven in {percent(terms.alpha)} of cases; then: {terms.liability}; else {split}",
        f"paid: {terms.payment_owner}; next order: {terms.repeat_owner}",
    )


def _traveler(life: Life) -> tuple[str, ...]:
    seen = life.traveler.seen_by
    lines = [f"seen by {len(seen)}: {listed(list(seen))}"] if seen else []
    lines += [
        f"week {rev.week}: {rev.operation} revised {'after' if rev.after_accepted else 'before'} work was accepted"
        for rev in life.traveler.revisions
    ]
    asked = life.requests[-1] if life.requests else None
    for op in life.operations:
        flags = _flags(op.rev_locked, op.scope_explicit, op.cert_complete)
        if asked and flags != _flags(asked.rev_locked, asked.scope_explicit, asked.cert_complete):
            lines.append(f"{op.name} in the end: {flags}")
    return tuple(lines)


def _floor(life: Life) -> tuple[str, ...]:
    return tuple(line for op in life.operations for line in _on_floor(op))


def _on_floor(op: OperationLife) -> Iterable[str]:
    if not op.maker:
        yield f"{op.name} ({op.process}): not placed"
        return
    marks = [
        f"{name} w{week}"
        for name, week in (
            ("accepted", op.accepted_week),
            ("may start", op.workable_week),
            ("done", op.done_week),
            ("closed", op.closed_week),
        )
        if week is not None
    ]
    yield f"{op.name} ({op.process}): {op.maker}{f', for {op.originator}' if op.handed_off else ''}"
    late = f", {weeks(op.late_weeks)} late" if op.late_weeks else ""
    spent = f"{hours(op.actual_minutes)} of " if op.actual_minutes is not None else ""
    yield f"  {', '.join(marks)}; due w{op.due_week}{late}; {spent}{hours(op.planned_minutes)} planned; {op.closure}"


def _ncr(life: Life) -> tuple[str, ...]:
    return tuple(line for ncr in life.nonconformances for line in ncr_lines(ncr))


def ncr_lines(ncr: Nonconformance) -> Iterable[str]:
    """One NCR: what it was, whether its cause was shown, who paid."""
    yield f"week {ncr.week}: {ncr.operation}, {ncr.cause}, {ncr.stage}, a loss of {dollars(ncr.loss_cents)}"
    denied = f"{ncr.denied_by} denies it; " if ncr.denied_by else ""
    paid = listed([f"{share.party} {dollars(share.cents)}" for share in ncr.paid])
    yield f"  {denied}{'cause shown' if ncr.proven else 'not proven'}; paid by {paid or 'nobody'}"


def _payments(life: Life) -> tuple[str, ...]:
    lines = []
    for flow in life.flows:
        if flow.paid_cents and "nature" not in (flow.payer, flow.payee):
            when = f"w{flow.last_week}"
            lines.append(f"{flow.payer} to {flow.payee}: {dollars(flow.paid_cents)}, {flow.words}, {when}")
    lines += [
        f"never paid: {flow.payee} to {flow.payer}, {dollars(flow.earned_cents)}, w{flow.last_week}"
        for flow in life.flows
        if flow.what == "BAD_DEBT"
    ]
    return tuple(lines)


def _repeat(life: Life) -> tuple[str, ...]:
    repeat = life.repeat
    lines = []
    if repeat.previous:
        lines.append(f"repeat {repeat.nth} of part {repeat.root}; before it {repeat.previous} by {repeat.incumbent}")
    if repeat.following:
        lines.append(f"comes back in week {repeat.week} as {repeat.following}; {_next_order(repeat)}")
    elif life.requests:
        lines.append(f"does not come back: {repeat.why_none}")
    return tuple(lines)


def _next_order(repeat: Repeat) -> str:
    held = f"{repeat.holder} holds it" if repeat.holder else "nobody holds it"
    if repeat.poached:
        held += ", which took it from the shop that held it"
    if repeat.bypassed:
        held += ", off the network"
    got = f"{repeat.prime} gets it" if repeat.prime else "it is ordered from nobody"
    return f"{held}; {got}{' without competition' if repeat.reorder else ''}"


STEPS: Mapping[str, Callable[[Life], tuple[str, ...]]] = {
    "RFQ": _rfq,
    "quotes": _quotes,
    "award": _award,
    "handoff": _handoff,
    "record": _record,
    "traveler": _traveler,
    "floor": _floor,
    "NCR and dispute": _ncr,
    "payments": _payments,
    "repeat": _repeat,
}
