"""Runs that are found in a store, and how many of them are older than a moment."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from handoff_experiments.store.identity import Identity
from handoff_experiments.store.records import StoredRun
from handoff_experiments.tasks import RunSummary, Task


class DatedRuns(Protocol):
    """A place where runs are kept that knows when each was made, such as ``store.runs``."""

    def find(self, task: Task) -> RunSummary | None:
        """The finished run of exactly this task, if it was made before."""
        ...

    def keep(self, task: Task, summary: RunSummary) -> str:
        """Keep a run; returns its key."""
        ...

    def identity(self, task: Task) -> Identity:
        """What a task's run is known by."""
        ...

    def get(self, key: str) -> StoredRun | None:
        """The row of a run."""
        ...


@dataclass(kw_only=True)
class CountsOlder:
    """Keeps runs in another place, and counts those found there that were made before ``moment``."""

    kept: DatedRuns
    moment: datetime
    older: int = 0

    def find(self, task: Task) -> RunSummary | None:
        """The finished run of exactly this task, if it was made before."""
        found = self.kept.find(task)
        row = None if found is None else self.kept.get(self.kept.identity(task).key)
        self.older += row is not None and row.made_at < self.moment
        return found

    def keep(self, task: Task, summary: RunSummary) -> str:
        """Keep a run; returns its key."""
        return self.kept.keep(task, summary)

    @property
    def files(self) -> Path | None:
        """The folder beside which sweeps are kept; None takes the usual one."""
        return getattr(self.kept, "files", None)
