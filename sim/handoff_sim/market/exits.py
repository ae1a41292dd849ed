"""Phase 9b: a shop that cannot pay closes, and what it leaves open is sorted out (R24, D75)."""

import numpy as np

from handoff_sim.codes import (
    Account,
    Category,
    Channel,
    Closure,
    EventKind,
    JobState,
    Membership,
    OpState,
    PaymentOwner,
)
from handoff_sim.compiled import compiled
from handoff_sim.floor.array import unlink
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import CASH, WORTH, pay_nature, post
from handoff_sim.market.demand import blank_job, copy_ops
from handoff_sim.market.lookups import buyer_account, cents, is_open, is_withdrawn, special_account
from handoff_sim.market.membership import depart
from handoff_sim.market.originating import open_between
from handoff_sim.market.tables import LIST_SLOTS, TIE_SLOTS, Counter, Market
from handoff_sim.rules.exit import insolvent_now


@compiled
def withdraw(m: Market, op: int) -> int:
    """Take an op off its maker's floor; returns the minutes already worked on it."""
    p = m.p[0]
    row = m.ops[op]
    station = row.maker * p.processes + row.process
    place = m.stations[station]
    for k in range(place.first_machine, place.first_machine + place.machines):
        machine = m.machines[k]
        if machine.op == op:
            left = machine.left_min
            machine.op = -1
            machine.left_min = 0
            place.backlog_min -= left
            place.cancelled_min += left
            return row.actual_min - left
    before = -1
    queued = place.head
    while queued >= 0:
        if queued == op:
            unlink(m, station, before, op)
            place.backlog_min -= row.actual_min
            place.cancelled_min += row.actual_min
            return 0
        before = queued
        queued = m.ops[queued].next_in_queue
    return 0


@compiled
def book_lost_work(m: Market, week: int, op: int, worked: int) -> None:
    """Machine time spent on an op that will not be finished."""
    row = m.ops[op]
    cost = cents(worked / 60.0 * m.shops[row.maker].cost_rate)
    pay_nature(m, week, row.maker, cost, Category.PRODUCTION, row.job, op)


@compiled
def return_to_originator(m: Market, week: int, op: int) -> None:
    """An op the closing shop makes for another goes back, to be decided again next week."""
    row = m.ops[op]
    book_lost_work(m, week, op, withdraw(m, op))
    open_between(m, week, row.originator, row.maker, -1)
    escrow = special_account(m, Account.ESCROW)
    post(m, week, escrow, row.originator, row.escrowed, Category.ESCROW, CASH, row.job, op)
    row.escrowed = 0
    row.transfer = 0
    row.fee = 0
    row.maker = -1
    row.handed_off = 0
    row.state = OpState.WAITING
    row.workable_week = -1
    row.occurrence += 1
    m.reoffers[m.n[Counter.REOFFERS]] = op
    m.n[Counter.REOFFERS] += 1


@compiled
def cancel_op(m: Market, week: int, op: int) -> None:
    """An op of a cancelled purchase order stops; its maker is paid out of escrow for the part done."""
    row = m.ops[op]
    if row.state == OpState.CLOSED or row.state == OpState.CANCELLED:
        return
    if row.maker >= 0 and (row.state == OpState.QUEUED or row.state == OpState.IN_WORK):
        worked = withdraw(m, op)
        book_lost_work(m, week, op, worked)
        if row.handed_off == 1:
            open_between(m, week, row.originator, row.maker, -1)
            settle_escrow(m, week, op, worked / row.actual_min)
    row.state = OpState.CANCELLED
    m.n[Counter.OPEN_OPS] -= 1
    row.closure = Closure.CANCELLED
    row.closed_week = week


@compiled
def settle_escrow(m: Market, week: int, op: int, done: float) -> None:
    """Escrowed transfer of a stopped op: the part done to the maker, the rest back to the originator."""
    row = m.ops[op]
    earned = int(row.escrowed * done)
    escrow = special_account(m, Account.ESCROW)
    post(m, week, row.originator, row.maker, earned, Category.TRANSFER, WORTH, row.job, op)
    post(m, week, escrow, row.maker, earned, Category.TRANSFER, CASH, row.job, op)
    post(m, week, escrow, row.originator, row.escrowed - earned, Category.ESCROW, CASH, row.job, op)
    row.escrowed = 0


@compiled
def cancel_job(m: Market, week: int, job: int) -> None:
    """A purchase order whose prime closes; the buyer asks once more."""
    row = m.jobs[job]
    for op in range(row.first_op, row.first_op + row.n_ops):
        write_off(m, week, op)
        cancel_op(m, week, op)
    row.state = JobState.CANCELLED
    m.n[Counter.OPEN_JOBS] -= 1
    escrow = special_account(m, Account.ESCROW)
    post(m, week, escrow, buyer_account(m, row.buyer), row.escrowed, Category.ESCROW, CASH, job, -1)
    row.escrowed = 0
    emit(m, week, EventKind.CANCELLED, job, row.occurrence, row.prime, buyer_account(m, row.buyer), 0, 0, 0)
    if row.occurrence == 0:
        ask_again(m, week, job)


@compiled
def write_off(m: Market, week: int, op: int) -> None:
    """A transfer that waited for the buyer of a cancelled order is lost to its maker."""
    row = m.ops[op]
    if row.handed_off == 0 or row.state != OpState.CLOSED or row.channel > Channel.NETWORK:
        return
    if m.terms[row.channel].payment_owner == PaymentOwner.PAY_WHEN_PAID:
        post(m, week, row.maker, row.originator, row.transfer, Category.BAD_DEBT, WORTH, row.job, op)


@compiled
def ask_again(m: Market, week: int, job: int) -> None:
    """The buyer's second RFQ for a cancelled order, out next week."""
    old = m.jobs[job]
    again = blank_job(m, week + 1, old.buyer)
    row = m.jobs[again]
    old = m.jobs[job]
    row.key = old.key
    row.root = old.root
    row.nth = old.nth
    row.occurrence = 1
    copy_ops(m, again, job)
    row.channel = Channel.DIRECT if is_withdrawn(m, week + 1) else old.channel
    row.intent = old.intent
    row.rev_locked = old.rev_locked
    row.scope_explicit = old.scope_explicit
    row.cert_complete = old.cert_complete
    row.completeness = old.completeness
    m.rfqs[m.n[Counter.RESOLICIT]] = again
    m.n[Counter.RESOLICIT] += 1


@compiled
def leave_every_list(m: Market, week: int) -> None:
    """Phone books and approved lists forget the shops that closed this week."""
    for tie in range(m.p[0].n_shops * TIE_SLOTS):
        if m.ties[tie].other >= 0 and m.shops[m.ties[tie].other].closed_week == week:
            m.ties[tie].other = -1
            m.ties[tie].trust = 0.0
            m.ties[tie].open = 0
            m.ties[tie].initial = 0
    for entry in range(m.p[0].n_buyers * LIST_SLOTS):
        if m.listings[entry].shop >= 0 and m.shops[m.listings[entry].shop].closed_week == week:
            m.listings[entry].shop = -1
            m.listings[entry].goodwill = 0.0
            m.listings[entry].initial = 0


@compiled
def close_shop(m: Market, week: int, shop: int, ops: np.ndarray, jobs: np.ndarray) -> None:
    """Close an insolvent shop; ``ops`` and ``jobs`` hold the open work of every shop that may close."""
    row = m.shops[shop]
    for op in ops:
        work = m.ops[op]
        if (
            work.maker == shop
            and work.handed_off == 1
            and (work.state == OpState.QUEUED or work.state == OpState.IN_WORK)
        ):
            return_to_originator(m, week, op)
    for job in jobs:
        if m.jobs[job].prime == shop and m.jobs[job].state == JobState.AWARDED:
            cancel_job(m, week, job)
    if row.membership == Membership.MEMBER or row.membership == Membership.TRIAL:
        depart(m, week, shop)
    row.closed_week = week
    m.panel[week].exits += 1
    emit(m, week, EventKind.INSOLVENT, -1, 0, shop, -1, 0, 0, 0)


@compiled
def may_close(m: Market, shop: int) -> bool:
    """Whether a shop closes if it is insolvent this week too."""
    return shop >= 0 and is_open(m, shop) and m.shops[shop].broke_weeks + 1 >= m.p[0].insolvency_weeks


@compiled
def forget_closed_jobs(m: Market) -> None:
    """Keep the list of open jobs to those that are open."""
    kept = 0
    for k in range(m.n[Counter.LISTED_JOBS]):
        job = m.open_jobs[k]
        if m.jobs[job].state == JobState.AWARDED:
            m.open_jobs[kept] = job
            kept += 1
    m.n[Counter.LISTED_JOBS] = kept


@compiled
def work_at_risk(m: Market) -> tuple[np.ndarray, np.ndarray]:
    """Open ops made by, and open jobs of, shops that may close this week; by number."""
    ops = np.empty(m.n[Counter.OPEN_OPS] + 1, np.int64)
    jobs = np.empty(m.n[Counter.LISTED_JOBS], np.int64)
    n_ops = 0
    n_jobs = 0
    for k in range(m.n[Counter.LISTED_JOBS]):
        row = m.jobs[m.open_jobs[k]]
        if may_close(m, row.prime):
            jobs[n_jobs] = m.open_jobs[k]
            n_jobs += 1
        for op in range(row.first_op, row.first_op + row.n_ops):
            work = m.ops[op]
            if work.handed_off == 1 and work.state <= OpState.IN_WORK and may_close(m, work.maker):
                ops[n_ops] = op
                n_ops += 1
    return np.sort(ops[:n_ops]), np.sort(jobs[:n_jobs])


@compiled
def close_insolvent_shops(m: Market, week: int) -> None:
    """R24: cash beyond the credit line at several week ends running."""
    p = m.p[0]
    forget_closed_jobs(m)
    risky = False
    for shop in range(p.n_shops):
        risky = risky or may_close(m, shop)
    ops, jobs = work_at_risk(m) if risky else (np.empty(0, np.int64), np.empty(0, np.int64))
    exits = m.panel[week].exits
    for shop in m.by_key:
        row = m.shops[shop]
        if row.closed_week >= 0:
            continue
        if insolvent_now(m.cash[shop] / 100.0, row.credit / 100.0):
            row.broke_weeks += 1
        else:
            row.broke_weeks = 0
        if row.broke_weeks >= p.insolvency_weeks:
            close_shop(m, week, shop, ops, jobs)
    if m.panel[week].exits > exits:
        leave_every_list(m, week)
