"""The event log: one flat row per fact; its hash is the identity of a future.

Shops, buyers and jobs appear by persistent key, Terms by content, so that equal futures have equal logs
whatever a policy is called and in whatever order shops are listed.
"""

from handoff_sim.codes import EventKind
from handoff_sim.compiled import compiled
from handoff_sim.market.tables import Counter, Market
from handoff_sim.streams import Bits


@compiled
def account_key(m: Market, account: int) -> int:
    """Persistent number of an account: key of a shop or buyer (buyers from 1,000,000), else the account's own."""
    p = m.p[0]
    if account < 0:
        return account
    if account < p.n_shops:
        return int(m.shops[account].key)
    if account < p.n_shops + p.n_buyers:
        return 1_000_000 + int(m.buyers[account - p.n_shops].key)
    return 2_000_000 + account - p.n_shops - p.n_buyers


@compiled
def emit(
    m: Market, week: int, kind: int, job: int, item: int, a: int, b: int, code: int, cents: int, terms: Bits
) -> None:
    """Append one event; ``a`` and ``b`` are ledger accounts, ``job`` a row (or -1)."""
    row = m.n[Counter.EVENTS]
    m.n[Counter.EVENTS] = row + 1
    if row >= m.events.size:
        return  # counted; the run stops with an error after the round
    event = m.events[row]
    event.week = week
    event.kind = kind
    event.job = 0
    if job >= 0:  # not as one expression: a key beside a plain 0 would pass through a float and lose its last bits
        event.job = m.jobs[job].key
    event.operation = item
    event.a = account_key(m, a)
    event.b = account_key(m, b)
    event.code = code
    event.cents = cents
    event.terms = terms


@compiled
def emit_op(m: Market, week: int, kind: int, op: int, a: int, b: int, code: int, cents: int, terms: Bits) -> None:
    """Append one event about an operation."""
    row = m.ops[op]
    emit(m, week, kind, row.job, row.stage * 100 + row.lot + 10_000 * row.occurrence, a, b, code, cents, terms)


NAMES = {int(kind): kind.name for kind in EventKind}
