"""A schema to ask, over a store of its own."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handoff_api.schema import schema
from handoff_experiments.store import Store, open_store

Ask = Callable[..., Any]


@dataclass
class Operation:
    """The context of an operation, without a server."""

    store: Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "handoff.db"))
    yield opened
    opened.close()


@pytest.fixture
def result(store: Store) -> Ask:
    """Everything an operation answers, errors too."""

    def execute(query: str, **variables: Any) -> Any:
        context = Operation(store=store)
        return asyncio.run(schema().execute(query, variable_values=variables, context_value=context))

    return execute


@pytest.fixture
def ask(result: Ask) -> Ask:
    """The data of an operation that has no errors."""

    def execute(query: str, **variables: Any) -> Any:
        answer = result(query, **variables)
        assert answer.errors is None, answer.errors
        return answer.data

    return execute
