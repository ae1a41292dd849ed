"""Runs by their content: an identical run is never computed twice."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import update

from handoff_experiments.store.arrays import Arrays, DamagedFile, from_parquet, to_parquet
from handoff_experiments.store.engine import Database, changed
from handoff_experiments.store.errors import StoreBusy, StoreConflict, StoreMissing, StoreReadOnly
from handoff_experiments.store.folder import Folder, sha256
from handoff_experiments.store.identity import Identity, identity_of, this_model
from handoff_experiments.store.records import StoredRun
from handoff_experiments.store.summaries import arrays_of, figures_of, from_parts, numbers, plain
from handoff_experiments.store.tables import RunRow
from handoff_experiments.store.translating import translated
from handoff_experiments.tasks import RunSummary, Task

log = logging.getLogger(__name__)
ATTEMPTS = 5  # to keep a run that others keep, too

OF_STORED = tuple(field.name for field in fields(StoredRun) if field.name != "metrics")
OF_SUMMARY = ("policy_hash", "seed", "world_hash", "model_version", "events_sha256", "seconds", "launch", "failure")


class Runs:
    """The runs of a store."""

    def __init__(self, database: Database, folder: Folder, *, model_version: str | None) -> None:
        self._database = database
        self._folder = folder
        self._model_version = model_version
        self._lock = threading.Lock()
        self._keeping: list[str] = []

    @property
    def model_version(self) -> str:
        """Version of the model whose runs are found and kept."""
        return self._model_version or this_model()

    @property
    def files(self) -> Path:
        """The folder of the store's files; sweeps have theirs beside those of runs."""
        return self._folder.path

    def of_model(self, model_version: str) -> "Runs":
        """The same runs as a program with that version of the model finds them."""
        return Runs(self._database, self._folder, model_version=model_version)

    def identity(self, task: Task) -> Identity:
        """What a task's run is known by in this store."""
        return identity_of(task, model_version=self.model_version)

    def find(self, task: Task) -> RunSummary | None:
        """The finished run of identical content, exact to the last bit, under the policy's present name.

        A run that broke is not found, nor is one whose file is missing or damaged.
        """
        row = self._row(self.identity(task).key)
        if row is None or row.failure is not None:
            return None
        arrays = self._arrays(row)
        return None if arrays is None else _summary(row, arrays, policy=task.policy.name)

    def keep(self, task: Task, summary: RunSummary) -> str:
        """Keep what a task's run left behind, finished or broken; returns its key.

        Keeping a run again changes nothing, unless it was broken before or its file is gone: then this takes its
        place. A run that broke never takes the place of a finished one.

        What a broken run's summary does not know is filled in from the task.

        Raises:
            StoreConflict: the run is known with other events, or the summary is not the task's.
            StoreFull: no room; everything kept before is as it was.
            StoreBusy, StoreReadOnly
        """
        if self._database.read_only:
            raise StoreReadOnly(f"store {self._database.address}: opened for reading only")
        identity = self.identity(task)
        _check(identity, summary)
        key = identity.key
        with self._being_kept(key):
            for _ in range(ATTEMPTS):
                known = self._row(key)
                if known is not None and self._settled(known, summary):
                    return key
                if self._put(known, _values(identity, key, summary), summary):
                    return key
        raise StoreBusy(f"store {self._database.address}: others keep run {key} all the time; try again")

    def get(self, key: str) -> StoredRun | None:
        """The row of a run, without its arrays."""
        row = self._row(key)
        return None if row is None else stored(row)

    def read(self, key: str) -> RunSummary:
        """A run with its arrays, under the name it was first made by; also one that broke.

        Raises:
            StoreMissing: no run of that key, or its file is gone or damaged.
        """
        row = self._row(key)
        if row is None:
            raise StoreMissing(f"store {self._database.address}: no run has the key {key}")
        arrays = self._arrays(row)
        if arrays is None:
            raise StoreMissing(f"{self._folder.file_of(key)}: the arrays of the run are gone or damaged; make it again")
        return _summary(row, arrays, policy=row.policy)

    def being_kept(self) -> frozenset[str]:
        """Keys of runs that this process is keeping at this moment."""
        with self._lock:
            return frozenset(self._keeping)

    @contextmanager
    def _being_kept(self, key: str) -> Iterator[None]:
        with self._lock:
            self._keeping.append(key)
        try:
            yield
        finally:
            with self._lock:
                self._keeping.remove(key)

    def _row(self, key: str) -> RunRow | None:
        with self._database.reading() as session:
            return session.get(RunRow, key)

    def _arrays(self, row: RunRow) -> Arrays | None:
        """The arrays of a run; None where the file is not the one that was kept."""
        if row.arrays_sha256 is None:
            return {}
        with translated(self._database.address):
            data = self._folder.read(row.key)
        if data is not None and sha256(data) == row.arrays_sha256:
            try:
                return from_parquet(data)
            except DamagedFile:
                pass  # and said below
        what = "is missing" if data is None else "is damaged"
        log.warning("%s %s; the run counts as not made", self._folder.file_of(row.key), what)
        return None

    def _settled(self, known: RunRow, summary: RunSummary) -> bool:
        """Whether nothing is left to do for a run that is known already."""
        if known.failure is not None:
            return known.failure == summary.failure
        if not summary.finished:
            return True
        if known.events_sha256 != summary.events_sha256:
            raise StoreConflict(
                f"run {known.key} (policy {summary.policy}, seed {summary.seed}): expected the events "
                f"{known.events_sha256}, as kept on {known.made_at:%Y-%m-%d %H:%M} UTC; found {summary.events_sha256}. "
                "Equal inputs must give equal events: the model is not what its version says, or draws by chance"
            )
        return self._arrays(known) is not None

    def _put(self, known: RunRow | None, values: dict[str, Any], summary: RunSummary) -> bool:
        """Write the file, then the row; False where somebody else came first."""
        arrays = arrays_of(summary)
        if arrays:
            with translated(self._database.address):
                values["arrays_sha256"] = self._folder.write(values["key"], to_parquet(arrays))
        with self._database.writing() as session:
            if known is None:
                statement: Any = self._database.insert(RunRow, values).on_conflict_do_nothing()
            else:
                as_it_was = (RunRow.key == known.key, RunRow.made_at == known.made_at)
                statement = update(RunRow).where(*as_it_was).values(values)
            return changed(session, statement) == 1


def stored(row: RunRow) -> StoredRun:
    """A row as a frozen value."""
    return StoredRun(**{name: getattr(row, name) for name in OF_STORED}, metrics=numbers(row.metrics))


def _check(identity: Identity, summary: RunSummary) -> None:
    """Refuse a summary of something else: kept, it would be found for ever."""
    for name in ("seed", "policy_hash", "world_hash", "model_version"):
        expected, found = getattr(identity, name), getattr(summary, name)
        if found not in (expected, ""):  # a run that broke does not know everything
            raise StoreConflict(f"run: {name}: expected {expected}, that of its task; found {found}")


def _values(identity: Identity, key: str, summary: RunSummary) -> dict[str, Any]:
    return {name: getattr(summary, name) for name in OF_SUMMARY} | {
        **vars(identity),
        "key": key,
        "policy": summary.policy,
        "metrics": plain(summary.metrics),
        "figures": figures_of(summary),
        "arrays_sha256": None,
        "made_at": datetime.now(UTC),
    }


def _summary(row: RunRow, arrays: Arrays, *, policy: str) -> RunSummary:
    known = {name: getattr(row, name) for name in OF_SUMMARY}
    return from_parts(row.figures, arrays, policy=policy, metrics=numbers(row.metrics), **known)
