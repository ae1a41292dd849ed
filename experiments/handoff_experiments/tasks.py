"""One run as a task that any worker can do, and what it sends back."""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Path = npt.NDArray[np.int8]  # membership [week, shops then buyers]: -1 free, 0 out, 1 in


class Document(Protocol):
    """What this floor needs to know of a world or a policy."""

    @property
    def name(self) -> str:
        """Name in the catalogue, or the one written in the file."""
        ...

    @property
    def content_hash(self) -> str:
        """Hash of everything that can change a run."""
        ...


@dataclass(frozen=True, kw_only=True)
class Task:
    """One run to be made."""

    world: Any  # a world document; any Document in tests
    policy: Any  # a policy document
    seed: int  # unsigned 64-bit
    weeks: int | None = None  # None: the world's own horizon
    forced: Path | None = None  # prescribed membership, None: everybody decides
    brief: bool = False  # bring home each shop's profit and no other figure


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """What one run leaves behind once its records are read: small, picklable, without documents.

    Arrays of ``shops`` have the axis [shop]; arrays of ``series`` the axis [week].
    """

    policy: str
    policy_hash: str
    seed: int
    world_hash: str = ""
    model_version: str = ""
    events_sha256: str = ""
    seconds: float = 0.0
    launch: int = 0
    metrics: dict[str, float] = field(default_factory=dict)
    by_size: dict[str, dict[str, float]] = field(default_factory=dict)
    waste: dict[str, float] = field(default_factory=dict)
    welfare_by_cause: dict[str, float] = field(default_factory=dict)  # $ per shop-week
    welfare_by_agent: dict[str, float] = field(default_factory=dict)  # $ per shop-week
    shops: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    series: dict[str, FloatArray] = field(default_factory=dict)
    membership: Path | None = None  # realised path of everybody
    ties: IntArray | None = None  # initial phone book [tie, 2], rows of shops
    outcome: Any = None  # handoff_sim.metrics.Outcome: what figures of several runs need
    failure: str | None = None  # traceback of a run that broke

    @property
    def finished(self) -> bool:
        """Whether the run ended as a run, not as a failure."""
        return self.failure is None


Perform = Callable[[Task], RunSummary]


def perform(task: Task) -> RunSummary:
    """Make one run and read its records; a run that breaks is a result with its traceback."""
    from handoff_experiments.evaluation import evaluate  # the model is compiled where it is needed

    return guarded(evaluate)(task)


def guarded(work: Perform) -> Perform:
    """Turn an exception of a run into a summary that says so."""

    def safe(task: Task) -> RunSummary:
        started = time.perf_counter()
        try:
            return work(task)
        except Exception:
            return failed(task, traceback.format_exc(), seconds=time.perf_counter() - started)

    return safe


def failed(task: Task, failure: str, *, seconds: float = 0.0) -> RunSummary:
    """The record of a run that broke."""
    return RunSummary(
        policy=task.policy.name,
        policy_hash=task.policy.content_hash,
        world_hash=task.world.content_hash,
        seed=task.seed,
        seconds=seconds,
        failure=failure,
    )
