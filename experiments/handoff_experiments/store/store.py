"""A store: runs, documents and experiments in one place that loses nothing."""

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from handoff_experiments.store.address import Address, address
from handoff_experiments.store.claim import claimed
from handoff_experiments.store.documents import Documents
from handoff_experiments.store.engine import Database
from handoff_experiments.store.experiments import Experiments
from handoff_experiments.store.folder import Folder, InUse, made
from handoff_experiments.store.migrating import bring_up_to_date
from handoff_experiments.store.pruning import prune
from handoff_experiments.store.records import Pruned
from handoff_experiments.store.runs import Runs
from handoff_experiments.store.translating import translated

BUSY_SECONDS = 5.0


class Store:
    """An open store; made by `open_store`, used from any thread, and a context manager that closes it."""

    def __init__(self, where: Address, database: Database, in_use: InUse | None, *, model_version: str | None) -> None:
        self.files = where.files
        self.read_only = database.read_only
        self._database = database
        self._in_use = in_use
        self._folder = Folder(where.files)
        self._claims = 0
        self.runs = Runs(database, self._folder, model_version=model_version)
        self.documents = Documents(database)
        self.experiments = Experiments(database)

    def __str__(self) -> str:
        return str(self._database.address)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def claim(self) -> Iterator[None]:
        """Be the one server that works on this store; freed at the end, or when this process dies.

        A claim that is lost with its connection to the server is taken again before the next thing is written; where
        somebody else was quicker, nothing is written any more.

        Raises:
            StoreClaimed: another living one does; says which.
        """
        with claimed(self._database):
            self._claims += 1
            try:
                yield
            finally:
                self._claims -= 1

    def check(self) -> None:
        """See that the store answers, and that a claim on it still stands or can be taken again.

        Raises:
            StoreClaimed: somebody else has taken it.
            StoreError: the store does not answer.
        """
        if self._database.before_writing is not None:
            self._database.before_writing()
        self.experiments.count()

    def prune(self, *, made_before: datetime | None = None) -> Pruned:
        """Remove the runs that no experiment uses, and files without a run; nobody else may be serving the store.

        Args:
            made_before: Spare runs made at that time or later, such as those of experiments that go on meanwhile.

        Raises:
            StoreClaimed: another server works on the store.
        """
        mine: AbstractContextManager[None] = contextlib.nullcontext() if self._claims else self.claim()
        with mine:
            return prune(self._database, self._folder, self.runs, made_before)

    def close(self) -> None:
        """Let the database and the folder go."""
        self._database.close()
        if self._in_use is not None:
            self._in_use.let_go()


def open_store(
    url: str | None = None,
    *,
    read_only: bool = False,
    files: Path | None = None,
    busy_timeout: float = BUSY_SECONDS,
    model_version: str | None = None,
) -> Store:
    """Open a store, and make it or bring it up to date if need be.

    Args:
        url: Path of a SQLite file, ``sqlite:///path``, or ``postgresql+psycopg://user:password@host/database``; by
            default that of the environment variable HANDOFF_STORE, else ``handoff.db`` in the user's data folder.
        read_only: Refuse everything that writes.
        files: Folder of the runs' arrays; by default beside the SQLite file, or in the user's data folder.
        busy_timeout: Seconds to wait for others that write.
        model_version: Version of the model whose runs are kept and found; this program's by default.

    Raises:
        StoreTooNew: a newer version of this program wrote it.
        StoreUnreachable: it cannot be opened, or is something else.
        StoreReadOnly: it is to be read only, and has tables of an older shape.
        StoreError: no address, or any other fault, in words.
    """
    where = address(url, files=files)
    database = Database(where, read_only=read_only, busy_timeout=busy_timeout)
    try:
        with translated(where):
            in_use = _opened(database, where)
    except BaseException:
        database.close()
        raise
    return Store(where, database, in_use, model_version=model_version)


def _opened(database: Database, where: Address) -> InUse | None:
    """The folder in use, unless nothing is to be written; of a store that is refused nothing new is left."""
    if database.read_only:
        bring_up_to_date(database)
        return None
    needed = [where.files] if where.path is None else [where.files, where.path.parent]
    with made(*needed), InUse(where.files) as in_use:
        bring_up_to_date(database)
        database.keep_a_log()
        if in_use.alone:
            Folder(where.files).clear_drafts()
    return in_use
