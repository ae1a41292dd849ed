"""What an op would cost a shop under given Terms: the building blocks that quoting, making and accepting share."""

from handoff_sim.codes import Cause, Channel, Metric, OriginatorMetric, Role
from handoff_sim.compiled import compiled
from handoff_sim.market.lookups import find_tie, is_withdrawn
from handoff_sim.market.tables import MEMORY_WEEKS, Counter, Market
from handoff_sim.rules.acknowledge import valid_closure
from handoff_sim.rules.effort import packet_effort, quality_effort
from handoff_sim.rules.hazard import (
    expected_liability,
    expected_loss,
    packet_hazard,
    stage_multiplier,
    workmanship_hazard,
)
from handoff_sim.rules.load import load_weeks, opportunity_cost, promised_weeks
from handoff_sim.rules.risk import risk_premium, wealth
from handoff_sim.rules.stake import network_stake, phone_stake

WEEKS_PER_YEAR = 52.0
LONGEST_GAP_WEEKS = 52.0


@compiled
def station_load(m: Market, shop: int, process: int) -> float:
    """Weeks of work ahead of a station: hours known to be lost, and those on the desk, included (R1, D15)."""
    row = m.stations[shop * m.p[0].processes + process]
    return load_weeks((row.backlog_min + row.expected_min) / 60.0, row.lost_ahead_min / 60.0, row.cap_min / 60.0)


@compiled
def station_promise(m: Market, shop: int, process: int, hours: float) -> float:
    """Weeks until one more op of ``hours`` would be done (D13)."""
    p = m.p[0]
    row = m.stations[shop * p.processes + process]
    return promised_weeks(
        (row.backlog_min + row.expected_min) / 60.0,
        row.lost_ahead_min / 60.0,
        row.cap_min / 60.0,
        hours,
        p.machine_min_week / 60.0,
    )


@compiled
def shop_wealth(m: Market, shop: int) -> float:
    """Wealth that risk aversion looks at, dollars (R5)."""
    p = m.p[0]
    return wealth(m.cash[shop] / 100.0, m.shops[shop].machines, p.wealth_floor, p.wealth_per_machine)


@compiled
def own_routed_jobs(m: Market, shop: int) -> int:
    """Network jobs routed to the shop in the last weeks."""
    p = m.p[0]
    own = 0
    for process in range(p.processes):
        own += m.stations[shop * p.processes + process].routed
    return own


@compiled
def routing_share(m: Market, shop: int) -> float:
    """Shop's share of the network's routed jobs in the last weeks; an even share before any (D62)."""
    total = m.n[Counter.ROUTED]
    if total <= 0:
        return 1.0 / max(1, m.n[Counter.MEMBERS])
    return own_routed_jobs(m, shop) / total


@compiled
def stake_at_weight(m: Market, shop: int, weight: float) -> float:
    """Dollars one failure costs a network shop on a metric of this weight (R7); nothing once there is no network."""
    p = m.p[0]
    if weight <= 0.0 or is_withdrawn(m, m.n[Counter.WEEK]):
        return 0.0
    row = m.shops[shop]
    own = own_routed_jobs(m, shop)
    gap = min(LONGEST_GAP_WEEKS, float(MEMORY_WEEKS) / own) if own > 0 else LONGEST_GAP_WEEKS
    margin = max(0.0, row.margin_belief) * row.network_job_h
    return network_stake(margin, routing_share(m, shop), weight, p.tau_route, p.memory, p.a0, p.b0, p.finance_rate, gap)


@compiled
def stake_of(m: Market, shop: int, metric: int) -> float:
    """Dollars one failure on a receiver's reputation metric costs (R7)."""
    return stake_at_weight(m, shop, m.p[0].w[metric])


@compiled
def quality_stake(m: Market, shop: int, other: int, channel: int) -> float:
    """What a workmanship failure puts at stake besides its cost (D64): record, tie or nothing."""
    if m.terms[channel].has_reputation == 1:
        return stake_of(m, shop, Metric.QUALITY)
    if channel == Channel.DIRECT or other < 0:
        return 0.0
    tie = find_tie(m, shop, other)
    if tie < 0:
        return 0.0
    p = m.p[0]
    row = m.ties[tie]
    return phone_stake(row.annual_margin, m.shops[shop].foresight, 1.0 - p.trust_failure, row.trust)


@compiled
def packet_stake(m: Market, shop: int, channel: int) -> float:
    """What a bad packet costs its originator in future work."""
    if m.terms[channel].has_reputation == 1:
        return stake_at_weight(m, shop, m.p[0].originator_w[OriginatorMetric.PACKET_QUALITY])
    return 0.0


@compiled
def dispute_stake(m: Market, shop: int, channel: int) -> float:
    """What an unproven dispute costs in future work."""
    if m.terms[channel].has_reputation == 1:
        return stake_of(m, shop, Metric.DISPUTE)
    return 0.0


@compiled
def closure_stake(m: Market, shop: int, channel: int) -> float:
    """What a code that is missing or wrong costs in future work."""
    return stake_of(m, shop, Metric.CLOSURE) if m.terms[channel].has_reputation == 1 else 0.0


@compiled
def closure_fine(m: Market, channel: int) -> float:
    """Fine for such a code where the policy requires codes, dollars."""
    terms = m.terms[channel]
    return m.p[0].audit_fine if terms.has_reputation == 1 and terms.codes_required == 1 else 0.0


@compiled
def closes_validly(m: Market, shop: int, channel: int) -> bool:
    """R15: whether a shop gives a valid closure or decline code under these Terms."""
    p = m.p[0]
    stake = closure_stake(m, shop, channel)
    return valid_closure(stake, p.nu[Metric.CLOSURE], closure_fine(m, channel), p.audit_rate, p.code_h, p.wage)


@compiled
def op_loss(m: Market, op_price: float, closes: bool, handed_off: bool) -> float:
    """Expected loss of one NCR on an op, dollars (R3)."""
    p = m.p[0]
    multiplier = stage_multiplier(closes, handed_off, p.m_in_house, p.m_originator, p.m_buyer)
    return expected_loss(p.loss_multiple, op_price, multiplier)


@compiled
def packet_effort_of(
    m: Market, shop: int, channel: int, in_house: int, loss: float, rev: int, scope: int, cert: int
) -> float:
    """R14: the originator's packet effort, cut to the estimator hours it has left (D65)."""
    p = m.p[0]
    role = Role.RECEIVER if in_house == 1 else Role.ORIGINATOR
    share = m.shares[channel, in_house]
    x = packet_effort(
        packet_hazard(p.p_rev, rev, 0.0), packet_hazard(p.p_scope, scope, 0.0), packet_hazard(p.p_cert, cert, 0.0),
        share[Cause.REV_PRINT, role], share[Cause.SCOPE_CHANGE, role], share[Cause.CERT, role],
        loss, packet_stake(m, shop, channel), p.kappa_h_hours, p.wage,
    )  # fmt: skip
    row = m.shops[shop]
    left = max(0, row.estimator_min - row.estimator_used) / 60.0
    return min(x, left / p.kappa_h_hours)


@compiled
def maker_costs(
    m: Market, shop: int, process: int, hours: float, op_price: float, channel: int, in_house: int,
    rev: int, scope: int, cert: int, packet_x: float, repeat_value: float, stake: float, closes: bool, sigma: float,
) -> tuple[float, float, float, float, float, float, float, float, float]:  # fmt: skip
    """What one op costs its maker, dollars.

    Returns production, opportunity, workmanship liability, packet liability, estimate risk, workmanship risk,
    packet risk, effort cost, and the quality effort itself (R1, R3, R4, R5, R13).
    """
    p = m.p[0]
    row = m.shops[shop]
    production = hours * row.cost_rate
    opportunity = hours * opportunity_cost(station_load(m, shop, process), row.margin_belief, p.u_lo, p.u_hi)
    loss = op_loss(m, op_price, closes, in_house == 0)
    share = m.shares[channel, in_house]
    s_w = share[Cause.WORKMANSHIP, Role.RECEIVER]
    s_rev = share[Cause.REV_PRINT, Role.RECEIVER]
    s_scope = share[Cause.SCOPE_CHANGE, Role.RECEIVER]
    s_cert = share[Cause.CERT, Role.RECEIVER]
    effort = quality_effort(p.p_w0, row.skill, s_w, loss, stake, repeat_value, p.kappa_e, production, p.effort_max)
    p_w = workmanship_hazard(p.p_w0, row.skill, effort)
    p_rev = packet_hazard(p.p_rev, rev, packet_x)
    p_scope = packet_hazard(p.p_scope, scope, packet_x)
    p_cert = packet_hazard(p.p_cert, cert, packet_x)
    el_w, el_p = expected_liability(p_w, p_rev, p_scope, p_cert, s_w, s_rev, s_scope, s_cert, loss)
    rp_e, rp_w, rp_p = risk_premium(
        row.gamma, shop_wealth(m, shop), sigma, production,
        p_w, p_rev, p_scope, p_cert, s_w, s_rev, s_scope, s_cert, loss,
    )  # fmt: skip
    return production, opportunity, el_w, el_p, rp_e, rp_w, rp_p, p.kappa_e * production * effort, effort


@compiled
def originator_liability(
    m: Market, channel: int, loss: float, rev: int, scope: int, cert: int, packet_x: float
) -> float:
    """Expected NCR cost that stays with the originator of a handoff; the maker's skill counts as 1 (D57)."""
    p = m.p[0]
    share = m.shares[channel, 0]
    el_w, el_p = expected_liability(
        workmanship_hazard(p.p_w0, 1.0, 0.0),
        packet_hazard(p.p_rev, rev, packet_x),
        packet_hazard(p.p_scope, scope, packet_x),
        packet_hazard(p.p_cert, cert, packet_x),
        share[Cause.WORKMANSHIP, Role.ORIGINATOR],
        share[Cause.REV_PRINT, Role.ORIGINATOR],
        share[Cause.SCOPE_CHANGE, Role.ORIGINATOR],
        share[Cause.CERT, Role.ORIGINATOR],
        loss,
    )
    return el_w + el_p
