"""CPU time, because other work may share the cores; variants take turns, so that a slow spell hits them all."""

import gc
import time
from collections.abc import Callable, Sequence

Work = Callable[[], object]


def cpu_seconds(work: Work) -> float:
    """CPU seconds of this process for one piece of work, garbage of earlier work removed first."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def wall_seconds(work: Work) -> float:
    """Seconds on the clock for one piece of work, for work that is done by several processes."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def take_turns(
    rounds: int,
    works: Sequence[Work],
    clock: Callable[[Work], float] = cpu_seconds,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[list[float]]:
    """Seconds of each piece of work in each round; every other round goes the other way round."""
    seconds: list[list[float]] = [[0.0] * rounds for _ in works]
    for turn in range(rounds):
        order = range(len(works)) if turn % 2 == 0 else reversed(range(len(works)))
        for done, number in enumerate(order):
            tell(turn * len(works) + done, rounds * len(works))
            seconds[number][turn] = clock(works[number])
    return seconds
