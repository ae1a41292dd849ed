"""Pools of worker processes that are safe to start from a server, a notebook or a bare script.

Workers are forked from a fork server: a clean process that has loaded the model and nothing else, so no
thread or lock of this process is copied (which plain fork does), and a worker is ready in milliseconds
(which plain spawn is not). The context is passed explicitly, because importing mesa changes the global one.
"""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

PRELOADED = "handoff_experiments.evaluation"  # pulls in the model, so that workers start warm


def new_pool(workers: int) -> ProcessPoolExecutor:
    """A pool of processes that leave Ctrl-C to this process, and end when it does, however it ends."""
    return ProcessPoolExecutor(workers, mp_context=worker_context(), initializer=_begin)


def worker_context() -> BaseContext:
    """A fork server; spawn where the system has no fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from handoff_experiments.forkserver import WorkerContext

    context = WorkerContext()
    context.set_forkserver_preload([PRELOADED])
    return context


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    """A worker of a killed process would wait for work forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
