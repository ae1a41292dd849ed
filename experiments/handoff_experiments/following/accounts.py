"""Who lost money on a job and on what, and what the second policy moved between the parties, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handoff_experiments.following.following import Following
from handoff_experiments.following.life import Expectation, Life, Nonconformance, OperationLife
from handoff_experiments.following.money import Moved, Purse
from handoff_experiments.following.words import dollars, hours
from handoff_experiments.wording import listed, money, number

MISJUDGED = 0.01  # of a price: a smaller slip of the estimate is not told


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

    @property
    def title(self) -> str:
        """What the account is about, as a heading."""
        return f"Why {self.shop} lost money under {self.policy}"


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
        because=tuple(_because(found, life, purse)),
        elsewhere=_elsewhere(found, life, purse.party),
    )


def _because(found: Following, life: Life, purse: Purse) -> Iterable[str]:
    """What it counted on, and everything that came otherwise."""
    shop = purse.party
    for expected in life.expectations:
        if expected.shop == shop:
            yield from _counted_on(life, expected)
    for ncr in life.nonconformances:
        for share in ncr.paid:
            if share.party == shop:
                yield _paid_for(life, ncr, shop, share.cents)
                yield from _same_luck(found, life, ncr)
    own = [op for op in life.operations if op.maker == shop and not op.handed_off and op.actual_minutes is not None]
    planned, actual = (
        sum(minutes) for minutes in ([op.planned_minutes for op in own], [op.actual_minutes or 0 for op in own])
    )
    if actual > planned:
        yield f"The work took {hours(actual)} of machine time where {hours(planned)} was planned."
    for what, why in SET_BACKS.items():
        if purse.by_category.get(what, 0) < 0:
            yield f"{why} {dollars(-purse.by_category[what])}."


SET_BACKS: Mapping[str, str] = {  # by category, in words of the ledger
    "late penalty": "It delivered late and paid a penalty of",
    "bad debt": "It was never paid",
    "outside processing": "What it could not make or place cost it, at outside processors,",
    "pay for handoffs": "Other shops made parts of it for",
    "hours of dispute": "Arguing over the cause cost it",
}


def _same_luck(found: Following, life: Life, ncr: Nonconformance) -> Iterable[str]:
    """Why the same draw did no harm under the other policy, as far as flags and efforts tell."""
    other = found.lives[0] if life is found.lives[1] else found.lives[1]
    here = next((op for op in life.operations if op.name == ncr.operation), None)
    there = next((op for op in other.operations if op.name == ncr.operation), None)
    if here is None or there is None or there.actual_minutes is None:
        return
    if any(
        found_ncr.operation == ncr.operation and found_ncr.cause == ncr.cause for found_ncr in other.nonconformances
    ):
        return
    if ncr.cause == "workmanship":
        efforts = number(there.quality_effort), number(here.quality_effort)
        why = f"{there.maker} made it there, with effort {efforts[0]}, and {here.maker} here, with effort {efforts[1]}"
    elif _flag(ncr.cause, here) != _flag(ncr.cause, there):
        why = "there the packet was in order"
    else:
        efforts = number(there.packet_effort), number(here.packet_effort)
        why = f"{there.originator} put effort {efforts[0]} into the packet there, {here.originator} {efforts[1]} here"
    yield f"Under {other.policy} the same luck did no such harm: {why}."


def _flag(cause: str, op: OperationLife) -> bool:
    """The packet flag that guards against a cause."""
    flags = {"a bad print": op.rev_locked, "a late change of scope": op.scope_explicit}
    return flags.get(cause, op.cert_complete)


def _counted_on(life: Life, expected: Expectation) -> Iterable[str]:
    terms = expected.terms
    if expected.decision == "handoff_response":
        reckoned = -terms.get("production", 0.0)
        spent = sum(
            op.machine_cents for op in life.operations if (op.maker, op.name) == (expected.shop, expected.operation)
        )
        allowed = -terms.get("packet_liability", 0.0) - terms.get("workmanship_liability", 0.0)
        yield (
            f"It said yes to {expected.operation} at {money(terms.get('transfer', 0.0), signed=False)}, reckoning "
            f"with a gain of {dollars(expected.value_cents)}: {money(reckoned, signed=False)} of machine time, which "
            f"came to {dollars(spent)}, and {money(allowed, signed=False)} allowed for nonconformances."
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
        share = (
            f"; {ncr.denied_by or 'a side'} denied the cause, it could not be proven, and by the default split its part"
        )
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
    return (
        f"{found.policies[1]} instead of {found.policies[0]} moves {dollars(found.moved_cents)} here: {listed(parts)}."
    )


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
