"""Phase 4: whom buyers ask, and whom the network routes an RFQ to (D42, 3.4)."""

import math

import numpy as np

from handoff_sim.codes import Channel, Depth, EventKind, NoBid
from handoff_sim.compiled import compiled
from handoff_sim.ledger.events import emit
from handoff_sim.market.lookups import has_process, is_open, keep_best
from handoff_sim.market.routing import misroute, shortlist
from handoff_sim.market.tables import LIST_SLOTS, Counter, Market
from handoff_sim.streams import Purpose, uniform


@compiled
def add_quote(m: Market, job: int, shop: int, channel: int) -> int:
    """Lay a pending quote in the week's table."""
    row = m.n[Counter.QUOTES]
    m.n[Counter.QUOTES] = row + 1
    quote = m.quotes[row]
    quote.job = job
    quote.shop = shop
    quote.channel = channel
    quote.no_bid = NoBid.QUOTED
    quote.depth = Depth.FULL
    quote.minutes = 0
    quote.price = 0
    quote.won = 0
    quote.gain = 0.0
    quote.gain_per_h = 0.0
    quote.score = 0.6
    m.jobs[job].quotes_in += 1
    return row


@compiled
def solicit_directly(m: Market, job: int) -> None:
    """The buyer asks the shops it likes best that can do the first op (D42)."""
    p = m.p[0]
    row = m.jobs[job]
    process = m.ops[row.first_op].process
    first = row.buyer * LIST_SLOTS
    liking = np.empty(m.buyers[row.buyer].quotes)
    liked = np.empty(m.buyers[row.buyer].quotes, np.int64)
    count = 0
    for slot in range(first, first + LIST_SLOTS):
        entry = m.listings[slot]
        if entry.shop < 0 or not has_process(m, entry.shop, process) or not is_open(m, entry.shop):
            continue
        u = uniform(p.seed, Purpose.SOLICIT, row.key, m.shops[entry.shop].key, row.occurrence)
        key = entry.goodwill - p.list_noise * math.log(-math.log(u))
        count = keep_best(liking, liked, count, key, entry.shop)
    for k in range(count):
        add_quote(m, job, liked[k], Channel.DIRECT)


@compiled
def solicit_network(m: Market, week: int, job: int) -> None:
    """The network routes the RFQ to members (3.4)."""
    p = m.p[0]
    row = m.jobs[job]
    process = m.ops[row.first_op].process
    chosen = np.empty(max(1, p.quotes_per_rfq), np.int64)
    count = shortlist(m, process, row.key, row.occurrence, -1, p.quotes_per_rfq, True, chosen)
    wrong = misroute(m, process, row.key, row.occurrence, -1) if count > 0 else -1
    for k in range(count):
        m.panel[week].routed += 1
        if wrong >= 0 and k == count - 1:
            m.panel[week].misroutes += 1
            quote = add_quote(m, job, wrong, Channel.NETWORK)
            m.quotes[quote].no_bid = NoBid.NO_CAPABILITY
        else:
            quote = add_quote(m, job, chosen[k], Channel.NETWORK)
            m.quotes[quote].score = m.reputation[chosen[k]]


@compiled
def solicit_quotes(m: Market, week: int) -> None:
    """Phase 4: every RFQ that is not a loyal reorder goes out."""
    for k in range(m.n[Counter.PENDING]):
        job = m.rfqs[k]
        row = m.jobs[job]
        m.panel[week].rfqs += 1
        emit(m, week, EventKind.RFQ, job, row.occurrence, -1, -1, row.intent, 0, m.terms[row.channel].content)
        if row.reorder == 1:
            continue
        if row.channel == Channel.NETWORK:
            solicit_network(m, week, job)
        else:
            solicit_directly(m, job)
