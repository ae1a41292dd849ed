"""A planner who sees everything: the least that the closed work of a run could have cost (V21, D84)."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array

from handoff_sim.codes import OpState
from handoff_sim.records import Records

CENTS_PER_DOLLAR = 100.0
MINUTES_PER_HOUR = 60.0


def shop_made(records: Records) -> npt.NDArray[Any]:
    """Closed ops that a shop's machines made."""
    ops = records.ops
    made: npt.NDArray[Any] = ops[(ops["state"] == OpState.CLOSED) & (ops["maker"] >= 0)]
    return made


def production_cents(records: Records) -> float:
    """What the shops' machines really cost for the closed work, cents."""
    made = shop_made(records)
    rates = records.shops["cost_rate"][made["maker"]]
    return float((made["actual_min"] / MINUTES_PER_HOUR * rates).sum() * CENTS_PER_DOLLAR)


def planned_cents(records: Records) -> float:
    """Least production cost of the same work, cents: work may be split, moved and put off to the horizon.

    A linear programme over minutes by station and week. Every week keeps the stations' nominal capacity, and
    no work starts before the week after it was accepted. No talk, blame, transport or precedence.

    Source: MODEL V21, decision D84.
    """
    made = shop_made(records)
    total = 0.0
    for process in np.unique(made["process"]):
        total += _cheapest(records, made[made["process"] == process], int(process))
    return total


def _cheapest(records: Records, work: npt.NDArray[Any], process: int) -> float:
    """One process at a time: no station serves two."""
    rows = np.arange(records.n_shops) * records.processes + process
    capacity = records.stations["cap_min"][rows].astype(float)
    able = np.flatnonzero(capacity > 0)
    weeks = records.weeks
    # Minutes of work that may be done only in week w or later; production from w on must cover them.
    ready = np.bincount(np.minimum(work["accepted_week"] + 1, weeks - 1), work["actual_min"], weeks)
    wanted = np.cumsum(ready[::-1])[::-1]
    week_of = np.tile(np.arange(weeks), len(able))
    covers: Any = csr_array((week_of[None, :] >= np.arange(weeks)[:, None]).astype(float))  # linprog takes sparse
    cost = np.repeat(records.shops["cost_rate"][able], weeks) / MINUTES_PER_HOUR * CENTS_PER_DOLLAR
    limits = [(0.0, float(most)) for most in np.repeat(capacity[able], weeks)]
    plan = linprog(cost, A_ub=-covers, b_ub=-wanted, bounds=limits)
    if plan.status != 0 or plan.fun is None:
        raise ValueError(f"process {process}: expected work that fits the machines; found {plan.message}")
    return float(plan.fun)
