"""Whom an RFQ or an offer reaches through the network: scores, shortlists, newcomers, misroutes (3.4, D43-D45)."""

import math

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import Candidates, Metric, RoutingMode, ScoreForm
from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.market.asking import ask, is_asked, operator_seat
from handoff_sim.market.costing import station_load
from handoff_sim.market.lookups import find_tie, has_process, in_lane, is_member, is_open, keep_best
from handoff_sim.market.tables import MEMORY_WEEKS, TIE_SLOTS, Counter, Market
from handoff_sim.rules.routing import availability, beta_mean, beta_variance, routing_key, routing_score
from handoff_sim.streams import Bits, Purpose, draw_keys, uniform, unit

METRICS = len(Metric)
OTHER_PROCESS_FIT = 0.5
BLOCK = 256  # candidates whose luck is drawn at a time


@compiled
def reputation_of(m: Market, shop: int) -> float:
    """Reputation part of the routing score: weighted mean record, or its lower bound (D43)."""
    p = m.p[0]
    row = m.standing[shop]
    mean = 0.0
    variance = 0.0
    for k in range(METRICS):
        mean += p.w[k] * beta_mean(row.r[k], row.s[k], p.a0, p.b0)
        variance += p.w[k] * p.w[k] * beta_variance(row.r[k], row.s[k], p.a0, p.b0)
    if p.score_form == ScoreForm.LCB:
        return mean - p.score_z * math.sqrt(variance)
    return mean


@compiled
def is_newcomer(m: Market, shop: int) -> bool:
    """Mean evidence over metrics below the prior's weight (D44)."""
    p = m.p[0]
    row = m.standing[shop]
    total = 0.0
    for k in range(METRICS):
        total += row.r[k] + row.s[k]
    return total / METRICS < p.a0 + p.b0


@compiled
def score_of(m: Market, shop: int, process: int, front: bool) -> float:
    """Routing score of one member for one job."""
    p = m.p[0]
    row = m.shops[shop]
    fit = 1.0 if row.first_process == process else OTHER_PROCESS_FIT
    avail = availability(p.info, station_load(m, shop, process), p.u_lo, p.u_hi)
    price_weight = p.w_price if front else 0.0
    return routing_score(
        m.reputation[shop], avail, p.disclosure, fit, row.price_ratio, p.w_avail, p.w_fit, price_weight
    )


@compiled
def over_cap(m: Market, shop: int, process: int) -> bool:
    """Whether a shop already has more than its cap of a process's routed jobs."""
    p = m.p[0]
    total = m.routed_process[process]
    return total > 0 and m.stations[shop * p.processes + process].routed > p.share_cap * total


@compiled
def add_routed(m: Market, week: int, shop: int, process: int) -> None:
    """Count a routed job for shares and caps."""
    p = m.p[0]
    station = shop * p.processes + process
    m.routed_ring[week % MEMORY_WEEKS, station] += 1
    m.stations[station].routed += 1
    m.routed_process[process] += 1
    m.n[Counter.ROUTED] += 1


@compiled
def forget_routed(m: Market, week: int) -> None:
    """Drop the week that leaves the memory of routed jobs and of codes."""
    p = m.p[0]
    slot = week % MEMORY_WEEKS
    for station in range(m.stations.size):
        count = m.routed_ring[slot, station]
        if count > 0:
            m.stations[station].routed -= count
            m.routed_process[station % p.processes] -= count
            m.n[Counter.ROUTED] -= count
            m.routed_ring[slot, station] = 0
    m.codes_ring[slot, 0] = 0
    m.codes_ring[slot, 1] = 0


@compiled
def misroute_chance(m: Market) -> float:
    """Chance that a slot goes to a shop that cannot do the work; valid codes teach the router (2.5, D45)."""
    given = 0
    valid = 0
    for slot in range(MEMORY_WEEKS):
        given += m.codes_ring[slot, 0]
        valid += m.codes_ring[slot, 1]
    share = valid / given if given > 0 else 0.0
    return m.p[0].misroute0 * (1.0 - share)


@compiled
def list_members(m: Market) -> None:
    """This week's candidates in rows of their own: who they are, and their records, change between weeks only."""
    p = m.p[0]
    count = 0
    for process in range(p.processes):
        m.member_start[process] = count
        for region in range(p.regions):
            if not in_lane(m, process, region):
                continue
            cell = process * p.regions + region
            for row in range(m.by_process_start[cell], m.by_process_start[cell + 1]):
                count = list_member(m, m.by_process[row], process, count)
    m.member_start[p.processes] = count
    weigh_members(m, count)
    for shop in range(p.n_shops):
        count = list_member(m, shop, 0, count)
    m.member_start[p.processes + 1] = count


@compiled
def list_member(m: Market, shop: int, process: int, count: int) -> int:
    """Enter one shop if it is a member in business; returns how many have been entered."""
    if not is_member(m, shop) or not is_open(m, shop):
        return count
    p = m.p[0]
    row = m.shops[shop]
    m.member_rows[count] = shop
    m.member_key[count] = int(row.key)
    m.member_new[count] = 1 if is_newcomer(m, shop) else 0
    fit = 1.0 if row.first_process == process else OTHER_PROCESS_FIT
    for front in range(2):
        weight = p.w_price if front == 1 else 0.0
        m.member_weight[front, count] = routing_score(
            m.reputation[shop], 1.0, p.disclosure, fit, row.price_ratio, p.w_avail, p.w_fit, weight
        )
    return count + 1


@compiled
def weigh_members(m: Market, count: int) -> None:
    """Turn the scores of idle members into weights of an exponential race, the best of them 1."""
    tau = m.p[0].tau_route
    for front in range(2):
        top = -1e300
        for k in range(count):
            top = max(top, m.member_weight[front, k])
        for k in range(count):
            m.member_weight[front, k] = math.exp((m.member_weight[front, k] - top) / tau)
        m.member_top[front] = top


@compiled
def key_of(m: Market, shop: int, process: int, front: bool, u: float, spare: bool) -> float:
    """Key by which a candidate is ranked; those over their cap come last where there are others enough."""
    p = m.p[0]
    key = (
        u if p.routing_mode == RoutingMode.BROADCAST else routing_key(score_of(m, shop, process, front), p.tau_route, u)
    )
    return key - 1e9 if spare and over_cap(m, shop, process) else key


@compiled
def race_bound(m: Market, front: int, bar: float) -> float:
    """A candidate of weight w whose draw is u reaches the bar only if ``1 - u <= w`` times this bound.

    Its key is at most ``score + tau * Gumbel(u)`` with the score of an idle member, and ``-ln u >= 1 - u``.
    """
    p = m.p[0]
    if p.routing_mode == RoutingMode.BROADCAST:
        return 1e300
    return math.exp(min(690.0, (m.member_top[front] - bar) / p.tau_route)) * (1.0 + 1e-9)


@compiled
def enough_below_cap(m: Market, process: int, exclude: int, take: int) -> bool:
    """Whether at least ``take`` candidates are not over their cap."""
    p = m.p[0]
    first = m.member_start[process]
    last = m.member_start[process + 1]
    if m.routed_process[process] <= 0 or (last - first - 1) - 1.0 / p.share_cap >= take:
        return True
    free = 0
    for k in range(first, last):
        if m.member_rows[k] != exclude and not over_cap(m, m.member_rows[k], process):
            free += 1
    return free >= take


@compiled
def rank(
    m: Market, process: int, entity: Bits, item: int, exclude: int, front: bool, spare: bool, newcomers: bool,
    chosen: npt.NDArray[np.int64], already: int, best: npt.NDArray[np.int64],
) -> int:  # fmt: skip
    """Fill ``best`` with the best candidates, or newcomers, that are not chosen ``already``; returns how many."""
    p = m.p[0]
    keys = np.empty(best.shape[0])
    luck = np.empty(BLOCK, np.uint64)
    held = 0
    bound = 1e300
    door = 1 if front else 0
    last = m.member_start[process + 1]
    for first in range(m.member_start[process], last, BLOCK):
        size = min(BLOCK, last - first)
        draw_keys(p.seed, Purpose.ROUTE, entity, item, m.member_key[first : first + size], 0, luck)
        weight = m.member_weight[door, first : first + size]
        for k in range(size):
            u = unit(luck[k])
            if 1.0 - u > weight[k] * bound or (newcomers and m.member_new[first + k] == 0):
                continue
            shop = m.member_rows[first + k]
            if shop == exclude or is_among(chosen, already, shop):
                continue
            held = keep_best(keys, best, held, key_of(m, shop, process, front, u, spare), shop)
            if held == best.shape[0]:
                bound = race_bound(m, door, keys[held - 1])
    return held


@compiled
def is_among(chosen: npt.NDArray[np.int64], count: int, shop: int) -> bool:
    """Whether a shop is one of the first ``count``."""
    for k in range(count):  # noqa: SIM110 (any() of a generator does not compile)
        if chosen[k] == shop:
            return True
    return False


@compiled
def shortlist_by_rule(
    m: Market, process: int, entity: Bits, item: int, exclude: int, wanted: int, front: bool,
    chosen: npt.NDArray[np.int64],
) -> int:  # fmt: skip
    """Up to ``wanted`` members for a job, best first; returns how many (3.4, D44)."""
    p = m.p[0]
    take = 1 if p.routing_mode == RoutingMode.ASSIGN and front else wanted
    take = min(take, m.member_start[process + 1] - m.member_start[process])
    if take == 0:
        return 0
    spare = enough_below_cap(m, process, exclude, take)
    held = rank(m, process, entity, item, exclude, front, spare, False, chosen, 0, chosen[:take])
    if held > 0 and uniform(p.seed, Purpose.NEWCOMER, entity, item, 0) < p.explore:
        newcomer = np.empty(1, np.int64)
        if rank(m, process, entity, item, exclude, front, spare, True, chosen, held, newcomer) == 1:
            chosen[held - 1] = newcomer[0]
    return held


@compiled
def shortlist(
    m: Market, process: int, entity: Bits, item: int, exclude: int, wanted: int, front: bool,
    chosen: npt.NDArray[np.int64],
) -> int:  # fmt: skip
    """The members a job goes to, best first: those of the rule, unless the operator's seat names others."""
    found = shortlist_by_rule(m, process, entity, item, exclude, wanted, front, chosen)
    if found == 0 or not is_asked(m, operator_seat(m), DecisionKind.ROUTING):
        return found
    record = new_decision(m, m.n[Counter.WEEK], DecisionKind.ROUTING, 0, exclude, -1, -1, found, 0, 0.0, 0.0, 0.0)
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = process
        values[1] = exclude
        values[2] = wanted
        values[3] = 1.0 if front else 0.0
        values[4] = found
        m.asked_shops[:found] = chosen[:found]
        if ask(m, operator_seat(m), record):
            found = m.decisions[record].state
            chosen[:found] = m.asked_shops[:found]
    return found


@compiled
def misroute(m: Market, process: int, entity: Bits, item: int, exclude: int) -> int:
    """A keyed random member that lacks the process, or -1 when this slot is routed well."""
    p = m.p[0]
    if uniform(p.seed, Purpose.MISROUTE, entity, item, 0) >= misroute_chance(m):
        return -1
    best = -1
    lowest = 2.0
    luck = np.empty(BLOCK, np.uint64)
    last = m.member_start[p.processes + 1]
    for first in range(m.member_start[p.processes], last, BLOCK):
        size = min(BLOCK, last - first)
        draw_keys(p.seed, Purpose.MISROUTE, entity, item, m.member_key[first : first + size], 1, luck)
        for k in range(size):
            u = unit(luck[k])
            if u < lowest:
                shop = m.member_rows[first + k]
                if shop != exclude and not has_process(m, shop, process):
                    lowest = u
                    best = shop
    return best


@compiled
def partners_for(m: Market, process: int, exclude: int, wanted: int, chosen: npt.NDArray[np.int64]) -> int:
    """The phone book entries of ``exclude`` with the process, most trusted first; ties by persistent key."""
    first = exclude * TIE_SLOTS
    best = np.empty(wanted, np.int64)
    count = 0
    for row in range(first, first + TIE_SLOTS):
        tie = m.ties[row]
        if tie.other < 0 or (count == wanted and not is_trusted_more(m, row, best[count - 1])):
            continue
        if not has_process(m, tie.other, process) or not is_open(m, tie.other):
            continue
        count = min(count + 1, wanted)
        place = count - 1
        while place > 0 and is_trusted_more(m, row, best[place - 1]):
            best[place] = best[place - 1]
            place -= 1
        best[place] = row
    for k in range(count):
        chosen[k] = m.ties[best[k]].other
    return count


@compiled
def is_trusted_more(m: Market, one: int, other: int) -> bool:
    """Whether one phone book entry comes before another."""
    a = m.ties[one]
    b = m.ties[other]
    if a.trust != b.trust:
        return a.trust > b.trust
    return bool(m.shops[a.other].key < m.shops[b.other].key)


@compiled
def network_candidates(
    m: Market, process: int, entity: Bits, item: int, exclude: int, wanted: int, chosen: npt.NDArray[np.int64]
) -> int:
    """Candidates for a handoff through the network: routed members, or the phone book (D14, D85)."""
    p = m.p[0]
    if p.candidates == Candidates.PHONE_BOOK:
        return partners_for(m, process, exclude, wanted, chosen)
    return shortlist(m, process, entity, item, exclude, wanted, False, chosen)


@compiled
def trust_in(m: Market, shop: int, other: int) -> float:
    """Trust one shop has in another; none in a stranger."""
    tie = find_tie(m, shop, other)
    return 0.0 if tie < 0 else m.ties[tie].trust
