import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from handoff_experiments.executors import ExecutorLost
from handoff_experiments.runner import Runner
from handoff_experiments.tasks import Perform, RunSummary, Task, failed, guarded


class Named:
    """The least a document can be."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.content_hash = name


def tasks(n: int, policy: str = "phone_book") -> list[Task]:
    return [Task(world=Named("town"), policy=Named(policy), seed=seed) for seed in range(n)]


def echo(task: Task) -> RunSummary:
    return RunSummary(policy=task.policy.name, policy_hash="", seed=task.seed, events_sha256=str(task.seed))


def late_first(task: Task) -> RunSummary:
    """Even tasks finish after odd ones."""
    if task.seed % 2 == 0:
        done.wait(0.02)
    return echo(task)


done = multiprocessing.get_context("spawn").Event()


def test_results_stand_in_the_order_of_the_tasks_however_they_finish() -> None:
    finished: list[int] = []
    with ThreadPoolExecutor(4) as threads, Runner(workers=4, executor=threads, perform=late_first) as runner:
        batch = runner.run(tasks(8), lambda position, _: finished.append(position))
    assert [run.seed for run in batch.summaries if run] == list(range(8))
    assert sorted(finished) == list(range(8)) and finished != list(range(8))


def test_a_given_executor_is_left_open() -> None:
    with ThreadPoolExecutor(1) as threads:
        with Runner(executor=threads, perform=echo) as runner:
            runner.run(tasks(2))
        assert threads.submit(int, "7").result() == 7


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_run_is_a_record_and_stops_nothing(workers: int) -> None:
    def breaks(task: Task) -> RunSummary:
        if task.seed == 1:
            raise RuntimeError("the machine is on fire")
        return echo(task)

    with ThreadPoolExecutor(workers) as threads:
        executor = threads if workers > 1 else None
        with Runner(workers=workers, executor=executor, perform=guarded(breaks)) as runner:
            summaries = runner.run(tasks(3)).summaries
    assert [run.finished for run in summaries if run] == [True, False, True]
    assert summaries[1] is not None and summaries[1].failure is not None
    assert "the machine is on fire" in summaries[1].failure
    assert (summaries[1].policy, summaries[1].seed) == ("phone_book", 1)


def test_interruption_keeps_what_is_finished() -> None:
    def interrupted(task: Task) -> RunSummary:
        if task.seed == 2:
            raise KeyboardInterrupt
        return echo(task)

    with Runner(workers=1, perform=interrupted) as runner:
        batch = runner.run(tasks(5))
    assert batch.interrupted
    assert [run.seed if run else None for run in batch.summaries] == [0, 1, None, None, None]


class Fading(Executor):
    """An executor that is lost after three calls."""

    def __init__(self) -> None:
        self.calls = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        future: Future[Any] = Future()
        if self.calls <= 3:
            future.set_result(fn(*args, **kwargs))
        elif self.calls <= 5:
            future.set_exception(ExecutorLost("the cluster is gone"))
        else:
            raise ExecutorLost("the cluster is gone")
        return future


def test_a_lost_executor_ends_a_batch_whose_finished_runs_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    kept: list[int] = []

    class Kept:
        def find(self, task: Task) -> None: ...

        def keep(self, task: Task, summary: RunSummary) -> str:
            kept.append(task.seed)
            return ""

    with Runner(workers=2, executor=Fading(), perform=echo, kept=Kept()) as runner:
        batch = runner.run(tasks(20))
        with pytest.raises(ExecutorLost):
            list(runner.as_completed(tasks(2)))
    assert batch.interrupted and sorted(kept) == [0, 1, 2]
    assert [run.seed for run in batch.summaries if run] == [0, 1, 2]  # and no run counts as broken
    assert "the cluster is gone" in caplog.text


def test_no_worker_is_no_runner() -> None:
    with pytest.raises(ValueError, match="workers"):
        Runner(workers=0)


# Functions for real processes: workers import them by this name, from a folder put on their path.
WORKER_CODE = '''
"""What worker processes of the tests do."""
import os
from handoff_experiments.tasks import RunSummary

def summary(task, **facts):
    return RunSummary(policy=task.policy.name, policy_hash="", seed=task.seed, **facts)

def tell_process(task):
    return summary(task, events_sha256=str(os.getpid()))

def die_sometimes(task):
    if task.seed == 3:
        os._exit(1)
    return summary(task)

class Named:
    def __init__(self, name):
        self.name = self.content_hash = name
'''


@pytest.fixture
def in_script(tmp_path: Path) -> Callable[[str], str]:
    """Run lines as a script of their own, without a main guard, as a newcomer would write it."""

    def run(lines: str) -> str:
        (tmp_path / "handoff_test_workers.py").write_text(WORKER_CODE)
        script = tmp_path / "script.py"
        opening = """
            import handoff_test_workers as work
            from handoff_experiments.runner import Runner
            from handoff_experiments.tasks import Task
            print("script started")
            tasks = [Task(world=work.Named("w"), policy=work.Named("p"), seed=seed) for seed in range(8)]
            """
        script.write_text(textwrap.dedent(opening) + textwrap.dedent(lines))
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
        result = subprocess.run(
            [sys.executable, str(script)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        assert result.stdout.count("script started") == 1  # no worker ran the script again
        return result.stdout

    return run


@pytest.mark.slow
def test_processes_are_replaced_after_their_share_of_runs(in_script: Callable[[str], str]) -> None:
    told = in_script("""
        with Runner(workers=2, perform=work.tell_process, runs_per_worker=2) as runner:
            runs = runner.run(tasks).summaries
        print("seeds", [run.seed for run in runs])
        print("processes", len({run.events_sha256 for run in runs}))
        """)
    assert "seeds [0, 1, 2, 3, 4, 5, 6, 7]" in told
    assert int(told.split("processes ")[1]) >= 2


@pytest.mark.slow
def test_a_worker_that_dies_costs_one_run(in_script: Callable[[str], str]) -> None:
    told = in_script("""
        with Runner(workers=2, perform=work.die_sometimes) as runner:
            runs = runner.run(tasks).summaries
        print("finished", [run.seed for run in runs if run.finished])
        print(runs[3].failure)
        """)
    assert "finished [0, 1, 2, 4, 5, 6, 7]" in told
    assert "ended abruptly" in told


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGINT"), reason="needs signals")
def test_ctrl_c_in_a_pool_keeps_whole_runs_and_ends(in_script: Callable[[str], str]) -> None:
    told = in_script("""
        import os, signal
        def stop_early(position, summary):
            if position == 1:
                os.kill(os.getpid(), signal.SIGINT)
        with Runner(workers=2, perform=work.tell_process) as runner:
            batch = runner.run(tasks * 50, stop_early)
        print("interrupted", batch.interrupted, "missing", sum(run is None for run in batch.summaries) > 0)
        """)
    assert "interrupted True missing True" in told


def test_a_failure_names_world_policy_and_seed() -> None:
    record = failed(tasks(1)[0], "because")
    assert (record.policy, record.world_hash, record.seed, record.finished) == (
        "phone_book",
        "town",
        0,
        False,
    )


def test_types_of_perform_agree() -> None:
    work: Perform = guarded(echo)
    assert work(tasks(1)[0]).seed == 0
