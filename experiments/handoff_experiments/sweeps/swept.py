"""A sweep on disk: its tables as data frames, and differences paired by world and seed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from handoff_experiments.sweeps.derived import DERIVED
from handoff_experiments.sweeps.parts import Parts
from handoff_experiments.sweeps.plan import Plan

TASKS_PER_PART = 20
PLACE = ("point", "replication", "arm")


@dataclass(frozen=True, kw_only=True)
class Swept:
    """A plan and the parts that are there of it; tables are read when they are asked for."""

    plan: Plan
    parts: Parts

    @property
    def tasks_done(self) -> int:
        """Worlds with a seed that are on disk, counted from the first."""
        return min(self.parts.next * TASKS_PER_PART, self.plan.tasks)

    @property
    def complete(self) -> bool:
        """Whether everything that was planned is there."""
        return self.tasks_done == self.plan.tasks

    @property
    def points_done(self) -> int:
        """Sampled worlds of which every seed is there, counted from the first."""
        return self.tasks_done // self.plan.replications

    @property
    def first(self) -> str:
        """The arm that the others are compared with."""
        return self.plan.arms[0].name

    def worlds(self) -> pd.DataFrame:
        """Values of the sampled worlds that are done: a row per point, a column per uncertainty."""
        return self.plan.worlds().iloc[: self.points_done]

    def runs(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """A row per world, seed and arm: ``point``, ``replication``, ``arm``, and the figures asked for, or all."""
        return self._whole(self.parts.read("runs", None if columns is None else [*PLACE, *columns]))

    def deals(self) -> pd.DataFrame:
        """A row per focal shop: X4 and X5, $ per machine-week; empty unless the plan looks at shops."""
        return self._whole(self.parts.read("deals"))

    def failures(self) -> pd.DataFrame:
        """A row per run that broke: world, seed, arm, traceback."""
        return self._whole(self.parts.read("failures"))

    def differences(self, code: str) -> pd.DataFrame:
        """A figure less that of the first arm, by the same seed: a row per world and seed, a column per other arm."""
        wide = self.levels(code)
        others = [arm.name for arm in self.plan.arms[1:] if arm.name in wide]
        return wide[others].sub(wide[self.first], axis=0)

    def levels(self, code: str) -> pd.DataFrame:
        """A figure, or one of `DERIVED`: a row per world and seed, a column per arm; not a number where a run broke."""
        if code in DERIVED:
            return DERIVED[code](self)
        runs = self.runs([code])
        wide = runs.pivot(index=["point", "replication"], columns="arm", values=code)
        return wide.reindex(columns=[arm.name for arm in self.plan.arms]).astype(np.float64)

    def by_world(self, code: str) -> pd.DataFrame:
        """Paired differences averaged over the seeds of each world: a row per world, a column per other arm."""
        return self.differences(code).groupby("point").mean()

    @property
    def content_hash(self) -> str:
        """SHA-256 over the event hashes of every run that is done: equal for equal futures, whatever made them."""
        digest = hashlib.sha256()
        for row in self.runs(["events_sha256"]).itertuples(index=False):
            digest.update(f"{row.point} {row.replication} {row.arm} {row.events_sha256}\n".encode())
        return digest.hexdigest()

    def _whole(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of worlds of which every seed is there."""
        if "point" not in frame or frame.empty:
            return frame
        return frame[frame["point"] < self.points_done].reset_index(drop=True)
