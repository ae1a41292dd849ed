"""What a search was asked, settled and checked before the first run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from handoff_experiments.documents import Named, overridden, policy_document, world_document
from handoff_experiments.measures import Measure, model_measures
from handoff_experiments.tuning.futures import Futures, fresh_futures, search_futures
from handoff_experiments.tuning.goals import Constraint, Goal, constraints, goals
from handoff_experiments.tuning.levers import Lever, Range, levers, uncertainties
from handoff_sim.policy import DocumentError, Policy, Problem

DEFAULT_TRIALS, DEFAULT_PAIRS, DEFAULT_WORLDS = 60, 8, 8
FRESH_PER_PAIR = 3  # the second look decides, so it is the sharper one
Robust = Literal["mean", "worst"]


@dataclass(frozen=True, kw_only=True)
class TuningQuestion:
    """World, start, goals, constraints, levers and effort: enough to search the same again.

    Parameters: ``trials`` policies that are tried, contradictions not counted; ``pairs`` seeds of each trial in each
    world; ``fresh`` seeds of the second look; ``worlds`` sampled where something is ``uncertain``; ``robust`` whether
    the mean over the worlds counts or the worst of them; ``root_seed`` unsigned 64-bit.
    """

    world: Any
    start: Policy
    baseline: Policy
    goals: tuple[Goal, ...]
    constraints: tuple[Constraint, ...]
    levers: tuple[Lever, ...]
    uncertain: tuple[Range, ...]
    worlds: int
    robust: Robust
    trials: int
    pairs: int
    fresh: int
    root_seed: int
    weeks: int | None
    alpha: float
    overrides: tuple[str, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Metrics of the goals, then of the constraints."""
        return (*(goal.measure for goal in self.goals), *(each.measure for each in self.constraints))

    @property
    def codes(self) -> tuple[str, ...]:
        """Metrics that goals and constraints are about, each once."""
        return tuple(dict.fromkeys(measure.code for measure in self.measures))

    @property
    def worst(self) -> bool:
        """Whether the worst of several worlds counts."""
        return self.robust == "worst" and bool(self.uncertain)

    @cached_property
    def futures(self) -> Futures:
        """What every trial lives through."""
        return search_futures(self.world, self.uncertain, worlds=self.worlds, pairs=self.pairs, root=self.root_seed)

    @cached_property
    def fresh_futures(self) -> Futures:
        """What no trial has lived through."""
        return fresh_futures(
            self.world,
            self.uncertain,
            worlds=self.worlds,
            fresh=self.fresh,
            root=self.root_seed,
            worst=self.worst,
        )


def tuning_question(
    world: Named,
    policy: Named,
    *,
    maximise: Iterable[str] = (),
    minimise: Iterable[str] = (),
    vary: Iterable[str] = (),
    subject_to: Iterable[str] = (),
    baseline: Named = "phone_book",
    uncertain: Iterable[str] = (),
    worlds: int | None = None,
    robust: str = "mean",
    trials: int = DEFAULT_TRIALS,
    pairs: int = DEFAULT_PAIRS,
    fresh: int | None = None,
    weeks: int | None = None,
    seed: int = 1,
    alpha: float = 0.05,
    overrides: Iterable[str] = (),
    measures: Sequence[Measure] | None = None,
) -> TuningQuestion:
    """The question that documents and options ask.

    Args:
        world: Catalogue name, TOML file or document.
        policy: The policy that the search starts from; what is not varied stays as it is there.
        maximise: Codes of metrics.
        minimise: Codes of metrics.
        vary: ``PATH``, ``PATH=LOW:HIGH`` or ``PATH=A,B,C`` of the policy.
        subject_to: ``METRIC>=BOUND`` or ``METRIC<=BOUND``, the bound a number, ``baseline`` or ``start``.
        baseline: What differences are taken to.
        uncertain: ``PATH=LOW:HIGH`` of the world.
        worlds: Worlds sampled from those ranges (default 8).
        robust: "mean" over the worlds, or the "worst" of them.
        trials: Policies tried, at least 1.
        pairs: Seeds of every trial in every world, at least 2.
        fresh: Seeds of the second look, at least 2; three times the pairs if left out.
        weeks: Horizon; None takes the world's own.
        seed: Root seed, unsigned 64-bit, of seeds, samples and search.
        alpha: Error probability of all intervals of the second look together.
        overrides: Settings ``path=value`` of the world, or of the policy and the baseline.
        measures: Metrics there are; None takes the model's.

    Raises:
        DocumentError: Every problem at once.
    """
    known = {measure.code: measure for measure in (model_measures() if measures is None else measures)}
    settings = tuple(overrides)
    documents = [policy_document(policy), policy_document(baseline)]
    market, (start, phone) = overridden(world_document(world), documents, settings)
    found_goals, of_goals = goals(maximise, minimise, known)
    found_constraints, of_constraints = constraints(subject_to, known)
    found_levers, of_levers = levers(vary)
    found_uncertain, of_uncertain = uncertainties(uncertain)
    if not found_levers and not of_levers:
        wanted = "at least one field of the policy, such as payout.take"
        of_levers.append(Problem(path="vary", expected=wanted, found="none"))
    of_effort = _effort(trials=trials, pairs=pairs, fresh=fresh, worlds=worlds, weeks=weeks)
    is_uncertain = bool(found_uncertain or of_uncertain)
    of_effort += _choices(robust, alpha, seed, sampled=worlds is not None, uncertain=is_uncertain)
    problems = [*of_goals, *of_constraints, *of_levers, *of_uncertain, *of_effort]
    if problems:
        raise DocumentError("tune", problems)
    question = TuningQuestion(
        world=market,
        start=start,
        baseline=phone,
        goals=tuple(found_goals),
        constraints=tuple(found_constraints),
        levers=tuple(found_levers),
        uncertain=tuple(found_uncertain),
        worlds=(worlds or DEFAULT_WORLDS) if found_uncertain else 1,
        robust="worst" if robust == "worst" else "mean",
        trials=trials,
        pairs=pairs,
        fresh=FRESH_PER_PAIR * pairs if fresh is None else fresh,
        root_seed=seed,
        weeks=weeks,
        alpha=alpha,
        overrides=settings,
    )
    len(question.futures), len(question.fresh_futures)  # worlds that cannot be are found before anything runs
    return question


def _effort(**counts: int | None) -> list[Problem]:
    least = {"trials": 1, "pairs": 2, "fresh": 2, "worlds": 2, "weeks": 1}
    return [
        Problem(path=name, expected=f"a whole number of at least {least[name]}", found=str(count))
        for name, count in counts.items()
        if count is not None and count < least[name]
    ]


def _choices(robust: str, alpha: float, seed: int, *, sampled: bool, uncertain: bool) -> list[Problem]:
    problems = []
    if robust not in get_args(Robust):
        problems.append(Problem(path="robust", expected="mean or worst", found=robust, options=get_args(Robust)))
    if not 0 < alpha < 1:
        problems.append(Problem(path="alpha", expected="an error probability between 0 and 1", found=f"{alpha:g}"))
    if not 0 <= seed < 2**64:
        problems.append(Problem(path="seed", expected="a whole number from 0 to 2**64 - 1", found=str(seed)))
    if not uncertain and (sampled or robust == "worst"):
        wanted = "a range of the world to sample from, such as demand.level=0.6:0.9"
        problems.append(Problem(path="uncertain", expected=wanted, found="none"))
    return problems
