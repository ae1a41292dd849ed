"""Whatever a body is, the answer is a GraphQL error with a 4xx status."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.api.http.small_service import client_of, small_app

from handoff_api.http import UNEXPECTED

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return client_of(small_app())


def post(client: TestClient, body: Any, **headers: str) -> Any:
    return client.post("/graphql", content=body, headers=JSON | headers)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "truncated"),
        (b"null", "Expected `object`, got `null`"),
        (b"5", "Expected `object`, got `int`"),
        (b'"{hello}"', "Expected `object`, got `str`"),
        (b"[]", "one operation at a time"),
        (b'[{"query":"{hello}"}]', "one operation at a time"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"variables":{"a":' + b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfe{}", "malformed"),
        (b'{"query":"\xff"}', "can't decode byte 0xff"),
        (b'{"query":"\\ud800"}', "truncated"),
        (b'{"query":5}', "$.query"),
        (b'{"query":"{hello}","operationName":5}', "$.operationName"),
        (b'{"query":"{hello}","operationName":["a"]}', "$.operationName"),
        (b'{"query":"{hello}","variables":"a"}', "$.variables"),
        (b'{"query":"{hello}","variables":[1]}', "$.variables"),
        (b'{"query":"{hello}","extensions":1}', "$.extensions"),
        (b'{"query":"{hello}","variables":{"a":NaN}}', "malformed"),
        (b"{}", "expected a query"),
        (b'{"query":""}', "expected a query"),
        (b'{"query":"{hello}","operationName":"Other"}', 'Unknown operation named "Other"'),
        (b'{"query":"fragment F on Query {hello}"}', "operation"),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_a_body_of_a_wrong_shape_is_refused_in_words(client: TestClient, body: bytes, said: str) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert said in error["message"]
    assert error["extensions"]["code"] in {"BAD_REQUEST", "BAD_USER_INPUT"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    body=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("query", "variables", "operationName", "extensions", "documentId"), anything)
    )
)
def test_any_json_is_answered_without_a_server_error(client: TestClient, body: dict[str, Any]) -> None:
    answer = post(client, json.dumps(body))
    assert answer.status_code in (200, 400)
    assert answer.json()["errors"] and UNEXPECTED not in answer.text


@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered_without_a_server_error(client: TestClient, body: bytes) -> None:
    answer = post(client, body)
    assert answer.status_code in (200, 400)
    assert answer.json()["errors"] and UNEXPECTED not in answer.text


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/json; charset=utf-16",
        "application/graphql",
    ],
)
def test_a_body_that_is_not_json_is_refused(client: TestClient, media_type: str) -> None:
    """Forms and plain text are what another site's page can send without being asked first."""
    answer = client.post("/graphql", content=b'{"query":"{hello}"}', headers={"content-type": media_type})
    assert answer.status_code == 415
    assert "expected application/json" in answer.json()["errors"][0]["message"]


def test_other_methods_are_refused(client: TestClient) -> None:
    answer = client.put("/graphql", json={"query": "{hello}"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["errors"]


@pytest.mark.parametrize("name", ["variables", "extensions"])
@pytest.mark.parametrize("value", ["{", "5", "[1]", "null]", '{"a":' * 5000], ids=lambda value: value[:8])
def test_a_query_string_of_a_wrong_shape_is_refused(client: TestClient, name: str, value: str) -> None:
    answer = client.get("/graphql", params={"query": "{hello}", name: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"].startswith(f"{name}: ")


def test_a_query_string_is_answered(client: TestClient) -> None:
    parameters = {"query": "query($n:String!){hello(name:$n)}", "variables": '{"n":"shop"}', "operationName": ""}
    assert client.get("/graphql", params=parameters).json()["data"] == {"hello": "hello shop"}


def test_a_get_without_a_query_is_refused(client: TestClient) -> None:
    assert client.get("/graphql").status_code == 400


def test_a_body_up_to_the_limit_is_read_and_one_byte_more_is_not() -> None:
    small = client_of(small_app(max_body_bytes=100))
    for size, status in ((100, 200), (101, 413)):
        answer = post(small, b'{"query":"{hello}"}'.ljust(size))
        assert answer.status_code == status
    assert answer.json()["errors"][0]["message"] == "body: expected at most 100 bytes"


def test_a_body_in_chunks_is_limited_too() -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 10

    answer = post(client_of(small_app(max_body_bytes=100)), chunks())
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["message"] == "body: expected at most 100 bytes"


def test_the_limit_is_a_mebibyte_where_nothing_is_said(client: TestClient) -> None:
    assert post(client, b" " * (1 << 20)).status_code == 400
    assert post(client, b" " * ((1 << 20) + 1)).status_code == 413
