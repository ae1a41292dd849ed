"""One experiment from its first run to its result: what is kept and told on the way."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handoff_experiments.compare import answer
from handoff_experiments.comparison import Comparison
from handoff_experiments.ensemble import Made
from handoff_experiments.progress import Progress, Stage
from handoff_experiments.question import Question
from handoff_experiments.result_hash import result_hash
from handoff_experiments.runner import RunsTasks
from handoff_experiments.service.standing import Tally
from handoff_experiments.service.update import Status, Update
from handoff_experiments.store import Role, Store

ROLES: Mapping[Stage, Role] = {
    Stage.ARMS: "arm",
    Stage.NULL: "null",
    Stage.YARDSTICK: "yardstick",
    Stage.TWINS: "twin",
}
SECONDS_BETWEEN_NOTES = 5.0  # of progress in the store, for whoever opens it after a crash
SECONDS_BETWEEN_STANDINGS = 0.3  # computed for every pair, they would cost more than runs where there are many

Publish = Callable[[Update], None]


class Conduct:
    """An experiment under way: makes its runs, notes them in the store, and tells how it goes."""

    def __init__(self, store: Store, experiment_id: str, question: Question, publish: Publish) -> None:
        self._store = store
        self._id = experiment_id
        self._question = question
        self._publish = publish
        self._tally = Tally(question)
        self._started = time.monotonic()
        self._noted = self._stood = self._started
        self._update = Update(
            experiment_id=experiment_id,
            status=Status.RUNNING,
            total=question.most_runs,
            planned_pairs=question.looks[-1].pairs,
        )

    def run(self, runner: RunsTasks) -> Comparison:
        """Make the runs and read them; the exceptions are those of `answer`, and the store's."""
        self._store.experiments.update(self._id, status=Status.RUNNING, started_at=datetime.now(UTC))
        self._tell(self._update)
        return answer(self._question, runner, self._progress, self._made)

    def finish(self, status: Status, comparison: Comparison | None) -> None:
        """Keep what came out, if anything, and tell the last there is to tell."""
        done = self._update.total if status is Status.FINISHED else self._update.done
        last = replace(self._update, status=status, done=done, standings=self._tally.standings())
        changed: dict[str, Any] = {"stage": last.stage, "done": last.done, "total": last.total, "pairs": last.pairs}
        if comparison is not None:
            document = comparison.to_json()
            changed |= {
                "result": document,
                "result_sha256": result_hash(document),
                "stopped": str(comparison.stopped),
                "versions": dict(comparison.versions),
            }
        self._store.experiments.update(
            self._id,
            status=status,
            finished_at=datetime.now(UTC),
            seconds=self._gone,
            **changed,
        )
        self._tell(last)

    def _made(self, made: Made) -> None:
        role = ROLES[made.stage]
        self._store.experiments.note_run(
            self._id, role, made.arm, made.position, self._store.runs.identity(made.task).key
        )
        if not made.run.finished:
            note = f"{made.run.policy}, seed {made.run.seed}: {(made.run.failure or '').strip().splitlines()[-1]}"
            self._update = replace(self._update, broken=self._update.broken + 1, note=note)
        if self._tally.note(made):
            self._update = replace(self._update, pairs=self._tally.pairs)
            if time.monotonic() - self._stood > SECONDS_BETWEEN_STANDINGS:
                self._stood = time.monotonic()
                self._update = replace(self._update, standings=self._tally.standings())

    def _progress(self, progress: Progress) -> None:
        self._tell(replace(self._update, stage=str(progress.stage), done=progress.done, total=progress.total))
        if time.monotonic() - self._noted > SECONDS_BETWEEN_NOTES:
            self._noted = time.monotonic()
            now = self._update
            self._store.experiments.update(self._id, stage=now.stage, done=now.done, total=now.total, pairs=now.pairs)

    def _tell(self, update: Update) -> None:
        """Publish it, with the time gone, and for the arms the time left at the pace so far."""
        left = None
        if update.stage == Stage.ARMS and update.done and not update.ended:
            left = self._gone / update.done * (update.total - update.done)
        self._update = replace(update, seconds=self._gone, seconds_left=left)
        self._publish(self._update)

    @property
    def _gone(self) -> float:
        return time.monotonic() - self._started
