"""Phase 2: what a prime may claim at closing, and how late it may pay (MODEL 3.6); an honest one does neither."""

from handoff_sim.codes import Category, Channel, EventKind, PaymentOwner, Role
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit, emit_op
from handoff_sim.ledger.posting import BOTH, post, spend_hours
from handoff_sim.market.asking import ask
from handoff_sim.market.lookups import buyer_account, cents, op_item, tally_row
from handoff_sim.market.tables import Market
from handoff_sim.streams import Purpose, uniform


@compiled
def decide_payment(m: Market, week: int, op: int, weeks: float) -> int:
    """Weeks by which an originator that pays out of its own pocket delays a transfer; 0 under any other terms."""
    row = m.ops[op]
    if m.terms[row.channel].payment_owner != PaymentOwner.ORIGINATOR_BEARS:
        return 0
    late = m.plays[row.originator].slow_pay
    record = new_decision(
        m, week, DecisionKind.PAYMENT, row.originator, row.maker, row.job, op, 1 if late > 0 else 0, 0, 0.0, late, 0.0
    )
    if record >= 0:
        m.decisions[record].terms[0] = row.transfer / 100.0
        m.decisions[record].terms[1] = weeks
        if ask(m, row.originator, record):
            late = int(m.decisions[record].answer[0])
            m.decisions[record].value = late
    return late


@compiled
def claim_defect(m: Market, week: int, op: int) -> None:
    """An originator may claim for a defect that was none: the record proves it, or the maker pays its share."""
    p = m.p[0]
    row = m.ops[op]
    if row.ncr_causes != 0:
        return
    terms = m.terms[row.channel]
    share = m.split[row.channel, Role.RECEIVER]
    claim = m.plays[row.originator].false_claim * (row.transfer / 100.0)
    record = new_decision(
        m, week, DecisionKind.DEFECT_CLAIM, row.originator, row.maker, row.job, op, 1 if claim > 0.0 else 0, 0, 0.0,
        claim, 0.0,
    )  # fmt: skip
    if record >= 0:
        m.decisions[record].terms[0] = row.transfer / 100.0
        m.decisions[record].terms[1] = terms.alpha
        m.decisions[record].terms[2] = share
        if ask(m, row.originator, record):
            claim = m.decisions[record].answer[0]
            m.decisions[record].value = claim
    if claim <= 0.0:
        return
    row.claimed = cents(claim)
    for side in (row.originator, row.maker):
        minutes = int(p.dispute_h * 60.0 + 0.5)
        spend_hours(m, week, side, minutes, Category.DISPUTE, row.job, op)
        m.tallies[tally_row(m, week, side)].dispute_min += minutes
    item = op_item(row.stage, row.lot) + 10_000 * row.occurrence
    row.claim_fell = 1 if uniform(p.seed, Purpose.CLAIM, m.jobs[row.job].key, item, 0) < terms.alpha else 0
    if row.claim_fell == 0:
        post(m, week, row.maker, row.originator, cents(claim * share), Category.CLAIM, BOTH, row.job, op)
    emit_op(m, week, EventKind.CLAIM, op, row.originator, row.maker, row.claim_fell, row.claimed, 0)


@compiled
def claim_change(m: Market, week: int, job: int) -> None:
    """A prime may claim for a change where the scope was open and did change; the buyer may refuse (D77)."""
    p = m.p[0]
    row = m.jobs[job]
    if row.prime < 0 or row.scope_explicit == 1 or uniform(p.seed, Purpose.CHANGE, row.key, 0, 0) >= p.p_scope:
        return
    detect = m.terms[Channel.NETWORK].detect if row.channel == Channel.NETWORK else 0.0
    claim = m.plays[row.prime].change_claim * (row.price / 100.0)
    buyer = buyer_account(m, row.buyer)
    record = new_decision(
        m, week, DecisionKind.CHANGE_CLAIM, row.prime, row.buyer, job, -1, 1 if claim > 0.0 else 0, 0, 0.0, claim, 0.0
    )
    if record >= 0:
        m.decisions[record].terms[0] = row.price / 100.0
        m.decisions[record].terms[1] = detect
        if ask(m, row.prime, record):
            claim = m.decisions[record].answer[0]
            m.decisions[record].value = claim
    if claim <= 0.0:
        return
    row.change = cents(claim)
    row.change_fell = 1 if uniform(p.seed, Purpose.CHANGE, row.key, 0, 1) < detect else 0
    if row.change_fell == 0:
        post(m, week, buyer, row.prime, row.change, Category.CHANGE_ORDER, BOTH, job, -1)
    emit(m, week, EventKind.CHANGE_ORDER, job, 0, row.prime, buyer, row.change_fell, row.change, 0)
