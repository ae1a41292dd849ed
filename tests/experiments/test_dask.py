"""The same experiment on a Dask cluster: the same bytes, whatever becomes of workers and scheduler."""

import json
import logging
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, wait
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker, LocalCluster
from tests.experiments.test_workers import is_alive

from handoff_experiments import Comparison, Progress, compare
from handoff_experiments.executors import ClusterRefused, ExecutorLost, cluster, embedded, open_executor
from handoff_experiments.executors.alike import facts
from handoff_experiments.executors.dask import DaskExecutor
from handoff_experiments.result_hash import result_hash, timeless
from handoff_experiments.runner import Runner
from handoff_experiments.tasks import Task
from handoff_experiments.workers import InThisProcess, Lane
from handoff_scenarios import catalogue
from handoff_web import cli

PAIRS, WEEKS = 3, 40


@pytest.fixture(scope="module")
def dask() -> Iterator[DaskExecutor]:
    """An embedded cluster of two worker processes."""
    with open_executor("dask", workers=2) as executor:
        assert isinstance(executor, DaskExecutor)
        yield executor


@pytest.fixture(scope="module")
def local() -> Comparison:
    return asked(workers=1)


def asked(**options: Any) -> Comparison:
    return compare("workshop", ["enforceable_trust"], pairs=PAIRS, weeks=WEEKS, seed=7, **options)


def tasks(n: int) -> list[Task]:
    world, policy = catalogue.world("workshop"), catalogue.policy("enforceable_trust")
    return [Task(world=world, policy=policy, seed=seed, weeks=WEEKS) for seed in range(n)]


def bytes_of(comparison: Comparison) -> str:
    return json.dumps(timeless(comparison.to_json()), sort_keys=True)


def gone(processes: list[int], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while any(map(is_alive, processes)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(is_alive, processes))


def test_a_comparison_on_a_cluster_is_the_local_one_byte_for_byte(dask: DaskExecutor, local: Comparison) -> None:
    found = asked(executor=dask)
    assert found.result_hash == local.result_hash
    assert bytes_of(found) == bytes_of(local)
    assert dask.workers == 2


def test_the_command_answers_the_same_from_a_cluster(
    dask: DaskExecutor, local: Comparison, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = f"compare workshop enforceable_trust --pairs {PAIRS} --weeks {WEEKS} --seed 7 --json -"
    monkeypatch.setattr("sys.argv", ["handoff", *words.split()])
    monkeypatch.setenv("HANDOFF_SCHEDULER", dask.scheduler)
    with suppress(SystemExit):
        cli.main()
    assert result_hash(json.loads(capsys.readouterr().out)) == local.result_hash


def deaths(dask: DaskExecutor) -> int:
    """How often a worker died that had been given a call, by the scheduler's own count."""
    return dask._client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.task_prefixes["made"].suspicious)


def test_workers_killed_in_the_middle_of_a_comparison_change_nothing(dask: DaskExecutor, local: Comparison) -> None:
    processes = list(dask._client.run(os.getpid).values())
    before, killed = deaths(dask), []

    def kill_all(progress: Progress) -> None:
        if progress.done == 2 and not killed:
            killed.extend(processes)
            for process in processes:
                os.kill(process, signal.SIGKILL)

    found = asked(executor=dask, on_progress=kill_all)
    assert len(killed) == 2 and gone(killed)
    assert deaths(dask) > before  # runs were lost with them, and made again
    assert all(run is not None and run.finished for arm in found.arms for run in arm.runs)
    assert bytes_of(found) == bytes_of(local)


def test_equal_calls_are_made_each_for_itself(dask: DaskExecutor) -> None:
    assert dask.submit(os.urandom, 8).result(timeout=60) != dask.submit(os.urandom, 8).result(timeout=60)


def test_a_call_that_kills_its_workers_fails_and_nothing_else_does(dask: DaskExecutor) -> None:
    before = [dask.submit(time.sleep, 0.2) for _ in range(2)]  # meanwhile the queue fills
    deadly, harmless = dask.submit(os._exit, 1), [dask.submit(abs, -number) for number in range(6)]
    wait(before, timeout=60)
    with pytest.raises(BrokenExecutor, match="ended abruptly"):
        deadly.result(timeout=60)
    assert [future.result(timeout=60) for future in harmless] == list(range(6))
    assert not isinstance(deadly.exception(), ExecutorLost)


def test_a_call_beside_one_that_kills_workers_is_made_once_more(dask: DaskExecutor, tmp_path: Path) -> None:
    def suspected(file: Path, times: int) -> int:
        """Dask says of a call that was at hand when a worker died what it says of the one that killed it."""
        with file.open("a") as out:
            out.write("tried\n")
        if len(file.read_text().splitlines()) <= times:
            raise KilledWorker(
                task="made", last_worker=SimpleNamespace(address="tcp://127.0.0.1:1"), allowed_failures=1
            )
        return 7

    files = [tmp_path / str(number) for number in range(3)]
    assert [dask.submit(lambda file: suspected(file, 1), file).result(timeout=60) for file in files] == [7, 7, 7]
    with pytest.raises(BrokenExecutor, match="ended abruptly"):
        dask.submit(lambda: suspected(tmp_path / "deadly", 2)).result(timeout=60)


def test_an_error_of_a_call_comes_home(dask: DaskExecutor) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        dask.submit(int, "seven").result(timeout=60)


def test_what_is_cancelled_leaves_the_queue_of_the_scheduler(dask: DaskExecutor) -> None:
    calls = [dask.submit(time.sleep, 0.5) for _ in range(12)]
    another = DaskExecutor(dask._client, dask.scheduler, dask._expected)  # the same cluster, not shut down by the other
    dropped = [another.submit(time.sleep, 600 if number > 1 else 0.5) for number in range(12)]
    for call in calls[1:]:
        assert call.cancel()
    another.kill()
    assert not wait(dropped, timeout=60).not_done
    with pytest.raises(CancelledError):
        dropped[-1].result()
    with pytest.raises(RuntimeError, match="shutdown"):
        another.submit(abs, -1)
    assert calls[0].result(timeout=60) is None
    assert dask.submit(abs, -2).result(timeout=20) == 2  # it stands behind nobody
    assert dask._client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.queued)) == 0


def test_cancelling_a_runner_ends_its_batch(dask: DaskExecutor) -> None:
    own = DaskExecutor(dask._client, dask.scheduler, dask._expected)
    runner = Runner(executor=own)
    batch = runner.run(tasks(200), lambda position, _: runner.cancel() if position == 1 else None)
    assert batch.interrupted
    assert 0 < sum(run is not None for run in batch.summaries) < 200


def opened(**options: Any) -> None:
    with open_executor(**options):
        pass


@pytest.mark.parametrize("fact", ["model", "numpy", "python", "threads", "probe"])
def test_workers_that_differ_are_refused_by_name(
    dask: DaskExecutor, fact: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {**facts(), "threads": "1"} | {fact: "another"}
    monkeypatch.setattr(cluster, "facts", lambda: expected)
    monkeypatch.setattr(cluster, "ONE_THREAD", {"threads": expected["threads"]})
    with pytest.raises(ClusterRefused, match=r"worker tcp://127.0.0.1:\d+: .*expected another, found") as refused:
        opened(scheduler=dask.scheduler)
    assert ("hash of a short run" if fact == "probe" else fact) in str(refused.value)


def test_a_worker_that_differs_and_comes_later_ends_the_experiment_by_name(dask: DaskExecutor) -> None:
    own = DaskExecutor(dask._client, dask.scheduler, {**dask._expected, "numpy": "1.0"})
    with pytest.raises(ExecutorLost, match=r"worker tcp://127.0.0.1:\d+ .*numpy: expected 1.0"):
        own.submit(abs, -1).result(timeout=60)


def test_an_address_where_nobody_answers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 0.3)
    for address in ("tcp://127.0.0.1:1", "nonsense", "http://127.0.0.1:8786"):
        with pytest.raises(ClusterRefused, match=f"such as tcp://10.0.0.5:8786; found {address}"):
            opened(scheduler=address)


def test_a_cluster_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_FOR_WORKERS", 0.3)
    here = {"n_workers": 0, "processes": True, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    told = r"found 0; start them with: dask worker tcp://127.0.0.1"
    with LocalCluster(**here) as empty, pytest.raises(ClusterRefused, match=told):
        opened(scheduler=empty.scheduler_address)


def test_an_embedded_cluster_whose_workers_cannot_start_says_what_they_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PRELOADED", "no_such_module")
    with pytest.raises(ClusterRefused, match=r"found 0; (.|\n)*no_such_module"):
        opened(where="dask", workers=1)


def test_arguments_that_contradict_each_other_are_refused() -> None:
    for arguments, told in (
        ({"scheduler": "tcp://127.0.0.1:1", "workers": 2}, "beside a scheduler"),
        ({"workers": 0}, "at least 1; found 0"),
        ({"where": "cloud"}, "cloud"),
    ):
        with pytest.raises(ValueError, match=told):
            opened(**arguments)


def test_without_a_cluster_runs_are_made_as_they_always_were() -> None:
    with open_executor(workers=1) as one, open_executor("local", workers=2) as two:
        assert isinstance(one, InThisProcess) and isinstance(two, Lane)
        assert two.submit(os.getpid).result() != os.getpid()


@contextmanager
def by_hand(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler with a worker, started as the guide says; its address and the scheduler's process."""
    file = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    options: dict[str, Any] = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
         "--no-dashboard", "--scheduler-file", str(file)], **options
    )  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--no-nanny",
         "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)], **options
    )  # fmt: skip
    try:
        while not file.exists():
            assert scheduler.poll() is None
            time.sleep(0.05)
        time.sleep(0.1)
        yield json.loads(file.read_text())["address"], scheduler
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()


def test_runs_that_were_finished_when_the_scheduler_was_lost_are_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with by_hand(tmp_path) as (address, scheduler), open_executor(scheduler=address) as executor:

        def end_scheduler(position: int, _: object) -> None:
            if position == 5:
                scheduler.kill()

        with Runner(executor=executor) as runner, caplog.at_level(logging.ERROR, "handoff_experiments"):
            batch = runner.run(tasks(300), end_scheduler)
        assert batch.interrupted
        assert all(run is not None and run.finished for run in batch.summaries[:6])
        assert batch.summaries[-1] is None
        assert not any(run and run.failure for run in batch.summaries)  # no run is said to be broken
        assert f"the Dask scheduler at {address} was lost" in caplog.text
        with pytest.raises(ExecutorLost, match="was lost"):
            executor.submit(abs, -1)


SCRIPT = """
import os, sys
from handoff_experiments.executors import open_executor
print("started", flush=True)
def here(number):
    return os.getpid()
with open_executor("dask", workers=1) as executor:
    print(*set(executor.map(here, range(8))), flush=True)
    if "wait" in sys.argv:
        sys.stdin.read()
"""


@pytest.mark.parametrize("ending", ["by itself", pytest.param("killed", marks=pytest.mark.slow)])
def test_nothing_is_left_of_an_embedded_cluster(tmp_path: Path, ending: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(SCRIPT))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TMPDIR": str(tmp_path)}
    words = ["wait"] if ending == "killed" else []
    with subprocess.Popen(
        [sys.executable, "-W", "error", str(script), *words], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as parent:  # fmt: skip
        assert parent.stdout is not None and parent.stderr is not None
        assert parent.stdout.readline() == "started\n"
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert workers and parent.pid not in workers
        if ending == "killed":
            parent.kill()
        rest, said = parent.stdout.read(), parent.stderr.read()
    assert gone(workers)
    assert (rest, said) == ("", "")  # no worker ran the script again, and nothing was complained about
    if ending == "by itself":
        assert parent.returncode == 0
        assert [path.name for path in tmp_path.iterdir()] == ["script.py"]
