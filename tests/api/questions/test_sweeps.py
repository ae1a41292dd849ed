"""Sweeps over GraphQL: what can be sampled, a sweep from typed inputs to its answer, and what is refused."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.operation import Operation

from handoff_api.schema import schema
from handoff_experiments.service import Desk
from handoff_experiments.store import open_store
from handoff_experiments.sweeps import uncertainties

PATIENCE = 180.0  # seconds
START = """mutation ($sweep: SweepInput!) { startSweep(sweep: $sweep) {
  __typename
  ... on QuestionTaken { asked { id title progress { status total } } }
  ... on Refusal { message }
  ... on InvalidQuestion { problems { path expected found options } }
} }"""
WATCH = """subscription ($id: ID!) { questionProgress(id: $id) {
  progress { status stage done total }
  asked { answer { complete sentences failures tables { title columns { name numbers texts } } figures { alt } } }
} }"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("sweeps") / "handoff.db"
    with open_store(str(path)) as store, Desk(store, workers=1, most_shop_weeks=10**6) as opened:
        yield opened


def executed(desk: Desk, query: str, **variables: Any) -> Any:
    found = asyncio.run(schema().execute(query, variable_values=variables, context_value=Operation(desk)))
    assert found.errors is None, found.errors
    return found.data


def test_what_can_be_sampled_has_ranges_and_sources(desk: Desk) -> None:
    query = "{ uncertainties { name of scale source fields { path low high unit } } }"
    found = executed(desk, query)["uncertainties"]
    assert [each["name"] for each in found] == [each.name for each in uncertainties()]
    assert all(each["source"] and each["fields"] for each in found)


@pytest.mark.slow
def test_a_sweep_is_asked_watched_and_answered(desk: Desk) -> None:
    sweep = {
        "worlds": ["workshop"],
        "policies": ["directory", "frictionless"],
        "uncertainties": ["demand", "caution"],
        "points": 4,
        "replications": 2,
        "weeks": 60,
        "criteria": [{"name": "shops do not lose", "metric": "S1", "atLeast": 0.0}],
    }
    taken = executed(desk, START, sweep=sweep)["startSweep"]
    assert taken["__typename"] == "QuestionTaken", taken

    async def listen() -> list[Any]:
        which = {"id": taken["asked"]["id"]}
        source: Any = await schema().subscribe(WATCH, variable_values=which, context_value=Operation(desk))
        return [result.data["questionProgress"] async for result in source]

    last = asyncio.run(asyncio.wait_for(listen(), PATIENCE))[-1]
    assert last["progress"]["status"] == "FINISHED"
    answer = last["asked"]["answer"]
    assert answer["complete"] and not answer["failures"]
    assert any("is good enough" in sentence for sentence in answer["sentences"])
    titles = [table["title"] for table in answer["tables"]]
    assert "workshop: share of worlds that are good enough" in titles
    assert any((desk.store.runs.files / "sweeps").rglob("runs/00000.parquet"))


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        ({"policies": ["nobody"]}, "arms", "nobody"),
        ({"policies": ["/etc/policy.toml"]}, "arms", "/etc/policy.toml"),
        ({"uncertainties": ["demnad"]}, "uncertainties", "demnad"),
        ({"metrics": ["S99"]}, "metrics", "S99"),
        ({"sampling": "SOBOL", "points": 6}, "full", "power of 2"),
        ({"criteria": [{"name": "none", "metric": "S1"}]}, "criteria", "at_least"),
    ],
)
def test_a_sweep_that_cannot_be_asked_is_refused_in_words(
    desk: Desk, change: dict[str, Any], path: str, said: str
) -> None:
    sweep = {"worlds": ["workshop"], "policies": ["directory"], "uncertainties": ["demand"], "points": 4} | change
    refused = executed(desk, START, sweep=sweep)["startSweep"]
    assert refused["__typename"] == "InvalidQuestion", refused
    problem = refused["problems"][0]
    assert problem["path"].startswith(path)
    assert said in f"{problem['expected']} {problem['found']}"
