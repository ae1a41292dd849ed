"""Phase 3: new RFQs and repeats fall due; packets are drawn; buyers choose a channel (R25, D40, D41)."""

import math

import numpy as np

from handoff_sim.codes import Account, Category, Channel, CostBearer, JobState
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.posting import CASH, pay_nature, post
from handoff_sim.market.asking import ask_yes_or_no, buyer_seat
from handoff_sim.market.lookups import (
    buyer_account,
    cents,
    in_lane,
    is_member,
    is_open,
    order_key,
    special_account,
)
from handoff_sim.market.repeats import decide_repeat
from handoff_sim.market.scheduled import large_order_share, skips_repeat
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.channel import network_probability
from handoff_sim.strategies.formulas import means_to_buy
from handoff_sim.streams import Purpose, draw_key, integer, normal, uniform


@compiled
def draw_flag(m: Market, job: int, which: int, probability: float) -> int:
    """Whether a packet flag is true: by the buyer's discipline, or forced by the network's floor."""
    p = m.p[0]
    row = m.jobs[job]
    if uniform(p.seed, Purpose.JOB_FLAGS, row.key, which, 0) < probability:
        return 1
    if row.channel == Channel.NETWORK and uniform(p.seed, Purpose.FLOOR, row.key, which, 0) < p.floor:
        return 1
    return 0


@compiled
def decide_intent(m: Market, week: int, job: int) -> bool:
    """Whether a buyer means an RFQ for a new part: a draw, which one that collects prices shifts (MODEL 3.6)."""
    row = m.jobs[job]
    buyer = m.buyers[row.buyer]
    luck = uniform(m.p[0].seed, Purpose.JOB_INTENT, row.key, 0, 0)
    meant = means_to_buy(luck, buyer.intent, m.plays[buyer_seat(m, row.buyer)].phantom)
    record = new_decision(
        m, week, DecisionKind.INTENT, row.buyer, -1, job, -1, 1 if meant else 0, 0, luck, buyer.intent, 0.0
    )
    if record >= 0:
        m.decisions[record].terms[0] = buyer.intent
        m.decisions[record].terms[1] = luck
    return ask_yes_or_no(m, buyer_seat(m, row.buyer), record, meant)


@compiled
def draw_packet(m: Market, week: int, job: int) -> None:
    """Flags and intent of an RFQ; the same uniforms under every policy, so that floors are nested (D41)."""
    p = m.p[0]
    row = m.jobs[job]
    buyer = m.buyers[row.buyer]
    row.rev_locked = draw_flag(m, job, 0, buyer.discipline)
    row.scope_explicit = draw_flag(m, job, 1, buyer.discipline)
    row.cert_complete = draw_flag(m, job, 2, buyer.discipline)
    row.completeness = (row.rev_locked + row.scope_explicit + row.cert_complete) / 3.0
    if (
        row.nth > 0
        or decide_intent(m, week, job)
        or (row.channel == Channel.NETWORK and uniform(p.seed, Purpose.SCREEN, row.key, 0, 0) < p.screen)
    ):
        row.intent = 1
    else:
        row.intent = 0


@compiled
def draw_process(m: Market, u: float, avoid: int) -> int:
    """A non-finish process by installed capacity, other than ``avoid`` where there is another."""
    p = m.p[0]
    total = 0.0
    for process in range(p.processes):
        if process != avoid:
            total += process_share(m, process)
    if total <= 0.0:
        return avoid
    left = u * total
    last = avoid
    for process in range(p.processes):
        share = process_share(m, process)
        if process == avoid or share <= 0.0:
            continue
        last = process
        left -= share
        if left < 0.0:
            break
    return last


@compiled
def process_share(m: Market, process: int) -> float:
    """Share of a process in installed non-finish capacity."""
    return m.process_cdf[process] - (m.process_cdf[process - 1] if process > 0 else 0.0)


@compiled
def add_op(m: Market, job: int, stage: int, process: int, hours: float, lots: int) -> None:
    """Append one operation of a job, cut into equal lots where it is large."""
    for lot in range(lots):
        row = m.n[Counter.OPS]
        m.n[Counter.OPS] = row + 1
        op = m.ops[row]
        op.job = job
        op.stage = stage
        op.lot = lot
        op.lots = lots
        op.process = process
        op.planned_min = max(1, int(hours * 60.0 / lots + 0.5))
        op.maker = -1
        op.originator = -1
        op.denier = -1
        op.next_in_queue = -1
        op.workable_week = -1
        op.due_week = -1
        op.accepted_week = -1
        op.done_week = -1
        op.closed_week = -1
        op.channel = Channel.DIRECT
        m.jobs[job].n_ops += 1


@compiled
def draw_ops(m: Market, job: int) -> None:
    """Operations and hours of a new job (D8, D10), and from them its reference value."""
    p = m.p[0]
    row = m.jobs[job]
    key = row.key
    hours = math.exp(p.hours_mu + p.hours_sigma * normal(p.seed, Purpose.JOB_HOURS, key, 0, 0))
    large_share = large_order_share(m, row.week, row.buyer)
    row.large = 1 if uniform(p.seed, Purpose.JOB_LARGE, key, 0, 0) < large_share else 0
    lots = 1
    if row.large == 1:
        hours *= p.large_multiple
        lots = p.large_lots
    u = uniform(p.seed, Purpose.JOB_OPS, key, 0, 0)
    stages = 3 if u < p.three_ops else (2 if u < p.two_ops else 1)
    finishes = stages > 1 and uniform(p.seed, Purpose.JOB_OPS, key, 1, 0) < p.finish_share
    makes = stages - 1 if finishes else stages
    row.first_op = m.n[Counter.OPS]
    row.n_ops = 0
    row.n_stages = stages
    row.hours = hours
    process = -1
    for stage in range(makes):
        process = draw_process(m, uniform(p.seed, Purpose.JOB_OPS, key, 2 + stage, 0), process)
        add_op(m, job, stage, process, hours / makes, lots)
    if finishes:
        add_op(m, job, stages - 1, p.finish, hours * p.finish_hours_ratio, 1)
    total = 0
    for op in range(row.first_op, row.first_op + row.n_ops):
        total += m.ops[op].planned_min
    row.vref = p.rate * total / 60.0
    u_value = uniform(p.seed, Purpose.JOB_VALUE, key, 0, 0)
    row.value = row.vref * (p.value_min + u_value * (p.value_max - p.value_min))
    lead = integer(p.seed, Purpose.JOB_LEAD, key, 0, 0, p.lead_min, p.lead_max)
    row.lead_required = lead + stages - 1


@compiled
def blank_job(m: Market, week: int, buyer: int) -> int:
    """Append an empty job of a buyer."""
    job = m.n[Counter.JOBS]
    m.n[Counter.JOBS] = job + 1
    row = m.jobs[job]
    row.buyer = buyer
    row.week = week
    row.parent = -1
    row.prime = -1
    row.incumbent = -1
    row.royalty_to = -1
    row.award_week = -1
    row.due_week = -1
    row.closed_week = -1
    row.rev_change_week = -1
    row.next_due = -1
    row.channel = Channel.DIRECT
    return job


@compiled
def copy_ops(m: Market, job: int, parent: int) -> None:
    """A repeat has the operations, hours and values of the part's last job (D36)."""
    row = m.jobs[job]
    last = m.jobs[parent]
    row.n_stages = last.n_stages
    row.hours = last.hours
    row.large = last.large
    row.vref = last.vref
    row.value = last.value
    row.lead_required = last.lead_required
    row.first_op = m.n[Counter.OPS]
    row.n_ops = 0
    for op in range(last.first_op, last.first_op + last.n_ops):
        old = m.ops[op]
        if old.lot == 0:
            add_op(m, job, old.stage, old.process, old.planned_min * old.lots / 60.0, old.lots)


@compiled
def new_part(m: Market, week: int, buyer: int, n: int) -> None:
    """The n-th new part a buyer asks for this week."""
    p = m.p[0]
    job = blank_job(m, week, buyer)
    row = m.jobs[job]
    row.key = draw_key(p.seed, Purpose.DEMAND, m.buyers[buyer].key, week, n)
    row.root = row.key
    draw_ops(m, job)
    add_rfq(m, job)


@compiled
def repeat_part(m: Market, week: int, parent: int) -> None:
    """A part that closed cleanly comes back."""
    p = m.p[0]
    last = m.jobs[parent]
    job = blank_job(m, week, last.buyer)
    row = m.jobs[job]
    row.root = last.root
    row.nth = last.nth + 1
    row.parent = parent
    row.key = draw_key(p.seed, Purpose.REPEAT, last.root, row.nth, 0)
    copy_ops(m, job, parent)
    add_rfq(m, job)


@compiled
def add_rfq(m: Market, job: int) -> None:
    """Put a job on this week's list of RFQs."""
    m.rfqs[m.n[Counter.PENDING]] = job
    m.n[Counter.PENDING] += 1


@compiled
def sort_rfqs(m: Market, week: int) -> None:
    """Keyed order of the week (D2), so that no buyer is first by its number."""
    count = m.n[Counter.PENDING]
    keys = np.empty(count, np.uint64)
    for k in range(count):
        keys[k] = order_key(m, m.jobs[m.rfqs[k]].key, week)
    order = np.argsort(keys)
    m.rfqs[:count] = m.rfqs[:count][order]


@compiled
def covered(m: Market, process: int, needed: int) -> bool:
    """Whether at least ``needed`` members in the lane can do a process."""
    p = m.p[0]
    found = 0
    for region in range(p.regions):
        if not in_lane(m, process, region):
            continue
        cell = process * p.regions + region
        for row in range(m.by_process_start[cell], m.by_process_start[cell + 1]):
            if is_member(m, m.by_process[row]) and is_open(m, m.by_process[row]):
                found += 1
                if found >= needed:
                    return True
    return False


@compiled
def may_use_network(m: Market, week: int, job: int) -> bool:
    """Whether the network's front door exists for this job (D5)."""
    p = m.p[0]
    if p.front_door == 0 or week < p.launch:
        return False
    row = m.jobs[job]
    buyer = m.buyers[row.buyer]
    process = m.ops[row.first_op].process
    if (p.lane_buyers >> buyer.klass) & 1 == 0 or not in_lane(m, process, buyer.region):
        return False
    return buyer.member == 1 and covered(m, process, 2)


@compiled
def choose_channel(m: Market, week: int, job: int) -> None:
    """R25: network or direct, for a part without a history."""
    p = m.p[0]
    row = m.jobs[job]
    if not may_use_network(m, week, job):
        return
    buyer = m.buyers[row.buyer]
    chance = network_probability(buyer.u_network, buyer.u_direct, p.channel_temperature, p.channel_floor)
    mandate = p.mandate if buyer.large_prime == 1 else 0.0
    luck = uniform(p.seed, Purpose.CHANNEL, row.key, 0, 0)
    by_network = luck < max(chance, mandate)
    record = new_decision(
        m,
        week,
        DecisionKind.CHANNEL,
        row.buyer,
        -1,
        job,
        -1,
        1 if by_network else 0,
        0,
        luck,
        max(chance, mandate),
        0.0,
    )
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = buyer.u_network
        values[1] = buyer.u_direct
        values[2] = p.channel_temperature
        values[3] = p.channel_floor
        values[4] = mandate
        values[5] = luck
    if ask_yes_or_no(m, buyer_seat(m, row.buyer), record, by_network):
        row.channel = Channel.NETWORK


@compiled
def charge_packet(m: Market, week: int, job: int) -> None:
    """A network job pays for its packet, and leaves a deposit where one is asked and it goes out for quotes (D41)."""
    p = m.p[0]
    row = m.jobs[job]
    if row.channel != Channel.NETWORK:
        return
    buyer = buyer_account(m, row.buyer)
    cost = cents(p.packet_cost)
    if p.packet_bearer == CostBearer.BUYER:
        pay_nature(m, week, buyer, cost, Category.PACKET, job, -1)
        row.packet_cost += cost
    elif p.packet_bearer == CostBearer.NETWORK:
        pay_nature(m, week, special_account(m, Account.OPERATOR), cost, Category.PACKET, job, -1)
    if row.reorder == 0:
        escrow = special_account(m, Account.ESCROW)
        post(m, week, buyer, escrow, cents(p.rfq_deposit), Category.DEPOSIT, CASH, job, -1)


@compiled
def collect_demand(m: Market, week: int) -> None:
    """Phase 3: the week's RFQs, new and repeated, each with its packet and channel."""
    p = m.p[0]
    m.n[Counter.PENDING] = m.n[Counter.RESOLICIT]
    m.n[Counter.RESOLICIT] = 0
    for buyer in range(p.n_buyers):
        for n in range(m.demand[week, buyer]):
            new_part(m, week, buyer, n)
    parent = m.repeat_head[week]
    while parent >= 0:
        after = m.jobs[parent].next_due
        if not skips_repeat(m, week, parent):
            repeat_part(m, week, parent)
        parent = after
    sort_rfqs(m, week)
    for k in range(m.n[Counter.PENDING]):
        job = m.rfqs[k]
        row = m.jobs[job]
        row.state = JobState.OPEN
        if row.parent >= 0 and row.occurrence == 0:
            draw_packet(m, week, job)
            decide_repeat(m, week, job)
        elif row.occurrence == 0:
            choose_channel(m, week, job)
        if row.occurrence == 0:
            draw_packet(m, week, job)
        charge_packet(m, week, job)
