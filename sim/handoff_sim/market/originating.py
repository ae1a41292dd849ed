"""The prime's side of a handoff: what making costs, why it looks for help, what handing off costs (R10, D55-D57)."""

from handoff_sim.codes import Channel, HandoffReason, PriceRule
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.market.asking import ask
from handoff_sim.market.costing import (
    closes_validly,
    maker_costs,
    op_loss,
    originator_liability,
    packet_effort_of,
    quality_stake,
    routing_share,
    station_load,
    station_promise,
)
from handoff_sim.market.lookups import (
    find_tie,
    has_process,
    op_item,
)
from handoff_sim.market.quoting import prime_repeat_value
from handoff_sim.market.routing import trust_in
from handoff_sim.market.tables import Market
from handoff_sim.rules.belief import ewma
from handoff_sim.rules.make_or_handoff import late_cost, originator_costs, poach_cost, reason_to_look
from handoff_sim.rules.quote import estimate_sigma
from handoff_sim.rules.repeat_value import repeat_stream, repeat_theta
from handoff_sim.streams import Purpose, uniform

IMPOSSIBLE = 1e15
NOBODY = -1


@compiled
def repeat_theta_of(m: Market, shop: int, job: int, channel: int, is_receiver: bool) -> float:
    """Chance that this side holds the next order of the part under the channel's repeat rule (R6)."""
    terms = m.terms[channel]
    loyalty = m.buyers[m.jobs[job].buyer].loyalty
    return repeat_theta(terms.repeat_owner, is_receiver, loyalty, terms.visibility, routing_share(m, shop))


@compiled
def op_lead(m: Market, week: int, op: int) -> float:
    """Weeks until the op is due."""
    return float(m.ops[op].due_week - week)


@compiled
def costs_at_home(m: Market, week: int, op: int) -> tuple[float, float, float, float, float, float, float]:
    """What R10's make cost is made of, for a prime with the process, and the weeks it would promise.

    Returns production, opportunity, expected liability, risk premium, effort cost and lateness in dollars; weeks.
    """
    p = m.p[0]
    row = m.ops[op]
    prime = row.originator
    job = m.jobs[row.job]
    hours = row.planned_min / 60.0
    channel = job.channel
    closes = closes_validly(m, prime, channel)
    stake = quality_stake(m, prime, NOBODY, channel)
    worth = prime_repeat_value(m, prime, row.job, channel, hours) if row.stage == 0 else 0.0
    loss = op_loss(m, row.price, closes, False)
    x = packet_effort_of(m, prime, channel, 1, loss, row.rev_locked, row.scope_explicit, row.cert_complete)
    sigma = estimate_sigma(p.sigma_full, job.completeness, p.sigma_packet)
    production, opportunity, el_w, el_p, rp_e, rp_w, rp_p, effort_cost, _ = maker_costs(
        m, prime, row.process, hours, row.price, channel, 1,
        row.rev_locked, row.scope_explicit, row.cert_complete, x, worth, stake, closes, sigma,
    )  # fmt: skip
    promised = station_promise(m, prime, row.process, hours)
    late = late_cost(
        p.late_penalty, job.price / 100.0, m.buyers[job.buyer].v_late, job.vref, m.shops[prime].foresight,
        promised, op_lead(m, week, op),
    )  # fmt: skip
    return production, opportunity, el_w + el_p, rp_e + rp_w + rp_p, effort_cost, late, promised


@compiled
def why_to_look(m: Market, week: int, op: int, promised: float) -> int:
    """D55: why the prime looks for help, NONE if it does not."""
    p = m.p[0]
    row = m.ops[op]
    prime = row.originator
    capable = has_process(m, prime, row.process)
    load = station_load(m, prime, row.process) if capable else 0.0
    lead = op_lead(m, week, op)
    shop = m.shops[prime]
    breakdown = shop.breakdown_left * (1.0 - p.breakdown_factor)
    labour = shop.labour_left * (1.0 - p.labour_factor) + shop.shock_left * p.shock_size
    reason = reason_to_look(capable, load, promised, lead, breakdown, labour, p.u_lo)
    record = new_decision(
        m, week, DecisionKind.SEEK_HELP, prime, -1, row.job, op,
        1 if reason != HandoffReason.NONE else 0, reason, 0.0, promised - lead, load,
    )  # fmt: skip
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = 1.0 if capable else 0.0
        values[1] = promised
        values[2] = lead
        values[3] = breakdown
        values[4] = labour
        values[5] = p.u_lo
        if ask(m, prime, record):
            return m.decisions[record].code
    return reason


@compiled
def forwarded_cert(m: Market, op: int, channel: int) -> int:
    """Whether the cert chain survives the forwarding of the packet (4.2)."""
    row = m.ops[op]
    job = m.jobs[row.job]
    if row.cert_complete == 1 and m.terms[channel].cert_chain_loss > 0.0:
        u = uniform(m.p[0].seed, Purpose.CERT_CHAIN, job.key, op_item(row.stage, row.lot), 0)
        if u < m.terms[channel].cert_chain_loss:
            return 0
    return row.cert_complete


@compiled
def floored(m: Market, op: int, channel: int, which: int, flag: int) -> int:
    """A flag as the network forwards it: its floor applies to handoffs too."""
    p = m.p[0]
    if flag == 1 or channel != Channel.NETWORK or p.null_network == 1:
        return flag
    job = m.jobs[m.ops[op].job]
    return 1 if uniform(p.seed, Purpose.FLOOR, job.key, which, 0) < p.floor else 0


@compiled
def loss_of_repeat(m: Market, op: int, channel: int) -> float:
    """What the originator gives up of the repeat by handing the first op off, dollars (D57)."""
    p = m.p[0]
    row = m.ops[op]
    if row.stage > 0:
        return 0.0
    shop = m.shops[row.originator]
    buyer = m.buyers[m.jobs[row.job].buyer]
    margin = max(0.0, shop.margin_belief) * row.planned_min / 60.0
    lag = 0.5 * (p.lag_min + p.lag_max)
    keep = repeat_stream(buyer.loyalty, p.repeat_prob, lag, p.finance_rate)
    theta = repeat_theta_of(m, row.originator, row.job, channel, False)
    left = repeat_stream(theta, p.repeat_prob, lag, p.finance_rate)
    royalty = 0.0
    terms = m.terms[channel]
    if terms.royalty > 0.0:
        royalty = terms.royalty * row.price * p.repeat_prob * buyer.loyalty
    return shop.foresight * (margin * (keep / (1.0 - keep) - left / (1.0 - left)) - royalty)


@compiled
def poach_risk(m: Market, op: int, channel: int) -> float:
    """Expected loss of the customer to the receiver (D57)."""
    p = m.p[0]
    row = m.ops[op]
    if row.stage > 0:
        return 0.0
    shop = m.shops[row.originator]
    belief = (
        shop.poach_belief_network if channel == Channel.NETWORK and p.null_network == 0 else shop.poach_belief_phone
    )
    margin = max(0.0, shop.margin_belief) * row.planned_min / 60.0
    theta = repeat_theta_of(m, row.originator, row.job, channel, False)
    stream = repeat_stream(theta, p.repeat_prob, 0.5 * (p.lag_min + p.lag_max), p.finance_rate)
    return poach_cost(m.terms[channel].visibility, belief, shop.foresight, margin, stream)


@compiled
def handoff_hours(m: Market, channel: int) -> float:
    """Originator's hours per handoff: admin, record, and the talk around it (D57)."""
    terms = m.terms[channel]
    if terms.price_rule == PriceRule.NASH or terms.price_rule == PriceRule.RECEIVER_QUOTE:
        return terms.admin_h + terms.prep_h if terms.call_h == 0.0 else terms.call_h + terms.prep_h
    return terms.admin_h + terms.prep_h


@compiled
def own_costs_of_handing(m: Market, week: int, op: int, channel: int, other: int, x: float, cert: int) -> float:
    """O of D59: what handing the op to ``other`` costs the originator besides the transfer, dollars."""
    p = m.p[0]
    row = m.ops[op]
    job = m.jobs[row.job]
    terms = m.terms[channel]
    hours = row.planned_min / 60.0
    loss = op_loss(m, row.price, closes_validly(m, other, channel), True)
    liability = originator_liability(m, channel, loss, row.rev_locked, row.scope_explicit, cert, x)
    late = late_cost(
        p.late_penalty, job.price / 100.0, m.buyers[job.buyer].v_late, job.vref, m.shops[row.originator].foresight,
        station_promise(m, other, row.process, hours), op_lead(m, week, op),
    )  # fmt: skip
    standing = m.reputation[other] if terms.has_reputation == 1 else trust_in(m, row.originator, other)
    fee = handoff_take(m, op, channel) * terms.fee_originator * row.price
    return originator_costs(
        fee, terms.coordination, standing, handoff_hours(m, channel), p.wage, liability,
        loss_of_repeat(m, op, channel), late, poach_risk(m, op, channel),
    )  # fmt: skip


@compiled
def handoff_take(m: Market, op: int, channel: int) -> float:
    """Take on a handoff: none when the purchase order came through the network already (D46)."""
    if channel != Channel.NETWORK or m.jobs[m.ops[op].job].channel == Channel.NETWORK:
        return 0.0
    return m.terms[channel].take_rate


@compiled
def learn_outsourcing(m: Market, op: int, cost: float) -> None:
    """The prime's belief of what ops cost that it does not make (D50)."""
    p = m.p[0]
    row = m.ops[op]
    station = m.stations[row.originator * p.processes + row.process]
    ratio = cost / (p.rate * row.planned_min / 60.0)
    station.outsource_ratio = ewma(station.outsource_ratio, ratio, p.belief_rate)


@compiled
def open_between(m: Market, week: int, one: int, other: int, change: int) -> None:
    """Count open handoffs on both phone book entries of a pair; work begun as strangers was not counted."""
    there = find_tie(m, one, other)
    if there >= 0:
        m.ties[there].open = max(0, m.ties[there].open + change)
        m.ties[there].touched = week
    back = find_tie(m, other, one)
    if back >= 0:
        m.ties[back].open = max(0, m.ties[back].open + change)
        m.ties[back].touched = week
