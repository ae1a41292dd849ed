"""Runs that nobody simulated: small, and with everything that is hard to keep."""

import math
import struct
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from handoff_experiments.store import ExperimentRecord
from handoff_experiments.tasks import RunSummary, Task
from handoff_sim.codes import Category
from handoff_sim.metrics.outcome import Outcome
from handoff_sim.metrics.welfare import WelfareTable

MODEL = "made-up"
LARGEST = 2**64 - 1
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A world or policy of which only the name and the content are known."""

    name: str
    content_hash: str


WORLD, POLICY = Made("town", "a town"), Made("fair", "fair rules")


def task(seed: int = 1, **changed: Any) -> Task:
    return Task(**{"world": WORLD, "policy": POLICY, "seed": seed, "weeks": 4} | changed)


def summary(of: Task, **changed: Any) -> RunSummary:
    """What a run of the task left behind: figures without a value, every kind of array, an outcome."""
    luck = np.random.default_rng(of.seed)
    profit = luck.normal(size=5)
    profit[3] = math.nan
    path = luck.integers(0, 2, (4, 7)).astype(np.int8)
    values: dict[str, Any] = {
        "policy": of.policy.name,
        "policy_hash": of.policy.content_hash,
        "world_hash": of.world.content_hash,
        "model_version": MODEL,
        "seed": of.seed,
        "events_sha256": f"events of {of.seed}",
        "seconds": 0.1 + 0.2,
        "launch": 2,
        "metrics": {"S1": 1 / 3, "N1.half_life": math.nan, "R5": -0.0, "X": math.inf, "tiny": 5e-324},
        "by_size": {"S1": {"S": 1e300, "M": math.nan, "L": -math.inf}, "S2": {}},
        "waste": {"quotes_per_rfq": 4.0},
        "welfare_by_cause": {"value": 9000.1},
        "welfare_by_agent": {"shops": 1700.7, "external": math.nan},
        "shops": {
            "key": np.array([0, 1, LARGEST, 2**63, 5], dtype=np.uint64),
            "member": np.array([True, False, True, True, False]),
            "profit_per_machine_week": profit,
            "size": np.arange(5, dtype=np.int32)[::-1],
            "small": np.array([np.inf, -np.inf, np.nan, -0.0, 1.5], dtype=np.float32),
        },
        "series": {"members": np.arange(4.0), "none": np.zeros(0)},
        "membership": path,
        "ties": np.array([[0, 1], [3, 2]], dtype=np.int64),
        "outcome": outcome(luck),
    }
    return RunSummary(**values | changed)


def outcome(luck: np.random.Generator) -> Outcome:
    real, agents = {Category.VALUE: 10**15, Category.NCR: -3}, {"shops": 10**15, "buyers": -3}
    columns = {name: luck.normal(size=5) for name in ("machines", "profit", "profit_rate", "wasted_rate")}
    return Outcome(
        key=np.arange(5), shop_weeks=20, produced_hours=1 / 7, dfi=math.nan, late_dfi=0.0,
        welfare=WelfareTable(real, agents), **columns,
    )  # fmt: skip


def broken(of: Task, failure: str = "Traceback: on fire \0 \udcff") -> RunSummary:
    return RunSummary(
        policy=of.policy.name, policy_hash=of.policy.content_hash, world_hash=of.world.content_hash,
        seed=of.seed, seconds=0.5, failure=failure,
    )  # fmt: skip


def experiment(number: int = 1, **changed: Any) -> ExperimentRecord:
    values = {
        "id": f"id-{number:04d}",
        "title": f"Experiment {number}",
        "status": "queued",
        "spec": {"world": "town", "seed": str(LARGEST), "arms": [{"policy": "fair"}]},
        "created_at": NOON + timedelta(seconds=number),
    }
    return ExperimentRecord(**values | changed)


def differences(a: Any, b: Any, where: str = "") -> list[str]:
    """Where two values are not the same in every bit, kind and shape."""
    if type(a) is not type(b):
        return [f"{where}: {type(a).__name__} and {type(b).__name__}"]
    if isinstance(a, np.ndarray):
        same = (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
        return [] if same else [f"{where}: {a!r} and {b!r}"]
    if isinstance(a, float):
        return [] if struct.pack("<d", a) == struct.pack("<d", b) else [f"{where}: {a!r} and {b!r}"]
    if isinstance(a, dict):
        if list(a) != list(b) or [type(key) for key in a] != [type(key) for key in b]:
            return [f"{where}: {list(a)} and {list(b)}"]
        return [found for key in a for found in differences(a[key], b[key], f"{where}.{key}")]
    if is_dataclass(a):
        names = [field.name for field in fields(a)]
        return [found for name in names for found in differences(getattr(a, name), getattr(b, name), f"{where}.{name}")]
    return [] if a == b else [f"{where}: {a!r} and {b!r}"]
