"""How an experiment goes, as the schema has it."""

from enum import Enum

import strawberry

from handoff_api.http.cost import list_size
from handoff_api.scalars import finite
from handoff_experiments.service import Standing, Status, Update


@strawberry.enum
class ExperimentStatus(Enum):
    """Where an experiment stands."""

    QUEUED = strawberry.enum_value("queued", description="It waits for its turn.")
    RUNNING = strawberry.enum_value("running", description="Its runs are being made.")
    FINISHED = strawberry.enum_value("finished", description="It has a result.")
    CANCELLED = strawberry.enum_value("cancelled", description="It was called off; finished pairs were read.")
    FAILED = strawberry.enum_value("failed", description="It could not go on; `failure` says why.")


@strawberry.type
class Interval:
    """A policy against the baseline in one headline metric, as it stands: to watch it tighten, not to decide by."""

    policy: str = strawberry.field(description="Name of the policy.")
    metric: str = strawberry.field(description="Code of the metric.")
    title: str = strawberry.field(description="Title of the metric.")
    unit: str = strawberry.field(description="Unit of the difference and its bounds.")
    smallest_effect: float = strawberry.field(description="Smallest effect of interest, in the unit.")
    pairs: int = strawberry.field(description="Pairs it rests on.")
    difference: float | None = strawberry.field(description="Policy minus baseline, mean over the pairs, in the unit.")
    low: float | None = strawberry.field(description="Lower bound in the unit; null where there is none yet.")
    high: float | None = strawberry.field(description="Upper bound in the unit; null where there is none yet.")


@strawberry.type
class Progress:
    """How an experiment goes at one moment."""

    status: ExperimentStatus = strawberry.field(description="Where it stands.")
    stage: str = strawberry.field(description="What is being run: arms, null, yardstick, twins or reading.")
    done: int = strawberry.field(description="Runs of the stage that are made.")
    total: int = strawberry.field(description="Runs of the stage.")
    pairs: int = strawberry.field(description="Seeds that every policy and the baseline have lived through.")
    planned_pairs: int = strawberry.field(description="Seeds there will be, at most.")
    intervals: list[Interval] = strawberry.field(
        directives=[list_size(40)], description="Headline metrics as they stand; empty before two pairs."
    )
    broken: int = strawberry.field(description="Runs that broke; they are kept as records and left out.")
    note: str = strawberry.field(description="The last run that broke, in words.")
    seconds: float = strawberry.field(description="Seconds since it started.")
    seconds_left: float | None = strawberry.field(description="Seconds left of the arms' runs; null if unknown.")


def progress_of(update: Update) -> Progress:
    """The state of an experiment."""
    return Progress(
        status=ExperimentStatus(str(Status(update.status))),
        stage=update.stage,
        done=update.done,
        total=update.total,
        pairs=update.pairs,
        planned_pairs=update.planned_pairs,
        intervals=[_interval(standing) for standing in update.standings],
        broken=update.broken,
        note=update.note,
        seconds=update.seconds,
        seconds_left=update.seconds_left,
    )


def _interval(standing: Standing) -> Interval:
    return Interval(
        policy=standing.policy,
        metric=standing.metric,
        title=standing.title,
        unit=standing.unit,
        smallest_effect=standing.effect,
        pairs=standing.pairs,
        difference=finite(standing.difference),
        low=finite(standing.low),
        high=finite(standing.high),
    )
