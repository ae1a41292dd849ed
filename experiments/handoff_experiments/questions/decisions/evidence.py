"""What the runs of a question say, as one frame: every combination, seed and metric beside its twin.

Decisions and pictures read this and nothing else, so that each can be tried on a made-up frame with a known answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Literal

import numpy as np
import pandas as pd

from handoff_experiments.statistics.paired import FloatArray, PairedDifference, paired_difference

ALPHA = 0.05  # error probability of everything that one decision says together
GAINING = "C > 0"  # share of eligible shops that earn more than in the phone twin
Reading = Literal["difference", "level", "baseline"]
Sets = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The runs of a question in one world of its list.

    ``factors`` are the levels of every factor, of policy and world, that were run, in their order; ``sets`` are the
    fields of each level. ``rows`` has a row per combination, seed and metric: a column for each factor, and ``seed``,
    ``metric``, ``level`` (under the policy), ``baseline`` (its twin).
    """

    world: str
    baseline: str
    factors: Mapping[str, tuple[str, ...]]
    rows: pd.DataFrame
    units: Mapping[str, str]
    sets: Mapping[str, Mapping[str, Sets]]
    weeks: int  # after launch

    @cached_property
    def _tables(self) -> dict[str, dict[str, pd.DataFrame]]:
        return {
            str(code): {
                reading: rows.pivot(index="seed", columns=list(self.factors), values=reading)
                for reading in ("level", "baseline")
            }
            for code, rows in self.rows.groupby("metric", sort=False)
        }

    @property
    def seeds(self) -> int:
        """Pairs there are of each combination."""
        return int(self.rows["seed"].nunique())

    def has(self, *codes: str) -> bool:
        """Whether all of these metrics were looked at."""
        return all(code in self._tables for code in codes)

    def at(self, code: str, levels: Mapping[str, str], reading: Reading = "difference") -> FloatArray:
        """A metric averaged over the combinations with these levels [seed]; NaN in a seed where one has no value.

        Args:
            code: Of the metric.
            levels: By factor; the other factors are averaged over.
            reading: Under the policy, of its twin, or the one less the other.

        Raises:
            KeyError: No combination has these levels.
        """
        if reading == "difference":
            return self.at(code, levels, "level") - self.at(code, levels, "baseline")
        table = self._tables[code][reading]
        kept = np.ones(table.shape[1], dtype=np.bool_)
        for name, level in levels.items():
            kept &= table.columns.get_level_values(name) == level
        if not kept.any():
            raise KeyError(f"{code}: no combination with {dict(levels)}")
        mean: FloatArray = table.loc[:, kept].to_numpy(dtype=np.float64).mean(axis=1)
        return mean

    def points(self, *names: str) -> Iterator[dict[str, str]]:
        """Levels of these factors (default: all) in every combination that was run."""
        chosen = names or tuple(self.factors)
        run = set(map(tuple, self.rows[list(chosen)].drop_duplicates().to_numpy()))
        for levels in product(*(self.factors[name] for name in chosen)):
            if levels in run:
                yield dict(zip(chosen, levels, strict=True))

    def number(self, factor: str, level: str) -> float:
        """The number that a level sets: that of its only field, or of its price rule.

        Raises ValueError where it sets none, or several.
        """
        values = list(self.sets[factor][level].values())
        found = values[0] if len(values) == 1 else None
        if isinstance(found, Mapping) and len(found) == 1:
            found = next(iter(found.values()))
        if not isinstance(found, int | float):
            raise ValueError(f"{factor}: expected a level that sets one number; found {level}")
        return float(found)


def estimate(values: FloatArray, *, comparisons: int = 1) -> PairedDifference:
    """Mean over seeds with a t interval; the intervals of so many comparisons hold together (Bonferroni)."""
    return paired_difference(values, np.zeros_like(values), alpha=ALPHA / max(1, comparisons))


def evidence_of(answer: Any) -> tuple[Evidence, ...]:
    """What an answer's runs say, world by world of its list; empty worlds are left out."""
    asked, size = answer.question, answer.size
    varied = asked.varied(size)
    factors = {factor.name: tuple(level.name for level in factor.named) for factor in varied}
    sets = {factor.name: {level.name: level.sets for level in factor.named} for factor in varied}
    worlds = {made.document.name: (made, name) for name, made in _worlds(asked, size)}
    found: dict[str, list[pd.DataFrame]] = {}
    weeks = units = None
    for of_world in answer.worlds:
        made, name = worlds[of_world.world]
        found.setdefault(name, []).append(_rows(of_world, made.levels))
        weeks = weeks or _weeks(of_world.comparison)
        units = units or {measure.code: measure.unit for measure in of_world.comparison.question.measures}
    rows = {name: pd.concat(frames, ignore_index=True) for name, frames in found.items()}
    return tuple(
        Evidence(
            world=world,
            baseline=asked.baseline,
            factors={
                factor: tuple(at for at in levels if (of[factor] == at).any()) for factor, levels in factors.items()
            },
            rows=of,
            units={**(units or {}), GAINING: "share"},
            sets=sets,
            weeks=weeks or 0,
        )
        for world, of in rows.items()
        if not of.empty
    )


def _worlds(asked: Any, size: str) -> Iterator[tuple[str, Any]]:
    made = asked.worlds(size)
    names = asked.effort(size).worlds
    each = len(made) // len(names)
    for row, combination in enumerate(made):
        yield names[row // each], combination


def _rows(of_world: Any, levels: Mapping[str, str]) -> pd.DataFrame:
    comparison = of_world.comparison
    codes = [measure.code for measure in comparison.question.measures]
    twins = {run.seed: run for run in comparison.baseline.runs if run is not None and run.finished}
    rows = [
        {**levels, **of_world.points[arm.policy], "seed": run.seed, "metric": code, "level": own, "baseline": other}
        for arm in comparison.policies
        if arm.policy in of_world.points
        for run in arm.runs
        if run is not None and run.finished and run.seed in twins
        for code, own, other in _readings(run, twins[run.seed], codes)
    ]
    return pd.DataFrame(rows)


def _readings(run: Any, twin: Any, codes: Sequence[str]) -> Iterator[tuple[str, float, float]]:
    for code in codes:
        yield code, run.metrics.get(code, np.nan), twin.metrics.get(code, np.nan)
    if "eligible" in run.shops:
        gained = run.shops["profit_per_machine_week"] > twin.shops["profit_per_machine_week"]
        eligible = run.shops["eligible"]
        yield GAINING, float(gained[eligible].mean()) if eligible.any() else np.nan, 0.0


def _weeks(comparison: Any) -> int:
    question = comparison.question
    weeks = question.world.clock.weeks if question.weeks is None else question.weeks
    launches = [run.launch for arm in comparison.policies for run in arm.runs if run is not None]
    return int(weeks - (launches[0] if launches else 0))
