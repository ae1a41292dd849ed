"""The search itself: a study that asks for settings, is told what they are worth, and remembers every trial."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from handoff_experiments.seeds import replication_seeds
from handoff_experiments.tuning.bench import Bench, Lives
from handoff_experiments.tuning.estimating import Estimator
from handoff_experiments.tuning.levers import Lever, Range
from handoff_experiments.tuning.question import TuningQuestion
from handoff_experiments.tuning.yardsticks import Yardsticks, bound_of
from handoff_sim.policy import DocumentError, Policy, set_paths

if TYPE_CHECKING:
    from optuna import Study
    from optuna.distributions import BaseDistribution
    from optuna.samplers import BaseSampler
    from optuna.trial import Trial as Asked

BATCH = 4  # trials asked for together; never the number of workers, so that the search is the same on any machine
MANY_TRIALS = 200  # from here on several goals are searched by NSGA-II
MOST_ASKED = 10  # settings asked for, per planned trial, where most contradict themselves
CONTRADICTION = "contradiction"
FORBIDDEN = 1e9  # violation of a policy that cannot be; far more than any constraint's


class State(StrEnum):
    """How a trial ended."""

    COMPLETE = "complete"
    CONTRADICTION = "contradiction"  # its settings cannot hold together; nothing was run
    BROKEN = "broken"  # a run broke, or a metric has no value


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Settings that were tried, and what the search found of them.

    Parameters: ``settings`` by path; ``values`` of the goals by code, differences to the baseline or levels;
    ``slack`` of the constraints, in their units, below zero where violated; ``why`` it has none.
    """

    number: int
    settings: Mapping[str, Any]
    state: State
    policy: Policy | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    slack: tuple[float, ...] = ()
    why: str = ""

    @property
    def feasible(self) -> bool:
        """Whether it is complete and met every constraint in the search."""
        return self.state is State.COMPLETE and all(slack >= 0 for slack in self.slack)


@dataclass(frozen=True, kw_only=True)
class Searched:
    """What a search found.

    Parameters: ``front`` numbers of the best trial, or of the Pareto set; where no trial met the constraints, of the
    one that came nearest, and ``feasible`` is false.
    """

    study: "Study"
    trials: tuple[Trial, ...]
    front: tuple[int, ...]
    feasible: bool

    @property
    def tried(self) -> tuple[Trial, ...]:
        """Trials that were run."""
        return tuple(trial for trial in self.trials if trial.state is not State.CONTRADICTION)

    def policy(self, number: int) -> Policy:
        """The policy of a trial that is one."""
        policy = self.trials[number].policy
        assert policy is not None, f"trial {number} is no policy"
        return policy


def search(question: TuningQuestion, bench: Bench, measure: Yardsticks, baseline: Lives, start: Lives) -> Searched:
    """Ask and tell until the planned trials are done, or the bench is interrupted; contradictions do not count."""
    study = new_study(question)
    space = {lever.path: distribution(lever) for lever in question.levers}
    there = _stated(question)
    if there is not None:
        study.enqueue_trial(there)
    judge = _Judge(question=question, measure=measure, baseline=baseline, start=start)
    trials: list[Trial] = []
    left = question.trials
    while left and len(trials) < MOST_ASKED * question.trials and not bench.interrupted:
        asked = [study.ask(space) for _ in range(min(BATCH, left))]
        proposed = [_proposed(question, each) for each in asked]
        policies = [trial.policy for trial in proposed if trial.policy is not None]
        lived = iter(bench.lives(policies, question.futures))
        judged = [trial if trial.policy is None else judge.judged(trial, next(lived)) for trial in proposed]
        for told, trial in zip(asked, judged, strict=True):
            if trial is None:  # interrupted
                break
            _tell(study, told, trial, question, measure)
            trials.append(trial)
            left -= trial.state is not State.CONTRADICTION
    return Searched(study=study, trials=tuple(trials), **_best(study, question, trials))


def new_study(question: TuningQuestion) -> "Study":
    """A study in memory: the runs are what is kept, and with them every trial is the same again."""
    import optuna
    from optuna.study import StudyDirection

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    directions = [StudyDirection.MAXIMIZE if goal.sense > 0 else StudyDirection.MINIMIZE for goal in question.goals]
    return optuna.create_study(directions=directions, sampler=_sampler(question))


def sampler_name(question: TuningQuestion) -> str:
    """How settings are chosen, by the name the field has for it."""
    several = len(question.goals) > 1
    return "NSGA-II" if several and question.trials >= MANY_TRIALS else "tree-structured Parzen estimator"


def _sampler(question: TuningQuestion) -> "BaseSampler":
    from optuna.samplers import NSGAIISampler, TPESampler

    seed = replication_seeds(question.root_seed, 1)[0] % 2**32
    return NSGAIISampler(seed=seed) if sampler_name(question) == "NSGA-II" else TPESampler(seed=seed)


def distribution(lever: Lever) -> "BaseDistribution":
    """A lever as the study knows it."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if not isinstance(lever, Range):
        return CategoricalDistribution(lever.options)
    if lever.whole:
        return IntDistribution(int(lever.low), int(lever.high))
    return FloatDistribution(lever.low, lever.high)


def _stated(question: TuningQuestion) -> dict[str, Any] | None:
    """The start's own settings, if each lies within its lever: then they are the first trial."""
    found = {lever.path: stated(question.start, lever.path) for lever in question.levers}
    return found if all(lever.holds(found[lever.path]) for lever in question.levers) else None


def stated(policy: Policy, path: str) -> Any:
    """What a policy says at a path; of a price rule its name, and None for the number of another rule."""
    value: Any = policy.plain()
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return next(iter(value)) if isinstance(value, Mapping) else value


def _proposed(question: TuningQuestion, asked: "Asked") -> Trial:
    """The settings of a trial as a policy, or why they are none."""
    settings = {
        lever.path: lever.rounded(asked.params[lever.path]) if isinstance(lever, Range) else asked.params[lever.path]
        for lever in question.levers
    }
    changed = {path: value for path, value in settings.items() if stated(question.start, path) != value}
    try:
        policy = set_paths(question.start, changed, file=f"trial {asked.number}")
    except DocumentError as error:
        why = "; ".join(map(str, error.problems))
        return Trial(number=asked.number, settings=settings, state=State.CONTRADICTION, why=why)
    return Trial(number=asked.number, settings=settings, state=State.COMPLETE, policy=policy)


@dataclass(frozen=True, kw_only=True)
class _Judge:
    """Reads what a trial is worth over the futures of the search."""

    question: TuningQuestion
    measure: Yardsticks
    baseline: Lives
    start: Lives

    def judged(self, trial: Trial, lived: Lives | None) -> Trial | None:
        """The trial with its values; None where its runs were not finished."""
        if lived is None:
            return None
        if lived.failures:
            return _broken(trial, f"{lived.failures} runs broke, the first: {lived.failure}")
        estimator = Estimator(futures=self.question.futures, worst=self.question.worst)
        values, slack = {}, []
        for goal in self.question.goals:
            held = self.measure.held_against(goal, self.baseline)
            found = estimator.difference(lived.values[goal.code], held, sense=goal.sense, alpha=self.question.alpha)
            values[goal.code] = found.mean
        for each in self.question.constraints:
            held = bound_of(each, baseline=self.baseline, start=self.start)
            found = estimator.difference(lived.values[each.code], held, sense=each.sense, alpha=self.question.alpha)
            slack.append(each.sense * found.mean)
        if not all(map(math.isfinite, (*values.values(), *slack))):
            return _broken(trial, "a metric has no value in any future")
        return Trial(**{**vars(trial), "values": values, "slack": tuple(slack)})


def _broken(trial: Trial, why: str) -> Trial:
    return Trial(**{**vars(trial), "state": State.BROKEN, "why": why})


def _tell(study: "Study", asked: "Asked", trial: Trial, question: TuningQuestion, measure: Yardsticks) -> None:
    from optuna.trial import TrialState

    if trial.state is State.COMPLETE:
        for number, (each, slack) in enumerate(zip(question.constraints, trial.slack, strict=True)):
            asked.set_constraint(f"{number} {each}", -slack / measure.effects[each.code])
        study.tell(asked, list(trial.values.values()))
    elif trial.state is State.CONTRADICTION:
        asked.set_constraint(CONTRADICTION, FORBIDDEN)
        study.tell(asked, state=TrialState.PRUNED)
    else:
        study.tell(asked, state=TrialState.FAIL)


def _best(study: "Study", question: TuningQuestion, trials: Sequence[Trial]) -> dict[str, Any]:
    """The best trial or the Pareto set among those that met the constraints, else the nearest to meeting them."""
    complete = [trial for trial in trials if trial.state is State.COMPLETE]
    if any(trial.feasible for trial in complete):
        best = study.best_trials if len(question.goals) > 1 else [study.best_trial]
        return {"front": tuple(trial.number for trial in best), "feasible": True}
    frozen = {trial.number: trial for trial in study.get_trials(deepcopy=False)}
    violation = {
        trial.number: sum(max(0.0, each) for each in frozen[trial.number].constraints.values()) for trial in complete
    }
    nearest = min(violation, key=violation.__getitem__, default=None)
    return {"front": () if nearest is None else (nearest,), "feasible": False}
