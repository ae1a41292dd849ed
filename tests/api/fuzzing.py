"""A property every schema must have: whatever a client asks, nothing unexpected happens."""

from collections.abc import Mapping, Sequence
from typing import Any

import graphql
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from starlette.applications import Starlette
from tests.strategies import policies, worlds

from handoff_api.http import Code

NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
BARE = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(BARE, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6)
SEEDS = st.integers(0, 2**64 - 1).map(str) | st.integers(-1, 2**64) | st.text(max_size=5)


def assert_no_unexpected(
    app: Starlette,
    *,
    path: str = "/graphql",
    examples: int = 50,
    leave_out: Sequence[str] = (),
    only: Mapping[str, Mapping[str, str]] | None = None,
    host: str = "localhost",
) -> None:
    """Ask ``app`` generated operations; no answer may be the masked error or have a status but 200 and 400.

    ``examples`` are asked of each field of Query and Mutation. ``leave_out`` names fields, as ``Query.crash``.
    ``only`` names the fields that are asked, as ``Query.run``, each with arguments that are what they are said to be:
    what is below a field that finds its subject is reached only with an identifier that is one.
    """
    know_scalars()
    schema = schemathesis.graphql.from_asgi(path, app, headers={"host": host})
    for field in leave_out:
        schema = schema.exclude(name=field)
    for operation in (each.ok() for each in schema.get_all_operations()):
        if only is None or operation.label in only:
            _assert_answered(operation, (only or {}).get(operation.label, {}), examples=examples, host=host)


def _assert_answered(operation: Any, known: Mapping[str, str], *, examples: int, host: str) -> None:
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers_as_expected(case: Case) -> None:
        case.body = with_arguments(str(case.body), known) if known else case.body
        response = case.call(headers={"host": host})
        assert response.status_code in (200, 400), (case.body, response.text)
        codes = [error["extensions"]["code"] for error in response.json().get("errors", ())]
        assert Code.INTERNAL_SERVER_ERROR not in codes, (case.body, response.text)

    answers_as_expected()


class _Known(graphql.Visitor):
    """Puts known texts in the place of arguments."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__()
        self._known = known

    def enter_argument(self, node: graphql.ArgumentNode, *_: Any) -> graphql.ArgumentNode | None:
        """The argument with the text that is known for it; None leaves it as it is."""
        value = self._known.get(node.name.value)
        return None if value is None else graphql.ArgumentNode(name=node.name, value=literal(value))


def with_arguments(operation: str, known: Mapping[str, str]) -> str:
    """The operation with these texts in the place of the arguments of these names."""
    return graphql.print_ast(graphql.visit(graphql.parse(operation), _Known(known)))


def know_scalars() -> None:
    """Tell the generator what values the scalars of the schema have."""
    changed = st.tuples(st.dictionaries(NAMES, JSON, max_size=2), st.booleans())
    for name, values in (
        ("Seed", SEEDS),
        ("DocumentValue", JSON),
        ("PolicyDocument", st.tuples(policies(), changed).map(_spoilt)),
        ("WorldDocument", st.tuples(worlds(), changed).map(_spoilt)),
    ):
        schemathesis.graphql.scalar(name, values.map(literal))


def _spoilt(given: tuple[Any, tuple[dict[str, Any], bool]]) -> dict[str, Any]:
    """A document's fields, every other time with some that are not its own."""
    document, (more, is_spoilt) = given
    return dict(document.plain()) | (more if is_spoilt else {})


def literal(value: Any) -> graphql.ValueNode:
    """A JSON value as GraphQL writes it."""
    match value:
        case None:
            return graphql.NullValueNode()
        case bool():
            return graphql.BooleanValueNode(value=value)
        case int():
            return graphql.IntValueNode(value=str(value))
        case float():
            return graphql.FloatValueNode(value=repr(value))
        case str():
            return graphql.StringValueNode(value=value)
        case list() | tuple():
            return graphql.ListValueNode(values=tuple(literal(each) for each in value))
        case _:
            fields = [
                graphql.ObjectFieldNode(name=graphql.NameNode(value=str(name)), value=literal(each))
                for name, each in value.items()
            ]
            return graphql.ObjectValueNode(fields=tuple(fields))
