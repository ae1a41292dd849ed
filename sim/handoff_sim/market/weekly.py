"""Phase 10: overheads, the week's figures, and what carries over."""

from handoff_sim.codes import Category, SizeClass
from handoff_sim.compiled import compiled
from handoff_sim.ledger.posting import pay_nature, spend_hours
from handoff_sim.market.lookups import cents, is_member, is_open, tally_row
from handoff_sim.market.tables import MEMORY_WEEKS, Market


@compiled
def end_estimator_week(m: Market, week: int, shop: int) -> None:
    """Spare hours go into learning the network; hours that did not fit carry over (D52, D72)."""
    row = m.shops[shop]
    spare = row.estimator_min - row.estimator_used
    tally = m.tallies[tally_row(m, week, shop)]
    if row.switch_left > 0 and spare > 0:
        learned = min(spare, row.switch_left)
        spend_hours(m, week, shop, learned, Category.ADMIN, -1, -1)
        row.switch_left -= learned
        tally.switch_min += learned
    row.estimator_carry = max(0, row.estimator_used - row.estimator_min)
    tally.idle_estimator_min += max(0, row.estimator_min - row.estimator_used)


@compiled
def count_week(m: Market, week: int) -> None:
    """The week's line of the panel."""
    p = m.p[0]
    line = m.panel[week]
    for i in range(p.n_shops):
        if not is_open(m, i):
            continue
        shop = m.shops[i]
        for station in range(i * p.processes, (i + 1) * p.processes):
            row = m.stations[station]
            line.cap_min += row.cap_min
            line.produced_min += row.produced_min
            line.down_min += row.down_min
        if not is_member(m, i):
            continue
        m.member_weeks[week, i] = 1
        line.members += 1
        if shop.size_class == SizeClass.S:
            line.members_s += 1
        elif shop.size_class == SizeClass.M:
            line.members_m += 1
        else:
            line.members_l += 1
        if shop.last_network_week >= 0 and week - shop.last_network_week < MEMORY_WEEKS:
            line.active += 1
    for b in range(p.n_buyers):
        m.buyer_member_weeks[week, b] = m.buyers[b].member
        line.buyer_members += m.buyers[b].member


@compiled
def charge_overhead(m: Market, week: int) -> None:
    """Weekly overhead of every shop in business."""
    p = m.p[0]
    for i in range(p.n_shops):
        if is_open(m, i):
            pay_nature(m, week, i, cents(p.overhead * m.shops[i].machines), Category.OVERHEAD, -1, -1)


@compiled
def close_week(m: Market, week: int) -> None:
    """Phase 10a: carry-overs and figures; member flags show who was a member during the week."""
    for i in range(m.p[0].n_shops):
        if is_open(m, i):
            end_estimator_week(m, week, i)
    count_week(m, week)


@compiled
def book_profit(m: Market, week: int) -> None:
    """Phase 10b: the week's gain in net worth of every shop."""
    for i in range(m.p[0].n_shops):
        m.profit_weeks[week, i] = m.worth[i] - m.shops[i].worth_mark
        m.shops[i].worth_mark = m.worth[i]
