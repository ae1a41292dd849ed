"""What the schema says of everything that is asked for, made in the background, and kept."""

from datetime import datetime

import strawberry

from handoff_experiments.store import ExperimentRecord


@strawberry.type
class Recorded:
    """The fields that experiments and questions that were asked have in common; no type of the schema itself."""

    record: strawberry.Private[ExperimentRecord]

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Its identifier."""
        return strawberry.ID(self.record.id)

    @strawberry.field
    def title(self) -> str:
        """Title for people."""
        return self.record.title

    @strawberry.field
    def failure(self) -> str | None:
        """Why it could not go on; null if it did."""
        return self.record.failure

    @strawberry.field
    def created_at(self) -> datetime:
        """When it was asked for, in UTC."""
        return self.record.created_at

    @strawberry.field
    def started_at(self) -> datetime | None:
        """When its first run was made, in UTC; null while it waits."""
        return self.record.started_at

    @strawberry.field
    def finished_at(self) -> datetime | None:
        """When it ended, in UTC; null while it has not."""
        return self.record.finished_at

    @strawberry.field
    def result_hash(self) -> str | None:
        """SHA-256 of the result without durations: equal for equal results; null without one."""
        return self.record.result_sha256
