"""Recordings of single runs, kept while there is room: the least recently used make way for new ones.

A recording is in use for as long as its `Recording` lives: that holds a lock, which other processes respect, too.
It was last used when its file META says, so a restart forgets nothing.
"""

import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from handoff_experiments.recording import Recording
from handoff_experiments.recording.writing import DRAFT, META
from handoff_experiments.store import StoreBusy
from handoff_experiments.store.folder import is_at

ATTEMPTS = 5  # to have a recording that another process removes as soon as it is made


@dataclass(frozen=True, order=True)
class _Kept:
    """A recording that is there."""

    used_at: int  # nanoseconds
    key: str
    size: int  # bytes


class Recordings:
    """The recordings in one folder.

    Args:
        folder: Where each has a folder, named by its key.
        limit_bytes: What they may take together; those in use stay even beyond it.
    """

    def __init__(self, folder: Path, *, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._pruning = threading.Lock()
        self._wanted: list[str] = []

    def get(self, key: str, make: Callable[[Path], object]) -> Recording:
        """The recording of that key, which stays for as long as what is returned lives.

        Args:
            key: Which one.
            make: Makes it in a folder, if it is not there.

        Raises:
            StoreBusy: Other processes remove it all the time. And whatever ``make`` raises.
        """
        with self._being_wanted(key):
            for _ in range(ATTEMPTS):
                found = self._opened(key)
                if found is not None:
                    return found
                make(self.folder / key)
                self.prune()
        raise StoreBusy(f"recording {key}: others remove it all the time; try again")

    def prune(self) -> int:
        """Remove the least recently used until the others fit; returns the bytes that were freed."""
        with self._pruning:
            kept = sorted(self._kept())
            excess = before = sum(each.size for each in kept) - self.limit_bytes
            for each in kept:
                if excess > 0 and not self._is_wanted(each.key) and self._removed(each.key):
                    excess -= each.size
            return before - excess

    def _opened(self, key: str) -> Recording | None:
        """The recording with its lock, marked as used now; None where there is none."""
        from fcntl import LOCK_SH, flock

        file = self.folder / key / META
        with ExitStack() as held:
            try:
                handle = os.open(file, os.O_RDONLY)
            except FileNotFoundError:
                return None
            held.callback(os.close, handle)
            flock(handle, LOCK_SH)  # at once, or as soon as a removal is over
            if not is_at(handle, file):
                return None
            found, now = Recording(file.parent), time.time_ns()
            with suppress(OSError):  # of another user, or on a disk that cannot be written
                os.utime(file, ns=(now, now))
            weakref.finalize(found, held.pop_all().close)
        return found

    def _removed(self, key: str) -> bool:
        """Whether a recording could be removed: nobody reads it. It goes whole, as it came."""
        from fcntl import LOCK_EX, LOCK_NB, flock

        file = self.folder / key / META
        with ExitStack() as held:
            try:
                handle = os.open(file, os.O_RDONLY)
                held.callback(os.close, handle)
                flock(handle, LOCK_EX | LOCK_NB)
            except (FileNotFoundError, BlockingIOError):
                return False
            if not is_at(handle, file):
                return False
            draft = tempfile.mkdtemp(dir=self.folder, prefix=f".{key}.", suffix=DRAFT)
            os.rename(file.parent, draft)
        shutil.rmtree(draft)
        return True

    def _kept(self) -> Iterator[_Kept]:
        for file in self.folder.glob(f"[!.]*/{META}"):
            with suppress(FileNotFoundError):  # somebody else removes it
                size = sum(each.stat().st_size for each in file.parent.iterdir())
                yield _Kept(file.stat().st_mtime_ns, file.parent.name, size)

    def _is_wanted(self, key: str) -> bool:
        with self._lock:
            return key in self._wanted

    @contextmanager
    def _being_wanted(self, key: str) -> Iterator[None]:
        with self._lock:
            self._wanted.append(key)
        try:
            yield
        finally:
            with self._lock:
                self._wanted.remove(key)
