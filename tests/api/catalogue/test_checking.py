"""Documents are checked as a whole, every problem told at once, and nothing is read from files."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLError
from strawberry import Some

from handoff_api.catalogue.inputs import MOST_CHANGES, Derivation, FieldChange, PolicyInput, resolve_policy
from handoff_api.scalars import DocumentValue
from handoff_experiments.store import Store
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, as_lived, plain_diff, set_paths

CHECK = """
query ($input: PolicyInput!) { checkPolicy(input: $input) {
  ok ref contentHash document problems { path expected found options } statedChanges { path value default } } }
"""
CHECK_WORLD = """
query ($input: WorldInput!) { checkWorld(input: $input) { ok ref contentHash document problems { path found } } }
"""
DIFF = """
query ($a: PolicyInput!, $b: PolicyInput!, $lived: Boolean! = true) {
  diffPolicies(a: $a, b: $b, asLived: $lived) { path before after sentence question { id } } }
"""


@pytest.mark.parametrize("name", catalogue.policies())
def test_a_policy_of_the_catalogue_comes_back_through_its_document(ask: Any, name: str) -> None:
    document = ask("query ($name: String!) { policy(name: $name) { document contentHash } }", name=name)["policy"]
    checked = ask(CHECK, input={"document": json.loads(json.dumps(document["document"]))})["checkPolicy"]
    assert checked["ok"], checked["problems"]
    assert checked["contentHash"] == document["contentHash"] == catalogue.policy(name).content_hash
    assert checked["document"] == document["document"]
    assert checked["ref"] is None


@pytest.mark.parametrize("name", catalogue.worlds())
def test_a_world_of_the_catalogue_comes_back_through_its_document(ask: Any, name: str) -> None:
    document = ask("query ($name: String!) { world(name: $name) { document contentHash } }", name=name)["world"]
    checked = ask(CHECK_WORLD, input={"document": document["document"]})["checkWorld"]
    assert checked["ok"], checked["problems"]
    assert checked["contentHash"] == document["contentHash"]


def test_an_error_says_where_what_was_expected_what_was_found_and_what_is_legal(ask: Any) -> None:
    wrong = {
        "payout": {"take": 4},
        "record": "shared_lokced",
        "recrod": 1,
        "governance": {"default_split": [1, 1, 0, 0]},
    }
    checked = ask(CHECK, input={"document": wrong})["checkPolicy"]
    assert (checked["ok"], checked["document"], checked["contentHash"], checked["statedChanges"]) == (
        False,
        None,
        None,
        [],
    )
    problems = {problem.pop("path"): problem for problem in checked["problems"]}
    assert problems["payout.take"] == {"expected": "a share 0 to 0.40", "found": "4", "options": []}
    assert problems["record"]["found"] == '"shared_lokced"'
    assert problems["record"]["options"][0] == "shared_locked"
    assert problems["recrod"]["options"][0] == "record"
    assert "sum to 1" in problems["governance.default_split"]["expected"]
    assert len(problems) == 4


def test_a_part_of_a_document_is_laid_over_the_defaults(ask: Any) -> None:
    checked = ask(CHECK, input={"document": {"payout": {"take": 0.1}}})["checkPolicy"]
    assert checked["statedChanges"] == [{"path": "payout.take", "value": 0.1, "default": 0.05}]


def test_a_derived_policy_is_its_base_with_the_changes(ask: Any) -> None:
    changes = [
        {"path": "payout.price_rule.nash", "value": 0.5},
        {"path": "governance.liability.rev", "value": [0, 0, 1, 0]},
        {"path": "governance.alpha", "value": "none"},
    ]
    derived = {"base": "enforceable_trust", "changes": changes, "name": "fairer", "title": "Fairer"}
    checked = ask(CHECK, input={"derived": derived})["checkPolicy"]
    values = {change["path"]: change["value"] for change in changes}
    assert checked["contentHash"] == set_paths(catalogue.policy("enforceable_trust"), values).content_hash
    assert (checked["document"]["name"], checked["document"]["title"]) == ("fairer", "Fairer")
    assert checked["document"]["about"] == "Derived from enforceable_trust."


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ([{"path": "payout.tkae", "value": 1}], "payout.tkae"),
        ([{"path": "payout.take", "value": 4}], "payout.take"),
        ([{"path": "payout.take", "value": 0.1}, {"path": "payout.take", "value": 0.2}], "payout.take"),
        ([{"path": "x" * 81, "value": 0.1}], "changes"),
        ([{"path": f"x{number}", "value": 0.1} for number in range(MOST_CHANGES + 1)], "changes"),
    ],
    ids=["unknown field", "out of range", "twice", "endless path", "too many"],
)
def test_changes_that_cannot_be_made_are_told_by_path(ask: Any, changes: list[Any], path: str) -> None:
    checked = ask(CHECK, input={"derived": {"base": "directory", "changes": changes}})["checkPolicy"]
    assert [problem["path"] for problem in checked["problems"]] == [path]


@pytest.mark.parametrize("name", ["direktory", "/etc/passwd", "../x.toml", "directory@1", "x" * 100_000])
def test_an_unknown_name_is_told_with_the_closest_ones(ask: Any, name: str) -> None:
    (problem,) = ask(CHECK, input={"name": name})["checkPolicy"]["problems"]
    assert problem["path"] == "name"
    assert set(problem["options"]) == set(catalogue.policies())
    assert problem["found"].strip('"').startswith(name[:50])
    (of_base,) = ask(CHECK, input={"derived": {"base": name, "changes": []}})["checkPolicy"]["problems"]
    assert of_base == {**problem, "path": "base"}


def test_the_closest_name_comes_first(ask: Any) -> None:
    (problem,) = ask(CHECK, input={"name": "direktory"})["checkPolicy"]["problems"]
    assert problem["options"][0] == "directory"


def test_a_file_is_never_read_over_the_network(ask: Any, tmp_path: Path) -> None:
    """The command line takes a path where a name stands; here the same file is a name that nobody knows."""
    file = tmp_path / "mine.toml"
    file.write_text('base = "directory"\n', encoding="utf-8")
    assert catalogue.policy(file).name == "mine"
    for name in (str(file), f"../{tmp_path.name}/mine.toml", file.as_uri()):
        checked = ask(CHECK, input={"name": name})["checkPolicy"]
        assert [problem["path"] for problem in checked["problems"]] == ["name"]
        assert ".toml" not in checked["problems"][0]["expected"]


def test_a_version_that_was_never_saved_is_told_with_those_that_were(ask: Any, store: Store) -> None:
    for _ in range(2):
        store.documents.save("policy", "mine", catalogue.policy("directory"), base=None, changes={}, note="")
    (problem,) = ask(CHECK, input={"name": "mine@3"})["checkPolicy"]["problems"]
    assert (problem["path"], problem["found"]) == ("name", '"mine@3"')
    assert set(problem["options"]) == {"mine@1", "mine@2"}
    assert ask(CHECK, input={"name": "mine"})["checkPolicy"]["ref"] == "mine@2"
    assert ask(CHECK, input={"name": "mine@1"})["checkPolicy"]["ref"] == "mine@1"


@pytest.mark.parametrize("given", [{}, {"name": "directory", "document": {}}, {"name": None}])
def test_an_input_is_exactly_one_thing(result: Any, given: Any) -> None:
    (error,) = result(CHECK, input=given).errors
    assert "must specify exactly one key" in error.message or "must be non-null" in error.message
    assert isinstance(error.original_error or error, GraphQLError)  # so that no server hides it


def test_an_input_leads_to_one_document_with_its_origin(store: Store) -> None:
    """What a comparison gets from a client."""
    derived = Derivation(base="directory", changes=[FieldChange(path="payout.take", value=DocumentValue(0.1))])
    found = resolve_policy(PolicyInput(name=None, document=None, derived=Some(derived)), store)
    assert (found.ref, found.base, found.changes) == (None, "directory", {"payout.take": 0.1})
    assert found.document.name == "directory_derived"
    named = resolve_policy(PolicyInput(name=Some("directory"), document=None, derived=None), store)
    assert (named.ref, named.document) == ("directory", catalogue.policy("directory"))
    with pytest.raises(DocumentError, match="name: expected one of"):
        resolve_policy(PolicyInput(name=Some("nowhere"), document=None, derived=None), store)


@pytest.mark.parametrize("lived", [True, False])
def test_a_difference_reads_as_on_the_command_line(ask: Any, lived: bool) -> None:
    a, b = catalogue.policy("phone_book"), catalogue.policy("enforceable_trust")
    changes = ask(DIFF, a={"name": a.name}, b={"name": b.name}, lived=lived)["diffPolicies"]
    expected = plain_diff(*(as_lived(a, b) if lived else (a, b)))
    assert [(change["path"], change["sentence"]) for change in changes] == [(c.path, c.sentence) for c in expected]
    assert [change["after"] for change in changes] == json.loads(json.dumps([c.after for c in expected]))
    assert {change["question"]["id"] for change in changes if change["question"]} >= {"Q1", "Q6"}


def test_a_document_differs_from_itself_in_nothing(ask: Any) -> None:
    same = {"name": "directory"}
    assert ask(DIFF, a=same, b={"document": catalogue.policy("directory").plain()}) == {"diffPolicies": []}


def test_worlds_are_compared_too(ask: Any) -> None:
    query = (
        "query ($a: WorldInput!, $b: WorldInput!) { diffWorlds(a: $a, b: $b) { path before after question { id } } }"
    )
    changed = {"derived": {"base": "default", "changes": [{"path": "population.shops", "value": 12}]}}
    assert ask(query, a={"name": "default"}, b=changed)["diffWorlds"] == [
        {"path": "population.shops", "before": 60, "after": 12, "question": None}
    ]


def test_a_comparison_of_what_cannot_be_used_says_which_and_why(result: Any) -> None:
    (error,) = result(DIFF, a={"name": "directory"}, b={"document": {"payout": {"take": 4}}}).errors
    assert error.message == "b: payout.take: expected a share 0 to 0.40; found 4"
    assert error.extensions["code"] == "INVALID_DOCUMENT"
    assert error.extensions["argument"] == "b"
    assert error.extensions["problems"] == [
        {"path": "payout.take", "expected": "a share 0 to 0.40", "found": "4", "options": []}
    ]


@pytest.mark.parametrize(
    "document",
    [
        {group: {f"{group}_{row:060d}": 1 for row in range(200)} for group in ("payout", "entry", "routing")},
        {"lane": {"buyers": ["disciplined average shopper " * 1000 + str(row) for row in range(3)]}},
        {"lane": {"buyers": [f"disciplined average {row}" for row in range(4000)]}},
    ],
    ids=["unknown fields", "long words", "many words"],
)
def test_a_document_made_to_keep_the_server_busy_is_soon_refused(ask: Any, document: Any) -> None:
    """The closest legal names are looked for with care, and that must not be worth an attack."""
    begun = time.process_time()
    assert not ask(CHECK, input={"document": document})["checkPolicy"]["ok"]
    assert time.process_time() - begun < 2
