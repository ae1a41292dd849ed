"""What an answer to a network offer leaves behind: hours, counts, speed, codes, evidence and fines (R15, D32)."""

from handoff_sim.codes import Account, Category, Channel, DeclineCode, Metric
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.posting import BOTH, pay_nature, post, spend_hours
from handoff_sim.market.asking import ask_yes_or_no
from handoff_sim.market.care import decide_closure_code
from handoff_sim.market.costing import stake_of
from handoff_sim.market.evidence import witness
from handoff_sim.market.lookups import (
    cents,
    op_item,
    special_account,
    tally_row,
)
from handoff_sim.market.tables import MEMORY_WEEKS, Market
from handoff_sim.rules.acknowledge import fast_ack
from handoff_sim.streams import Purpose, uniform

FAST_ANSWER_H = 2.0
SLOW_ANSWER_H = 24.0


@compiled
def use_answer_hours(m: Market, week: int, op: int, channel: int, other: int, hours: float) -> None:
    """Book the receiver's hours for an answer."""
    minutes = int(hours * 60.0 + 0.5)
    spend_hours(m, week, other, minutes, Category.ADMIN, m.ops[op].job, op)
    m.tallies[tally_row(m, week, other)].admin_min += minutes


@compiled
def count_answer(m: Market, week: int, op: int, channel: int, other: int, code: int, value: float) -> None:
    """Count an answer where rates of acceptance are read from."""
    tally = m.tallies[tally_row(m, week, other)]
    if channel == Channel.PHONE or m.p[0].null_network == 1:
        tally.phone_asked += 1
        tally.phone_accepted += 1 if code == DeclineCode.ACCEPTED else 0
        return
    m.panel[week].offers += 1
    tally.offers += 1
    tally.offers_right += 1 if value >= 0.0 and code != DeclineCode.NO_CAPABILITY else 0
    if code == DeclineCode.ACCEPTED:
        m.panel[week].accepted += 1
        tally.offers_accepted += 1
    if code == DeclineCode.EXPIRED:
        tally.offers_expired += 1


@compiled
def decide_speed(m: Market, week: int, op: int, shop: int) -> bool:
    """R15: whether the shop answers an offer at once."""
    p = m.p[0]
    row = m.ops[op]
    stake = stake_of(m, shop, Metric.BIND_TIME)
    fast = fast_ack(stake, p.ack_cost) or m.plays[shop].ack_spam > 0.0
    record = new_decision(
        m,
        week,
        DecisionKind.ACKNOWLEDGEMENT,
        shop,
        row.originator,
        row.job,
        op,
        1 if fast else 0,
        0,
        p.ack_cost,
        stake,
        0.0,
    )
    if record >= 0:
        m.decisions[record].terms[0] = stake
        m.decisions[record].terms[1] = p.ack_cost
    return ask_yes_or_no(m, shop, record, fast)


@compiled
def acknowledge(m: Market, week: int, op: int, other: int, code: int) -> None:
    """R15: how fast the answer comes, whether a decline carries a valid code, and the evidence both leave (D32)."""
    p = m.p[0]
    row = m.ops[op]
    tally = m.tallies[tally_row(m, week, other)]
    if code == DeclineCode.EXPIRED:
        witness(m, week, other, 0, Metric.BIND_TIME, 0, row.price, row.originator, m.jobs[row.job].key)
        witness(m, week, other, 0, Metric.ACCEPT_RATIO, 0, row.price, row.originator, m.jobs[row.job].key)
        return
    fast = decide_speed(m, week, op, other)
    if fast:
        pay_nature(m, week, other, cents(p.ack_cost), Category.ADMIN, row.job, op)
        tally.fast_acks += 1
        tally.fast_acks_declined += 1 if code != DeclineCode.ACCEPTED else 0
    tally.answer_hours += FAST_ANSWER_H if fast else SLOW_ANSWER_H
    key = m.jobs[row.job].key
    witness(m, week, other, 0, Metric.BIND_TIME, 1 if fast else 0, row.price, row.originator, key)
    if code == DeclineCode.ACCEPTED:
        witness(m, week, other, 0, Metric.ACCEPT_RATIO, 1, row.price, row.originator, key)
        return
    valid = decide_closure_code(m, week, other, row.originator, Channel.NETWORK, row.job, op)
    use_code(m, week, op, other, valid)
    if not valid:
        audit_code(m, week, op, other)
        witness(m, week, other, 0, Metric.ACCEPT_RATIO, 0, row.price, row.originator, key)


@compiled
def use_code(m: Market, week: int, op: int, shop: int, valid: bool) -> None:
    """A decline or closure code: valid ones cost a little time and teach the router (R15, 2.5)."""
    p = m.p[0]
    tally = m.tallies[tally_row(m, week, shop)]
    tally.codes += 1
    slot = week % MEMORY_WEEKS
    m.codes_ring[slot, 0] += 1
    if valid:
        tally.codes_valid += 1
        m.codes_ring[slot, 1] += 1
        minutes = int(p.code_h * 60.0 + 0.5)
        spend_hours(m, week, shop, minutes, Category.ADMIN, m.ops[op].job, op)
        tally.admin_min += minutes


@compiled
def audit_code(m: Market, week: int, op: int, shop: int) -> None:
    """A missing or wrong code costs a fine where codes are required and an audit finds it (R15)."""
    p = m.p[0]
    row = m.ops[op]
    if m.terms[Channel.NETWORK].codes_required == 0:
        return
    item = op_item(row.stage, row.lot) + 10_000 * row.occurrence
    if uniform(p.seed, Purpose.AUDIT, m.jobs[row.job].key, item, m.shops[shop].key) < p.audit_rate:
        post(
            m,
            week,
            shop,
            special_account(m, Account.OPERATOR),
            cents(p.audit_fine),
            Category.FINE,
            BOTH,
            row.job,
            op,
        )
