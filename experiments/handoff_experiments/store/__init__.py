"""The store: every run, document and experiment, in SQLite or PostgreSQL, with arrays as Parquet beside it.

>>> from handoff_experiments.store import open_store
>>> with open_store("study.db") as store:  # doctest: +SKIP
...     store.runs.find(task) or store.runs.keep(task, perform(task))
"""

from handoff_experiments.store.errors import (
    StoreBusy,
    StoreClaimed,
    StoreConflict,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
    StoreUnreachable,
)
from handoff_experiments.store.identity import run_key
from handoff_experiments.store.records import (
    ExperimentKind,
    ExperimentRecord,
    ExperimentRun,
    Kind,
    Page,
    Pruned,
    Role,
    SavedVersion,
    StoredRun,
)
from handoff_experiments.store.store import Store, open_store

__all__ = [
    "ExperimentKind",
    "ExperimentRecord",
    "ExperimentRun",
    "Kind",
    "Page",
    "Pruned",
    "Role",
    "SavedVersion",
    "Store",
    "StoreBusy",
    "StoreClaimed",
    "StoreConflict",
    "StoreError",
    "StoreFull",
    "StoreMissing",
    "StoreReadOnly",
    "StoreTooNew",
    "StoreUnreachable",
    "StoredRun",
    "open_store",
    "run_key",
]
