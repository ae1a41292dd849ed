"""One desk for the tests of experiments over GraphQL, and how to ask it."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.experiments.small_experiment import START, WEEKS
from tests.api.operation import Operation

from handoff_api.schema import schema
from handoff_experiments.service import Desk
from handoff_experiments.store import open_store

PATIENCE = 120.0  # seconds
WATCH = """
subscription Watch($id: ID!) {
  experimentProgress(id: $id) {
    progress { status pairs plannedPairs intervals { policy metric low high } }
    experiment { resultHash contrasts(headline: true) { policy metric verdict } }
  }
}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("service") / "handoff.db"
    with open_store(str(path)) as store, Desk(store, workers=2, most_shop_weeks=10**6) as opened:
        yield opened


@pytest.fixture(scope="module")
def answer(desk: Desk) -> Callable[..., Any]:
    """Everything an operation answers, errors too."""

    def execute(query: str, **variables: Any) -> Any:
        return asyncio.run(schema().execute(query, variable_values=variables, context_value=Operation(desk)))

    return execute


@pytest.fixture(scope="module")
def ask(answer: Callable[..., Any]) -> Callable[..., Any]:
    """The data of an operation that has no errors."""

    def execute(query: str, **variables: Any) -> Any:
        found = answer(query, **variables)
        assert found.errors is None, found.errors
        return found.data

    return execute


@pytest.fixture(scope="module")
def watch(desk: Desk) -> Callable[[str], list[Any]]:
    """All news of an experiment until it ends."""

    async def listen(experiment_id: str) -> list[Any]:
        source: Any = await schema().subscribe(
            WATCH, variable_values={"id": experiment_id}, context_value=Operation(desk)
        )
        return [result.data["experimentProgress"] async for result in source]

    return lambda experiment_id: asyncio.run(asyncio.wait_for(listen(experiment_id), PATIENCE))


@pytest.fixture(scope="module")
def weeks() -> int:
    """Weeks of the small experiment."""
    return WEEKS


@pytest.fixture(scope="module")
def experiment(ask: Callable[..., Any], watch: Callable[[str], Any], weeks: int) -> str:
    """The identifier of a small experiment that has ended."""
    wanted = str(ask(START, weeks=weeks)["startComparison"]["experiment"]["id"])
    watch(wanted)
    return wanted


@pytest.fixture(scope="module")
def run(ask: Callable[..., Any], experiment: str) -> dict[str, Any]:
    """Key and seed of the policy's first run."""
    read = """query ($id: ID!) { experiment(id: $id) { runs(first: 1, role: "arm", policy: "enforceable_trust") {
        edges { node { run { key seed eventsHash } } } } } }"""
    return dict(ask(read, id=experiment)["experiment"]["runs"]["edges"][0]["node"]["run"])
