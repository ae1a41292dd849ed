"""A made-up model that is fast, keyed like the real one, and whose true effects are known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from handoff_experiments import compare
from handoff_experiments.comparison import Comparison
from handoff_experiments.measures import Measure
from handoff_experiments.tasks import RunSummary, Task, guarded

SHOPS, BUYERS, WEEKS, LAUNCH = 30, 6, 40, 10


@dataclass(frozen=True)
class FakeDocument:
    """A policy is a shift of profit for everybody, a gain for members, and noise of its own."""

    name: str
    shift: float = 0.0
    member_gain: float = 0.0
    own_noise: float = 5.0
    network: bool = True
    breaks: bool = False

    @property
    def content_hash(self) -> str:
        return f"{self.shift} {self.member_gain} {self.own_noise} {self.network}"


PHONE = FakeDocument("phone_book", own_noise=0.0, network=False)
WORLD = FakeDocument("town")


def measure(code: str, *, direction: int = 1, headline: bool = True, effect: float = 10.0) -> Measure:
    unit = "$ per machine-week"
    return Measure(
        code=code, title=f"Metric {code}", unit=unit, direction=direction, party="shops", formula="made up",
        splits=code == "S1", effect=effect, headline=headline,
    )  # fmt: skip


MEASURES = (
    measure("S1"),
    measure("S3", direction=-1, effect=0.5),
    measure("B1", effect=10.0),
    measure("N9"),
    measure("R5"),
    measure("S12", headline=False),
    measure("N4", direction=0, headline=False),
)


def sizes_of(shops: int) -> np.ndarray:
    return np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 2] * (shops // 10), dtype=np.int64)


def run(task: Task) -> RunSummary:
    """One run: luck comes from the seed, the policy's own noise from seed and policy."""
    policy = task.policy
    if policy.breaks:
        raise RuntimeError("the machine is on fire")
    luck = np.random.default_rng(task.seed)
    level = luck.normal(400, 60) + luck.normal(0, 40, SHOPS)
    key = sum(policy.content_hash.encode())
    own = np.random.default_rng([task.seed, key]).normal(0, 1, SHOPS) * policy.own_noise
    size = sizes_of(SHOPS)
    path = np.zeros((WEEKS, SHOPS + BUYERS), dtype=np.int8)
    if policy.network:
        path[LAUNCH + 1 :, ::2] = 1
    if task.forced is not None:
        path = task.forced
    member = path[-1, :SHOPS] == 1
    profit = level + policy.shift + policy.member_gain * member + own
    metrics = {
        "S1": float(profit.mean()),
        "S3": float(10 - 0.01 * policy.shift + 0.001 * own.mean()),
        "B1": float(luck.normal(5000, 500) + own[0]),
        "N9": float(member.mean()),
        "R5": float(profit.sum()),
        "S12": float(own[1]),
        "N4": float(member.mean()),
        "DFI": float(member.mean()) / 10,
    }
    by_size = {"S1": {name: float(profit[size == i].mean()) for i, name in enumerate("SML")}}
    weeks = np.arange(WEEKS, dtype=float)
    return RunSummary(
        policy=policy.name,
        policy_hash=policy.content_hash,
        seed=task.seed,
        world_hash=task.world.content_hash,
        model_version="fake",
        events_sha256=f"{task.seed:x}-{policy.content_hash}",
        seconds=0.25,
        launch=LAUNCH,
        metrics=metrics,
        by_size=by_size,
        waste={
            "quotes_per_rfq": 4.0 - 0.01 * policy.shift,
            "award_rate": 0.8,
            "completeness": 1.4,
            "depth": 1.1,
        },
        welfare_by_cause={"value": 9000.0 + policy.shift, "production": -4000.0, "estimating": -300.0},
        welfare_by_agent={"shops": 1700.0 + policy.shift, "buyers": 3000.0, "operator": 0.0},
        shops={
            "key": np.arange(SHOPS) + 1000,
            "machines": size * 5 + 2,
            "size": size,
            "profit_per_machine_week": profit,
            "member": member,
            "wasted_hours_per_week": np.full(SHOPS, 3.0),
            "eligible": np.ones(SHOPS, dtype=bool),
        },
        series={
            "members": path[:, :SHOPS].sum(axis=1).astype(float),
            **{f"members_{name}": path[:, :SHOPS][:, size == i].mean(axis=1) for i, name in enumerate("SML")},
            "dfi": weeks / 400 * policy.network,
            "mediated": weeks / 100 * policy.network,
            "profit": 400 + weeks,
        },
        membership=path,
        ties=np.array([[i, (i + 1) % SHOPS] for i in range(SHOPS)]),
    )


class Fake:
    """What tests need of the made-up model."""

    Document = FakeDocument
    shops, buyers, weeks, launch = SHOPS, BUYERS, WEEKS, LAUNCH
    world, phone, measures = WORLD, PHONE, MEASURES
    run = staticmethod(run)
    good = FakeDocument("good", shift=30.0, member_gain=20.0)
    trap = FakeDocument("trap", shift=-60.0, member_gain=30.0)
    stranded = FakeDocument("stranded", shift=60.0, member_gain=-20.0)
    bad = FakeDocument("bad", shift=-40.0, member_gain=-20.0)
    nothing = FakeDocument("nothing", own_noise=1.0)

    @staticmethod
    def compare(*policies: FakeDocument, **options: Any) -> Comparison:
        """A comparison in the made-up town, in this process."""
        asked = {"baseline": PHONE, "workers": 1, "perform": guarded(run), "measures": MEASURES} | options
        return compare(WORLD, list(policies), **asked)


@pytest.fixture(scope="session")
def fake() -> type[Fake]:
    return Fake


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """Four policies, one in each quadrant, and one that does nothing; 8 pairs. Never changed by a test."""
    return Fake.compare(Fake.good, Fake.trap, Fake.stranded, Fake.bad, Fake.nothing, pairs=8)
