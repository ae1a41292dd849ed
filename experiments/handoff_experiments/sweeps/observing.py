"""One sampled world with one seed: a run under every arm, and a row of figures for each."""

import gc
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_experiments.contrasts import SIZES
from handoff_experiments.evaluation import initial_ties, made, membership, shop_columns
from handoff_experiments.focal import choose
from handoff_experiments.sweeps.plan import PointTask
from handoff_experiments.tasks import RunSummary, Task
from handoff_experiments.unilateral import twin_tasks, unilateral_gain
from handoff_sim import metrics
from handoff_sim.codes import Benchmark
from handoff_sim.metrics.emergence import DEFAULT, emergence_ratio, late_dfi, subsidised
from handoff_sim.metrics.inequality import median
from handoff_sim.metrics.metric import everyone
from handoff_sim.metrics.network import active_share, mediated_share, unproven_in_network
from handoff_sim.metrics.view import View
from handoff_sim.policy import Policy
from handoff_sim.records import Records

Row = dict[str, Any]
CHANGES = {"gain": "profit_per_machine_week", "wasted": "wasted_hours_per_week", "made": "produced_hours"}
PAIRS, PAIRS_IF_EMERGED = 1, 4  # of twins, each with a twelfth or so of the shops as focal shops
FloatArray = npt.NDArray[np.float64]
NOT_WORSE = -0.02  # MODEL 6, E7: "not worse than -2 %", of the class's mean profit in the phone-book world


@dataclass(frozen=True, kw_only=True)
class PointResult:
    """What one task leaves behind."""

    number: int
    runs: tuple[Row, ...]
    deals: tuple[Row, ...]  # X4 and X5 of focal shops
    failures: tuple[Row, ...]
    made: int  # runs
    seconds: float  # of simulating


def observe_point(task: PointTask) -> PointResult:
    """Run every arm of a task; an arm that breaks is a failure with its traceback and stops no other.

    Every row of ``runs`` holds the metrics of the model, the figures of the last 26 weeks by which emergence is
    judged, and for a task that looks at ``shops`` what they gain against the first arm.
    """
    started = time.perf_counter()
    try:
        world = task.world
    except Exception:
        return failed_point(task, traceback.format_exc())
    seen: dict[int, Seen] = {}
    failures: list[Row] = []
    for number in _in_order(task.arms):
        place = {"point": task.point, "replication": task.replication, "arm": task.arms[number].name}
        try:
            one = Task(world=world, policy=task.policy(number), seed=task.seed, weeks=task.weeks)
            seen[number] = _seen(one, place, seen, looks_at_shops=task.shops)
        except Exception:
            failures.append(place | {"failure": traceback.format_exc()})
    found = [seen[number] for number in sorted(seen)]
    gc.collect()  # a model and its calendar hold each other
    return PointResult(
        number=task.number,
        runs=tuple(each.row for each in found),
        deals=tuple(row for each in found for row in each.deals),
        failures=tuple(failures),
        made=sum(each.made for each in found),
        seconds=time.perf_counter() - started,
    )


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One arm's run, and what was read of it."""

    row: Row
    deals: tuple[Row, ...]
    made: int
    summary: RunSummary


def _in_order(arms: Sequence[Policy]) -> list[int]:
    """Numbers of the arms: the first, the market without frictions, and the others, which are judged by those two."""
    return sorted(range(len(arms)), key=lambda number: (number > 0, arms[number].benchmark != Benchmark.FRICTIONLESS))


def _seen(one: Task, place: Row, before: Mapping[int, Seen], *, looks_at_shops: bool) -> Seen:
    run, known = made(one)
    records = run.records
    summary = replace(known, shops=_shops(records), membership=membership(records), ties=initial_ties(records))
    row = place | {"seed": one.seed, "events_sha256": known.events_sha256} | late(records) | metrics.compute(records)
    deals: list[Row] = []
    count = 1
    if looks_at_shops and 0 in before:
        first = before[0]
        row |= gains(summary, first.summary)
        if one.policy.network and one.policy.benchmark != Benchmark.FRICTIONLESS:
            yardstick = next((each for number, each in before.items() if number > 0), None)
            pairs = PAIRS_IF_EMERGED if yardstick and may_have_emerged(row, first.row, yardstick.row) else PAIRS
            deals, twins = unilateral_deals(one, summary, first.summary, pairs)
            count += twins
    return Seen(row=row, deals=tuple(place | each for each in deals), made=count, summary=summary)


def may_have_emerged(row: Row, first: Row, yardstick: Row) -> bool:
    """Whether a run passes X3's thresholds, by either definition: there the deal is looked at more closely."""
    by_index = emergence_ratio(row["late_dfi"], first["late_dfi"], yardstick["late_dfi"], DEFAULT.potential)
    by_hours = emergence_ratio(row["late_mediated"], 0.0, yardstick["late_mediated"], DEFAULT.potential)
    return bool((by_index >= DEFAULT.ratio or by_hours >= DEFAULT.ratio) and row["late_active"] >= DEFAULT.active)


def failed_point(task: PointTask, failure: str) -> PointResult:
    """The record of a task whose worker broke."""
    rows = [
        {"point": task.point, "replication": task.replication, "arm": arm.name, "failure": failure} for arm in task.arms
    ]
    return PointResult(number=task.number, runs=(), deals=(), failures=tuple(rows), made=0, seconds=0.0)


def _shops(records: Records) -> dict[str, npt.NDArray[Any]]:
    """Columns of shops [shop], with the machine hours each made per week."""
    view = View.of_effect(records)
    hours = np.asarray(view.tallies["produced_min"], dtype=np.float64) / (60.0 * view.weeks)
    return shop_columns(records) | {"produced_hours": hours}


def late(records: Records) -> Row:
    """What emergence is judged by (MODEL 5.5, X3): the last 26 weeks."""
    view, shops = View.of_last(records, DEFAULT.weeks), everyone(records)
    return {
        "late_dfi": late_dfi(records),
        "late_mediated": mediated_share.measure(view, shops),
        "late_active": active_share.measure(view, shops),
        "late_unproven": unproven_in_network.measure(view, shops),
        "subsidised": subsidised(records, DEFAULT.weeks),
    }


def gains(run: RunSummary, first: RunSummary) -> Row:
    """What the shops of a policy's lane gain against the first arm: medians, and shares by size class.

    ``gain`` is C (X5) in $ per machine-week, ``wasted`` the change in wasted quote hours per week, ``made`` that in
    machine hours per week; ``kept_S`` and so on the share of a class that is not worse off than by 2 %.
    """
    inside = run.shops["eligible"].astype(bool)
    changes = {name: run.shops[column] - first.shops[column] for name, column in CHANGES.items()}
    row: Row = {"shops": int(inside.sum())}
    for name, change in changes.items():
        row |= {
            f"{name}_median": median(change[inside]),
            f"{name}_above": int((change[inside] > 0).sum()),
            f"{name}_below": int((change[inside] < 0).sum()),
        }
    return row | _kept(changes["gain"], first, inside)


def _kept(gain: FloatArray, first: RunSummary, inside: npt.NDArray[np.bool_]) -> Row:
    found: Row = {}
    for number, size in enumerate(SIZES):
        chosen = inside & (first.shops["size"] == number)
        before = first.shops["profit_per_machine_week"][chosen]
        least = NOT_WORSE * abs(float(np.mean(before))) if chosen.any() else 0.0
        found[f"kept_{size}"] = float(np.mean(gain[chosen] >= least)) if chosen.any() else float("nan")
    return found


def unilateral_deals(task: Task, run: RunSummary, first: RunSummary, pairs: int) -> tuple[list[Row], int]:
    """X4 and X5 of focal shops, $ per machine-week, from pairs of twins with other focal shops each; and runs made."""
    found: list[Row] = []
    taken: set[int] = set()
    count = 0
    for _ in range(pairs):
        focal = choose(run, besides=taken)
        pair = [made(twin)[1] for twin in twin_tasks(task, run, focal)]
        count += len(pair)
        if len(pair) < 2:
            break
        taken |= set(focal.rows.tolist())
        unilateral = unilateral_gain(focal, pair)
        profit, before = (each.shops["profit_per_machine_week"][focal.rows] for each in (run, first))
        found += [
            {
                "shop": int(run.shops["key"][row]),
                "size": SIZES[int(run.shops["size"][row])],
                "unilateral": float(unilateral[place]),
                "collective": float(profit[place] - before[place]),
            }
            for place, row in enumerate(focal.rows)
        ]
    return found, count
