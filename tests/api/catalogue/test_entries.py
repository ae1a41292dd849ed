"""Worlds and policies: the catalogue's and the saved ones in one list."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handoff_api.catalogue.references import POLICY, WORLD, catalogue_entries
from handoff_api.schema import schema
from handoff_experiments.store import Store, StoreError, open_store
from handoff_scenarios import catalogue
from handoff_sim.policy import set_paths

EVERYTHING = """
query ($origin: Origin) {
  policies(origin: $origin) { ...all document }
  worlds(origin: $origin) { ...all document summary { shops buyers regions processes weeks machinesPerShop
    sizeShares { small medium large } blocks { name shops region processes sizeShares { small } } } }
}
fragment all on CatalogueEntry { __typename name ref origin version title about source contentHash base note savedAt
  statedChanges { path value default } changes { path value } versions { ref } }
"""
SAVE = """
mutation ($name: String!, $policy: PolicyInput!, $note: String! = "") {
  savePolicy(input: {name: $name, policy: $policy, note: $note}) {
    __typename ... on SavedPolicy { policy { ref version contentHash base note title changes { path value } } }
    ... on Refusal { message } ... on InvalidPolicy { problems { path expected found options } } }
}
"""


def test_every_catalogue_entry_says_what_its_document_says(ask: Any) -> None:
    data = ask(EVERYTHING)
    assert [entry["name"] for entry in data["policies"]] == list(catalogue.policies())
    assert [entry["name"] for entry in data["worlds"]] == list(catalogue.worlds())
    for entry, find in [
        *((entry, catalogue.policy) for entry in data["policies"]),
        *((entry, catalogue.world) for entry in data["worlds"]),
    ]:
        document = find(entry["name"])
        assert entry["document"] == json.loads(json.dumps(document.plain()))
        assert entry["contentHash"] == document.content_hash
        assert (entry["title"], entry["about"], entry["source"]) == (document.title, document.about, document.source)
        assert (entry["origin"], entry["ref"], entry["version"]) == ("CATALOGUE", entry["name"], None)
        assert (entry["versions"], entry["savedAt"], entry["note"]) == ([], None, "")


@pytest.mark.parametrize("kind", [POLICY, WORLD], ids=lambda kind: kind.word)
def test_stated_changes_lead_from_the_defaults_to_the_document(ask: Any, kind: Any) -> None:
    entries = ask(EVERYTHING)["policies" if kind is POLICY else "worlds"]
    for entry in entries:
        changes = {change["path"]: change["value"] for change in entry["statedChanges"]}
        assert set_paths(kind.document(), changes).content_hash == entry["contentHash"]
        assert all(change["value"] != change["default"] for change in entry["statedChanges"])


def test_the_default_world_states_no_change(ask: Any) -> None:
    assert ask('{ world(name: "default") { statedChanges { path } } }') == {"world": {"statedChanges": []}}


@pytest.mark.parametrize("kind", [POLICY, WORLD], ids=lambda kind: kind.word)
def test_a_catalogue_entry_is_its_bases_with_its_own_changes_over_them(kind: Any) -> None:
    """With one base and nothing below that, base and changes are the whole of it."""
    simple = [found for found in catalogue_entries(kind) if len(found.base) < 2]
    for found in simple:
        base = kind.entry(found.base[0]) if found.base else kind.document()
        assert set_paths(base, found.changes).content_hash == found.document.content_hash
    assert any(found.base for found in catalogue_entries(POLICY))
    assert all(base in kind.names() for found in catalogue_entries(kind) for base in found.base)


def test_a_world_in_a_few_figures(ask: Any) -> None:
    worlds = {world["name"]: world["summary"] for world in ask(EVERYTHING)["worlds"]}
    default = worlds["default"]
    assert (default["shops"], default["buyers"], default["regions"], default["weeks"]) == (60, 30, 2, 156)
    assert default["processes"] == ["mill", "turn", "sheet", "finish"]
    assert default["sizeShares"] == {"small": 0.65, "medium": 0.27, "large": 0.08}
    assert default["machinesPerShop"] == pytest.approx(0.65 * 2.5 + 0.27 * 7 + 0.08 * 18.5)
    assert default["blocks"] == []
    county = worlds["sedgwick_2019"]
    assert sum(block["shops"] for block in county["blocks"]) == county["shops"] == 106
    assert county["blocks"][0]["name"] == "Machine shops"
    small = sum(block["shops"] * block["sizeShares"]["small"] for block in county["blocks"]) / 106
    assert county["sizeShares"]["small"] == pytest.approx(small)


def test_a_saved_policy_stands_in_the_list_after_the_catalogue(ask: Any) -> None:
    derived = {"base": "directory", "changes": [{"path": "payout.take", "value": 0.1}]}
    saved = ask(SAVE, name="mine", policy={"derived": derived}, note="a dearer directory")["savePolicy"]["policy"]
    assert saved == {
        "ref": "mine@1",
        "version": 1,
        "contentHash": set_paths(catalogue.policy("directory"), {"payout.take": 0.1}).content_hash,
        "base": ["directory"],
        "note": "a dearer directory",
        "title": f"{catalogue.policy('directory').title}, changed",
        "changes": [{"path": "payout.take", "value": 0.1}],
    }
    names = [(entry["name"], entry["origin"]) for entry in ask(EVERYTHING)["policies"]]
    assert names == [*((name, "CATALOGUE") for name in catalogue.policies()), ("mine", "SAVED")]
    assert [entry["ref"] for entry in ask(EVERYTHING, origin="SAVED")["policies"]] == ["mine@1"]
    assert len(ask(EVERYTHING, origin="CATALOGUE")["policies"]) == len(catalogue.policies())


def test_saving_again_makes_the_next_version_and_the_earlier_one_stays(ask: Any) -> None:
    first = ask(SAVE, name="mine", policy={"document": {"payout": {"take": 0.1}}})["savePolicy"]["policy"]
    further = {"base": "mine", "changes": [{"path": "record", "value": "fresh_quote"}]}
    second = ask(SAVE, name="mine", policy={"derived": further})["savePolicy"]["policy"]
    assert (second["ref"], second["base"]) == ("mine@2", ["mine@1"])
    query = (
        "query ($name: String!) { policy(name: $name) { ref name contentHash document versions { ref base savedAt } } }"
    )
    latest, old = ask(query, name="mine")["policy"], ask(query, name="mine@1")["policy"]
    assert (latest["ref"], latest["contentHash"]) == ("mine@2", second["contentHash"])
    assert (old["ref"], old["contentHash"]) == ("mine@1", first["contentHash"])
    assert (latest["document"]["record"], old["document"]["record"]) == ("fresh_quote", "shared_locked")
    assert latest["document"]["payout"]["take"] == 0.1
    assert latest["document"]["name"] == latest["name"] == "mine"
    assert [version["ref"] for version in latest["versions"]] == ["mine@2", "mine@1"]
    assert [version["base"] for version in old["versions"]] == ["mine@1", None]


def test_a_copy_under_a_new_name_remembers_where_it_is_from(ask: Any) -> None:
    saved = ask(SAVE, name="copy", policy={"name": "directory"})["savePolicy"]["policy"]
    assert (saved["base"], saved["changes"]) == (["directory"], [])
    assert saved["contentHash"] == catalogue.policy("directory").content_hash


def test_a_world_is_saved_like_a_policy(ask: Any) -> None:
    save = """mutation ($world: WorldInput!) { saveWorld(input: {name: "town", world: $world}) {
      ... on SavedWorld { world { ref document summary { shops } } } ... on InvalidWorld { problems { path } } } }"""
    small = {"base": "default", "changes": [{"path": "population.shops", "value": 12}], "title": "A town"}
    saved = ask(save, world={"derived": small})["saveWorld"]["world"]
    assert (saved["ref"], saved["summary"]) == ("town@1", {"shops": 12})
    assert ask('{ world(name: "town") { title } }') == {"world": {"title": "A town"}}
    wrong = ask(save, world={"document": {"population": {"shops": 0}}})["saveWorld"]
    assert wrong == {"problems": [{"path": "population.shops"}]}
    assert ask('{ world(name: "town@2") { ref } policy(name: "town") { ref } }') == {"world": None, "policy": None}


def test_nothing_is_saved_when_anything_is_wrong(ask: Any) -> None:
    refused = ask(SAVE, name="mine", policy={"document": {"payout": {"take": 4}, "recrod": 1}})["savePolicy"]
    assert refused["__typename"] == "InvalidPolicy"
    assert {problem["path"] for problem in refused["problems"]} == {"payout.take", "recrod"}
    assert "payout.take: expected a share 0 to 0.40; found 4" in refused["message"]
    assert ask("{ policies(origin: SAVED) { name } }") == {"policies": []}


@pytest.mark.parametrize("name", ["", "mine@3", "../mine", "a b", "a" * 65, "_x", "größe", "mine\n", "directory"])
def test_a_name_that_could_not_be_referred_to_is_not_saved_under(ask: Any, name: str) -> None:
    refused = ask(SAVE, name=name, policy={"name": "directory"})["savePolicy"]
    assert [problem["path"] for problem in refused["problems"]] == ["name"]
    assert ask("{ policies(origin: SAVED) { name } }") == {"policies": []}


def test_what_the_store_cannot_do_is_an_answer(ask: Any, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise StoreError("the disk is full")

    monkeypatch.setattr(type(store.documents), "save", full)
    refused = ask(SAVE, name="mine", policy={"name": "directory"})["savePolicy"]
    assert refused == {"__typename": "StoreProblem", "message": "the disk is full"}


def test_a_store_for_reading_only_saves_nothing(ask: Any, tmp_path: Path) -> None:
    """Everything else can still be asked of it."""
    ask(SAVE, name="mine", policy={"name": "directory"})
    with open_store(str(tmp_path / "handoff.db"), read_only=True) as reader:
        context = SimpleNamespace(store=reader)
        variables = {"name": "mine", "policy": {"name": "mine"}}
        refused = asyncio.run(schema().execute(SAVE, variable_values=variables, context_value=context))
        found = asyncio.run(schema().execute('{ policy(name: "mine") { ref } }', context_value=context))
    assert refused.data is not None
    assert refused.data["savePolicy"]["__typename"] == "StoreProblem"
    assert found.data == {"policy": {"ref": "mine@1"}}


def test_a_store_that_cannot_be_read_is_an_error_in_words(
    result: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> object:
        raise StoreError("the database is locked")

    monkeypatch.setattr(type(store.documents), "names", unreachable)
    (error,) = result("{ policies { name } }").errors
    assert error.message == "the database is locked"
    assert error.extensions == {"code": "STORE_PROBLEM"}
    assert result("{ policies(origin: CATALOGUE) { name } }").errors is None


def make_unreadable(path: Path, name: str, *, version: int) -> None:
    """Have a saved version be one of a program with other fields."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER saved_versions_refuse_update")
        connection.execute(
            "INSERT INTO documents SELECT 'other', kind, content_hash, replace(body, '\"payout\"', '\"payback\"'), "
            "put_at FROM documents LIMIT 1"
        )
        connection.execute(
            "UPDATE saved_versions SET document_id = 'other' WHERE name = ? AND version = ?", (name, version)
        )


def test_a_saved_policy_that_cannot_be_read_hides_no_other(ask: Any, result: Any, tmp_path: Path) -> None:
    for name in ("mine", "mine", "yours"):
        ask(SAVE, name=name, policy={"name": "directory"})
    make_unreadable(tmp_path / "handoff.db", "mine", version=2)
    names = [entry["name"] for entry in ask(EVERYTHING)["policies"]]
    assert names == [*catalogue.policies(), "yours"]
    found = ask("""{ unreadableWorlds { name } unreadablePolicies { name reason versions { ref unreadable } } }""")
    (mine,) = found["unreadablePolicies"]
    assert (found["unreadableWorlds"], mine["name"]) == ([], "mine")
    assert "payback" in mine["reason"]
    versions = [{"ref": "mine@2", "unreadable": mine["reason"]}, {"ref": "mine@1", "unreadable": None}]
    assert mine["versions"] == versions
    assert ask('{ policy(name: "mine@1") { ref versions { ref unreadable } } }')["policy"]["versions"] == versions
    assert ask('{ policy(name: "nowhere") { name } }') == {"policy": None}


def test_using_a_policy_that_cannot_be_read_says_what_is_wrong_in_it(ask: Any, result: Any, tmp_path: Path) -> None:
    for _ in range(2):
        ask(SAVE, name="mine", policy={"name": "directory"})
    make_unreadable(tmp_path / "handoff.db", "mine", version=2)
    (error,) = result('{ policy(name: "mine") { ref } }').errors
    assert error.extensions["code"] == "INVALID_DOCUMENT"
    assert "payback" in error.message
    check = "query ($input: PolicyInput!) { checkPolicy(input: $input) { ok problems { path } } }"
    derived = {"base": "mine", "changes": [{"path": "payout.take", "value": 0.1}]}
    for policy in ({"name": "mine"}, {"name": "mine@2"}, {"derived": derived}):
        found = ask(check, input=policy)["checkPolicy"]
        assert (found["ok"], found["problems"]) == (False, [{"path": "payback"}])
    assert ask(check, input={"name": "mine@1"})["checkPolicy"]["ok"]
    assert ask(SAVE, name="mine", policy={"name": "mine@1"})["savePolicy"]["policy"]["ref"] == "mine@3"


@pytest.mark.parametrize("name", ["nowhere", "directory@1", "/etc/passwd", "../x.toml", "directory.toml", "mine@0", ""])
def test_there_is_no_document_of_a_name_nobody_gave(ask: Any, name: str) -> None:
    query = "query ($name: String!) { policy(name: $name) { name } world(name: $name) { name } }"
    assert ask(query, name=name) == {"policy": None, "world": None}
