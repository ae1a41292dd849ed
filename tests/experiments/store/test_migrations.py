"""The tables of a store: made from nothing, brought up to date, and never those of somebody else."""

import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from tests.experiments.store.made_up import summary, task

from handoff_experiments.store import StoreReadOnly, StoreTooNew, StoreUnreachable, migrations
from handoff_experiments.store.address import address
from handoff_experiments.store.engine import Database
from handoff_experiments.store.migrating import bring_up_to_date, upgrade
from handoff_experiments.store.migrations import NEWEST, REVISIONS, VERSION_TABLE
from handoff_experiments.store.tables import Base


@pytest.fixture
def database(empty: Any) -> Any:
    empty.files.mkdir(exist_ok=True)
    found = Database(address(empty.url, files=empty.files))
    yield found
    found.close()


def test_the_list_of_steps_is_what_the_folder_holds() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    found = [step.revision for step in script.walk_revisions()][::-1]
    assert tuple(found) == REVISIONS


def test_every_step_goes_up_from_nothing(database: Database) -> None:
    for step in REVISIONS:
        with database.writing() as session:
            upgrade(session.connection(), step)
        with database.reading() as session:
            assert session.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == step


def test_the_steps_end_in_the_tables_that_the_code_knows(database: Database) -> None:
    bring_up_to_date(database)
    with database.reading() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"version_table": VERSION_TABLE, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_what_was_kept_before_there_were_questions_is_a_comparison(empty: Any) -> None:
    empty.files.mkdir(exist_ok=True)
    database = Database(address(empty.url, files=empty.files))
    with database.writing() as session:
        upgrade(session.connection(), "0001")
    database.close()
    empty.ask(
        "INSERT INTO experiments (id, title, sought, status, spec, created_at, stage, done, total, pairs, versions) "
        "VALUES ('old', 'Old', 'old', 'finished', '{}', '2026-11-25 12:00:00+00', '', 0, 0, 0, '{}')"
    )
    with empty.open() as store:
        (record,) = store.experiments.list(kind="comparison").rows
    assert (record.id, record.kind, record.content_hash) == ("old", "comparison", None)


def test_a_step_that_breaks_leaves_nothing_behind(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(connection: Any) -> None:
        upgrade(connection)
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("handoff_experiments.store.migrating.upgrade", breaks)
    with pytest.raises(RuntimeError):
        bring_up_to_date(database)
    monkeypatch.undo()
    bring_up_to_date(database)


def test_many_may_open_a_new_store_at_once(empty: Any) -> None:
    faults: list[BaseException] = []

    def open_and_keep(seed: int) -> None:
        try:
            with empty.open() as store:
                store.runs.keep(task(seed), summary(task(seed)))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=open_and_keep, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with empty.open() as store:
        assert all(store.runs.find(task(seed)) for seed in range(6))


def test_a_store_of_a_newer_program_is_refused(place: Any) -> None:
    place.ask(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    for read_only in (False, True):
        with pytest.raises(StoreTooNew, match=f"step {NEWEST}.*9999.*newer version"):
            place.open(read_only=read_only)


def test_a_database_of_something_else_is_refused_and_left_alone(empty: Any) -> None:
    empty.ask("CREATE TABLE runs (name TEXT)")
    with pytest.raises(StoreUnreachable, match=r"a store of Handoff or an empty database.*runs"):
        empty.open()
    assert empty.ask("SELECT * FROM runs") == []


def test_a_store_to_be_read_only_is_never_made(empty: Any) -> None:
    wanted = StoreUnreachable if empty.kind == "sqlite" else StoreReadOnly
    with pytest.raises(wanted):
        empty.open(read_only=True)
    assert not empty.files.exists()
    assert empty.kind == "postgresql" or not Path(empty.url).exists()
