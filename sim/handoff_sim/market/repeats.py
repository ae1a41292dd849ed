"""Phase 3: who gets a part that comes back: the holder by rule, a poacher, a bypass, or a new RFQ (R21, R22, R27)."""

import numpy as np

from handoff_sim.codes import Account, Category, Cause, Channel, EventKind, RepeatOwner, Role
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import BOTH, post, spare_minutes
from handoff_sim.market.asking import ask_yes_or_no
from handoff_sim.market.costing import dispute_stake, op_loss, stake_of, station_load
from handoff_sim.market.lookups import (
    buyer_account,
    cents,
    find_tie,
    goodwill_of,
    has_process,
    is_member,
    is_open,
    is_withdrawn,
    knows_buyer,
    pays_promptly,
    special_account,
    tally_row,
)
from handoff_sim.market.quoting import job_cost, quoted_lead
from handoff_sim.market.routing import METRICS, shortlist
from handoff_sim.market.tables import Market
from handoff_sim.rules.award import award_utility, may_win
from handoff_sim.rules.belief import ewma
from handoff_sim.rules.bypass import bypass_gain, bypasses
from handoff_sim.rules.cost import finance_cost
from handoff_sim.rules.hazard import packet_hazard, workmanship_hazard
from handoff_sim.rules.poach import poach_gain, poaches
from handoff_sim.rules.routing import beta_mean
from handoff_sim.rules.stake import tie_value
from handoff_sim.streams import Purpose, uniform

DIRECT_SCORE = 0.6
CAUSES = len(Cause)


@compiled
def governing_channel(m: Market, parent: int) -> int:
    """Channel whose Terms govern the repeat: the first op's handoff, else the purchase order's (D24)."""
    job = m.jobs[parent]
    op = m.ops[job.first_op]
    if op.handed_off == 1 and op.maker >= 0:
        return op.channel
    return job.channel


@compiled
def holder_by_rule(m: Market, job: int) -> int:
    """The shop that the repeat rule names, -1 when it is out of business (R27, D37)."""
    p = m.p[0]
    row = m.jobs[job]
    last = m.jobs[row.parent]
    op = m.ops[last.first_op]
    rule = m.terms[governing_channel(m, row.parent)].repeat_owner
    maker = op.maker if op.maker >= 0 else last.prime
    holder = last.prime
    if rule == RepeatOwner.RECEIVER_FIRST_REFUSAL or rule == RepeatOwner.ORIGINATOR_ROYALTY:
        holder = maker
    elif rule == RepeatOwner.BUYER_CHOICE:
        u = uniform(p.seed, Purpose.RANDOM_RECEIVER, row.key, 0, 0)
        if maker != holder and knows_buyer(m, row.buyer, maker) and u < 0.5:
            holder = maker
    elif rule == RepeatOwner.NETWORK_REROUTE:
        chosen = np.empty(1, np.int64)
        if shortlist(m, op.process, row.key, 0, -1, 1, True, chosen) > 0:
            holder = chosen[0]
    return holder if holder >= 0 and is_open(m, holder) else -1


@compiled
def carry_royalty(m: Market, job: int, holder: int) -> None:
    """A receiver that takes the repeat under a royalty rule pays the originator for a number of repeats."""
    row = m.jobs[job]
    last = m.jobs[row.parent]
    channel = governing_channel(m, row.parent)
    terms = m.terms[channel]
    if last.royalty_left > 0 and holder == last.prime:
        row.royalty_to = last.royalty_to
        row.royalty_left = last.royalty_left - 1
    elif terms.repeat_owner == RepeatOwner.ORIGINATOR_ROYALTY and holder != last.prime:
        row.royalty_to = last.prime
        row.royalty_left = terms.royalty_n


@compiled
def fined(m: Market, week: int, job: int, shop: int) -> None:
    """A non-circumvention penalty, if the network notices."""
    p = m.p[0]
    terms = m.terms[Channel.NETWORK]
    if uniform(p.seed, Purpose.PENALTY, m.jobs[job].key, 0, 0) < terms.detect:
        operator = special_account(m, Account.OPERATOR)
        post(m, week, shop, operator, cents(terms.penalty), Category.PENALTY, BOTH, job, -1)


@compiled
def poached_by(m: Market, week: int, job: int, holder: int) -> int:
    """R22: the maker of the last first op takes the repeat from the holder if it knows the buyer; -1 if not."""
    p = m.p[0]
    row = m.jobs[job]
    last = m.jobs[row.parent]
    op = m.ops[last.first_op]
    maker = op.maker
    if maker < 0 or maker == holder or op.handed_off == 0 or not is_open(m, maker):
        return -1
    if not knows_buyer(m, row.buyer, maker):
        return -1
    base, _, _ = job_cost(m, maker, job, Channel.DIRECT)
    through_network = op.channel == Channel.NETWORK and p.null_network == 0 and not is_withdrawn(m, week)
    detect = m.terms[Channel.NETWORK].detect if through_network else 0.0
    penalty = m.terms[Channel.NETWORK].penalty if through_network else 0.0
    if through_network and m.terms[Channel.NETWORK].has_reputation == 1:
        tie = dispute_stake(m, maker, Channel.NETWORK)
    else:
        entry = find_tie(m, maker, last.prime)
        tie = tie_value(m.ties[entry].annual_margin, m.shops[maker].foresight) if entry >= 0 else 0.0
    price = last.price / 100.0
    gain = poach_gain(price, base, detect, penalty, tie, p.poach_price)
    u = uniform(p.seed, Purpose.POACH, row.key, 0, 0)
    tries = m.plays[maker].poach == 1 or poaches(gain, u, p.poach_hassle)
    record = new_decision(
        m, week, DecisionKind.POACH, maker, holder, job, -1, 1 if tries else 0, 0, u * p.poach_hassle, gain, 0.0
    )
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = price
        values[1] = base
        values[2] = detect * penalty
        values[3] = tie
        values[4] = u * p.poach_hassle
        values[5] = p.poach_price
        tries = ask_yes_or_no(m, maker, record, tries)
    belief_holder = m.shops[last.prime] if last.prime >= 0 else m.shops[maker]
    if through_network:
        belief_holder.poach_belief_network = ewma(
            belief_holder.poach_belief_network, 1.0 if tries else 0.0, p.belief_rate
        )
    else:
        belief_holder.poach_belief_phone = ewma(belief_holder.poach_belief_phone, 1.0 if tries else 0.0, p.belief_rate)
    if not tries:
        return -1
    m.panel[week].poach_tries += 1
    if holder >= 0 and not buyer_switches(m, job, holder, maker):
        return -1
    if last.prime >= 0:
        entry = find_tie(m, last.prime, maker)
        if entry >= 0:
            m.ties[entry].trust = 0.0
    if through_network:
        fined(m, week, job, maker)
    m.panel[week].poaches += 1
    emit(m, week, EventKind.POACH, job, 0, maker, holder, 0, 0, 0)
    return maker


@compiled
def buyer_switches(m: Market, job: int, holder: int, poacher: int) -> bool:
    """R26 without noise: the holder at the last price against the poacher at a little less (D37)."""
    p = m.p[0]
    row = m.jobs[job]
    buyer = m.buyers[row.buyer]
    price = m.jobs[row.parent].price / 100.0
    stay = award_utility(
        price, row.vref, quoted_lead(m, holder, job), row.lead_required, buyer.v_late,
        goodwill_of(m, row.buyer, holder), buyer.v_goodwill, DIRECT_SCORE, buyer.v_quality, 0.0,
    )  # fmt: skip
    go = award_utility(
        p.poach_price * price, row.vref, quoted_lead(m, poacher, job), row.lead_required, buyer.v_late,
        goodwill_of(m, row.buyer, poacher), buyer.v_goodwill, DIRECT_SCORE, buyer.v_quality, 0.0,
    )  # fmt: skip
    return go > stay


@compiled
def liability_shift(m: Market, job: int) -> float:
    """What proof is worth to the maker: its expected liability without any, off the network, less that with full proof.

    Unproven defects fall by the default split of direct orders, proven ones by the network's matrix (R21, D38).
    """
    p = m.p[0]
    row = m.jobs[job]
    loss = op_loss(m, row.vref, True, False)
    matrix = m.matrix[Channel.NETWORK]
    unproven = m.split[Channel.DIRECT, Role.RECEIVER] + m.split[Channel.DIRECT, Role.ORIGINATOR]
    shift = 0.0
    for cause in range(CAUSES):
        hazard = workmanship_hazard(p.p_w0, 1.0, 0.0)
        if cause == Cause.REV_PRINT:
            hazard = packet_hazard(p.p_rev, row.rev_locked, 0.0)
        elif cause == Cause.SCOPE_CHANGE:
            hazard = packet_hazard(p.p_scope, row.scope_explicit, 0.0)
        elif cause == Cause.CERT:
            hazard = packet_hazard(p.p_cert, row.cert_complete, 0.0)
        own = matrix[cause, Role.RECEIVER] + matrix[cause, Role.ORIGINATOR]
        shift += hazard * (unproven - own) * loss
    return shift


@compiled
def goes_off_network(m: Market, week: int, job: int, holder: int) -> bool:
    """R21: whether buyer and holder take a repeat of a network job off the network (D38)."""
    p = m.p[0]
    row = m.jobs[job]
    buyer = m.buyers[row.buyer]
    network = m.terms[Channel.NETWORK]
    direct = m.terms[Channel.DIRECT]
    price = m.jobs[row.parent].price / 100.0
    prompt = pays_promptly(m, Channel.NETWORK)
    network_weeks = network.prompt_weeks if prompt else buyer.pay_weeks
    finance_direct = finance_cost(price, p.finance_rate, buyer.pay_weeks, 0.0)
    finance_network = finance_cost(price, p.finance_rate, network_weeks, 0.0)
    default_direct = buyer.default_prob * price if prompt else 0.0
    stake = 0.0
    record_of = m.standing[holder]
    for k in range(METRICS):
        kept = beta_mean(record_of.r[k], record_of.s[k], p.a0, p.b0)
        stake += stake_of(m, holder, k) * (1.0 - kept)
    shift = (network.alpha - direct.alpha) * liability_shift(m, job)
    gain = bypass_gain(
        network.take_rate, price, network.admin_h, p.wage, p.packet_cost, shift,
        finance_direct, default_direct, finance_network, stake, network.detect, network.penalty,
    )  # fmt: skip
    u = uniform(p.seed, Purpose.BYPASS, row.key, 0, 0)
    trust = goodwill_of(m, row.buyer, holder)
    leaves = bypasses(gain, 0.0 if m.plays[holder].bypass == 1 else u, p.hassle_bar, row.vref, trust)
    m.panel[week].repeats_leakable += 1
    record = new_decision(
        m, week, DecisionKind.BYPASS, holder, row.buyer, job, -1, 1 if leaves else 0, 0,
        u * p.hassle_bar * row.vref, gain, 0.0,
    )  # fmt: skip
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = network.take_rate * price
        values[1] = network.admin_h * p.wage
        values[2] = p.packet_cost
        values[3] = shift
        values[4] = finance_direct
        values[5] = default_direct
        values[6] = finance_network
        values[7] = stake
        values[8] = network.detect * network.penalty
        values[9] = u * p.hassle_bar * row.vref
        values[10] = trust
        leaves = ask_yes_or_no(m, holder, record, leaves)
    if leaves:
        m.panel[week].repeats_leaked += 1
        row.bypassed = 1
        fined(m, week, job, holder)
        emit(m, week, EventKind.BYPASS, job, 0, holder, buyer_account(m, row.buyer), 0, 0, 0)
    return leaves


@compiled
def reorders(m: Market, job: int, holder: int, price: int) -> bool:
    """Whether the buyer orders again without competition, and the holder can take it (R27)."""
    p = m.p[0]
    row = m.jobs[job]
    if uniform(p.seed, Purpose.LOYALTY, row.key, 0, 0) >= m.buyers[row.buyer].loyalty:
        return False
    process = m.ops[row.first_op].process
    if not has_process(m, holder, process) or station_load(m, holder, process) > p.u_max:
        return False
    if spare_minutes(m, holder) < int(p.reorder_h * 60.0 + 0.5):
        return False
    return may_win(price / 100.0, row.value, True)


@compiled
def decide_repeat(m: Market, week: int, job: int) -> None:
    """R27: rule, poach, bypass, loyalty, in this order (D37)."""
    p = m.p[0]
    row = m.jobs[job]
    last = m.jobs[row.parent]
    m.panel[week].repeats += 1
    if last.prime < 0:
        return  # a vertical operator keeps no book: it bids again
    row.incumbent = last.prime
    m.tallies[tally_row(m, week, last.prime)].repeats_owned += 1
    holder = holder_by_rule(m, job)
    price = last.price
    poacher = poached_by(m, week, job, holder)
    if poacher >= 0:
        holder = poacher
        price = int(p.poach_price * last.price)
        row.poached = 1
        row.channel = Channel.DIRECT
    elif last.channel == Channel.NETWORK and holder >= 0:
        usable = is_member(m, holder) and m.buyers[row.buyer].member == 1
        if usable and not goes_off_network(m, week, job, holder):
            row.channel = Channel.NETWORK
    if holder < 0:
        return
    emit(m, week, EventKind.REPEAT, job, row.nth, holder, buyer_account(m, row.buyer), 0, price, 0)
    if reorders(m, job, holder, price):
        row.reorder = 1
        row.prime = holder
        row.price = price
        row.score = DIRECT_SCORE
        row.lead = quoted_lead(m, holder, job)
        carry_royalty(m, job, holder)
