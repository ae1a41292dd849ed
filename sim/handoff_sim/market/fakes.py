"""Phase 9: members of a ring hand each other work that does not exist, for the record (MODEL 3.6, D77)."""

from handoff_sim.codes import Account, Category, Channel, EventKind, Metric, OriginatorMetric
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import BOTH, post
from handoff_sim.market.asking import ask, is_asked
from handoff_sim.market.evidence import witness
from handoff_sim.market.lookups import cents, is_member, is_open, special_account
from handoff_sim.market.tables import Counter, Market
from handoff_sim.streams import Purpose, draw_key, uniform

MOST_FAKES = 10  # fake handoffs a shop can report in a week


@compiled
def decide_fakes(m: Market, week: int, shop: int) -> tuple[int, int, float]:
    """How many fake handoffs a shop reports this week, to whom, and at what price in dollars; an honest one none."""
    p = m.p[0]
    play = m.plays[shop]
    jobs, partner, price = play.ring_jobs, play.ring_next, play.ring_price
    if jobs == 0 and not is_asked(m, shop, DecisionKind.FAKE_WORK):
        return 0, -1, 0.0
    record = new_decision(m, week, DecisionKind.FAKE_WORK, shop, partner, -1, -1, jobs, 0, 0.0, price, 0.0)
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = m.reputation[shop]
        values[1] = 1.0 if is_member(m, shop) else 0.0
        values[2] = p.audit_rate
        values[3] = p.audit_fine
        values[4] = m.terms[Channel.NETWORK].take_rate
        if ask(m, shop, record):
            jobs = m.decisions[record].state
            partner = int(m.decisions[record].answer[0])
            price = m.decisions[record].answer[1]
    return jobs, partner, price


@compiled
def report_fake(m: Market, week: int, n: int, originator: int, maker: int, price: float) -> None:
    """One handoff that never was: paid there and back, the take paid for good, and both records the better for it."""
    p = m.p[0]
    terms = m.terms[Channel.NETWORK]
    paid = cents(price)
    post(m, week, originator, maker, paid, Category.TRANSFER, BOTH, -1, -1)
    post(m, week, maker, originator, paid, Category.TRANSFER, BOTH, -1, -1)
    operator = special_account(m, Account.OPERATOR)
    take = terms.take_rate * price
    post(m, week, originator, operator, cents(take * terms.fee_originator), Category.TAKE, BOTH, -1, -1)
    post(m, week, maker, operator, cents(take * terms.fee_receiver), Category.TAKE, BOTH, -1, -1)
    m.n[Counter.TRANSACTIONS] += 1
    key = draw_key(p.seed, Purpose.FAKE, m.shops[originator].key, week, n)
    emit(m, week, EventKind.FAKE_WORK, -1, n, originator, maker, 0, paid, terms.content)
    if terms.has_reputation == 0:
        return
    found = uniform(p.seed, Purpose.AUDIT, m.shops[originator].key, week, 1000 + n) < p.audit_rate
    if found:
        post(m, week, originator, operator, cents(p.audit_fine), Category.FINE, BOTH, -1, -1)
        post(m, week, maker, operator, cents(p.audit_fine), Category.FINE, BOTH, -1, -1)
        return
    for metric in (Metric.CLOSURE, Metric.OTD, Metric.QUALITY, Metric.DISPUTE):
        witness(m, week, maker, 0, metric, 1, price, originator, key)
    for also in (OriginatorMetric.PACKET_QUALITY, OriginatorMetric.PAY_LAG, OriginatorMetric.DISPUTE):
        witness(m, week, originator, 1, also, 1, price, maker, key)


@compiled
def trade_fakes(m: Market, week: int) -> None:
    """This week's fake handoffs between members, shop by shop in the order of their keys."""
    for shop in m.by_key:
        if not is_open(m, shop) or not is_member(m, shop):
            continue
        jobs, partner, price = decide_fakes(m, week, shop)
        if jobs == 0 or partner < 0 or not is_open(m, partner) or not is_member(m, partner):
            continue
        for n in range(jobs):
            report_fake(m, week, n, shop, partner, price)
