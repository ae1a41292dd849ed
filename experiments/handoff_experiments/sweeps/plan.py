"""What a sweep runs, settled before the first run: every world, every arm, every seed, by number."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_experiments.seeds import replication_seeds
from handoff_experiments.store.identity import this_model
from handoff_experiments.sweeps.sampling import Design
from handoff_experiments.sweeps.uncertainties import Uncertainty, problems_of
from handoff_sim.codes import Benchmark
from handoff_sim.policy import DocumentError, Policy
from handoff_sim.policy.reading import set_paths
from handoff_sim.world.document import World

FORMAT = "handoff-sweep-1"


@dataclass(frozen=True, kw_only=True)
class PointTask:
    """One sampled world with one seed: a run under every arm; small, since the world is made where it is run."""

    number: int  # point x replications + replication
    point: int
    replication: int
    seed: int
    base: World
    arms: tuple[Policy, ...]  # the first is what the others are compared with
    world_sets: dict[str, Any]
    policy_sets: tuple[dict[str, Any], ...]  # by arm
    weeks: int | None
    shops: bool  # also look at single shops: X4 by twins, X5

    @property
    def world(self) -> World:
        """The sampled world.

        Raises:
            DocumentError: If the sampled values do not fit together.
        """
        return set_paths(self.base, self.world_sets, file=f"world {self.point}")

    def policy(self, arm: int) -> Policy:
        """An arm's policy in that world."""
        sets = self.policy_sets[arm]
        return set_paths(self.arms[arm], sets, file=f"world {self.point}") if sets else self.arms[arm]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Sampled worlds x arms x replications.

    Args:
        base: The world that the sampled ones start from.
        arms: Policies; the first is what the others are compared with, each under a name of its own.
        uncertainties: What is sampled.
        design: How.
        replications: Seeds of each world.
        seed: Root seed, unsigned 64-bit, of the runs (the design has its own).
        weeks: Horizon; None takes the world's own.
        common_seeds: The same seeds in every world, so that luck is no reason for worlds to differ; otherwise each
            world has its own, so that luck averages out over worlds.
        shops: Also look at single shops: X4 (two twin runs per network arm) and X5.

    Raises:
        ValueError: If an argument does not fit.
        DocumentError: If an uncertainty does not fit the documents.
    """

    base: World
    arms: tuple[Policy, ...]
    uncertainties: tuple[Uncertainty, ...]
    design: Design = field(default_factory=Design)
    replications: int = 2
    seed: int = 1
    weeks: int | None = None
    common_seeds: bool = False
    shops: bool = False

    def __post_init__(self) -> None:
        names = [arm.name for arm in self.arms]
        if len(names) < 2 or len(set(names)) < len(names):
            raise ValueError(f"arms: expected two or more policies, each under a name of its own; found {names}")
        if not self.uncertainties:
            raise ValueError("uncertainties: expected at least one; found none")
        if self.replications < 1:
            raise ValueError(f"replications: expected a whole number of at least 1; found {self.replications}")
        launch = self.base.clock.launch
        if self.weeks is not None and self.weeks <= launch:
            raise ValueError(f"weeks: expected more than {launch}, the week of launch; found {self.weeks}")
        problems = problems_of(self.uncertainties)
        if problems:
            raise DocumentError("uncertainties", problems)

    @property
    def points(self) -> int:
        """Sampled worlds."""
        return len(self.sample)

    @property
    def tasks(self) -> int:
        """Worlds x replications."""
        return self.points * self.replications

    @property
    def least_runs(self) -> int:
        """Runs there will be at least: the arms, and with ``shops`` a pair of twins for each that has a network."""
        networks = sum(arm.network and arm.benchmark != Benchmark.FRICTIONLESS for arm in self.arms[1:])
        return self.tasks * (len(self.arms) + (2 * networks if self.shops else 0))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the uncertainties."""
        return tuple(each.name for each in self.uncertainties)

    @cached_property
    def sample(self) -> npt.NDArray[np.float64]:
        """Points of the unit cube [point, uncertainty]."""
        return self.design.sample(len(self.uncertainties))

    @cached_property
    def seeds(self) -> npt.NDArray[np.uint64]:
        """Seed of each run [point, replication]."""
        if self.common_seeds:
            own = np.array(replication_seeds(self.seed, self.replications), dtype=np.uint64)
            return np.tile(own, (self.points, 1))
        own = np.array(replication_seeds(self.seed, self.tasks), dtype=np.uint64)
        return own.reshape(self.points, self.replications)

    def worlds(self) -> pd.DataFrame:
        """Values of the sampled worlds, one row per point and one column per uncertainty, in the unit of its field."""
        rows = [
            {each.name: each.values(share)[each.path] for each, share in zip(self.uncertainties, point, strict=True)}
            for point in self.sample
        ]
        return pd.DataFrame(rows, index=pd.RangeIndex(self.points, name="point"))

    def task(self, number: int) -> PointTask:
        """One world with one seed."""
        point, replication = divmod(number, self.replications)
        world_sets: dict[str, Any] = {}
        chosen = list(zip(self.uncertainties, self.sample[point], strict=True))
        for each, share in chosen:
            if each.of == "world":
                world_sets |= each.values(share)
        return PointTask(
            number=number,
            point=point,
            replication=replication,
            seed=int(self.seeds[point, replication]),
            base=self.base,
            arms=self.arms,
            world_sets=world_sets,
            policy_sets=tuple(_of_policy(said, chosen) for said in self._said),
            weeks=self.weeks,
            shops=self.shops,
        )

    def tasks_from(self, first: int) -> Iterator[PointTask]:
        """Tasks by their numbers, made when they are asked for."""
        return (self.task(number) for number in range(first, self.tasks))

    @cached_property
    def _said(self) -> tuple[dict[str, Any], ...]:
        """What each arm's policy says."""
        return tuple(arm.plain() for arm in self.arms)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of everything that can change a result, the model's version included."""
        said = {
            "format": FORMAT,
            "model": this_model(),
            "world": self.base.content_hash,
            "arms": [[arm.name, arm.content_hash] for arm in self.arms],
            "uncertainties": [each.model_dump(mode="json", exclude={"source"}) for each in self.uncertainties],
            "design": vars(self.design),
            "replications": self.replications,
            "seed": str(self.seed),
            "weeks": self.weeks,
            "common_seeds": self.common_seeds,
            "shops": self.shops,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _of_policy(said: Mapping[str, Any], chosen: Sequence[tuple[Uncertainty, float]]) -> dict[str, Any]:
    """What the uncertainties set in one policy that they are meant for."""
    found: dict[str, Any] = {}
    for each, share in chosen:
        if each.of == "policy" and all(_value(said, path) == value for path, value in each.where.items()):
            for path, value in each.values(share).items():
                own = _value(said, path)
                if not (each.at_least and own is not None and own >= value):
                    found[path] = value
    return found


def _value(said: Mapping[str, Any], path: str) -> Any:
    """A field as its document writes it."""
    found: Any = said
    for part in path.split("."):
        found = found[part]
    return found
