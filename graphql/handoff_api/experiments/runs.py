"""One run as the schema has it: its figures at once, and its rows and reasons when they are asked for."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, ParamSpec, TypeVar

import strawberry
from strawberry import relay

from handoff_api.context import Context
from handoff_api.experiments import rows
from handoff_api.experiments.rows import (
    MOST_ROWS,
    PAGE,
    Event,
    LedgerEntry,
    RowPage,
    RunBuyer,
    RunShop,
    checked_page,
    page_of,
)
from handoff_api.experiments.why import DecidedWeek, Why, decided_weeks
from handoff_api.http.cost import cost, list_size
from handoff_api.http.errors import Code, refusal
from handoff_api.scalars import FloatSeries, Seed, finite
from handoff_api.storing import reading
from handoff_experiments.bad_question import BadQuestion
from handoff_experiments.recording import Recording
from handoff_experiments.service import SingleRuns
from handoff_experiments.store import ExperimentRun, Page, StoredRun

Info = strawberry.Info[Context, None]
P = ParamSpec("P")
Answer = TypeVar("Answer")
Offset = Annotated[int, strawberry.argument(description="Rows to pass over.")]
Limit = Annotated[int, strawberry.argument(description="Rows at most, 1 to 100.")]
WeekFrom = Annotated[int | None, strawberry.argument(description="From this week on, from 0.")]
WeekTo = Annotated[int | None, strawberry.argument(description="To this week, inclusive.")]
JobName = Annotated[str | None, strawberry.argument(description="Only this job, by name, or the beginning of it.")]
Shop = Annotated[int | None, strawberry.argument(description="Number of a shop, from 0.")]
Buyer = Annotated[int | None, strawberry.argument(description="Number of a buyer, from 0, instead of a shop.")]
REPLAY = cost(500)  # a run is lived through once more where it is not recorded yet


@strawberry.type
class MetricValue:
    """A metric of one run."""

    code: str = strawberry.field(description="Code of the metric.")
    value: float | None = strawberry.field(description="Its value in its unit; null where it has none.")


@strawberry.type
class Series:
    """One weekly curve."""

    name: str = strawberry.field(description="Its name, such as `members` or `profit`.")
    values: FloatSeries = strawberry.field(description="A number for each week from 0.")


@strawberry.type
class Run:
    """One future: a world, a policy and a seed."""

    stored: strawberry.Private[StoredRun]

    @strawberry.field
    def key(self) -> strawberry.ID:
        """SHA-256 of everything that can change it: equal runs have equal keys."""
        return strawberry.ID(self.stored.key)

    @strawberry.field
    def seed(self) -> Seed:
        """Its seed."""
        return Seed(self.stored.seed)

    @strawberry.field
    def weeks(self) -> int:
        """Its weeks."""
        return self.stored.weeks

    @strawberry.field
    def launch_week(self) -> int:
        """Week of the network's launch."""
        return self.stored.launch

    @strawberry.field
    def world_hash(self) -> str:
        """SHA-256 of what the world says."""
        return self.stored.world_hash

    @strawberry.field
    def policy_hash(self) -> str:
        """SHA-256 of what the policy says."""
        return self.stored.policy_hash

    @strawberry.field
    def model_version(self) -> str:
        """Version of the model."""
        return self.stored.model_version

    @strawberry.field
    def events_hash(self) -> str:
        """SHA-256 of its events: equal futures have equal hashes."""
        return self.stored.events_sha256

    @strawberry.field
    def seconds(self) -> float:
        """Seconds it took to compute."""
        return self.stored.seconds

    @strawberry.field
    def made_at(self) -> datetime:
        """When it was made, in UTC."""
        return self.stored.made_at

    @strawberry.field
    def failure(self) -> str | None:
        """Traceback of a run that broke; null for one that ended."""
        return self.stored.failure

    @strawberry.field(directives=[list_size(90)])
    def metrics(
        self,
        codes: Annotated[list[str] | None, strawberry.argument(description="Only these; all if not given.")] = None,
    ) -> list[MetricValue]:
        """Its metrics over the effect window."""
        return [
            MetricValue(code=code, value=finite(value))
            for code, value in self.stored.metrics.items()
            if codes is None or code in codes
        ]

    @strawberry.field(directives=[list_size(12)])
    async def series(
        self,
        info: Info,
        names: Annotated[list[str] | None, strawberry.argument(description="Only these; all if not given.")] = None,
    ) -> list[Series]:
        """Its weekly curves, one column each."""
        found = (await reading(info.context.store.runs.read, self.stored.key)).series
        return [
            Series(name=name, values=FloatSeries(values))
            for name, values in found.items()
            if names is None or name in names
        ]

    @strawberry.field(directives=[REPLAY])
    async def shops(
        self,
        info: Info,
        offset: Offset = 0,
        limit: Limit = PAGE,
        size: Annotated[str | None, strawberry.argument(description="Only this size class: S, M or L.")] = None,
        member: Annotated[bool | None, strawberry.argument(description="Only members, or only others.")] = None,
        sort: Annotated[str, strawberry.argument(description="Column to sort by, in the form `win_rate`.")] = "number",
        descending: Annotated[bool, strawberry.argument(description="Largest first.")] = False,
    ) -> RowPage[RunShop]:
        """Its shops, a page of them."""
        recording = await self._recording(info, offset, limit)
        asked: dict[str, Any] = {"size": size, "member": member, "sort": sort, "descending": descending}
        return page_of(await answered(recording.shops, offset=offset, limit=limit, **asked), rows.shop)

    @strawberry.field(directives=[REPLAY])
    async def buyers(
        self,
        info: Info,
        offset: Offset = 0,
        limit: Limit = PAGE,
        member: Annotated[bool | None, strawberry.argument(description="Only members, or only others.")] = None,
    ) -> RowPage[RunBuyer]:
        """Its buyers, a page of them."""
        recording = await self._recording(info, offset, limit)
        return page_of(await answered(recording.buyers, offset=offset, limit=limit, member=member), rows.buyer)

    @strawberry.field(directives=[REPLAY])
    async def entries(
        self,
        info: Info,
        offset: Offset = 0,
        limit: Limit = PAGE,
        account: Annotated[str | None, strawberry.argument(description="Only this account: `shop 12`.")] = None,
        category: Annotated[str | None, strawberry.argument(description="Only this category: `TRANSFER`.")] = None,
        basis: Annotated[str | None, strawberry.argument(description="What moves: net worth, cash or both.")] = None,
        job: JobName = None,
        week_from: WeekFrom = None,
        week_to: WeekTo = None,
    ) -> RowPage[LedgerEntry]:
        """Its ledger, a page of it."""
        recording = await self._recording(info, offset, limit)
        asked: dict[str, Any] = {"account": account, "category": category, "basis": basis, "job": job}
        asked |= {"week_from": week_from, "week_to": week_to}
        return page_of(await answered(recording.entries, offset=offset, limit=limit, **asked), rows.entry)

    @strawberry.field(directives=[REPLAY])
    async def events(
        self,
        info: Info,
        offset: Offset = 0,
        limit: Limit = PAGE,
        kinds: Annotated[list[str] | None, strawberry.argument(description="Only these kinds: `AWARD`.")] = None,
        shop: Annotated[int | None, strawberry.argument(description="Only what concerns this shop.")] = None,
        job: JobName = None,
        week_from: WeekFrom = None,
        week_to: WeekTo = None,
    ) -> RowPage[Event]:
        """Its event log, a page of it."""
        recording = await self._recording(info, offset, limit)
        asked: dict[str, Any] = {"kinds": tuple(kinds or ()), "shop": shop, "job": job}
        asked |= {"week_from": week_from, "week_to": week_to}
        return page_of(await answered(recording.events, offset=offset, limit=limit, **asked), rows.event)

    @strawberry.field(directives=[REPLAY])
    async def why(
        self,
        info: Info,
        week: Annotated[int, strawberry.argument(description="Week, from 0.")],
        shop: Shop = None,
        buyer: Buyer = None,
        kinds: Annotated[
            list[str] | None, strawberry.argument(description="Only these kinds of decision, such as `quote`.")
        ] = None,
        job: JobName = None,
    ) -> Why:
        """Why: every decision of a shop or buyer in a week, or of everybody about a job, as `handoff why` tells it."""
        single = SingleRuns(info.context.desk)
        if shop is None and buyer is None and job is not None:
            return Why(document=await answered(single.job, self.stored, week=week, job=job))
        asked: dict[str, Any] = {"shop": shop, "buyer": buyer, "week": week, "kinds": tuple(kinds or ()), "job": job}
        return Why(document=await answered(single.week, self.stored, **asked))

    @strawberry.field(directives=[REPLAY, list_size(150)])
    async def weeks_of(self, info: Info, shop: Shop = None, buyer: Buyer = None) -> list[DecidedWeek]:
        """The weeks in which a shop or buyer decided something, counted, so that one finds the week to ask about."""
        single = SingleRuns(info.context.desk)
        return decided_weeks(await answered(single.weeks, self.stored, shop=shop, buyer=buyer))

    async def _recording(self, info: Info, offset: int, limit: int) -> Recording:
        checked_page(offset=offset, limit=limit)
        return await answered(SingleRuns(info.context.desk).recording, self.stored)


async def answered(function: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """The answer of a function that blocks; a question about what is not there is told as such."""
    try:
        return await reading(function, *args, **kwargs)
    except BadQuestion as error:
        raise refusal(str(error), Code.BAD_USER_INPUT) from None


@strawberry.type
class PlacedRun:
    """A run and its place in an experiment."""

    role: str = strawberry.field(description="What for: arm, null, yardstick or twin.")
    policy: str = strawberry.field(description="Name of the policy in this experiment.")
    position: int = strawberry.field(description="Place of its seed, from 0; of twins twice that, plus 0 or 1.")
    run: Run = strawberry.field(description="The run.")


@strawberry.type
class RunEdge:
    """A run in a list, and where it stands."""

    cursor: str = strawberry.field(description="Where it stands; `after` it the list goes on.")
    node: PlacedRun = strawberry.field(description="The run.")


@strawberry.type
class RunConnection:
    """A page of runs."""

    edges: list[RunEdge] = strawberry.field(directives=[list_size(MOST_ROWS)], description="The runs.")
    page_info: relay.PageInfo = strawberry.field(description="Whether there are more.")
    total: int = strawberry.field(description="How many there are in all, with the same filters.")


def connection(page: Page[ExperimentRun], names: Sequence[str], *, total: int, is_first: bool) -> RunConnection:
    """A page of a store's runs; ``names`` are those of the arms in their order, the yardstick last."""
    edges = [
        RunEdge(
            cursor=cursor,
            node=PlacedRun(role=row.role, policy=names[row.arm], position=row.position, run=Run(stored=row.run)),
        )
        for row, cursor in zip(page.rows, page.cursors, strict=True)
    ]
    ends = (edges[0].cursor, edges[-1].cursor) if edges else (None, None)
    return RunConnection(
        edges=edges,
        page_info=relay.PageInfo(
            has_next_page=page.more, has_previous_page=not is_first, start_cursor=ends[0], end_cursor=ends[1]
        ),
        total=total,
    )
