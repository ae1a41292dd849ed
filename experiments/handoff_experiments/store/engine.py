"""The database behind a store: connections as they should be, reading and writing transactions."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from handoff_experiments.store.address import Address
from handoff_experiments.store.errors import StoreReadOnly
from handoff_experiments.store.tables import Base
from handoff_experiments.store.translating import translated

CONNECTIONS, MORE_CONNECTIONS = 5, 15  # kept open, and opened when many ask at once
CONNECT_SECONDS = 10
WRITES = "handoff_writes"  # mark of a transaction that writes
Insert = sqlite.Insert | postgresql.Insert


class Database:
    """Transactions on the database of a store, from any thread.

    A transaction that writes takes SQLite's one write lock at its start, so that it never has to be given up in
    the middle; readers see what was there when they began, and wait for nobody.

    Args:
        address: Where it is.
        read_only: Whether everything that writes is refused.
        busy_timeout: Seconds to wait for other writers.
    """

    def __init__(self, address: Address, *, read_only: bool = False, busy_timeout: float = 5.0) -> None:
        self.address = address
        self.read_only = read_only
        self.busy_timeout = busy_timeout
        self.before_writing: Callable[[], None] | None = None  # raises where nothing may be written any more
        self.engine = self._sqlite() if address.path else self._postgresql()
        self._writer = self.engine.execution_options(**{WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that reads."""
        with translated(self.address), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that writes, kept when it ends and undone when it breaks.

        Raises:
            StoreReadOnly: on a store that is only to be read.
            StoreClaimed: on one that was claimed, once somebody else has taken the claim.
        """
        if self.read_only:
            raise StoreReadOnly(f"store {self.address}: opened for reading only")
        if self.before_writing is not None:
            self.before_writing()
        with translated(self.address), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def insert(self, table: type[Base], values: dict[str, Any]) -> Insert:
        """An insert that may say what to do if the row is there."""
        into = cast("Table", table.__table__)
        return (sqlite.insert(into) if self.address.path else postgresql.insert(into)).values(values)

    def keep_a_log(self) -> None:
        """Have SQLite write ahead to a log, so that readers and a writer do not wait for each other."""
        if self.address.path is None:
            return
        with translated(self.address), self.engine.connect() as connection:
            driver = cast("sqlite3.Connection", connection.connection.driver_connection)
            driver.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()

    def _sqlite(self) -> Engine:
        engine = create_engine(self.address.url, creator=self._open_file, hide_parameters=True, **_pool())
        event.listen(engine, "begin", _begin)
        return engine

    def _open_file(self) -> sqlite3.Connection:
        """A connection that begins transactions when told to, and no sooner."""
        path = cast("Path", self.address.path)
        uri = f"{path.as_uri()}?mode={_mode(path) if self.read_only else 'rwc'}"
        connection = sqlite3.connect(
            uri, uri=True, timeout=self.busy_timeout, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _postgresql(self) -> Engine:
        settings = {"lock_timeout": f"{round(self.busy_timeout * 1000)}ms", "timezone": "UTC"}
        if self.read_only:
            settings["default_transaction_read_only"] = "on"
        connect_args = {
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "handoff",
        }
        return create_engine(
            self.address.url, connect_args=connect_args, pool_pre_ping=True, hide_parameters=True, **_pool()
        )


def changed(session: Session, statement: Executable) -> int:
    """Do what a statement says; returns how many rows it added, changed or removed."""
    result = cast("CursorResult[Any]", session.execute(statement, execution_options={"preserve_rowcount": True}))
    return result.rowcount


def _pool() -> dict[str, Any]:
    return {"pool_size": CONNECTIONS, "max_overflow": MORE_CONNECTIONS}


def _mode(path: Path) -> str:
    """Reading needs a log file beside the database; where none can be made, nobody writes either."""
    log = path.with_name(f"{path.name}-wal")
    return "ro" if log.exists() or os.access(path.parent, os.W_OK) else "ro&immutable=1"


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")
