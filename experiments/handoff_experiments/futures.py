"""Your seat, a thousand futures: a recorded play as a strategy, against the rational shop in the same seat and luck."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from handoff_experiments.evaluation import summary_of
from handoff_experiments.progress import OnProgress, Progress, Stage, silent
from handoff_experiments.runner import Runner
from handoff_experiments.seeds import replication_seeds
from handoff_experiments.statistics.paired import METHOD, SOURCE, FloatArray, PairedDifference, paired_difference
from handoff_experiments.tasks import RunSummary, Task, guarded
from handoff_sim.metrics.view import View
from handoff_sim.model import FactoryModel
from handoff_sim.playing.strategy import PlayedStrategy

ALPHA = 0.05
PROFIT = "profit_per_machine_week"


@dataclass(frozen=True, kw_only=True)
class SeatTask(Task):
    """A run with a strategy at one shop, or with the rule everywhere."""

    shop: int
    strategy: PlayedStrategy | None  # None: the rational shop
    from_week: int  # from which profit counts


@dataclass(frozen=True, kw_only=True)
class Future:
    """The strategy against the rational shop under one policy; dollars per machine-week."""

    policy: str
    policy_hash: str
    played: FloatArray  # [seed]
    rational: FloatArray  # [seed]
    difference: PairedDifference
    better: int  # seeds on which the strategy earned more
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Futures:
    """What a strategy earns over other seeds, and under other policies."""

    strategy: PlayedStrategy
    seeds: tuple[int, ...]
    weeks: int
    futures: tuple[Future, ...]
    interrupted: bool
    alpha: float = ALPHA
    method: str = METHOD
    source: str = SOURCE


def perform_seated(task: Task) -> RunSummary:
    """Make a run with a strategy in one seat and read that shop's profit; a run that breaks says so."""
    return guarded(_seated)(task)


def _seated(task: Task) -> RunSummary:
    assert isinstance(task, SeatTask)
    seats = {} if task.strategy is None else {task.shop: task.strategy}
    with FactoryModel(task.world, task.policy, seed=task.seed, weeks=task.weeks, seats=seats) as model:
        run = model.run()
    profit = View(run.records, task.from_week, run.weeks).profit_rate
    return replace(summary_of(task, run), shops={PROFIT: profit[task.shop : task.shop + 1]})


def futures_of(
    strategy: PlayedStrategy,
    world: Any,
    policies: Sequence[Any],
    *,
    shop: int,
    weeks: int,
    pairs: int,
    seed: int,
    workers: int | None = None,
    on_progress: OnProgress = silent,
) -> Futures:
    """Play a strategy at one shop over other seeds, under each policy, beside the rational shop.

    Args:
        strategy: How the seat decides.
        world: World document.
        policies: Policy documents; the same seeds under each.
        shop: Number of the seat.
        weeks: Horizon of a run.
        pairs: Seeds.
        seed: Root from which they are derived.
        workers: Processes; None takes every core.
        on_progress: Told after every run.
    """
    seeds = replication_seeds(seed, pairs)
    tasks = [
        SeatTask(
            world=world, policy=policy, seed=one, weeks=weeks, shop=shop, strategy=played, from_week=strategy.from_week
        )
        for one in seeds
        for policy in policies
        for played in (strategy, None)
    ]
    done = 0

    def tell(position: int, summary: RunSummary) -> None:
        nonlocal done
        done += 1
        on_progress(Progress(stage=Stage.ARMS, done=done, total=len(tasks)))

    with Runner(workers=workers, perform=perform_seated) as runner:
        batch = runner.run(tasks, tell)
    found = {(task.policy.content_hash, task.seed, task.strategy is None): summary
             for task, summary in zip(tasks, batch.summaries, strict=True)}  # fmt: skip
    return Futures(
        strategy=strategy,
        seeds=seeds,
        weeks=weeks,
        futures=tuple(_future(policy, seeds, found) for policy in policies),
        interrupted=batch.interrupted,
    )


def _future(policy: Any, seeds: Sequence[int], found: dict[Any, RunSummary | None]) -> Future:
    runs = [[found[policy.content_hash, seed, rational] for seed in seeds] for rational in (False, True)]
    played, rational = (np.array([_profit(summary) for summary in arm]) for arm in runs)
    return Future(
        policy=policy.name,
        policy_hash=policy.content_hash,
        played=played,
        rational=rational,
        difference=paired_difference(played, rational, alpha=ALPHA),
        better=int((played > rational).sum()),
        failures=tuple(summary.failure for arm in runs for summary in arm if summary and summary.failure),
    )


def _profit(summary: RunSummary | None) -> float:
    return math.nan if summary is None or not summary.finished else float(summary.shops[PROFIT][0])
