"""Lanes of a shared pool: fair, prompt to cancel, and none the worse for a worker that dies."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, wait
from pathlib import Path

import pytest

from handoff_experiments.workers import InThisProcess, Lane, SharedPool


@pytest.fixture
def pool() -> Iterator[SharedPool]:
    shared = SharedPool(1)
    yield shared
    shared.kill()


def until_busy(pool: SharedPool) -> None:
    for _ in range(500):
        if pool.busy:
            return
        time.sleep(0.01)
    raise AssertionError("no worker took the call")


def test_lanes_take_turns_however_much_one_of_them_wants(pool: SharedPool) -> None:
    order: list[str] = []
    greedy, modest = pool.lane(), pool.lane()
    first = greedy.submit(time.sleep, 0.3)  # meanwhile both queues fill
    calls = [(name, lane.submit(abs, -1)) for name, lane in [("greedy", greedy)] * 6 + [("modest", modest)] * 2]
    for name, future in calls:
        future.add_done_callback(lambda _, name=name: order.append(name))
    wait([first, *(future for _, future in calls)])
    assert set(order[:2]) == set(order[2:4]) == {"greedy", "modest"}
    assert order[4:] == ["greedy"] * 4


def test_killing_a_lane_ends_what_it_runs_and_leaves_the_others_alone(pool: SharedPool) -> None:
    unwanted, wanted = pool.lane(), pool.lane()
    long = unwanted.submit(time.sleep, 600)
    until_busy(pool)
    waiting, other = unwanted.submit(abs, -1), wanted.submit(abs, -2)
    started = time.monotonic()
    unwanted.kill()
    assert wait([waiting], timeout=60).done  # not only result(), but also those who wait for several are told
    with pytest.raises(CancelledError):
        waiting.result(timeout=60)
    with pytest.raises(BrokenExecutor):
        long.result(timeout=60)
    assert other.result(timeout=60) == 2
    assert time.monotonic() - started < 60
    with pytest.raises(RuntimeError, match="shutdown"):
        unwanted.submit(abs, -1)


def test_a_worker_that_is_killed_costs_its_run_a_second_try(pool: SharedPool) -> None:
    lane = pool.lane()
    before = lane.submit(os.getpid).result()
    slow = lane.submit(time.sleep, 1)
    until_busy(pool)
    os.kill(before, signal.SIGKILL)
    assert slow.result(timeout=60) is None
    assert lane.submit(os.getpid).result() != before


def test_a_call_that_kills_its_worker_fails_and_nothing_else_does(pool: SharedPool) -> None:
    lane = pool.lane()
    deadly, harmless = lane.submit(os._exit, 1), lane.submit(abs, -3)
    with pytest.raises(BrokenExecutor):
        deadly.result(timeout=60)
    assert harmless.result(timeout=60) == 3


def test_an_idle_worker_that_died_is_replaced(pool: SharedPool) -> None:
    lane = pool.lane()
    os.kill(lane.submit(os.getpid).result(), signal.SIGKILL)
    assert lane.submit(abs, -4).result(timeout=60) == 4


def test_processes_are_recycled() -> None:
    pool = SharedPool(1, runs_per_worker=2)
    lane = pool.lane()
    processes = [lane.submit(os.getpid).result() for _ in range(4)]
    pool.close()
    assert processes[0] == processes[1] != processes[2] == processes[3]


def test_a_lane_is_an_executor(pool: SharedPool) -> None:
    with pool.lane() as lane:
        assert list(lane.map(abs, [-1, -2, -3])) == [1, 2, 3]
    with pytest.raises(RuntimeError, match="shutdown"):
        lane.submit(abs, -1)


def test_closing_waits_for_running_calls_and_drops_the_others(pool: SharedPool) -> None:
    lane = pool.lane()
    running, dropped = lane.submit(time.sleep, 0.3), lane.submit(abs, -1)
    until_busy(pool)
    pool.close()
    assert running.result() is None
    assert dropped.cancelled()


def test_many_threads_may_submit_at_once() -> None:
    pool = SharedPool(2)
    found: list[int] = []

    def ask(lane: Lane) -> None:
        found.extend(lane.map(abs, range(-20, 0)))

    threads = [threading.Thread(target=ask, args=(pool.lane(),)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    pool.close()
    assert sorted(found) == sorted(list(range(1, 21)) * 5)


def test_the_executor_of_this_process_lets_ctrl_c_through() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    def broken() -> None:
        raise OSError("no")

    with pytest.raises(KeyboardInterrupt):
        InThisProcess().submit(interrupted)
    assert isinstance(InThisProcess().submit(broken).exception(), OSError)


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent("""
            import os, time
            from handoff_experiments.workers import SharedPool
            lane = SharedPool(2).lane()
            busy = lane.submit(time.sleep, 600)
            print(lane.submit(os.getpid).result(), flush=True)
            time.sleep(600)
            """)
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        server = int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])
        parent.kill()
    for _ in range(600):
        if not (alive := [pid for pid in (worker, server) if is_alive(pid)]):
            break
        time.sleep(0.1)
    assert alive == []


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
