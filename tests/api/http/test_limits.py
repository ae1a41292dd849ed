"""Limits on documents, and that what was found about a document is not sought again."""

from typing import Any

import pytest
import strawberry.schema.schema
from graphql import get_introspection_query, parse, validate
from tests.api.http.small_service import SCHEMA, client_of, graphql_of, small_app

from handoff_api.http import Limits
from handoff_api.http.limits import LONGEST_REMEMBERED, RememberedParse, rules


def ask(query: str) -> Any:
    return client_of(small_app()).post("/graphql", json={"query": query}).json()


def rivals(depth: int) -> str:
    return "{shops{" + "rival{" * (depth - 2) + "name" + "}" * (depth - 2) + "}}"


def bomb(times: int) -> str:
    """A document in which each fragment spreads the next one twice."""
    spreads = [f"fragment f{i} on Shop{{rival{{...f{i + 1}}} a{i}:rival{{...f{i + 1}}}}}" for i in range(times)]
    return "{shops{...f0}}" + "".join(spreads) + f"fragment f{times} on Shop{{name}}"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (rivals(16), "at most 15 levels deep; found 16"),
        ("{" + "".join(f"a{i}:hello " for i in range(31)) + "}", "at most 30 aliases; found 31"),
        ("{hello" + " @skip(if:false)" * 9 + "}", "at most 8 directives; found 9"),
        ("{" + "hello " * 1000 + "}", "contains more than 1000 tokens"),
        ("{shops{" + "rival{" * 250 + "name" + "}" * 250 + "}}", "nested too deeply"),
        (bomb(18), "at most 15 levels deep; found 20"),
        (bomb(11), "aliases; found 2047"),
    ],
    ids=lambda value: value[:25],
)
def test_a_document_beyond_a_limit_is_refused(query: str, said: str) -> None:
    answer = ask(query)
    assert "data" not in answer
    assert said in " ".join(error["message"] for error in answer["errors"])
    assert {error["extensions"]["code"] for error in answer["errors"]} <= {
        "GRAPHQL_VALIDATION_FAILED",
        "GRAPHQL_PARSE_FAILED",
    }


def test_a_document_at_the_limit_is_answered() -> None:
    assert "errors" not in ask("{" + "".join(f"a{i}:hello " for i in range(30)) + "}")
    assert "errors" not in ask(rivals(15))


@pytest.mark.parametrize("query", ["{...Nowhere}", "{...A} fragment A on Query {...A}", "{hello ...{...{hello}}}"])
def test_odd_fragments_are_no_server_error(query: str) -> None:
    assert "Unexpected" not in str(ask(query))


def test_introspection_is_within_the_limits() -> None:
    answer = ask(get_introspection_query(input_value_deprecation=True, specified_by_url=True))
    assert answer["data"]["__schema"]["queryType"]["name"] == "Query"


def test_rules_of_a_schema_are_always_the_same_classes() -> None:
    """Else the cache of validations, which is keyed by them, would never hit."""
    first, second = (SCHEMA.get_extensions()[1].validation_rules for _ in range(2))  # type: ignore[attr-defined]
    assert first == second
    assert len(first) == 3


def test_the_same_document_is_parsed_and_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    validations = []

    def counted(*arguments: Any, **named: Any) -> Any:
        validations.append(arguments)
        return validate(*arguments, **named)

    monkeypatch.setattr(strawberry.schema.schema, "validate", counted)
    parses = RememberedParse(Limits().remembered).cached_parse_document
    client = graphql_of(small_app())
    query = "query OnlyInThisTest($n:String!){hello(name:$n)}"
    client.query(query, variables={"n": "one"})
    misses = parses.cache_info().misses
    assert len(validations) == 1
    assert client.query(query, variables={"n": "two"}).data == {"hello": "hello two"}
    assert len(validations) == 1
    assert parses.cache_info().misses == misses


def test_a_long_document_is_answered_and_not_remembered() -> None:
    parses = RememberedParse(Limits().remembered).cached_parse_document
    before = parses.cache_info().misses
    assert ask("{hello}" + "#" * LONGEST_REMEMBERED)["data"] == {"hello": "hello you"}
    assert parses.cache_info().misses == before


def test_what_is_found_in_a_document_does_not_depend_on_who_asks_next() -> None:
    """Errors are kept with the document; labelling them must not change what is kept."""
    first, second = ask("{nope}"), ask("{nope}")
    assert first == second


def test_limits_can_be_other_ones() -> None:
    found = validate(SCHEMA._schema, parse("{shops{name}}"), rules(Limits(depth=1)))
    assert [error.message for error in found] == ["document: expected at most 1 levels deep; found 2"]
