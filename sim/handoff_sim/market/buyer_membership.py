"""Phase 9: which buyers belong to the network (R28, D67)."""

from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import new_decision
from handoff_sim.market.asking import ask_yes_or_no, buyer_seat
from handoff_sim.market.demand import covered
from handoff_sim.market.eligibility import is_eligible, is_prescribed
from handoff_sim.market.lookups import is_member
from handoff_sim.market.tables import Market
from handoff_sim.rules.buyer_membership import buyer_join_probability, buyer_leaves
from handoff_sim.streams import Purpose, uniform


@compiled
def coverage(m: Market) -> float:
    """Member share of eligible shops."""
    eligible = 0
    members = 0
    for i in range(m.p[0].n_shops):
        if is_eligible(m, i):
            eligible += 1
            members += 1 if is_member(m, i) else 0
    return members / eligible if eligible > 0 else 0.0


@compiled
def lane_is_covered(m: Market) -> bool:
    """Whether every process in the lane has at least two members (D67)."""
    p = m.p[0]
    some = False
    for process in range(p.processes):
        if process == p.finish or (p.lane_processes >> process) & 1 == 0:
            continue
        some = True
        if not covered(m, process, 2):
            return False
    return some


@compiled
def decide_buyer_membership(m: Market, week: int, b: int, chance: float, usable: bool) -> int:
    """R28 for one buyer that is free to choose: 1 in, 0 out."""
    p = m.p[0]
    buyer = m.buyers[b]
    luck = uniform(p.seed, Purpose.BUYER_JOIN, buyer.key, week, 0)
    belongs = luck < chance
    if buyer.member == 1:
        belongs = not buyer_leaves(buyer.u_network, buyer.u_direct, buyer.network_jobs, p.leave_margin, p.leave_jobs)
    record = new_decision(
        m, week, DecisionKind.BUYER_MEMBERSHIP, b, -1, -1, -1, 1 if belongs else 0, buyer.member, luck, chance, 0.0
    )
    if record >= 0:
        values = m.decisions[record].terms
        values[0] = buyer.u_network
        values[1] = buyer.u_direct
        values[2] = buyer.network_jobs
        values[3] = p.leave_margin
        values[4] = p.leave_jobs
        values[5] = chance
        values[6] = luck
        values[7] = 1.0 if usable else 0.0
    return 1 if ask_yes_or_no(m, buyer_seat(m, b), record, belongs) else 0


@compiled
def review_buyers(m: Market, week: int) -> None:
    """R28: buyers join a network that covers their work, and leave one that serves them worse."""
    p = m.p[0]
    if p.front_door == 0:
        return
    usable = lane_is_covered(m)
    chance = buyer_join_probability(coverage(m), p.buyer_join_base, p.buyer_join_slope)
    for b in range(p.n_buyers):
        buyer = m.buyers[b]
        if (p.lane_buyers >> buyer.klass) & 1 == 0 or is_prescribed(m, week, p.n_shops + b):
            continue
        bound = (buyer.large_prime == 1 and p.mandate > 0.0) or p.all_members == 1
        if buyer.member == 0 and not usable:
            continue
        belongs = 1 if bound else decide_buyer_membership(m, week, b, chance, usable)
        if belongs == 1 and buyer.member == 0:
            buyer.join_week = week + 1
            buyer.u_network = buyer.u_direct
            buyer.network_jobs = 0
        buyer.member = belongs
