"""Other hosts' names and other sites' pages are refused; every answer has careful headers."""

from typing import Any

import pytest
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.websockets import WebSocketDisconnect
from tests.api.http.small_service import client_of, small_app, socket_of

QUERY = {"query": "{hello}"}


def post(headers: dict[str, str], **named: Any) -> int:
    return client_of(small_app(**named)).post("/graphql", json=QUERY, headers=headers).status_code


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "LOCALHOST"])
def test_the_own_host_is_answered_on_any_port(host: str) -> None:
    assert post({"host": host}) == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", ""])
def test_a_foreign_host_is_refused(host: str) -> None:
    """A name that another site lets point at this machine."""
    assert post({"host": host}) == 400


def test_a_host_can_be_allowed() -> None:
    assert post({"host": "[::1]:8000"}, allowed_hosts=["[::1]"]) == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # no browser
        ({"origin": "http://localhost"}, 200),
        ({"origin": "http://localhost:80"}, 200),
        ({"origin": "http://localhost:3000"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://localhost", "sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://lab.example", "sec-fetch-site": "cross-site"}, 200),  # allowed below
    ],
)
def test_a_post_from_another_site_is_refused(headers: dict[str, str], status: int) -> None:
    assert post(headers, allowed_origins=["https://lab.example"]) == status


def test_a_refusal_has_the_shape_of_a_graphql_error() -> None:
    answer = client_of(small_app()).post("/graphql", json=QUERY, headers={"origin": "http://evil.example"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_another_site_cannot_open_a_stream() -> None:
    headers = {"accept": "text/event-stream", "origin": "http://evil.example"}
    answer = client_of(small_app()).get("/graphql", params={"query": "subscription{count}"}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:3000"])
def test_a_websocket_from_another_site_is_refused(origin: str) -> None:
    client = client_of(small_app())
    with pytest.raises(WebSocketDisconnect) as refused, socket_of(client, origin=origin):
        pass
    assert refused.value.code == 1008


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/healthz", 200), ("GET", "/metrics", 200), ("GET", "/nowhere", 404), ("PUT", "/graphql", 405)],
)
def test_every_answer_has_careful_headers(method: str, path: str, status: int) -> None:
    answer = client_of(small_app()).request(method, path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_refused_host_has_careful_headers_too() -> None:
    assert "x-frame-options" in client_of(small_app()).get("/healthz", headers={"host": "evil.example"}).headers


def test_answers_of_graphql_are_never_stored() -> None:
    answer = client_of(small_app()).get("/graphql", params=QUERY)
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_may_have_a_content_security_policy_of_its_own() -> None:
    def page(_: object) -> HTMLResponse:
        return HTMLResponse("<p>", headers={"content-security-policy": "default-src 'self'"})

    answer = client_of(small_app(routes=[Route("/page", page)])).get("/page")
    assert answer.headers["content-security-policy"] == "default-src 'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"
