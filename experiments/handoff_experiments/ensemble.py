"""The runs of a comparison: every arm over the same seeds, then the null, then the twins of X4."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, takewhile
from typing import Any

from handoff_experiments.contrasts import Arm
from handoff_experiments.focal import choose
from handoff_experiments.null import NullReport, null_report
from handoff_experiments.progress import OnProgress, Progress, Stage
from handoff_experiments.runner import RunsTasks
from handoff_experiments.statistics.quadrants import Deals
from handoff_experiments.tasks import RunSummary, Task
from handoff_experiments.unilateral import Cost, SeedDeals, pooled, seed_deals, twin_tasks


@dataclass(frozen=True, kw_only=True)
class Made:
    """A run and its place: which arm (0 is the baseline), which seed, and for twins which side of the pair."""

    stage: Stage
    arm: int
    position: int  # of the seed; of twins twice that, plus 0 or 1
    task: Task
    run: RunSummary


OnMade = Callable[[Made], None]
Place = tuple[int, int]  # arm, position


def unnoticed(made: Made) -> None:
    """Take no note."""


@dataclass(kw_only=True)
class Ensemble:
    """Runs made so far, by arm and position of the seed; the first document is the baseline."""

    runner: RunsTasks
    world: Any
    documents: Sequence[Any]
    seeds: Sequence[int]
    weeks: int | None
    on_progress: OnProgress
    on_made: OnMade = unnoticed
    interrupted: bool = False
    runs: dict[tuple[int, int], RunSummary] = field(default_factory=dict)

    def task(self, arm: int, position: int) -> Task:
        """The run of one arm with one seed."""
        policy, seed = self.documents[arm], self.seeds[position]
        return Task(world=self.world, policy=policy, seed=seed, weeks=self.weeks)

    def extend(self, pairs: int) -> None:
        """Run every arm up to so many seeds; seed by seed, so that an early end leaves whole pairs."""
        places = [
            (arm, position)
            for position in range(pairs)
            for arm in range(len(self.documents))
            if (arm, position) not in self.runs
        ]
        made = self._made(Stage.ARMS, [self.task(*place) for place in places], places, before=len(self.runs))
        self.runs |= {place: run for place, run in zip(places, made, strict=True) if run is not None}

    def complete_pairs(self) -> int:
        """Seeds, counted from the first, for which every arm has been run."""

        def complete(position: int) -> bool:
            return all((arm, position) in self.runs for arm in range(len(self.documents)))

        return len(list(takewhile(complete, count())))

    def arms(self, pairs: int) -> tuple[Arm, ...]:
        """All arms over the first so many seeds."""
        return tuple(
            Arm(
                policy=document.name,
                runs=tuple(self.runs.get((arm, position)) for position in range(pairs)),
            )
            for arm, document in enumerate(self.documents)
        )

    def null(self, pairs: int) -> NullReport:
        """Run the baseline once more with the first few seeds, also where such a run is kept already."""
        tasks = [self.task(0, position) for position in range(pairs)]
        again = self._made(Stage.NULL, tasks, [(0, position) for position in range(pairs)])
        both = [(self.runs[0, position], run) for position, run in enumerate(again) if run is not None]
        return null_report([first for first, _ in both], [run for _, run in both])

    def yardstick(self, document: Any, pairs: int) -> Arm | None:
        """One more policy over the first so many seeds, to measure the others by; None where no run says what it needs.

        Nothing is run where the baseline's runs brought no outcome home, or where the yardstick is an arm already.
        """
        if not any(self.runs[0, position].outcome is not None for position in range(pairs)):
            return None
        known = [arm for arm, other in enumerate(self.documents) if other.content_hash == document.content_hash]
        if known:
            return self.arms(pairs)[known[0]]
        tasks = [replace(self.task(0, position), policy=document) for position in range(pairs)]
        places = [(len(self.documents), position) for position in range(pairs)]
        return Arm(policy=document.name, runs=tuple(self._made(Stage.YARDSTICK, tasks, places)))

    def twins(self, arms: Sequence[int], pairs: int) -> tuple[dict[int, Deals], Cost]:
        """X4 and X5 of some arms over the first so many seeds, and what X4 cost."""
        plan = [(arm, position) for position in range(pairs) for arm in arms]
        tasks, owners, places = [], [], []
        for arm, position in plan:
            factual, baseline = self.runs[arm, position], self.runs[0, position]
            if factual.finished and baseline.finished:
                focal = choose(factual)
                crossed = list(twin_tasks(self.task(arm, position), factual, focal))
                tasks += crossed
                owners += [(arm, position, focal)] * len(crossed)
                places += [(arm, 2 * position + side) for side in range(len(crossed))]
        made = self._made(Stage.TWINS, tasks, places)
        by_arm: dict[int, dict[int, SeedDeals]] = {arm: {} for arm in arms}
        for place in range(0, len(tasks), 2):
            arm, position, focal = owners[place]
            pair = [run for run in made[place : place + 2] if run is not None and run.finished]
            if len(pair) == 2:
                by_arm[arm][position] = seed_deals(focal, pair, self.runs[arm, position], self.runs[0, position])
        deals = {arm: pooled(by_seed) for arm, by_seed in by_arm.items()}
        done = [run for run in made if run is not None]
        cost = Cost(
            runs=len(done),
            seconds=sum(run.seconds for run in done),
            points=sum(len(points) for points in deals.values()),
            failed=sum(not run.finished for run in done),
        )
        return deals, cost

    def _made(
        self, stage: Stage, tasks: Sequence[Task], places: Sequence[Place], *, before: int = 0
    ) -> Sequence[RunSummary | None]:
        """Run tasks with progress; after an interruption nothing more is run."""
        if self.interrupted or not tasks:
            return [None] * len(tasks)
        progress = Progress(stage=stage, done=before, total=before + len(tasks))
        self.on_progress(progress)

        def completed(number: int, run: RunSummary) -> None:
            nonlocal progress
            arm, position = places[number]
            self.on_made(Made(stage=stage, arm=arm, position=position, task=tasks[number], run=run))
            note = "" if run.finished else f"{run.policy}, seed {run.seed}: the run broke"
            progress = replace(progress, done=progress.done + 1, note=note)
            self.on_progress(progress)

        batch = self.runner.run(tasks, completed, fresh=stage is Stage.NULL)
        self.interrupted = batch.interrupted
        return batch.summaries
