"""What a comparison was asked, settled before the first run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoff_experiments.documents import checked_arms, overridden
from handoff_experiments.measures import DECIDING, Measure, model_measures, selected
from handoff_experiments.null import PAIRS as NULL_PAIRS
from handoff_experiments.seeds import replication_seeds
from handoff_experiments.statistics.sequential import MOST_PAIRS, Look, planned_looks, single_look

DEFAULT_PAIRS = 12
FEWEST_TWIN_SEEDS = 8  # X4 costs two runs per policy and seed, so it is computed for a part of the seeds
TWIN_SEEDS_PER_PAIR = 0.25


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
    precision: tuple[str, float] | None  # code of a metric, and the half-width at which the comparison ends
    unilateral: bool
    yardstick: Any  # policy without frictions that X3 and X7 are measured by, or None
    overrides: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha: expected an error probability between 0 and 1; found {self.alpha}")
        if self.weeks is not None and self.weeks < 1:
            raise ValueError(f"weeks: expected a whole number of at least 1; found {self.weeks}")

    @property
    def sequential(self) -> bool:
        """Whether it may end at any of several planned looks."""
        return self.until_decided or self.precision is not None

    @property
    def documents(self) -> tuple[Any, ...]:
        """The baseline, then the policies."""
        return (self.baseline, *self.policies)

    @property
    def seeds(self) -> tuple[int, ...]:
        """Seeds of all pairs there may be."""
        return replication_seeds(self.root_seed, self.looks[-1].pairs)

    @property
    def most_runs(self) -> int:
        """Runs there may be: arms, the null, the yardstick and the twins."""
        pairs = self.looks[-1].pairs
        networks = sum(getattr(document, "network", True) for document in self.policies)
        twins = 2 * networks * twin_seeds(pairs) if self.unilateral else 0
        return pairs * (len(self.documents) + (self.yardstick is not None)) + min(NULL_PAIRS, pairs) + twins

    @property
    def most_shop_weeks(self) -> int:
        """What those runs come to: runs x weeks x shops."""
        weeks = self.world.clock.weeks if self.weeks is None else self.weeks
        return int(self.most_runs * weeks * self.world.population.shops)


def twin_seeds(pairs: int) -> int:
    """Seeds, counted from the first, that X4 looks at."""
    return min(pairs, max(FEWEST_TWIN_SEEDS, round(TWIN_SEEDS_PER_PAIR * pairs)))


def question_of(
    world: Any,
    policies: Sequence[Any],
    *,
    baseline: Any,
    pairs: int | None = None,
    until_decided: bool = False,
    precision: tuple[str, float] | None = None,
    weeks: int | None = None,
    seed: int = 1,
    metrics: Iterable[str] | None = None,
    effects: Mapping[str, float] | None = None,
    alpha: float = 0.05,
    unilateral: bool = True,
    yardstick: Any = None,
    overrides: Iterable[str] = (),
    measures: Sequence[Measure] | None = None,
) -> Question:
    """The question that documents and options ask; the arguments are those of `compare`.

    Raises:
        ValueError: If an argument does not fit, policies are missing or one name means two things.
    """
    chosen = selected(model_measures() if measures is None else measures, metrics, effects)
    codes = {measure.code for measure in chosen}
    settings = tuple(overrides)
    arms = checked_arms(baseline, policies)
    market, (first, *others) = overridden(world, arms, settings)
    wanted = DEFAULT_PAIRS if pairs is None else pairs
    return Question(
        world=market,
        baseline=first,
        policies=tuple(others),
        measures=chosen,
        deciding=tuple(code for code in DECIDING if code in codes) or tuple(codes),
        looks=planned_looks(pairs or MOST_PAIRS) if until_decided or precision else single_look(wanted),
        root_seed=seed,
        weeks=weeks,
        alpha=alpha,
        until_decided=until_decided,
        precision=precision,
        unilateral=unilateral,
        yardstick=yardstick,
        overrides=settings,
    )
