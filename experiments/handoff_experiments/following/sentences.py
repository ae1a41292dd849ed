"""What following a job found, in words: what became of it, where its lives part and why, who lost money and on what."""

from collections.abc import Iterable
from dataclasses import dataclass

from handoff_experiments.following.cause import BOTH, CLAUSE, PREVIOUS, SAME, STATE, Cause, TermGap
from handoff_experiments.following.following import Following
from handoff_experiments.following.histories import Earlier
from handoff_experiments.following.life import Expectation, Life, Nonconformance
from handoff_experiments.following.money import Moved, Purse
from handoff_experiments.following.state import COUNT, DOLLARS, FLAG, StateGap
from handoff_experiments.following.words import dollars, hours, weeks
from handoff_experiments.wording import listed, money, number

TELLING_TERMS = 4
TELLING_STATES = 4
MISJUDGED = 0.01  # of a price: a smaller slip of the estimate is not told
WEEK_TERMS = ("load_weeks", "promised_weeks", "lead_weeks")
PLAIN_TERMS = ("completeness", "win_probability", "alpha", "score", "goodwill", "noise", "quotes", "quality_effort",
               "packet_effort", "hours", "mutual_trust")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Account:
    """How one shop came to lose money on a job: what it counted on, what came, and the sum.

    ``items``: words and cents, what came in before what went out, largest first; they sum to ``earned_cents``.
    """

    policy: str
    shop: str
    roles: tuple[str, ...]
    earned_cents: int
    items: tuple[tuple[str, int], ...]
    because: tuple[str, ...]
    elsewhere: str


def headline(found: Following) -> str:
    """What became of the job under either policy, in two sentences."""
    if found.first is None:
        return (
            f"Nothing differs: job {found.job} lives the same life under {found.policies[0]} and {found.policies[1]}, "
            f"event for event and cent for cent. There {_fate(found.lives[0])}."
        )
    one, other = (f"Under {life.policy} {_fate(life)}." for life in found.lives)
    return f"{one} {other}"


def _fate(life: Life) -> str:
    if not life.makers or life.prime == "":
        return f"it is {life.outcome}"
    others = [maker for maker in life.makers if maker != life.prime]
    with_whom = f", with {listed(others)}," if others else ""
    results = [_result(life, shop) for shop in dict.fromkeys([life.prime, *others]) if life.purse(shop)]
    if life.outcome.startswith("delivered"):
        return f"{life.prime}{with_whom} delivers it{life.outcome.removeprefix('delivered')}: {listed(results)}"
    return f"{life.prime}{with_whom} takes it on, and it is {life.outcome}: {listed(results)}"


def _result(life: Life, shop: str) -> str:
    purse = life.purse(shop)
    cents = purse.earned_cents if purse else 0
    return f"{shop} {'loses' if cents < 0 else 'earns'} {dollars(abs(cents))}"


def parting_sentences(found: Following) -> tuple[str, ...]:
    """Where the two lives part: the event under either policy."""
    first = found.first
    if first is None:
        return ()
    lines = [f"The two lives part in week {first.week}, {_about(first.subject)}."]
    if first.subject == "asked":
        lines += [f"Under {life.policy} {_asked(life, first.week)}." for life in found.lives]
    else:
        for name, event in zip(found.policies, (first.before, first.after), strict=True):
            lines.append(f"Under {name}: {event.text if event else 'nothing of the kind in that week'}.")
    if found.other_terms is not None:
        event = found.other_terms.after
        text = event.text if event else ""
        lines.append(f"Before that, in week {found.other_terms.week}, all goes alike but under other terms: {text}.")
    return tuple(lines)


def _about(subject: str) -> str:
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


def _directly(found: Following) -> Iterable[str]:
    cause = found.cause
    if cause.how in (CLAUSE, BOTH):
        yield f"Rules of {found.policies[1]} that act on this very event:"
        for clause in cause.clauses:
            yield f"• {clause.sentence} [{clause.path}]"
    elif cause.how == PREVIOUS:
        yield from _inherited(cause)
        for clause in cause.clauses:
            yield f"• A rule acts here too: {clause.sentence} [{clause.path}]"
    elif cause.how == STATE:
        yield "No rule acts on this event directly: the same terms govern it under both. It came by way of the state."
    else:
        yield "No rule acts on this event, and nothing that records keep differs (trust and goodwill are not kept)."


def _inherited(cause: Cause) -> Iterable[str]:
    line = cause.lineage
    if line is None:
        return
    far = "" if line.first == line.previous else f", and so on back to job {line.first}"
    yield f"It came with the part's earlier orders: job {line.previous} had already lived differently{far}."
    yield f"• Job {line.first} parts in week {line.week}: {line.text}."
    if line.clauses:
        yield f"• Rules that act there directly: {' '.join(line.clauses)}"
    else:
        yield "• No rule acts there directly either: follow that job for the state behind it."


def _terms(found: Following) -> Iterable[str]:
    told = sorted(found.cause.terms, key=_size, reverse=True)[:TELLING_TERMS]
    if not told:
        return
    who = f" of {told[0].who}" if told[0].who else ""
    yield f"The decision behind it, {told[0].decision.replace('_', ' ')}{who}, {found.policies[0]} → {found.policies[1]}:"
    for gap in told:
        fed = f", fed by {listed(list(gap.paths))}" if gap.paths else ""
        before, after = (_term_value(gap.term, value) for value in (gap.before, gap.after))
        yield f"• {gap.term.replace('_', ' ')}: {before} → {after}{fed}"


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
    told = _telling_states(found)
    if not told:
        return
    start = "What stood differently" if found.cause.how != BOTH else "The state that let them act, or differed besides"
    yield f"{start} at the start of week {found.first.week if found.first else 0}:"
    for gap in told:
        yield f"• {_state_words(gap, found.policies)}"


def _telling_states(found: Following) -> list[StateGap]:
    """Membership first, then what differs most for its size."""

    def size(gap: StateGap) -> float:
        share = abs(gap.after - gap.before) / max(abs(gap.before), abs(gap.after), 1e-9)
        return share + (2.0 if gap.unit == FLAG else 0.0) + (0.5 if gap.unit != DOLLARS else 0.0)

    return sorted(found.cause.state, key=size, reverse=True)[:TELLING_STATES]


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
    if found.cause.how == CLAUSE or not found.cause.earlier:
        return
    yield "What had gone before:"
    for event in found.cause.earlier:
        yield f"• {_earlier(event, found.policies)}"


def _earlier(event: Earlier, policies: tuple[str, str]) -> str:
    whose = f"{event.party} first meets something else" if event.party else "the two futures first part"
    job = f"in job {event.job}" if event.job else "for all"
    text = f"{whose} in week {event.week}, {job}: under {event.policy} only, {event.text}"
    if event.clauses:
        return f"{text}. Behind it: {' '.join(event.clauses)}"
    if event.how:
        states = listed([_state_words(gap, policies) for gap in event.state[:2]]) or "nothing that records keep differs"
        return f"{text}. No rule acts on that event directly; {states}"
    return text


def accounts(found: Following) -> tuple[Account, ...]:
    """How each shop that made the job lost money on it, where one did; the second policy first."""
    return tuple(
        _account(found, life, purse)
        for life in reversed(found.lives)
        for purse in life.purses
        if purse.earned_cents < 0 and {"prime", "maker", "receiver"} & set(purse.roles)
    )


def _account(found: Following, life: Life, purse: Purse) -> Account:
    items = sorted(purse.by_category.items(), key=lambda item: (item[1] < 0, -abs(item[1])))
    return Account(
        policy=life.policy,
        shop=purse.party,
        roles=purse.roles,
        earned_cents=purse.earned_cents,
        items=tuple(items),
        because=tuple(_because(life, purse)),
        elsewhere=_elsewhere(found, life, purse.party),
    )


def _because(life: Life, purse: Purse) -> Iterable[str]:
    """What it counted on, and everything that came otherwise."""
    shop = purse.party
    for expected in life.expectations:
        if expected.shop == shop:
            yield from _counted_on(life, expected)
    for ncr in life.nonconformances:
        for share in ncr.paid:
            if share.party == shop:
                yield _paid_for(life, ncr, shop, share.cents)
    planned = sum(op.planned_minutes for op in life.operations if op.maker == shop and op.actual_minutes is not None)
    actual = sum(op.actual_minutes or 0 for op in life.operations if op.maker == shop)
    if actual > planned:
        yield f"The work took {hours(actual)} of machine time where {hours(planned)} was planned."
    for what, why in (
        ("late penalty", "It delivered late and paid a penalty of"),
        ("bad debt", "It was never paid"),
        ("outside processing", "What it could not make or place cost it, at outside processors,"),
        ("pay for handoffs", "Other shops made parts of it for"),
        ("hours of dispute", "Arguing over the cause cost it"),
    ):
        if purse.by_category.get(what, 0) < 0:
            yield f"{why} {dollars(-purse.by_category[what])}."


def _counted_on(life: Life, expected: Expectation) -> Iterable[str]:
    terms = expected.terms
    if expected.decision == "handoff_response":
        allowed = -terms.get("packet_liability", 0.0) - terms.get("workmanship_liability", 0.0)
        yield (
            f"It said yes to {expected.operation} at {money(terms.get('transfer', 0.0), signed=False)}, reckoning with a "
            f"gain of {dollars(expected.value_cents)}: {money(-terms.get('production', 0.0), signed=False)} of machine "
            f"time, and {money(allowed, signed=False)} allowed for nonconformances."
        )
        return
    award = next((award for award in life.awards if award.prime == expected.shop), None)
    if award is None or award.price_cents is None or "base_cost" not in terms:
        return
    yield (
        f"It quoted {dollars(award.price_cents)}, counting on costs of {money(terms['base_cost'], signed=False)} with "
        "everything it allowed for."
    )
    meant = terms.get("price", 0.0)
    asked = award.price_cents / 100.0
    if meant - asked > MISJUDGED * meant:
        yield (
            f"Its estimate had slipped: knowing its hours it would have asked {money(meant, signed=False)}; of several "
            "bidders, the one that errs low tends to win."
        )


def _paid_for(life: Life, ncr: Nonconformance, shop: str, cents: int) -> str:
    op = next((op for op in life.operations if op.name == ncr.operation), None)
    rule = op.governed_by if op else None
    if rule is None:
        share = ""
    elif ncr.proven:
        share = f"; the cause was shown, and by the rule ({rule.liability}) its part"
    else:
        share = f"; {ncr.denied_by or 'a side'} denied the cause, it could not be proven, and by the default split its part"
    return (
        f"{ncr.cause[0].upper()}{ncr.cause[1:]} on {ncr.operation}, {ncr.stage}, cost {dollars(ncr.loss_cents)}{share} "
        f"was {dollars(cents)}."
    )


def _elsewhere(found: Following, life: Life, shop: str) -> str:
    """What the same shop had from the same job under the other policy."""
    other = found.lives[0] if life is found.lives[1] else found.lives[1]
    purse = other.purse(shop)
    if purse is None:
        return f"Under {other.policy} it had nothing to do with this job."
    did = {"prime": "held the order", "receiver": "made part of it for another shop", "maker": "made it",
           "bidder": "quoted and did not win", "asked": "was asked and said no"}  # fmt: skip
    role = next((words for name, words in did.items() if name in purse.roles), "took part")
    verb = "lost" if purse.earned_cents < 0 else "earned"
    return f"Under {other.policy} it {role} and {verb} {dollars(abs(purse.earned_cents))}."


def money_sentence(found: Following) -> str:
    """Who gained and who lost by the second policy, most first."""
    parties = [moved for moved in found.moved if moved.difference_cents and moved.roles]
    if not parties:
        return "No money moved."
    parties.sort(key=lambda moved: -abs(moved.difference_cents))
    parts = [f"{moved.party} {dollars(moved.difference_cents, signed=True)}" for moved in parties[:4]]
    return f"{found.policies[1]} instead of {found.policies[0]} moves {dollars(found.moved_cents)} here: {listed(parts)}."


@dataclass(frozen=True, kw_only=True)
class MoneyRow:
    """A line of the table of money: one party, or several small ones together."""

    who: str
    roles: str
    before_cents: int
    after_cents: int
    difference_cents: int


def money_rows(found: Following) -> tuple[MoneyRow, ...]:
    """Every party with a part of its own; shops that only quoted or answered are one line; the sum is zero."""
    minor = [moved for moved in found.moved if moved.roles and set(moved.roles) <= {"bidder", "asked"}]
    rows = [_money_row(moved) for moved in found.moved if moved not in minor and _counts(moved)]
    if minor:
        rows.append(
            MoneyRow(
                who=f"{len(minor)} other shops" if len(minor) > 1 else minor[0].party,
                roles="only quoted or were asked" if len(minor) > 1 else ", ".join(minor[0].roles),
                before_cents=sum(moved.before_cents for moved in minor),
                after_cents=sum(moved.after_cents for moved in minor),
                difference_cents=sum(moved.difference_cents for moved in minor),
            )
        )
    return tuple(rows)


def _counts(moved: Moved) -> bool:
    return bool(moved.roles or moved.before_cents or moved.after_cents)


def _money_row(moved: Moved) -> MoneyRow:
    roles = "value and real costs" if moved.party == "nature" else ", ".join(moved.roles)
    return MoneyRow(
        who=moved.party,
        roles=roles,
        before_cents=moved.before_cents,
        after_cents=moved.after_cents,
        difference_cents=moved.difference_cents,
    )


