"""Evidence with a known answer: levels of metrics by formula, the luck that a seed shares, a little of one's own."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from handoff_experiments.questions.decisions import Evidence

Point = Mapping[str, str]


def made_up(
    factors: Mapping[str, Sequence[str]],
    truth: Callable[[Point], Mapping[str, float]],
    *,
    seeds: int = 10,
    noise: float = 0.0,
    shared: float = 100.0,
    sets: Mapping[str, Mapping[str, Any]] | None = None,
    weeks: int = 130,
) -> Evidence:
    """Evidence of a full factorial: each metric is luck of the seed, what ``truth`` adds there, and own noise."""
    rng = np.random.default_rng(7)
    luck = rng.normal(0.0, 1.0, seeds)
    rows = []
    for levels in product(*factors.values()):
        point = dict(zip(factors, levels, strict=True))
        for code, added in truth(point).items():
            for seed in range(seeds):
                base = shared * luck[seed] if code in ("S1", "R5", "B1", "N9") else 0.0
                own = rng.normal(0.0, noise) if noise else 0.0
                rows.append({**point, "seed": seed, "metric": code, "level": base + added + own, "baseline": base})
    frame = pd.DataFrame(rows)
    return Evidence(
        world="made up",
        baseline="phone_book",
        factors={name: tuple(levels) for name, levels in factors.items()},
        rows=frame,
        units={"S1": "$ per machine-week", "R5": "$ per shop-week", "N9": "$ per shop-week", "B1": "$ per shop-week"},
        sets=sets or {name: {level: {} for level in levels} for name, levels in factors.items()},
        weeks=weeks,
    )
