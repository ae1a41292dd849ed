"""The answer as data frames."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from handoff_experiments.tuning.evaluating import SecondLook
from handoff_sim.policy import plain_diff

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer

PROMISED_AND_FOUND = "Promised in the search, found on fresh seeds"
CHANGES = "What changes against the start"
IMPORTANCE = "Which setting mattered"
TRIALS = "Trials"


def tables(answer: "TuningAnswer") -> dict[str, pd.DataFrame]:
    """Every table by its title; those with nothing in them are left out."""
    found = {
        PROMISED_AND_FOUND: pd.DataFrame(_second_looks(answer)),
        CHANGES: pd.DataFrame(_changes(answer)),
        IMPORTANCE: pd.DataFrame(
            [
                {"metric": each.code, "setting": path, "share": share}
                for each in answer.importances
                for path, share in each.shares.items()
            ]
        ),
        TRIALS: pd.DataFrame(_trials(answer)),
    }
    return {title: table for title, table in found.items() if len(table)}


def _second_looks(answer: "TuningAnswer") -> Iterator[dict[str, Any]]:
    question = answer.question
    for each in answer.evaluated:
        for goal in each.goals:
            told = {"policy": each.name, "what": str(goal.goal)}
            against = "a level" if goal.level else question.baseline.name
            unit = goal.goal.measure.unit
            yield {**told, "against": against, **_look(goal.baseline, unit), "verdict": None}
            if goal.start is not None:
                verdict = None if goal.verdict is None else str(goal.verdict)
                yield {**told, "against": question.start.name, **_look(goal.start, unit), "verdict": verdict}
        for one in each.constraints:
            told = {"policy": each.name, "what": str(one.constraint), "against": "its bound"}
            yield {**told, **_look(one.slack, one.constraint.measure.unit), "verdict": str(one.kept)}


def _look(look: SecondLook, unit: str) -> dict[str, Any]:
    found = look.found
    return {
        "unit": unit,
        "promised": look.promised,
        "found": found.mean,
        "low": found.low,
        "high": found.high,
        "pairs": found.pairs,
    }


def _changes(answer: "TuningAnswer") -> Iterator[dict[str, Any]]:
    for each in answer.evaluated:
        for change in plain_diff(answer.question.start, each.policy):
            yield {
                "policy": each.name,
                "setting": change.path,
                "before": change.before,
                "after": change.after,
                "what it means": change.sentence,
            }


def _trials(answer: "TuningAnswer") -> Iterator[dict[str, Any]]:
    codes = [goal.code for goal in answer.question.goals]
    front = set(answer.searched.front)
    for trial in answer.searched.trials:
        yield {
            "trial": trial.number,
            **trial.settings,
            **{code: trial.values.get(code) for code in codes},
            **{str(each): slack for each, slack in zip(answer.question.constraints, trial.slack, strict=False)},
            "state": str(trial.state),
            "feasible": trial.feasible,
            "best": trial.number in front,
            "why": trial.why,
        }
