"""Values that GraphQL has no type for: seeds, columns of numbers, documents and pictures.

Everything else is typed. Each scalar is a type of its own for Python and for GraphQL; ``SCALARS`` joins the two
and goes into ``StrawberryConfig(scalar_map=SCALARS)``. What leaves here is JSON without NaN or Infinity.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NewType

import numpy as np
import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from handoff_sim.policy.problems import shown

JSON_TEXT = "https://www.rfc-editor.org/rfc/rfc8259"
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
PLOTLY = "https://plotly.com/javascript/reference/"

HIGHEST_SEED: Final = 2**64 - 1
DEEPEST: Final = 8  # tables inside tables; a block of a world needs five
WIDEST: Final = 200  # names in one table; the widest group of fields has half as many
MOST_VALUES: Final = 6000  # of a document; a world of 400 blocks has fewer
LONGEST_NAME: Final = 80  # characters
MOST_TEXT: Final = 100_000  # characters in a document; the longest of the catalogue has a tenth

Seed = NewType("Seed", int)
FloatSeries = NewType("FloatSeries", object)  # a NumPy array or a list of numbers
IntSeries = NewType("IntSeries", object)  # a NumPy array or a list of whole numbers
DocumentValue = NewType("DocumentValue", object)
PolicyDocument = NewType("PolicyDocument", dict[str, Any])
WorldDocument = NewType("WorldDocument", dict[str, Any])
QuestionDocument = NewType("QuestionDocument", dict[str, Any])
PlotlyFigure = NewType("PlotlyFigure", dict[str, Any])  # as handoff_experiments.figures.as_json makes it


def read_seed(value: object) -> Seed:
    """A seed from a whole number or from its digits.

    Raises
    ------
    GraphQLError: anything else, or a number outside 0 to 2**64 - 1
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(HIGHEST_SEED)):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_SEED:
        return Seed(value)
    raise _refused("a seed: a whole number 0 to 18446744073709551615, or its digits as text", value)


def write_seed(value: object) -> str:
    """A seed as text, so that no client rounds it."""
    return str(read_seed(int(value) if isinstance(value, np.integer) else value))


def write_floats(column: Any) -> list[float | None]:
    """A column of numbers; what is not finite becomes null."""
    values = np.asarray(column, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"expected one column of numbers; found {values.ndim} dimensions")
    numbers: list[float | None] = values.tolist()
    for row in np.flatnonzero(~np.isfinite(values)):
        numbers[row] = None
    return numbers


def write_whole_numbers(column: Any) -> list[int]:
    """A column of whole numbers."""
    values = np.asarray(column)
    if values.ndim != 1 or (values.size and values.dtype.kind not in "iub"):
        raise ValueError(f"expected one column of whole numbers; found {values.ndim} dimensions of {values.dtype}")
    whole: list[int] = values.astype(np.int64 if values.dtype.kind != "u" else np.uint64).tolist()
    return whole


def read_value(value: object) -> DocumentValue:
    """What a document may hold at one path: text, numbers, true, false, null, lists and tables of these.

    Raises
    ------
    GraphQLError: a number that is not finite, or more, longer or deeper than any document needs
    """
    _check(value)
    return DocumentValue(value)


def read_table(value: object) -> dict[str, Any]:
    """A whole document as its table of fields; the fields themselves are checked later, all at once.

    Raises
    ------
    GraphQLError: it is no table, or holds what no document can
    """
    if not isinstance(value, Mapping):
        raise _refused("a document: an object of fields", value)
    _check(value)
    return dict(value)


def finite(value: float) -> float | None:
    """A number that JSON can hold; null for others."""
    return value if math.isfinite(value) else None


def _check(value: object) -> None:
    """Refuse what no document needs and what would take long to find the closest legal names for."""
    text = 0
    for number, (depth, item) in enumerate(_values(value, 0)):
        text += len(item) if isinstance(item, str) else 0
        if number >= MOST_VALUES or depth > DEEPEST or text > MOST_TEXT:
            most = f"at most {MOST_VALUES} values, nested at most {DEEPEST} deep, with {MOST_TEXT} characters of text"
            raise GraphQLError(f"expected {most}; found more")
        if isinstance(item, float) and not math.isfinite(item):
            raise _refused("a finite number", item)
        if isinstance(item, Mapping) and (len(item) > WIDEST or any(len(name) > LONGEST_NAME for name in item)):
            raise _refused(f"at most {WIDEST} names in a table, each of at most {LONGEST_NAME} characters", item)


def _values(value: object, depth: int) -> Iterator[tuple[int, object]]:
    """A value and everything inside it, each with its depth; nothing below one level too many."""
    yield depth, value
    if isinstance(value, Mapping | list) and depth <= DEEPEST:
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _values(item, depth + 1)


def _refused(expected: str, found: object) -> GraphQLError:
    return GraphQLError(f"expected {expected}; found {shown(found)}")


def _no_input(name: str) -> Callable[[object], object]:
    def refuse(_: object) -> object:
        raise GraphQLError(f"{name} is only ever an answer")

    return refuse


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    Seed: strawberry.scalar(
        name="Seed",
        description="An unsigned 64-bit number that fixes all luck of a run. Answered as text, because it does not fit "
        "GraphQL's Int or JavaScript's numbers; asked for as text of digits or as a whole number.",
        serialize=write_seed,
        parse_value=read_seed,
    ),
    FloatSeries: strawberry.scalar(
        name="FloatSeries",
        description="One column of numbers as a JSON array; null where a number is not defined.",
        specified_by_url=JSON_TEXT,
        serialize=write_floats,
        parse_value=_no_input("FloatSeries"),
    ),
    IntSeries: strawberry.scalar(
        name="IntSeries",
        description="One column of whole numbers as a JSON array; they may be larger than GraphQL's Int.",
        specified_by_url=JSON_TEXT,
        serialize=write_whole_numbers,
        parse_value=_no_input("IntSeries"),
    ),
    DocumentValue: strawberry.scalar(
        name="DocumentValue",
        description="The value of one field as a world or policy document writes it: a number, text, true or false, a "
        'list, or an object such as {"posted_share": 0.85}. The text "none" leaves an optional field open.',
        specified_by_url=JSON_TEXT,
        parse_value=read_value,
    ),
    PolicyDocument: strawberry.scalar(
        name="PolicyDocument",
        description="A policy as a JSON object of its fields, as the JSON Schema of `handoff schema policy` describes "
        "it. Answered whole; asked for whole or in part, the rest then has its defaults.",
        specified_by_url=JSON_SCHEMA,
        serialize=dict,
        parse_value=read_table,
    ),
    WorldDocument: strawberry.scalar(
        name="WorldDocument",
        description="A world as a JSON object of its fields, as the JSON Schema of `handoff schema world` describes "
        "it. Answered whole; asked for whole or in part, the rest then has its defaults.",
        specified_by_url=JSON_SCHEMA,
        serialize=dict,
        parse_value=read_table,
    ),
    QuestionDocument: strawberry.scalar(
        name="QuestionDocument",
        description="A question as a JSON object of the keys of its file: title, question, policy, factors, metrics, "
        "full, quick and the others.",
        specified_by_url=JSON_TEXT,
        serialize=dict,
        parse_value=read_table,
    ),
    PlotlyFigure: strawberry.scalar(
        name="PlotlyFigure",
        description="A picture as plotly's JSON, data and layout, as Plotly.newPlot and plotly.io.from_json take it.",
        specified_by_url=PLOTLY,
        serialize=dict,
        parse_value=_no_input("PlotlyFigure"),
    ),
}
