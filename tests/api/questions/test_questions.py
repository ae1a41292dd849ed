"""Questions over GraphQL: listed, asked, watched, answered, called off; and what is refused, in words."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.api.operation import Operation

from handoff_api.http import unsized_lists
from handoff_api.schema import schema
from handoff_experiments.questions import ask as answer_of
from handoff_experiments.questions import question, questions
from handoff_experiments.result_hash import result_hash
from handoff_experiments.service import Desk
from handoff_experiments.service.asked import from_toml
from handoff_experiments.store import open_store
from handoff_web.exports import export_routes

Ask = Callable[..., Any]
PATIENCE = 120.0  # seconds
TOML = """
title = "How much may the network keep?"
question = "What does the take do to shops?"
source = "made up"
policy = "enforceable_trust"
metrics = ["S1", "N9"]
would_change_it = "Another market."

[expected]
text = "The more it keeps, the less they earn."
source = "a guess"

[[factors]]
name = "take"
path = "payout.take"
values = [0.0, 0.1]

[full]
pairs = 400
weeks = 30
worlds = ["workshop"]

[quick]
pairs = 2
weeks = 20
worlds = ["workshop", "reach"]
"""
START = """mutation ($question: QuestionInput!, $size: QuestionSize!, $afresh: Boolean! = false) {
  startQuestion(question: $question, size: $size, afresh: $afresh) {
    __typename
    ... on QuestionTaken { asked { id title size askedHash progress { status total } } }
    ... on Refusal { message }
    ... on InvalidQuestion { problems { path expected found options } }
    ... on TooLarge { askedShopWeeks mostShopWeeks }
  } }"""
WATCH = """subscription ($id: ID!) { questionProgress(id: $id) {
  progress { status world worldNumber worlds stage done total secondsLeft }
  asked { resultHash answer { complete sentences } }
} }"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("questions") / "handoff.db"
    with open_store(str(path)) as store, Desk(store, workers=2, most_shop_weeks=3 * 10**6) as opened:
        yield opened


@pytest.fixture(scope="module")
def ask(desk: Desk) -> Ask:
    """The data of an operation that has no errors."""

    def execute(query: str, **variables: Any) -> Any:
        found = asyncio.run(schema().execute(query, variable_values=variables, context_value=Operation(desk)))
        assert found.errors is None, found.errors
        return found.data

    return execute


@pytest.fixture(scope="module")
def watch(desk: Desk) -> Callable[[str], list[Any]]:
    """All news of a question until it ends."""

    async def listen(which: str) -> list[Any]:
        source: Any = await schema().subscribe(WATCH, variable_values={"id": which}, context_value=Operation(desk))
        return [result.data["questionProgress"] async for result in source]

    return lambda which: asyncio.run(asyncio.wait_for(listen(which), PATIENCE))


def started(ask: Ask, size: str = "QUICK", **more: Any) -> Any:
    taken = ask(START, question={"toml": TOML}, size=size, **more)["startQuestion"]
    assert taken["__typename"] == "QuestionTaken", taken
    return taken["asked"]


@pytest.fixture(scope="module")
def finished(ask: Ask, watch: Callable[[str], list[Any]]) -> str:
    """The identifier of a question that was answered."""
    wanted = str(started(ask)["id"])
    watch(wanted)
    return wanted


def test_every_question_says_what_it_varies_expects_and_costs(ask: Ask) -> None:
    found = ask("""{ questions { name number kind baseline policies metrics wouldChangeIt expected { text source }
        factors { name of levels { name sets { path value } } } toml contentHash
        sizes { size worlds pairs combinations runs shopWeeks } } }""")["questions"]
    assert [each["name"] for each in found] == list(questions())
    for row in found:
        asked: Any = question(row["name"])
        assert row["wouldChangeIt"] == asked.would_change_it and row["contentHash"] == asked.content_hash
        expected = asked.expected and {"text": asked.expected.text, "source": asked.expected.source}
        assert row["expected"] == expected
        assert from_toml(f"name = '{row['name']}'\n{row['toml']}").content_hash == asked.content_hash
        quick, full = row["sizes"]
        assert (quick["size"], full["size"]) == ("QUICK", "FULL")
        for size, work in (("quick", quick), ("full", full)):
            planned = asked.plan(size)
            assert (work["runs"], work["shopWeeks"]) == (planned.runs, planned.shop_weeks)
    capture = next(row for row in found if row["name"] == "capture")
    take = next(factor for factor in capture["factors"] if factor["name"] == "take")
    assert take["levels"][1]["sets"] == [{"path": "payout.take", "value": 0.05}]


def test_an_answer_over_graphql_is_that_of_ask(ask: Ask, finished: str) -> None:
    told = ask(
        """query ($id: ID!) { askedQuestion(id: $id) {
          title size resultHash versions { name version } progress { status done total }
          question { name number expected { text } wouldChangeIt toml }
          answer { complete sentences failures method results { name sha256 } hashes { name sha256 }
            combinations(metric: "S1") { world combination levels { factor level } difference low high verdict pairs }
            effects(world: "reach") { world factor level metric effect low high }
            tables { title columns { name numbers texts } } figures { name title alt figure } } } }""",
        id=finished,
    )["askedQuestion"]
    found = answer_of(from_toml(TOML), size="quick", workers=1)
    document = found.to_json()
    answer = told["answer"]
    assert told["resultHash"] == result_hash(document)
    assert told["progress"] == {"status": "FINISHED", "done": 12, "total": 12}
    assert (told["question"]["toml"], told["question"]["wouldChangeIt"]) == (TOML, "Another market.")
    assert (answer["complete"], answer["sentences"]) == (True, document["sentences"])
    assert {each["name"]: each["sha256"] for each in answer["results"]} == document["results"]
    rows = [row for row in document["combinations"] if row["metric"] == "S1"]
    assert [(each["world"], each["difference"], each["low"]) for each in answer["combinations"]] == [
        (row["world"], row["difference"], row["low"]) for row in rows
    ]
    assert answer["combinations"][1]["levels"] == [{"factor": "take", "level": "take 0.1"}]
    assert [each["effect"] for each in answer["effects"]] == [
        row["effect"] for row in document["effects"] if row["world"] == "reach"
    ]
    tables = found.tables()
    assert [table["title"] for table in answer["tables"]] == list(tables)
    for table in answer["tables"]:
        expected = tables[table["title"]]
        assert [column["name"] for column in table["columns"]] == [str(name) for name in expected.columns]
        assert {len(column["numbers"] or column["texts"]) for column in table["columns"]} == {len(expected)}
    assert [each["title"] for each in answer["figures"]] == [figure.layout.meta["title"] for figure in found.figures()]
    one = 'query ($id: ID!) { askedQuestion(id: $id) { answer { figure(name: "picture_2") { title } } } }'
    assert ask(one, id=finished)["askedQuestion"]["answer"]["figure"]["title"] == answer["figures"][1]["title"]


def test_an_answer_can_be_had_as_files(ask: Ask, desk: Desk, finished: str) -> None:
    told = ask("query ($id: ID!) { askedQuestion(id: $id) { resultHash exports { name path } } }", id=finished)
    client = TestClient(Starlette(routes=export_routes(desk)))
    got = {each["name"]: client.get(each["path"]) for each in told["askedQuestion"]["exports"]}
    assert list(got) == ["answer.json", "table_1.csv", "table_2.csv"]
    assert result_hash(got["answer.json"].json()) == told["askedQuestion"]["resultHash"]
    expected = list(answer_of(from_toml(TOML), size="quick", workers=1).tables().values())
    for name, table in zip(("table_1.csv", "table_2.csv"), expected, strict=True):
        assert got[name].text == table.to_csv(index=False)
    assert client.get(f"/questions/{finished}/other.csv").status_code == 404
    assert client.get("/questions/none/answer.json").status_code == 404


def test_progress_goes_world_by_world_and_ends_in_the_answer(ask: Ask, watch: Callable[[str], list[Any]]) -> None:
    news = watch(str(started(ask, afresh=True)["id"]))
    assert {each["progress"]["total"] for each in news} == {12}
    done = [each["progress"]["done"] for each in news]
    assert done == sorted(done)
    assert news[-1]["progress"]["status"] == "FINISHED" and news[-1]["asked"]["answer"]["complete"]
    assert news[-1]["progress"]["worldNumber"] == news[-1]["progress"]["worlds"] == 2


def test_the_same_question_is_the_same_one(ask: Ask, finished: str) -> None:
    again, once_more = started(ask), started(ask)
    assert (again["id"], again["progress"]["status"]) == (once_more["id"], "FINISHED")
    hashes = "query ($id: ID!) { askedQuestion(id: $id) { askedHash } }"
    assert ask(hashes, id=finished)["askedQuestion"]["askedHash"] == again["askedHash"]


def test_one_that_was_asked_is_asked_in_another_size(ask: Ask, finished: str) -> None:
    for size, same in (("QUICK", True), ("FULL", False)):
        taken = ask(START, question={"asked": finished}, size=size)["startQuestion"]["asked"]
        assert (taken["askedHash"] == started(ask)["askedHash"]) is same
    ask("mutation ($id: ID!) { deleteQuestion(id: $id) { __typename } }", id=taken["id"])


def test_questions_and_comparisons_are_not_mixed_up(ask: Ask, finished: str) -> None:
    both = ask("{ experiments { total } askedQuestions { total questions { id size question { name } } } }")
    assert both["experiments"]["total"] == 0
    assert finished in [each["id"] for each in both["askedQuestions"]["questions"]]
    assert ask("query ($id: ID!) { experiment(id: $id) { id } }", id=finished)["experiment"] is None
    for change in ("cancelExperiment(id: $id)", 'renameExperiment(id: $id, title: "x")', "deleteExperiment(id: $id)"):
        refused = ask(f"mutation ($id: ID!) {{ done: {change} {{ __typename }} }}", id=finished)
        assert refused["done"] == {"__typename": "UnknownExperiment"}


def test_called_off_it_can_go_on_and_be_forgotten(ask: Ask) -> None:
    wanted = started(ask, size="FULL")["id"]

    def change(what: str) -> Any:
        done = "... on QuestionTaken { asked { progress { status } } }"
        return ask(
            f"mutation ($id: ID!) {{ done: {what}(id: $id) {{ __typename {done} ... on Refusal {{ message }} }} }}",
            id=wanted,
        )["done"]

    assert change("cancelQuestion")["asked"]["progress"]["status"] == "CANCELLED"
    assert change("resumeQuestion")["asked"]["progress"]["status"] in ("QUEUED", "RUNNING")
    assert change("resumeQuestion")["__typename"] == "NotPossibleNow"
    gone = "mutation ($id: ID!) { deleteQuestion(id: $id) { __typename } }"
    assert ask(gone, id=wanted)["deleteQuestion"] == {"__typename": "QuestionDeleted"}
    assert ask(gone, id=wanted)["deleteQuestion"] == {"__typename": "UnknownQuestion"}
    assert change("cancelQuestion")["message"] == f"question: expected the id of one that is kept; found {wanted}"


@pytest.mark.parametrize(
    ("sent", "path", "option"),
    [
        ({"name": "motivatons"}, "name", "motivations"),
        ({"toml": "title ="}, "toml", None),
        ({"toml": TOML.replace("payout.take", "payout.tke")}, "factors (take 0 and 1 more).payout.tke", "take"),
        ({"toml": TOML.replace('"reach"', '"reech"')}, "quick.worlds", "reach"),
        ({"toml": TOML.replace("pairs = 2", "pears = 2")}, "quick.pears", "pairs"),
        ({"asked": "none"}, "asked", None),
        ({"document": {"title": "x", "quick": {"worlds": ["/etc/passwd"]}}}, "quick.worlds", "workshop"),
    ],
)
def test_a_question_with_faults_is_refused_in_words(ask: Ask, sent: Any, path: str, option: str | None) -> None:
    refused = ask(START, question=sent, size="QUICK")["startQuestion"]
    assert refused["__typename"] == "InvalidQuestion"
    problem = next(each for each in refused["problems"] if each["path"] == path)
    assert option is None or option in problem["options"]
    assert problem["expected"] and problem["found"]


def test_a_question_that_is_too_large_is_refused_with_its_size(ask: Ask) -> None:
    refused = ask(START, question={"name": "payment"}, size="FULL")["startQuestion"]
    planned = question("payment").plan("full").shop_weeks
    assert (refused["__typename"], refused["askedShopWeeks"]) == ("TooLarge", planned)
    assert refused["mostShopWeeks"] == 3e6


def test_lists_of_the_schema_say_how_long_they_are() -> None:
    assert unsized_lists(schema()) == []
