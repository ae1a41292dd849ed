"""Phase 2: ops and jobs close; transfers, prices, fees and penalties are owed; trust moves (R16, D26-D32)."""

from handoff_sim.codes import (
    Account,
    BuyerMetric,
    Category,
    Cause,
    Channel,
    EventKind,
    JobState,
    Metric,
    OpState,
    OriginatorMetric,
    PaymentOwner,
)
from handoff_sim.compiled import compiled
from handoff_sim.ledger.events import emit, emit_op
from handoff_sim.ledger.posting import BOTH, WORTH, owe, pay_nature, post, schedule
from handoff_sim.market.acknowledging import audit_code, use_code
from handoff_sim.market.claims import claim_change, claim_defect, decide_payment
from handoff_sim.market.evidence import witness
from handoff_sim.market.lookups import (
    add_tie,
    buyer_account,
    cents,
    find_listing,
    find_tie,
    learn_buyer,
    op_item,
    op_key,
    special_account,
    tally_row,
)
from handoff_sim.market.originating import open_between
from handoff_sim.market.scheduled import expect_repeat
from handoff_sim.market.tables import LIST_SLOTS, TIE_SLOTS, Counter, Market
from handoff_sim.rules.cost import finance_cost
from handoff_sim.rules.trust import (
    trust_after_bad_packet,
    trust_after_failure,
    trust_after_idle_week,
    trust_after_success,
)
from handoff_sim.streams import Purpose, integer, uniform

PACKET_CAUSES = (1 << Cause.REV_PRINT) | (1 << Cause.SCOPE_CHANGE) | (1 << Cause.CERT)
GRACE_WEEKS = 1
WEEKS_PER_YEAR = 52.0


@compiled
def pay_transfer(m: Market, week: int, op: int) -> None:
    """What the receiver is owed at closing, when it will be paid, and what waiting costs (D28, D29)."""
    p = m.p[0]
    row = m.ops[op]
    job = m.jobs[row.job]
    terms = m.terms[row.channel]
    buyer_weeks = m.buyers[job.buyer].pay_weeks
    weeks = buyer_weeks
    row.slow_weeks = decide_payment(m, week, op, weeks)
    if terms.payment_owner == PaymentOwner.ESCROW:
        weeks = terms.prompt_weeks
        post(m, week, row.originator, row.maker, row.transfer, Category.TRANSFER, WORTH, row.job, op)
        due = week + int(weeks) + row.delay_weeks
        escrow = special_account(m, Account.ESCROW)
        schedule(m, week, escrow, row.maker, row.escrowed, Category.TRANSFER, due, row.job, op)
        row.escrowed = 0
    elif terms.payment_owner == PaymentOwner.NETWORK_GUARANTEE:
        weeks = terms.prompt_weeks
        operator = special_account(m, Account.OPERATOR)
        fee = cents(terms.guarantee_fee * row.transfer / 100.0)
        owe(
            m,
            week,
            row.originator,
            operator,
            row.transfer,
            Category.TRANSFER,
            week + int(buyer_weeks),
            row.job,
            op,
        )
        due = week + int(weeks) + row.delay_weeks
        owe(m, week, operator, row.maker, row.transfer, Category.TRANSFER, due, row.job, op)
        post(m, week, row.maker, operator, fee, Category.GUARANTEE, BOTH, row.job, op)
    elif terms.payment_owner == PaymentOwner.PAY_WHEN_PAID:
        post(m, week, row.originator, row.maker, row.transfer, Category.TRANSFER, WORTH, row.job, op)
    else:
        weeks += row.slow_weeks
        due = week + int(weeks) + row.delay_weeks
        owe(m, week, row.originator, row.maker, row.transfer, Category.TRANSFER, due, row.job, op)
    waiting = finance_cost(row.transfer / 100.0, p.finance_rate, weeks, 0.0)
    pay_nature(m, week, row.maker, cents(waiting), Category.FINANCE, row.job, op)


@compiled
def tally_handoff(m: Market, week: int, op: int) -> None:
    """What a handoff brought its receiver."""
    row = m.ops[op]
    tally = m.tallies[tally_row(m, week, row.maker)]
    cost = cents(row.actual_min / 60.0 * m.shops[row.maker].cost_rate)
    tally.received_transfer += row.transfer
    tally.received_cost += cost
    tally.revenue += row.transfer
    tie = find_tie(m, row.maker, row.originator)
    if tie < 0 or m.ties[tie].initial == 0:
        tally.revenue_new += row.transfer
    if row.channel == Channel.NETWORK:
        tally.revenue_network += row.transfer


@compiled
def move_trust(m: Market, week: int, op: int) -> None:
    """R16 on both sides of a closed handoff; a first success makes strangers partners (D30)."""
    p = m.p[0]
    row = m.ops[op]
    good = (row.ncr_causes >> Cause.WORKMANSHIP) & 1 == 0 and week <= row.due_week + GRACE_WEEKS
    bad_packet = row.ncr_causes & PACKET_CAUSES != 0
    there = find_tie(m, row.originator, row.maker)
    back = find_tie(m, row.maker, row.originator)
    if there < 0 and good:
        add_tie(m, row.originator, row.maker, p.stranger_trust, week)
    elif there >= 0:
        tie = m.ties[there]
        tie.trust = (
            trust_after_success(tie.trust, p.eta_plus) if good else trust_after_failure(tie.trust, p.trust_failure)
        )
    if back < 0 and good:
        back = add_tie(m, row.maker, row.originator, p.stranger_trust, week)
    elif back >= 0:
        tie = m.ties[back]
        if bad_packet:
            tie.trust = trust_after_bad_packet(tie.trust, p.trust_bad_packet)
        else:
            tie.trust = trust_after_success(tie.trust, p.eta_plus)
    if back >= 0:
        margin = (row.transfer - row.maker_ncr) / 100.0 - row.actual_min / 60.0 * m.shops[row.maker].cost_rate
        m.ties[back].annual_margin += p.belief_rate * WEEKS_PER_YEAR * max(0.0, margin)


@compiled
def witness_handoff(m: Market, week: int, op: int) -> None:
    """Evidence a network handoff leaves on its receiver and its originator (D32)."""
    row = m.ops[op]
    if m.terms[row.channel].has_reputation == 0:
        return
    key = op_key(m, op)
    value = row.transfer / 100.0
    maker = row.maker
    prime = row.originator
    on_time = 1 if week <= row.due_week else 0
    charged = (row.ncr_causes >> Cause.WORKMANSHIP) & 1 == 1 and not (row.unproven == 1 and row.denier == maker)
    witness(m, week, maker, 0, Metric.CLOSURE, row.valid_closure, value, prime, key)
    witness(m, week, maker, 0, Metric.OTD, on_time, value, prime, key)
    witness(m, week, maker, 0, Metric.QUALITY, 0 if charged else 1, value, prime, key)
    denied = row.unproven == 1 and row.denier == maker
    witness(m, week, maker, 0, Metric.DISPUTE, 0 if denied else 1, value, prime, key)
    clean = 1 if row.ncr_causes & PACKET_CAUSES == 0 else 0
    witness(m, week, prime, 1, OriginatorMetric.PACKET_QUALITY, clean, value, maker, key)
    witness(m, week, prime, 1, OriginatorMetric.PAY_LAG, 1 if row.slow_weeks == 0 else 0, value, maker, key)
    denied = (row.unproven == 1 and row.denier == prime) or row.claim_fell == 1
    witness(m, week, prime, 1, OriginatorMetric.DISPUTE, 0 if denied else 1, value, maker, key)


@compiled
def close_handoff(m: Market, week: int, op: int) -> None:
    """Everything that follows when a handed-off op closes."""
    p = m.p[0]
    row = m.ops[op]
    job = m.jobs[row.job]
    claim_defect(m, week, op)
    pay_transfer(m, week, op)
    tally_handoff(m, week, op)
    move_trust(m, week, op)
    open_between(m, week, row.originator, row.maker, -1)
    witness_handoff(m, week, op)
    if m.terms[row.channel].has_reputation == 1:
        use_code(m, week, op, row.maker, row.valid_closure == 1)
        if row.valid_closure == 0:
            audit_code(m, week, op, row.maker)
    item = op_item(row.stage, row.lot)
    if uniform(p.seed, Purpose.VISIBILITY, job.key, item, 0) < m.terms[row.channel].visibility:
        learn_buyer(m, job.buyer, row.maker)


@compiled
def advance(m: Market, week: int, job: int) -> None:
    """When a stage's last lot is done, the ops of the next stage may start next week (D18)."""
    row = m.jobs[job]
    row.stage_left -= 1
    row.open_ops -= 1
    if row.stage_left > 0 or row.stage + 1 >= row.n_stages:
        return
    row.stage += 1
    for op in range(row.first_op, row.first_op + row.n_ops):
        if m.ops[op].stage == row.stage:
            row.stage_left += 1
            if m.ops[op].state == OpState.QUEUED:
                m.ops[op].workable_week = week + 1


@compiled
def close_op(m: Market, week: int, op: int) -> None:
    """Close one shipped op, and with the last one its job."""
    row = m.ops[op]
    job = m.jobs[row.job]
    row.state = OpState.CLOSED
    row.closed_week = week
    m.n[Counter.OPEN_OPS] -= 1
    row.late_weeks = max(0, week - row.due_week)
    emit_op(m, week, EventKind.OP_CLOSED, op, row.maker, row.originator, row.closure, row.transfer, 0)
    if row.handed_off == 1:
        close_handoff(m, week, op)
    elif row.maker >= 0 and row.channel == Channel.NETWORK and m.terms[row.channel].has_reputation == 1:
        use_code(m, week, op, row.maker, row.valid_closure == 1)
        if row.valid_closure == 0:
            audit_code(m, week, op, row.maker)
    advance(m, week, row.job)
    if job.open_ops == 0 and job.state == JobState.AWARDED:
        close_job(m, week, row.job)


@compiled
def charge_lateness(m: Market, week: int, job: int, seller: int) -> None:
    """A late job costs the prime a penalty and the buyer what lateness costs it (D26)."""
    p = m.p[0]
    row = m.jobs[job]
    row.late_weeks = max(0, week - row.due_week)
    if row.late_weeks == 0:
        return
    buyer = buyer_account(m, row.buyer)
    penalty = min(row.price, cents(p.late_penalty * row.price / 100.0 * row.late_weeks))
    post(m, week, seller, buyer, penalty, Category.LATE_PENALTY, BOTH, job, -1)
    row.late_cost = cents(m.buyers[row.buyer].v_late * row.vref * row.late_weeks)
    pay_nature(m, week, buyer, row.late_cost, Category.LATE_COST, job, -1)


@compiled
def charge_network_fees(m: Market, week: int, job: int) -> None:
    """Take and pool fee of a front-door purchase order (D46)."""
    p = m.p[0]
    row = m.jobs[job]
    terms = m.terms[Channel.NETWORK]
    operator = special_account(m, Account.OPERATOR)
    price = row.price / 100.0
    payer = buyer_account(m, row.buyer) if terms.fee_payer == 2 else row.prime
    post(m, week, payer, operator, cents(terms.take_rate * price), Category.TAKE, BOTH, job, -1)
    pool = special_account(m, Account.POOL)
    post(m, week, row.prime, pool, cents(p.pool_fee * price), Category.POOL_FEE, BOTH, job, -1)
    if terms.payment_owner == PaymentOwner.NETWORK_GUARANTEE:
        post(
            m,
            week,
            row.prime,
            operator,
            cents(terms.guarantee_fee * price),
            Category.GUARANTEE,
            BOTH,
            job,
            -1,
        )
    m.n[Counter.TRANSACTIONS] += 1


@compiled
def pay_price(m: Market, week: int, job: int, seller: int) -> None:
    """The buyer owes the price; escrow and guarantees pay early (D28)."""
    p = m.p[0]
    row = m.jobs[job]
    buyer = m.buyers[row.buyer]
    account = buyer_account(m, row.buyer)
    terms = m.terms[row.channel]
    weeks = buyer.pay_weeks
    row.paid_late = 1 if uniform(p.seed, Purpose.LATE_PAY, row.key, 0, 0) < buyer.late_prob else 0
    row.defaults = 1 if uniform(p.seed, Purpose.DEFAULT, row.key, 0, 0) < buyer.default_prob else 0
    due = week + int(weeks) + row.paid_late * buyer.late_weeks
    through_network = row.channel == Channel.NETWORK and row.prime >= 0
    if row.prime < 0:
        weeks = 0.0
        post(m, week, account, seller, row.price, Category.PRICE, BOTH, job, -1)
    elif through_network and terms.payment_owner == PaymentOwner.ESCROW:
        weeks = terms.prompt_weeks
        post(m, week, account, seller, row.price, Category.PRICE, WORTH, job, -1)
        escrow = special_account(m, Account.ESCROW)
        schedule(m, week, escrow, seller, row.escrowed, Category.PRICE, week + int(weeks), job, -1)
        row.escrowed = 0
    elif through_network and terms.payment_owner == PaymentOwner.NETWORK_GUARANTEE:
        weeks = terms.prompt_weeks
        operator = special_account(m, Account.OPERATOR)
        owe(m, week, account, operator, row.price, Category.PRICE, due, job, -1)
        owe(m, week, operator, seller, row.price, Category.PRICE, week + int(weeks), job, -1)
    else:
        owe(m, week, account, seller, row.price, Category.PRICE, due, job, -1)
    waiting = finance_cost(row.price / 100.0, p.finance_rate, weeks, 0.0)
    pay_nature(m, week, seller, cents(waiting), Category.FINANCE, job, -1)
    for op in range(row.first_op, row.first_op + row.n_ops):
        made = m.ops[op]
        if made.handed_off == 1 and m.terms[made.channel].payment_owner == PaymentOwner.PAY_WHEN_PAID:
            schedule(m, week, made.originator, made.maker, made.transfer, Category.TRANSFER,
                     max(week, due) + made.delay_weeks, job, op)  # fmt: skip


@compiled
def move_goodwill(m: Market, job: int) -> None:
    """The buyer's goodwill for its prime (D31); a new one enters the list, dropping the least liked."""
    p = m.p[0]
    row = m.jobs[job]
    good = row.ncr_reached_buyer == 0 and row.workmanship_ncr == 0 and row.late_weeks <= GRACE_WEEKS
    entry = find_listing(m, row.buyer, row.prime)
    if entry < 0:
        if row.channel == Channel.NETWORK and m.terms[Channel.NETWORK].buyer_owner == 2:
            return
        entry = row.buyer * LIST_SLOTS
        for slot in range(row.buyer * LIST_SLOTS, (row.buyer + 1) * LIST_SLOTS):
            if m.listings[slot].shop < 0:
                entry = slot
                break
            if m.listings[slot].goodwill < m.listings[entry].goodwill:
                entry = slot
        m.listings[entry].shop = row.prime
        m.listings[entry].goodwill = p.goodwill_new
        m.listings[entry].initial = 0
        return
    listing = m.listings[entry]
    if good:
        listing.goodwill = trust_after_success(listing.goodwill, p.eta_plus)
    else:
        listing.goodwill = trust_after_failure(listing.goodwill, p.trust_failure)


@compiled
def witness_job(m: Market, week: int, job: int) -> None:
    """Evidence a front-door job leaves: like a handoff whose originator is the buyer (D32)."""
    row = m.jobs[job]
    value = row.price / 100.0
    buyer = buyer_account(m, row.buyer)
    closes = 1
    packet = 1
    for op in range(row.first_op, row.first_op + row.n_ops):
        if m.ops[op].handed_off == 0 and m.ops[op].maker >= 0:
            closes = min(closes, m.ops[op].valid_closure)
        if m.ops[op].ncr_causes & PACKET_CAUSES != 0:
            packet = 0
    on_time = 1 if row.late_weeks == 0 else 0
    witness(m, week, row.prime, 0, Metric.CLOSURE, closes, value, buyer, row.key)
    witness(m, week, row.prime, 0, Metric.OTD, on_time, value, buyer, row.key)
    witness(m, week, row.prime, 0, Metric.QUALITY, 1 - row.workmanship_ncr, value, buyer, row.key)
    witness(m, week, row.prime, 0, Metric.DISPUTE, 1, value, buyer, row.key)
    witness(m, week, row.buyer, 2, BuyerMetric.PACKET_QUALITY, packet, value, row.prime, row.key)
    witness(m, week, row.buyer, 2, BuyerMetric.PAY_LAG, 1 - row.paid_late, value, row.prime, row.key)


@compiled
def schedule_repeat(m: Market, week: int, job: int) -> None:
    """A clean job comes back with the world's repeat probability (D36)."""
    p = m.p[0]
    row = m.jobs[job]
    if row.ncr_reached_buyer == 1 or row.workmanship_ncr == 1:
        return
    if uniform(p.seed, Purpose.REPEAT, row.root, row.nth + 1, 1) >= p.repeat_prob:
        return
    expect_repeat(m, job, week + integer(p.seed, Purpose.LAG, row.root, row.nth + 1, 0, p.lag_min, p.lag_max))


@compiled
def close_job(m: Market, week: int, job: int) -> None:
    """The last op is closed: value is created, the price is owed, and the part may come back."""
    row = m.jobs[job]
    row.state = JobState.CLOSED
    row.closed_week = week
    m.n[Counter.OPEN_JOBS] -= 1
    buyer = buyer_account(m, row.buyer)
    seller = row.prime if row.prime >= 0 else special_account(m, Account.VERTICAL) + (-2 - row.prime)
    value = cents(row.value)
    post(m, week, special_account(m, Account.NATURE), buyer, value, Category.VALUE, BOTH, job, -1)
    charge_lateness(m, week, job, seller)
    claim_change(m, week, job)
    pay_price(m, week, job, seller)
    if row.prime >= 0:
        close_shop_job(m, week, job)
    else:
        cost = cents((1.0 - m.p[0].vertical_margin) * row.vref * m.verticals[-2 - row.prime].price_index)
        pay_nature(m, week, seller, cost, Category.PRODUCTION, job, -1)
    schedule_repeat(m, week, job)
    m.panel[week].closed_jobs += 1
    m.closed_jobs[m.n[Counter.CLOSED_JOBS]] = job
    m.n[Counter.CLOSED_JOBS] += 1
    emit(m, week, EventKind.JOB_CLOSED, job, row.occurrence, seller, buyer, row.late_weeks, row.price, 0)


@compiled
def close_shop_job(m: Market, week: int, job: int) -> None:
    """What closing means where a shop is the prime: fees, royalty, goodwill, evidence, revenue."""
    row = m.jobs[job]
    if row.channel == Channel.NETWORK:
        charge_network_fees(m, week, job)
        witness_job(m, week, job)
    if row.royalty_to >= 0 and row.royalty_left > 0 and m.shops[row.royalty_to].closed_week < 0:
        royalty = cents(m.terms[Channel.NETWORK].royalty * row.price / 100.0)
        post(m, week, row.prime, row.royalty_to, royalty, Category.ROYALTY, BOTH, job, -1)
    tally = m.tallies[tally_row(m, week, row.prime)]
    tally.revenue += row.price
    listing = find_listing(m, row.buyer, row.prime)
    if listing < 0 or m.listings[listing].initial == 0:
        tally.revenue_new += row.price
    if row.channel == Channel.NETWORK:
        tally.revenue_network += row.price
    move_goodwill(m, job)


@compiled
def let_idle_trust_fade(m: Market, week: int) -> None:
    """Trust between pairs without open or closed work this week fades a little; yearly margins are forgotten."""
    p = m.p[0]
    for row in range(p.n_shops * TIE_SLOTS):
        tie = m.ties[row]
        if tie.other < 0:
            continue
        tie.annual_margin *= 1.0 - p.belief_rate
        if tie.open == 0 and tie.touched != week:
            tie.trust = trust_after_idle_week(tie.trust, 1.0 - p.trust_idle)


@compiled
def close_work(m: Market, week: int) -> None:
    """Phase 2a: close everything shipped this week, in keyed order."""
    let_idle_trust_fade(m, week)
    for k in range(m.n[Counter.COMPLETIONS]):
        close_op(m, week, m.completions[k])
