"""An experiment over GraphQL: started, watched, read, called off; and everything that is refused, in words."""

from collections.abc import Callable
from typing import Any

from handoff_api.http import unsized_lists
from handoff_api.schema import schema
from handoff_experiments import compare
from handoff_experiments.result_hash import result_hash

Ask = Callable[..., Any]
WEEKS = 60

START = """
mutation Start($input: ComparisonInput!) {
  startComparison(input: $input) {
    __typename
    ... on Asked { experiment { id title progress { status } } }
    ... on Refusal { message }
    ... on InvalidPolicy { problems { path expected found options } }
    ... on InvalidWorld { problems { path options } }
    ... on InvalidComparison { problems { path expected found } }
    ... on TooLarge { askedShopWeeks mostShopWeeks }
  }
}
"""


def comparison(*policies: Any, **more: Any) -> dict[str, Any]:
    named = [{"name": each} if isinstance(each, str) else each for each in policies or ("directory",)]
    return {"world": {"name": "workshop"}, "policies": named, "pairs": 3, "weeks": WEEKS} | more


def started(ask: Ask, wanted: dict[str, Any]) -> str:
    answer = ask(START, input=wanted)["startComparison"]
    assert answer["__typename"] == "Asked", answer
    return str(answer["experiment"]["id"])


def test_a_comparison_over_graphql_equals_compare_number_for_number(ask: Ask, watch: Callable[[str], Any]) -> None:
    wanted = started(ask, comparison("directory", "enforceable_trust", seed="18446744073709551615"))
    last = watch(wanted)[-1]
    found = compare("workshop", ["directory", "enforceable_trust"], pairs=3, weeks=WEEKS, seed=2**64 - 1, workers=1)
    assert last["progress"]["status"] == "FINISHED"
    assert last["experiment"]["resultHash"] == result_hash(found.to_json())
    told = ask(
        "query ($id: ID!) { experiment(id: $id) { seed described { metric } "
        "multiRunFigures { code estimate { value } } "
        "quadrants { policy shops shares { quadrant share { value low } } unilateral { value } } "
        "provenance { seeds worldHash versions { name version } } sentences { audience text } nullCheck { exact } "
        "contrasts { policy metric difference low high verdict bySize { size low } } } }",
        id=wanted,
    )["experiment"]
    document = found.to_json()
    assert told["seed"] == "18446744073709551615"
    assert {each["audience"]: each["text"] for each in told["sentences"]} == document["sentences"]
    assert told["nullCheck"] == {"exact": True}
    assert [each["metric"] for each in told["described"]] == [each["metric"] for each in document["described"]]
    assert [each["estimate"]["value"] for each in told["multiRunFigures"]] == [
        each["value"] for each in document["indices"]
    ]
    whole = [each for each in told["quadrants"] if each["shops"] == "all"]
    assert [each["unilateral"]["value"] for each in whole] == [
        each["unilateral"]["value"] for each in document["quadrants"]
    ]
    assert told["provenance"]["seeds"] == [str(seed) for seed in document["seeds"]]
    assert {each["name"]: each["version"] for each in told["provenance"]["versions"]} == document["versions"]
    assert [(each["difference"], each["low"], each["high"]) for each in told["contrasts"]] == [
        (each["difference"], each["low"], each["high"]) for each in document["contrasts"]
    ]


def test_progress_ends_with_the_verdict(ask: Ask, watch: Callable[[str], Any]) -> None:
    news = watch(started(ask, comparison("enforceable_trust", pairs=4)))
    assert news[-1]["progress"] | {"intervals": []} == {
        "status": "FINISHED", "pairs": 4, "plannedPairs": 4, "intervals": [],
    }  # fmt: skip
    assert {each["metric"] for each in news[-1]["experiment"]["contrasts"]} >= {"S1", "S3"}
    listed = ask("{ experiments(first: 1) { experiments { progress { status pairs done total } } } }")
    assert listed["experiments"]["experiments"][0]["progress"]["pairs"] == 4
    assert [each["experiment"]["resultHash"] for each in news[:-1]] == [None] * (len(news) - 1)


def test_pictures_are_those_of_the_report(ask: Ask, watch: Callable[[str], Any]) -> None:
    wanted = started(ask, comparison())
    watch(wanted)
    read = 'query ($id: ID!) { experiment(id: $id) { figure(name: "forest") { title alt figure } } }'
    drawn = ask(read, id=wanted)["experiment"]["figure"]
    figure = compare("workshop", ["directory"], pairs=3, weeks=WEEKS, workers=1).figure("forest")
    assert (drawn["title"], drawn["alt"]) == (figure.layout.meta["title"], figure.layout.meta["alt"])
    assert len(drawn["figure"]["data"]) == len(figure.data)


def test_what_cannot_be_used_is_named_with_path_and_options(ask: Ask) -> None:
    derived = {"derived": {"base": "directory", "changes": [{"path": "payout.take", "value": 4}]}}
    wrong = ask(START, input=comparison("phone_book", derived))["startComparison"]
    assert wrong["__typename"] == "InvalidPolicy"
    assert [each["path"] for each in wrong["problems"]] == ["policies.1.payout.take"]
    wrong = ask(START, input=comparison() | {"world": {"name": "workshp"}})["startComparison"]
    assert wrong["problems"][0]["options"][0] == "workshop"
    wrong = ask(START, input=comparison(pairs=1, weeks=0))["startComparison"]
    assert [each["path"] for each in wrong["problems"]] == ["pairs", "weeks"]
    wrong = ask(START, input=comparison(metrics=["S99"]))["startComparison"]
    assert (wrong["__typename"], "found S99" in wrong["message"]) == ("InvalidComparison", True)
    wrong = ask(START, input=comparison("directory", "directory"))["startComparison"]
    assert "more than once" in wrong["message"]


def test_a_comparison_beyond_the_budget_is_refused_with_its_size(ask: Ask) -> None:
    wrong = ask(START, input=comparison(pairs=5000))["startComparison"]
    assert wrong["__typename"] == "TooLarge"
    assert wrong["askedShopWeeks"] > wrong["mostShopWeeks"] == 10**6


def test_experiments_are_listed_page_by_page_cancelled_resumed_and_deleted(ask: Ask) -> None:
    wanted = started(ask, comparison(pairs=200, title="A long one"))
    found = ask('{ experiments(text: "long ONE") { total more experiments { id title } } }')["experiments"]
    assert found == {"total": 1, "more": False, "experiments": [{"id": wanted, "title": "A long one"}]}
    change = "... on Asked { experiment { progress { status } } } ... on Refusal { message }"
    call = f"mutation ($id: ID!) {{ done: %s(id: $id) {{ __typename {change} }} }}"
    called_off = ask(call % "cancelExperiment", id=wanted)["done"]
    assert called_off["experiment"]["progress"]["status"] == "CANCELLED"
    assert ask(call % "resumeExperiment", id=wanted)["done"]["__typename"] == "Asked"
    assert ask(call % "resumeExperiment", id=wanted)["done"]["__typename"] == "NotPossibleNow"
    gone = "mutation ($id: ID!) { done: deleteExperiment(id: $id) { __typename ... on Refusal { message } } }"
    assert ask(gone, id=wanted)["done"]["__typename"] == "Deleted"
    assert ask(gone, id=wanted)["done"]["__typename"] == "UnknownExperiment"
    assert ask("query ($id: ID!) { experiment(id: $id) { id } }", id=wanted) == {"experiment": None}


def test_every_list_of_the_schema_has_a_declared_size() -> None:
    assert unsized_lists(schema()) == []
