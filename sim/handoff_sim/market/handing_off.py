"""Phase 7: the prime makes each op, hands it off, or buys it outside (R10-R12, D55-D60)."""

import numpy as np

from handoff_sim.codes import Channel, HandoffReason, Maker, OpState
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.market.asking import ask
from handoff_sim.market.binding import buy_outside, hand_off, make_in_house, make_vertical
from handoff_sim.market.care import decide_certificate
from handoff_sim.market.costing import (
    op_loss,
    packet_effort_of,
    station_load,
)
from handoff_sim.market.lookups import (
    cents,
    has_process,
    op_key,
    order_key,
)
from handoff_sim.market.originating import IMPOSSIBLE, costs_at_home, op_lead, why_to_look
from handoff_sim.market.seeking import first_yes_binds, look_for_help
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.make_or_handoff import make_cost

NOBODY = -1
Home = tuple[float, float, float, float, float, float, float]  # as of costs_at_home
NO_HOME: Home = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@compiled
def choose_maker(
    m: Market, week: int, op: int, make: float, outside: float, phone: float, network: float, promised: float,
    total: float, maker: int, channel: int, transfer: float, bound: bool, home: Home,
) -> int:  # fmt: skip
    """R10: the cheapest way to have the op made, unless a seat takes another that is open to it. Returns a Maker.

    ``home`` is what the make cost was made of before others were asked: asking takes hours, which changes the parts.
    """
    row = m.ops[op]
    choice: int = Maker.OUTSIDE
    if maker >= 0:
        choice = Maker.RECEIVER
    elif make <= outside:
        choice = Maker.IN_HOUSE
    record = new_decision(
        m, week, DecisionKind.MAKE_OR_HANDOFF, row.originator, maker, row.job, op,
        1 if maker >= 0 else 0, row.reason, make, total, 0.0,
    )  # fmt: skip
    if record < 0:
        return choice
    values = m.decisions[record].terms
    values[0] = make
    values[1] = outside
    values[2] = phone
    values[3] = network
    if make < IMPOSSIBLE:
        production, opportunity, liability, risk, effort_cost, late, _ = home
        values[4] = production
        values[5] = opportunity
        values[6] = liability
        values[7] = risk
        values[8] = effort_cost
        values[9] = late
    values[10] = promised
    values[11] = op_lead(m, week, op)
    values[12] = 1.0 if bound else 0.0
    values[13] = transfer
    values[14] = channel
    m.decisions[record].load_weeks = station_load(m, row.originator, row.process)
    if not bound and ask(m, row.originator, record):
        choice = int(m.decisions[record].answer[0])
        m.decisions[record].state = 1 if choice == Maker.RECEIVER else 0
    return choice


@compiled
def price_outside(m: Market, op: int, could_make: bool) -> float:
    """Price of an outside processor, dollars; out of reach for a shop that could be late and has not got the cash."""
    row = m.ops[op]
    price = m.p[0].outside_premium * row.price
    if could_make and m.cash[row.originator] < cents(price):
        return IMPOSSIBLE
    return price


@compiled
def decide_op(m: Market, week: int, op: int) -> None:
    """R10 for one op."""
    row = m.ops[op]
    home = NO_HOME
    make = IMPOSSIBLE
    if has_process(m, row.originator, row.process):
        home = costs_at_home(m, week, op)
        make = make_cost(home[0], home[1], home[2], home[3], home[4], home[5])
    promised = home[6]
    outside = price_outside(m, op, make < IMPOSSIBLE)
    row.reason = why_to_look(m, week, op, promised)
    best = min(make, outside)
    maker = NOBODY
    channel: int = Channel.PHONE
    transfer = 0.0
    phone = IMPOSSIBLE
    network = IMPOSSIBLE
    total = best
    if row.reason != HandoffReason.NONE:
        decide_certificate(m, week, op)
        loss = op_loss(m, row.price, False, True)
        x = packet_effort_of(
            m, row.originator, Channel.PHONE, 0, loss, row.rev_locked, row.scope_explicit, row.cert_complete
        )
        maker, channel, transfer, phone, network, total = look_for_help(m, week, op, best, x)
    bound = maker >= 0 and channel == Channel.NETWORK and first_yes_binds(m)
    choice = choose_maker(
        m, week, op, make, outside, phone, network, promised, total, maker, channel, transfer, bound, home
    )
    if choice == Maker.RECEIVER:
        hand_off(m, week, op, maker, channel, transfer, total, make)
    elif choice == Maker.IN_HOUSE:
        make_in_house(m, week, op)
    else:
        buy_outside(m, week, op)


@compiled
def decide_makers(m: Market, week: int) -> None:
    """Phase 7: this week's awards and ops that lost their maker, job by job in keyed order."""
    for k in range(m.n[Counter.AWARDS]):
        job = m.jobs[m.awards[k]]
        for op in range(job.first_op, job.first_op + job.n_ops):
            if job.prime >= 0:
                decide_op(m, week, op)
            else:
                make_vertical(m, week, op)
    count = m.n[Counter.REOFFERS]
    keys = np.empty(count, np.uint64)
    for k in range(count):
        keys[k] = order_key(m, op_key(m, m.reoffers[k]), week)
    order = np.argsort(keys)
    for k in range(count):
        op = m.reoffers[order[k]]
        prime = m.ops[op].originator
        if m.ops[op].state == OpState.WAITING and prime >= 0 and m.shops[prime].closed_week < 0:
            decide_op(m, week, op)
    m.n[Counter.REOFFERS] = 0
