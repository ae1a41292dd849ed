"""The experiments' part of Subscription: pushed when something happens, never faster than an eye can follow."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from handoff_api.context import Context
from handoff_api.experiments.experiment import Experiment
from handoff_api.experiments.progress import Progress, progress_of
from handoff_api.http.errors import Code, refusal
from handoff_api.storing import reading
from handoff_experiments.service import Update

Info = strawberry.Info[Context, None]
SECONDS_BETWEEN = 0.5  # news that comes faster is replaced by what follows; the end is always told


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
        with info.context.desk.broadcast.subscribe(str(which)) as news:
            record = await reading(info.context.store.experiments.get, str(which))
            if record is None:
                raise refusal(f"experiment: expected the id of one that is kept; found {which}", Code.BAD_USER_INPUT)
            update = info.context.desk.update_of(record)
            while True:
                told = await _news(info, update)
                if told is None:
                    raise refusal(f"experiment {which}: it was deleted", Code.BAD_USER_INPUT)
                yield told
                if update.ended:
                    return
                await asyncio.sleep(SECONDS_BETWEEN)
                update = await news.heard()

    @strawberry.subscription
    async def activity(self, info: Info) -> AsyncGenerator[ExperimentNews, None]:
        """News of all experiments, for a list; without end. What was deleted meanwhile is passed over."""
        with info.context.desk.broadcast.subscribe() as news:
            while True:
                found = await _news(info, await news.heard())
                if found is not None:
                    yield found


async def _news(info: Info, update: Update) -> ExperimentNews | None:
    """An update with its experiment; None of one that was deleted meanwhile."""
    record = await reading(info.context.store.experiments.get, update.experiment_id)
    if record is None:
        return None
    return ExperimentNews(progress=progress_of(update), experiment=Experiment(record=record))
