"""What a search found, and what is left of it on fresh seeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from handoff_experiments.plain import plain
from handoff_experiments.result_hash import result_hash
from handoff_experiments.tuning.estimating import METHOD as INTERVALS
from handoff_experiments.tuning.evaluating import Evaluated, SecondLook
from handoff_experiments.tuning.importance import METHOD as IMPORTANCE
from handoff_experiments.tuning.importance import Importance
from handoff_experiments.tuning.question import TuningQuestion
from handoff_experiments.tuning.study import Searched, sampler_name

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

FORMAT = "handoff-tuning-1"


@dataclass(frozen=True, kw_only=True)
class TuningAnswer:
    """A search and its second look.

    Parameters: ``levels`` codes of goals that are read as levels, since the baseline has no value in them;
    ``evaluated`` the start first, then the winner or points of the Pareto set; empty where that was not reached.
    """

    question: TuningQuestion
    searched: Searched
    levels: frozenset[str]
    importances: tuple[Importance, ...]
    evaluated: tuple[Evaluated, ...]
    interrupted: bool
    versions: Mapping[str, str]
    seconds: float
    size: Literal["full"] = "full"

    @property
    def complete(self) -> bool:
        """Whether every trial was made and what was found was looked at again."""
        return not self.interrupted

    @property
    def found(self) -> tuple[Evaluated, ...]:
        """What the search chose, as it was looked at again: the winner, or points of the Pareto set."""
        return self.evaluated[1:]

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        from handoff_experiments.tuning.words import sentences

        return sentences(self)

    def tables(self) -> dict[str, "pd.DataFrame"]:
        """Tables by title: promised and found, what changes, which setting mattered, every trial."""
        from handoff_experiments.tuning.tables import tables

        return tables(self)

    def figures(self) -> "tuple[go.Figure, ...]":
        """The search with its second look; the Pareto set; the settings; what each setting contributes."""
        from handoff_experiments.tuning.pictures import figures

        return figures(self)

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        question, searched = self.question, self.searched
        document: dict[str, Any] = {
            "format": FORMAT,
            "complete": self.complete,
            "world": {"name": question.world.name, "hash": question.world.content_hash},
            "start": {"name": question.start.name, "hash": question.start.content_hash},
            "baseline": {"name": question.baseline.name, "hash": question.baseline.content_hash},
            "goals": [
                {
                    "metric": goal.code,
                    "sense": goal.sense,
                    "read_as": ("difference", "level")[goal.code in self.levels],
                }
                for goal in question.goals
            ],
            "subject_to": [str(each) for each in question.constraints],
            "vary": [str(lever) for lever in question.levers],
            "uncertain": [str(each) for each in question.uncertain],
            "worlds": question.worlds,
            "robust": question.robust,
            "trials_planned": question.trials,
            "weeks": question.weeks,
            "settings": list(question.overrides),
            "alpha": question.alpha,
            "seed": question.root_seed,
            "seeds": list(dict.fromkeys(question.futures.seeds)),
            "fresh_seeds": list(dict.fromkeys(question.fresh_futures.seeds)),
            "sentences": list(self.sentences()),
            "trials": [
                {
                    "number": trial.number,
                    "settings": trial.settings,
                    "policy_hash": None if trial.policy is None else trial.policy.content_hash,
                    "state": trial.state,
                    "values": trial.values,
                    "slack": trial.slack,
                    "feasible": trial.feasible,
                    "why": trial.why,
                }
                for trial in searched.trials
            ],
            "best": list(searched.front),
            "feasible": searched.feasible,
            "evaluated": [_evaluated(each) for each in self.evaluated],
            "importances": [{"metric": each.code, "shares": each.shares, "why": each.why} for each in self.importances],
            "methods": {"search": sampler_name(question), "intervals": INTERVALS, "importances": IMPORTANCE},
            "versions": dict(self.versions),
            "seconds": self.seconds,
        }
        document = plain(document)
        return {**document, "result_sha256": result_hash(document)}


def _evaluated(each: Evaluated) -> Mapping[str, Any]:
    return {
        "name": each.name,
        "trial": each.trial,
        "policy_hash": each.policy.content_hash,
        "failures": each.failures,
        "goals": [
            {
                "metric": goal.goal.code,
                "against_baseline": _look(goal.baseline),
                "against_start": None if goal.start is None else _look(goal.start),
                "verdict": goal.verdict,
            }
            for goal in each.goals
        ],
        "constraints": [
            {"constraint": str(one.constraint), "slack": _look(one.slack), "kept": one.kept} for one in each.constraints
        ],
    }


def _look(look: SecondLook) -> Mapping[str, Any]:
    found = look.found
    return {
        "promised": look.promised,
        "found": found.mean,
        "low": found.low,
        "high": found.high,
        "pairs": found.pairs,
        "shrunk": look.shrunk,
    }
