"""The experiments' part of Query."""

from typing import Annotated

import strawberry

from handoff_api.context import Context
from handoff_api.experiments.experiment import Experiment
from handoff_api.experiments.kinds import listed
from handoff_api.experiments.progress import ExperimentStatus
from handoff_api.experiments.rows import MOST_ROWS
from handoff_api.experiments.runs import Run
from handoff_api.http.cost import list_size
from handoff_api.storing import reading

Info = strawberry.Info[Context, None]


@strawberry.type
class ExperimentPage:
    """Some experiments, the newest first."""

    experiments: list[Experiment] = strawberry.field(directives=[list_size(MOST_ROWS)], description="The experiments.")
    end_cursor: str | None = strawberry.field(description="Where the next page begins; null for an empty page.")
    more: bool = strawberry.field(description="Whether others follow.")
    total: int = strawberry.field(description="How many there are in all, with the same filters.")


@strawberry.type
class ExperimentQuery:
    """Experiments that are kept."""

    @strawberry.field
    async def experiment(
        self, info: Info, which: Annotated[strawberry.ID, strawberry.argument(name="id", description="Its identifier.")]
    ) -> Experiment | None:
        """The experiment of that identifier; null if there is none."""
        record = await reading(info.context.store.experiments.get, str(which))
        return None if record is None or record.kind != "comparison" else Experiment(record=record)

    @strawberry.field
    async def run(
        self, info: Info, key: Annotated[strawberry.ID, strawberry.argument(description="Its key.")]
    ) -> Run | None:
        """The run of that key; null if there is none."""
        stored = await reading(info.context.store.runs.get, str(key))
        return None if stored is None else Run(stored=stored)

    @strawberry.field
    async def experiments(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="Experiments at most, 1 to 100.")] = 20,
        after: Annotated[str | None, strawberry.argument(description="`endCursor` of the page before.")] = None,
        status: Annotated[
            list[ExperimentStatus] | None, strawberry.argument(description="Only those that stand there.")
        ] = None,
        text: Annotated[
            str | None,
            strawberry.argument(description="Only those whose title has all these words in it, or parts of words."),
        ] = None,
    ) -> ExperimentPage:
        """Experiments, the newest first, page by page."""
        page, total = await listed(info.context.store, "comparison", first, after, status, text)
        return ExperimentPage(
            experiments=[Experiment(record=record) for record in page.rows],
            end_cursor=page.end,
            more=page.more,
            total=total,
        )
