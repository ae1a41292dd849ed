"""Rows of facts: events, ledger entries, decisions."""

from typing import Annotated

from handoff_sim.market.columns import (
    Cents,
    Code,
    Column,
    FloatArray,
    Index,
    Key,
    Number,
    Small,
    Week,
    Weeks,
)


class Event:
    """One fact of the market; the rows whose hash is ``events_sha256``."""

    job: Key
    cents: Cents
    terms: Key
    week: Small
    kind: Small
    operation: Small  # operation: 100 * stage + lot + 10,000 * occurrence
    a: Small  # persistent key of the acting account (ledger.events.account_key), -1 none
    b: Small
    code: Small


class Entry:
    """One double entry: cents leave ``payer`` and reach ``payee``."""

    week: Week
    payer: Index
    payee: Index
    cents: Cents
    category: Code
    basis: Code  # 0 both, 1 net worth only, 2 cash only
    job: Index
    op: Index


class Decision:
    """One commercial decision with the terms that decided it (MODEL 4.5)."""

    week: Week
    kind: Code
    shop: Index  # number of who decides: a shop, a buyer (AWARD, CHANNEL, BUYER_MEMBERSHIP) or an operator
    other: Index
    job: Index
    op: Index
    state: Code
    code: Code
    threshold: Number
    value: Number
    load_weeks: Weeks
    terms: Annotated[FloatArray, Column("f8", "terms in the order of the kind's table", 32)]
    answer: Annotated[FloatArray, Column("f8", "what a seat answered, in the order of the kind's table", 4)]
