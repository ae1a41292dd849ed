"""An experiment is given another title, and whoever watches hears of it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from tests.api.experiments.conftest import Operation
from tests.api.experiments.small_experiment import operation

from handoff_api.schema import schema
from handoff_experiments.service import Desk

Ask = Callable[..., Any]
RENAME = """mutation ($id: ID!, $title: String!) {
  renameExperiment(id: $id, title: $title) {
    __typename
    ... on Asked { experiment { id title } }
    ... on Refusal { message }
    ... on InvalidTitle { problem { path found } }
  }
}"""
FIND = "query ($text: String!) { experiments(text: $text) { experiments { id } } }"


def rename(ask: Ask, which: str, title: str) -> Any:
    return ask(RENAME, id=which, title=title)["renameExperiment"]


def test_a_title_is_changed_and_the_list_finds_it(ask: Ask, experiment: str) -> None:
    done = rename(ask, experiment, "  Trust, once more ")
    assert done == {"__typename": "Asked", "experiment": {"id": experiment, "title": "Trust, once more"}}
    for text in ("once TRUST", "rust more", "trust"):
        assert [each["id"] for each in ask(FIND, text=text)["experiments"]["experiments"]] == [experiment]
    assert ask(FIND, text="trust twice")["experiments"]["experiments"] == []


@pytest.mark.parametrize(("title", "found"), [("", "0"), ("   ", "0"), ("x" * 201, "201")])
def test_a_title_that_is_none_or_too_long_is_refused(ask: Ask, experiment: str, title: str, found: str) -> None:
    before = ask("query ($id: ID!) { experiment(id: $id) { title } }", id=experiment)
    refused = rename(ask, experiment, title)
    assert (refused["__typename"], refused["problem"]) == ("InvalidTitle", {"path": "title", "found": found})
    assert refused["message"] == f"title: expected 1 to 200 characters; found {found}"
    assert ask("query ($id: ID!) { experiment(id: $id) { title } }", id=experiment) == before
    assert rename(ask, experiment, "x" * 200)["__typename"] == "Asked"


def test_an_unknown_experiment_is_refused(ask: Ask) -> None:
    refused = rename(ask, "none", "Some title")
    assert refused["__typename"] == "UnknownExperiment"
    assert refused["message"] == "experiment: expected the id of one that is kept; found none"


def test_whoever_watches_all_experiments_hears_the_new_title(desk: Desk, experiment: str) -> None:
    async def first_news() -> Any:
        source: Any = await schema().subscribe(operation("Activity"), context_value=Operation(desk))
        heard = asyncio.ensure_future(anext(source))
        while not desk.broadcast.listeners:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(desk.rename, experiment, "Heard of")
        told = await asyncio.wait_for(heard, 30)
        await source.aclose()
        return told.data["activity"]

    news = asyncio.run(first_news())
    assert (news["experiment"]["title"], news["progress"]["status"]) == ("Heard of", "FINISHED")
