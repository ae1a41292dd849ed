"""The futures that every policy of a search lives through, and those that none of them has seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_experiments.seeds import fresh_seeds, replication_seeds
from handoff_experiments.tuning.levers import Range
from handoff_sim.policy import DocumentError, Problem, set_paths


@dataclass(frozen=True, kw_only=True)
class Futures:
    """Worlds with seeds, the same for every policy that is compared.

    Parameters: ``worlds`` world documents; ``of_world`` [future] number of the future's world; ``seeds`` [future].
    """

    worlds: tuple[Any, ...]
    of_world: tuple[int, ...]
    seeds: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.seeds)

    @property
    def world_numbers(self) -> npt.NDArray[np.int64]:
        """Number of each future's world [future]."""
        return np.array(self.of_world, dtype=np.int64)


def search_futures(world: Any, uncertain: Sequence[Range], *, worlds: int, pairs: int, root: int) -> Futures:
    """Every sampled world with the same seeds; the world itself where nothing is uncertain."""
    sampled = sample(world, uncertain, worlds, key=replication_seeds(root, 1)[0])
    return _crossed(sampled, replication_seeds(root, pairs))


def fresh_futures(
    world: Any, uncertain: Sequence[Range], *, worlds: int, fresh: int, root: int, worst: bool
) -> Futures:
    """Futures that no trial has seen: fresh seeds, and fresh worlds of the same ranges.

    Where a mean over worlds is sought, each fresh seed has a fresh world of its own, so that the futures are a sample
    of what is uncertain. Where the worst of so many worlds is sought, so many fresh ones are each lived through with
    every fresh seed.
    """
    seeds = fresh_seeds(root, fresh)
    if not uncertain:
        return _crossed((world,), seeds)
    if worst:
        return _crossed(sample(world, uncertain, worlds, key=seeds[0]), seeds)
    sampled = sample(world, uncertain, fresh, key=seeds[0])
    return Futures(worlds=sampled, of_world=tuple(range(fresh)), seeds=seeds)


def _crossed(worlds: tuple[Any, ...], seeds: tuple[int, ...]) -> Futures:
    numbers = [number for number in range(len(worlds)) for _ in seeds]
    return Futures(worlds=worlds, of_world=tuple(numbers), seeds=seeds * len(worlds))


def sample(world: Any, uncertain: Sequence[Range], count: int, *, key: int) -> tuple[Any, ...]:
    """Worlds of a Latin hypercube over the ranges (McKay, Beckman & Conover 1979, Technometrics 21).

    Raises:
        DocumentError: Values that cannot hold together in one world.
    """
    if not uncertain:
        return (world,)
    from scipy.stats import qmc

    cube = qmc.LatinHypercube(len(uncertain), rng=np.random.default_rng(key)).random(count)
    found = []
    for number, row in enumerate(cube, 1):
        sets = {each.path: each.at(float(place)) for each, place in zip(uncertain, row, strict=True)}
        try:
            document = set_paths(world, sets, file="uncertain")
        except DocumentError as error:
            told = ", ".join(f"{path}={value:g}" for path, value in sets.items())
            problems = [
                Problem(path=f"uncertain ({told}): {each.path}", expected=each.expected, found=each.found)
                for each in error.problems
            ]
            raise DocumentError("tune", problems) from None
        found.append(document.model_copy(update={"name": f"{world.name} {number}"}))
    return tuple(found)
