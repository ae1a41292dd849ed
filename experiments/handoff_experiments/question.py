"""What a comparison was asked, settled before the first run."""

from dataclasses import dataclass
from typing import Any

from handoff_experiments.measures import Measure
from handoff_experiments.seeds import replication_seeds
from handoff_experiments.statistics.sequential import Look


@dataclass(frozen=True, kw_only=True)
class Question:
    """World, policies, metrics and stopping rule: enough to ask the same again."""

    world: Any
    baseline: Any
    policies: tuple[Any, ...]
    measures: tuple[Measure, ...]
    deciding: tuple[str, ...]  # metrics whose verdicts end a comparison that runs until decided
    looks: tuple[Look, ...]
    root_seed: int
    weeks: int | None
    alpha: float
    until_decided: bool
    unilateral: bool
    yardstick: Any  # policy without frictions that X3 and X7 are measured by, or None
    overrides: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha: expected an error probability between 0 and 1; found {self.alpha}")
        if self.weeks is not None and self.weeks < 1:
            raise ValueError(f"weeks: expected a whole number of at least 1; found {self.weeks}")

    @property
    def documents(self) -> tuple[Any, ...]:
        """The baseline, then the policies."""
        return (self.baseline, *self.policies)

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds of all pairs there may be."""
        return replication_seeds(self.root_seed, self.looks[-1].pairs)
