"""Looking for another maker: phone partners are asked and compared, posted offers bind on the first yes (D58)."""

import numpy as np

from handoff_sim.codes import (
    Category,
    Channel,
    DeclineCode,
    EventKind,
    PriceRule,
)
from handoff_sim.compiled import compiled
from handoff_sim.ledger.events import emit_op
from handoff_sim.ledger.posting import spare_minutes, spend_hours
from handoff_sim.market.acknowledging import acknowledge, count_answer, use_answer_hours
from handoff_sim.market.answering import answer, transfer_price
from handoff_sim.market.lookups import (
    cents,
    in_lane,
    is_member,
    op_item,
    tally_row,
)
from handoff_sim.market.originating import IMPOSSIBLE, floored, forwarded_cert, own_costs_of_handing
from handoff_sim.market.routing import misroute, network_candidates, partners_for
from handoff_sim.market.tables import Market
from handoff_sim.rules.belief import ewma

NOBODY = -1


@compiled
def call(m: Market, week: int, op: int, channel: int, prime: int) -> bool:
    """The originator's call to one partner; false when it has no hours left."""
    minutes = int(m.terms[channel].call_h * 60.0 + 0.5)
    if spare_minutes(m, prime) < minutes:
        return False
    spend_hours(m, week, prime, minutes, Category.COORDINATION, m.ops[op].job, op)
    m.tallies[tally_row(m, week, prime)].call_min += minutes
    return True


@compiled
def negotiate(
    m: Market, week: int, op: int, channel: int, alternative: float, x: float, cert: int
) -> tuple[int, float, float]:
    """Ask up to three partners, compare, and name the cheapest deal: shop (or -1), total cost, transfer."""
    p = m.p[0]
    row = m.ops[op]
    terms = m.terms[channel]
    prime = row.originator
    chosen = np.empty(max(1, terms.max_ask), np.int64)
    item = op_item(row.stage, row.lot)
    if channel == Channel.PHONE:
        count = partners_for(m, row.process, prime, terms.max_ask, chosen)
    else:
        count = network_candidates(m, row.process, m.jobs[row.job].key, item, prime, terms.max_ask, chosen)
    best = NOBODY
    best_cost = alternative
    best_transfer = 0.0
    for k in range(count):
        other = chosen[k]
        if not call(m, week, op, channel, prime):
            break
        own = own_costs_of_handing(m, week, op, channel, other, x, cert)
        code, transfer, value, hours = answer(m, week, op, channel, other, alternative, own, x, cert, False)
        use_answer_hours(m, week, op, channel, other, hours)
        count_answer(m, week, op, channel, other, code, value)
        emit_op(m, week, EventKind.OFFER, op, prime, other, code, cents(transfer), terms.content)
        if code == DeclineCode.ACCEPTED and transfer + own < best_cost:
            best = other
            best_cost = transfer + own
            best_transfer = transfer
    for k in range(count):
        shop = m.shops[chosen[k]]
        won = 1.0 if chosen[k] == best else 0.0
        shop.win_phone = ewma(shop.win_phone, won, p.belief_rate)
    return best, best_cost, best_transfer


@compiled
def offer_posted(m: Market, week: int, op: int, alternative: float, x: float, cert: int) -> tuple[int, float, float]:
    """Offers at a posted price, one after the other; the first yes binds. Shop (or -1), total cost, transfer."""
    p = m.p[0]
    row = m.ops[op]
    terms = m.terms[Channel.NETWORK]
    key = m.jobs[row.job].key
    item = op_item(row.stage, row.lot) + 10_000 * row.occurrence
    chosen = np.empty(max(1, p.max_offers), np.int64)
    count = network_candidates(m, row.process, key, item, row.originator, p.max_offers, chosen)
    wrong = misroute(m, row.process, key, item, row.originator) if count > 0 else NOBODY
    for k in range(count):
        other = chosen[k]
        m.panel[week].routed += 1
        if wrong >= 0 and k == count - 1:
            other = wrong
            m.panel[week].misroutes += 1
            m.tallies[tally_row(m, week, other)].misroutes += 1
            own = 0.0
        else:
            own = own_costs_of_handing(m, week, op, Channel.NETWORK, other, x, cert)
            expected, _ = transfer_price(m, op, Channel.NETWORK, 0.0, row.price, 0.0, alternative, own)
            if expected + own >= alternative:
                continue
        code, transfer, value, hours = answer(m, week, op, Channel.NETWORK, other, alternative, own, x, cert, True)
        if code == DeclineCode.ACCEPTED and transfer + own >= alternative:
            code = DeclineCode.PRICE
        use_answer_hours(m, week, op, Channel.NETWORK, other, hours)
        count_answer(m, week, op, Channel.NETWORK, other, code, value)
        emit_op(m, week, EventKind.OFFER, op, row.originator, other, code, cents(transfer), terms.content)
        acknowledge(m, week, op, other, code)
        if code == DeclineCode.ACCEPTED:
            return other, transfer + own, transfer
    return NOBODY, alternative, 0.0


@compiled
def may_hand_off_by_network(m: Market, week: int, op: int) -> bool:
    """Whether the back door is open to this prime for this op (D5)."""
    p = m.p[0]
    row = m.ops[op]
    if p.back_door == 0 or week < p.launch or not is_member(m, row.originator):
        return False
    return in_lane(m, row.process, m.shops[row.originator].region)


@compiled
def first_yes_binds(m: Market) -> bool:
    """Whether the network's price rule makes offers that bind on the first yes; else partners are compared (D58)."""
    rule = m.terms[Channel.NETWORK].price_rule
    return not (rule == PriceRule.NASH or rule == PriceRule.RECEIVER_QUOTE)


@compiled
def look_for_help(m: Market, week: int, op: int, best: float, x: float) -> tuple[int, int, float, float, float, float]:
    """Phone, then network: maker (or -1), channel, transfer, phone cost, network cost, total cost (D58)."""
    p = m.p[0]
    network = may_hand_off_by_network(m, week, op)
    phone_cost = IMPOSSIBLE
    network_cost = IMPOSSIBLE
    maker = NOBODY
    channel: int = Channel.PHONE
    transfer = 0.0
    total = best
    if not (network and (p.null_network == 1 or p.exclusivity == 1)):
        cert = forwarded_cert(m, op, Channel.PHONE)
        maker, phone_cost, transfer = negotiate(m, week, op, Channel.PHONE, best, x, cert)
        if maker >= 0:
            total = phone_cost
        else:
            phone_cost = IMPOSSIBLE
    if network:
        cert = floored(m, op, Channel.NETWORK, 2, forwarded_cert(m, op, Channel.NETWORK))
        if first_yes_binds(m):
            other, network_cost, price = offer_posted(m, week, op, total, x, cert)
        else:
            other, network_cost, price = negotiate(m, week, op, Channel.NETWORK, total, x, cert)
        if other >= 0:
            maker = other
            channel = Channel.NETWORK
            transfer = price
            total = network_cost
        else:
            network_cost = IMPOSSIBLE
    return maker, channel, transfer, phone_cost, network_cost, total
