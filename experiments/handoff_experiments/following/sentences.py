"""What following a job found, in words: what became of it, where its lives part, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from handoff_experiments.following.cause import BOTH, CLAUSE, PREVIOUS, SAME, STATE, Cause, TermGap
from handoff_experiments.following.following import Following
from handoff_experiments.following.histories import Earlier
from handoff_experiments.following.life import Life
from handoff_experiments.following.state import COUNT, DOLLARS, FLAG, StateGap
from handoff_experiments.following.words import dollars
from handoff_experiments.wording import listed, money, number

POINT = "• "  # begins a line that belongs to the one above it
TELLING_TERMS = 4
TELLING_STATES = 4
MISJUDGED = 0.01  # of a price: a smaller slip of the estimate is not told
WEEK_TERMS = ("load_weeks", "promised_weeks", "lead_weeks")
PLAIN_TERMS = ("completeness", "win_probability", "alpha", "score", "goodwill", "noise", "quotes", "quality_effort",
               "packet_effort", "hours", "mutual_trust")  # fmt: skip


def headline(found: Following) -> str:
    """What became of the job under either policy, in two sentences."""
    if found.first is None:
        same = f"job {found.job} lives the same life under {found.policies[0]} and {found.policies[1]}, event for event"
        if found.moved_cents:
            alike = f"Only what it costs differs, by {dollars(found.moved_cents)}: {same}."
        else:
            alike = f"Nothing differs: {same} and cent for cent."
        return f"{alike} Under {found.policies[0]} {_fate(found.lives[0])}."
    one, other = (f"Under {life.policy} {_fate(life)}." for life in found.lives)
    return f"{one} {other}"


def _fate(life: Life) -> str:
    if not life.prime:
        return f"it is {life.outcome}"
    others = [shop for shop in life.shops if shop != life.prime]
    with_whom = f", with {listed(others)}," if others else ""
    results = listed([_result(life, shop) for shop in life.shops])
    if life.outcome.startswith("delivered"):
        return f"{life.prime}{with_whom} delivers it{life.outcome.removeprefix('delivered')}: {results}"
    return f"{life.prime}{with_whom} takes it on, and it is {life.outcome}: {results}"


def _result(life: Life, shop: str) -> str:
    purse = life.purse(shop)
    cents = purse.earned_cents if purse else 0
    return f"{shop} {'loses' if cents < 0 else 'earns'} {dollars(abs(cents))}"


def parting_sentences(found: Following) -> tuple[str, ...]:
    """Where the two lives part: the event under either policy."""
    first = found.first
    if first is None:
        return ()
    lines = [f"The two lives part in week {first.week}, {about(first.subject)}."]
    if first.subject == "asked":
        lines += [f"Under {life.policy} {_asked(life, first.week)}." for life in found.lives]
    else:
        for name, event in zip(found.policies, (first.before, first.after), strict=True):
            lines.append(f"Under {name}: {event.text if event else 'nothing of the kind in that week'}.")
    lines += _first_deed(found)
    if found.other_terms is not None:
        event = found.other_terms.after
        text = event.text if event else ""
        lines.append(f"Before that, in week {found.other_terms.week}, all goes alike but under other terms: {text}.")
    return tuple(lines)


def _first_deed(found: Following) -> Iterable[str]:
    """What differs first in more than an amount, where only amounts differ before."""
    deed = found.first_deed
    if deed is None:
        yield "Only amounts differ, to the end."
    elif found.first is not None and (deed.week, deed.before, deed.after) != (
        found.first.week, found.first.before, found.first.after,
    ):  # fmt: skip
        texts = [
            f"{event.text if event else 'nothing of the kind'} under {name}"
            for name, event in zip(found.policies, (deed.before, deed.after), strict=True)
        ]
        yield f"Until week {deed.week} only amounts differ; then {about(deed.subject)}: {texts[0]}, {texts[1]}."


def about(subject: str) -> str:
    """When, or over what, two lives part."""
    return {
        "channel": "when the buyer chooses where to ask",
        "screen": "when the RFQ is screened",
        "return": "when the part comes back",
        "asked": "over who is asked for a quote",
        "quote": "in what a shop quotes",
        "award": "at the award",
        "offer": "when the prime looks for a maker",
        "answer": "in what a shop answers to an offer",
        "make": "when the prime decides who makes it",
        "floor": "on the floor",
        "ncr": "when the work is checked",
        "proof": "over whether the cause of a defect can be shown",
        "closing": "at closing",
        "payment": "when money is due",
        "claim": "when a claim is made",
        "holder": "over who holds the next order of the part",
        "poach": "when the maker may take the next order for itself",
        "bypass": "when buyer and shop may leave the network",
    }[subject]


def _asked(life: Life, week: int) -> str:
    asked = [quote.shop for quote in life.quotes if quote.week == week]
    return f"{len(asked)} shops are asked: {listed(asked)}" if asked else "nobody is asked"


def cause_sentences(found: Following) -> tuple[str, ...]:
    """Why the lives part: clauses that act directly, the decision's terms, the state, and what came before."""
    cause = found.cause
    if cause.how == SAME:
        return ()
    lines = list(_directly(found))
    lines += _terms(found)
    lines += _state(found)
    lines += _before(found)
    return tuple(lines)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A sentence and the points below it."""

    text: str
    points: tuple[str, ...]


def cause_blocks(found: Following) -> tuple[Block, ...]:
    """The same sentences, each with the points that belong to it."""
    blocks: list[tuple[str, list[str]]] = []
    for line in cause_sentences(found):
        if line.startswith(POINT) and blocks:
            blocks[-1][1].append(line.removeprefix(POINT))
        else:
            blocks.append((line, []))
    return tuple(Block(text=text, points=tuple(points)) for text, points in blocks)


def _directly(found: Following) -> Iterable[str]:
    cause = found.cause
    if cause.how in (CLAUSE, BOTH):
        yield f"Rules of {found.policies[1]} that act on this very event:"
        for clause in cause.clauses:
            yield f"{POINT}{clause.sentence} [{clause.path}]"
        if cause.thereafter:
            yield "Rules that it then meets at the network's front door:"
        for clause in cause.thereafter:
            yield f"{POINT}{clause.sentence} [{clause.path}]"
    elif cause.how == PREVIOUS:
        yield from _inherited(cause)
        for clause in cause.clauses:
            yield f"{POINT}A rule acts here too: {clause.sentence} [{clause.path}]"
    elif cause.how == STATE:
        yield "No rule acts on this event directly: the same terms govern it under both. It came by way of the state."
    else:
        yield (
            "No rule acts on this event, and nothing that records keep differs: trust, goodwill and what buyers have "
            "learned of either channel are not kept."
        )


def _inherited(cause: Cause) -> Iterable[str]:
    line = cause.lineage
    if line is None:
        return
    far = "" if line.first == line.previous else f", and so on back to job {line.first}"
    yield f"It came with the part's earlier orders: job {line.previous} had already lived differently{far}."
    yield f"{POINT}Job {line.first} parts in week {line.week}: {line.text}."
    if line.clauses:
        yield f"{POINT}Rules that act there directly: {' '.join(line.clauses)}"
    else:
        yield f"{POINT}No rule acts there directly either: follow that job for the state behind it."


def _terms(found: Following) -> Iterable[str]:
    told = sorted(found.cause.terms, key=_size, reverse=True)[:TELLING_TERMS]
    if not told:
        return
    who = f" of {told[0].who}" if told[0].who else ""
    decision = told[0].decision.replace("_", " ")
    yield f"The decision behind it, {decision}{who}, {found.policies[0]} → {found.policies[1]}:"
    for gap in told:
        fed = f", fed by {listed(list(gap.paths))}" if gap.paths else ""
        before, after = (_term_value(gap.term, value) for value in (gap.before, gap.after))
        if before == after:  # to the digits worth reading; these are all that tell them apart
            before, after = f"{gap.before:,.4f}", f"{gap.after:,.4f}"
        yield f"{POINT}{gap.term.replace('_', ' ')}: {before} → {after}{fed}"


def _size(gap: TermGap) -> float:
    """How much a term differs: an impossible one most, then shares of its own size."""
    if gap.before is None or gap.after is None:
        return float("inf")
    return abs(gap.after - gap.before) / max(abs(gap.before), abs(gap.after), 1e-9) + (1.0 if gap.paths else 0.0)


def _term_value(term: str, value: float | None) -> str:
    if value is None:
        return "impossible"
    if term in WEEK_TERMS:
        return f"{number(value)} weeks"
    return number(value) if term in PLAIN_TERMS else money(value, signed=False)


def _state(found: Following) -> Iterable[str]:
    told = _most_telling(found.cause.state)[:TELLING_STATES]
    if not told:
        return
    start = "What stood differently" if found.cause.how != BOTH else "The state that let them act, or differed besides"
    yield f"{start} at the start of week {found.first.week if found.first else 0}:"
    for gap in told:
        yield f"{POINT}{_state_words(gap, found.policies)}"


def _most_telling(gaps: Iterable[StateGap]) -> list[StateGap]:
    """Membership first, then what differs most for its size."""

    def size(gap: StateGap) -> float:
        share = abs(gap.after - gap.before) / max(abs(gap.before), abs(gap.after), 1e-9)
        return share + (2.0 if gap.unit == FLAG else 0.0) + (0.5 if gap.unit != DOLLARS else 0.0)

    return sorted(gaps, key=size, reverse=True)


def _state_words(gap: StateGap, policies: tuple[str, str]) -> str:
    if gap.unit == FLAG:
        return f"{gap.party} {gap.what} under {policies[1] if gap.after else policies[0]} only"
    values = [
        money(value, signed=False)
        if gap.unit == DOLLARS
        else f"{value:.0f}"
        if gap.unit == COUNT
        else f"{number(value)} {gap.unit}"
        for value in (gap.before, gap.after)
    ]
    return f"{gap.party}, {gap.what}: {values[0]} under {policies[0]}, {values[1]} under {policies[1]}"


def _before(found: Following) -> Iterable[str]:
    earlier = [event for event in found.cause.earlier if event.job != found.job]
    if found.cause.how == CLAUSE or not earlier:
        return
    yield "What had gone before:"
    for event in earlier:
        yield f"{POINT}{_earlier(event, found.policies)}"


def _earlier(event: Earlier, policies: tuple[str, str]) -> str:
    whose = f"{event.party} first meets something else" if event.party else "the two futures first part"
    job = f"in job {event.job}" if event.job else "for all"
    text = f"{whose} in week {event.week}, {job}: under {event.policy} {_and_other(event, policies)}"
    if event.clauses:
        return f"{text}. Behind it: {' '.join(event.clauses)}"
    if event.how:
        states = [_state_words(gap, policies) for gap in _most_telling(event.state)[:1]]
        return f"{text}. No rule acts on that event directly; {listed(states) or 'nothing that records keep differs'}"
    return text


def _and_other(event: Earlier, policies: tuple[str, str]) -> str:
    if not event.other_text:
        return f"only, {event.text}"
    other = policies[1] if event.policy == policies[0] else policies[0]
    return f"{event.text}; under {other} {event.other_text}"
