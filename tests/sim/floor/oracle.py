"""What a floor must do, in plain Python on one absolute clock of working minutes instead of remainders."""

from dataclasses import dataclass

import numpy as np

NEVER = 10**6


@dataclass(frozen=True)
class Work:
    """One op as a floor sees it: accepted at the end of a week, workable from a later one, so many minutes long."""

    accepted: int
    workable: int
    minutes: int


@dataclass(frozen=True)
class Outcome:
    """Week in which each op ends, and minutes produced each week."""

    done: list[int]
    produced: list[int]


@dataclass(frozen=True)
class Span:
    """Where an op was made: machine, and minutes worked on the floor before its start and its end."""

    machine: int
    start: int
    end: int


def spans_of(works: list[Work], machines: int, weeks: list[int]) -> dict[int, Span]:
    """First come first served to the first free machine, on one clock of working minutes; by op, if it was begun."""
    opens = np.concatenate([[0], np.cumsum(weeks)])
    free = [0] * machines
    queue = sorted(range(len(works)), key=lambda k: works[k].accepted)  # stable: FIFO
    spans: dict[int, Span] = {}
    for week in range(len(weeks)):
        waiting = [k for k in queue if k not in spans and works[k].accepted < week and works[k].workable <= week]
        for k in waiting:
            start, machine = min((max(free[i], int(opens[week])), i) for i in range(machines))
            if start >= opens[week + 1]:
                break
            spans[k] = Span(machine, start, start + works[k].minutes)
            free[machine] = spans[k].end
    return spans


def oracle(works: list[Work], machines: int, weeks: list[int]) -> Outcome:
    """What a floor must do with these ops on so many machines that work so many minutes in each week."""
    opens = np.concatenate([[0], np.cumsum(weeks)])
    spans = spans_of(works, machines, weeks)
    done = [NEVER] * len(works)
    produced = [0] * len(weeks)
    for week in range(len(weeks)):
        for k, span in spans.items():
            produced[week] += int(max(0, min(span.end, opens[week + 1]) - max(span.start, opens[week])))
            if opens[week] <= span.end < opens[week + 1]:
                done[k] = week
    return Outcome(done, produced)
