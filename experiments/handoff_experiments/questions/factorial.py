"""A factorial question: policies and worlds in combinations, each against a baseline."""

from functools import partial
from math import prod
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from handoff_experiments.designs import Point
from handoff_experiments.measures import model_measures, selected
from handoff_experiments.null import PAIRS as NULL_PAIRS
from handoff_experiments.questions.combinations import Combination, combined, points_of
from handoff_experiments.questions.factors import (
    ARM,
    ArmTable,
    Design,
    FactorTable,
    FractionalDesign,
    FullDesign,
    LatticeDesign,
)
from handoff_experiments.questions.head import SIZES, Effort, Part, Plan, QuestionFile, Size, told
from handoff_scenarios import catalogue
from handoff_sim.policy import Policy, Problem
from handoff_sim.policy.problems import unknown
from handoff_sim.world.document import World

MOST_POINTS = 500  # combinations in one world


class Precision(Part):
    """Go on until the simultaneous intervals of the metric are no wider than this on either side, in its unit."""

    metric: str
    half_width: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class FactorialEffort(Effort):
    """How much is run: pairs of every combination, or at most so many with a precision; perhaps by another design."""

    pairs: Annotated[int, Field(ge=2, le=10_000)]
    precision: Precision | None = None
    design: Design | None = None


class FactorialQuestion(QuestionFile):
    """A question that varies rules, or the world, in combinations, and holds each against a baseline."""

    kind: Literal["factorial"] = "factorial"
    baseline: str = "phone_book"
    policy: str = ""
    arms: tuple[ArmTable, ...] = ()
    factors: tuple[FactorTable, ...] = ()
    design: Design = FullDesign()
    metrics: tuple[str, ...] = Field(min_length=1)
    full: FactorialEffort
    quick: FactorialEffort

    @model_validator(mode="after")
    def _something_varies(self) -> Self:
        if not self.policy and not (self.arms and all(arm.policy for arm in self.arms)):
            raise ValueError("expected a policy, or arms that each name one")
        if len(self.arms) == 1 or len({arm.name for arm in self.arms}) < len(self.arms):
            raise ValueError("expected two arms or more, each with a name of its own")
        for size in SIZES:
            names = [factor.name for factor in self.varied(size)]
            if not names:
                raise ValueError("expected factors, arms or a lattice: nothing is varied")
            if len(set(names)) < len(names):
                raise ValueError(f"expected factors with names of their own ({ARM} is what the arms are called)")
        return self

    def effort(self, size: Size) -> FactorialEffort:
        """How much is run."""
        return self.quick if size == "quick" else self.full

    def design_of(self, size: Size) -> Design:
        """The design of one size: its own, or the question's."""
        return self.effort(size).design or self.design

    def varied(self, size: Size, of: str | None = None) -> tuple[FactorTable, ...]:
        """Everything that is varied: the arms, the factors, and the lattice; or what is varied of one document."""
        arms: tuple[FactorTable, ...] = ()
        if self.arms:
            levels = tuple({"name": arm.name, "sets": arm.sets} for arm in self.arms)
            arms = (FactorTable.model_validate({"name": ARM, "levels": levels}),)
        design = self.design_of(size)
        lattice = (design.factor,) if isinstance(design, LatticeDesign) else ()
        return tuple(factor for factor in (*arms, *self.factors, *lattice) if of in (None, factor.of))

    def base(self, arm: str | None) -> Policy:
        """The policy that the factors of an arm start from."""
        named = {each.name: each.policy or self.policy for each in self.arms}
        return catalogue.policy(self.policy if arm is None else named[arm])

    def points(self, size: Size) -> tuple[Point, ...]:
        """Levels of the policies by factor, in an order whose beginning covers every level.

        Raises:
            ValueError: A design that cannot be made, or that leaves a level out.
        """
        return points_of(self.varied(size, "policy"), self.design_of(size), seed=self.seed)

    def combinations(self, size: Size) -> tuple[Combination, ...]:
        """Policies of the design, in the order of its points."""
        return combined(self.points(size), self.varied(size, "policy"), lambda point: self.base(point.get(ARM)))

    def worlds(self, size: Size) -> tuple[Combination, ...]:
        """Worlds of the design: every combination of what is varied of each world."""
        factors = self.varied(size, "world")
        points = points_of(factors, FullDesign(), seed=self.seed)
        return tuple(
            world
            for name in self.effort(size).worlds
            for world in combined(points, factors, partial(_world, name), _of_world)
        )

    def plan(self, size: Size) -> Plan:
        """How much work it is."""
        effort, worlds, points = self.effort(size), self.worlds(size), len(self.points(size))
        runs = effort.pairs * (points + 1)
        each = [(effort.weeks or world.document.clock.weeks) * world.document.population.shops for world in worlds]
        return Plan(
            worlds=len(worlds),
            combinations=points,
            runs=runs * len(worlds),
            shop_weeks=(runs + min(NULL_PAIRS, effort.pairs)) * sum(each),
        )

    def policies(self) -> tuple[str, ...]:
        """The baseline, and what the combinations are made from."""
        return tuple(name for name in (self.baseline, self.policy, *(arm.policy for arm in self.arms)) if name)

    def problems(self) -> list[Problem]:
        """What does not fit; what is varied is looked at only where everything named is known."""
        found = super().problems()
        for name in dict.fromkeys(self.policies()):
            found += told(partial(catalogue.policy, name), "policy")
        found += self._of_metrics()
        names = [factor.name for size in SIZES for factor in self.varied(size)]
        for arm in self.arms:
            if arm.name == self.baseline and (arm.sets or (arm.policy or self.policy) != self.baseline):
                wanted = "a name other than that of the baseline, from which it differs"
                found.append(Problem(path="arms.name", expected=wanted, found=arm.name))
        directions = self.expected.direction if self.expected else {}
        found += [unknown("expected.direction", name, names) for name in directions if names.count(name) < 2]
        for number, factor in enumerate(self.factors):
            if factor.range is not None:
                wanted = "values or levels, as every one is run (a sweep takes a range)"
                found.append(Problem(path=f"factors.{number}.range", expected=wanted, found=str(list(factor.range))))
        return found or list(dict.fromkeys(problem for size in SIZES for problem in self._of_design(size)))

    def _of_metrics(self) -> list[Problem]:
        try:
            selected(model_measures(), self.metrics)
        except ValueError as error:
            return [Problem(path="metrics", expected="codes of metrics", found=str(error))]
        asked = {f"{size}.precision.metric": self.effort(size).precision for size in SIZES}
        return [
            unknown(path, precision.metric, self.metrics)
            for path, precision in asked.items()
            if precision is not None and precision.metric not in self.metrics
        ]

    def _of_design(self, size: Size) -> list[Problem]:
        design = self.design_of(size)
        share = design.reduction if isinstance(design, FractionalDesign) else 1
        for of, divided in (("policy", share), ("world", 1)):
            count = prod(len(factor.named) for factor in self.varied(size, of)) // divided
            if count > MOST_POINTS:
                wanted = f"at most {MOST_POINTS} combinations of the {of}"
                return [Problem(path="factors", expected=wanted, found=str(count))]
        try:
            self.points(size)
        except ValueError as error:
            return [Problem(path="design.reduction", expected=str(error), found=str(share))]
        return told(lambda: (self.combinations(size), self.worlds(size)), "")


def _world(name: str, point: Point) -> World:
    return catalogue.world(name)


def _of_world(base: Any, name: str) -> str:
    return f"{base.name}: {name}"
