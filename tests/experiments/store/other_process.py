"""Does to a store what it is told, in processes of its own that a test may kill.

This process loads everything once and then forks: it never opens a store itself. Orders come as lines of JSON;
what a fork has to say goes out as lines that begin with its number.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.parquet  # noqa: F401  (so that forks need not load it)
from tests.experiments.store.made_up import MODEL, summary, task

from handoff_experiments.store import Store, StoreError, open_store


def say(word: str) -> None:
    os.write(1, f"{os.getpid()} {word}\n".encode())


@contextmanager
def opened(order: dict[str, Any]) -> Iterator[Store]:
    with open_store(order["url"], files=Path(order["files"]), model_version=MODEL) as store:
        yield store


def keep_forever(order: dict[str, Any]) -> None:
    """Keep one run after the other, and say so each time."""
    with opened(order) as store:
        for seed in count(order["first"]):
            store.runs.keep(task(seed), summary(task(seed)))
            say(f"kept {seed}")


def keep(order: dict[str, Any]) -> None:
    """Keep the runs of these seeds."""
    with opened(order) as store:
        for seed in order["seeds"]:
            store.runs.keep(task(seed), summary(task(seed)))
    say("done")


def claim(order: dict[str, Any]) -> None:
    """Hold the claim until killed."""
    with opened(order) as store, store.claim():
        say("claimed")
        signal.pause()


def use(order: dict[str, Any]) -> None:
    """Have the store open until killed."""
    with opened(order):
        say("open")
        signal.pause()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever is killed leaves nothing behind
    say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                globals()[order["do"]](order)
            except StoreError as refused:
                say(f"refused {refused.reason}")
            finally:
                os._exit(0)
        say(f"forked {child}")


if __name__ == "__main__":
    main()
