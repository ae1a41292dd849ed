"""Phase 5: the depth, price or no-bid of every shop asked (R9, D47-D53)."""

import math

import numpy as np

from handoff_sim.codes import (
    Category,
    Channel,
    Depth,
    EventKind,
    FeePayer,
    NoBid,
    PaymentOwner,
    RepeatOwner,
    ResponseMode,
)
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import spend_hours
from handoff_sim.market.asking import ask
from handoff_sim.market.costing import (
    closes_validly,
    maker_costs,
    op_loss,
    packet_effort_of,
    quality_stake,
    routing_share,
    shop_wealth,
    station_load,
    station_promise,
)
from handoff_sim.market.lookups import cents, has_process, pays_promptly, tally_row
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.quote import (
    best_quote,
    estimate_sigma,
    posted_quote_price,
    quote_hours,
    quote_markup,
    receipt_factor,
    selection_loss,
)
from handoff_sim.rules.repeat_value import repeat_theta, repeat_value
from handoff_sim.rules.risk import risk_premium
from handoff_sim.strategies.formulas import lowball_price, padded_lead
from handoff_sim.streams import Purpose, lognormal_mean_one, normal

MEAN_LAG = 0.5


@compiled
def pay_weeks(m: Market, buyer: int, channel: int) -> float:
    """Weeks from closing to payment of a purchase order."""
    terms = m.terms[channel]
    if channel == Channel.NETWORK and pays_promptly(m, channel):
        return terms.prompt_weeks
    return m.buyers[buyer].pay_weeks


@compiled
def take_from_receipt(m: Market, channel: int) -> float:
    """Share of a purchase order's price that the seller pays away (D46)."""
    if channel != Channel.NETWORK:
        return 0.0
    terms = m.terms[channel]
    take = 0.0 if terms.fee_payer == FeePayer.BUYER else terms.take_rate
    guarantee = terms.guarantee_fee if terms.payment_owner == PaymentOwner.NETWORK_GUARANTEE else 0.0
    return take + m.p[0].pool_fee + guarantee


@compiled
def default_share(m: Market, buyer: int, channel: int) -> float:
    """Expected share of a purchase order lost to a defaulting buyer."""
    if channel == Channel.NETWORK and pays_promptly(m, channel):
        return 0.0
    return m.buyers[buyer].default_prob


@compiled
def prime_repeat_value(m: Market, shop: int, job: int, channel: int, hours: float) -> float:
    """What the chance of the repeat is worth to a prime that makes the first op itself (R6, D61)."""
    p = m.p[0]
    buyer = m.buyers[m.jobs[job].buyer]
    terms = m.terms[channel]
    theta = buyer.loyalty
    if channel == Channel.NETWORK and terms.repeat_owner == RepeatOwner.NETWORK_REROUTE:
        theta = repeat_theta(terms.repeat_owner, True, buyer.loyalty, terms.visibility, routing_share(m, shop))
    row = m.shops[shop]
    margin = max(0.0, row.margin_belief) * hours
    lag = MEAN_LAG * (p.lag_min + p.lag_max)
    return repeat_value(theta, p.repeat_prob, lag, p.finance_rate, row.foresight, margin)


@compiled
def job_cost(m: Market, shop: int, job: int, channel: int) -> tuple[float, float, float]:
    """Cost of a whole job to a prime: base cost, own production, and value of the repeat, dollars (D47, D50)."""
    p = m.p[0]
    row = m.jobs[job]
    base = m.terms[channel].admin_h * p.wage
    own = 0.0
    repeat = 0.0
    closes = closes_validly(m, shop, channel)
    stake = quality_stake(m, shop, -1, channel)
    for k in range(row.first_op, row.first_op + row.n_ops):
        op = m.ops[k]
        if op.lot > 0:
            continue
        hours = op.planned_min / 60.0
        price = p.rate * hours
        if not has_process(m, shop, op.process):
            ratio = m.stations[shop * p.processes + op.process].outsource_ratio
            base += ratio * price * op.lots
            continue
        worth = 0.0
        if op.stage == 0:
            worth = prime_repeat_value(m, shop, job, channel, hours * op.lots)
            repeat = worth
        loss = op_loss(m, price, closes, False)
        x = packet_effort_of(m, shop, channel, 1, loss, row.rev_locked, row.scope_explicit, row.cert_complete)
        production, opportunity, el_w, el_p, _, rp_w, rp_p, effort_cost, _ = maker_costs(
            m, shop, op.process, hours, price, channel, 1,
            row.rev_locked, row.scope_explicit, row.cert_complete, x, worth, stake, closes, 0.0,
        )  # fmt: skip
        base += (production + opportunity + el_w + el_p + rp_w + rp_p + effort_cost) * op.lots
        own += production * op.lots
    return base, own, repeat


@compiled
def quoted_lead(m: Market, shop: int, job: int) -> int:
    """Lead the shop promises, whole weeks: first op behind the backlog, later ops at machine speed (D10, D50)."""
    p = m.p[0]
    row = m.jobs[job]
    machine_h = p.machine_min_week / 60.0
    lead = 0
    for k in range(row.first_op, row.first_op + row.n_ops):
        op = m.ops[k]
        if op.lot > 0:
            continue
        hours = op.planned_min / 60.0
        if op.stage == 0:
            cap = m.stations[shop * p.processes + op.process].cap_min / 60.0
            siblings = hours * (op.lots - 1) / cap if cap > 0.0 else 0.0
            lead += max(1, math.ceil(station_promise(m, shop, op.process, hours) + siblings))
        else:
            lead += max(1, math.ceil(hours / machine_h))
    return lead


@compiled
def win_belief_of(m: Market, shop: int, channel: int) -> float:
    """The shop's believed chance to win a quote in a channel."""
    row = m.shops[shop]
    return row.win_network if channel == Channel.NETWORK else row.win_direct


@compiled
def price_scale(m: Market, buyer: int, channel: int) -> float:
    """Price scale of the award: the buyer's own, or the network's at its front door (D53)."""
    return m.p[0].mu_award if channel == Channel.NETWORK else m.buyers[buyer].mu


@compiled
def full_quote_hours(m: Market, q: int) -> float:
    """Estimator hours of a quote at full depth; where yes or no is asked, those of an answer (D51)."""
    p = m.p[0]
    quote = m.quotes[q]
    terms = m.terms[quote.channel]
    if quote.channel == Channel.NETWORK and terms.response_mode == ResponseMode.YES_NO:
        return terms.admin_h
    return quote_hours(p.h_full, 1.0, p.psi, m.jobs[quote.job].completeness)


@compiled
def expect_work(m: Market, q: int, share: float) -> None:
    """Count what a request on a shop's desk is expected to bring to each of its stations, times a share."""
    quote = m.quotes[q]
    job = m.jobs[quote.job]
    chance = win_belief_of(m, quote.shop, quote.channel) * share
    for k in range(job.first_op, job.first_op + job.n_ops):
        op = m.ops[k]
        if has_process(m, quote.shop, op.process):
            m.stations[quote.shop * m.p[0].processes + op.process].expected_min += chance * op.planned_min


@compiled
def read_the_desk(m: Market) -> None:
    """Every shop sees all requests of the week before it prices one: what they would bring counts as load.

    Requests beyond the estimators' hours will not be answered, and count in proportion.
    """
    p = m.p[0]
    wanted = np.zeros(p.n_shops)
    for q in range(m.n[Counter.QUOTES]):
        if m.quotes[q].no_bid == NoBid.QUOTED:
            wanted[m.quotes[q].shop] += full_quote_hours(m, q) * 60.0
    for q in range(m.n[Counter.QUOTES]):
        quote = m.quotes[q]
        quote.desk_share = 0.0
        if quote.no_bid == NoBid.QUOTED:
            shop = m.shops[quote.shop]
            left = max(0, shop.estimator_min - shop.estimator_used)
            quote.desk_share = min(1.0, left / wanted[quote.shop]) if wanted[quote.shop] > 0.0 else 1.0
            expect_work(m, q, quote.desk_share)


@compiled
def clear_the_desk(m: Market) -> None:
    """Quotes are out; from here on only work that was won counts."""
    for s in range(m.stations.size):
        m.stations[s].expected_min = 0.0


@compiled
def evaluate_quote(m: Market, week: int, q: int) -> None:
    """R9 for one request: depth, price and expected gain, or a no-bid."""
    p = m.p[0]
    quote = m.quotes[q]
    job = m.jobs[quote.job]
    shop = m.shops[quote.shop]
    if quote.no_bid == NoBid.NO_CAPABILITY:
        quote.minutes = int(m.terms[quote.channel].admin_h * 30.0 + 0.5)
        return
    load = station_load(m, quote.shop, m.ops[job.first_op].process)
    quote.load_weeks = load
    if load > p.u_max and p.record_decisions == 0:
        quote.no_bid = NoBid.OVERLOADED
        return  # nobody will ask what it would have been
    terms = m.terms[quote.channel]
    base, own, repeat = job_cost(m, quote.shop, quote.job, quote.channel)
    mu = price_scale(m, job.buyer, quote.channel)
    belief = win_belief_of(m, quote.shop, quote.channel)
    eta = receipt_factor(
        take_from_receipt(m, quote.channel), p.finance_rate, pay_weeks(m, job.buyer, quote.channel),
        default_share(m, job.buyer, quote.channel),
    )  # fmt: skip
    riches = shop_wealth(m, quote.shop)
    full_sigma = estimate_sigma(p.sigma_full, job.completeness, p.sigma_packet)
    quick_sigma = estimate_sigma(p.sigma_quick, job.completeness, p.sigma_packet)
    full_hours = full_quote_hours(m, q)
    posted = quote.channel == Channel.NETWORK and terms.response_mode == ResponseMode.YES_NO
    quick_hours = 0.0 if posted else quote_hours(p.h_full, p.quick_share, p.psi, job.completeness)
    depth, price, chance, gain, other_gain = best_quote(
        base, repeat, own, full_sigma, quick_sigma, shop.gamma, riches, eta, mu, job.vref, belief, p.selection,
        full_hours, quick_hours, p.wage,
    )  # fmt: skip
    quote.depth = depth
    quote.gain = gain
    lead = quoted_lead(m, quote.shop, quote.job)
    quote.lead = padded_lead(lead, m.plays[quote.shop].padding)
    quote.win_probability = chance
    if load > p.u_max:
        quote.no_bid = NoBid.OVERLOADED
    elif gain <= 0.0:
        quote.no_bid = NoBid.NOT_WORTH_IT
    row = new_decision(
        m, week, DecisionKind.QUOTE, quote.shop, job.buyer, quote.job, -1,
        1 if quote.no_bid == NoBid.QUOTED else 0, quote.no_bid, 0.0, gain, load,
    )  # fmt: skip
    if row >= 0:
        sigma = quick_sigma if depth == Depth.QUICK else full_sigma
        markup = quote_markup(mu, job.vref, belief)
        estimate_risk, _, _ = risk_premium(shop.gamma, riches, sigma, own, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        values = m.decisions[row].terms
        values[0] = base
        values[1] = repeat
        values[2] = selection_loss(sigma, own, eta, markup, p.selection)
        values[3] = estimate_risk
        values[4] = quick_hours if depth == Depth.QUICK else full_hours
        values[5] = price
        values[6] = chance
        values[7] = gain
        values[8] = other_gain
        values[9] = job.completeness
        values[10] = own
        values[11] = full_sigma
        values[12] = quick_sigma
        values[13] = shop.gamma
        values[14] = riches
        values[15] = eta
        values[16] = mu
        values[17] = job.vref
        values[18] = belief
        values[19] = p.selection
        values[20] = full_hours
        values[21] = quick_hours
        values[22] = p.wage
        values[23] = lead
        values[24] = p.u_max
        values[25] = job.lead_required
    price = lowball_price(price, m.plays[quote.shop].lowball)
    if ask(m, quote.shop, row):
        answer = m.decisions[row]
        quote.no_bid = answer.code
        quote.depth = int(answer.answer[0])
        price = answer.answer[1]
        quote.lead = int(answer.answer[2])
        quote.gain = answer.answer[3]
    hours = quick_hours if quote.depth == Depth.QUICK else full_hours
    sigma = quick_sigma if quote.depth == Depth.QUICK else full_sigma
    quote.gain_per_h = quote.gain / hours if hours > 0.0 else quote.gain * 1e6
    quote.minutes = int(hours * 60.0 + 0.5)
    noise = lognormal_mean_one(normal(p.seed, Purpose.ESTIMATE, job.key, shop.key, job.occurrence), sigma)
    quote.price = max(1, cents(posted_quote_price(price, own, noise, eta)))


@compiled
def fund_quotes(m: Market) -> None:
    """Estimator hours go to the best quotes per hour until they are used up (R9, D52)."""
    count = m.n[Counter.QUOTES]
    worth = np.empty(count)
    for q in range(count):
        worth[q] = -m.quotes[q].gain_per_h
    order = np.argsort(worth, kind="mergesort")
    for k in range(count):
        quote = m.quotes[order[k]]
        if quote.no_bid != NoBid.QUOTED:
            continue
        shop = m.shops[quote.shop]
        if shop.estimator_used + quote.minutes > shop.estimator_min:
            quote.no_bid = NoBid.NO_ESTIMATOR_HOURS
            continue
        shop.estimator_used += quote.minutes


@compiled
def book_quote(m: Market, week: int, q: int) -> None:
    """Charge the hours of a quote and count it."""
    quote = m.quotes[q]
    job = m.jobs[quote.job]
    if quote.no_bid == NoBid.NO_CAPABILITY:
        spend_hours(m, week, quote.shop, quote.minutes, Category.ADMIN, quote.job, -1)
        m.tallies[tally_row(m, week, quote.shop)].admin_min += quote.minutes
    if quote.no_bid != NoBid.QUOTED:
        m.tallies[tally_row(m, week, quote.shop)].no_bids += 1
        emit(m, week, EventKind.NO_BID, quote.job, job.occurrence, quote.shop, -1, quote.no_bid, 0, 0)
        return
    m.shops[quote.shop].estimator_used -= quote.minutes  # funded already; spend_hours counts it
    spend_hours(m, week, quote.shop, quote.minutes, Category.ESTIMATING, quote.job, -1)
    m.panel[week].quoting_min += quote.minutes
    tally = m.tallies[tally_row(m, week, quote.shop)]
    tally.quotes += 1
    tally.quote_min += quote.minutes
    tally.quote_completeness += job.completeness
    tally.quote_phantom += 1 - job.intent
    if quote.depth == Depth.FULL:
        tally.quotes_full += 1
    if quote.channel == Channel.NETWORK:
        tally.network_quotes += 1
    emit(
        m,
        week,
        EventKind.QUOTE,
        quote.job,
        job.occurrence,
        quote.shop,
        -1,
        quote.depth,
        quote.price,
        quote.lead,
    )


@compiled
def price_quotes(m: Market, week: int) -> None:
    """Phase 5: evaluate all requests on the state at the phase's start, then fund and send the best."""
    read_the_desk(m)
    for q in range(m.n[Counter.QUOTES]):
        expect_work(m, q, -m.quotes[q].desk_share)  # the load that a quote adds to is that of all others
        evaluate_quote(m, week, q)
        expect_work(m, q, m.quotes[q].desk_share)
    clear_the_desk(m)
    fund_quotes(m)
    for q in range(m.n[Counter.QUOTES]):
        book_quote(m, week, q)
