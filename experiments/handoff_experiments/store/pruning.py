"""Tidying up: runs that nothing uses any more, and files that belong to no run."""

from datetime import datetime

from sqlalchemy import delete, select

from handoff_experiments.store.engine import Database
from handoff_experiments.store.folder import Folder
from handoff_experiments.store.records import Pruned
from handoff_experiments.store.runs import Runs
from handoff_experiments.store.tables import LinkRow, RunRow
from handoff_experiments.store.translating import translated

PLAIN = {"synchronize_session": False}  # nothing of these rows is in memory


def prune(database: Database, folder: Folder, runs: Runs, made_before: datetime | None) -> Pruned:
    """Remove runs that no experiment uses, then every file without a run; rows go first.

    A run that is being kept at this moment is spared.
    """
    unused = RunRow.key.not_in(select(LinkRow.run_key))
    old = [] if made_before is None else [RunRow.made_at < made_before]
    with database.writing() as session:
        removed = session.scalars(
            delete(RunRow).where(unused, *old).returning(RunRow.key), execution_options=PLAIN
        ).all()
    with translated(database.address):
        candidates = set(folder.keys()) - runs.being_kept()  # asked in this order: a file comes before its row
    with database.reading() as session:
        known = set(session.scalars(select(RunRow.key)))
    with translated(database.address):
        sizes = [folder.remove(key) for key in sorted(candidates - known)]
    freed = [size for size in sizes if size >= 0]
    return Pruned(runs=len(removed), files=len(freed), freed_bytes=sum(freed))
