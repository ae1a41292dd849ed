"""Where runs are made: by processes of this machine, or by the workers of a Dask cluster. One setting chooses.

>>> from handoff_experiments import compare
>>> from handoff_experiments.executors import open_executor
>>> with open_executor("dask", scheduler="tcp://10.0.0.5:8786") as executor:  # doctest: +SKIP
...     found = compare("sedgwick_2019", ["directory"], executor=executor)
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Literal, get_args

from handoff_experiments.executors.errors import ClusterRefused, ExecutorLost
from handoff_experiments.workers import InThisProcess, SharedPool, default_workers

Where = Literal["local", "dask"]


@contextmanager
def open_executor(
    where: Where | None = None, *, scheduler: str | None = None, workers: int | None = None
) -> Iterator[Executor]:
    """An executor for ``compare``, ``ask`` and ``Runner``; its processes end with the block.

    Args:
        where: Local processes or Dask; None means Dask where a scheduler is given, and local processes otherwise.
        scheduler: Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``. Without one, Dask is an embedded
            cluster: a scheduler in this process and worker processes on this machine.
        workers: Processes on this machine; None takes every core. A cluster with an address has the workers it has.

    Raises:
        ClusterRefused: If the scheduler does not answer, has no workers, or has workers that are not like this process.
        ValueError: If the arguments contradict each other.
    """
    if where is not None and where not in get_args(Where):
        raise ValueError(f"executor: expected one of {', '.join(get_args(Where))}; found {where}")
    if workers is not None and workers < 1:
        raise ValueError(f"workers: expected a whole number of at least 1; found {workers}")
    if where == "dask" or (where is None and scheduler is not None):
        from handoff_experiments.executors.cluster import open_cluster

        with open_cluster(scheduler, workers=workers) as cluster:
            yield cluster
        return
    count = default_workers() if workers is None else workers
    if count == 1:
        yield InThisProcess()
        return
    pool = SharedPool(count)
    try:
        yield pool.lane()
    finally:
        pool.close()


__all__ = ["ClusterRefused", "ExecutorLost", "Where", "open_executor"]
