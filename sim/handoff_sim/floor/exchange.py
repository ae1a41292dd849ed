"""What a floor that keeps its own clock reads from the tables before a week, and writes into them after it."""

from handoff_sim.codes import OpState
from handoff_sim.compiled import compiled
from handoff_sim.floor.array import complete, unlink
from handoff_sim.floor.week import has_work, working_minutes
from handoff_sim.market.columns import IntArray
from handoff_sim.market.tables import Market

NO_WORK = -1


@compiled
def read_queues(m: Market, week: int, minutes: IntArray, held: IntArray, first: IntArray, queue: IntArray) -> int:
    """Read every station's week: how long it works, and which ops it may start, in the order of acceptance.

    Parameters
    ----------
    minutes: [station], filled with the minutes each machine works this week, NO_WORK where there is nothing to do
    held: [station], filled with the number of accepted ops that wait for a predecessor
    first: [station], filled with the station's first place in ``queue``
    queue: [place], filled with rows of ops

    Returns
    -------
    Places used in ``queue``.
    """
    p = m.p[0]
    places = 0
    for station in range(m.stations.size):
        minutes[station] = NO_WORK
        held[station] = 0
        first[station] = places
        shop = station // p.processes
        if m.shops[shop].closed_week >= 0 or not has_work(m, station):
            continue
        minutes[station] = working_minutes(m, shop)
        op = m.stations[station].head
        while op >= 0:
            if 0 <= m.ops[op].workable_week <= week:
                queue[places] = op
                places += 1
            else:
                held[station] += 1
            op = m.ops[op].next_in_queue
    return places


@compiled
def write_week(m: Market, stations: IntArray, produced: IntArray, started: IntArray, done: IntArray) -> None:
    """Book what a floor did in a week: minutes by station, ops taken out of the queues, ops finished."""
    for op in started:
        m.ops[op].state = OpState.IN_WORK
    for k in range(stations.size):
        row = m.stations[stations[k]]
        row.produced_min = produced[k]
        row.backlog_min -= produced[k]
        forget_started(m, stations[k])
    for op in done:
        complete(m, op)


@compiled
def forget_started(m: Market, station: int) -> None:
    """Take the ops that are in work out of a station's queue."""
    before = -1
    op = m.stations[station].head
    while op >= 0:
        following = m.ops[op].next_in_queue
        if m.ops[op].state == OpState.IN_WORK:
            unlink(m, station, before, op)
        else:
            before = op
        op = following
