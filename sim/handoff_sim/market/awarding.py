"""Phase 6: the buyer, or the network, awards the job (R26, D53); vertical operators bid beside the shops (D78)."""

import math

from handoff_sim.codes import (
    Account,
    AwardBy,
    BuyerMetric,
    Category,
    Channel,
    CostBearer,
    EventKind,
    FeePayer,
    JobState,
    NoAward,
    NoBid,
    PaymentOwner,
)
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import CASH, WORTH, pay_nature, post, spend_hours
from handoff_sim.market.asking import ask, buyer_seat, vertical_seat
from handoff_sim.market.evidence import witness
from handoff_sim.market.lookups import buyer_account, cents, goodwill_of, special_account, tally_row
from handoff_sim.market.quoting import price_scale
from handoff_sim.market.routing import add_routed, score_of
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.award import award_utility, gumbel, may_win
from handoff_sim.rules.belief import ewma
from handoff_sim.rules.vertical import vertical_price, vertical_sigma
from handoff_sim.streams import Purpose, integer, normal, uniform

BUYER_SIDE = 2
DIRECT_SCORE = 0.6
NOBODY = -1
BY_VERTICAL = -2
NONE = -1e300
INDEX_RATE = 0.02  # how fast a vertical operator's price index follows awards


@compiled
def price_seen(m: Market, price: float, channel: int) -> float:
    """What the buyer pays for a quote: a take that the buyer owes comes on top (D46)."""
    terms = m.terms[channel]
    if channel == Channel.NETWORK and terms.fee_payer == FeePayer.BUYER:
        return price * (1.0 + terms.take_rate)
    return price


@compiled
def award_luck(m: Market, q: int) -> float:
    """The uniform behind what nobody can explain in an award, keyed by job and shop."""
    job = m.jobs[m.quotes[q].job]
    return uniform(m.p[0].seed, Purpose.AWARD, job.key, m.shops[m.quotes[q].shop].key, job.occurrence)


@compiled
def utility_of_quote(m: Market, q: int) -> float:
    """R26 utility of one quote."""
    p = m.p[0]
    quote = m.quotes[q]
    job = m.jobs[quote.job]
    buyer = m.buyers[job.buyer]
    price = price_seen(m, quote.price / 100.0, quote.channel)
    noise = price_scale(m, job.buyer, quote.channel) * gumbel(award_luck(m, q))
    if quote.channel == Channel.NETWORK and p.award_by == AwardBy.NETWORK:
        score = score_of(m, quote.shop, m.ops[job.first_op].process, False)
        return score - p.w_price * price / job.vref + noise
    return award_utility(
        price, job.vref, quote.lead, job.lead_required, buyer.v_late,
        goodwill_of(m, job.buyer, quote.shop), buyer.v_goodwill, quote.score, buyer.v_quality, noise,
    )  # fmt: skip


@compiled
def vertical_takes(m: Market, job: int) -> int:
    """A vertical operator that would take this job, -1 if none (D78)."""
    p = m.p[0]
    row = m.jobs[job]
    if p.vertical_count == 0 or row.n_ops != 1:
        return NOBODY
    op = m.ops[row.first_op]
    if (p.vertical_families >> op.process) & 1 == 0:
        return NOBODY
    if uniform(p.seed, Purpose.STANDARD, row.key, row.occurrence, 0) >= p.accept_standard:
        return NOBODY
    best = NOBODY
    for v in range(p.vertical_count):
        free = m.verticals[v].free_min
        if free >= op.planned_min and (best < 0 or free > m.verticals[best].free_min):
            best = v
    return best


@compiled
def vertical_bid(m: Market, job: int, v: int) -> tuple[float, int]:
    """Instant price in dollars and lead in weeks of a vertical operator."""
    p = m.p[0]
    row = m.jobs[job]
    sigma = vertical_sigma(p.sigma_full if p.vertical_upload == 1 else p.sigma_quick, p.vertical_nu, p.vertical_breadth)
    if p.vertical_upload == 1:
        sigma = vertical_sigma(p.vertical_sigma, p.vertical_nu, p.vertical_breadth)
    z = normal(p.seed, Purpose.VERTICAL, row.key, v, 0)
    index = m.verticals[v].price_index
    price = vertical_price(row.vref, index, sigma, z)
    if p.vertical_pricing == 0:
        cost = (1.0 - p.vertical_margin) * index * row.vref
        price = (cost + m.buyers[row.buyer].mu * row.vref / 0.75) * math.exp(sigma * z - 0.5 * sigma * sigma)
    if p.vertical_rush_share > 0.0 and uniform(p.seed, Purpose.VERTICAL, row.key, v, 1) < p.vertical_rush_share:
        return price * p.vertical_rush_price, 1
    return price, p.vertical_lead


@compiled
def set_schedule(m: Market, week: int, job: int) -> None:
    """Due week of the job and its ops, and the ops' shares of the price (D11)."""
    p = m.p[0]
    row = m.jobs[job]
    row.award_week = week
    span = max(row.lead_required, row.lead)
    row.due_week = week + span
    row.state = JobState.AWARDED
    row.stage = 0
    row.stage_left = 0
    row.open_ops = row.n_ops
    for k in range(row.first_op, row.first_op + row.n_ops):
        op = m.ops[k]
        op.price = (row.price / 100.0) * p.rate * (op.planned_min / 60.0) / row.vref
        op.due_week = week + math.ceil((op.stage + 1.0) / row.n_stages * span)
        op.rev_locked = row.rev_locked
        op.scope_explicit = row.scope_explicit
        op.cert_complete = row.cert_complete
        op.originator = row.prime
        if op.stage == 0:
            row.stage_left += 1
    if uniform(p.seed, Purpose.REVISION, row.key, 0, row.occurrence) < m.buyers[row.buyer].churn:
        row.rev_change_week = integer(p.seed, Purpose.REVISION, row.key, 1, row.occurrence, week, row.due_week)


@compiled
def award(m: Market, week: int, job: int, prime: int, price: int, lead: int, score: float) -> None:
    """Make the purchase order: prime, price and schedule; escrow is funded (D28)."""
    p = m.p[0]
    row = m.jobs[job]
    row.prime = prime
    row.price = price
    row.lead = lead
    row.score = score
    set_schedule(m, week, job)
    buyer = buyer_account(m, row.buyer)
    terms = m.terms[row.channel]
    seller = prime if prime >= 0 else special_account(m, Account.VERTICAL) + (-2 - prime)
    if prime >= 0 and row.channel == Channel.NETWORK:
        if terms.payment_owner == PaymentOwner.ESCROW:
            post(m, week, buyer, special_account(m, Account.ESCROW), price, Category.ESCROW, CASH, job, -1)
            row.escrowed = price
        if p.packet_bearer == CostBearer.ORIGINATOR:
            pay_nature(m, week, prime, cents(p.packet_cost), Category.PACKET, job, -1)
        add_routed(m, week, prime, m.ops[row.first_op].process)
        m.shops[prime].last_network_week = week
        m.tallies[tally_row(m, week, prime)].routed += 1
    if prime >= 0 and row.parent >= 0 and row.incumbent >= 0:
        row.kept = 1 if prime == row.incumbent else 0
        m.tallies[tally_row(m, week, row.incumbent)].repeats_kept += row.kept
    m.panel[week].awards += 1
    m.n[Counter.OPEN_JOBS] += 1
    m.n[Counter.OPEN_OPS] += row.n_ops
    emit(m, week, EventKind.AWARD, job, row.occurrence, seller, buyer, lead, price, terms.content)
    m.open_jobs[m.n[Counter.LISTED_JOBS]] = job
    m.n[Counter.LISTED_JOBS] += 1
    m.awards[m.n[Counter.AWARDS]] = job
    m.n[Counter.AWARDS] += 1


@compiled
def settle_deposit(m: Market, week: int, job: int, first: int, last: int, awarded: bool) -> None:
    """The deposit of a network RFQ goes back on an award, else to the quoters by hours (D41)."""
    row = m.jobs[job]
    deposit = cents(m.p[0].rfq_deposit)
    if deposit == 0:
        return
    escrow = special_account(m, Account.ESCROW)
    buyer = buyer_account(m, row.buyer)
    total = 0
    for q in range(first, last):
        if m.quotes[q].no_bid == NoBid.QUOTED:
            total += m.quotes[q].minutes
    left = deposit
    if not awarded and total > 0:
        for q in range(first, last):
            quote = m.quotes[q]
            if quote.no_bid == NoBid.QUOTED:
                share = deposit * quote.minutes // total
                left -= share
                post(m, week, buyer, quote.shop, share, Category.DEPOSIT, WORTH, job, -1)
                post(m, week, escrow, quote.shop, share, Category.DEPOSIT, CASH, job, -1)
    post(m, week, escrow, buyer, left, Category.DEPOSIT, CASH, job, -1)


@compiled
def fail(m: Market, week: int, job: int, reason: int) -> None:
    """An RFQ that ends without an award."""
    row = m.jobs[job]
    row.state = JobState.UNSERVED
    row.no_award = reason
    if reason == NoAward.NO_INTENT:
        m.panel[week].no_intent += 1
    elif reason == NoAward.NO_QUOTE:
        m.panel[week].no_quote += 1
    else:
        m.panel[week].too_dear += 1
    emit(m, week, EventKind.NO_AWARD, job, row.occurrence, -1, buyer_account(m, row.buyer), reason, 0, 0)


@compiled
def best_quote(m: Market, first: int, last: int) -> tuple[int, float, int, int, float]:
    """Winner and its utility, number of quotes, and the runner-up with its utility."""
    best = NOBODY
    top = NONE
    other = NOBODY
    second = NONE
    count = 0
    for q in range(first, last):
        quote = m.quotes[q]
        if quote.no_bid != NoBid.QUOTED:
            continue
        count += 1
        job = m.jobs[quote.job]
        if not may_win(price_seen(m, quote.price / 100.0, quote.channel), job.value, job.intent == 1):
            continue
        utility = utility_of_quote(m, q)
        if utility > top:
            second = top
            other = best
            top = utility
            best = q
        elif utility > second:
            second = utility
            other = q
    return best, top, count, other, second


@compiled
def mark_cheapest(m: Market, first: int, last: int, best: int) -> None:
    """Whether the cheapest quote won."""
    cheapest = m.quotes[best].price
    for q in range(first, last):
        if m.quotes[q].no_bid == NoBid.QUOTED and m.quotes[q].price < cheapest:
            return
    m.jobs[m.quotes[best].job].cheapest = 1


@compiled
def win(m: Market, week: int, best: int, first: int, last: int) -> None:
    """Book the winning quote."""
    quote = m.quotes[best]
    quote.won = 1
    mark_cheapest(m, first, last, best)
    tally = m.tallies[tally_row(m, week, quote.shop)]
    tally.quotes_won += 1
    tally.quote_won_min += quote.minutes
    if quote.channel == Channel.NETWORK:
        tally.network_quotes_won += 1
    award(m, week, quote.job, quote.shop, quote.price, quote.lead, quote.score)


@compiled
def vertical_offer(m: Market, week: int, job: int) -> tuple[int, float, int, float]:
    """A vertical operator that bids for the job (or -1), its price in dollars and lead, and their utility."""
    p = m.p[0]
    row = m.jobs[job]
    v = vertical_takes(m, job) if week >= p.launch and row.intent == 1 else NOBODY
    if v < 0:
        return NOBODY, 0.0, 0, NONE
    buyer = m.buyers[row.buyer]
    price, lead = decide_vertical_quote(m, week, job, v)
    if not may_win(price, row.value, True):
        return NOBODY, price, lead, NONE
    u = uniform(p.seed, Purpose.AWARD, row.key, 1_000_000 + v, row.occurrence)
    utility = award_utility(
        price, row.vref, lead, row.lead_required, buyer.v_late, p.off_list, buyer.v_goodwill,
        DIRECT_SCORE, buyer.v_quality, buyer.mu * gumbel(u),
    )  # fmt: skip
    return v, price, lead, utility


@compiled
def decide_vertical_quote(m: Market, week: int, job: int, v: int) -> tuple[float, int]:
    """D78: instant price in dollars, and lead in weeks."""
    price, lead = vertical_bid(m, job, v)
    row = m.jobs[job]
    record = new_decision(m, week, DecisionKind.VERTICAL_QUOTE, v, row.buyer, job, -1, 1, 0, 0.0, price, 0.0)
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = row.vref
        values[1] = price
        values[2] = lead
        values[3] = m.verticals[v].price_index
        if ask(m, vertical_seat(m, v), record):
            return m.decisions[record].answer[0], int(m.decisions[record].answer[1])
    return price, lead


@compiled
def award_vertical(m: Market, week: int, job: int, v: int, price: float, lead: int) -> None:
    """A vertical operator's order is a direct one."""
    row = m.jobs[job]
    row.channel = Channel.DIRECT
    m.verticals[v].free_min -= m.ops[row.first_op].planned_min
    m.verticals[v].jobs += 1
    m.verticals[v].minutes += m.ops[row.first_op].planned_min
    award(m, week, job, -2 - v, max(1, cents(price)), lead, DIRECT_SCORE)


@compiled
def learn_price_index(m: Market, week: int, job: int) -> None:
    """Before launch a vertical operator watches the prices of its part families (D78)."""
    p = m.p[0]
    row = m.jobs[job]
    if week >= p.launch or row.n_ops != 1:
        return
    if (p.vertical_families >> m.ops[row.first_op].process) & 1 == 1:
        for v in range(p.vertical_count):
            index = m.verticals[v].price_index
            m.verticals[v].price_index = ewma(index, row.price / 100.0 / row.vref, INDEX_RATE)


@compiled
def choose_quote(
    m: Market, week: int, job: int, first: int, last: int, best: int, top: float, count: int, other: int, second: float,
    instant_price: float, instant: float,
) -> int:  # fmt: skip
    """R26: the quote with the highest utility, BY_VERTICAL if an instant price beats it, NOBODY if none may win."""
    row = m.jobs[job]
    choice = BY_VERTICAL if instant > top else best
    record = new_decision(
        m, week, DecisionKind.AWARD, row.buyer, m.quotes[choice].shop if choice >= 0 else -1, job, -1,
        1 if choice >= 0 else 0, why_no_award(row.intent, count, choice), second, top, 0.0,
    )  # fmt: skip
    if record < 0:
        return choice
    buyer = m.buyers[row.buyer]
    values = m.decisions[record].terms
    if choice >= 0:
        quote = m.quotes[best]
        values[0] = quote.price / 100.0
        values[1] = quote.lead
        values[2] = goodwill_of(m, row.buyer, quote.shop)
        values[3] = quote.score
        values[4] = price_scale(m, row.buyer, quote.channel) * gumbel(award_luck(m, best))
    values[5] = count
    values[6] = second
    values[7] = row.value
    values[8] = row.vref
    values[9] = row.lead_required
    values[10] = buyer.v_late
    values[11] = buyer.v_goodwill
    values[12] = buyer.v_quality
    values[13] = row.intent
    if other >= 0:
        quote = m.quotes[other]
        values[14] = quote.price / 100.0
        values[15] = quote.lead
        values[16] = goodwill_of(m, row.buyer, quote.shop)
        values[17] = quote.score
        values[18] = price_scale(m, row.buyer, quote.channel) * gumbel(award_luck(m, other))
    values[19] = first
    values[20] = last
    values[21] = instant_price
    values[22] = instant
    free = row.channel != Channel.NETWORK or m.p[0].award_by == AwardBy.BUYER
    if free and row.intent == 1 and (count > 0 or instant > NONE) and ask(m, buyer_seat(m, row.buyer), record):
        choice = int(m.decisions[record].answer[0])
        m.decisions[record].other = m.quotes[choice].shop if choice >= 0 else -1
        m.decisions[record].state = 1 if choice >= 0 else 0
        m.decisions[record].code = why_no_award(row.intent, count, choice)
    return choice


@compiled
def why_no_award(intent: int, count: int, choice: int) -> int:
    """Why an RFQ ends without an award; AWARDED if it does not."""
    if intent == 0:
        return NoAward.NO_INTENT
    if choice != NOBODY:
        return NoAward.AWARDED
    return NoAward.NO_QUOTE if count == 0 else NoAward.TOO_DEAR


@compiled
def decide_award(m: Market, week: int, job: int, first: int, last: int) -> None:
    """R26 for one RFQ whose quotes lie in rows first..last-1."""
    row = m.jobs[job]
    routed = row.channel == Channel.NETWORK  # an award to a vertical operator makes the order a direct one
    best, top, count, other, second = best_quote(m, first, last)
    v, price, lead, utility = vertical_offer(m, week, job)
    choice = choose_quote(m, week, job, first, last, best, top, count, other, second, price, utility)
    if choice == BY_VERTICAL:
        award_vertical(m, week, job, v, price, lead)
    elif choice >= 0:
        win(m, week, choice, first, last)
        learn_price_index(m, week, job)
    else:
        fail(m, week, job, why_no_award(row.intent, count, choice))
    awarded = row.state == JobState.AWARDED
    if not routed:
        return
    settle_deposit(m, week, job, first, last, awarded)
    if count > 0:
        outcome = 1 if awarded else 0
        witness(m, week, row.buyer, BUYER_SIDE, BuyerMetric.AWARD_RATE, outcome, row.vref, -1, row.key)


@compiled
def award_jobs(m: Market, week: int) -> None:
    """Phase 6: loyal reorders and awards, in the week's keyed order."""
    p = m.p[0]
    first = 0
    for k in range(m.n[Counter.PENDING]):
        job = m.rfqs[k]
        row = m.jobs[job]
        last = first
        while last < m.n[Counter.QUOTES] and m.quotes[last].job == job:
            last += 1
        if row.reorder == 1:
            minutes = int(p.reorder_h * 60.0 + 0.5)
            spend_hours(m, week, row.prime, minutes, Category.ESTIMATING, job, -1)
            tally = m.tallies[tally_row(m, week, row.prime)]
            tally.reorders += 1
            tally.reorder_min += minutes
            award(m, week, job, row.prime, row.price, row.lead, row.score)
        else:
            decide_award(m, week, job, first, last)
        first = last
