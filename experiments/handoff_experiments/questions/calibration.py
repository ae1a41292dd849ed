"""A calibration question: does a world look like the trade? Figures of it against published bands."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handoff_experiments.calibration.bands import BANDS, SIGNS, Band
from handoff_experiments.calibration.handles import HANDLES
from handoff_experiments.questions.head import Effort, Plan, QuestionFile, Size
from handoff_scenarios import catalogue
from handoff_sim.policy import Problem
from handoff_sim.policy.problems import unknown

KNOWN = {band.code: band for band in (*BANDS, *SIGNS)}
RUNS_OF_SIGNS = 5  # that the facts which take a network to be seen need of every seed


class CalibrationEffort(Effort):
    """How much is run: seeds, and seeds of the world with each parameter at either end of its range (0: none)."""

    seeds: Annotated[int, Field(ge=2, le=10_000)]
    range_seeds: Annotated[int, Field(ge=0, le=10_000)] = 0

    @model_validator(mode="after")
    def _seeds_of_the_world(self) -> Self:
        if self.range_seeds > self.seeds or self.range_seeds == 1:
            raise ValueError(f"expected no range_seeds, or 2 to {self.seeds}, as they are paired with the seeds")
        return self


class CalibrationQuestion(QuestionFile):
    """Codes of the targets that a world should meet, those that it must, and the parameters that are turned."""

    kind: Literal["calibration"] = "calibration"
    targets: tuple[str, ...] = Field(min_length=1)
    must: tuple[str, ...] = ()
    parameters: tuple[str, ...] = tuple(handle.path for handle in HANDLES)
    full: CalibrationEffort
    quick: CalibrationEffort

    def effort(self, size: Size) -> CalibrationEffort:
        """How much is run."""
        return self.quick if size == "quick" else self.full

    def bands(self) -> tuple[Band, ...]:
        """The targets as bands."""
        return tuple(KNOWN[code] for code in self.targets)

    @property
    def needs_signs(self) -> bool:
        """Whether a target takes a network to be seen."""
        return any(band in SIGNS for band in self.bands())

    def plan(self, size: Size) -> Plan:
        """How much work it is; nothing is compared with a baseline."""
        effort = self.effort(size)
        each = effort.seeds * (1 + RUNS_OF_SIGNS * self.needs_signs) + 2 * len(self.parameters) * effort.range_seeds
        worlds = [catalogue.world(name) for name in effort.worlds]
        weeks = sum((effort.weeks or world.clock.weeks) * world.population.shops for world in worlds)
        return Plan(worlds=len(worlds), combinations=0, runs=each * len(worlds), shop_weeks=each * weeks)

    def policies(self) -> tuple[str, ...]:
        """Today's market, and the network in which leakage and newcomers are seen."""
        return ("phone_book", "enforceable_trust") if self.needs_signs else ("phone_book",)

    def problems(self) -> list[Problem]:
        """What does not fit."""
        handles = [handle.path for handle in HANDLES]
        return [
            *super().problems(),
            *(unknown("targets", code, KNOWN) for code in self.targets if code not in KNOWN),
            *(unknown("must", code, self.targets) for code in self.must if code not in self.targets),
            *(unknown("parameters", path, handles) for path in self.parameters if path not in handles),
        ]
