"""Phase 8: shops and buyers learn from the week (R17, D40, D50, D53, D68)."""

from handoff_sim.codes import Channel, JobState, NoBid
from handoff_sim.compiled import compiled
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.belief import ewma


@compiled
def learn_from_quotes(m: Market) -> None:
    """Win beliefs, one step per own quote; quotes on phantom RFQs count as lost.

    A request passed up as not worth it moves the belief as far back to where it started: what is not tested fades.
    """
    p = m.p[0]
    rate = p.belief_rate
    for q in range(m.n[Counter.QUOTES]):
        quote = m.quotes[q]
        shop = m.shops[quote.shop]
        if quote.no_bid == NoBid.NOT_WORTH_IT and quote.channel == Channel.NETWORK:
            shop.win_network = ewma(shop.win_network, p.win_prior_network, rate)
        elif quote.no_bid == NoBid.NOT_WORTH_IT:
            shop.win_direct = ewma(shop.win_direct, p.win_prior_direct, rate)
        if quote.no_bid != NoBid.QUOTED:
            continue
        outcome = float(quote.won)
        if quote.channel == Channel.NETWORK:
            shop.win_network = ewma(shop.win_network, outcome, rate)
            ratio = quote.price / 100.0 / m.jobs[quote.job].vref
            shop.price_ratio = ewma(shop.price_ratio, ratio, rate)
        else:
            shop.win_direct = ewma(shop.win_direct, outcome, rate)


@compiled
def learn_margin(m: Market, op: int) -> None:
    """Margin per machine-hour, from ops the shop closed itself."""
    p = m.p[0]
    row = m.ops[op]
    if row.maker < 0:
        return
    shop = m.shops[row.maker]
    hours = row.planned_min / 60.0
    receipt = row.transfer / 100.0 if row.handed_off == 1 else row.price
    margin = (receipt - row.actual_min / 60.0 * shop.cost_rate - row.maker_ncr / 100.0) / hours
    shop.margin_belief = ewma(shop.margin_belief, margin, p.belief_rate)
    if row.channel == Channel.NETWORK and p.null_network == 0:
        shop.network_job_h = ewma(shop.network_job_h, hours, p.belief_rate)


@compiled
def learn_of_channel(m: Market, job: int, surplus: float) -> None:
    """A buyer's view of the channel a job went through, as a share of its reference value (D40)."""
    row = m.jobs[job]
    buyer = m.buyers[row.buyer]
    rate = m.p[0].belief_rate
    if row.channel == Channel.NETWORK:
        buyer.u_network = ewma(buyer.u_network, surplus, rate)
        buyer.network_jobs += 1
    else:
        buyer.u_direct = ewma(buyer.u_direct, surplus, rate)


@compiled
def learn_of_jobs(m: Market) -> None:
    """Buyers' surplus from closed jobs; nothing from RFQs that found no award."""
    for k in range(m.n[Counter.CLOSED_JOBS]):
        job = m.closed_jobs[k]
        row = m.jobs[job]
        change = row.change if row.change_fell == 0 else 0
        gained = row.value - (row.price + row.packet_cost + row.buyer_ncr + row.late_cost + change) / 100.0
        learn_of_channel(m, job, gained / row.vref)


@compiled
def learn_from_failures(m: Market) -> None:
    """RFQs with intent that stayed unserved count as zero surplus."""
    for k in range(m.n[Counter.PENDING]):
        job = m.rfqs[k]
        if m.jobs[job].state == JobState.UNSERVED and m.jobs[job].intent == 1:
            learn_of_channel(m, job, 0.0)


@compiled
def learn(m: Market, week: int) -> None:
    """Phase 8: beliefs from quotes, closed work and closed jobs."""
    learn_from_quotes(m)
    for k in range(m.n[Counter.COMPLETIONS]):
        learn_margin(m, m.completions[k])
    learn_of_jobs(m)
    learn_from_failures(m)
