"""A question from its first run to its answer: what is kept and told on the way."""

import math
import time
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from handoff_experiments.figures.as_json import figure_document
from handoff_experiments.progress import Progress
from handoff_experiments.questions import Answer, ask
from handoff_experiments.result_hash import result_hash
from handoff_experiments.service.asked import AskedSpec
from handoff_experiments.service.conduct import SECONDS_BETWEEN_NOTES, Publish
from handoff_experiments.service.update import Status, Update
from handoff_experiments.store import Store
from handoff_experiments.store.identity import this_model
from handoff_experiments.tasks import Perform, RunSummary, Task
from handoff_experiments.versions import versions_of_model


class NotedRuns:
    """The runs of a store, each noted with the question that it was made or found for; counted on the way."""

    def __init__(self, store: Store, experiment_id: str) -> None:
        self._store = store
        self._id = experiment_id
        self.found = 0
        self.made = 0
        self.broken = 0
        self.note = ""  # of the last run that broke

    def find(self, task: Task) -> RunSummary | None:
        """The finished run of exactly this task, if it was made before."""
        summary = self._store.runs.find(task)
        if summary is not None:
            self._note(self._store.runs.identity(task).key)
            self.found += 1
        return summary

    def keep(self, task: Task, summary: RunSummary) -> str:
        """Keep a run, or the record of one that broke; returns its key."""
        key = self._store.runs.keep(task, summary)
        self._note(key)
        self.made += 1
        if not summary.finished:
            self.broken += 1
            self.note = f"{summary.policy}, seed {summary.seed}: {(summary.failure or '').strip().splitlines()[-1]}"
        return key

    @property
    def files(self) -> Path:
        """The folder of the store's files; sweeps have theirs beside those of runs."""
        return self._store.runs.files

    def _note(self, key: str) -> None:
        self._store.experiments.note_run(self._id, "arm", 0, self.found + self.made, key)


class Asking:
    """A question under way: makes its runs, notes them in the store, and tells how it goes."""

    def __init__(self, store: Store, experiment_id: str, spec: AskedSpec, publish: Publish) -> None:
        self._store = store
        self._id = experiment_id
        self._asked = spec.document()
        self._size = spec.size
        self._publish = publish
        self._started = self._noted = time.monotonic()
        self._runs = NotedRuns(store, experiment_id)
        self._before = self._here = 0  # runs of the worlds before, and of the one at work, as `ask` counts them
        planned = self._asked.plan(spec.size)
        self._update = Update(
            experiment_id=experiment_id, status=Status.RUNNING, total=planned.runs, worlds=planned.worlds
        )

    def run(self, *, executor: Executor, workers: int, perform: Perform | None) -> Answer:
        """The answer; ``perform`` replaces how runs are made. The exceptions are those of `ask`, and the store's."""
        self._store.experiments.update(self._id, status=Status.RUNNING, started_at=datetime.now(UTC))
        self._tell(self._update)
        return ask(
            self._asked,
            size=self._size,
            workers=workers,
            executor=executor,
            kept=self._runs,
            perform=perform,
            on_progress=self._progress,
        )

    def finish(self, answer: Answer | None, *, called_off: bool) -> None:
        """Keep what came out, if anything, and tell the last there is to tell; a world that broke is in the answer."""
        whole = answer is not None and (answer.complete or not called_off)
        last = replace(self._update, status=Status.FINISHED if whole else Status.CANCELLED)
        changed: dict[str, Any] = {"stage": last.stage, "done": last.done, "total": last.total}
        if answer is not None:
            told = answer.to_json()
            changed |= {"result": answer_document(answer, told), "result_sha256": result_hash(told)}
        self._store.experiments.update(
            self._id,
            status=last.status,
            finished_at=datetime.now(UTC),
            seconds=self._gone,
            versions=versions_of_model(this_model()),
            **changed,
        )
        self._tell(last)

    def _progress(self, world: str, number: int, worlds: int, progress: Progress) -> None:
        runs = self._runs
        if number != self._update.world_number:
            self._before += self._here
        self._here = progress.done
        now = replace(
            self._update,
            stage=str(progress.stage),
            world=world,
            world_number=number,
            worlds=worlds,
            done=runs.found + runs.made or self._before + self._here,  # some kinds keep no runs
            broken=runs.broken,
            note=runs.note,
        )
        self._tell(now)
        if time.monotonic() - self._noted > SECONDS_BETWEEN_NOTES:
            self._noted = time.monotonic()
            self._store.experiments.update(self._id, stage=now.stage, done=now.done, total=now.total)

    def _tell(self, update: Update) -> None:
        """Publish it, with the time gone, and the time left at the pace of the runs that had to be made."""
        left = None
        made = update.done - self._runs.found
        if made > 0 and not update.ended:
            left = self._gone / made * max(0, update.total - update.done)
        self._update = replace(update, seconds=self._gone, seconds_left=left)
        self._publish(self._update)

    @property
    def _gone(self) -> float:
        return time.monotonic() - self._started


def answer_document(answer: Answer, told: Mapping[str, Any]) -> dict[str, Any]:
    """An answer as it is kept: what it says as plain data, its tables column by column, its pictures drawn."""
    return {
        "answer": dict(told),
        "tables": [
            {"title": title, "columns": [_column(str(name), table[name]) for name in table.columns]}
            for title, table in answer.tables().items()
        ],
        "figures": [
            figure_document(f"picture_{number}", figure) for number, figure in enumerate(answer.figures(), start=1)
        ],
    }


def _column(name: str, column: "pd.Series[Any]") -> dict[str, Any]:
    """A column as numbers, null where one is not finite; else as texts."""
    if pd.api.types.is_integer_dtype(column):
        return {"name": name, "numbers": column.tolist()}
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan).tolist()
        return {"name": name, "numbers": [value if math.isfinite(value) else None for value in numbers]}
    texts = [None if missing else str(value) for value, missing in zip(column, column.isna(), strict=True)]
    return {"name": name, "texts": texts}
