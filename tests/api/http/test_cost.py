"""The cost of an operation is known before it is executed."""

import time
from typing import Any

import pytest
from tests.api.http.small_service import LIMITS, SCHEMA, client_of, small_app
from tests.api.http.test_limits import bomb

from handoff_api.http import unsized_lists


def ask(query: str, **variables: Any) -> Any:
    return client_of(small_app()).post("/graphql", json={"query": query, "variables": variables}).json()


@pytest.mark.parametrize(
    ("query", "variables", "requested"),
    [
        ("{hello}", {}, 0),  # scalars cost nothing
        ("{audit}", {}, 500),  # but what they are said to
        ("{audit a:audit}", {}, 1000),
        ("{shops{name}}", {}, 3),  # the argument's default
        ("{shops(first:7){name}}", {}, 7),
        ("query($n:Int!){shops(first:$n){name}}", {"n": 20}, 20),
        ("query($n:Int=9){shops(first:$n){name}}", {}, 9),
        ("query($n:Int=9){shops(first:$n){name}}", {"n": 4}, 4),
        ("{shops(first:-5){name}}", {}, 0),
        ("{shops(first:7){rival{name}}}", {}, 14),
        ("{shops(first:7){...on Shop{rival{name}}}}", {}, 14),
        ("{shops(first:7){...F}} fragment F on Shop{rival{name}}", {}, 14),
        # a connection is an object; its edges and their nodes are counted once times first
        ("{shops(first:1){orders(first:10){edges{node{id}}}}}", {}, 1 + 1 + 10 * 2),
        ("{shops(first:1){orders(first:10){pageInfo{endCursor}}}}", {}, 1 + 1 + 1),
        ("{shops(first:1){orders(last:5){...F}}} fragment F on OrderConnection{edges{cursor}}", {}, 1 + 1 + 5),
        ("{shops(first:2){orders(first:10){edges{node{id}}}}}", {}, 2 * 22),
        ("{shops(first:1){orders{edges{cursor}}}}", {}, 1 + 1 + LIMITS.page),  # a page, where nothing is said
        ("query A{hello} query B{audit}", {}, None),
        ("{__typename}", {}, 0),
        ("{__schema{types{name fields{name}}}}", {}, LIMITS.introspection_cost),
    ],
)
def test_the_cost_stands_in_the_answer(query: str, variables: dict[str, Any], requested: int | None) -> None:
    answer = ask(query, **variables)
    told = answer.get("extensions", {}).get("cost")
    assert told == (None if requested is None else {"requested": requested, "limit": LIMITS.cost})


def test_the_same_fragment_costs_what_it_costs_where_it_stands() -> None:
    fragment = "fragment F on OrderConnection{edges{cursor}}"
    answer = ask("{shops(first:1){a:orders(first:10){...F} b:orders(first:20){...F}}}" + fragment)
    assert answer["extensions"]["cost"]["requested"] == 1 + 11 + 21


def test_an_operation_beyond_the_limit_is_refused_before_it_is_executed() -> None:
    answer = ask("{shops(first:30){orders(first:100){edges{node{id}}}}}")
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "COST_LIMIT_EXCEEDED"
    assert error["message"] == "operation: expected a cost of at most 2000; found 6060"
    assert "data" not in answer
    assert answer["extensions"]["cost"] == {"requested": 6060, "limit": 2000}


def test_a_bomb_of_fragments_is_refused_at_once() -> None:
    """Each of 18 fragments spreads the next one twice; each is priced once."""
    parts = [f"fragment f{i} on Shop{{rival{{...f{i + 1}}} ...f{i + 1}}}" for i in range(12)]
    flat = "{shops{...f0}}" + "".join(parts) + "fragment f12 on Shop{rival{name}}"
    began = time.perf_counter()
    cheap, deep = ask(flat), ask(bomb(18))
    assert time.perf_counter() - began < 2.0
    assert cheap["errors"][0]["extensions"]["code"] == "COST_LIMIT_EXCEEDED"
    assert cheap["extensions"]["cost"]["requested"] > 2**12
    assert "errors" in deep


def test_the_directives_are_printed_in_the_schema() -> None:
    printed = SCHEMA.as_str()
    assert "directive @cost(weight: String!) on FIELD_DEFINITION | OBJECT" in printed
    assert (
        "directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION"
        in printed
    )
    assert 'audit: String! @cost(weight: "500")' in printed
    assert '@listSize(assumedSize: 3, slicingArguments: ["first"])' in printed
    assert '@listSize(assumedSize: 100, slicingArguments: ["first", "last"], sizedFields: ["edges"])' in printed


def test_lists_that_say_nothing_of_their_size_are_found() -> None:
    assert unsized_lists(SCHEMA) == ["Query.crowd"]
