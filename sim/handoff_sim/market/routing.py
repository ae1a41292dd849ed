"""Whom an RFQ or an offer reaches through the network: scores, shortlists, newcomers, misroutes (3.4, D43-D45)."""

import math

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import Candidates, Metric, RoutingMode, ScoreForm
from handoff_sim.compiled import compiled
from handoff_sim.market.costing import station_load
from handoff_sim.market.lookups import find_tie, has_process, in_lane, is_member, is_open
from handoff_sim.market.tables import MEMORY_WEEKS, TIE_SLOTS, Counter, Market
from handoff_sim.rules.routing import availability, beta_mean, beta_variance, routing_key, routing_score
from handoff_sim.streams import Bits, Purpose, uniform

METRICS = len(Metric)
OTHER_PROCESS_FIT = 0.5


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
def members_for(m: Market, process: int, exclude: int, found: npt.NDArray[np.int64]) -> int:
    """Members in the lane with the process, other than ``exclude``; returns how many were written."""
    p = m.p[0]
    count = 0
    for region in range(p.regions):
        if not in_lane(m, process, region):
            continue
        cell = process * p.regions + region
        for row in range(m.by_process_start[cell], m.by_process_start[cell + 1]):
            shop = m.by_process[row]
            if shop != exclude and is_member(m, shop) and is_open(m, shop) and count < found.shape[0]:
                found[count] = shop
                count += 1
    return count


@compiled
def shortlist(
    m: Market, process: int, entity: Bits, item: int, exclude: int, wanted: int, front: bool,
    chosen: npt.NDArray[np.int64],
) -> int:  # fmt: skip
    """Up to ``wanted`` members for a job, best first; returns how many (3.4, D44)."""
    p = m.p[0]
    cell = process * p.regions
    most = m.by_process_start[cell + p.regions] - m.by_process_start[cell]
    found = np.empty(most, np.int64)
    count = members_for(m, process, exclude, found)
    if count == 0:
        return 0
    keys = np.empty(count)
    capped = 0
    for k in range(count):
        u = uniform(p.seed, Purpose.ROUTE, entity, item, m.shops[found[k]].key)
        if p.routing_mode == RoutingMode.BROADCAST:
            keys[k] = u
        else:
            keys[k] = routing_key(score_of(m, found[k], process, front), p.tau_route, u)
        if over_cap(m, found[k], process):
            capped += 1
    take = 1 if p.routing_mode == RoutingMode.ASSIGN and front else wanted
    take = min(take, count)
    for k in range(count):
        if over_cap(m, found[k], process) and count - capped >= take:
            keys[k] -= 1e9
    order = np.argsort(-keys)
    for k in range(take):
        chosen[k] = found[order[k]]
    if take > 0 and uniform(p.seed, Purpose.NEWCOMER, entity, item, 0) < p.explore:
        for k in range(take, count):
            if is_newcomer(m, found[order[k]]):
                chosen[take - 1] = found[order[k]]
                break
    return take


@compiled
def misroute(m: Market, process: int, entity: Bits, item: int, exclude: int) -> int:
    """A keyed random member that lacks the process, or -1 when this slot is routed well."""
    p = m.p[0]
    if uniform(p.seed, Purpose.MISROUTE, entity, item, 0) >= misroute_chance(m):
        return -1
    best = -1
    lowest = 2.0
    for shop in range(p.n_shops):
        if shop == exclude or not is_member(m, shop) or not is_open(m, shop) or has_process(m, shop, process):
            continue
        u = uniform(p.seed, Purpose.MISROUTE, entity, item, np.uint64(1) + np.uint64(m.shops[shop].key))
        if u < lowest:
            lowest = u
            best = shop
    return best


@compiled
def partners_for(m: Market, process: int, exclude: int, wanted: int, chosen: npt.NDArray[np.int64]) -> int:
    """The phone book entries of ``exclude`` with the process, most trusted first; ties by persistent key."""
    first = exclude * TIE_SLOTS
    count = 0
    while count < wanted:
        best = -1
        for row in range(first, first + TIE_SLOTS):
            tie = m.ties[row]
            if tie.other < 0 or not has_process(m, tie.other, process) or not is_open(m, tie.other):
                continue
            taken = False
            for k in range(count):
                if chosen[k] == tie.other:
                    taken = True
            if taken:
                continue
            if (
                best < 0
                or tie.trust > m.ties[best].trust
                or (tie.trust == m.ties[best].trust and m.shops[tie.other].key < m.shops[m.ties[best].other].key)
            ):
                best = row
        if best < 0:
            break
        chosen[count] = m.ties[best].other
        count += 1
    return count


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
