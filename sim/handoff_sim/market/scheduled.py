"""The shock of a known week: what it does to new orders and to repeats; machines are struck in ``shocks.py`` (E13)."""

from handoff_sim.codes import ShockKind
from handoff_sim.compiled import compiled
from handoff_sim.market.tables import Market
from handoff_sim.streams import Purpose, integer, uniform


@compiled
def shock_is_on(m: Market, week: int) -> bool:
    """Whether the scheduled shock lasts in this week."""
    p = m.p[0]
    return p.shock_week <= week < p.shock_week + p.shock_weeks


@compiled
def large_order_share(m: Market, week: int, buyer: int) -> float:
    """Chance that a new order is large; in a wave of large orders, part of the ordinary ones are large too.

    The uniform of the order is the same: what is large anyway stays so, and the wave adds to it.
    """
    p = m.p[0]
    if p.shock_kind == ShockKind.LARGE_ORDERS and m.buyers[buyer].struck == 1 and shock_is_on(m, week):
        return p.large_share + (1.0 - p.large_share) * p.shock_size
    return p.large_share


@compiled
def expect_repeat(m: Market, job: int, week: int) -> None:
    """Enter the next order of a job's part in the calendar, where the run lasts that long."""
    if week < m.p[0].weeks:
        m.jobs[job].next_due = m.repeat_head[week]
        m.repeat_head[week] = job
        m.repeat_count[week] += 1


@compiled
def skips_repeat(m: Market, week: int, parent: int) -> bool:
    """Whether a collapse of demand keeps a part from coming back now; it is due again after one more lag.

    Keyed by part and number of the order, without the week: the same parts stay away under every policy.
    """
    p = m.p[0]
    row = m.jobs[parent]
    if p.shock_kind != ShockKind.DEMAND_COLLAPSE or m.buyers[row.buyer].struck == 0 or not shock_is_on(m, week):
        return False
    if uniform(p.seed, Purpose.SCHEDULED_SHOCK, row.root, row.nth + 1, 0) >= p.shock_size:
        return False
    expect_repeat(m, parent, week + integer(p.seed, Purpose.LAG, row.root, row.nth + 1, 1, p.lag_min, p.lag_max))
    return True
