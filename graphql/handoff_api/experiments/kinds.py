"""Comparisons and questions are kept side by side; what is asked of one kind is not done to the other."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, TypeVar

from handoff_api.context import Context
from handoff_api.experiments.progress import ExperimentStatus
from handoff_api.experiments.rows import MOST_ROWS
from handoff_api.http.errors import Code, refusal
from handoff_api.storing import reading
from handoff_experiments.service import Desk, NoSuchExperiment, Status, Update
from handoff_experiments.store import ExperimentKind, ExperimentRecord, Page, Store

SECONDS_BETWEEN = 0.5  # news that comes faster is replaced by what follows; the end is always told
Done = TypeVar("Done")


def of_kind(desk: Desk, which: str, kind: ExperimentKind, do: Callable[..., Done], *more: Any) -> Done:
    """Do something to an experiment of a kind.

    Raises
    ------
    NoSuchExperiment: there is none of that kind; and what ``do`` raises
    """
    desk.record(which, kind=kind)
    return do(which, *more)


async def listed(
    store: Store,
    kind: ExperimentKind,
    first: int,
    after: str | None,
    status: Sequence[ExperimentStatus] | None,
    text: str | None,
) -> tuple[Page[ExperimentRecord], int]:
    """A page of a kind, the newest first, and how many there are in all.

    Raises
    ------
    GraphQLError: too many rows, or a cursor that is none
    """
    if not 1 <= first <= MOST_ROWS:
        raise refusal(f"first: expected 1 to {MOST_ROWS}; found {first}", Code.BAD_USER_INPUT)
    wanted = None if status is None else [Status(str(each.value)) for each in status]

    def read() -> tuple[Page[ExperimentRecord], int]:
        page = store.experiments.list(first=first, after=after, status=wanted, text=text, kind=kind)
        return page, store.experiments.count(status=wanted, text=text, kind=kind)

    try:
        return await reading(read)
    except ValueError as error:  # a cursor that is none
        raise refusal(str(error), Code.BAD_USER_INPUT) from None


async def news_of(
    context: Context, which: str, kind: ExperimentKind
) -> AsyncGenerator[tuple[Update, ExperimentRecord], None]:
    """How one of a kind goes: now, whenever something happens, and last with its result.

    Raises
    ------
    GraphQLError: there is none, or it was deleted meanwhile
    """
    with context.desk.broadcast.subscribe(which) as news:
        try:
            update = context.desk.update_of(await reading(context.desk.record, which, kind=kind))
        except NoSuchExperiment as error:
            raise refusal(str(error), Code.BAD_USER_INPUT) from None
        while True:
            record = await reading(context.store.experiments.get, which)
            if record is None:
                raise refusal(f"{kind} {which}: it was deleted", Code.BAD_USER_INPUT)
            yield update, record
            if update.ended:
                return
            await asyncio.sleep(SECONDS_BETWEEN)
            update = await news.heard()
