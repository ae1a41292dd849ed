import json
import math
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io
import pytest
import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from handoff_api.scalars import (
    MOST_TEXT,
    MOST_VALUES,
    SCALARS,
    DocumentValue,
    FloatSeries,
    IntSeries,
    PlotlyFigure,
    PolicyDocument,
    Seed,
    read_table,
    read_value,
)
from handoff_experiments.figures.as_json import figure_json


@strawberry.type
class Query:
    """The smallest schema with every scalar."""

    @strawberry.field
    def seed(self, value: Seed) -> Seed:
        return Seed(value + 0)

    @strawberry.field
    def floats(self) -> FloatSeries:
        return FloatSeries(np.array([1.5, np.nan, np.inf, -np.inf, 0.1], dtype=np.float64))

    @strawberry.field
    def whole(self) -> IntSeries:
        return IntSeries(np.array([1, 2**40], dtype=np.int64))

    @strawberry.field
    def value(self, given: DocumentValue) -> DocumentValue:
        return given

    @strawberry.field
    def document(self, given: PolicyDocument) -> PolicyDocument:
        return given

    @strawberry.field
    def figure(self) -> PlotlyFigure:
        return PlotlyFigure(figure_json(go.Figure(go.Scatter(x=np.arange(3), y=[1.0, math.nan, 3.0]))))


SCHEMA = strawberry.Schema(query=Query, config=StrawberryConfig(scalar_map=dict(SCALARS)))


def answer(query: str, **variables: Any) -> Any:
    found = SCHEMA.execute_sync(query, variable_values=variables)
    assert found.errors is None, found.errors
    json.dumps(found.data, allow_nan=False)  # JSON as it travels
    return found.data


def first_error(query: str, **variables: Any) -> str:
    found = SCHEMA.execute_sync(query, variable_values=variables)
    assert found.errors
    return found.errors[0].message


@pytest.mark.parametrize("seed", [0, 7, 2**31, 2**53 + 1, 2**64 - 1])
def test_a_seed_of_64_bits_comes_back_as_text_from_number_and_digits(seed: int) -> None:
    query = "query ($seed: Seed!) { seed(value: $seed) }"
    assert answer(query, seed=seed) == answer(query, seed=str(seed)) == {"seed": str(seed)}
    assert answer(f"{{ seed(value: {seed}) }}") == answer(f'{{ seed(value: "{seed}") }}') == {"seed": str(seed)}


@pytest.mark.parametrize(
    "seed", [-1, 2**64, "18446744073709551616", "-1", "1.0", "", "٣", " 7", 1.0, True, [7], "9" * 5000]
)
def test_what_is_no_seed_is_refused_with_what_is_expected(seed: object) -> None:
    assert "expected a seed: a whole number 0 to 18446744073709551615" in first_error(
        "query ($seed: Seed!) { seed(value: $seed) }", seed=seed
    )


def test_a_column_of_numbers_has_null_where_a_number_is_not_finite() -> None:
    assert answer("{ floats whole }") == {"floats": [1.5, None, None, None, 0.1], "whole": [1, 2**40]}


def test_a_column_is_one_column() -> None:
    write = SCALARS[FloatSeries].serialize
    assert write is not None
    with pytest.raises(ValueError, match="one column of numbers; found 2 dimensions"):
        write(np.zeros((2, 2)))
    with pytest.raises(ValueError, match="whole numbers"):
        SCALARS[IntSeries].serialize(np.array([0.5]))  # type: ignore[misc]


@pytest.mark.parametrize("value", [0.85, 3, "none", True, [1, 2.5], {"posted_share": 0.85}, {"a": [{"b": [1]}]}])
def test_a_document_value_is_what_a_document_writes(value: object) -> None:
    assert answer("query ($given: DocumentValue!) { value(given: $given) }", given=value) == {"value": value}


def test_a_document_may_be_written_in_the_query_with_variables_inside() -> None:
    query = (
        "query ($t: DocumentValue!) { document(given: {payout: {take: $t, price_rule: {nash: 0.4}}, record: escrow}) }"
    )
    assert answer(query, t=0.1) == {
        "document": {"payout": {"take": 0.1, "price_rule": {"nash": 0.4}}, "record": "escrow"}
    }


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, "a finite number"),
        ({"a": [math.inf]}, "a finite number"),
        (nested(9), "nested at most 8 deep"),
        (nested(900), "nested at most 8 deep"),
        (list(range(MOST_VALUES)), f"at most {MOST_VALUES} values"),
        ("x" * (MOST_TEXT + 1), f"{MOST_TEXT} characters of text"),
        (["x" * (MOST_TEXT // 2)] * 3, f"{MOST_TEXT} characters of text"),
        ({"x" * 81: 1}, "each of at most 80 characters"),
        (dict.fromkeys(map(str, range(201)), 1), "at most 200 names in a table"),
    ],
)
def test_a_value_that_no_document_needs_is_refused(value: object, expected: str) -> None:
    with pytest.raises(GraphQLError, match=expected):
        read_value(value)
    with pytest.raises(GraphQLError, match=expected):
        read_table({"a": value} if not isinstance(value, dict) else value)


@pytest.mark.parametrize("value", [5, "directory", [1], True])
def test_a_document_is_an_object(value: object) -> None:
    message = first_error("query ($given: PolicyDocument!) { document(given: $given) }", given=value)
    assert "expected a document: an object of fields; found" in message


def test_a_figure_is_what_plotly_reads() -> None:
    figure = answer("{ figure }")["figure"]
    assert set(figure) == {"data", "layout"}
    assert figure["data"][0]["y"] == [1.0, None, 3.0]
    assert go.Figure(figure) == plotly.io.from_json(json.dumps(figure))


def test_every_scalar_is_named_as_its_python_type() -> None:
    assert [definition.name for definition in SCALARS.values()] == [kind.__name__ for kind in SCALARS]
