"""Mutations, and only they, ask for the token; a read-only service has none."""

from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.api.http.small_service import World, client_of, connected, small_app

PAINT = 'mutation Paint{paint(colour:"red")}'
BOTH = f"query Look{{hello}} {PAINT}"
BEARER = {"authorization": "Bearer open sesame"}


def ask(client: TestClient, query: str, headers: dict[str, str] | None = None, **body: Any) -> Any:
    return client.post("/graphql", json={"query": query} | body, headers=headers).json()


def code_of(answer: Any) -> str:
    assert "data" not in answer
    (error,) = answer["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer open", "open sesame", "Basic open sesame", "Bearer open sesame ü".encode()],
)
def test_a_mutation_without_the_token_is_refused_and_not_executed(authorization: Any) -> None:
    world = World()
    client = client_of(small_app(world, token="open sesame"))
    headers = {} if authorization is None else {"authorization": authorization}
    assert code_of(ask(client, PAINT, headers)) == "UNAUTHENTICATED"
    assert world.painted == []


def test_a_mutation_with_the_token_is_executed() -> None:
    assert ask(client_of(small_app(token="open sesame")), PAINT, BEARER)["data"] == {"paint": "red"}


def test_queries_and_subscriptions_are_open() -> None:
    client = client_of(small_app(token="open sesame"))
    assert ask(client, "{hello}")["data"] == {"hello": "hello you"}
    stream = client.get("/graphql", params={"query": "subscription{count}"}, headers={"accept": "text/event-stream"})
    assert '{"count":2}' in stream.text


def test_what_counts_is_the_operation_that_is_chosen() -> None:
    client = client_of(small_app(token="open sesame"))
    assert ask(client, BOTH, operationName="Look")["data"] == {"hello": "hello you"}
    assert code_of(ask(client, BOTH, operationName="Paint")) == "UNAUTHENTICATED"
    assert code_of(ask(client, BOTH)) == "BAD_USER_INPUT"


def test_a_read_only_service_refuses_mutations_with_the_token_too() -> None:
    world = World()
    client = client_of(small_app(world, read_only=True, token="open sesame"))
    assert code_of(ask(client, PAINT, BEARER)) == "READ_ONLY"
    assert ask(client, "{hello}")["data"] == {"hello": "hello you"}
    assert world.painted == []


def test_mutations_are_open_where_no_token_is_set() -> None:
    assert ask(client_of(small_app()), PAINT)["data"] == {"paint": "red"}


@pytest.mark.parametrize(
    ("headers", "payload", "kind"),
    [
        ({}, None, "error"),
        ({}, {"authorization": "Bearer wrong"}, "error"),
        ({}, {"authorization": 5}, "error"),
        ({}, dict(BEARER), "next"),
        (BEARER, None, "next"),
    ],
)
def test_the_token_is_shown_when_a_websocket_connects(headers: dict[str, str], payload: Any, kind: str) -> None:
    client = client_of(small_app(token="open sesame"))
    with connected(client, payload, **headers) as socket:
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": PAINT}})
        answer = socket.receive_json()
        assert answer["type"] == kind
        if kind == "error":
            assert answer["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_mutation_over_a_stream_of_events_needs_the_token_too() -> None:
    world = World()
    client = client_of(small_app(world, token="open sesame"))
    answer = client.post("/graphql", json={"query": PAINT}, headers={"accept": "text/event-stream"})
    assert "UNAUTHENTICATED" in answer.text
    assert world.painted == []


def test_the_token_is_not_shown_where_the_settings_are() -> None:
    from handoff_api.http import Access

    assert "sesame" not in repr(Access(token="open sesame"))
