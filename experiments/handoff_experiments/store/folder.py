"""The folder beside a store's database: a file of arrays per run, there whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

RUNS, DRAFTS = "runs", "drafts"
IN_USE = ".in-use"  # whoever has the store open for writing holds a lock on it


class Folder:
    """Files of runs by their key, in 256 folders by its first two digits.

    A file is written among the drafts and moved to its place. Nothing is forced to the platter: after a power cut a
    file may be missing or damaged, which its hash in the database tells, and the run is made again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def file_of(self, key: str) -> Path:
        """Where the arrays of a run stand."""
        return self.path / RUNS / key[:2] / f"{key}.parquet"

    def write(self, key: str, data: bytes) -> str:
        """Write the file of a run, in place of any that is there; returns its SHA-256."""
        target, drafts = self.file_of(key), self.path / DRAFTS
        drafts.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=drafts, prefix=f"{key[:12]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(draft, 0o644)
            os.replace(draft, target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        return sha256(data)

    def read(self, key: str) -> bytes | None:
        """What the file of a run holds; None where there is none."""
        try:
            return self.file_of(key).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, key: str) -> int:
        """Remove the file of a run; returns the bytes it held, -1 if there was none."""
        file = self.file_of(key)
        try:
            size = file.stat().st_size
            file.unlink()
        except FileNotFoundError:
            return -1
        return size

    def keys(self) -> Iterator[str]:
        """Keys of all runs that have a file."""
        return (path.stem for path in (self.path / RUNS).glob("??/*.parquet"))

    def clear_drafts(self) -> None:
        """Remove what somebody left half written; only while nobody else writes."""
        for draft in (self.path / DRAFTS).glob("*"):
            draft.unlink(missing_ok=True)


@contextmanager
def made(*folders: Path) -> Iterator[None]:
    """Make folders; where what they are made for fails, those that are new and empty go again."""
    new = {each for folder in folders for each in (folder, *folder.parents) if not each.exists()}
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in sorted(new, key=lambda path: len(path.parts), reverse=True):
            with suppress(OSError):  # not made, or not empty
                each.rmdir()
        raise


class InUse:
    """Says that the folder is in use, for as long as this process lives or until let go.

    A context manager for the moment of opening: ``alone`` tells whether nobody else has the folder, in which case
    nobody else gets it before that moment is over. Where the opening fails, the file is left only if it was there
    before, or others need it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / IN_USE
        self._is_new = not self._file.exists()
        self._handle = -1
        self.alone = False

    def __enter__(self) -> Self:
        while not self._locked():
            pass
        return self

    def _locked(self) -> bool:
        """Whether the lock is had, on the file that is there; somebody whose opening failed may have removed it."""
        from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock

        self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            flock(self._handle, LOCK_EX | LOCK_NB)
            self.alone = True
        except BlockingIOError:
            flock(self._handle, LOCK_SH)  # at once, or as soon as another opening is over
        if not is_at(self._handle, self._file):
            self.let_go()
            self.alone = False
        return self._handle >= 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from fcntl import LOCK_SH, flock

        if error is not None:
            if self.alone and self._is_new:
                self._file.unlink(missing_ok=True)
            self.let_go()
        elif self.alone:
            flock(self._handle, LOCK_SH)

    def let_go(self) -> None:
        """The folder is no longer in use here."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def is_at(handle: int, file: Path) -> bool:
    """Whether an open file is the one that stands at a path."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def sha256(data: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
