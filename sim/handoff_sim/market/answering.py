"""The receiver's side of a handoff: how deeply it looks, the transfer, and yes or no (R11, R12, D58-D60)."""

from handoff_sim.codes import Channel, DeclineCode, Depth, PaymentOwner, PriceRule, Record, ResponseMode
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.posting import spare_minutes
from handoff_sim.market.asking import ask
from handoff_sim.market.costing import (
    closes_validly,
    maker_costs,
    quality_stake,
    shop_wealth,
    station_load,
    station_promise,
)
from handoff_sim.market.lookups import (
    has_process,
    op_item,
    pays_promptly,
)
from handoff_sim.market.originating import handoff_take, op_lead, repeat_theta_of
from handoff_sim.market.routing import trust_in
from handoff_sim.market.tables import Market
from handoff_sim.rules.cost import finance_cost, full_cost
from handoff_sim.rules.handoff_response import decline_code, handoff_value
from handoff_sim.rules.quote import estimate_sigma, quote_hours, quote_markup, selection_loss, win_probability
from handoff_sim.rules.repeat_value import repeat_value
from handoff_sim.rules.risk import risk_premium
from handoff_sim.rules.transfer_price import (
    bargaining_share,
    nash_transfer,
    posted_share_transfer,
    rate_card_transfer,
    take_it_or_leave_it_transfer,
)
from handoff_sim.strategies.formulas import PICKED_FROM, picking_threshold, refuses_after_all
from handoff_sim.streams import Purpose, lognormal_mean_one, normal, uniform

TIOLI_MARGIN = 0.01


@compiled
def receiver_repeat_value(m: Market, shop: int, op: int, channel: int) -> float:
    """What holding the repeat is worth to the receiver; only the first op carries one (D61)."""
    p = m.p[0]
    row = m.ops[op]
    if row.stage > 0:
        return 0.0
    theta = repeat_theta_of(m, shop, row.job, channel, True)
    maker = m.shops[shop]
    margin = max(0.0, maker.margin_belief) * row.planned_min / 60.0
    lag = 0.5 * (p.lag_min + p.lag_max)
    return repeat_value(theta, p.repeat_prob, lag, p.finance_rate, maker.foresight, margin)


@compiled
def transfer_weeks(m: Market, op: int, channel: int) -> float:
    """Weeks from closing to payment of a transfer (D28)."""
    if pays_promptly(m, channel):
        return m.terms[channel].prompt_weeks
    return m.buyers[m.jobs[m.ops[op].job].buyer].pay_weeks


@compiled
def transfer_default(m: Market, op: int, channel: int) -> float:
    """Expected share of a transfer that the receiver loses to the buyer's default."""
    if m.terms[channel].payment_owner == PaymentOwner.PAY_WHEN_PAID:
        return m.buyers[m.jobs[m.ops[op].job].buyer].default_prob
    return 0.0


@compiled
def asked_hours(m: Market, op: int, channel: int, depth: int) -> float:
    """Estimator hours a receiver spends to answer (D60)."""
    p = m.p[0]
    terms = m.terms[channel]
    if terms.response_mode == ResponseMode.YES_NO:
        return terms.admin_h
    completeness = m.jobs[m.ops[op].job].completeness
    share = p.quick_share if depth == Depth.QUICK else 1.0
    return quote_hours(p.h_full, share, p.psi, completeness)


@compiled
def threshold_of(m: Market, shop: int) -> float:
    """Worth that an offer must have: 0, or what a cherry picker asks of it."""
    share = m.plays[shop].cherry_pick
    if share <= 0.0:
        return 0.0
    return picking_threshold(m.worths[shop, : min(m.worths_n[shop], PICKED_FROM)], share)


@compiled
def answer(
    m: Market, week: int, op: int, channel: int, other: int, alternative: float, own: float, x: float, cert: int,
    binding: bool,
) -> tuple[int, float, float, float]:  # fmt: skip
    """R11 with R12: what one shop answers to an offer.

    Returns the decline code (0 = accepted), the transfer in dollars, the value to the receiver, and its hours.
    """
    p = m.p[0]
    row = m.ops[op]
    job = m.jobs[row.job]
    shop = m.shops[other]
    terms = m.terms[channel]
    hours = row.planned_min / 60.0
    if not has_process(m, other, row.process):
        return DeclineCode.NO_CAPABILITY, 0.0, 0.0, 0.5 * terms.admin_h
    closes = closes_validly(m, other, channel)
    stake = quality_stake(m, other, row.originator, channel)
    worth = receiver_repeat_value(m, other, op, channel)
    production, opportunity, el_w, el_p, _, rp_w, rp_p, effort_cost, _ = maker_costs(
        m, other, row.process, hours, row.price, channel, 0,
        max(row.rev_locked, row.certified), max(row.scope_explicit, row.certified), max(cert, row.certified), x,
        worth, stake, closes, 0.0,
    )  # fmt: skip
    base = production + opportunity + el_w + el_p + rp_w + rp_p + effort_cost
    finance = finance_cost(1.0, p.finance_rate, transfer_weeks(m, op, channel), transfer_default(m, op, channel))
    fee = handoff_take(m, op, channel) * terms.fee_receiver * row.price
    riches = shop_wealth(m, other)
    mu_value = m.buyers[job.buyer].mu * p.rate * hours
    idle = max(0.0, 1.0 - station_load(m, other, row.process))
    b = bargaining_share(terms.price_value, terms.chi, p.disclosure if terms.has_reputation == 1 else 0.0, idle)
    _, selection, estimate_risk, sigma, ask_h = choose_answer_depth(
        m, op, channel, other, base - worth, fee, finance, production, riches, mu_value, alternative, own, b
    )
    noise = lognormal_mean_one(
        normal(p.seed, Purpose.ESTIMATE, job.key, shop.key, 1000 + op_item(row.stage, row.lot)), sigma
    )
    swing = production * (noise - 1.0)
    admin = (ask_h + terms.admin_h) * p.wage if terms.response_mode == ResponseMode.QUOTE else ask_h * p.wage
    risk = rp_w + rp_p + estimate_risk + selection
    cost = full_cost(production + swing, opportunity, el_w + el_p, risk, effort_cost, 0.0, admin + fee, worth)
    transfer, surplus = transfer_price(m, op, channel, b, cost, finance, alternative, own)
    waiting = transfer * finance
    relational = terms.relational * trust_in(m, other, row.originator) * transfer
    value = handoff_value(
        transfer, production + swing, opportunity, el_p, el_w, rp_p, rp_w + estimate_risk + selection, effort_cost,
        waiting, admin, fee, worth, relational,
    )  # fmt: skip
    promised = station_promise(m, other, row.process, hours)
    play = m.plays[other]
    busy = 0.0 if play.over_accept == 1 else opportunity
    threshold = threshold_of(m, other)
    code = decline_code(
        value + (opportunity - busy), threshold, True, busy, el_p, el_w, rp_p, rp_w + estimate_risk + selection,
        waiting, promised, op_lead(m, week, op),
    )  # fmt: skip
    if code == DeclineCode.ACCEPTED and not binding and surplus < 0.0:
        code = DeclineCode.PRICE
    luck = uniform(p.seed, Purpose.REFUSAL, job.key, shop.key, op_item(row.stage, row.lot) + 10_000 * row.occurrence)
    if code == DeclineCode.ACCEPTED and channel == Channel.NETWORK and refuses_after_all(luck, play.ack_spam):
        code = DeclineCode.NO_CAPACITY
    in_time = spare_minutes(m, other) >= int(ask_h * 60.0 + 0.5)
    if not in_time:
        code = DeclineCode.EXPIRED
    record = new_decision(
        m, week, DecisionKind.HANDOFF_RESPONSE, other, row.originator, row.job, op,
        1 if code == DeclineCode.ACCEPTED else 0, code, threshold, value, station_load(m, other, row.process),
    )  # fmt: skip
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = transfer
        values[1] = -(production + swing)
        values[2] = -opportunity
        values[3] = -el_p
        values[4] = -el_w
        values[5] = -rp_p
        values[6] = -(rp_w + estimate_risk + selection)
        values[7] = -effort_cost
        values[8] = -waiting
        values[9] = -admin
        values[10] = -fee
        values[11] = worth
        values[12] = relational
        values[13] = promised
        values[14] = op_lead(m, week, op)
        values[15] = terms.alpha
        values[16] = hours
        values[17] = ask_h
        values[18] = max(row.rev_locked, row.certified)
        values[19] = max(row.scope_explicit, row.certified)
        values[20] = max(cert, row.certified)
        values[21] = channel
        values[22] = surplus
        values[23] = 1.0 if binding else 0.0
        values[24] = luck
        if in_time and ask(m, other, record):
            code = m.decisions[record].code
    if in_time and play.cherry_pick > 0.0:
        m.worths[other, m.worths_n[other] % PICKED_FROM] = value
        m.worths_n[other] += 1
    return code, transfer, value, ask_h if in_time else 0.0


@compiled
def transfer_price(
    m: Market, op: int, channel: int, b: float, cost: float, finance: float, alternative: float, own: float
) -> tuple[float, float]:
    """R12: the transfer W under the channel's price rule, and the surplus where it is negotiated."""
    p = m.p[0]
    row = m.ops[op]
    terms = m.terms[channel]
    if terms.price_rule == PriceRule.POSTED_SHARE:
        return posted_share_transfer(terms.price_value, row.price), 0.0
    if terms.price_rule == PriceRule.RATE_CARD:
        return rate_card_transfer(terms.price_value, row.planned_min / 60.0), 0.0
    if terms.price_rule == PriceRule.TIOLI:
        return take_it_or_leave_it_transfer(cost / (1.0 - finance), TIOLI_MARGIN * p.rate), 0.0
    if terms.price_rule == PriceRule.RECEIVER_QUOTE:
        markup = quote_markup(m.buyers[m.jobs[row.job].buyer].mu, row.price, m.shops[row.originator].win_phone)
        asked = (cost + markup) / (1.0 - finance)
        return asked, alternative - own - asked
    transfer, surplus = nash_transfer(b, cost, finance, alternative, own)
    return transfer, surplus


@compiled
def choose_answer_depth(
    m: Market, op: int, channel: int, other: int, base: float, fee: float, finance: float, production: float,
    riches: float, mu_value: float, alternative: float, own: float, b: float,
) -> tuple[int, float, float, float, float]:  # fmt: skip
    """D60: how deeply the receiver looks before it answers.

    Returns depth, selection loss, estimate risk, sigma and hours.
    """
    p = m.p[0]
    terms = m.terms[channel]
    shop = m.shops[other]
    completeness = m.jobs[m.ops[op].job].completeness
    if terms.record == Record.FRESH_QUOTE:
        completeness = min(1.0, completeness + 1.0 / 3.0)
    full_sigma = estimate_sigma(p.sigma_full, completeness, p.sigma_packet)
    full_h = asked_hours(m, op, channel, Depth.FULL)
    belief = shop.win_phone
    markup = quote_markup(1.0, mu_value, belief)
    eta = 1.0 - finance
    full_risk, _, _ = risk_premium(
        shop.gamma, riches, full_sigma, production, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    )
    if terms.response_mode == ResponseMode.YES_NO:
        return Depth.FULL, 0.0, full_risk, full_sigma, full_h
    full_selection = selection_loss(full_sigma, production, eta, markup, p.selection)
    if terms.record == Record.FRESH_QUOTE:
        return Depth.FULL, full_selection, full_risk, full_sigma, full_h
    quick_sigma = estimate_sigma(p.sigma_quick, completeness, p.sigma_packet)
    quick_h = asked_hours(m, op, channel, Depth.QUICK)
    quick_risk, _, _ = risk_premium(
        shop.gamma, riches, quick_sigma, production, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    )
    quick_selection = selection_loss(quick_sigma, production, eta, markup, p.selection)
    worth = receiver_repeat_value(m, other, op, channel)
    admin_full = (full_h + terms.admin_h) * p.wage
    admin_quick = (quick_h + terms.admin_h) * p.wage
    cost_full = base + full_risk + full_selection + admin_full + fee
    cost_quick = base + quick_risk + quick_selection + admin_quick + fee
    anchor = cost_full + worth
    gain_full = depth_gain(cost_full, anchor, mu_value, belief, b, finance, alternative, own) - full_h * p.wage
    gain_quick = depth_gain(cost_quick, anchor, mu_value, belief, b, finance, alternative, own) - quick_h * p.wage
    if gain_quick > gain_full:
        return Depth.QUICK, quick_selection, quick_risk, quick_sigma, quick_h
    return Depth.FULL, full_selection, full_risk, full_sigma, full_h


@compiled
def depth_gain(
    cost: float,
    anchor: float,
    mu_value: float,
    belief: float,
    b: float,
    finance: float,
    alternative: float,
    own: float,
) -> float:
    """Chance of being chosen at this cost times the receiver's part of the surplus (D60)."""
    _, surplus = nash_transfer(b, cost, finance, alternative, own)
    chance = win_probability(cost, anchor, 1.0, mu_value, belief)
    return chance * b * surplus
