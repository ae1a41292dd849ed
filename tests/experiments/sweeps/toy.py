"""A toy in place of the model: a figure that is a known function of the sampled values, and a keyed luck."""

from collections.abc import Callable

import numpy as np

from handoff_experiments.sweeps import Design, Plan, Uncertainty
from handoff_experiments.sweeps.observing import PointResult
from handoff_experiments.sweeps.plan import PointTask
from handoff_scenarios import catalogue

PATHS = ("demand.level", "demand.shock_sd", "buyers.mu", "buyers.loyalty", "behaviour.psi", "population.skill_sd")
ARMS = ("phone_book", "directory")


def plan(dimensions: int, design: Design, **options: object) -> Plan:
    """Fields of the world stand for the numbers x0, x1, ..., each from 0.1 to 0.6."""
    return Plan(
        base=catalogue.world("workshop"),
        arms=tuple(catalogue.policy(name) for name in ARMS),
        uncertainties=tuple(
            Uncertainty(name=f"x{number}", sets={path: (0.1, 0.6)}) for number, path in enumerate(PATHS[:dimensions])
        ),
        design=design,
        **options,  # type: ignore[arg-type]
    )


def observe(function: Callable[[np.ndarray], float], luck: float = 0.0) -> Callable[[PointTask], PointResult]:
    """The second arm is a function of the numbers [0, 1] better than the first; both live through the same luck."""

    def of(task: PointTask) -> PointResult:
        values = np.array([(task.world_sets[path] - 0.1) / 0.5 for path in PATHS if path in task.world_sets])
        drawn = np.random.default_rng([task.seed]).normal(size=2)
        place = {"point": task.point, "replication": task.replication, "seed": task.seed}
        levels = (10 * drawn[0], 10 * drawn[0] + luck * drawn[1] + function(values))
        rows = tuple(place | {"arm": arm, "y": level} for arm, level in zip(ARMS, levels, strict=True))
        return PointResult(number=task.number, runs=rows, deals=(), failures=(), made=2, seconds=0.0)

    return of
