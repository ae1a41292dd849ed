"""Phase 0a: deliver the payments that fall due."""

from handoff_sim.codes import Account, Category, Channel, EventKind, PaymentOwner
from handoff_sim.compiled import compiled
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import BOTH, CASH, bad_debt, post
from handoff_sim.market.lookups import special_account, tally_row
from handoff_sim.market.tables import Counter, Market


@compiled
def follows_the_buyer(m: Market, payment: int) -> bool:
    """Whether a payment is lost when the job's buyer defaults."""
    row = m.payments[payment]
    p = m.p[0]
    if row.job < 0 or m.jobs[row.job].defaults == 0:
        return False
    if row.category == Category.PRICE:
        return p.n_shops <= row.payer < p.n_shops + p.n_buyers
    if row.category == Category.TRANSFER and row.op >= 0 and m.ops[row.op].channel <= Channel.NETWORK:
        return m.terms[m.ops[row.op].channel].payment_owner == PaymentOwner.PAY_WHEN_PAID
    return False


@compiled
def deliver(m: Market, week: int, payment: int) -> None:
    """Settle one due payment: cash moves, or the claim is lost."""
    row = m.payments[payment]
    p = m.p[0]
    broke = row.payer < p.n_shops and m.shops[row.payer].closed_week >= 0
    if broke or follows_the_buyer(m, payment):
        bad_debt(m, week, row.payer, row.payee, row.cents, row.job, row.op)
        if row.payee < p.n_shops:
            m.tallies[tally_row(m, week, row.payee)].bad_debt += row.cents
        return
    post(m, week, row.payer, row.payee, row.cents, row.category, CASH, row.job, row.op)
    emit(m, week, EventKind.PAYMENT, row.job, 0, row.payer, row.payee, row.category, row.cents, 0)
    if row.payee < p.n_shops:
        if m.shops[row.payee].closed_week >= 0:
            estate = special_account(m, Account.ESTATE)
            post(m, week, row.payee, estate, row.cents, Category.ESTATE, BOTH, row.job, row.op)
        elif row.category == Category.PRICE or row.category == Category.TRANSFER:
            tally = m.tallies[tally_row(m, week, row.payee)]
            tally.receipts += row.cents
            tally.paid_weeks += float(row.cents) * (week - row.made_week)


@compiled
def deliver_due_payments(m: Market, week: int) -> None:
    """Phase 0a: every payment due this week, in the order it was agreed."""
    payment = m.due_head[week]
    while payment >= 0:
        following = m.payments[payment].next
        deliver(m, week, payment)
        m.payments[payment].next = m.n[Counter.FREE_PAYMENT]
        m.n[Counter.FREE_PAYMENT] = payment
        payment = following
    m.due_head[week] = -1
    m.due_tail[week] = -1
