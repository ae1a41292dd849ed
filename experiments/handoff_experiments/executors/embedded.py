"""A Dask cluster of this machine: a scheduler in this process, worker processes beside it.

The workers are started by ``dask worker``, a program of its own, as by hand. Dask's ``LocalCluster`` would spawn them
from this process, and each would import the main module again: a script without a guard would start itself once more
in every worker. They sit in a session of their own, so that Ctrl-C reaches this process alone, and close when the
connection to the scheduler ends, however this process ends.
"""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import dask
from distributed import LocalCluster

from handoff_experiments.pool import PRELOADED
from handoff_experiments.workers import ATTEMPTS

HOST = "127.0.0.1"
SECONDS_TO_START = 180  # for all workers; on a busy machine, loading the model alone can take half a minute
SETTINGS = {"distributed.scheduler.allowed-failures": ATTEMPTS - 1}

OnEnd = Callable[[str], None]


@dataclass(eq=False)
class Embedded:
    """A cluster of this machine."""

    address: str
    workers: int
    processes: subprocess.Popen[bytes]
    log: Path
    closing: threading.Event = field(default_factory=threading.Event)

    def on_end(self, tell: OnEnd) -> None:
        """Have it said if the worker processes end before they should."""
        threading.Thread(target=self._watch, args=(tell,), name="embedded Dask workers", daemon=True).start()

    def _watch(self, tell: OnEnd) -> None:
        code = self.processes.wait()
        if not self.closing.is_set():
            tell(f"the embedded Dask workers ended with code {code}; their runs are lost\n{self.last_words}".strip())

    @property
    def has_ended(self) -> bool:
        """Whether the worker processes are gone."""
        return self.processes.poll() is not None

    @property
    def last_words(self) -> str:
        """End of what the workers said."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-1000:]


@contextmanager
def embedded(workers: int) -> Iterator[Embedded]:
    """Start a cluster with so many worker processes; all of it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="handoff-dask-", ignore_cleanup_errors=True) as folder:
        with dask.config.set({**SETTINGS, "temporary-directory": folder}):
            scheduler = LocalCluster(
                n_workers=0, processes=True, host=HOST, dashboard_address=f"{HOST}:0", silence_logs=logging.CRITICAL
            )
        with scheduler:
            address = scheduler.scheduler_address
            log = Path(folder) / "log"
            cluster = Embedded(address, workers, _start(address, workers, folder, log), log)
            try:
                yield cluster
            finally:
                cluster.closing.set()
                _end(cluster.processes)


def _start(address: str, workers: int, folder: str, log: Path) -> subprocess.Popen[bytes]:
    """Worker processes that find the modules that this process finds."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--host", HOST]
    command += ["--nworkers", str(workers), "--nthreads", "1", "--memory-limit", "0", "--no-dashboard"]
    command += ["--local-directory", folder, "--death-timeout", str(SECONDS_TO_START), "--preload", PRELOADED]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with log.open("wb") as out:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )


def _end(processes: subprocess.Popen[bytes]) -> None:
    """Kill them; by now they hold nothing that anybody waits for."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(processes.pid, signal.SIGKILL)
    else:  # the workers end when this one does
        processes.kill()
    processes.wait()
