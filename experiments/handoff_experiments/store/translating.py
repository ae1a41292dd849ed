"""The one place where faults of databases and disks become faults of a store, in words."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from handoff_experiments.store.address import Address
from handoff_experiments.store.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly, StoreUnreachable

OF_SQLITE: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, "somebody else is writing to it; try again"),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "somebody else is writing to it; try again"),
    sqlite3.SQLITE_FULL: (StoreFull, "no room to write; nothing kept before is lost"),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, "the file cannot be written"),
    sqlite3.SQLITE_CANTOPEN: (StoreUnreachable, "the file cannot be opened"),
    sqlite3.SQLITE_PERM: (StoreUnreachable, "the file may not be opened"),
    sqlite3.SQLITE_NOTADB: (StoreUnreachable, "the file is no database"),
    sqlite3.SQLITE_CORRUPT: (StoreUnreachable, "the file is damaged"),
}
OF_POSTGRESQL: dict[str, tuple[type[StoreError], str]] = {  # by SQLSTATE, or its first two letters
    "55P03": (StoreBusy, "somebody else is writing to it; try again"),
    "40P01": (StoreBusy, "two writers waited for each other; try again"),
    "40001": (StoreBusy, "two writers met; try again"),
    "57014": (StoreBusy, "the server took too long; try again"),
    "53300": (StoreBusy, "the server has no connection free; try again"),
    "53100": (StoreFull, "the server has no room to write; nothing kept before is lost"),
    "25006": (StoreReadOnly, "the server lets nothing be written"),
    "42501": (StoreUnreachable, "this user may not do that"),
    "3F000": (StoreUnreachable, "this user has no schema to work in"),
    "28": (StoreUnreachable, "the server lets this user not in"),
    "3D000": (StoreUnreachable, "the server has no such database"),
    "08": (StoreUnreachable, "the server does not answer"),
    "57P": (StoreUnreachable, "the server is shutting down or starting"),
}
OF_SYSTEM: dict[int, tuple[type[StoreError], str]] = {
    errno.ENOSPC: (StoreFull, "no room to write; nothing kept before is lost"),
    errno.EDQUOT: (StoreFull, "no room left for this user; nothing kept before is lost"),
    errno.EROFS: (StoreReadOnly, "the disk cannot be written"),
    errno.EACCES: (StoreUnreachable, "not permitted"),
    errno.EPERM: (StoreUnreachable, "not permitted"),
}
Fault = SQLAlchemyError | OSError


@contextmanager
def translated(where: Address) -> Iterator[None]:
    """Raise faults of the database and of the disk as those of the store at ``where``."""
    try:
        yield
    except (SQLAlchemyError, OSError) as fault:
        raise understood(fault, where) from fault


def understood(fault: Fault, where: Address) -> StoreError:
    """The store's fault that a fault below it amounts to; never with a password."""
    kind, reason = _kind(fault)
    said = _said(fault)
    text = f"store {where}: {reason}" + (f" ({said})" if said else "")
    password = where.url.password
    return kind(text.replace(str(password), "***") if password else text)


def _kind(fault: Fault) -> tuple[type[StoreError], str]:
    if isinstance(fault, OSError):
        return OF_SYSTEM.get(fault.errno or 0, (StoreError, "the disk refuses"))
    if isinstance(fault, NoConnectionFree):
        return StoreBusy, "too many ask at the same time; try again"
    if isinstance(fault, DBAPIError):
        return _of_database(fault.orig)
    return StoreError, "cannot be asked that"


def _of_database(fault: Any) -> tuple[type[StoreError], str]:
    code = getattr(fault, "sqlite_errorcode", None)
    if code is not None:
        return OF_SQLITE.get(code & 0xFF, (StoreError, "the database refuses"))
    state = getattr(fault, "sqlstate", None)
    if state is None:  # psycopg gives no state where it could not connect, whatever the server said
        return _without_state(str(fault))
    known = (OF_POSTGRESQL.get(state[:length]) for length in (5, 3, 2))
    return next((found for found in known if found), (StoreError, "the database refuses"))


def _without_state(said: str) -> tuple[type[StoreError], str]:
    if "password" in said or "authentication" in said:
        return OF_POSTGRESQL["28"]
    if "does not exist" in said:
        return StoreUnreachable, "the server has no such database or user"
    if "too many clients" in said:
        return OF_POSTGRESQL["53300"]
    return OF_POSTGRESQL["08"]


def _said(fault: Fault) -> str:
    """The first line of what was said below, without the statement."""
    said = str(fault.orig) if isinstance(fault, StatementError) and fault.orig else str(fault)
    return said.strip().partition("\n")[0]
