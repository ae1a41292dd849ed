"""What an experiment was asked, so that a client can ask the same again, or nearly the same."""

import strawberry

from handoff_api.catalogue.changes import ChangedField, changed_fields
from handoff_api.http.cost import list_size
from handoff_api.scalars import DocumentValue
from handoff_experiments.service import Cited, ExperimentSpec


@strawberry.type
class CitedDocument:
    """A world or policy as an experiment used it."""

    name: str = strawberry.field(description="Its name in results.")
    title: str = strawberry.field(description="Title for people.")
    ref: str | None = strawberry.field(description="Reference that leads to it; null for one that nobody saved.")
    base: str | None = strawberry.field(description="Reference of what it was derived from; null for none.")
    changes: list[ChangedField] = strawberry.field(
        directives=[list_size(10)], description="Fields that were given other values than the base has."
    )
    content_hash: str = strawberry.field(description="SHA-256 of what it says, whatever its description.")
    document: DocumentValue = strawberry.field(description="Every field, as an object.")


@strawberry.type
class AskedEffect:
    """A smallest effect of interest that differs from the usual one."""

    metric: str = strawberry.field(description="Code of the metric.")
    effect: float = strawberry.field(description="The difference in the metric's unit.")


@strawberry.type
class AskedOptions:
    """Options of a comparison as they were given."""

    pairs: int | None = strawberry.field(description="Seeds; null for the usual number.")
    until_decided: bool = strawberry.field(description="Whether it may stop once it is decided.")
    weeks: int | None = strawberry.field(description="Weeks of each run; null for the world's own.")
    metrics: list[str] | None = strawberry.field(
        directives=[list_size(10)], description="Codes of the metrics that were compared; null for every metric."
    )
    smallest_effects: list[AskedEffect] = strawberry.field(
        directives=[list_size(5)], description="Smallest effects of interest that differ from the usual ones."
    )
    unilateral: bool = strawberry.field(description="Whether single shops are also seen in and out (X4).")


def cited_document(cited: Cited) -> CitedDocument:
    """A world or policy of a spec."""
    return CitedDocument(
        name=str(cited.document.get("name", "")),
        title=str(cited.document.get("title", "")),
        ref=cited.ref,
        base=cited.base,
        changes=changed_fields(cited.changes),
        content_hash=cited.content_hash,
        document=DocumentValue(cited.document),
    )


def asked_options(spec: ExperimentSpec) -> AskedOptions:
    """The options of a spec."""
    return AskedOptions(
        pairs=spec.pairs,
        until_decided=spec.until_decided,
        weeks=spec.weeks,
        metrics=None if spec.metrics is None else list(spec.metrics),
        smallest_effects=[AskedEffect(metric=metric, effect=effect) for metric, effect in spec.effects.items()],
        unilateral=spec.unilateral,
    )
