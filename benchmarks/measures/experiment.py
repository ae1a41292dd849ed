"""How much of an experiment's time is not spent on its runs: in the service, and on the command line."""

import functools
import tempfile
import time
from pathlib import Path

from harness.clock import wall_seconds
from harness.effort import Effort
from harness.findings import Aim, Line, Measure, Tell

from handoff_experiments.compare import answer
from handoff_experiments.runner import Runner
from handoff_experiments.service import Cited, Desk, ExperimentSpec
from handoff_experiments.store import open_store
from handoff_experiments.tasks import RunSummary, Task, perform
from handoff_scenarios import catalogue

POLICIES = ("phone_book", "enforceable_trust")
WORKERS = 2
AIM = Aim(most=0.05)


def weighed(file: Path, task: Task) -> RunSummary:
    """A task as the runner does it; its seconds are written down, also those of runs that are not kept."""
    started = time.perf_counter()
    summary = perform(task)
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{time.perf_counter() - started}\n")
    return summary


class Experiment:
    """One comparison, made in a folder of its own."""

    def __init__(self, effort: Effort, folder: Path) -> None:
        baseline, *policies = (Cited.of(catalogue.policy(name)) for name in POLICIES)
        world = Cited.of(catalogue.world(effort.world))
        self.spec = ExperimentSpec(
            world=world, baseline=baseline, policies=tuple(policies), pairs=effort.pairs, weeks=effort.weeks
        )
        self.file = folder / "seconds"
        self.perform = functools.partial(weighed, self.file)
        self.store = folder / "bench.db"

    def share(self, seconds: float, workers: int) -> float:
        """Share of the workers' time that was not spent on runs."""
        runs = [float(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        return 1.0 - sum(runs) / (seconds * workers)

    def by_the_service(self, workers: int) -> float:
        """Kept, counted and told as it goes; from its start to its result in the store."""
        with open_store(str(self.store)) as store, Desk(store, workers=workers, perform=self.perform) as desk:
            self._warm(desk)

            def make() -> None:
                desk.start(self.spec)
                while desk.active:
                    time.sleep(0.002)

            seconds = wall_seconds(make)
            (record,) = store.experiments.list(first=1).rows
            if record.status != "finished":
                raise RuntimeError(f"experiment: expected a finished one; found {record.status}: {record.failure}")
        return self.share(seconds, workers)

    def by_hand(self) -> float:
        """The same question by the same runner, without a store and without anybody who watches."""
        question = self.spec.question()
        with Runner(workers=1, perform=self.perform) as runner:
            runner.run([Task(world=question.world, policy=question.baseline, seed=0, weeks=2)])
            self.file.unlink()
            seconds = wall_seconds(lambda: answer(question, runner))
        return self.share(seconds, 1)

    def _warm(self, desk: Desk) -> None:
        """Have the workers started and the machine code loaded, as they are in a server that is up."""
        task = Task(world=self.spec.world_document(), policy=self.spec.policy_documents()[0], seed=0, weeks=2)
        lane = desk.pool.lane()
        for future in [lane.submit(self.perform, task) for _ in range(2 * desk.pool.workers)]:
            future.result()
        lane.shutdown()
        self.file.unlink()


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """The share in the service with one worker and with several, and by the runner alone."""
    variants = {
        "service, 1 worker": lambda one: one.by_the_service(1),
        f"service, {WORKERS} workers": lambda one: one.by_the_service(WORKERS),
        "runner alone, 1 worker": Experiment.by_hand,
    }
    shares: dict[str, list[float]] = {what: [] for what in variants}
    for turn in range(effort.worker_rounds):
        for number, (what, make) in enumerate(variants.items()):
            tell(turn * len(variants) + number, effort.worker_rounds * len(variants))
            with tempfile.TemporaryDirectory() as folder:
                shares[what].append(make(Experiment(effort, Path(folder))))
    return [
        Line(what=what, unit="share", rounds=tuple(found), aim=AIM if what == "service, 1 worker" else None)
        for what, found in shares.items()
    ]


MEASURE = Measure(
    name="experiment",
    question="How much of an experiment's time is not spent on its runs?",
    compared=f"One less the seconds of all runs over the workers' seconds, from start to result: {POLICIES[1]} against "
    f"{POLICIES[0]}, workers up; statistics, twins' bookkeeping, store and progress are the rest",
    ask=ask,
)
