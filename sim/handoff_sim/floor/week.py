"""What every floor does alike: how long machines work in a week, and what the shops' books say of it afterwards."""

from handoff_sim.compiled import compiled
from handoff_sim.market.lookups import tally_row
from handoff_sim.market.shocks import capacity_factor, know_lost_hours
from handoff_sim.market.tables import Market


@compiled
def working_minutes(m: Market, shop: int) -> int:
    """Minutes that every machine of a shop works this week: fewer in a breakdown or any shock (D13, D15)."""
    return int(m.p[0].machine_min_week * capacity_factor(m, shop, 0) + 0.5)


@compiled
def has_work(m: Market, station: int) -> bool:
    """Whether a station has minutes to work, or an op on a machine that ended exactly with the week before."""
    row = m.stations[station]
    if row.backlog_min > 0:
        return True
    for k in range(row.first_machine, row.first_machine + row.machines):  # noqa: SIM110 (any() does not compile)
        if m.machines[k].op >= 0:
            return True
    return False


@compiled
def open_floors(m: Market, week: int) -> None:
    """Book the week's nominal capacity and what of it outages take."""
    p = m.p[0]
    for shop in range(p.n_shops):
        if m.shops[shop].closed_week >= 0:
            continue
        tally = m.tallies[tally_row(m, week, shop)]
        minutes = working_minutes(m, shop)
        for station in range(shop * p.processes, (shop + 1) * p.processes):
            row = m.stations[station]
            if row.machines == 0:
                continue
            row.down_min = (p.machine_min_week - minutes) * row.machines
            tally.cap_min += row.cap_min
            tally.down_min += row.down_min


@compiled
def close_floors(m: Market, week: int) -> None:
    """Book the minutes produced; a week of every outage is over."""
    p = m.p[0]
    for i in range(p.n_shops):
        shop = m.shops[i]
        if shop.closed_week >= 0:
            continue
        tally = m.tallies[tally_row(m, week, i)]
        for station in range(i * p.processes, (i + 1) * p.processes):
            tally.produced_min += m.stations[station].produced_min
        if shop.breakdown_left > 0 or shop.labour_left > 0 or shop.shock_left > 0:
            shop.breakdown_left = max(0, shop.breakdown_left - 1)
            shop.labour_left = max(0, shop.labour_left - 1)
            shop.shock_left = max(0, shop.shock_left - 1)
        know_lost_hours(m, i, 0)
