"""One living server per store: a claim that the system frees when its holder dies, however it dies."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from handoff_experiments.store.engine import Database
from handoff_experiments.store.errors import StoreClaimed
from handoff_experiments.store.translating import translated

KEY = 0x68616E646F66660B  # of the advisory lock; such a lock belongs to a database of the server
HOST_LETTERS = 20  # a name of a connection has room for 63 letters in all
TAKE = text("SELECT pg_try_advisory_lock(:key)")
NAME = text("SELECT set_config('application_name', :name, false)")
HOLDER = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :high AND l.objid = :low "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@contextmanager
def claimed(database: Database) -> Iterator[None]:
    """Hold the store's claim; a store that is only read needs none.

    Raises:
        StoreClaimed: somebody alive holds it; says who, and since when.
    """
    path = database.address.path
    if database.read_only:
        yield
        return
    with _by_file(database, path.with_name(f"{path.name}.claim")) if path else _by_server(database):
        yield


@contextmanager
def _by_file(database: Database, file: Path) -> Iterator[None]:
    """A lock on a file beside the database; the file stays, and says who held the lock last."""
    from fcntl import LOCK_EX, LOCK_NB, flock

    with translated(database.address):
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise _refused(database, os.pread(handle, 200, 0).decode("utf-8", "replace")) from None
        with translated(database.address):
            os.ftruncate(handle, 0)
            os.pwrite(handle, _me().encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def _by_server(database: Database) -> Iterator[None]:
    """An advisory lock, held by a connection of its own that says who we are."""
    with translated(database.address):
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # closed, not used again by others: a lock lives as long as its connection
    try:
        with translated(database.address):
            taken = connection.execute(TAKE, {"key": KEY}).scalar()
            holder = "" if taken else _holder(connection)
            if taken:
                connection.execute(NAME, {"name": f"handoff {_me()}"})
        if not taken:
            raise _refused(database, holder)
        yield
    finally:
        connection.close()


def _holder(connection: Connection) -> str:
    known = connection.execute(HOLDER, {"high": KEY >> 32, "low": KEY & 0xFFFFFFFF}).scalar()
    return (known or "").removeprefix("handoff").strip()


def _me() -> str:
    now = datetime.now(UTC)
    return f"process {os.getpid()} on {socket.gethostname()[:HOST_LETTERS]} since {now:%Y-%m-%dT%H:%M:%SZ}"


def _refused(database: Database, holder: str) -> StoreClaimed:
    who = holder or "a process that has only just begun"
    return StoreClaimed(f"store {database.address}: another server works on it ({who}); stop that one, or read only")
