"""Pages of a list: what is asked is checked where it enters."""

from base64 import b64encode
from typing import Any

import pytest
from tests.api.http.small_service import LIMITS, client_of, small_app


def page(arguments: str) -> Any:
    query = f"{{shops(first:1){{orders{arguments}{{pageInfo{{endCursor hasNextPage}} edges{{cursor}}}}}}}}"
    return client_of(small_app()).post("/graphql", json={"query": query}).json()


def cursor(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "arguments",
    [
        "(first:-1)",
        f"(first:{LIMITS.page + 1})",
        "(last:-1)",
        f"(last:{LIMITS.page + 1})",
        '(after:"nonsense")',
        '(before:"é")',
        '(after:"")'.replace('""', f'"{cursor("other:1")}"'),
        f'(after:"{cursor("arrayconnection:x")}")',
        f'(after:"{cursor("arrayconnection:-7")}")',
        f'(after:"{cursor("arrayconnection:99999999999999999999999")}")',
        f'(before:"{cursor("arrayconnection:-7")}")',
    ],
)
def test_a_page_that_cannot_be_is_refused_in_words(arguments: str) -> None:
    (error,) = page(arguments)["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"].startswith("page: ")


def test_pages_follow_each_other() -> None:
    first = page("(first:100)")["data"]["shops"][0]["orders"]
    assert len(first["edges"]) == 100
    after = first["pageInfo"]["endCursor"]
    last = page(f'(first:100,after:"{after}")')["data"]["shops"][0]["orders"]["edges"]
    assert last[0]["cursor"] == cursor("arrayconnection:100")
    before = page(f'(before:"{cursor("arrayconnection:220")}")')["data"]["shops"][0]["orders"]["edges"]
    assert [before[0]["cursor"], before[-1]["cursor"]] == [cursor(f"arrayconnection:{n}") for n in (120, 219)]
    assert page("(first:0)")["data"]["shops"][0]["orders"]["edges"] == []
