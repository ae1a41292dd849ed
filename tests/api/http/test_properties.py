"""The property that every schema is tested for, on one that has it and on one that has not."""

import pytest
from tests.api.fuzzing import assert_no_unexpected
from tests.api.http.small_service import small_app

CRASHES = "Query.crash"


def test_whatever_is_asked_nothing_unexpected_happens() -> None:
    assert_no_unexpected(small_app(), examples=15, leave_out=[CRASHES])


def test_a_field_that_crashes_is_found() -> None:
    with pytest.raises(AssertionError, match="INTERNAL_SERVER_ERROR"):
        assert_no_unexpected(small_app(), examples=5)
