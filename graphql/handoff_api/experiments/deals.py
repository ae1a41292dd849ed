"""Where shops stand, and what a result rests on, as the schema has them."""

from collections.abc import Iterator, Mapping
from typing import Any

import strawberry

from handoff_api.http.cost import list_size
from handoff_api.scalars import Seed


@strawberry.type
class Estimate:
    """A value with its interval."""

    value: float | None = strawberry.field(description="The value.")
    low: float | None = strawberry.field(description="Lower bound, in the value's unit.")
    high: float | None = strawberry.field(description="Upper bound, in the value's unit.")


@strawberry.type
class QuadrantShare:
    """How many shops are in one quadrant."""

    quadrant: str = strawberry.field(description="good deal, trap, stranded gain, bad deal or untouched.")
    share: Estimate = strawberry.field(description="Share of shops, 0 to 1.")


@strawberry.type
class Quadrants:
    """Where shops stand under a policy: better off by joining alone (X4), better off together (X5)."""

    policy: str = strawberry.field(description="Name of the policy.")
    shops: str = strawberry.field(description="all, or the size class S, M or L.")
    points: int = strawberry.field(description="Shops seen in and out, summed over seeds.")
    seeds: int = strawberry.field(description="Seeds they were seen in.")
    shares: list[QuadrantShare] = strawberry.field(directives=[list_size(5)], description="Share of each quadrant.")
    unilateral: Estimate = strawberry.field(description="Median gain of joining alone, $ per machine-week.")
    collective: Estimate = strawberry.field(description="Median gain of everybody having it, $ per machine-week.")
    median_shop: str | None = strawberry.field(description="Quadrant of the medians; null where undecided.")


@strawberry.type
class MultiRunFigure:
    """A figure that takes several runs of a seed, such as X3 or D4, averaged over the seeds."""

    policy: str = strawberry.field(description="Name of the policy.")
    code: str = strawberry.field(description="Its place in the model, such as `X3`.")
    title: str = strawberry.field(description="Title for people.")
    unit: str = strawberry.field(description="Unit of its value.")
    formula: str = strawberry.field(description="How it is computed.")
    estimate: Estimate = strawberry.field(description="Its value and interval, in the unit.")
    pairs: int = strawberry.field(description="Seeds it rests on.")


@strawberry.type
class Version:
    """A part that a result was made with."""

    name: str = strawberry.field(description="Model, Python or a library.")
    version: str = strawberry.field(description="Its version.")


@strawberry.type
class Provenance:
    """What a result rests on: enough to make it again."""

    result_hash: str = strawberry.field(description="SHA-256 of the result without durations.")
    world_hash: str = strawberry.field(description="SHA-256 of what the world says.")
    seeds: list[Seed] = strawberry.field(directives=[list_size(64)], description="Seeds of the pairs.")
    versions: list[Version] = strawberry.field(directives=[list_size(12)], description="Versions of all parts.")
    seconds: float = strawberry.field(description="Seconds it took to make and read the runs.")
    alpha: float = strawberry.field(description="Error probability of everything that is shown.")


def quadrants_of(result: Mapping[str, Any]) -> Iterator[Quadrants]:
    """Every policy, for all shops and then by size class."""
    for part in result.get("quadrants", ()):
        for shops, deal in {"all": part, **part["by_size"]}.items():
            yield Quadrants(
                policy=part["policy"],
                shops=shops,
                points=deal["points"],
                seeds=deal["seeds"],
                shares=[QuadrantShare(quadrant=name, share=Estimate(**each)) for name, each in deal["shares"].items()],
                unilateral=Estimate(**deal["unilateral"]),
                collective=Estimate(**deal["collective"]),
                median_shop=deal["median_shop"],
            )


def figures_of(result: Mapping[str, Any]) -> list[MultiRunFigure]:
    """D3, D4, X1, X3, X5 and X7 of every policy."""
    names = ("policy", "code", "title", "unit", "formula", "pairs")
    return [
        MultiRunFigure(
            **{name: part[name] for name in names},
            estimate=Estimate(value=part["value"], low=part["low"], high=part["high"]),
        )
        for part in result.get("indices", ())
    ]


def provenance_of(result: Mapping[str, Any], result_hash: str) -> Provenance:
    """What a result says of itself."""
    return Provenance(
        result_hash=result_hash,
        world_hash=result["hashes"]["world"],
        seeds=[Seed(seed) for seed in result["seeds"]],
        versions=[Version(name=name, version=version) for name, version in result["versions"].items()],
        seconds=result["seconds"],
        alpha=result["statistics"]["alpha"],
    )
