"""The client is told what it can act on; the log is told the rest, and neither is told whole queries."""

import logging
from typing import Any

import numpy as np
import pytest
from graphql import GraphQLError
from starlette.routing import Route
from tests.api.http.small_service import SCHEMA, client_of, connected, small_app

from handoff_api.http import UNEXPECTED, create_app
from handoff_api.http.errors import told
from handoff_api.http.wire import written

SECRET = "the secret of shop 7"


def ask(query: str, **variables: Any) -> Any:
    return client_of(small_app()).post("/graphql", json={"query": query, "variables": variables}).json()


def test_an_unexpected_exception_is_masked_and_its_id_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = ask("query OnlyHere($v:String!){crash hello(name:$v)}", v="a value of the client")
    (error,) = answer["errors"]
    assert error["message"] == UNEXPECTED
    assert error["path"] == ["crash"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert SECRET not in str(answer)
    assert error["extensions"]["id"] in caplog.text
    assert SECRET in caplog.text and "Traceback" in caplog.text
    assert "OnlyHere" not in caplog.text and "a value of the client" not in caplog.text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{nope}", "GRAPHQL_VALIDATION_FAILED"),
        ("{hello(name:5)}", "GRAPHQL_VALIDATION_FAILED"),
        ("query A{hello} query B{hello}", "BAD_USER_INPUT"),
        ("query($n:String!){hello(name:$n)}", "BAD_USER_INPUT"),
        ("{refuse}", "BAD_USER_INPUT"),
        ('{node(id:"nonsense"){id}}', "BAD_USER_INPUT"),
        ('{node(id:"Tm9wZTo1"){id}}', "BAD_USER_INPUT"),
        ("{infinite}", "FIELD_FAILED"),
    ],
)
def test_every_error_has_a_code_and_nothing_is_logged_of_it(
    query: str, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    answer = ask(query)
    assert {error["extensions"]["code"] for error in answer["errors"]} == {code}
    assert UNEXPECTED not in str(answer)
    assert caplog.records == []


def test_an_extension_that_fails_is_masked_as_well() -> None:
    """Its exception never passes through a resolver."""
    error = told(GraphQLError(SECRET, original_error=RuntimeError(SECRET)))
    assert error.message == UNEXPECTED


def test_an_exception_about_the_input_may_be_told() -> None:
    class UnknownColour(Exception):
        pass

    error = GraphQLError("colour: found blue", path=["paint"], original_error=UnknownColour())
    assert told(error, [UnknownColour]).message == "colour: found blue"
    assert told(error).message == UNEXPECTED


def test_errors_are_told_the_same_way_outside_a_server() -> None:
    result = SCHEMA.execute_sync("{crash}")
    assert result.errors is not None
    assert [error.message for error in result.errors] == [UNEXPECTED]


def test_a_context_that_cannot_be_made_is_masked() -> None:
    def context(_: object) -> None:
        raise RuntimeError(SECRET)

    client = client_of(create_app(SCHEMA, context=context))
    answer = client.post("/graphql", json={"query": "{hello}"})
    assert answer.status_code == 500
    assert answer.json()["errors"][0]["message"] == UNEXPECTED
    with connected(client) as socket:
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": "{hello}"}})
        assert socket.receive_json()["payload"][0]["message"] == UNEXPECTED


def test_a_page_that_fails_tells_nothing_either() -> None:
    def fails(_: object) -> None:
        raise RuntimeError(SECRET)

    answer = client_of(small_app(routes=[Route("/page", fails)])).get("/page")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_infinity_never_leaves_as_invalid_json() -> None:
    assert written({"a": [float("nan"), float("inf")]}) == '{"a":[null,null]}'


def test_values_of_numpy_leave_as_json() -> None:
    values = [np.int64(1), np.float32(0.5), np.float64("nan"), np.bool_(True), np.str_("a"), np.array([1.0, np.inf])]
    assert written(values) == '[1,0.5,null,true,"a",[1.0,null]]'
