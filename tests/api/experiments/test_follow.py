"""Following over GraphQL: the sentences and numbers of ``handoff follow --json``, each in a field of its own."""

from typing import Any

import pytest
from tests.api.experiments.small_experiment import Ask, as_schema, operation

from handoff_experiments.recording import follow_job, telling_jobs
from handoff_scenarios.catalogue import policy, world

Document = dict[str, Any]
BOTH = ["phone_book", "enforceable_trust"]
WEEKS = 100  # enough for the two lives of a job to differ


@pytest.fixture(scope="module")
def weeks() -> int:
    """Weeks of the small experiment."""
    return WEEKS


@pytest.fixture(scope="module")
def ranking(run: Document) -> Document:
    """The jobs that tell most, as on the command line."""
    return telling_jobs(world("workshop"), *map(policy, BOTH), seed=int(run["seed"]), weeks=WEEKS)


@pytest.fixture(scope="module")
def document(run: Document, ranking: Document) -> Document:
    """What the command line says of the most telling job, in words too, with pictures."""
    job = ranking["telling"][0]["job"]
    return follow_job(world("workshop"), *map(policy, BOTH), seed=int(run["seed"]), weeks=WEEKS, job=job)


@pytest.fixture(scope="module")
def told(ask: Ask, experiment: str, document: Document) -> Document:
    """The same over GraphQL."""
    found = ask(operation("FollowJob"), id=experiment, policy="enforceable_trust", job=document["job"])
    return dict(found["experiment"]["follow"])


def test_telling_jobs_are_those_of_the_command_line(
    ask: Ask, experiment: str, run: Document, ranking: Document
) -> None:
    found = ask(operation("TellingJobs"), id=experiment, policy="enforceable_trust")["experiment"]["tellingJobs"]
    assert (found["seed"], found["weeks"], found["policies"]) == (run["seed"], WEEKS, BOTH)
    assert (found["jobs"], found["differing"]) == (ranking["jobs"], ranking["differing"])
    assert len(found["telling"]) == 12
    for typed, row in zip(found["telling"], ranking["telling"], strict=True):
        assert [each["code"] for each in typed["reasons"]] == row["reasons"]
        assert [each["text"] for each in typed["reasons"]] == row["why"]
        assert (typed["rank"], typed["job"], typed["week"]) == (row["rank"], row["job"], row["week"])
        assert (typed["points"], typed["movedCents"]) == (row["points"], row["moved_cents"])


def test_a_job_is_followed_number_for_number_as_on_the_command_line(
    told: Document, document: Document, run: Document
) -> None:
    assert (told["job"], told["seed"], told["weeks"]) == (document["job"], run["seed"], WEEKS)
    assert (told["policies"], told["how"]) == (BOTH, document["cause"]["how"])
    first = document["first"]
    assert (told["first"]["week"], told["first"]["subject"]) == (first["week"], first["subject"])
    for side in ("before", "after"):
        typed, event = told["first"][side], first[side]
        assert typed == (event and {name: event[name] or None for name in typed} | {"cents": event["cents"]})
    by_name = {party["party"]: party for party in document["moved"]}
    single = [row for row in told["parties"] if row["who"] in by_name]
    assert len(single) > 2
    for row in single:
        party = by_name[row["who"]]
        assert (row["beforeCents"], row["afterCents"]) == (party["before_cents"], party["after_cents"])
    assert sum(row["differenceCents"] for row in told["parties"]) == 0


def test_the_words_are_those_of_the_page(told: Document, document: Document) -> None:
    same: Document = as_schema(document["told"])
    assert {name: told[name] for name in same} == same
    assert same["headline"] and same["parting"] and same["cause"] and same["steps"]
    assert told["pictures"] == document["figures"]
    assert [picture["name"] for picture in told["pictures"]] == ["paths", "ties"]


def test_a_shop_that_lost_money_is_told_what_on(told: Document, ranking: Document) -> None:
    assert "prime lost after" in ranking["telling"][0]["reasons"]
    loss = told["losses"][0]
    assert (loss["policy"], loss["title"]) == ("enforceable_trust", f"Why {loss['shop']} lost money under {BOTH[1]}")
    assert sum(item["cents"] for item in loss["items"]) == loss["earnedCents"] < 0
    assert loss["because"] and loss["elsewhere"].startswith("Under phone_book")


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"policy": "enforcable_trust"}, "policy: expected one of enforceable_trust; found enforcable_trust"),
        ({"position": 2}, "position: expected 0 to 1; found 2"),
        ({"position": -1}, "position: expected 0 to 1; found -1"),
    ],
)
def test_a_question_about_nothing_is_refused_in_words(
    answer: Ask, experiment: str, variables: Document, words: str
) -> None:
    asked = {"id": experiment, "policy": "enforceable_trust"} | variables
    for found in (answer(operation("TellingJobs"), **asked), answer(operation("FollowJob"), **asked, job="1")):
        assert found.errors[0].extensions["code"] == "BAD_USER_INPUT"
        assert found.errors[0].message == words


def test_an_unknown_job_is_refused_with_jobs_worth_following(answer: Ask, experiment: str, ranking: Document) -> None:
    asked = {"id": experiment, "policy": "enforceable_trust", "job": "ffff-ffff-ffff"}
    found = answer(operation("FollowJob"), **asked)
    assert found.errors[0].extensions["code"] == "BAD_USER_INPUT"
    assert all(row["job"] in found.errors[0].message for row in ranking["telling"][:3])


def test_living_through_two_runs_is_paid_for(answer: Ask) -> None:
    for name, more in (("TellingJobs", {}), ("FollowJob", {"job": "1"})):
        found = answer(operation(name), id="none", policy="enforceable_trust", **more)
        assert found.errors is None and 1001 < found.extensions["cost"]["requested"] < 2000
