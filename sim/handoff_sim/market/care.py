"""How careful those who commit to an op are: the maker's effort and codes, the originator's packet (R13, R14, R15)."""

from handoff_sim.codes import Cause, Metric, Role
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.market.asking import ask, ask_yes_or_no
from handoff_sim.market.costing import closes_validly, closure_fine, closure_stake, packet_effort_of, packet_stake
from handoff_sim.market.tables import Market
from handoff_sim.rules.hazard import packet_hazard
from handoff_sim.strategies.formulas import milked_effort


@compiled
def decide_closure_code(m: Market, week: int, shop: int, other: int, channel: int, job: int, op: int) -> bool:
    """R15: whether the shop gives a valid code, for a closure or for a decline."""
    p = m.p[0]
    valid = closes_validly(m, shop, channel)
    record = new_decision(m, week, DecisionKind.CLOSURE_CODE, shop, other, job, op, 1 if valid else 0, 0, 0.0, 0.0, 0.0)
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = closure_stake(m, shop, channel)
        values[1] = p.nu[Metric.CLOSURE]
        values[2] = closure_fine(m, channel)
        values[3] = p.audit_rate
        values[4] = p.code_h
        values[5] = p.wage
        m.decisions[record].value = values[0] * values[1] + values[2] * values[3]
        m.decisions[record].threshold = p.code_h * p.wage
    return ask_yes_or_no(m, shop, record, valid)


@compiled
def decide_packet_effort(m: Market, week: int, op: int, maker: int, channel: int, in_house: int, loss: float) -> float:
    """R14: how much work the originator puts into an incomplete packet, cut to the hours it has left."""
    p = m.p[0]
    row = m.ops[op]
    shop = row.originator
    x = packet_effort_of(m, shop, channel, in_house, loss, row.rev_locked, row.scope_explicit, row.cert_complete)
    if m.plays[shop].free_ride == 1:
        x = 0.0
    record = new_decision(m, week, DecisionKind.PACKET_EFFORT, shop, maker, row.job, op, 0, 0, 0.0, x, 0.0)
    if record >= 0:
        role = Role.RECEIVER if in_house == 1 else Role.ORIGINATOR
        share = m.shares[channel, in_house]
        values = m.decisions[record].terms
        values[0] = packet_hazard(p.p_rev, row.rev_locked, 0.0)
        values[1] = packet_hazard(p.p_scope, row.scope_explicit, 0.0)
        values[2] = packet_hazard(p.p_cert, row.cert_complete, 0.0)
        values[3] = share[Cause.REV_PRINT, role]
        values[4] = share[Cause.SCOPE_CHANGE, role]
        values[5] = share[Cause.CERT, role]
        values[6] = loss
        values[7] = packet_stake(m, shop, channel)
        values[8] = p.kappa_h_hours
        values[9] = p.wage
        values[10] = max(0, m.shops[shop].estimator_min - m.shops[shop].estimator_used) / 60.0
        if ask(m, shop, record):
            x = m.decisions[record].answer[0]
            m.decisions[record].value = x
    return x


@compiled
def decide_effort(
    m: Market, week: int, op: int, maker: int, channel: int, in_house: int, loss: float, stake: float, worth: float,
    effort: float,
) -> tuple[float, float]:  # fmt: skip
    """R13: the maker's quality effort, and what it costs in dollars."""
    p = m.p[0]
    row = m.ops[op]
    production = row.planned_min / 60.0 * m.shops[maker].cost_rate
    score = m.reputation[maker] if m.terms[channel].has_reputation == 1 else 0.0
    effort = milked_effort(effort, score, m.plays[maker].milk)
    record = new_decision(m, week, DecisionKind.EFFORT, maker, row.originator, row.job, op, 0, 0, 0.0, effort, 0.0)
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = p.p_w0
        values[1] = m.shops[maker].skill
        values[2] = m.shares[channel, in_house, Cause.WORKMANSHIP, Role.RECEIVER]
        values[3] = loss
        values[4] = stake
        values[5] = worth
        values[6] = p.kappa_e
        values[7] = production
        values[8] = p.effort_max
        values[9] = score
        if ask(m, maker, record):
            effort = m.decisions[record].answer[0]
            m.decisions[record].value = effort
    return effort, p.kappa_e * production * effort


@compiled
def decide_certificate(m: Market, week: int, op: int) -> None:
    """Whether an originator says that an incomplete packet is complete (MODEL 3.6); an honest one does not."""
    row = m.ops[op]
    if row.rev_locked == 1 and row.scope_explicit == 1 and row.cert_complete == 1:
        return
    certifies = m.plays[row.originator].free_ride == 1
    record = new_decision(
        m, week, DecisionKind.CERTIFICATE, row.originator, -1, row.job, op, 1 if certifies else 0, 0, 0.0, 0.0, 0.0
    )
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = row.rev_locked
        values[1] = row.scope_explicit
        values[2] = row.cert_complete
    row.certified = 1 if ask_yes_or_no(m, row.originator, record, certifies) else 0
