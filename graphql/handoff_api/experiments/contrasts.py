"""Policies against the baseline, metric by metric, as the schema has them."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from handoff_api.http.cost import list_size


@strawberry.enum
class Verdict(Enum):
    """What an interval says about a difference."""

    BETTER = strawberry.enum_value("better", description="The policy is better than the baseline.")
    WORSE = strawberry.enum_value("worse", description="The policy is worse than the baseline.")
    EQUIVALENT = strawberry.enum_value("equivalent", description="They differ by less than would matter.")
    INCONCLUSIVE = strawberry.enum_value("inconclusive", description="The pairs do not tell.")


@strawberry.type
class SizeDifference:
    """The same difference for the shops of one size class."""

    size: str = strawberry.field(description="S, M or L.")
    difference: float | None = strawberry.field(description="Policy minus baseline, in the metric's unit.")
    low: float | None = strawberry.field(description="Lower bound, in the metric's unit.")
    high: float | None = strawberry.field(description="Upper bound, in the metric's unit.")
    verdict: Verdict | None = strawberry.field(description="Null where neither more nor less is better.")
    pairs: int = strawberry.field(description="Pairs it rests on.")


@strawberry.type
class Contrast:
    """One policy against the baseline in one metric, with its simultaneous interval."""

    policy: str = strawberry.field(description="Name of the policy.")
    metric: str = strawberry.field(description="Code of the metric.")
    title: str = strawberry.field(description="Title of the metric.")
    unit: str = strawberry.field(description="Unit of the difference and its bounds.")
    headline: bool = strawberry.field(description="Whether most of the error allowance is for it.")
    smallest_effect: float = strawberry.field(description="Smallest effect of interest, in the unit.")
    difference: float | None = strawberry.field(description="Policy minus baseline, in the unit.")
    low: float | None = strawberry.field(description="Lower bound, in the unit.")
    high: float | None = strawberry.field(description="Upper bound, in the unit.")
    verdict: Verdict | None = strawberry.field(description="Null where neither more nor less is better.")
    pairs: int = strawberry.field(description="Pairs it rests on.")
    p_adjusted: float | None = strawberry.field(description="Holm's p-value within the family.")
    baseline_level: float | None = strawberry.field(description="Mean of the baseline, in the unit.")
    policy_level: float | None = strawberry.field(description="Mean of the policy, in the unit.")
    variance_ratio: float | None = strawberry.field(
        description="Runs with luck of their own that one pair is worth: Var(independent) / Var(paired)."
    )
    by_size: list[SizeDifference] = strawberry.field(
        directives=[list_size(3)], description="By size class; empty where the metric does not split."
    )


def contrast_of(part: Mapping[str, Any]) -> Contrast:
    """A contrast from its place in a result."""
    return Contrast(
        policy=part["policy"],
        metric=part["metric"],
        title=part["title"],
        unit=part["unit"],
        headline=part["headline"],
        smallest_effect=part["effect"],
        **_difference(part),
        p_adjusted=part["p_adjusted"],
        baseline_level=part["baseline_level"],
        policy_level=part["policy_level"],
        variance_ratio=part["variance_ratio"],
        by_size=[SizeDifference(size=size, **_difference(cell)) for size, cell in part["by_size"].items()],
    )


def _difference(part: Mapping[str, Any]) -> dict[str, Any]:
    verdict = part["verdict"]
    return {name: part[name] for name in ("difference", "low", "high", "pairs")} | {
        "verdict": None if verdict is None else Verdict(verdict.lower())
    }
