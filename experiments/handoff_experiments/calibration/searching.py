"""A search for handles that put more facts into their bands: a Latin hypercube, then a walk from its best points."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from handoff_experiments.calibration.bands import BANDS
from handoff_experiments.calibration.handles import HANDLES, present, with_handles
from handoff_experiments.calibration.observing import observe
from handoff_sim.world.document import World

FAR = 2.0  # a miss counts for at most so many widths of its band
BEST = 6  # points from which the walk starts
STEP = 0.15  # of a handle's interval


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One setting of the handles: their values, the figures reached, and the distance from the bands."""

    values: tuple[float, ...]
    figures: Mapping[str, float]
    distance: float

    @property
    def met(self) -> int:
        """Bands that hold."""
        return sum(band.holds(self.figures[band.code]) for band in BANDS)


def distance(figures: Mapping[str, float]) -> float:
    """Sum over bands of how far outside a figure lies, in widths, each at most ``FAR``, plus one for being outside."""
    misses = [band.distance(figures[band.code]) for band in BANDS]
    return sum(min(FAR, miss) + (miss > 0) for miss in misses)


def means(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Means over runs of every figure."""
    return {code: float(np.mean([row[code] for row in rows])) for code in rows[0]}


def attempt(world: World, values: Sequence[float], seeds: Sequence[int]) -> Trial:
    """Run a world at these values of the handles."""
    figures = means([observe(with_handles(world, values), seed) for seed in seeds])
    return Trial(values=tuple(values), figures=figures, distance=distance(figures))


def designed(points: int, seed: int) -> list[list[float]]:
    """Values of all handles at the points of a Latin hypercube."""
    cube = qmc.LatinHypercube(len(HANDLES), rng=seed).random(points)
    return [[handle.at(unit) for handle, unit in zip(HANDLES, row, strict=True)] for row in cube]


def neighbours(best: Sequence[Trial], count: int, seed: int) -> Iterator[list[float]]:
    """Values near the best trials: a third of the handles moved a little."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        start = best[number % len(best)].values
        moved = rng.random(len(HANDLES)) < 1 / 3
        shift = rng.normal(0.0, STEP, len(HANDLES)) * moved
        units = [(value - h.low) / (h.high - h.low) for value, h in zip(start, HANDLES, strict=True)]
        yield [h.at(float(np.clip(u + s, 0.0, 1.0))) for h, u, s in zip(HANDLES, units, shift, strict=True)]


def search(
    world: World,
    *,
    points: int,
    rounds: int,
    seeds: Sequence[int],
    executor: Executor,
    seed: int = 1,
    on_round: Callable[[int, Trial], None] = lambda number, best: None,
) -> Trial:
    """The nearest setting found: the world's own and ``points`` of a Latin hypercube, then ``rounds`` of neighbours.

    A round tries half as many settings as the hypercube has points, near the best so far.
    """
    trials = list(executor.map(attempt, *_same(world, [present(world), *designed(points, seed)], seeds)))
    for number in range(rounds + 1):
        trials.sort(key=lambda trial: trial.distance)
        on_round(number, trials[0])
        if number < rounds:
            near = list(neighbours(trials[:BEST], points // 2, seed + 1 + number))
            trials += executor.map(attempt, *_same(world, near, seeds))
    return trials[0]


def _same(
    world: World, values: Sequence[Sequence[float]], seeds: Sequence[int]
) -> tuple[list[World], Sequence[Sequence[float]], list[Sequence[int]]]:
    return [world] * len(values), values, [seeds] * len(values)
