"""From a task to what is kept of its run: the one place that calls the model and reads its records."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_experiments.contrasts import SIZES
from handoff_experiments.tasks import RunSummary, Task
from handoff_sim import metrics
from handoff_sim.metrics.lane import in_lane
from handoff_sim.metrics.view import View
from handoff_sim.metrics.waste import waste
from handoff_sim.metrics.welfare import welfare
from handoff_sim.records import Records
from handoff_sim.run import Run, simulate

KEPT_OF_SHOPS = ("key", "machines", "profit_per_machine_week", "member", "wasted_hours_per_week")


def evaluate(task: Task) -> RunSummary:
    """Make the run and read its records: every metric, or for a brief task each shop's profit."""
    run, known = made(task)
    if task.brief:
        return known
    records: Records = run.records
    return replace(
        known,
        metrics=metrics.compute(records),
        by_size={code: dict(sizes) for code, sizes in metrics.compute_by_size(records).items()},
        waste=asdict(waste(records)),
        welfare_by_cause=per_shop_week(welfare(records).real, records),
        welfare_by_agent=per_shop_week(welfare(records).agents, records),
        shops=shop_columns(records),
        series=metrics.series(records),
        membership=membership(records),
        ties=initial_ties(records),
        outcome=metrics.outcome_of(records),
    )


def made(task: Task, *, record_decisions: bool = False) -> tuple[Run, RunSummary]:
    """The task's run, and a summary that says which run it is; that of a brief task has shops' profit besides."""
    forced = None if task.forced is None else task.forced.astype(np.int64)
    run = simulate(
        task.world, task.policy, seed=task.seed, weeks=task.weeks, forced=forced, record_decisions=record_decisions
    )
    known = summary_of(task, run)
    if task.brief:
        known = replace(known, shops={"profit_per_machine_week": View.of_effect(run.records).profit_rate})
    return run, known


def summary_of(task: Task, run: Run) -> RunSummary:
    """A summary that says which run it is, and nothing of what happened in it."""
    return RunSummary(
        policy=task.policy.name,
        policy_hash=task.policy.content_hash,
        seed=task.seed,
        world_hash=task.world.content_hash,
        model_version=run.model_version,
        events_sha256=run.events_sha256,
        seconds=run.seconds,
        launch=run.records.launch,
    )


def shop_columns(records: Records) -> dict[str, npt.NDArray[Any]]:
    """Columns of the shop frame that a comparison needs [shop]; sizes as numbers."""
    frame = metrics.shop_frame(records)
    columns = {name: frame[name].to_numpy() for name in KEPT_OF_SHOPS}
    closed = records.shops["closed_week"]
    alive_at_launch = (closed < 0) | (closed >= records.launch)
    columns["size"] = frame["size"].map(SIZES.index).to_numpy(dtype=np.int64)
    columns["eligible"] = in_lane(records) & alive_at_launch
    return columns


def per_shop_week(cents: Mapping[Any, int], records: Records) -> dict[str, float]:
    """Dollars per shop-week of the effect window, by the name of the line."""
    shop_weeks = records.n_shops * (records.weeks - records.effect_start)
    names = {line: line.name.lower() if isinstance(line, IntEnum) else str(line) for line in cents}
    return {names[line]: value / 100.0 / shop_weeks for line, value in cents.items()}


def membership(records: Records) -> npt.NDArray[np.int8]:
    """Who took part in each week, shops, then buyers [week, shops + buyers], 0 or 1.

    The records say who is a member when a week ends, after its reviews; such a decision holds from the next
    week on, which is also how a path is prescribed.
    """
    at_the_end = np.hstack([records.member_weeks, records.buyer_member_weeks]) > 0
    taking_part = np.zeros(at_the_end.shape, dtype=np.int8)
    taking_part[1:] = at_the_end[:-1]
    return taking_part


def initial_ties(records: Records) -> npt.NDArray[np.int64]:
    """Phone book entries a run starts with, as pairs of shop rows [tie, 2]."""
    ties = records.ties
    rows = np.flatnonzero((ties["other"] >= 0) & (ties["initial"] == 1))
    slots = len(ties) // records.n_shops
    return np.column_stack([rows // slots, ties["other"][rows]]).astype(np.int64)
