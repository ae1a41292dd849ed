"""The experiments' part of Subscription: pushed when something happens, never faster than an eye can follow."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from handoff_api.context import Context
from handoff_api.experiments.experiment import Experiment
from handoff_api.experiments.kinds import news_of
from handoff_api.experiments.progress import Progress, progress_of
from handoff_api.storing import reading

Info = strawberry.Info[Context, None]


@strawberry.type
class ExperimentNews:
    """What there is to tell about an experiment at one moment."""

    progress: Progress = strawberry.field(description="How it goes.")
    experiment: Experiment = strawberry.field(description="The experiment; with its result in the last news.")


@strawberry.type
class ExperimentSubscription:
    """News of experiments."""

    @strawberry.subscription
    async def experiment_progress(
        self, info: Info, which: Annotated[strawberry.ID, strawberry.argument(name="id", description="Identifier.")]
    ) -> AsyncGenerator[ExperimentNews, None]:
        """How one experiment goes: now, whenever something happens, and last with its verdict; then it ends."""
        async for update, record in news_of(info.context, str(which), "comparison"):
            yield ExperimentNews(progress=progress_of(update), experiment=Experiment(record=record))

    @strawberry.subscription
    async def activity(self, info: Info) -> AsyncGenerator[ExperimentNews, None]:
        """News of all comparisons, for a list; without end. What was deleted meanwhile is passed over."""
        with info.context.desk.broadcast.subscribe() as news:
            while True:
                update = await news.heard()
                record = await reading(info.context.store.experiments.get, update.experiment_id)
                if record is not None and record.kind == "comparison":
                    yield ExperimentNews(progress=progress_of(update), experiment=Experiment(record=record))
