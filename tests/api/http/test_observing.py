"""What the service tells about itself."""

from prometheus_client import CollectorRegistry
from starlette.testclient import TestClient
from tests.api.http.small_service import client_of, connected, small_app

from handoff_api.http import Streams


def counted(registry: CollectorRegistry, operation: str, outcome: str) -> float | None:
    return registry.get_sample_value("handoff_api_operations_total", {"operation": operation, "outcome": outcome})


def ask(client: TestClient, query: str) -> None:
    client.post("/graphql", json={"query": query})


def test_operations_are_counted_by_type_and_outcome() -> None:
    registry = CollectorRegistry()
    client = client_of(small_app(registry=registry))
    for query in ("{hello}", "{hello}", "{nope}", "{", "{refuse}", "{crash}", 'mutation{paint(colour:"red")}'):
        ask(client, query)
    client.post("/graphql", content=b"null", headers={"content-type": "application/json"})
    ask(client, "subscription{count}")
    assert {
        (operation, outcome): counted(registry, operation, outcome)
        for operation, outcome in (
            ("query", "ok"),
            ("query", "refused"),
            ("unknown", "refused"),
            ("query", "failed"),
            ("query", "unexpected"),
            ("mutation", "ok"),
            ("none", "refused"),
        )
    } == {
        ("query", "ok"): 2,
        ("query", "refused"): 1,
        ("unknown", "refused"): 1,
        ("query", "failed"): 1,
        ("query", "unexpected"): 1,
        ("mutation", "ok"): 1,
        ("none", "refused"): 2,
    }


def test_seconds_are_measured_of_queries_and_not_of_streams() -> None:
    registry = CollectorRegistry()
    client = client_of(small_app(registry=registry))
    ask(client, "{hello}")
    client.get("/graphql", params={"query": "subscription{count}"}, headers={"accept": "text/event-stream"})
    assert registry.get_sample_value("handoff_api_operation_seconds_count", {"operation": "query"}) == 1
    assert registry.get_sample_value("handoff_api_operation_seconds_count", {"operation": "subscription"}) is None
    assert counted(registry, "subscription", "ok") == 1


def test_open_streams_are_told() -> None:
    client = client_of(small_app(streams=Streams()))
    with connected(client) as socket:
        socket.send_json(
            {"type": "subscribe", "id": "1", "payload": {"query": "subscription{count(to:1,thenWait:true)}"}}
        )
        socket.receive_json()
        assert "handoff_api_open_streams 1.0" in client.get("/metrics").text


def test_meters_have_prometheus_text_format() -> None:
    answer = client_of(small_app()).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "# TYPE handoff_api_operations_total counter" in answer.text


def test_health_is_ok_or_says_what_is_wrong() -> None:
    well = client_of(small_app()).get("/healthz")
    assert (well.status_code, well.json()) == (200, {"status": "ok"})
    ill = client_of(small_app(health=lambda: "the disk is full")).get("/healthz")
    assert (ill.status_code, ill.json()) == (503, {"status": "unavailable", "reason": "the disk is full"})
