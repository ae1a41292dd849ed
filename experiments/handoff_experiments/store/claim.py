"""One living server per store: a claim that the system frees when its holder dies, however it dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handoff_experiments.store.advisory import AdvisoryClaim
from handoff_experiments.store.claimant import refused, this_process
from handoff_experiments.store.engine import Database
from handoff_experiments.store.translating import translated


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
            raise refused(database.address, os.pread(handle, 200, 0).decode("utf-8", "replace")) from None
        with translated(database.address):
            os.ftruncate(handle, 0)
            os.pwrite(handle, this_process().encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def _by_server(database: Database) -> Iterator[None]:
    """A lock on the server, looked after by whatever writes: it is gone when its connection is cut."""
    claim = AdvisoryClaim(database.engine, database.address)
    claim.take()
    database.before_writing = claim.check
    try:
        yield
    finally:
        database.before_writing = None
        claim.let_go()
