"""Double entry in integer cents, on two bases: net worth when something is earned, cash when it is paid.

Every entry takes cents from one account and gives them to another, so both bases always sum to zero.
"""

from handoff_sim.codes import Account, Category, EventKind
from handoff_sim.compiled import compiled
from handoff_sim.ledger.events import emit
from handoff_sim.market.lookups import epoch, special_account
from handoff_sim.market.tables import Counter, Market

BOTH = 0
WORTH = 1
CASH = 2


@compiled
def post(
    m: Market, week: int, payer: int, payee: int, cents: int, category: int, basis: int, job: int, op: int
) -> None:
    """One entry: ``cents`` (at least zero) from payer to payee."""
    if cents == 0 or payer == payee:
        return
    if basis != CASH:
        e = epoch(m, week)
        m.worth[payer] -= cents
        m.worth[payee] += cents
        m.flows[e, payer, category] -= cents
        m.flows[e, payee, category] += cents
    if basis != WORTH:
        m.cash[payer] -= cents
        m.cash[payee] += cents
    row = m.n[Counter.ENTRIES]
    m.n[Counter.ENTRIES] = row + 1
    if row < m.entries.size:
        entry = m.entries[row]
        entry.week = week
        entry.payer = payer
        entry.payee = payee
        entry.cents = cents
        entry.category = category
        entry.basis = basis
        entry.job = job
        entry.op = op


@compiled
def pay_nature(m: Market, week: int, payer: int, cents: int, category: int, job: int, op: int) -> None:
    """A real cost: resources used up."""
    post(m, week, payer, special_account(m, Account.NATURE), cents, category, BOTH, job, op)


@compiled
def schedule(
    m: Market, week: int, payer: int, payee: int, cents: int, category: int, due: int, job: int, op: int
) -> None:
    """Put a cash payment into the calendar; due this week or earlier is paid at once."""
    if cents == 0:
        return
    if due <= week:
        post(m, week, payer, payee, cents, category, CASH, job, op)
        return
    last = m.due_head.shape[0] - 1
    bucket = due if due < last else last
    row = m.n[Counter.FREE_PAYMENT]
    if row >= 0:
        m.n[Counter.FREE_PAYMENT] = m.payments[row].next
    else:
        row = m.n[Counter.PAYMENTS]
        m.n[Counter.PAYMENTS] = row + 1
    payment = m.payments[row]
    payment.payer = payer
    payment.payee = payee
    payment.cents = cents
    payment.category = category
    payment.job = job
    payment.op = op
    payment.due_week = due
    payment.made_week = week
    payment.next = -1
    if m.due_tail[bucket] < 0:
        m.due_head[bucket] = row
    else:
        m.payments[m.due_tail[bucket]].next = row
    m.due_tail[bucket] = row


@compiled
def owe(m: Market, week: int, payer: int, payee: int, cents: int, category: int, due: int, job: int, op: int) -> None:
    """Earned now, paid in week ``due``."""
    post(m, week, payer, payee, cents, category, WORTH, job, op)
    schedule(m, week, payer, payee, cents, category, due, job, op)


@compiled
def spend_hours(m: Market, week: int, shop: int, minutes: int, category: int, job: int, op: int) -> None:
    """Use estimator minutes of a shop and book their wage as a real cost."""
    m.shops[shop].estimator_used += minutes
    wage_cents = int(minutes * m.p[0].wage * 100.0 / 60.0 + 0.5)
    pay_nature(m, week, shop, wage_cents, category, job, op)


@compiled
def spare_minutes(m: Market, shop: int) -> int:
    """Estimator minutes the shop has left this week."""
    row = m.shops[shop]
    return row.estimator_min - row.estimator_used


@compiled
def bad_debt(m: Market, week: int, payer: int, payee: int, cents: int, job: int, op: int) -> None:
    """A claim that will not be paid: net worth moves back."""
    post(m, week, payee, payer, cents, Category.BAD_DEBT, WORTH, job, op)
    emit(m, week, EventKind.BAD_DEBT, job, 0, payee, payer, 0, cents, 0)
