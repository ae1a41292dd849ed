"""What is measured, and by which formulas agents decide."""

from enum import Enum
from functools import cache

import strawberry

from handoff_experiments.effects import EFFECTS, RELATIVE
from handoff_experiments.measures import DECIDING, HEADLINE
from handoff_sim.metrics import CONTRASTS, METRICS, Contrast
from handoff_sim.metrics import Metric as Figure
from handoff_sim.rules import RULES


@strawberry.enum
class Direction(Enum):
    """Which way is better for the party a metric is about."""

    HIGHER = strawberry.enum_value("higher", description="More is better.")
    LOWER = strawberry.enum_value("lower", description="Less is better.")
    NEUTRAL = strawberry.enum_value("neutral", description="Neither is better.")


@strawberry.enum
class Party(Enum):
    """Whom a metric is about."""

    SHOPS = strawberry.enum_value("shops", description="The shops.")
    BUYERS = strawberry.enum_value("buyers", description="The buyers.")
    NETWORK = strawberry.enum_value("network", description="The network and its operator.")
    REGION = strawberry.enum_value("region", description="The region as a whole.")
    SIZE = strawberry.enum_value("size", description="Size classes beside each other.")
    INDEX = strawberry.enum_value("index", description="An index over several parties.")


@strawberry.type
class Metric:
    """One figure of a run, or of several runs of the same world and seed."""

    code: str = strawberry.field(description="Its place in the model, such as `S1` or `S16.phone`.")
    name: str = strawberry.field(description="Its name in code, such as `profit`.")
    title: str = strawberry.field(description="Title for people.")
    unit: str = strawberry.field(description="Unit of its values.")
    direction: Direction = strawberry.field(description="Which way is better for the party.")
    party: Party = strawberry.field(description="Whom it is about.")
    formula: str = strawberry.field(description="How it is computed.")
    splits: bool = strawberry.field(description="Whether it can be asked about the shops of one size class.")
    headline: bool = strawberry.field(description="Whether most of the error allowance of a comparison is for it.")
    deciding: bool = strawberry.field(description="Whether a comparison goes on until it has a verdict on it.")
    smallest_effect: float | None = strawberry.field(
        description="Smallest difference that would change somebody's mind, in the metric's unit. Null: "
        f"{RELATIVE:.0%} of the baseline's mean level, or none for a metric of several runs."
    )
    runs: list[str] = strawberry.field(
        description="Runs of a seed that it takes, in order; `policy` alone for a metric of one run."
    )


@strawberry.type
class Formula:
    """One decision rule of the model as a formula."""

    number: str = strawberry.field(description="Where the model states it, such as `R11`; some share one.")
    name: str = strawberry.field(description="Its name, such as `load_weeks`.")
    summary: str = strawberry.field(description="What it says, in one line.")
    function: str = strawberry.field(description="Dotted name of the function that computes it.")
    documentation: str = strawberry.field(description="The formula in full, its symbols with units, and its source.")


@cache
def metrics() -> dict[str, Metric]:
    """Every metric by its code, those of one run first."""
    known: tuple[Figure | Contrast, ...] = (*METRICS, *CONTRASTS)
    return {metric.code: _metric(metric) for metric in known}


@cache
def formulas() -> tuple[Formula, ...]:
    """Every formula, in the order of the model."""
    return tuple(
        Formula(
            number=rule.number,
            name=rule.name,
            summary=rule.summary,
            function=f"handoff_sim.rules.{rule.module}.{rule.name}",
            documentation=rule.documentation,
        )
        for rule in RULES
    )


def _metric(metric: Figure | Contrast) -> Metric:
    return Metric(
        code=metric.code,
        name=metric.name,
        title=metric.title,
        unit=metric.unit,
        direction=Direction(metric.direction),
        party=Party(metric.party),
        formula=metric.formula,
        splits=metric.splits,
        headline=metric.code in HEADLINE,
        deciding=metric.code in DECIDING,
        smallest_effect=EFFECTS.get(metric.code),
        runs=list(metric.runs) if isinstance(metric, Contrast) else ["policy"],
    )
