"""What the service says of itself, so that a page can show what it may do."""

from importlib.metadata import version

import strawberry

from handoff_api.context import Context

Info = strawberry.Info[Context, None]
DISTRIBUTION = "handoff-sandbox"


@strawberry.type
class Service:
    """The service that answers."""

    version: str = strawberry.field(description="Version of Handoff.")
    model_version: str = strawberry.field(description="Version of the model that its runs are made with.")
    read_only: bool = strawberry.field(description="Whether it refuses everything that would change something.")
    workers: int = strawberry.field(description="Processes that make runs.")
    active: int = strawberry.field(description="Comparisons and questions that are queued or running.")
    most_shop_weeks: float = strawberry.field(
        description="Size of the largest experiment it takes, in shop-weeks (runs x weeks x shops)."
    )


@strawberry.type
class AboutQuery:
    """The part of Query about the service itself."""

    @strawberry.field
    def service(self, info: Info) -> Service:
        """What the service is and may do."""
        desk, store = info.context.desk, info.context.store
        return Service(
            version=version(DISTRIBUTION),
            model_version=store.runs.model_version,
            read_only=store.read_only,
            workers=desk.pool.workers,
            active=desk.active,
            most_shop_weeks=float(desk.most_shop_weeks),
        )
