"""Streams of events, and that whatever feeds a stream is closed with it."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from starlette.applications import Starlette
from tests.api.http.small_service import TRANSPORT, World, client_of, small_app
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from handoff_api.http import Streams
from handoff_api.http.streams import Stream

EVENTS = {"accept": "text/event-stream"}
ENDLESS = "subscription{count(to:1,thenWait:true)}"
SECONDS = 10


@contextmanager
def events_of(address: str, query: str) -> Iterator[tuple[socket.socket, HTTPResponse]]:
    """A stream of events as a browser's EventSource opens it, and the socket underneath."""
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=SECONDS)) as connection:
        connection.request("GET", f"/graphql?query={quote(query)}", headers=EVENTS)
        assert connection.sock is not None
        with connection.sock as underneath, connection.getresponse() as response:
            yield underneath, response


@contextmanager
def results_of(address: str, query: str) -> Iterator[ClientConnection]:
    """A WebSocket on which ``query`` has been asked."""
    url, protocols = address.replace("http", "ws") + "/graphql", [Subprotocol(TRANSPORT)]
    with connect(url, subprotocols=protocols) as opened:
        opened.send(json.dumps({"type": "connection_init"}))
        opened.recv(SECONDS)
        opened.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": query}}))
        yield opened


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_subscription_is_answered_as_events(method: str) -> None:
    client = client_of(small_app())
    asked = {"query": "subscription{count(to:2)}"}
    answer = (
        client.get("/graphql", params=asked, headers=EVENTS)
        if method == "GET"
        else client.post("/graphql", json=asked, headers=EVENTS)
    )
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [
        dict(line.split(": ", 1) for line in part.splitlines()) for part in answer.text.strip("\r\n").split("\r\n\r\n")
    ]
    assert [event["event"] for event in events] == ["next", "next", "complete"]
    assert [json.loads(event["data"])["data"] for event in events[:2]] == [{"count": 0}, {"count": 1}]


def test_a_refused_subscription_says_so_in_an_event_and_completes() -> None:
    answer = client_of(small_app()).get("/graphql", params={"query": "subscription{nope}"}, headers=EVENTS)
    assert "GRAPHQL_VALIDATION_FAILED" in answer.text
    assert answer.text.endswith("event: complete\r\ndata: \r\n\r\n")


def test_an_event_stream_beyond_the_limit_is_refused() -> None:
    answer = client_of(small_app(streams=Streams(limit=0))).get(
        "/graphql", params={"query": "subscription{count}"}, headers=EVENTS
    )
    assert "TOO_MANY_STREAMS" in answer.text


def test_the_source_is_closed_when_the_reader_of_events_is_gone(serve: Callable[[Starlette, Streams], str]) -> None:
    world, streams = World(), Streams()
    address = serve(small_app(world, streams=streams), streams)
    with events_of(address, ENDLESS) as (underneath, response):
        assert response.readline() == b"event: next\r\n"
        assert not world.closed.is_set()
        underneath.shutdown(socket.SHUT_RDWR)
        assert world.closed.wait(SECONDS)


def test_the_source_is_closed_when_a_websocket_is_gone(serve: Callable[[Starlette, Streams], str]) -> None:
    world, streams = World(), Streams()
    with results_of(serve(small_app(world, streams=streams), streams), ENDLESS) as opened:
        assert "next" in str(opened.recv(SECONDS))
        assert not world.closed.is_set()
        opened.socket.shutdown(socket.SHUT_RDWR)
        assert world.closed.wait(SECONDS)


def test_a_server_that_is_asked_to_exit_completes_every_stream_first(
    process: tuple["subprocess.Popen[str]", str],
) -> None:
    started, address = process
    with events_of(address, ENDLESS) as (_, events), results_of(address, ENDLESS) as opened:
        assert events.readline() == b"event: next\r\n"
        assert "next" in str(opened.recv(SECONDS))
        began = time.monotonic()
        os.kill(started.pid, signal.SIGTERM)
        assert events.read().endswith(b"event: complete\r\ndata: \r\n\r\n")
        assert json.loads(opened.recv(SECONDS)) == {"id": "1", "type": "complete"}
        started.wait(SECONDS)
    assert time.monotonic() - began < 4


async def three(closed: list[str]) -> AsyncGenerator[int, None]:
    try:
        for number in range(3):
            yield number
    finally:
        await asyncio.sleep(0)
        closed.append("three")


def stream_of(source: AsyncGenerator[Any, None], streams: Streams) -> Stream:
    return Stream(source, streams=streams, failed=lambda error: f"failed: {error}")


def test_a_stream_that_is_closed_early_has_closed_its_source() -> None:
    async def scenario() -> list[str]:
        closed: list[str] = []
        stream = stream_of(three(closed), Streams())
        assert await anext(stream) == 0
        await stream.aclose()
        await stream.aclose()
        return closed

    assert asyncio.run(scenario()) == ["three"]


def test_a_stream_that_was_never_read_closes_without_ado() -> None:
    async def scenario() -> None:
        await stream_of(three([]), Streams()).aclose()

    asyncio.run(scenario())


def test_a_slow_reader_is_never_more_than_two_results_behind() -> None:
    """Results wait in the source, not in memory."""
    made: list[int] = []

    async def counting() -> AsyncGenerator[int, None]:
        for number in range(1000):
            made.append(number)
            yield number

    async def scenario() -> None:
        stream = stream_of(counting(), Streams())
        await anext(stream)
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(made) <= 3
        await stream.aclose()

    asyncio.run(scenario())


def test_streams_that_begin_after_the_stop_end_at_once() -> None:
    async def scenario() -> list[int]:
        streams = Streams()
        streams.stop()
        return [number async for number in stream_of(forever(), streams)]

    async def forever() -> AsyncGenerator[int, None]:
        await asyncio.Event().wait()
        yield 1

    assert asyncio.run(scenario()) == []


def test_an_exception_of_the_source_is_the_last_result() -> None:
    async def fails() -> AsyncGenerator[int, None]:
        yield 1
        raise RuntimeError("no")

    async def scenario() -> list[object]:
        return [result async for result in stream_of(fails(), Streams())]

    assert asyncio.run(scenario()) == [1, "failed: no"]


def test_draining_waits_for_open_streams_but_not_forever() -> None:
    async def scenario() -> tuple[bool, bool]:
        streams = Streams()

        async def short() -> None:
            with streams.opened():
                await asyncio.sleep(0)

        task = asyncio.create_task(short())
        await asyncio.sleep(0)
        assert streams.open == 1
        drained = await streams.drained(SECONDS)
        await task
        with streams.opened():
            return drained, await streams.drained(0.01)

    assert asyncio.run(scenario()) == (True, False)
