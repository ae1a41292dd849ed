"""What makes two runs the same run."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache

import numpy as np

from handoff_experiments.tasks import Path, Task

FORMAT = "handoff-run-1"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Everything that can change a run, and nothing else."""

    world_hash: str
    policy_hash: str
    seed: int
    weeks: int
    forced: str | None
    brief: bool
    model_version: str

    @property
    def key(self) -> str:
        """SHA-256 of the identity: 64 hex digits."""
        written = {"format": FORMAT} | vars(self) | {"seed": str(self.seed)}
        return hashlib.sha256(json.dumps(written, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def identity_of(task: Task, *, model_version: str | None = None) -> Identity:
    """The identity of a task's run; weeks are the world's own if none are given, the model is this program's."""
    return Identity(
        world_hash=task.world.content_hash,
        policy_hash=task.policy.content_hash,
        seed=task.seed,
        weeks=weeks_of(task),
        forced=forced_hash(task.forced),
        brief=task.brief,
        model_version=model_version or this_model(),
    )


def run_key(task: Task, *, model_version: str | None = None) -> str:
    """The name of a task's run: equal for equal runs, whatever their policies are called."""
    return identity_of(task, model_version=model_version).key


def weeks_of(task: Task) -> int:
    """Weeks of the run; 0 where none are given and the world does not say (it is in the world's hash then)."""
    if task.weeks is not None:
        return task.weeks
    clock = getattr(task.world, "clock", None)
    return 0 if clock is None else int(clock.weeks)


def forced_hash(forced: Path | None) -> str | None:
    """SHA-256 of a prescribed membership [week, shops then buyers], its shape included; None: nothing prescribed."""
    if forced is None:
        return None
    digest = hashlib.sha256(f"{forced.shape}".encode())
    digest.update(np.ascontiguousarray(forced, dtype=np.int8).tobytes())
    return digest.hexdigest()


@cache
def this_model() -> str:
    """Version of the model in this program."""
    from handoff_sim.run import MODEL_VERSION  # loads the compiler

    return MODEL_VERSION
