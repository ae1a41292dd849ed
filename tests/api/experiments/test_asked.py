"""What was asked is all that is needed to ask the same again: over GraphQL, or as a script of Python."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.api.experiments.small_experiment import operation

Ask = Callable[..., Any]
Document = dict[str, Any]
DIRECTORY = {"name": "directory"}
DERIVED = {
    "base": "directory",
    "changes": [{"path": "payout.take", "value": 0.1}, {"path": "payout.price_rule.nash", "value": 0.4}],
    "name": "dearer",
    "title": 'A "dearer" list',
}
SAVED = {"base": "enforceable_trust", "changes": [{"path": "governance.default_split.buyer", "value": 0}]}
WRITTEN = {"name": "written", "payout": {"take": 0.02}, "lane": {"processes": ["mill"]}}
WORLD = {"derived": {"base": "workshop", "changes": [{"path": "demand.level", "value": 0.9}], "name": "busier"}}
SAVE = """mutation ($policy: PolicyInput!) {
  savePolicy(input: {name: "mine", policy: $policy}) { __typename ... on SavedPolicy { policy { ref } } } }"""
START = """mutation ($input: ComparisonInput!) {
  startComparison(input: $input) { ... on Asked { experiment { id } } ... on Refusal { message } } }"""
OUTCOME = "query ($id: ID!) { experiment(id: $id) { resultHash python policies { name ref base title } } }"
CANCEL = "mutation ($id: ID!) { cancelExperiment(id: $id) { __typename } }"


def finished(ask: Ask, watch: Callable[[str], Any], wanted: Document) -> str:
    started = ask(START, input=wanted)["startComparison"]
    assert "experiment" in started, started
    watch(started["experiment"]["id"])
    return str(started["experiment"]["id"])


@pytest.fixture(scope="module")
def first(ask: Ask, watch: Callable[[str], Any]) -> str:
    """An experiment with a policy of every kind, and options that are not the usual ones."""
    assert ask(SAVE, policy={"derived": SAVED})["savePolicy"]["policy"]["ref"] == "mine@1"
    wanted = {
        "world": WORLD,
        "policies": [DIRECTORY, {"derived": DERIVED}, {"name": "mine"}, {"document": WRITTEN}],
        "pairs": 2,
        "weeks": 40,
        "seed": "18446744073709551615",
        "metrics": ["S1", "S3"],
        "smallestEffects": [{"metric": "S1", "effect": 12.5}],
        "unilateral": False,
        "title": "Four kinds",
    }
    return finished(ask, watch, wanted)


def again(cited: Document) -> Document:
    """The input that gives a cited world or policy once more."""
    if cited["ref"]:
        return {"name": cited["ref"]}
    if cited["base"]:
        return {"derived": {key: cited[key] for key in ("base", "changes", "name")}}
    return {"document": cited["document"]}


def test_the_input_is_rebuilt_from_the_answer_and_gives_the_same_result(
    ask: Ask, watch: Callable[[str], Any], first: str
) -> None:
    asked = ask(operation("ExperimentAsked"), id=first)["experiment"]
    wanted = {
        **asked["options"],
        "world": again(asked["world"]),
        "baseline": again(asked["baseline"]),
        "policies": [again(each) for each in asked["policies"]],
        "seed": asked["seed"],
    }
    assert [next(iter(each)) for each in wanted["policies"]] == ["name", "derived", "name", "document"]
    assert wanted["policies"][2] == {"name": "mine@1"}
    second = finished(ask, watch, wanted)
    one, other = ask(OUTCOME, id=first)["experiment"], ask(OUTCOME, id=second)["experiment"]
    assert one["resultHash"] == other["resultHash"] is not None
    once_more = ask(operation("ExperimentAsked"), id=second)["experiment"]
    assert once_more["options"] == asked["options"]


def test_where_a_policy_came_from_is_told(ask: Ask, first: str) -> None:
    catalogued, derived, saved, written = ask(OUTCOME, id=first)["experiment"]["policies"]
    assert (catalogued["ref"], catalogued["base"]) == ("directory", None)
    assert derived == {"name": "dearer", "ref": None, "base": "directory", "title": 'A "dearer" list'}
    assert (saved["name"], saved["ref"], saved["base"]) == ("mine", "mine@1", None)
    assert (written["name"], written["ref"], written["base"]) == ("written", None, None)


@pytest.mark.slow
def test_the_script_ends_in_the_same_hash_in_a_fresh_interpreter(ask: Ask, first: str, tmp_path: Path) -> None:
    found = ask(OUTCOME, id=first)["experiment"]
    file = tmp_path / "again.py"
    file.write_text(found["python"], encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = subprocess.run(
        [sys.executable, str(file)], capture_output=True, text=True, timeout=300, env=environment, cwd=tmp_path
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == found["resultHash"]
    assert f'assert found.result_hash == "{found["resultHash"]}"' in found["python"]


def test_the_script_of_an_experiment_that_was_called_off_expects_no_hash(ask: Ask, desk: Any) -> None:
    """It makes every pair, so it ends in another result than the pairs that were read."""
    wanted = {"world": {"name": "workshop"}, "policies": [DIRECTORY], "pairs": 400, "weeks": 40}
    which = ask(START, input=wanted)["startComparison"]["experiment"]["id"]
    while desk.update_of(desk.record(which)).pairs < 2:
        assert not desk.update_of(desk.record(which)).ended
    ask(CANCEL, id=which)
    found = ask(OUTCOME, id=which)["experiment"]
    assert found["resultHash"] is not None
    assert "assert" not in found["python"]
