"""Phase 1: ops come off the floor, are checked, and what went wrong is paid for (R2, R3, R23, D20-D26)."""

import numpy as np

from handoff_sim.codes import Account, Category, Cause, Channel, Closure, EventKind, OpState, Record, Role, Stage
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.floor.array import complete
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit_op
from handoff_sim.ledger.posting import BOTH, pay_nature, post, spend_hours
from handoff_sim.market.asking import ask_yes_or_no
from handoff_sim.market.costing import dispute_stake
from handoff_sim.market.lookups import buyer_account, cents, op_item, op_key, order_key, special_account, tally_row
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.dispute import denies
from handoff_sim.rules.hazard import detection_probability, packet_hazard, workmanship_hazard
from handoff_sim.streams import Purpose, uniform

ORIGINATOR_CATCHES = 0.6


@compiled
def complete_outside(m: Market, week: int) -> None:
    """Ops at outside processors and vertical operators that are due this week."""
    before = -1
    op = m.n[Counter.OUTSIDE_HEAD]
    while op >= 0:
        row = m.ops[op]
        following = row.next_in_queue
        if 0 <= row.workable_week <= week or row.state == OpState.CANCELLED:
            if before < 0:
                m.n[Counter.OUTSIDE_HEAD] = following
            else:
                m.ops[before].next_in_queue = following
            if m.n[Counter.OUTSIDE_TAIL] == op:
                m.n[Counter.OUTSIDE_TAIL] = before
            if row.state != OpState.CANCELLED:
                complete(m, op)
        else:
            before = op
        op = following


@compiled
def sort_completions(m: Market, week: int) -> None:
    """Keyed order of the week, so that no shop's work is checked first by its number."""
    count = m.n[Counter.COMPLETIONS]
    keys = np.empty(count, np.uint64)
    for k in range(count):
        keys[k] = order_key(m, op_key(m, m.completions[k]), week)
    order = np.argsort(keys)
    m.completions[:count] = m.completions[:count][order]


@compiled
def book_production(m: Market, week: int, op: int) -> None:
    """Machine time and quality effort of a finished op."""
    p = m.p[0]
    row = m.ops[op]
    shop = m.shops[row.maker]
    planned_h = row.planned_min / 60.0
    pay_nature(m, week, row.maker, cents(row.actual_min / 60.0 * shop.cost_rate), Category.PRODUCTION, row.job, op)
    effort = cents(p.kappa_e * planned_h * shop.cost_rate * row.effort)
    pay_nature(m, week, row.maker, effort, Category.QUALITY, row.job, op)
    tally = m.tallies[tally_row(m, week, row.maker)]
    if m.jobs[row.job].large == 1:
        tally.large_min += row.planned_min
    if row.handed_off == 0:
        tally.own_min += row.planned_min
    else:
        tally.received_min += row.planned_min
        m.tallies[tally_row(m, week, row.originator)].given_min += row.planned_min
    if row.channel == Channel.NETWORK:
        tally.network_min += row.planned_min
        shop.quarter_min += row.planned_min


@compiled
def revise(m: Market, week: int, op: int) -> None:
    """A revision that came before the op was done unlocks it, unless the record is shared and locked (D19)."""
    row = m.ops[op]
    job = m.jobs[row.job]
    if job.rev_change_week < 0 or job.rev_change_week > week:
        return
    after_start = 1 if job.rev_change_week > row.accepted_week else 0
    emit_op(m, week, EventKind.REVISION, op, row.originator, -1, after_start, 0, 0)
    if row.channel > Channel.NETWORK or m.terms[row.channel].record != Record.SHARED_LOCKED:
        row.rev_locked = 0


@compiled
def hazard_of(m: Market, op: int, cause: int) -> float:
    """Probability that a cause fires on a finished op (R3)."""
    p = m.p[0]
    row = m.ops[op]
    if cause == Cause.WORKMANSHIP:
        skill = m.shops[row.maker].skill if row.maker >= 0 else 1.0
        return workmanship_hazard(p.p_w0, skill, row.effort)
    if row.maker < 0 and p.vertical_traveler == 1:
        return 0.0
    if cause == Cause.REV_PRINT:
        return packet_hazard(p.p_rev, row.rev_locked, row.packet_effort)
    if cause == Cause.SCOPE_CHANGE:
        return packet_hazard(p.p_scope, row.scope_explicit, row.packet_effort)
    return packet_hazard(p.p_cert, row.cert_complete, row.packet_effort)


@compiled
def stage_of(m: Market, op: int, cause: int) -> int:
    """Where the defect is found (D21)."""
    p = m.p[0]
    row = m.ops[op]
    key = m.jobs[row.job].key
    item = op_item(row.stage, row.lot) + 10_000 * row.occurrence
    if uniform(p.seed, Purpose.DETECTION, key, item, cause) < detection_probability(row.valid_closure == 1):
        return Stage.IN_HOUSE
    caught = uniform(p.seed, Purpose.DETECTION, key, item, 10 + cause) < ORIGINATOR_CATCHES
    if row.handed_off == 1 and caught:
        return Stage.ORIGINATOR
    return Stage.BUYER


@compiled
def stage_multiple(m: Market, stage: int) -> float:
    """Loss multiple of a detection stage."""
    p = m.p[0]
    if stage == Stage.IN_HOUSE:
        return p.m_in_house
    return p.m_originator if stage == Stage.ORIGINATOR else p.m_buyer


@compiled
def gainer_of(m: Market, op: int, cause: int) -> tuple[int, float]:
    """The party that an unproven cause would spare most, and the share it would save (D25)."""
    row = m.ops[op]
    proven = m.matrix[row.channel, cause]
    default = m.split[row.channel]
    spared_originator = proven[Role.ORIGINATOR] - default[Role.ORIGINATOR]
    spared_receiver = proven[Role.RECEIVER] - default[Role.RECEIVER]
    if row.handed_off == 0:
        return row.maker, spared_originator + spared_receiver
    if spared_originator > spared_receiver:
        return row.originator, spared_originator
    return row.maker, spared_receiver


@compiled
def decide_denial(
    m: Market, week: int, op: int, cause: int, denier: int, alpha: float, saved: float, loss: float
) -> bool:
    """R23: whether the party that an unproven cause would spare denies it; one that it would not spare never does."""
    p = m.p[0]
    row = m.ops[op]
    stake = dispute_stake(m, denier, row.channel)
    pays = m.plays[denier].blame_shift == 1 or denies(alpha, saved, loss, p.dispute_h, p.wage, stake)
    denial = saved > 0.0 and pays
    other = row.maker if denier == row.originator else row.originator
    record = new_decision(
        m, week, DecisionKind.DISPUTE, denier, other, row.job, op, 1 if denial else 0, cause,
        p.dispute_h * p.wage + stake, (1.0 - alpha) * saved * loss, 0.0,
    )  # fmt: skip
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = alpha
        values[1] = saved
        values[2] = loss
        values[3] = p.dispute_h
        values[4] = p.wage
        values[5] = stake
    return ask_yes_or_no(m, denier, record, denial)


@compiled
def is_proven(m: Market, week: int, op: int, cause: int, loss: float) -> bool:
    """R23: whether the true cause is shown; a denial costs both sides hours and delays the payment."""
    p = m.p[0]
    row = m.ops[op]
    alpha = m.terms[row.channel].alpha
    denier, saved = gainer_of(m, op, cause)
    if not decide_denial(m, week, op, cause, denier, alpha, saved, loss):
        return True
    m.panel[week].ncr_disputed += 1
    row.disputed = 1
    row.delay_weeks = p.dispute_weeks
    minutes = int(p.dispute_h * 60.0 + 0.5)
    spend_hours(m, week, row.originator, minutes, Category.DISPUTE, row.job, op)
    m.tallies[tally_row(m, week, row.originator)].dispute_min += minutes
    if row.handed_off == 1:
        spend_hours(m, week, row.maker, minutes, Category.DISPUTE, row.job, op)
        m.tallies[tally_row(m, week, row.maker)].dispute_min += minutes
    key = m.jobs[row.job].key
    item = op_item(row.stage, row.lot) + 10_000 * row.occurrence
    proven = uniform(p.seed, Purpose.PROOF, key, item, cause) < alpha
    if not proven:
        row.unproven = 1
        row.denier = denier
        m.panel[week].ncr_unproven += 1
    emit_op(m, week, EventKind.DISPUTE, op, denier, -1, 1 if proven else 0, 0, 0)
    return proven


@compiled
def split_cents(total: int, shares: np.ndarray, parts: np.ndarray) -> None:
    """Split whole cents by shares, largest remainder first, ties to the earlier payer (D26)."""
    given = 0
    remainder = np.empty(4)
    for role in range(4):
        exact = total * shares[role]
        parts[role] = int(exact)
        remainder[role] = exact - parts[role]
        given += parts[role]
    while given < total:
        best = 0
        for role in range(1, 4):
            if remainder[role] > remainder[best] + 1e-12:
                best = role
        parts[best] += 1
        remainder[best] = -1.0
        given += 1


@compiled
def pay_loss(m: Market, week: int, op: int, cause: int, total: int, proven: bool) -> None:
    """Every payer pays its share of the loss; what the pool cannot pay falls on the default split (D26)."""
    row = m.ops[op]
    job = m.jobs[row.job]
    shares = np.empty(4)
    for role in range(4):
        shares[role] = m.matrix[row.channel, cause, role] if proven else m.split[row.channel, role]
    parts = np.zeros(4, np.int64)
    split_cents(total, shares, parts)
    pool = special_account(m, Account.POOL)
    missing = max(0, parts[Role.POOL] - max(0, m.cash[pool]))
    if missing > 0:
        parts[Role.POOL] -= missing
        m.panel[week].pool_shortfall += missing
        extra = np.zeros(4, np.int64)
        for role in range(4):
            shares[role] = m.split[row.channel, role]
        spare = shares[Role.POOL]
        for role in range(3):
            shares[role] = shares[role] / (1.0 - spare) if spare < 1.0 else 1.0 / 3.0
        shares[Role.POOL] = 0.0
        split_cents(missing, shares, extra)
        for role in range(3):
            parts[role] += extra[role]
    if row.handed_off == 0:
        parts[Role.RECEIVER] += parts[Role.ORIGINATOR]
        parts[Role.ORIGINATOR] = 0
    pay_nature(m, week, buyer_account(m, job.buyer), parts[Role.BUYER], Category.NCR, row.job, op)
    pay_nature(m, week, row.originator, parts[Role.ORIGINATOR], Category.NCR, row.job, op)
    pay_nature(m, week, row.maker, parts[Role.RECEIVER], Category.NCR, row.job, op)
    pay_nature(m, week, pool, parts[Role.POOL], Category.NCR, row.job, op)
    job.buyer_ncr += parts[Role.BUYER]
    row.maker_ncr += parts[Role.RECEIVER]
    m.tallies[tally_row(m, week, row.maker)].ncr_paid += parts[Role.RECEIVER]
    m.tallies[tally_row(m, week, row.originator)].ncr_paid += parts[Role.ORIGINATOR]
    if cause == Cause.WORKMANSHIP:
        m.panel[week].ncr_blamed += total - parts[Role.RECEIVER]
    else:
        innocent = parts[Role.POOL]
        if row.handed_off == 1:
            innocent += parts[Role.RECEIVER]
            m.tallies[tally_row(m, week, row.maker)].inherited += parts[Role.RECEIVER]
        m.panel[week].ncr_blamed += innocent


@compiled
def report(m: Market, week: int, op: int, cause: int) -> None:
    """One NCR: found, argued over, paid."""
    p = m.p[0]
    row = m.ops[op]
    job = m.jobs[row.job]
    stage = stage_of(m, op, cause)
    total = cents(p.loss_multiple * row.price * stage_multiple(m, stage))
    m.panel[week].ncr_events += 1
    m.panel[week].ncr_loss += total
    row.ncr_causes |= 1 << cause
    proven = True
    if row.maker >= 0:
        proven = is_proven(m, week, op, cause, total / 100.0)
        pay_loss(m, week, op, cause, total, proven)
        if cause == Cause.WORKMANSHIP:
            job.workmanship_ncr = 1
    else:
        pay_vertical_loss(m, week, op, cause, total)
    if stage == Stage.BUYER:
        job.ncr_reached_buyer = 1
    if row.unproven == 1:
        row.closure = Closure.SETTLED
    elif row.closure != Closure.SETTLED:
        row.closure = (
            Closure.CONCESSION if stage == Stage.BUYER or row.closure == Closure.CONCESSION else Closure.REWORKED
        )
    emit_op(
        m,
        week,
        EventKind.NCR,
        op,
        row.maker,
        row.originator,
        100 * cause + 10 * stage + (1 if proven else 0),
        total,
        0,
    )


@compiled
def pay_vertical_loss(m: Market, week: int, op: int, cause: int, total: int) -> None:
    """A vertical operator answers for workmanship; packet causes are the buyer's when its quality terms hold."""
    p = m.p[0]
    row = m.ops[op]
    job = m.jobs[row.job]
    seller = special_account(m, Account.VERTICAL) + (-2 - job.prime)
    buyer = buyer_account(m, job.buyer)
    payer = seller if cause == Cause.WORKMANSHIP or p.vertical_quality == 0 else buyer
    post(m, week, payer, special_account(m, Account.NATURE), total, Category.NCR, BOTH, row.job, op)
    if payer == buyer:
        job.buyer_ncr += total


@compiled
def check(m: Market, week: int, op: int) -> None:
    """Ship one finished op and draw what went wrong."""
    p = m.p[0]
    row = m.ops[op]
    row.state = OpState.SHIPPED
    row.done_week = week
    row.closure = Closure.CLEAN
    emit_op(m, week, EventKind.COMPLETED, op, row.maker, row.originator, 0, row.actual_min, 0)
    if row.maker == -2:
        return
    if row.maker >= 0:
        book_production(m, week, op)
        revise(m, week, op)
    key = m.jobs[row.job].key
    item = op_item(row.stage, row.lot) + 10_000 * row.occurrence
    for cause in range(4):
        if uniform(p.seed, Purpose.NCR, key, item, cause) < hazard_of(m, op, cause):
            report(m, week, op, cause)


@compiled
def check_work(m: Market, week: int) -> None:
    """Phase 1b: everything finished this week, in keyed order."""
    complete_outside(m, week)
    sort_completions(m, week)
    for k in range(m.n[Counter.COMPLETIONS]):
        check(m, week, m.completions[k])
