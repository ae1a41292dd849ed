"""Where policies are lived through: all over the same futures, each policy once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from handoff_experiments.runner import RunsTasks
from handoff_experiments.statistics.paired import FloatArray
from handoff_experiments.tasks import RunSummary, Task
from handoff_experiments.tuning.futures import Futures

MOST_HELD = 256  # runs whose arrays are held at a time
OnRuns = Callable[[int], None]  # told how many runs more are done


@dataclass(frozen=True, kw_only=True)
class Lives:
    """One policy in every future: its metrics by code [future], NaN where there is none; the first failure, if any."""

    values: Mapping[str, FloatArray]
    failures: int = 0
    failure: str = ""


@dataclass(kw_only=True)
class Bench:
    """Makes the runs of policies; after an interruption it makes no more.

    Parameters: ``runner`` where runs are made; ``codes`` of the metrics that are read; ``weeks`` the horizon, None the
    world's own; ``on_runs`` told after every run.
    """

    runner: RunsTasks
    codes: Sequence[str]
    weeks: int | None
    on_runs: OnRuns
    interrupted: bool = False
    known: dict[tuple[str, int], Lives] = field(default_factory=dict)
    models: set[str] = field(default_factory=set)  # versions of the model that made the runs

    def lives(self, policies: Sequence[Any], futures: Futures) -> list[Lives | None]:
        """What each policy comes to; None for one whose runs were not finished before an interruption."""
        keys = [(policy.content_hash, id(futures)) for policy in policies]
        new = {key: policy for key, policy in zip(keys, policies, strict=True) if key not in self.known}
        at_once = max(1, MOST_HELD // len(futures))
        waiting = list(new)
        while waiting and not self.interrupted:
            some, waiting = waiting[:at_once], waiting[at_once:]
            self._make({key: new[key] for key in some}, futures)
        self.on_runs((len(keys) - len(new)) * len(futures))
        return self.remembered(policies, futures)

    def remembered(self, policies: Sequence[Any], futures: Futures) -> list[Lives | None]:
        """What is known of policies without making a run."""
        return [self.known.get((policy.content_hash, id(futures))) for policy in policies]

    def _make(self, new: Mapping[tuple[str, int], Any], futures: Futures) -> None:
        tasks = [
            Task(world=futures.worlds[world], policy=policy, seed=seed, weeks=self.weeks)
            for policy in new.values()
            for world, seed in zip(futures.of_world, futures.seeds, strict=True)
        ]
        batch = self.runner.run(tasks, lambda position, summary: self.on_runs(1))
        self.interrupted = batch.interrupted
        for number, key in enumerate(new):
            runs = batch.summaries[number * len(futures) : (number + 1) * len(futures)]
            finished = [run for run in runs if run is not None]
            if len(finished) == len(futures):
                self.known[key] = self._read(finished)

    def _read(self, runs: Sequence[RunSummary]) -> Lives:
        self.models |= {run.model_version for run in runs if run.model_version}
        failures = [run.failure for run in runs if run.failure is not None]
        return Lives(
            values={
                code: np.array(
                    [run.metrics.get(code, np.nan) if run.finished else np.nan for run in runs], dtype=np.float64
                )
                for code in self.codes
            },
            failures=len(failures),
            failure=failures[0].strip().splitlines()[-1] if failures else "",
        )
