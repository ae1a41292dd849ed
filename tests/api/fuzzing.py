"""A property every schema must have: whatever a client asks, nothing unexpected happens."""

from collections.abc import Sequence

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from starlette.applications import Starlette

from handoff_api.http import Code


def assert_no_unexpected(
    app: Starlette,
    *,
    path: str = "/graphql",
    examples: int = 50,
    leave_out: Sequence[str] = (),
    host: str = "localhost",
) -> None:
    """Ask ``app`` generated operations; no answer may be the masked error or have a status but 200 and 400.

    ``examples`` are asked of each field of Query and Mutation. ``leave_out`` names fields, as ``Query.crash``.
    """
    schema = schemathesis.graphql.from_asgi(path, app, headers={"host": host})
    for field in leave_out:
        schema = schema.exclude(name=field)
    for operation in schema.get_all_operations():

        @settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def answers_as_expected(case: Case) -> None:
            response = case.call(headers={"host": host})
            assert response.status_code in (200, 400), (case.body, response.text)
            codes = [error["extensions"]["code"] for error in response.json().get("errors", ())]
            assert Code.INTERNAL_SERVER_ERROR not in codes, (case.body, response.text)

        answers_as_expected()
