"""A function called in a process of its own, so that its memory and its start are its own."""

import importlib
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KIB_PER_MIB = 1024.0
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a process said, and what it took."""

    said: Any
    cpu_seconds: float  # of the whole process, interpreter included
    peak_mib: float


def call(name: str, *, environment: dict[str, str] | None = None, **arguments: Any) -> Answer:
    """Call ``module:function`` of the measures in a new process; arguments and answer are JSON.

    Raises
    ------
    RuntimeError: the process failed; its last words are in the message
    """
    command = [sys.executable, __file__, name, json.dumps(arguments)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"{name}: the process ended with {done.returncode}\n{done.stderr[-2000:]}")
    answer = json.loads(done.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Answer(said=answer["said"], cpu_seconds=cpu, peak_mib=answer["peak_mib"])


def main() -> None:
    """The other side: call the function, print its answer and the memory it took."""
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the folder that holds ``measures``
    module, _, function = sys.argv[1].partition(":")
    said = getattr(importlib.import_module(f"measures.{module}"), function)(**json.loads(sys.argv[2]))
    print(json.dumps({"said": said, "peak_mib": peak_kib() / KIB_PER_MIB}))


def peak_kib() -> int:
    """Most memory this process ever held; what its parent held before the start is not part of it."""
    if STATUS.exists():  # ru_maxrss would begin with the parent's
        return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most


if __name__ == "__main__":
    main()
