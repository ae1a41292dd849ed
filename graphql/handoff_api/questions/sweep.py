"""A sweep over sampled worlds, from typed inputs: a question like any other, and what can be sampled."""

from enum import Enum
from typing import Any

import strawberry

from handoff_api.http.cost import list_size
from handoff_experiments.service import AskedSpec
from handoff_experiments.service.asked import from_document
from handoff_experiments.sweeps import Uncertainty as Range
from handoff_experiments.sweeps import uncertainties


@strawberry.enum
class Sampling(Enum):
    """How worlds are sampled."""

    LATIN_HYPERCUBE = strawberry.enum_value(
        "latin_hypercube", description="For shares of worlds, regret, and where a policy fails."
    )
    SOBOL = strawberry.enum_value("sobol", description="For first-order and total indices.")
    MORRIS = strawberry.enum_value("morris", description="For screening: which uncertainties matter at all.")


@strawberry.input
class CriterionInput:
    """What is good enough in a sampled world."""

    name: str = strawberry.field(description="What it is called.")
    metric: str = strawberry.field(description="Code of a metric, or X3, X4 or trap.")
    at_least: float | None = strawberry.field(default=None, description="In the metric's unit.")
    at_most: float | None = strawberry.field(default=None, description="In the metric's unit.")
    level: bool = strawberry.field(default=False, description="Of the level, not of the difference to the baseline.")


@strawberry.input
class SweepInput:
    """Policies over sampled worlds. Worlds and policies are named by the catalogue."""

    title: str = strawberry.field(default="Sweep", description="Title of the sweep.")
    worlds: list[str] = strawberry.field(
        default_factory=lambda: ["default"], description="Worlds that the sampled ones start from."
    )
    baseline: str = strawberry.field(default="phone_book", description="What the policies are compared with.")
    policies: list[str] = strawberry.field(description="Policies, one or more.")
    uncertainties: list[str] = strawberry.field(
        default_factory=lambda: ["all"], description="Names of `uncertainties`; all takes every one."
    )
    sampling: Sampling = strawberry.field(default=Sampling.LATIN_HYPERCUBE, description="How worlds are sampled.")
    points: int = strawberry.field(
        default=60, description="Points of the hypercube, base samples of sobol (a power of 2), trajectories of morris."
    )
    replications: int = strawberry.field(default=2, description="Seeds of each sampled world.")
    weeks: int | None = strawberry.field(default=None, description="Horizon; null takes the world's own.")
    seed: int = strawberry.field(default=1, description="Root seed of the runs and of the sample.")
    metrics: list[str] = strawberry.field(
        default_factory=lambda: ["S1"], description="Codes of metrics; the first decides."
    )
    criteria: list[CriterionInput] = strawberry.field(default_factory=list, description="What is good enough.")
    contest: list[str] | None = strawberry.field(
        default=None, description="Two policies: the answer says where the first beats the second."
    )


@strawberry.type
class UncertainField:
    """A field that an uncertainty sets."""

    path: str = strawberry.field(description="Dotted path of the field.")
    low: float = strawberry.field(description="Its value at the low end.")
    high: float = strawberry.field(description="Its value at the high end.")
    unit: str = strawberry.field(description="Unit of the field.")


@strawberry.type
class Uncertainty:
    """Something that nobody knows about a region, as a range."""

    name: str = strawberry.field(description="What it is called.")
    of: str = strawberry.field(description="world or policy: whose fields it sets.")
    fields: list[UncertainField] = strawberry.field(
        directives=[list_size(4)], description="Fields that move together, the first stands for it."
    )
    scale: str = strawberry.field(description="linear or log: how the range is divided.")
    source: str = strawberry.field(description="Where the range comes from.")


def usual_uncertainties() -> list[Uncertainty]:
    """The usual uncertainties."""
    return [_uncertainty(each) for each in uncertainties()]


def sweep_spec(given: SweepInput) -> AskedSpec:
    """The spec of a sweep as a question of its own, in full size.

    Raises
    ------
    DocumentError: every problem at once
    """
    size = {
        "worlds": given.worlds,
        "points": given.points,
        "replications": given.replications,
        "weeks": given.weeks,
    }
    document: dict[str, Any] = {
        "kind": "sweep",
        "name": "sweep",
        "title": given.title,
        "question": f"{', '.join(given.policies)} against {given.baseline} over sampled worlds",
        "source": "asked over GraphQL",
        "would_change_it": "Other ranges, other criteria.",
        "baseline": given.baseline,
        "arms": given.policies,
        "uncertainties": given.uncertainties,
        "sampling": given.sampling.value,
        "seed": given.seed,
        "design_seed": given.seed % 2**32,
        "metrics": given.metrics,
        "criteria": [vars(each) for each in given.criteria],
        "contest": given.contest,
        "full": size,
        "quick": size,
    }
    return AskedSpec.of(from_document(document), "full")


def _uncertainty(each: Range) -> Uncertainty:
    return Uncertainty(
        name=each.name,
        of=each.of,
        fields=[
            UncertainField(path=path, low=low, high=high, unit=each.info_of(path).unit)
            for path, (low, high) in each.sets.items()
        ],
        scale=each.scale,
        source=each.source,
    )
