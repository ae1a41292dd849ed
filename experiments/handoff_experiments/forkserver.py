"""A fork server whose workers do not import the main module again.

Ours need nothing from it, and a script without an ``if __name__ == "__main__"`` guard would otherwise start
itself once more in every worker. The standard library reads the main module's name while it describes a
worker; for these few milliseconds it is shown an empty one.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType
from typing import Any

_one_at_a_time = threading.Lock()


class WorkerProcess(ForkServerProcess):
    """A forked worker whose description does not name the main module."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 (the name is multiprocessing's)
        from multiprocessing.popen_forkserver import Popen

        with _without_main():
            return Popen(process_obj)


class WorkerContext(ForkServerContext):
    """The fork server's context, with workers of ours."""

    Process = WorkerProcess


@contextmanager
def _without_main() -> Iterator[None]:
    with _one_at_a_time:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
