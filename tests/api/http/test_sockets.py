"""Operations over WebSockets, in the graphql-transport-ws protocol."""

from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect
from tests.api.http.small_service import World, client_of, connected, small_app, socket_of

from handoff_api.http import Streams


def subscribe(socket: Any, query: str, number: str = "1", **payload: Any) -> None:
    socket.send_json({"type": "subscribe", "id": number, "payload": {"query": query} | payload})


def messages(socket: Any) -> list[Any]:
    """Everything up to the end of an operation."""
    received = [socket.receive_json()]
    while received[-1]["type"] == "next":
        received.append(socket.receive_json())
    return received


def test_a_subscription_sends_its_results_and_completes() -> None:
    world = World()
    with connected(client_of(small_app(world))) as socket:
        subscribe(socket, "subscription($n:Int!){count(to:$n)}", variables={"n": 2})
        *results, last = messages(socket)
    assert [result["payload"]["data"] for result in results] == [{"count": 0}, {"count": 1}]
    assert last == {"type": "complete", "id": "1"}
    assert world.closed.is_set()


def test_each_operation_has_a_context_of_its_own() -> None:
    """A data loader kept for the connection would tell the second operation what the first was told."""
    with connected(client_of(small_app())) as socket:
        told = []
        for number in "12":
            subscribe(socket, "{loaded}", number)
            told.append(messages(socket)[0]["payload"]["data"]["loaded"])
    assert told == [1, 2]


@pytest.mark.parametrize("query", ["{", "{nope}", "subscription{count(to:true)}", "query A{hello} query B{hello}"])
def test_a_refused_operation_leaves_the_others_alone(query: str) -> None:
    with connected(client_of(small_app())) as socket:
        subscribe(socket, query, "bad")
        (refused,) = messages(socket)
        assert (refused["type"], refused["id"]) == ("error", "bad")
        assert refused["payload"][0]["extensions"]["code"]
        subscribe(socket, "{hello}", "good")
        assert messages(socket)[0]["payload"]["data"] == {"hello": "hello you"}


def test_what_nobody_expected_is_masked_and_the_operation_completes() -> None:
    with connected(client_of(small_app())) as socket:
        subscribe(socket, "subscription{breaks}")
        first, failed, last = messages(socket)
    assert first["payload"]["data"] == {"breaks": 1}
    assert failed["payload"]["errors"][0]["message"] == "Unexpected error."
    assert last["type"] == "complete"


@pytest.mark.parametrize(
    "message",
    [
        "null",
        "5",
        '"subscribe"',
        "[]",
        "{}",
        "nonsense",
        '{"a":' * 5000,
        '{"type":5}',
        '{"type":"' + "unknown " * 50 + '"}',
        '{"type":"subscribe","id":5,"payload":{"query":"{hello}"}}',
        '{"type":"subscribe","id":["a"],"payload":{"query":"{hello}"}}',
        '{"type":"subscribe","payload":{"query":"{hello}"}}',
        '{"type":"subscribe","id":"1"}',
        '{"type":"subscribe","id":"1","payload":null}',
        '{"type":"subscribe","id":"1","payload":{"query":5}}',
        '{"type":"subscribe","id":"1","payload":{"query":"{hello}","variables":5}}',
        '{"type":"subscribe","id":"1","payload":{"query":"{hello}","operationName":5}}',
        '{"type":"complete"}',
    ],
    ids=lambda value: value[:40],
)
def test_a_message_of_a_wrong_shape_closes_the_connection(message: str) -> None:
    with connected(client_of(small_app())) as socket:
        socket.send_text(message)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4400
    assert 0 < len(closed.value.reason.encode()) <= 123


@pytest.mark.parametrize("payload", [5, "a", [1], True])
def test_what_is_shown_on_connecting_must_be_an_object(payload: object) -> None:
    with socket_of(client_of(small_app())) as socket:
        socket.send_json({"type": "connection_init", "payload": payload})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4400


def test_nothing_is_answered_before_the_connection_is_made() -> None:
    with socket_of(client_of(small_app())) as socket:
        subscribe(socket, "{hello}")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4401


def test_the_older_protocol_is_off() -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        socket_of(client_of(small_app()), protocol="graphql-ws") as socket,
    ):
        socket.receive_json()
    assert closed.value.code == 4406


def test_one_stream_more_than_the_limit_is_refused() -> None:
    streams = Streams(limit=1)
    client = client_of(small_app(streams=streams))
    with connected(client) as socket:
        subscribe(socket, "subscription{count(to:1,thenWait:true)}", "first")
        assert socket.receive_json()["payload"]["data"] == {"count": 0}
        subscribe(socket, "subscription{count}", "second")
        (refused,) = messages(socket)
        assert refused["payload"][0]["extensions"]["code"] == "TOO_MANY_STREAMS"
        subscribe(socket, "{hello}", "query")
        assert messages(socket)[0]["payload"]["data"] == {"hello": "hello you"}
        socket.send_json({"type": "complete", "id": "first"})
        subscribe(socket, "subscription{count(to:1)}", "third")
        assert messages(socket)[0]["payload"]["data"] == {"count": 0}


def test_an_operation_that_is_completed_by_the_client_is_closed() -> None:
    world, streams = World(), Streams()
    with connected(client_of(small_app(world, streams=streams))) as socket:
        subscribe(socket, "subscription{count(to:1,thenWait:true)}")
        socket.receive_json()
        assert not world.closed.is_set()
        socket.send_json({"type": "complete", "id": "1"})
        assert world.closed.wait(10)
    assert streams.open == 0


def test_a_mutation_is_executed_over_a_websocket() -> None:
    world = World()
    with connected(client_of(small_app(world))) as socket:
        subscribe(socket, 'mutation{paint(colour:"red")}')
        assert messages(socket)[0]["payload"]["data"] == {"paint": "red"}
    assert world.painted == ["red"]
