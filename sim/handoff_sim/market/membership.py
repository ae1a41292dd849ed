"""Phase 9: who joins, stays or leaves the network, and what membership costs each week (R19, R28, D67-D73)."""

import math

import numpy as np

from handoff_sim.codes import Account, Category, EventKind, Evidence, Membership, Voice, Vouch
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import BOTH, CASH, pay_nature, post
from handoff_sim.market.asking import ask
from handoff_sim.market.buyer_membership import review_buyers
from handoff_sim.market.eligibility import is_eligible, is_prescribed
from handoff_sim.market.fakes import trade_fakes
from handoff_sim.market.lookups import cents, is_member, is_open, is_withdrawn, special_account
from handoff_sim.market.routing import METRICS
from handoff_sim.market.tables import MEMORY_WEEKS, TIE_SLOTS, Counter, Market
from handoff_sim.rules.belief import lower_confidence
from handoff_sim.rules.membership import evidence_update, join_hurdle, joins, leaves
from handoff_sim.strategies.formulas import wants_a_new_name
from handoff_sim.streams import Purpose, uniform

SEASONED_WEEKS = 13
FEWEST_PEERS = 3
PUBLISHED_AFTER = 26
BEST_QUARTER = 0.25
FREE = -1


@compiled
def recent_gain(m: Market, week: int, shop: int) -> float:
    """Profit per machine-week over the last quarter less the shop's own mean before launch (D71)."""
    p = m.p[0]
    row = m.shops[shop]
    total = 0
    first = max(0, week + 1 - MEMORY_WEEKS)
    for w in range(first, week + 1):
        total += m.profit_weeks[w, shop]
    recent = total / 100.0 / (row.machines * (week + 1 - first))
    if row.base_known == 0:
        before = 0
        for w in range(min(p.launch, week + 1)):
            before += m.profit_weeks[w, shop]
        weeks = max(1, min(p.launch, week + 1))
        row.gap_base = before / 100.0 / (row.machines * weeks)
        row.base_known = 1
    return recent - row.gap_base


@compiled
def visible_gaps(m: Market, week: int) -> tuple[np.ndarray, int]:
    """Each shop's gain less that of comparable non-members, and how many non-members there are (D71)."""
    p = m.p[0]
    gain = np.empty(p.n_shops)
    total = np.zeros(4)
    count = np.zeros(4)
    for i in m.by_key:
        gain[i] = recent_gain(m, week, i) if is_open(m, i) else 0.0
        if is_open(m, i) and not is_member(m, i):
            total[m.shops[i].size_class] += gain[i]
            count[m.shops[i].size_class] += 1.0
            total[3] += gain[i]
            count[3] += 1.0
    for i in range(p.n_shops):
        peers = m.shops[i].size_class if count[m.shops[i].size_class] >= FEWEST_PEERS else 3
        if count[3] > 0.0:
            gain[i] -= total[peers] / count[peers]
    return gain, int(count[3])


@compiled
def seasoned(m: Market, shop: int, week: int) -> bool:
    """A member long enough to be an example to others."""
    return is_member(m, shop) and week + 1 - m.shops[shop].member_since >= SEASONED_WEEKS


@compiled
def published_gain(m: Market, week: int, gaps: np.ndarray, size: int) -> float:
    """What the network publishes of its members' gains: the best quarter, or a size class's mean; NaN if none."""
    p = m.p[0]
    found = np.empty(p.n_shops)
    count = 0
    for i in m.by_key:
        if seasoned(m, i, week) and (p.evidence == Evidence.TESTIMONIAL or m.shops[i].size_class == size):
            found[count] = gaps[i]
            count += 1
    if count == 0:
        return math.nan
    best = count
    if p.evidence == Evidence.TESTIMONIAL:
        found[:count].sort()
        best = max(1, math.ceil(BEST_QUARTER * count))
    total = 0.0
    for k in range(count - best, count):
        total += found[k]
    return total / best


@compiled
def gather_evidence(m: Market, week: int, shop: int, gaps: np.ndarray, published: np.ndarray) -> None:
    """What a shop sees: its own gain, its partners' and what is published (R19)."""
    p = m.p[0]
    row = m.shops[shop]
    mean = row.gain_mean
    n = row.gain_n
    for slot in range(shop * TIE_SLOTS, (shop + 1) * TIE_SLOTS):
        other = m.ties[slot].other
        if other >= 0 and seasoned(m, other, week):
            mean, n = evidence_update(mean, n, gaps[other], p.peer_weight)
    if seasoned(m, shop, week):
        mean, n = evidence_update(mean, n, gaps[shop], p.trial_weight)
    if p.evidence != Evidence.NONE and p.n_pub > 0.0 and week >= p.launch + PUBLISHED_AFTER:
        seen = published[row.size_class]
        if not math.isnan(seen):
            mean, n = evidence_update(mean, n, seen, p.n_pub)
    row.gain_mean = mean
    row.gain_n = n


@compiled
def vouched(m: Market, shop: int) -> bool:
    """Whether enough members in the phone book stand for the shop; founders need nobody."""
    p = m.p[0]
    if p.vouch == Vouch.NONE or m.n[Counter.MEMBERS] < 4:
        return True
    sponsors = 0
    for slot in range(shop * TIE_SLOTS, (shop + 1) * TIE_SLOTS):
        other = m.ties[slot].other
        if other >= 0 and is_member(m, other):
            sponsors += 1
    return sponsors >= p.vouch


@compiled
def running_cost(m: Market, shop: int) -> float:
    """Weekly cost of membership per machine (D72)."""
    p = m.p[0]
    return (p.audit_h * p.wage + p.sub_fee) / m.shops[shop].machines


@compiled
def autonomy_of(m: Market, shop: int) -> float:
    """Dollars per machine-week that discipline costs the owner's sense of control; none with pure profit."""
    return 0.0 if m.p[0].pure_profit == 1 else m.shops[shop].autonomy


@compiled
def enter(m: Market, week: int, shop: int, trial: bool) -> None:
    """Join from next week on; where the policy grants a trial, it pays no fee and no bond at first (D72)."""
    p = m.p[0]
    row = m.shops[shop]
    row.member_since = week + 1
    if trial and p.trial_weeks > 0:
        row.membership = Membership.TRIAL
        row.trial_until = week + p.trial_weeks
        return
    row.membership = Membership.MEMBER
    pay_entry(m, week, shop)


@compiled
def pay_entry(m: Market, week: int, shop: int) -> None:
    """Fee, bond, certificate, and the hours it takes to learn."""
    p = m.p[0]
    row = m.shops[shop]
    post(m, week, shop, special_account(m, Account.OPERATOR), cents(p.entry_fee), Category.ENTRY, BOTH, -1, -1)
    post(m, week, shop, special_account(m, Account.ESCROW), cents(p.bond), Category.BOND, CASH, -1, -1)
    row.switch_left += int(p.switch_h * 60.0 + 0.5)
    if p.cert_required == 1 and row.cert_held == 0:
        row.cert_held = 1
        row.switch_left += int(p.cert_h * 60.0 + 0.5)
        pay_nature(m, week, shop, cents(p.cert_fee), Category.ADMIN, -1, -1)


@compiled
def depart(m: Market, week: int, shop: int) -> None:
    """Leave; a bond comes back."""
    p = m.p[0]
    row = m.shops[shop]
    if row.membership == Membership.MEMBER and p.all_members == 0:
        post(m, week, special_account(m, Account.ESCROW), shop, cents(p.bond), Category.BOND, CASH, -1, -1)
    row.membership = Membership.EXITED
    row.left_week = week + 1


@compiled
def enter_anew(m: Market, week: int, shop: int) -> None:
    """Come back as somebody else: fee and bond again, and no record (MODEL 3.6, D77)."""
    row = m.shops[shop]
    row.identity += 1
    standing = m.standing[shop]
    standing.r[:] = 0.0
    standing.s[:] = 0.0
    standing.origin_r[:] = 0.0
    standing.origin_s[:] = 0.0
    for metric in range(METRICS):
        m.counterparty_n[shop * METRICS + metric] = 0
    emit(m, week, EventKind.NEW_NAME, -1, 0, shop, -1, row.identity, 0, 0)
    enter(m, week, shop, False)


@compiled
def hurdle_of(m: Market, shop: int) -> float:
    """What the expected gain must beat to join (R19)."""
    p = m.p[0]
    row = m.shops[shop]
    fee = p.entry_fee + (p.cert_fee if p.cert_required == 1 and row.cert_held == 0 else 0.0)
    return join_hurdle(autonomy_of(m, shop), p.discipline, p.switch_h, p.wage, fee, row.machines)


@compiled
def review_shop(m: Market, week: int, shop: int) -> None:
    """R19 for one shop."""
    p = m.p[0]
    row = m.shops[shop]
    member = is_member(m, shop)
    hurdle = hurdle_of(m, shop)
    wants = joins(row.gain_mean, row.gain_n, row.kappa, p.sigma_obs, hurdle)
    if row.membership == Membership.MEMBER:
        tenure = week + 1 - row.member_since
        running = running_cost(m, shop)
        quits = leaves(row.gain_mean, p.hysteresis, autonomy_of(m, shop), p.discipline, running, tenure, p.min_tenure)
        anew = not quits and wants_a_new_name(m.reputation[shop], m.plays[shop].whitewash)
        choice = decide_membership(m, week, shop, hurdle, running, 3 if anew else (0 if quits else 1), False, True)
        if choice == 0 or choice == 3:
            depart(m, week, shop)
        if choice == 3:
            enter_anew(m, week, shop)
        return
    if member and week < row.trial_until:
        return
    curious = uniform(p.seed, Purpose.CURIOSITY, row.key, week, 0) < p.curiosity
    room = m.n[Counter.MEMBERS] < p.lane_max_members and vouched(m, shop)
    may_enter = member or (is_eligible(m, shop) and room)
    choice = 1 if wants else (2 if curious and not member else 0)
    choice = decide_membership(m, week, shop, hurdle, running_cost(m, shop), choice, curious, may_enter)
    if member:
        if choice == 1:
            row.membership = Membership.MEMBER
            pay_entry(m, week, shop)
        else:
            depart(m, week, shop)
    elif may_enter and choice > 0:
        m.n[Counter.MEMBERS] += 1
        enter(m, week, shop, choice == 2)


@compiled
def decide_membership(
    m: Market, week: int, shop: int, hurdle: float, running: float, state: int, curious: bool, may_enter: bool
) -> int:
    """R19: 0 out, 1 in, 2 in for a trial, 3 in under a new name; what the rule says unless a seat answers otherwise."""
    p = m.p[0]
    row = m.shops[shop]
    bound = lower_confidence(row.gain_mean, row.kappa, p.sigma_obs, row.gain_n)
    record = new_decision(m, week, DecisionKind.MEMBERSHIP, shop, -1, -1, -1, state, row.membership, hurdle, bound, 0.0)
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = row.gain_mean
        values[1] = row.gain_n
        values[2] = bound
        values[3] = hurdle
        values[4] = running
        values[5] = week + 1 - row.member_since
        values[6] = row.kappa
        values[7] = p.sigma_obs
        values[8] = p.hysteresis
        values[9] = autonomy_of(m, shop)
        values[10] = p.discipline
        values[11] = p.min_tenure
        values[12] = 1.0 if curious else 0.0
        values[13] = 1.0 if may_enter else 0.0
        values[14] = m.reputation[shop]
        if ask(m, shop, record):
            return m.decisions[record].state
    return state


@compiled
def count_members(m: Market) -> int:
    """Members and trials in business."""
    count = 0
    for i in range(m.p[0].n_shops):
        if is_member(m, i) and is_open(m, i):
            count += 1
    return count


@compiled
def review_shops(m: Market, week: int) -> None:
    """Evidence first, for everybody on the same figures; then decisions, in keyed order where room is scarce."""
    p = m.p[0]
    gaps, others = visible_gaps(m, week)
    if others > 0:
        published = np.empty(3)
        for size in range(3):
            published[size] = published_gain(m, week, gaps, size)
        for i in range(p.n_shops):
            if is_open(m, i):
                gather_evidence(m, week, i, gaps, published)
    keys = np.empty(p.n_shops)
    for i in range(p.n_shops):
        keys[i] = uniform(p.seed, Purpose.ORDER, m.shops[i].key, week, 2)
    order = np.argsort(keys)
    for k in range(p.n_shops):
        i = order[k]
        if not is_open(m, i) or is_prescribed(m, week, i):
            continue
        if p.all_members == 1:
            if not is_member(m, i) and is_eligible(m, i):
                m.shops[i].membership = Membership.MEMBER
                m.shops[i].member_since = week + 1
        else:
            review_shop(m, week, i)


@compiled
def charge_operator(m: Market, week: int, fixed: float) -> None:
    """The operator's cost of the week: fixed dollars, and its transactions since it was last charged."""
    cost = fixed + m.p[0].operator_variable * m.n[Counter.TRANSACTIONS]
    pay_nature(m, week, special_account(m, Account.OPERATOR), cents(cost), Category.OPERATOR_COST, -1, -1)
    m.n[Counter.TRANSACTIONS] = 0


@compiled
def charge_members(m: Market, week: int) -> None:
    """Weekly subscription, subsidy and operator cost."""
    p = m.p[0]
    if m.n[Counter.MEMBERS] == 0:
        return
    operator = special_account(m, Account.OPERATOR)
    sponsor = special_account(m, Account.SPONSOR)
    for i in range(p.n_shops):
        if not is_open(m, i) or not is_member(m, i):
            continue
        post(m, week, i, operator, cents(p.sub_fee), Category.SUBSCRIPTION, BOTH, -1, -1)
        if week < p.subsidy_end:
            post(m, week, sponsor, i, cents(p.subsidy), Category.SUBSIDY, BOTH, -1, -1)
    charge_operator(m, week, p.operator_fixed)


@compiled
def share_out(m: Market, week: int, total: int, category: int) -> None:
    """Distribute cents of the operator among members by network hours (times record, for the bonus)."""
    p = m.p[0]
    operator = special_account(m, Account.OPERATOR)
    weights = np.zeros(p.n_shops)
    whole = 0.0
    for i in m.by_key:
        if is_open(m, i) and is_member(m, i):
            weights[i] = m.shops[i].quarter_min * (m.reputation[i] if category == Category.BONUS else 1.0)
            whole += weights[i]
    if whole <= 0.0 or total <= 0:
        return
    for i in range(p.n_shops):
        post(m, week, operator, i, int(total * weights[i] / whole), category, BOTH, -1, -1)


@compiled
def share_surplus(m: Market, week: int) -> None:
    """Quarterly: the bonus pool out of fees, and a member-owned operator's surplus (4.1)."""
    p = m.p[0]
    operator = special_account(m, Account.OPERATOR)
    if p.bonus_pool > 0.0:
        taken = 0
        for e in range(3):
            taken += m.flows[e, operator, Category.TAKE]
        share_out(m, week, int(p.bonus_pool * (taken - m.n[Counter.BONUS_PAID])), Category.BONUS)
        m.n[Counter.BONUS_PAID] = taken
    if p.voice == Voice.MEMBER_OWNED and m.worth[operator] > 0:
        share_out(m, week, m.worth[operator], Category.REBATE)
    for i in range(p.n_shops):
        m.shops[i].quarter_min = 0


@compiled
def prescribe(m: Market, week: int) -> None:
    """Replay a prescribed membership path for next week (D80)."""
    p = m.p[0]
    if m.forced.shape[0] <= week + 1 or week + 1 < p.launch:
        return
    for i in range(p.n_shops):
        wanted = m.forced[week + 1, i]
        if wanted == FREE or not is_open(m, i):
            continue
        if wanted == 1 and not is_member(m, i):
            enter(m, week, i, False)
        elif wanted == 0 and is_member(m, i):
            depart(m, week, i)
    for b in range(p.n_buyers):
        wanted = m.forced[week + 1, p.n_shops + b]
        if wanted != FREE and wanted != m.buyers[b].member:
            m.buyers[b].member = wanted
            m.buyers[b].join_week = week + 1
            if wanted == 1:
                m.buyers[b].u_network = m.buyers[b].u_direct
                m.buyers[b].network_jobs = 0


@compiled
def review(m: Market, week: int) -> None:
    """Phase 9a, quarterly from launch on: shops and buyers decide about the network (R19, R28)."""
    review_shops(m, week)
    m.n[Counter.MEMBERS] = count_members(m)
    review_buyers(m, week)
    share_surplus(m, week)


@compiled
def withdraw_network(m: Market, week: int) -> None:
    """The last week of a network: what is due is shared out, and everybody leaves; ties and open handoffs stay."""
    share_surplus(m, week)
    for i in m.by_key:
        if is_open(m, i) and is_member(m, i):
            depart(m, week, i)
    for b in range(m.p[0].n_buyers):
        m.buyers[b].member = 0
    m.n[Counter.MEMBERS] = 0
    emit(m, week, EventKind.WITHDRAWN, -1, 0, special_account(m, Account.OPERATOR), -1, 0, 0, 0)


@compiled
def run_network(m: Market, week: int) -> None:
    """Phase 9, weekly: fees and subsidies, reviews when they are due, and prescribed membership; or the end of it."""
    p = m.p[0]
    if p.network == 0 or week < p.launch:
        return
    if is_withdrawn(m, week):
        charge_operator(m, week, 0.0)  # handoffs that were open still close
        return
    charge_members(m, week)
    trade_fakes(m, week)
    if is_withdrawn(m, week + 1):
        withdraw_network(m, week)
        return
    if (week - p.launch) % p.review_weeks == 0:
        review(m, week)
    prescribe(m, week)
    m.n[Counter.MEMBERS] = count_members(m)
