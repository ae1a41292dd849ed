"""Which setting mattered most, where there are trials enough to tell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from handoff_experiments.tuning.question import TuningQuestion
from handoff_experiments.tuning.study import Searched, State

METHOD = "functional ANOVA of a random forest over the complete trials: share of the goal's variance over the ranges"
SOURCE = "Hutter, Hoos & Leyton-Brown 2014, ICML (fANOVA)"
FEWEST, FEWEST_PER_LEVER = 30, 10  # complete trials before shares are told


@dataclass(frozen=True, kw_only=True)
class Importance:
    """Shares of the variation of one goal by lever, the largest first; empty where ``why`` says what is missing."""

    code: str
    shares: Mapping[str, float]
    why: str = ""


def importances(question: TuningQuestion, searched: Searched) -> tuple[Importance, ...]:
    """What each setting contributes to each goal; nothing where only one was varied."""
    if len(question.levers) == 1:
        return ()
    complete = [trial for trial in searched.trials if trial.state is State.COMPLETE]
    needed = max(FEWEST, FEWEST_PER_LEVER * len(question.levers))
    found = []
    for place, goal in enumerate(question.goals):
        if len(complete) < needed:
            why = f"{len(complete)} complete trials are too few to say which setting mattered most; {needed} would do"
            found.append(Importance(code=goal.code, shares={}, why=why))
        elif np.ptp([trial.values[goal.code] for trial in complete]) == 0:
            found.append(Importance(code=goal.code, shares={}, why=f"no setting moved {goal.measure.title.lower()}"))
        else:
            found.append(Importance(code=goal.code, shares=_shares(searched, place)))
    return tuple(found)


def _shares(searched: Searched, place: int) -> dict[str, float]:
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    return get_param_importances(
        searched.study,
        evaluator=FanovaImportanceEvaluator(seed=0),
        target=lambda trial: float(trial.values[place]),
    )
