"""The second look: what the search chose, and what it started from, on futures that no trial has seen.

The best of many trials is best partly by luck: its luck was chosen with it (the winner's curse). On fresh futures
nothing was chosen, so differences there are unbiased and their intervals hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_uppercase

import numpy as np

from handoff_experiments.statistics.paired import FloatArray, PairedDifference
from handoff_experiments.statistics.verdict import Verdict, judge
from handoff_experiments.tuning.bench import Bench, Lives
from handoff_experiments.tuning.estimating import Estimator
from handoff_experiments.tuning.futures import Futures
from handoff_experiments.tuning.goals import Constraint, Goal
from handoff_experiments.tuning.question import TuningQuestion
from handoff_experiments.tuning.study import Searched
from handoff_experiments.tuning.yardsticks import Yardsticks, bound_of
from handoff_sim.policy import Policy

FEW = 5  # points of a Pareto set that are looked at again
WINNER, START = "winner", "start"


class Kept(StrEnum):
    """Whether a constraint is met, as far as its interval on fresh seeds can tell."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True)
class SecondLook:
    """A figure as the search promised it and as fresh futures show it, in the metric's unit."""

    promised: float
    found: PairedDifference

    @property
    def shrunk(self) -> float:
        """Promised less found: what the promise owed to chance, as far as the fresh mean can tell."""
        return self.promised - self.found.mean

    @property
    def surprising(self) -> bool:
        """Whether the fresh interval leaves out what was promised."""
        return not self.found.low <= self.promised <= self.found.high


@dataclass(frozen=True, kw_only=True)
class GoalResult:
    """One goal of one policy: against the baseline (or as a level), and against the start."""

    goal: Goal
    level: bool
    baseline: SecondLook
    start: SecondLook | None  # None for the start itself
    verdict: Verdict | None  # against the start, in the sense of the goal


@dataclass(frozen=True, kw_only=True)
class ConstraintResult:
    """One constraint of one policy: the distance to its bound, above zero where it is met."""

    constraint: Constraint
    slack: SecondLook
    kept: Kept


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """A policy on fresh futures. ``failures`` of its runs broke and are left out, pair by pair."""

    name: str
    trial: int | None
    policy: Policy
    goals: tuple[GoalResult, ...]
    constraints: tuple[ConstraintResult, ...]
    failures: int


def chosen(question: TuningQuestion, searched: Searched) -> tuple[tuple[str, int], ...]:
    """Names and trials that are looked at again: the winner, or a few of the Pareto set spread along its first goal."""
    trials = {trial.number: trial for trial in searched.trials}
    if len(question.goals) == 1 or not searched.feasible:
        return tuple((WINNER, number) for number in searched.front[:1])
    distinct = {searched.policy(number).content_hash: number for number in reversed(searched.front)}
    code = question.goals[0].code
    ordered = sorted(distinct.values(), key=lambda n: (trials[n].values[code], n))
    places = sorted({round(place) for place in np.linspace(0, len(ordered) - 1, min(FEW, len(ordered)))})
    return tuple((ascii_uppercase[i], ordered[place]) for i, place in enumerate(places))


def evaluate(
    question: TuningQuestion, bench: Bench, measure: Yardsticks, chosen: Sequence[tuple[str, Policy, int | None]]
) -> tuple[Evaluated, ...]:
    """The chosen policies and the start on fresh futures; empty if that was interrupted.

    All intervals together miss a truth with probability ``alpha`` at most (Bonferroni).
    """
    policies = [question.baseline, question.start, *(policy for _, policy, _ in chosen)]
    fresh = bench.lives(policies, question.fresh_futures)
    if any(lives is None for lives in fresh):
        return ()
    seen = bench.remembered(policies, question.futures)
    both = [(a, b) for a, b in zip(seen, fresh, strict=True) if a is not None and b is not None]
    look = _Look(question=question, measure=measure, baseline=both[0], start=both[1], alpha=_each(question, chosen))
    entries = [(START, question.start, None), *chosen]
    return tuple(
        look.evaluated(name, policy, number, lives)
        for (name, policy, number), lives in zip(entries, both[1:], strict=True)
    )


def _each(question: TuningQuestion, chosen: Sequence[object]) -> float:
    """Error probability of one interval."""
    goals, constraints = len(question.goals), len(question.constraints)
    return question.alpha / (len(chosen) * (2 * goals + constraints) + goals + constraints)


Both = tuple[Lives, Lives]  # in the search, and on fresh futures


@dataclass(frozen=True, kw_only=True)
class _Look:
    """Reads one policy in both sets of futures."""

    question: TuningQuestion
    measure: Yardsticks
    baseline: Both
    start: Both
    alpha: float

    def evaluated(self, name: str, policy: Policy, number: int | None, lives: Both) -> Evaluated:
        return Evaluated(
            name=name,
            trial=number,
            policy=policy,
            goals=tuple(
                self._goal(goal, lives, None if name == START else policy.content_hash) for goal in self.question.goals
            ),
            constraints=tuple(self._constraint(each, lives) for each in self.question.constraints),
            failures=lives[1].failures,
        )

    def _goal(self, goal: Goal, lives: Both, policy_hash: str | None) -> GoalResult:
        """A goal of a policy, of the start where no hash is given."""
        code = goal.code
        held = [self.measure.held_against(goal, baseline) for baseline in self.baseline]
        start = verdict = None
        if policy_hash is not None:
            start = self._second(lives, code, [each.values[code] for each in self.start], goal.sense)
            verdict = judge(
                start.found.low,
                start.found.high,
                effect=self.measure.effects[code],
                direction=goal.sense,
                pairs=start.found.pairs,
                identical=policy_hash == self.question.start.content_hash,
            )
        return GoalResult(
            goal=goal,
            level=code in self.measure.levels,
            baseline=self._second(lives, code, held, goal.sense),
            start=start,
            verdict=verdict,
        )

    def _constraint(self, each: Constraint, lives: Both) -> ConstraintResult:
        held = [bound_of(each, baseline=b, start=s) for b, s in zip(self.baseline, self.start, strict=True)]
        slack = self._second(lives, each.code, held, each.sense, slack=True)
        kept = Kept.HOLDS if slack.found.low >= 0 else Kept.FAILS if slack.found.high < 0 else Kept.UNDECIDED
        return ConstraintResult(constraint=each, slack=slack, kept=kept)

    def _second(
        self, lives: Both, code: str, held: Sequence[FloatArray | float], sense: int, *, slack: bool = False
    ) -> SecondLook:
        """Both looks at one figure; as a slack it is turned so that more is better."""
        futures: tuple[Futures, Futures] = (self.question.futures, self.question.fresh_futures)
        looks = [
            Estimator(futures=where, worst=self.question.worst).difference(
                (sense if slack else 1) * each.values[code],
                (sense if slack else 1) * other,
                sense=1 if slack else sense,
                alpha=self.alpha,
            )
            for where, each, other in zip(futures, lives, held, strict=True)
        ]
        return SecondLook(promised=looks[0].mean, found=looks[1])
