"""Phase 0b: breakdowns and labour shocks, keyed by (shop, week), the scheduled shock; and the week's fresh counters."""

from handoff_sim.codes import Category, EventKind
from handoff_sim.compiled import compiled
from handoff_sim.ledger.events import emit
from handoff_sim.ledger.posting import spend_hours
from handoff_sim.market.lookups import buyer_account, is_member, is_open, tally_row
from handoff_sim.market.tables import Counter, Market
from handoff_sim.streams import Purpose, integer, uniform


@compiled
def strike(m: Market, week: int, region: int) -> None:
    """New breakdowns and labour shocks of one region's shops, and the scheduled one; another of a kind prolongs it."""
    p = m.p[0]
    for i in m.by_key:
        shop = m.shops[i]
        if shop.region != region or shop.closed_week >= 0:
            continue
        if uniform(p.seed, Purpose.BREAKDOWN, shop.key, week, 0) < p.breakdown_hazard:
            length = integer(p.seed, Purpose.BREAKDOWN, shop.key, week, 1, p.breakdown_min, p.breakdown_max)
            shop.breakdown_left = max(shop.breakdown_left, length)
            shop.new_breakdown = length
        if uniform(p.seed, Purpose.LABOUR, shop.key, week, 0) < p.labour_hazard:
            length = integer(p.seed, Purpose.LABOUR, shop.key, week, 1, p.labour_min, p.labour_max)
            shop.labour_left = max(shop.labour_left, length)
            shop.new_labour = length
        if shop.struck == 1 and week == p.shock_week:
            shop.shock_left = p.shock_weeks


@compiled
def capacity_factor(m: Market, shop: int, weeks_ahead: int) -> float:
    """Share of nominal capacity a shop has ``weeks_ahead`` weeks from now, as it knows today."""
    p = m.p[0]
    row = m.shops[shop]
    factor = 1.0
    if row.breakdown_left > weeks_ahead:
        factor *= p.breakdown_factor
    if row.labour_left > weeks_ahead:
        factor *= p.labour_factor
    if row.shock_left > weeks_ahead:
        factor *= 1.0 - p.shock_size
    return factor


@compiled
def know_lost_hours(m: Market, shop: int, from_week: int) -> None:
    """Minutes known to be lost from ``from_week`` weeks ahead on; they count as load (D15)."""
    p = m.p[0]
    row = m.shops[shop]
    lost = 0.0
    for ahead in range(from_week, max(row.breakdown_left, row.labour_left, row.shock_left)):
        lost += 1.0 - capacity_factor(m, shop, ahead)
    for process in range(p.processes):
        station = m.stations[shop * p.processes + process]
        station.lost_ahead_min = int(lost * station.cap_min + 0.5)


@compiled
def tell_of_shocks(m: Market, week: int) -> None:
    """Enter what has struck since the last round in the log, which every round begins anew."""
    p = m.p[0]
    for i in m.by_key:
        shop = m.shops[i]
        if shop.new_breakdown > 0:
            emit(m, week, EventKind.OUTAGE, -1, 0, i, -1, shop.new_breakdown, 0, 0)
        if shop.new_labour > 0:
            emit(m, week, EventKind.LABOUR, -1, 0, i, -1, shop.new_labour, 0, 0)
        shop.new_breakdown = 0
        shop.new_labour = 0
        if shop.shock_left > 0 and week == p.shock_week:
            emit(m, week, EventKind.SHOCK, -1, p.shock_kind, i, -1, p.shock_weeks, 0, 0)
    for b in range(p.n_buyers):
        if m.buyers[b].struck == 1 and week == p.shock_week:
            emit(m, week, EventKind.SHOCK, -1, p.shock_kind, buyer_account(m, b), -1, p.shock_weeks, 0, 0)


@compiled
def open_week(m: Market, week: int) -> None:
    """Fresh weekly counters; estimator hours that could not wait are taken first (D52)."""
    p = m.p[0]
    m.n[Counter.WEEK] = week
    m.n[Counter.EVENTS] = 0
    m.n[Counter.ENTRIES] = 0
    m.n[Counter.DECISIONS] = 0
    m.n[Counter.QUOTES] = 0
    m.n[Counter.COMPLETIONS] = 0
    m.n[Counter.AWARDS] = 0
    for s in range(m.stations.size):
        station = m.stations[s]
        station.produced_min = 0
        station.accepted_min = 0
        station.cancelled_min = 0
        station.down_min = 0
    m.n[Counter.CLOSED_JOBS] = 0
    tell_of_shocks(m, week)
    for v in range(p.vertical_count):
        m.verticals[v].free_min = m.verticals[v].cap_min
    for i in range(p.n_shops):
        shop = m.shops[i]
        shop.estimator_used = shop.estimator_carry
        shop.estimator_carry = 0
        if is_open(m, i) and is_member(m, i) and p.audit_h > 0.0:
            minutes = int(p.audit_h * 60.0 + 0.5)
            spend_hours(m, week, i, minutes, Category.ADMIN, -1, -1)
            m.tallies[tally_row(m, week, i)].audit_min += minutes
