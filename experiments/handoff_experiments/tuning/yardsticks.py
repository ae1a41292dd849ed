"""How the metrics of a search are read: against the baseline's own runs, or as a level where the baseline has none."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from handoff_experiments.bad_question import BadQuestion
from handoff_experiments.contrasts import effect_used
from handoff_experiments.statistics.paired import FloatArray
from handoff_experiments.tuning.bench import Lives
from handoff_experiments.tuning.goals import Constraint, Goal
from handoff_experiments.tuning.question import TuningQuestion


@dataclass(frozen=True, kw_only=True)
class Yardsticks:
    """What the search reads its metrics by.

    Parameters: ``levels`` codes of goals that are read as levels; ``effects`` smallest effects of interest by code,
    in the metric's unit, by which violations of different constraints are made comparable.
    """

    levels: frozenset[str]
    effects: Mapping[str, float]

    def held_against(self, goal: Goal, baseline: Lives) -> FloatArray | float:
        """What a goal's values are differences to: the baseline's in the same futures, or zero for a level."""
        return 0.0 if goal.code in self.levels else baseline.values[goal.code]


def bound_of(constraint: Constraint, *, baseline: Lives, start: Lives) -> FloatArray | float:
    """What a constraint's metric is held against: a level, or another policy's values in the same futures."""
    if constraint.bound == "baseline":
        return baseline.values[constraint.code]
    return start.values[constraint.code] if constraint.bound == "start" else float(constraint.bound)


def yardsticks(question: TuningQuestion, baseline: Lives, start: Lives) -> Yardsticks:
    """Settle how metrics are read, from the first runs.

    Raises:
        BadQuestion: A constraint that is held against a policy in which its metric has no value.
    """
    for constraint in question.constraints:
        held = bound_of(constraint, baseline=baseline, start=start)
        if not np.isfinite(held).any():
            name = question.baseline.name if constraint.bound == "baseline" else question.start.name
            told = f"{constraint.code}>=VALUE or {constraint.code}<=VALUE, since {name} has no {constraint.code}"
            raise BadQuestion(f"subject_to {constraint.code}", told, str(constraint))
    return Yardsticks(
        levels=frozenset(goal.code for goal in question.goals if not np.isfinite(baseline.values[goal.code]).any()),
        effects={measure.code: effect_used(measure, baseline.values[measure.code]) for measure in question.measures},
    )
