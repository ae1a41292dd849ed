"""GraphQL over HTTP as its specification has it, by the public audits."""

import json
from collections.abc import Callable

from starlette.applications import Starlette
from tests.api.http.small_service import client_of, small_app

from handoff_api.http import Streams

AUDIT = """
import { auditServer } from "graphql-http";
const results = await auditServer({ url: process.argv[1] });
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
"""


def test_every_audit_of_graphql_over_http_passes(
    serve: Callable[[Starlette, Streams], str], run_node: Callable[[str, str], str]
) -> None:
    streams = Streams()
    results = json.loads(run_node(AUDIT, serve(small_app(streams=streams), streams) + "/graphql"))
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == 61


def test_a_request_error_has_no_data_entry() -> None:
    answer = client_of(small_app()).post("/graphql", json={"query": "{nope}"})
    assert "data" not in answer.json()


def test_the_newer_media_type_is_used_where_it_is_named() -> None:
    client = client_of(small_app())
    accept = {"accept": "application/graphql-response+json, application/json;q=0.9"}
    refused = client.post("/graphql", json={"query": "{nope}"}, headers=accept)
    answered = client.post("/graphql", json={"query": "{hello}"}, headers=accept)
    assert refused.status_code == 400 and answered.status_code == 200
    assert {answer.headers["content-type"] for answer in (refused, answered)} == {
        "application/graphql-response+json; charset=utf-8"
    }


def test_a_mutation_is_never_executed_by_get() -> None:
    client = client_of(small_app())
    for accept in ("application/json", "text/event-stream"):
        answer = client.get("/graphql", params={"query": 'mutation{paint(colour:"red")}'}, headers={"accept": accept})
        assert "red" not in answer.text
    assert client.get("/graphql", params={"query": 'mutation{paint(colour:"red")}'}).headers["allow"] == "POST"


def test_a_subscription_over_a_plain_request_gets_advice() -> None:
    answer = client_of(small_app()).post("/graphql", json={"query": "subscription{count}"})
    assert answer.status_code == 400
    assert "text/event-stream" in answer.json()["errors"][0]["message"]


def test_incremental_delivery_is_off() -> None:
    answer = client_of(small_app()).post("/graphql", json={"query": "{...@defer{hello}}"})
    assert answer.headers["content-type"].startswith("application/json")
    assert "Unknown directive '@defer'." in answer.text
