"""The array floor: machines of a (shop, process) station work first come first served, one week at a time.

Every machine gets the same working minutes in a week. An op stays on its machine until done, over week ends too.
Within a week the ops that may start are known at its start, so giving the next one to the machine that frees first
is exact. An op that ends exactly with the week belongs to the next one.
"""

from handoff_sim.codes import OpState
from handoff_sim.compiled import compiled
from handoff_sim.floor.week import close_floors, has_work, open_floors, working_minutes
from handoff_sim.market.tables import Counter, Market


@compiled
def enqueue(m: Market, station: int, op: int) -> None:
    """Put an accepted op at the end of a station's queue."""
    row = m.stations[station]
    m.ops[op].next_in_queue = -1
    if row.head < 0:
        row.head = op
    else:
        m.ops[row.tail].next_in_queue = op
    row.tail = op


@compiled
def next_workable(m: Market, station: int, week: int) -> int:
    """Take the first op out of the queue whose predecessor is done, -1 if there is none."""
    row = m.stations[station]
    before = -1
    op = row.head
    while op >= 0:
        candidate = m.ops[op]
        if 0 <= candidate.workable_week <= week:
            unlink(m, station, before, op)
            return op
        before = op
        op = candidate.next_in_queue
    return -1


@compiled
def unlink(m: Market, station: int, before: int, op: int) -> None:
    """Remove an op from its queue; ``before`` is its predecessor there or -1."""
    row = m.stations[station]
    following = m.ops[op].next_in_queue
    if before < 0:
        row.head = following
    else:
        m.ops[before].next_in_queue = following
    if row.tail == op:
        row.tail = before
    m.ops[op].next_in_queue = -1


@compiled
def complete(m: Market, op: int) -> None:
    """Note an op as finished; phase 1 takes the list from here."""
    m.completions[m.n[Counter.COMPLETIONS]] = op
    m.n[Counter.COMPLETIONS] += 1


@compiled
def first_free(m: Market, first: int, count: int, minutes: int) -> int:
    """Machine with the fewest minutes worked this week, -1 if all have worked the whole week.

    During a week ``left_min`` of an idle machine holds the minute at which it became free.
    """
    best = -1
    for k in range(first, first + count):
        machine = m.machines[k]
        if machine.op < 0 and machine.left_min < minutes and (best < 0 or machine.left_min < m.machines[best].left_min):
            best = k
    return best


@compiled
def work_week(m: Market, station: int, week: int, minutes: int) -> None:
    """Run one station for a week in which every machine works ``minutes``."""
    row = m.stations[station]
    first = row.first_machine
    produced = 0
    for k in range(first, first + row.machines):
        machine = m.machines[k]
        if machine.op < 0:
            machine.left_min = 0
        elif machine.left_min < minutes:
            produced += machine.left_min
            complete(m, machine.op)
            machine.op = -1
        else:
            machine.left_min -= minutes
            produced += minutes
    while True:
        k = first_free(m, first, row.machines, minutes)
        if k < 0:
            break
        op = next_workable(m, station, week)
        if op < 0:
            break
        machine = m.machines[k]
        start = machine.left_min
        m.ops[op].state = OpState.IN_WORK
        need = m.ops[op].actual_min
        if start + need < minutes:
            produced += need
            machine.left_min = start + need
            complete(m, op)
        else:
            machine.op = op
            machine.left_min = start + need - minutes
            produced += minutes - start
    row.produced_min = produced
    row.backlog_min -= produced


@compiled
def produce(m: Market, week: int) -> None:
    """Phase 1a: a week on every floor."""
    p = m.p[0]
    open_floors(m, week)
    for shop in range(p.n_shops):
        if m.shops[shop].closed_week >= 0:
            continue
        minutes = working_minutes(m, shop)
        for station in range(shop * p.processes, (shop + 1) * p.processes):
            if has_work(m, station):
                work_week(m, station, week, minutes)
    close_floors(m, week)
