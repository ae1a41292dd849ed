"""Comparisons of experiments that have ended, made again from their kept runs where they are no longer in memory."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from handoff_experiments.compare import answer
from handoff_experiments.comparison import Comparison
from handoff_experiments.figures.as_json import figure_document
from handoff_experiments.null import NullReport
from handoff_experiments.runner import Batch, Completed
from handoff_experiments.service.spec import ExperimentSpec
from handoff_experiments.store import ExperimentRecord, Store
from handoff_experiments.store.runs import Runs
from handoff_experiments.tasks import RunSummary, Task

IN_MEMORY = 3  # comparisons
DRAWN = 64  # pictures


class NoResult(ValueError):
    """An experiment without a result: it has not ended, failed, or was called off too early."""


class Results:
    """Results of a store's experiments as `Comparison`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Comparison] = OrderedDict()
        self._drawn: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()

    def put(self, experiment_id: str, comparison: Comparison) -> None:
        """Remember a comparison that was just made."""
        with self._lock:
            self._drawn = OrderedDict((key, drawn) for key, drawn in self._drawn.items() if key[0] != experiment_id)
            self._known[experiment_id] = comparison
            while len(self._known) > IN_MEMORY:
                self._known.popitem(last=False)

    def forget(self, experiment_id: str) -> None:
        """Remember nothing of an experiment."""
        with self._lock:
            self._known.pop(experiment_id, None)
            self._drawn = OrderedDict((key, drawn) for key, drawn in self._drawn.items() if key[0] != experiment_id)

    def comparison(self, record: ExperimentRecord) -> Comparison:
        """The comparison of an experiment that has ended.

        Raises:
            NoResult: There is none.
            StoreError: Its runs are gone.
            DocumentError: Its documents have fields that this version of Handoff does not know.
        """
        with self._lock:
            known = self._known.get(record.id)
        if known is not None:
            return known
        if record.kind != "comparison":
            raise NoResult(f"experiment {record.id}: expected a comparison; it is a {record.kind}")
        if record.result is None:
            raise NoResult(f"experiment {record.id}: expected one with a result; it is {record.status}")
        comparison = self._made_again(record, record.result)
        self.put(record.id, comparison)
        return comparison

    def figure(self, record: ExperimentRecord, name: str) -> dict[str, Any]:
        """One picture as {name, title, alt, figure}.

        Raises:
            ValueError: Unknown name; and those of `comparison`.
        """
        key = record.id, name
        with self._lock:
            known = self._drawn.get(key)
        if known is not None:
            return known
        drawn = figure_document(name, self.comparison(record).figure(name))
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > DRAWN:
                self._drawn.popitem(last=False)
        return drawn

    def _made_again(self, record: ExperimentRecord, result: Any) -> Comparison:
        """Read the kept runs again. The null is as it was found: it cannot be told from runs that are kept once."""
        question = ExperimentSpec.model_validate(record.spec).question()
        made = {row.run.key for row in self._store.experiments.runs_of(record.id).rows}
        comparison = answer(question, _KeptRuns(self._store.runs.of_model(str(result["versions"]["model"])), made))
        null = {name: value for name, value in result["null"].items() if name != "exact"}
        if null["largest_difference"] is None:
            null["largest_difference"] = float("inf")
        return replace(
            comparison,
            null=NullReport(**null),
            seconds=result["seconds"],
            versions=dict(result["versions"]),
        )


class _KeptRuns:
    """The runs that an experiment made, as a runner; others were not made by it, even where they are kept."""

    def __init__(self, runs: Runs, made: Collection[str]) -> None:
        self._runs = runs
        self._made = made

    def run(self, tasks: Sequence[Task], on_completed: Completed | None = None, *, fresh: bool = False) -> Batch:
        """The kept summaries."""
        summaries = tuple(self._recalled(task) for task in tasks)
        return Batch(summaries=summaries, interrupted=any(summary is None for summary in summaries))

    def _recalled(self, task: Task) -> RunSummary | None:
        key = self._runs.identity(task).key
        return replace(self._runs.read(key), policy=task.policy.name) if key in self._made else None
