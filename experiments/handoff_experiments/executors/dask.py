"""A Dask cluster that speaks ``concurrent.futures.Executor``.

Dask's own ``Client.get_executor`` is not used: it takes equal calls for one (a null repetition would be no repetition),
says of calls whose scheduler is gone that they were cancelled (an experiment would go on without them), and has the
scheduler unpickle every argument. Here a call is a key of its own and a row of bytes, which only its worker opens.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

import cloudpickle
from distributed import Client, KilledWorker, Worker, get_worker
from distributed import Future as RemoteFuture

from handoff_experiments.executors.alike import Facts, Unlike, facts, refuse_unlike
from handoff_experiments.executors.errors import ExecutorLost

ONE_THREAD = {"threads": "1"}  # of a worker: its process makes one run at a time
SECONDS_BETWEEN_COUNTS = 1.0  # of workers

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class DaskExecutor(Executor):
    """Calls made by the workers of a cluster.

    A call whose worker dies is made again by another worker, as often as the scheduler allows, and once more with no
    other suspect under way; then it fails with `BrokenExecutor`. If the scheduler is lost, all calls under way fail
    with `ExecutorLost`, and new ones are refused.

    Args:
        client: Connected to the scheduler; it is not closed here.
        scheduler: Its address.
        expected: Facts that a worker must share to make a call.
    """

    def __init__(self, client: Client, scheduler: str, expected: Facts) -> None:
        self._client: Any = client
        self.scheduler = scheduler
        self._expected = expected
        self._lock = threading.Lock()
        self._one_suspect_at_a_time = asyncio.Lock()
        self._under_way: dict[Future[Any], RemoteFuture[Any]] = {}
        self._lost: str | None = None
        self._closed = False
        self._workers, self._counted = 1, -SECONDS_BETWEEN_COUNTS

    @property
    def workers(self) -> int:
        """Calls that the cluster makes at once, as of a second ago at most; 1 while it has no workers."""
        now = time.monotonic()
        if now - self._counted >= SECONDS_BETWEEN_COUNTS and self._client.status == "running":
            self._counted = now
            with suppress(OSError):  # the scheduler was lost just now; the calls under way will say so
                self._workers = max(1, sum(self._client.nthreads().values()))
        return self._workers

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> "Future[Result]":
        """Have ``fn`` called by a worker.

        Raises:
            ExecutorLost: If the cluster was lost.
            RuntimeError: If the executor was shut down.
        """
        call = cloudpickle.dumps((fn, args, kwargs))
        local: Future[Result] = Future()
        with self._lock:
            if self._lost is not None:
                raise ExecutorLost(self._lost)
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            remote = self._under_way[local] = self._send(call)
        local.add_done_callback(self._forget)
        self._client.loop.add_callback(self._bring_home, local, remote, call)
        return local

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; ``cancel_futures`` takes those that wait from the scheduler's queue.

        What a worker is making by then it makes to its end, and nobody is told.
        """
        with self._lock:
            self._closed = True
            left = list(self._under_way)
        if cancel_futures:
            for local in left:
                local.cancel()
        if wait:
            wait_for(left)

    def kill(self) -> None:
        """Drop everything at once."""
        self.shutdown(wait=False, cancel_futures=True)

    def lose(self, reason: str) -> None:
        """From any thread: nothing more can be had of the cluster."""
        with self._lock:
            self._lost = self._lost or reason
            left = list(self._under_way)
        for local in left:
            self._settle(local, error=ExecutorLost(self._lost))

    def _send(self, call: bytes) -> RemoteFuture[Any]:
        remote: RemoteFuture[Any] = self._client.submit(made, call, self._expected, pure=False)
        return remote

    async def _bring_home(self, local: "Future[Any]", remote: RemoteFuture[Any], call: bytes) -> None:
        """Wait in the client's loop for what came out.

        A worker has a second call at hand while it makes one, and Dask suspects both if it dies. So suspects are tried
        once more one by one: the innocent are made, and the one that kills its workers is known.
        """
        try:
            await self._deliver(local, remote)
        except KilledWorker:
            async with self._one_suspect_at_a_time:
                with self._lock:
                    if local not in self._under_way:  # cancelled, or lost
                        return
                    remote = self._under_way[local] = self._send(call)
                try:
                    await self._deliver(local, remote)
                except KilledWorker as error:
                    self._settle(local, error=BrokenExecutor(f"the worker process ended abruptly; {error}"))

    async def _deliver(self, local: "Future[Any]", remote: RemoteFuture[Any]) -> None:
        try:
            found = await remote
        except KilledWorker:
            raise
        except CancelledError:
            if local in self._under_way:  # not by us
                self.lose(f"the Dask scheduler at {self.scheduler} was lost; so are the runs under way")
        except Unlike as error:
            self.lose(str(error))
        except Exception as error:
            self._settle(local, error=error)
        else:
            self._settle(local, found)

    def _settle(self, local: "Future[Any]", found: Any = None, error: Exception | None = None) -> None:
        """Say what came out, unless the call was cancelled meanwhile."""
        with self._lock:
            remote = self._under_way.pop(local, None)
        if remote is None:
            return
        remote.release()
        if not local.set_running_or_notify_cancel():
            return
        if error is not None:
            local.set_exception(error)
        else:
            local.set_result(found)

    def _forget(self, local: "Future[Any]") -> None:
        """If it ended because it was cancelled: free its place in the scheduler's queue, tell whoever waits for it."""
        with self._lock:
            remote = self._under_way.pop(local, None)
        if remote is not None:
            remote.release()
            local.set_running_or_notify_cancel()


def made(call: bytes, expected: Facts) -> Any:
    """On a worker: make the call, if its process is one that makes the same runs."""
    worker = get_worker()
    try:
        refuse_unlike(expected, facts_of(worker))
    except Unlike as error:
        raise Unlike(f"the Dask worker {worker.address} is not like this process: {error}") from None
    fn, args, kwargs = cloudpickle.loads(call)
    return fn(*args, **kwargs)


def facts_of(dask_worker: Worker) -> Facts:
    """On a worker: facts of its process, and how many calls it makes at once. Dask passes the worker by that name."""
    return {**facts(), "threads": str(dask_worker.state.nthreads)}


def known() -> None:
    """Nothing; where this can be called, our functions are known."""
