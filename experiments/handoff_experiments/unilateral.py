"""X4, the unilateral deal: what a shop gains by being in when nobody else changes their mind.

A twin replays the factual run with everybody's membership path prescribed (MODEL_DECISIONS D80), except for
a few focal shops. Twins come in crossed pairs: in one run half of the focal shops are in from launch and
the other half out, in the other run the other way round. So each focal shop is seen in and out, two runs
serve them all, and the number of members is the same in both, which keeps "the others fixed" true.
Focal shops of one twin share no tie (greedy colouring of the phone books) and are drawn in proportion to
size classes, by a hash of seed and shop key, so they are the same under every policy.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from handoff_experiments.focal import Focal
from handoff_experiments.statistics.quadrants import Deals
from handoff_experiments.tasks import FloatArray, IntArray, Path, RunSummary, Task

OUT, IN = 0, 1

METHOD = "crossed twins of the factual membership paths, focal shops without a shared tie"
SOURCE = "MODEL_DECISIONS D80; networkx.greedy_color (Kosowski & Manuszewski 2004)"


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What X4 took beyond the comparison itself."""

    runs: int = 0
    seconds: float = 0.0  # of computing, summed over workers
    points: int = 0  # shops seen in and out
    failed: int = 0  # runs that broke; their shops are left out


def twin_path(factual: Path, launch: int, *, inside: IntArray, outside: IntArray) -> Path:
    """Prescribed membership: everybody as in the factual run, focal shops in or out from launch.

    Args:
        factual: Realised membership [week, shops then buyers], 0 or 1.
        launch: Week of the launch; a decision taken then holds from the week after.
        inside: Rows of shops that join at launch and stay.
        outside: Rows of shops that never join.
    """
    path = factual.copy()
    path[:, outside] = OUT
    path[: launch + 1, inside] = OUT
    path[launch + 1 :, inside] = IN
    return path


def twin_tasks(task: Task, factual: RunSummary, focal: Focal) -> Iterator[Task]:
    """The two runs of a crossed pair."""
    if factual.membership is None or not len(focal.rows):
        return
    for side in (1, 0):
        inside, outside = focal.rows[focal.first == side], focal.rows[focal.first != side]
        forced = twin_path(factual.membership, factual.launch, inside=inside, outside=outside)
        yield replace(task, forced=forced, brief=True)


def unilateral_gain(focal: Focal, pair: Sequence[RunSummary]) -> FloatArray:
    """U of each focal shop: profit in the run where it is in, less profit in the other, $/machine-week."""
    one, other = (summary.shops["profit_per_machine_week"][focal.rows] for summary in pair)
    gain: FloatArray = np.where(focal.first == 1, one - other, other - one)
    return gain


@dataclass(frozen=True, kw_only=True)
class SeedDeals:
    """Focal shops of one policy in one seed, with their gains [focal shop], $/machine-week."""

    focal: Focal
    size: IntArray
    unilateral: FloatArray
    collective: FloatArray


def seed_deals(focal: Focal, pair: Sequence[RunSummary], factual: RunSummary, baseline: RunSummary) -> SeedDeals:
    """U from the twins; C from the factual run against the baseline's run of the same seed."""
    profit, before = (run.shops["profit_per_machine_week"][focal.rows] for run in (factual, baseline))
    return SeedDeals(
        focal=focal,
        size=factual.shops["size"][focal.rows].astype(np.int64),
        unilateral=unilateral_gain(focal, pair),
        collective=(profit - before).astype(np.float64),
    )


def pooled(by_seed: Mapping[int, SeedDeals]) -> Deals:
    """All points of one policy; keys are positions of seeds. Points without a figure are left out."""
    parts = sorted(by_seed.items())
    if not parts:
        empty = np.zeros(0)
        no_rows = np.zeros(0, np.int64)
        return Deals(seed=no_rows, size=no_rows, weight=empty, unilateral=empty, collective=empty)
    unilateral = np.concatenate([deals.unilateral for _, deals in parts])
    collective = np.concatenate([deals.collective for _, deals in parts])
    known = np.isfinite(unilateral) & np.isfinite(collective)
    return Deals(
        seed=np.concatenate([np.full(len(deals.size), seed) for seed, deals in parts])[known],
        size=np.concatenate([deals.size for _, deals in parts])[known],
        weight=np.concatenate([deals.focal.weight for _, deals in parts])[known],
        unilateral=unilateral[known],
        collective=collective[known],
    )
