"""Experiments: what was asked, how far they are, what came out, and which runs they stand on."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any, cast, get_args

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from handoff_experiments.store.engine import Database, changed
from handoff_experiments.store.errors import StoreConflict, StoreMissing
from handoff_experiments.store.paging import PLACE, TIME, experiments_wanted, limited, page, runs_wanted
from handoff_experiments.store.records import ExperimentKind, ExperimentRecord, ExperimentRun, Page, Role
from handoff_experiments.store.runs import stored
from handoff_experiments.store.tables import ExperimentRow, LinkRow, ResultRow, RunRow

COLUMNS = tuple(field.name for field in fields(ExperimentRecord) if field.name != "result")
FIXED = ("id", "kind", "content_hash", "created_at")
FIRST = 50  # rows of a page


class Experiments:
    """The experiments of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, record: ExperimentRecord) -> None:
        """Begin to keep an experiment.

        Raises:
            StoreConflict: there is one of that id.
        """
        values = {name: _plain(getattr(record, name)) for name in COLUMNS} | {
            "sought": _sought(record.id, record.title)
        }
        with self._database.writing() as session:
            if changed(session, self._database.insert(ExperimentRow, values).on_conflict_do_nothing()) == 0:
                raise StoreConflict(f"experiment {record.id}: expected a new id; found one that is there")
            _put_result(self._database, session, record.id, record.result)

    def get(self, experiment_id: str) -> ExperimentRecord | None:
        """The experiment of that id, with its result."""
        with self._database.reading() as session:
            row = session.get(ExperimentRow, experiment_id)
            result = session.get(ResultRow, experiment_id)
        return None if row is None else _record(row, result)

    def update(self, experiment_id: str, **values: Any) -> None:
        """Change fields of an experiment, all of them together.

        Raises:
            StoreMissing: there is no such experiment (any more).
            TypeError: a field that does not exist, or that is settled for good.
        """
        wrong = sorted(set(values) - {*COLUMNS, "result"} | set(values) & set(FIXED))
        if wrong:
            options = ", ".join(name for name in (*COLUMNS, "result") if name not in FIXED)
            raise TypeError(f"experiment: expected fields among {options}; found {', '.join(wrong)}")
        columns = {name: _plain(value) for name, value in values.items() if name != "result"}
        if "title" in columns:
            columns["sought"] = _sought(experiment_id, columns["title"])
        with self._database.writing() as session:
            _there(session, experiment_id)
            if columns:
                session.execute(update(ExperimentRow).where(ExperimentRow.id == experiment_id).values(columns))
            if "result" in values:
                _put_result(self._database, session, experiment_id, values["result"])

    def delete(self, experiment_id: str) -> bool:
        """Forget an experiment; its runs stay until `Store.prune`. Returns whether there was one."""
        with self._database.writing() as session:
            return changed(session, delete(ExperimentRow).where(ExperimentRow.id == experiment_id)) == 1

    def list(
        self,
        *,
        first: int | None = FIRST,
        after: str | None = None,
        status: str | Collection[str] | None = None,
        text: str | None = None,
        kind: ExperimentKind | None = None,
        content_hash: str | None = None,
    ) -> Page[ExperimentRecord]:
        """A page of experiments without their results, the newest first.

        Args:
            first: Rows at most; None for all.
            after: Cursor of the row before the page.
            status: One status, or several.
            text: Words or parts of words, all of which the title contains, in any order and whatever their case; or how
                the id begins.
            kind: Only comparisons, or only questions.
            content_hash: Only those that were asked exactly this.

        Raises:
            ValueError: no such cursor, or fewer than no rows.
        """
        wanted = experiments_wanted(status, text, kind=kind, content_hash=content_hash)
        asked = select(ExperimentRow).where(*wanted)
        with self._database.reading() as session:
            rows = session.scalars(limited(asked, TIME, first, after)).all()
        return page([_record(row, None) for row in rows], TIME, first)

    def count(
        self,
        *,
        status: str | Collection[str] | None = None,
        text: str | None = None,
        kind: ExperimentKind | None = None,
    ) -> int:
        """How many experiments there are, with the filters of `list`."""
        with self._database.reading() as session:
            wanted = experiments_wanted(status, text, kind=kind)
            counted = select(func.count()).select_from(ExperimentRow).where(*wanted)
            return session.scalar(counted) or 0

    def note_run(self, experiment_id: str, role: Role, arm: int, position: int, run_key: str) -> None:
        """Say which run stands at a place of an experiment, in place of any that stood there.

        Raises:
            StoreMissing: there is no such experiment or run (any more).
            ValueError: a role that does not exist.
        """
        if role not in get_args(Role):
            raise ValueError(f"role: expected one of {', '.join(get_args(Role))}; found {role}")
        place = {"experiment_id": experiment_id, "role": role, "arm": arm, "position": position}
        note = self._database.insert(LinkRow, {**place, "run_key": run_key})
        with self._database.writing() as session:
            _there(session, experiment_id)
            if session.scalar(select(RunRow.key).where(RunRow.key == run_key).with_for_update(read=True)) is None:
                raise StoreMissing(f"run {run_key}: expected one that is kept; found none")
            session.execute(note.on_conflict_do_update(index_elements=list(place), set_={"run_key": run_key}))

    def runs_of(
        self,
        experiment_id: str,
        *,
        role: Role | None = None,
        arm: int | None = None,
        seed: int | None = None,
        finished: bool | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Page[ExperimentRun]:
        """Runs of an experiment by role, arm and position; filters narrow them down, ``first`` and ``after`` page.

        Raises:
            ValueError: no such cursor, or fewer than no rows.
        """
        asked = select(LinkRow, RunRow).join(RunRow, RunRow.key == LinkRow.run_key)
        asked = asked.where(*runs_wanted(experiment_id, role=role, arm=arm, seed=seed, finished=finished))
        with self._database.reading() as session:
            rows = session.execute(limited(asked, PLACE, first, after)).all()
        return page([_run(link, run) for link, run in rows], PLACE, first)

    def count_runs(
        self,
        experiment_id: str,
        *,
        role: Role | None = None,
        arm: int | None = None,
        seed: int | None = None,
        finished: bool | None = None,
    ) -> int:
        """How many runs `runs_of` finds with these filters."""
        asked = select(func.count()).select_from(LinkRow).join(RunRow, RunRow.key == LinkRow.run_key)
        asked = asked.where(*runs_wanted(experiment_id, role=role, arm=arm, seed=seed, finished=finished))
        with self._database.reading() as session:
            return session.scalar(asked) or 0


def _sought(experiment_id: str, title: str) -> str:
    return f"{title}\n{experiment_id}".casefold()


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _there(session: Session, experiment_id: str) -> None:
    if session.scalar(select(ExperimentRow.id).where(ExperimentRow.id == experiment_id)) is None:
        raise StoreMissing(f"experiment {experiment_id}: expected one that is kept; found none")


def _put_result(database: Database, session: Session, experiment_id: str, result: Mapping[str, Any] | None) -> None:
    if result is None:
        session.execute(delete(ResultRow).where(ResultRow.experiment_id == experiment_id))
        return
    put = database.insert(ResultRow, {"experiment_id": experiment_id, "document": dict(result)})
    again = {"document": put.excluded.document}
    session.execute(put.on_conflict_do_update(index_elements=["experiment_id"], set_=again))


def _record(row: ExperimentRow, result: ResultRow | None) -> ExperimentRecord:
    values = {name: getattr(row, name) for name in COLUMNS}
    return ExperimentRecord(**values, result=None if result is None else result.document)


def _run(link: LinkRow, row: RunRow) -> ExperimentRun:
    return ExperimentRun(role=cast("Role", link.role), arm=link.arm, position=link.position, run=stored(row))
