"""What goes wrong below is told in words, and breaks nothing."""

import errno
import os
import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from tests.experiments.store.made_up import MODEL, broken, differences, experiment, summary, task

from handoff_experiments.store import (
    Store,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
    open_store,
)
from handoff_experiments.store.address import address
from handoff_experiments.store.translating import understood
from handoff_scenarios import catalogue


def test_a_database_locked_for_longer_than_one_waits_is_busy(place: Any) -> None:
    lock = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE runs IN EXCLUSIVE MODE"}[place.kind]
    with place.open(busy_timeout=0.05) as store:
        with Locked(place, lock):
            with pytest.raises(StoreBusy, match="somebody else is writing to it; try again"):
                store.runs.keep(task(), summary(task()))
            assert store.runs.find(task()) is None, "readers wait for nobody"
        store.runs.keep(task(), summary(task()))
        assert differences(store.runs.find(task()), summary(task())) == []


def test_a_database_locked_for_a_moment_is_waited_for(place: Any) -> None:
    lock = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE runs IN EXCLUSIVE MODE"}[place.kind]
    with place.open() as store:
        holder = Locked(place, lock)
        holder.__enter__()
        timer = threading.Timer(0.1, holder.__exit__, (None, None, None))
        timer.start()
        store.runs.keep(task(), summary(task()))
        timer.join()


class Locked:
    """Somebody else's lock on the database."""

    def __init__(self, place: Any, statement: str) -> None:
        if place.kind == "sqlite":
            self._connection: Any = sqlite3.connect(place.url, isolation_level=None, check_same_thread=False)
        else:
            self._connection = psycopg.connect(place.url.replace("+psycopg", ""))
        self._statement = statement

    def __enter__(self) -> None:
        self._connection.execute(self._statement)

    def __exit__(self, *_: object) -> None:
        self._connection.execute("ROLLBACK")
        self._connection.close()


def test_a_full_database_breaks_nothing_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.db"), model_version=MODEL) as store:
        limits: list[int] = []
        event.listen(
            store._database.engine,
            "checkout",
            lambda driver, *_: driver.execute(f"PRAGMA max_page_count = {limits[-1] if limits else 2**30}"),
        )
        kept = 0
        limits.append(45)
        with pytest.raises(StoreFull, match="no room to write; nothing kept before is lost"):  # noqa: PT012
            while True:
                store.runs.keep(task(kept), summary(task(kept)))
                kept += 1
        assert kept > 0
        assert all(differences(store.runs.find(task(seed)), summary(task(seed))) == [] for seed in range(kept))
        assert store.runs.find(task(kept)) is None
        with sqlite3.connect(tmp_path / "store.db") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        limits.append(2**30)
        store.runs.keep(task(kept), summary(task(kept)))
        assert differences(store.runs.find(task(kept)), summary(task(kept))) == []


def test_a_full_disk_breaks_nothing_and_goes_on_when_there_is_room(
    store: Store, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.runs.keep(task(1), summary(task(1)))
    real = tempfile.mkstemp

    def on_a_full_disk(**options: Any) -> tuple[int, str]:
        handle, path = real(**options)
        os.close(handle)
        return os.open("/dev/full", os.O_WRONLY), path

    monkeypatch.setattr(tempfile, "mkstemp", on_a_full_disk)
    with pytest.raises(StoreFull, match="no room to write"):
        store.runs.keep(task(2), summary(task(2)))
    assert differences(store.runs.find(task(1)), summary(task(1))) == []
    assert place.ask("SELECT count(*) FROM runs") == [(1,)]
    assert list((store.files / "drafts").iterdir()) == []
    monkeypatch.undo()
    store.runs.keep(task(2), summary(task(2)))
    assert differences(store.runs.find(task(2)), summary(task(2))) == []


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, StoreFull), (errno.EDQUOT, StoreFull), (errno.EROFS, StoreReadOnly), (errno.EIO, StoreError)],
)
def test_faults_of_the_disk_are_told_apart(number: int, kind: type[StoreError]) -> None:
    assert type(understood(OSError(number, os.strerror(number)), address("x.db"))) is kind


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (psycopg.errors.DiskFull("no space left"), StoreFull),
        (psycopg.errors.LockNotAvailable("lock"), StoreBusy),
        (psycopg.errors.DeadlockDetected("dead"), StoreBusy),
        (psycopg.errors.TooManyConnections("many"), StoreBusy),
        (psycopg.errors.ReadOnlySqlTransaction("read"), StoreReadOnly),
        (psycopg.errors.InsufficientPrivilege("no"), StoreUnreachable),
        (psycopg.errors.AdminShutdown("stop"), StoreUnreachable),
        (psycopg.errors.CheckViolation("check"), StoreError),
    ],
    ids=lambda value: getattr(value, "__name__", None) or type(value).__name__,
)
def test_faults_of_a_server_are_told_apart(fault: Exception, kind: type[StoreError]) -> None:
    where = address("postgresql://ann:secret@host/lab")
    said = understood(OperationalError("SELECT", {}, fault), where)
    assert type(said) is kind
    assert "postgresql+psycopg://ann:***@host/lab" in said.reason


def test_a_password_is_never_repeated() -> None:
    where = address("postgresql://ann:s3cret@host/lab")
    said = understood(OperationalError("x", {}, psycopg.OperationalError('bad "s3cret" given')), where)
    assert "s3cret" not in said.reason


def test_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to look like one, " * 40, encoding="utf-8")
    with pytest.raises(StoreUnreachable, match=r"notes\.txt: the file is no database"):
        open_store(str(path))
    assert path.read_text(encoding="utf-8").startswith("not a database")
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE photos (id)")
    before = path.read_bytes()
    with pytest.raises(StoreUnreachable, match=r"found the tables photos"):
        open_store(str(path))
    assert (list(tmp_path.iterdir()), path.read_bytes()) == ([path], before)


def test_a_folder_that_holds_something_or_was_there_stays_after_a_refusal(tmp_path: Path) -> None:
    path, files = tmp_path / "notes.txt", tmp_path / "notes.txt.files"
    path.write_text("not a database, but long enough to look like one, " * 40, encoding="utf-8")
    files.mkdir()
    for _ in range(2):
        with pytest.raises(StoreUnreachable):
            open_store(str(path))
        assert list(files.rglob("*")) == [*files.glob("mine")]
        (files / "mine").write_text("something", encoding="utf-8")


def test_a_folder_that_others_use_stays_after_a_refusal(tmp_path: Path) -> None:
    path, files = tmp_path / "notes.txt", tmp_path / "files"
    path.write_text("not a database, but long enough to look like one, " * 40, encoding="utf-8")
    with open_store(str(tmp_path / "store.db"), files=files, model_version=MODEL):
        with pytest.raises(StoreUnreachable):
            open_store(str(path), files=files)
        assert [found.name for found in files.iterdir()] == [".in-use"]


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with open_store(str(path), model_version=MODEL) as store:
        store.runs.keep(task(), summary(task()))
    path.write_bytes(path.read_bytes()[:100] + b"\x07" * 8000 + path.read_bytes()[8100:])
    with pytest.raises(StoreError, match=r"store\.db: .*(damaged|no database|refuses)"):
        open_store(str(path)).runs.find(task())


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="cannot be opened"):
        open_store(str(tmp_path), files=tmp_path / "files")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="the disk refuses"):
        open_store(str(tmp_path / "deep" / "down" / "store.db"), files=tmp_path / "files")
    assert list(tmp_path.iterdir()) == [tmp_path / "files"]


def test_what_one_may_not_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", forbidden)
    with pytest.raises(StoreUnreachable, match="not permitted"):
        open_store(str(tmp_path / "a" / "store.db"))


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="the server does not answer") as refused:
        open_store(f"postgresql://ann:s3cret@/lab?host={tmp_path}", files=tmp_path / "files")
    assert "s3cret" not in refused.value.reason
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_password_is_told_and_not_repeated(server: Any, tmp_path: Path) -> None:
    url = server.url("postgres", user="guarded", password="wrong%20horse")
    with pytest.raises(StoreUnreachable, match="lets this user not in") as refused:
        open_store(url, files=tmp_path / "files")
    assert "wrong" not in refused.value.reason
    assert "horse" not in refused.value.reason


def test_a_database_that_is_not_there_is_told(server: Any, tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="no such database"):
        open_store(server.url("nowhere"), files=tmp_path / "far" / "files")
    assert list(tmp_path.iterdir()) == []


def test_a_user_with_few_rights_is_told(server: Any, tmp_path: Path) -> None:
    url = server.url("postgres", user="guarded", password="correct%20horse")
    with pytest.raises(StoreUnreachable, match="this user may not do that"):
        open_store(url, files=tmp_path / "files")
    assert list(tmp_path.iterdir()) == []


def test_a_store_to_be_read_refuses_every_write(place: Any) -> None:
    with place.open() as store:
        store.runs.keep(task(), summary(task()))
        saved = store.documents.save("policy", "mine", catalogue.policy("directory"))
        store.experiments.add(experiment())
    with place.open(read_only=True) as reader:
        writes = [
            lambda: reader.runs.keep(task(), summary(task())),
            lambda: reader.runs.keep(task(2), broken(task(2))),
            lambda: reader.documents.put(catalogue.world("workshop")),
            lambda: reader.documents.save("policy", "mine", saved.document),
            lambda: reader.experiments.add(experiment(2)),
            lambda: reader.experiments.update(experiment().id, done=1),
            lambda: reader.experiments.delete(experiment().id),
            lambda: reader.experiments.note_run(experiment().id, "arm", 0, 0, "x"),
            reader.prune,
        ]
        for write in writes:
            with pytest.raises(StoreReadOnly, match="opened for reading only"):
                write()
        assert differences(reader.runs.find(task()), summary(task())) == []
        assert reader.documents.version("policy", "mine") == saved
        assert reader.experiments.get(experiment().id) == experiment()


def test_a_reader_sees_what_is_written_meanwhile(store: Store, place: Any) -> None:
    with place.open(read_only=True) as reader:
        store.runs.keep(task(), summary(task()))
        assert differences(reader.runs.find(task()), summary(task())) == []


def test_a_store_on_a_disk_that_cannot_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(str(tmp_path / "store.db"), model_version=MODEL) as store:
        store.runs.keep(task(), summary(task()))
    monkeypatch.setattr(os, "access", lambda *_: False)
    with open_store(str(tmp_path / "store.db"), read_only=True, model_version=MODEL) as reader:
        assert differences(reader.runs.find(task()), summary(task())) == []
    assert [path.name for path in tmp_path.glob("store.db-*")] == []


def test_sqlite_is_set_up_for_many_readers_and_safe_links(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.db"), busy_timeout=1.5) as store, store._database.engine.connect() as asked:
        wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 1500}
        assert {name: asked.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
