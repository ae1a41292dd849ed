"""Trusted documents are asked for by the hash of their text."""

from hashlib import sha256
from typing import Any

import pytest
from tests.api.http.small_service import client_of, connected, small_app

from handoff_api.http import by_id, document_id

HELLO = 'query Hello($n: String = "you") { hello(name: $n) }'
PAINT = 'mutation { paint(colour: "red") }'
KNOWN = by_id([HELLO, PAINT])


def test_an_identifier_is_the_hash_of_the_text() -> None:
    assert document_id(HELLO) == f"sha256:{sha256(HELLO.encode()).hexdigest()}"
    assert KNOWN[document_id(HELLO)] == HELLO


@pytest.mark.parametrize("trusted_only", [False, True])
def test_a_trusted_document_is_answered(trusted_only: bool) -> None:
    client = client_of(small_app(documents=KNOWN, trusted_only=trusted_only))
    body = {"documentId": document_id(HELLO), "variables": {"n": "shop"}}
    assert client.post("/graphql", json=body).json()["data"] == {"hello": "hello shop"}
    assert client.get("/graphql", params={"documentId": document_id(HELLO)}).json()["data"] == {"hello": "hello you"}
    assert client.post("/graphql", json={"query": HELLO}).json()["data"] == {"hello": "hello you"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "{hello}"}, "DOCUMENT_NOT_TRUSTED"),
        ({"query": HELLO + " "}, "DOCUMENT_NOT_TRUSTED"),
        ({"documentId": document_id("{hello}")}, "DOCUMENT_NOT_FOUND"),
        ({"documentId": "sha256:1"}, "DOCUMENT_NOT_FOUND"),
        ({"documentId": document_id(HELLO), "query": HELLO}, "BAD_REQUEST"),
        ({"documentId": 5}, "BAD_REQUEST"),
        ({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": document_id(HELLO)[7:]}}}, "BAD_REQUEST"),
        ({}, "BAD_REQUEST"),
    ],
)
def test_other_documents_are_refused_where_only_trusted_ones_are_answered(body: Any, code: str) -> None:
    answer = client_of(small_app(documents=KNOWN, trusted_only=True)).post("/graphql", json=body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == code


def test_a_trusted_mutation_is_not_executed_by_get_and_needs_the_token() -> None:
    client = client_of(small_app(documents=KNOWN, token="open sesame"))
    asked = {"documentId": document_id(PAINT)}
    assert client.get("/graphql", params=asked).status_code == 405
    assert client.post("/graphql", json=asked).json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_websocket_may_ask_for_trusted_documents() -> None:
    client = client_of(small_app(documents=KNOWN, trusted_only=True))
    with connected(client) as socket:
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"documentId": document_id(HELLO)}})
        assert socket.receive_json()["payload"]["data"] == {"hello": "hello you"}
        assert socket.receive_json() == {"id": "1", "type": "complete"}
        socket.send_json({"type": "subscribe", "id": "2", "payload": {"query": "{hello}"}})
        refused = socket.receive_json()
        assert (refused["type"], refused["id"]) == ("error", "2")
        assert refused["payload"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
