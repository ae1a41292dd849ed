"""Placing an op: with the prime, with a receiver, outside, or with a vertical operator (D17, D28, D46, D56)."""

from handoff_sim.codes import Account, Category, Channel, EventKind, OpState, PaymentOwner, ResponseMode
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.floor.array import enqueue
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit_op
from handoff_sim.ledger.posting import BOTH, CASH, pay_nature, post, spend_hours
from handoff_sim.market.answering import receiver_repeat_value
from handoff_sim.market.care import decide_closure_code, decide_effort, decide_packet_effort
from handoff_sim.market.costing import (
    maker_costs,
    op_loss,
    quality_stake,
    station_load,
)
from handoff_sim.market.lookups import (
    cents,
    find_tie,
    op_item,
    special_account,
    tally_row,
)
from handoff_sim.market.originating import (
    floored,
    forwarded_cert,
    handoff_take,
    learn_outsourcing,
    open_between,
)
from handoff_sim.market.quoting import prime_repeat_value
from handoff_sim.market.routing import add_routed, trust_in
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.cost import full_cost
from handoff_sim.rules.effort import packet_effort_hours
from handoff_sim.rules.make_or_handoff import coordination_cost
from handoff_sim.streams import Purpose, lognormal_mean_one, normal

NOBODY = -1
OUTSIDE = -2


@compiled
def accept_work(m: Market, week: int, op: int, maker: int, channel: int, in_house: int) -> None:
    """The op enters its maker's queue with its true length and its stored efforts (D17, D18, D64)."""
    p = m.p[0]
    row = m.ops[op]
    job = m.jobs[row.job]
    hours = row.planned_min / 60.0
    item = op_item(row.stage, row.lot) + 10_000 * row.occurrence
    z = normal(p.seed, Purpose.MAKING_TIME, job.key, item, 0)
    row.actual_min = max(1, int(row.planned_min * lognormal_mean_one(z, m.shops[maker].time_sd) + 0.5))
    row.maker = maker
    row.channel = channel
    row.handed_off = 1 - in_house
    row.accepted_week = week
    row.state = OpState.QUEUED
    row.workable_week = week + 1 if row.stage == job.stage else -1
    closes = decide_closure_code(m, week, maker, row.originator, channel, row.job, op)
    row.valid_closure = 1 if closes else 0
    loss = op_loss(m, row.price, closes, in_house == 0)
    x = decide_packet_effort(m, week, op, maker, channel, in_house, loss)
    row.packet_effort = x
    minutes = int(packet_effort_hours(x, p.kappa_h_hours) * 60.0 + 0.5)
    spend_hours(m, week, row.originator, minutes, Category.PACKET, row.job, op)
    m.tallies[tally_row(m, week, row.originator)].packet_min += minutes
    stake = quality_stake(m, maker, row.originator if in_house == 0 else NOBODY, channel)
    if in_house == 1:
        worth = prime_repeat_value(m, maker, row.job, channel, hours) if row.stage == 0 else 0.0
    else:
        worth = receiver_repeat_value(m, maker, op, channel)
    production, opportunity, el_w, el_p, _, rp_w, rp_p, effort_cost, effort = maker_costs(
        m, maker, row.process, hours, row.price, channel, in_house,
        row.rev_locked, row.scope_explicit, row.cert_complete, x, worth, stake, closes, 0.0,
    )  # fmt: skip
    effort, effort_cost = decide_effort(m, week, op, maker, channel, in_house, loss, stake, worth, effort)
    row.effort = effort
    cost = full_cost(production, opportunity, el_w + el_p, rp_w + rp_p, effort_cost, 0.0, 0.0, worth)
    record = new_decision(
        m, week, DecisionKind.COMMITMENT, maker, row.originator, row.job, op, row.valid_closure, 0, 0.0, cost,
        station_load(m, maker, row.process),
    )  # fmt: skip
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = production
        values[1] = opportunity
        values[2] = el_w
        values[3] = el_p
        values[4] = rp_w
        values[5] = rp_p
        values[6] = effort_cost
        values[7] = worth
        values[8] = stake
        values[9] = effort
        values[10] = x
    station = maker * p.processes + row.process
    m.stations[station].backlog_min += row.actual_min
    m.stations[station].accepted_min += row.actual_min
    enqueue(m, station, op)


@compiled
def make_in_house(m: Market, week: int, op: int) -> None:
    """The prime makes the op itself."""
    row = m.ops[op]
    prime = row.originator
    channel = m.jobs[row.job].channel
    accept_work(m, week, op, prime, channel, 1)
    m.panel[week].in_house_ops += 1
    emit_op(m, week, EventKind.MAKE, op, prime, prime, 0, 0, m.terms[channel].content)


@compiled
def buy_outside(m: Market, week: int, op: int) -> None:
    """An outside processor does the op: dearer, done next week, no NCR (D56)."""
    row = m.ops[op]
    row.maker = OUTSIDE
    row.channel = Channel.OUTSIDE
    row.handed_off = 0
    row.accepted_week = week
    row.state = OpState.QUEUED
    row.workable_week = week + 1 if row.stage == m.jobs[row.job].stage else -1
    append_outside(m, op)
    cost = cents(m.p[0].outside_premium * row.price)
    outside = special_account(m, Account.OUTSIDE)
    post(m, week, row.originator, outside, cost, Category.OUTSIDE, BOTH, row.job, op)
    pay_nature(m, week, outside, cost, Category.PRODUCTION, row.job, op)
    row.transfer = cost
    learn_outsourcing(m, op, cost / 100.0)
    m.panel[week].outside_ops += 1
    emit_op(m, week, EventKind.OUTSIDE, op, row.originator, -1, 0, cost, 0)


@compiled
def append_outside(m: Market, op: int) -> None:
    """Queue an op that no floor of ours makes."""
    m.ops[op].next_in_queue = -1
    if m.n[Counter.OUTSIDE_HEAD] < 0:
        m.n[Counter.OUTSIDE_HEAD] = op
    else:
        m.ops[m.n[Counter.OUTSIDE_TAIL]].next_in_queue = op
    m.n[Counter.OUTSIDE_TAIL] = op


@compiled
def hand_off(
    m: Market, week: int, op: int, maker: int, channel: int, transfer: float, total: float, alternative: float
) -> None:
    """Bind the handoff: forwarded flags, record hours, fees, escrow, work."""
    p = m.p[0]
    row = m.ops[op]
    terms = m.terms[channel]
    prime = row.originator
    row.transfer = cents(transfer)
    row.cert_complete = forwarded_cert(m, op, channel)
    row.rev_locked = floored(m, op, channel, 0, row.rev_locked)
    row.scope_explicit = floored(m, op, channel, 1, row.scope_explicit)
    row.cert_complete = floored(m, op, channel, 2, row.cert_complete)
    prep = terms.prep_h + (terms.admin_h if terms.call_h == 0.0 else 0.0)
    minutes = int(prep * 60.0 + 0.5)
    spend_hours(m, week, prime, minutes, Category.COORDINATION, row.job, op)
    m.tallies[tally_row(m, week, prime)].admin_min += minutes
    answer_minutes = int(terms.admin_h * 60.0 + 0.5) if terms.response_mode == ResponseMode.QUOTE else 0
    spend_hours(m, week, maker, answer_minutes, Category.ADMIN, row.job, op)
    m.tallies[tally_row(m, week, maker)].admin_min += answer_minutes
    standing = m.reputation[maker] if terms.has_reputation == 1 else trust_in(m, prime, maker)
    talk = cents(max(0.0, coordination_cost(terms.coordination, standing)))
    pay_nature(m, week, prime, talk, Category.COORDINATION, row.job, op)
    tie = find_tie(m, prime, maker)
    row.outside_book = 0 if tie >= 0 and m.ties[tie].initial == 1 else 1
    row.reach = 1 if m.shops[prime].region != m.shops[maker].region else 0
    open_between(m, week, prime, maker, 1)
    fund_escrow(m, week, op, channel)
    charge_handoff_fee(m, week, op, channel, maker)
    accept_work(m, week, op, maker, channel, 0)
    learn_outsourcing(m, op, total)
    tally = m.tallies[tally_row(m, week, prime)]
    tally.given_gain += cents(min(alternative, p.outside_premium * row.price) - total)
    if channel == Channel.NETWORK and p.null_network == 0:
        m.panel[week].network_ops += 1
        m.shops[prime].last_network_week = week
        m.shops[maker].last_network_week = week
        add_routed(m, week, maker, row.process)
        m.tallies[tally_row(m, week, maker)].routed += 1
    else:
        m.panel[week].phone_ops += 1
    emit_op(m, week, EventKind.MAKE, op, prime, maker, row.reason, row.transfer, terms.content)


@compiled
def fund_escrow(m: Market, week: int, op: int, channel: int) -> None:
    """Escrowed Terms: the transfer is set aside at acceptance, first out of the buyer's escrow (D28)."""
    row = m.ops[op]
    if m.terms[channel].payment_owner != PaymentOwner.ESCROW:
        return
    job = m.jobs[row.job]
    from_buyer = min(job.escrowed, row.transfer)
    job.escrowed -= from_buyer
    row.escrowed = row.transfer
    escrow = special_account(m, Account.ESCROW)
    post(m, week, row.originator, escrow, row.transfer - from_buyer, Category.ESCROW, CASH, row.job, op)


@compiled
def charge_handoff_fee(m: Market, week: int, op: int, channel: int, maker: int) -> None:
    """The take on a back-door handoff, from whoever the policy names (D46); pool and guarantee fees with it."""
    p = m.p[0]
    row = m.ops[op]
    if channel != Channel.NETWORK or p.null_network == 1:
        return
    terms = m.terms[channel]
    operator = special_account(m, Account.OPERATOR)
    take = handoff_take(m, op, channel) * row.price
    from_originator = cents(take * terms.fee_originator)
    from_receiver = cents(take * terms.fee_receiver)
    row.fee = from_originator + from_receiver
    post(m, week, row.originator, operator, from_originator, Category.TAKE, BOTH, row.job, op)
    post(m, week, maker, operator, from_receiver, Category.TAKE, BOTH, row.job, op)
    m.n[Counter.TRANSACTIONS] += 1
    if m.jobs[row.job].channel != Channel.NETWORK:
        pool = special_account(m, Account.POOL)
        post(m, week, row.originator, pool, cents(p.pool_fee * row.price), Category.POOL_FEE, BOTH, row.job, op)


@compiled
def make_vertical(m: Market, week: int, op: int) -> None:
    """A vertical operator makes its job in the lead it promised (D78)."""
    row = m.ops[op]
    job = m.jobs[row.job]
    row.maker = job.prime - 1
    row.channel = Channel.VERTICAL
    row.accepted_week = week
    row.state = OpState.QUEUED
    row.actual_min = row.planned_min
    row.workable_week = week + job.lead
    append_outside(m, op)
    seller = special_account(m, Account.VERTICAL) + (-2 - job.prime)
    emit_op(m, week, EventKind.MAKE, op, seller, seller, 0, 0, 0)
