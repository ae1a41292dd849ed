"""Connecting to a Dask cluster: one that is there, or one of this machine that ends with the block."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client
from distributed.utils import silence_logging_cmgr

from handoff_experiments.executors.alike import Facts, differences, facts
from handoff_experiments.executors.dask import ONE_THREAD, DaskExecutor, facts_of, known
from handoff_experiments.executors.embedded import SECONDS_TO_START, Embedded, embedded
from handoff_experiments.executors.errors import ClusterRefused
from handoff_experiments.workers import default_workers

SECONDS_TO_CONNECT = 10.0
SECONDS_FOR_WORKERS = 30.0  # until one is there
SECONDS_BETWEEN_LOOKS = 0.05


@contextmanager
def open_cluster(scheduler: str | None = None, *, workers: int | None = None) -> Iterator[DaskExecutor]:
    """An executor on a cluster whose workers have been found to make the same runs as this process.

    Args:
        scheduler: Address of the scheduler; None starts an embedded cluster.
        workers: Processes of an embedded cluster; None takes every core.

    Raises:
        ClusterRefused: If the scheduler does not answer, has no workers, or has workers that are not like this process.
        ValueError: If an address and a number of workers are both given.
    """
    if scheduler is None:
        count = default_workers() if workers is None else workers
        with embedded(count) as own, _executor(own.address, own) as executor:
            own.on_end(executor.lose)
            yield executor
        return
    if workers is not None:
        raise ValueError(f"workers: expected none beside a scheduler, which has workers of its own; found {workers}")
    with _executor(scheduler) as executor:
        yield executor


@contextmanager
def _executor(scheduler: str, own: Embedded | None = None) -> Iterator[DaskExecutor]:
    """Connected, checked, and at the end nothing left in the scheduler's queue."""
    with _connected(scheduler) as client:
        _refuse_scheduler(client, scheduler)
        expected = {**facts(), **ONE_THREAD}  # compiles the model on this machine, if need be
        _refuse_too_few(client, scheduler, own)
        if own is None:
            _refuse_unlike(client, expected, _one_of_each_machine(client))
        _refuse_unlike(client, expected)
        executor = DaskExecutor(client, scheduler, expected)
        try:
            yield executor
        finally:
            executor.kill()


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    """A client that leaves it to us to say what went wrong."""
    with silence_logging_cmgr(logging.CRITICAL):
        try:
            client = Client(scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:  # nobody answers; no such address
            raise ClusterRefused(
                f"scheduler: expected the address of a running Dask scheduler, such as tcp://10.0.0.5:8786; "
                f"found {scheduler} ({error})"
            ) from None
        try:
            yield client
        finally:
            client.close()


def _refuse_scheduler(client: Client, scheduler: str) -> None:
    """The scheduler has to know our functions by name."""
    try:
        client.run_on_scheduler(known)
    except Exception as error:
        raise ClusterRefused(
            f"scheduler {scheduler}: expected Handoff to be installed there too; found {type(error).__name__}: {error}"
        ) from None


def _refuse_too_few(client: Client, scheduler: str, own: Embedded | None) -> None:
    """Wait for all workers of an embedded cluster, or for one of another."""
    least, seconds = (own.workers, float(SECONDS_TO_START)) if own else (1, SECONDS_FOR_WORKERS)
    end = time.monotonic() + seconds
    while (there := len(client.nthreads())) < least:
        if time.monotonic() > end or (own and own.has_ended):
            advice = own.last_words if own else f"start them with: dask worker {scheduler} --nworkers auto --nthreads 1"
            raise ClusterRefused(
                f"scheduler {scheduler}: expected {least} workers or more in {seconds:.0f} s; found {there}; {advice}"
            )
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _one_of_each_machine(client: Client) -> list[str]:
    """Workers that are asked first, so that several of one machine do not compile the model side by side."""
    workers = client.scheduler_info()["workers"]
    return list({worker["host"]: address for address, worker in workers.items()}.values())


def _refuse_unlike(client: Client, expected: Facts, workers: list[str] | None = None) -> None:
    """Ask these workers, or all, what they are."""
    for address, told in client.run(facts_of, workers=workers, on_error="return").items():
        if isinstance(told, BaseException):
            raise ClusterRefused(
                f"worker {address}: expected Handoff {expected['handoff']}; found {type(told).__name__}: {told}"
            )
        if different := differences(expected, told):
            raise ClusterRefused(f"worker {address}: {different}")
