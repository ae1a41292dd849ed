"""Questions over sampled worlds: what nobody knows is sampled, and policies are compared in each world."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handoff_experiments.questions.head import SIZES, Effort, Part, QuestionFile, Size, told
from handoff_experiments.questions.head import Plan as Work
from handoff_experiments.sweeps import Design, Plan, Uncertainty, uncertainties
from handoff_experiments.sweeps.derived import DERIVED, OF_SHOPS
from handoff_experiments.sweeps.robustness import Criterion
from handoff_experiments.sweeps.sampling import Kind
from handoff_experiments.sweeps.uncertainties import problems_of
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, Problem
from handoff_sim.policy.problems import unknown


class SweepEffort(Effort):
    """How much is run: points of the design (base samples, trajectories), and seeds of each sampled world."""

    points: Annotated[int, Field(ge=2, le=100_000)]
    replications: Annotated[int, Field(ge=1, le=1000)] = 2
    policies: tuple[str, ...] = Field(default=(), description="Fewer policies than the question has")


class CriterionTable(Part):
    """What is good enough in a world: a metric's difference to the baseline, or its level."""

    name: str = Field(min_length=1)
    metric: str
    at_least: float | None = None
    at_most: float | None = None
    level: bool = False

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("expected at_least, at_most or both")
        return self

    @property
    def criterion(self) -> Criterion:
        """As the analysis wants it."""
        return Criterion(metric=self.metric, at_least=self.at_least, at_most=self.at_most, level=self.level)


class SampledQuestion(QuestionFile):
    """What questions over sampled worlds have in common.

    ``uncertainties`` are names of the usual ones ("all" takes every one of them) or tables of one's own.
    """

    baseline: str = "phone_book"
    arms: tuple[str, ...] = Field(min_length=1, description="Policies held against the baseline")
    uncertainties: tuple[str | Uncertainty, ...] = ("all",)
    design_seed: Annotated[int, Field(ge=0, lt=2**32)] = 1
    full: SweepEffort
    quick: SweepEffort

    def effort(self, size: Size) -> SweepEffort:
        """How much is run."""
        return self.quick if size == "quick" else self.full

    @property
    def looks_at_shops(self) -> bool:
        """Whether X4 and X5 of single shops are wanted."""
        return False

    @property
    def kind_of_design(self) -> Kind:
        """How worlds are sampled."""
        return "latin_hypercube"

    def sampled(self) -> tuple[Uncertainty, ...]:
        """What is sampled.

        Raises:
            DocumentError: A name that is unknown.
        """
        return tuple(_uncertainties(self.uncertainties))

    def policies(self) -> tuple[str, ...]:
        """The baseline, then the policies."""
        return (self.baseline, *self.arms)

    def plans(self, size: Size) -> tuple[Plan, ...]:
        """A sweep for each world that the sampled ones start from."""
        effort = self.effort(size)
        return tuple(
            Plan(
                base=catalogue.world(world),
                arms=tuple(catalogue.policy(name) for name in (self.baseline, *(effort.policies or self.arms))),
                uncertainties=self.sampled(),
                design=Design(kind=self.kind_of_design, n=effort.points, seed=self.design_seed),
                replications=effort.replications,
                seed=self.seed,
                weeks=effort.weeks,
                common_seeds=self.kind_of_design != "latin_hypercube",
                shops=self.looks_at_shops,
            )
            for world in effort.worlds
        )

    def plan(self, size: Size) -> Work:
        """How much work it is, at least: where a factory may have emerged, shops are looked at more closely."""
        plans = self.plans(size)
        runs = [plan.least_runs for plan in plans]
        each = [(plan.weeks or plan.base.clock.weeks) * plan.base.population.shops for plan in plans]
        return Work(
            worlds=sum(plan.points for plan in plans),
            combinations=len(plans[0].arms) - 1,
            runs=sum(runs),
            shop_weeks=sum(n * size for n, size in zip(runs, each, strict=True)),
        )

    def problems(self) -> list[Problem]:
        """What does not fit."""
        found = super().problems()
        for name in dict.fromkeys(self.policies()):
            found += told(partial(catalogue.policy, name), "arms")
        for size in SIZES:
            asked = self.effort(size).policies
            found += [unknown(f"{size}.policies", name, self.arms) for name in asked if name not in self.arms]
        try:
            found += problems_of(self.sampled())
        except DocumentError as error:
            found += error.problems
        return found or [problem for size in SIZES for problem in self._of_plans(size)]

    def _of_plans(self, size: Size) -> list[Problem]:
        try:
            self.plans(size)
        except ValueError as error:
            return [Problem(path=size, expected=str(error), found="another")]
        return []


class SweepQuestion(SampledQuestion):
    """In which worlds a policy satisfies, fails, or beats another; or what moves the difference most.

    ``sampling`` is a Latin hypercube for robustness, or sobol or morris for sensitivity. ``metrics`` are those that are
    looked at, the first decides; ``criteria`` say what is good enough; ``contest`` names two policies, and the answer
    says where the first beats the second.
    """

    kind: Literal["sweep"] = "sweep"
    sampling: Kind = "latin_hypercube"
    metrics: tuple[str, ...] = Field(min_length=1)
    criteria: tuple[CriterionTable, ...] = ()
    contest: tuple[str, str] | None = None

    @property
    def kind_of_design(self) -> Kind:
        """How worlds are sampled."""
        return self.sampling

    @property
    def looks_at_shops(self) -> bool:
        """Whether a criterion or metric is of single shops."""
        codes = {*self.metrics, *(each.metric for each in self.criteria)}
        return not codes.isdisjoint(OF_SHOPS)

    def problems(self) -> list[Problem]:
        """What does not fit."""
        found = super().problems()
        known = known_codes()
        found += [unknown("metrics", code, known) for code in self.metrics if code not in known]
        found += [
            unknown(f"criteria.{each.name}", each.metric, known) for each in self.criteria if each.metric not in known
        ]
        everyone = self.policies()
        found += [unknown("contest", name, everyone) for name in self.contest or () if name not in everyone]
        return found


def known_codes() -> tuple[str, ...]:
    """Figures that a sweep can tell: the model's, and those of several runs."""
    from handoff_experiments.measures import model_measures

    return (*(measure.code for measure in model_measures()), *DERIVED)


def _uncertainties(asked: Iterable[str | Uncertainty]) -> Iterable[Uncertainty]:
    for each in asked:
        if isinstance(each, Uncertainty):
            yield each
        else:
            yield from uncertainties(None if each == "all" else [each])
