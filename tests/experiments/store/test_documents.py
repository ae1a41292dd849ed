"""Worlds and policies kept in full, and versions that never change."""

import threading
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from handoff_experiments.store import SavedVersion, Store
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError, set_path

FAIR = set_path(catalogue.policy("enforceable_trust"), "payout.take", 0.07)


def test_a_document_is_kept_in_full_once(store: Store, place: Any) -> None:
    world = catalogue.world("sedgwick_2019")
    ids = {store.documents.put(document) for document in (world, FAIR, FAIR, world.model_copy())}
    assert len(ids) == 2
    assert store.documents.get(store.documents.put(world)) == world
    assert store.documents.get(store.documents.put(FAIR)) == FAIR
    assert store.documents.get("unknown") is None
    assert place.ask("SELECT count(*) FROM documents") == [(2,)]


def test_a_description_makes_another_document_of_the_same_content(store: Store) -> None:
    named = FAIR.model_copy(update={"about": "Für \N{GREEK SMALL LETTER MU}m-Teile \0 \udcff"})
    assert store.documents.put(named) != store.documents.put(FAIR)
    assert store.documents.get(store.documents.put(named)) == named
    found = store.documents.with_content("policy", FAIR.content_hash)
    assert found is not None
    assert found.content_hash == FAIR.content_hash
    assert store.documents.with_content("world", FAIR.content_hash) is None


def test_every_document_of_the_catalogue_comes_back_as_it_was(store: Store) -> None:
    documents = [*map(catalogue.world, catalogue.worlds()), *map(catalogue.policy, catalogue.policies())]
    for document in documents:
        found = store.documents.get(store.documents.put(document))
        assert found == document
        assert found.content_hash == document.content_hash


def test_anything_but_a_document_is_refused(store: Store) -> None:
    with pytest.raises(TypeError, match="expected a world or a policy; found dict"):
        store.documents.put({"name": "mine"})


def test_saving_gives_the_next_version_of_a_name(store: Store) -> None:
    first = store.documents.save("policy", "mine", FAIR, base="enforceable_trust", changes={"payout.take": 0.07})
    changed = set_path(first.document, "payout.take", 0.08)
    second = store.documents.save("policy", "mine", changed, base="mine@1", note="a little more")
    assert (str(first), str(second)) == ("mine@1", "mine@2")
    assert first.document == FAIR.model_copy(update={"name": "mine"})
    assert (first.base, first.changes, first.content_hash) == (
        "enforceable_trust",
        {"payout.take": 0.07},
        FAIR.content_hash,
    )
    assert (second.base, second.changes, second.note) == ("mine@1", {}, "a little more")
    assert first.saved_at <= second.saved_at
    assert store.documents.version("policy", "mine") == second
    assert store.documents.version("policy", "mine", 1) == first
    assert store.documents.version("policy", "mine", 3) is None
    assert store.documents.version("world", "mine") is None
    assert store.documents.versions("policy", "mine") == (first, second)
    assert store.documents.versions("policy", "nobody_s") == ()


def test_names_are_listed_with_their_latest_version(store: Store) -> None:
    store.documents.save("policy", "b_second", FAIR)
    last = store.documents.save("policy", "b_second", FAIR)
    other = store.documents.save("policy", "a_first", FAIR)
    store.documents.save("world", "z_town", catalogue.world("workshop"))
    assert store.documents.names("policy") == (other, last)
    assert [str(found) for found in store.documents.names("world")] == ["z_town@1"]


def test_versions_are_there_after_the_store_was_closed(place: Any) -> None:
    with place.open() as store:
        saved = store.documents.save("world", "town", catalogue.world("workshop"))
    with place.open(read_only=True) as store:
        assert store.documents.version("world", "town") == saved


@pytest.mark.parametrize("name", ["", "Mine", "9th", "mine!", "a" * 65, "mine@1", "my rules", "mine\n", "straße"])
def test_a_name_is_one_small_word(store: Store, name: str) -> None:
    with pytest.raises(DocumentError, match=r"saved policy: name: expected a small letter"):
        store.documents.save("policy", name, FAIR)


def test_names_of_the_catalogue_stay_the_catalogue_s(store: Store) -> None:
    with pytest.raises(
        DocumentError, match=r"name: expected a name that the catalogue does not have; found \"directory\""
    ):
        store.documents.save("policy", "directory", FAIR)
    store.documents.save("world", "directory", catalogue.world("workshop"))


def test_a_document_is_saved_as_what_it_is(store: Store) -> None:
    with pytest.raises(DocumentError, match=r"document: expected a world; found Policy"):
        store.documents.save("world", "mine", FAIR)
    with pytest.raises(DocumentError, match=r"kind: expected one of world, policy; found \"rule\""):
        store.documents.save("rule", "mine", FAIR)  # type: ignore[arg-type]


def test_many_may_save_under_one_name_and_each_gets_a_version(store: Store) -> None:
    saved: list[SavedVersion] = []

    def save(number: int) -> None:
        saved.append(store.documents.save("policy", "mine", set_path(FAIR, "payout.take", number / 100)))

    threads = [threading.Thread(target=save, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found.version for found in saved) == list(range(1, 11))
    assert sorted(store.documents.versions("policy", "mine"), key=str) == sorted(saved, key=str)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE saved_versions SET note = 'changed'",
        "UPDATE saved_versions SET version = 7",
        "DELETE FROM saved_versions",
        "UPDATE documents SET body = '{}'",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_saved(store: Store, statement: str) -> None:
    saved = store.documents.save("policy", "mine", FAIR)
    with pytest.raises(SQLAlchemyError, match="never changed"), store._database.engine.begin() as connection:
        connection.execute(text(statement))
    assert store.documents.version("policy", "mine") == saved


def test_a_document_of_other_fields_is_told_by_name(store: Store, place: Any) -> None:
    saved = store.documents.save("policy", "mine", FAIR)
    for trigger in ("DROP TRIGGER documents_refuse_update",):
        place.ask(trigger + (" ON documents" if place.kind == "postgresql" else ""))
    place.ask("UPDATE documents SET body = replace(body, '\"payout\"', '\"payback\"')")
    with place.open() as again, pytest.raises(DocumentError, match=r"mine \(kept .*payback"):
        again.documents.version("policy", "mine", saved.version)


OTHER_PROGRAM = (
    "INSERT INTO documents (id, kind, content_hash, body, put_at) SELECT 'other', kind, content_hash, "
    "replace(body, '\"payout\"', '\"payback\"'), put_at FROM documents WHERE id = '{id}'",
    "INSERT INTO saved_versions (kind, name, version, document_id, content_hash, changes, note, saved_at) "
    "SELECT kind, name, 2, 'other', content_hash, changes, 'by another program', saved_at FROM saved_versions",
)


def test_a_version_of_other_fields_is_listed_with_its_reason_beside_the_others(store: Store, place: Any) -> None:
    first = store.documents.save("policy", "mine", FAIR)
    for statement in OTHER_PROGRAM:
        place.ask(statement.format(id=first.document_id))
    other = store.documents.save("policy", "other_s", FAIR)
    one, two = store.documents.versions("policy", "mine")
    assert one == first
    assert one.unreadable is None
    assert (str(two), two.document, two.note) == ("mine@2", None, "by another program")
    assert "payback" in (two.unreadable or "")
    assert store.documents.names("policy") == (two, other)
    for version in (2, None):
        with pytest.raises(DocumentError, match="payback") as told:
            store.documents.version("policy", "mine", version)
        assert str(told.value) == two.unreadable
    assert store.documents.version("policy", "mine", 1) == first
    assert str(store.documents.save("policy", "mine", FAIR)) == "mine@3"
