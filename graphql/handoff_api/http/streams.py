"""Streams of results: how many may be open, how they end, and that what feeds them is always closed.

A stream ends when its source does, when the client leaves, or when the server stops; in the last case the client
is told ``complete`` like in the first.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager, suppress
from typing import Any, Self

from graphql import GraphQLError, OperationType
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send
from strawberry.types import ExecutionContext

from handoff_api.http.errors import Code, refusal
from handoff_api.http.gate import chosen


class Streams:
    """The streams of one process: ``open`` of at most ``limit``, and whether they are to end (``stopping``)."""

    def __init__(self, *, limit: int = 1000) -> None:
        self.limit = limit
        self.open = 0
        self.stopping = False
        self._enders: set[Callable[[], object]] = set()
        self._waiting: list[asyncio.Future[None]] = []

    def stop(self) -> None:
        """End every stream, also those that begin later. To be called in the server's event loop."""
        self.stopping = True
        for end in tuple(self._enders):
            end()

    @contextmanager
    def ended_by(self, end: Callable[[], object]) -> Iterator[None]:
        """Meanwhile, call ``end`` when the streams are stopped; at once if they are already."""
        self._enders.add(end)
        try:
            if self.stopping:
                end()
            yield
        finally:
            self._enders.discard(end)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Count a stream as open, until its last message has been sent."""
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1
            if not self.open:
                for waiting in self._waiting:
                    waiting.cancel()

    async def drained(self, seconds: float) -> bool:
        """Wait until no stream is open; False if some are after ``seconds``."""
        if self.open:
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            await asyncio.wait([waiting], timeout=seconds)
        return not self.open

    def __call__(self, context: ExecutionContext) -> GraphQLError | None:
        """The check that refuses one stream more than the limit."""
        if chosen(context).operation is OperationType.SUBSCRIPTION and self.open > self.limit:
            return refusal(f"subscription: {self.limit} streams are open already", Code.TOO_MANY_STREAMS)
        return None


class Stream:
    """Results of one operation, fed one at a time by a task of its own.

    One task, so that the source's ``async with`` and ``finally`` run where they were entered; and it is cancelled
    and awaited by :meth:`aclose`, so that they run at once and not when memory is next swept.
    """

    def __init__(
        self, source: AsyncGenerator[Any, None], *, streams: Streams, failed: Callable[[Exception], object]
    ) -> None:
        self._source = source
        self._streams = streams
        self._failed = failed  # makes the last result out of an exception nobody expected
        self._ready: asyncio.Queue[object] = asyncio.Queue(maxsize=1)
        self._feeding: asyncio.Task[None] | None = None

    def __aiter__(self) -> Self:
        """Itself."""
        return self

    async def __anext__(self) -> Any:
        """The next result."""
        if self._feeding is None:
            self._feeding = asyncio.create_task(self._feed())
        if not self._ready.empty():
            return self._ready.get_nowait()
        taking = asyncio.ensure_future(self._ready.get())
        try:
            await asyncio.wait({taking, self._feeding}, return_when=asyncio.FIRST_COMPLETED)
            if taking.done():
                return taking.result()
        finally:
            taking.cancel()
        await self.aclose()
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Stop feeding and close the source; returns when both are done."""
        if self._feeding is not None:
            _cancel_once(self._feeding)
            with suppress(asyncio.CancelledError):
                await self._feeding
        await self._source.aclose()

    async def _feed(self) -> None:
        me = asyncio.current_task()
        assert me is not None
        async with aclosing(self._source):
            try:
                with self._streams.ended_by(lambda: _cancel_once(me)):
                    async for result in self._source:
                        await self._ready.put(result)
            except Exception as error:
                await self._ready.put(self._failed(error))


def _cancel_once(task: asyncio.Task[None]) -> None:
    """Cancel a task, but never a second time in the midst of its cleaning up."""
    if not task.cancelling():
        task.cancel()


class EventStream(StreamingResponse):
    """A response of server-sent events that notices at once when the client leaves, and then closes its source."""

    def __init__(
        self, content: AsyncIterator[str], *, streams: Streams, close: Callable[[], Awaitable[None]], **named: Any
    ) -> None:
        super().__init__(content, **named)
        self._streams = streams
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until there are no more or nobody listens."""
        with self._streams.opened():
            sending = asyncio.create_task(self.stream_response(send))
            listening = asyncio.create_task(self.listen_for_disconnect(receive))
            try:
                await asyncio.wait({sending, listening}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (listening, sending):
                    task.cancel()
                try:
                    with suppress(asyncio.CancelledError, OSError):
                        await sending
                finally:
                    await self._close()
