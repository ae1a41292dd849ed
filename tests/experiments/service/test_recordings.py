"""Recordings are held to their limit, and none goes that somebody reads or makes."""

import json
import random
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from handoff_experiments.recording import Meta, remove_drafts
from handoff_experiments.recording.writing import FORMAT, META
from handoff_experiments.service.recordings import Recordings
from handoff_experiments.store import StoreBusy

BODY = 10_000  # bytes of a recording's tables
SIZE = 10_500  # and no more than this with its META
WHO = Meta(
    world="town", world_hash="w", policy="fair", policy_hash="p", seed=1, weeks=4, launch=2, effect_start=2,
    model_version="m", events_sha256="e", rows={}, accounts=(),
)  # fmt: skip


class Maker:
    """Makes recordings, and remembers which."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, folder: Path) -> None:
        self.made.append(folder.name)
        draft = folder.with_name(f".{folder.name}.{threading.get_ident()}")
        draft.mkdir(parents=True)
        (draft / "events.parquet").write_bytes(folder.name.encode().ljust(BODY))
        (draft / META).write_text(json.dumps({"format": FORMAT, **asdict(WHO)}), encoding="utf-8")
        draft.rename(folder)


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[float], Recordings]:
    """The recordings of the test, with room for so many, as another process would open them."""
    return lambda room: Recordings(tmp_path, limit_bytes=round(room * SIZE))


def names(recordings: Recordings) -> list[str]:
    return sorted(path.name for path in recordings.folder.iterdir())


def test_of_many_the_last_used_stay(opened: Any, make: Maker) -> None:
    recordings = opened(3)
    for number in range(10):
        recordings.get(f"run{number}", make)
        recordings.get("run0", make)
    assert names(recordings) == ["run0", "run8", "run9"]
    assert sum(path.stat().st_size for path in recordings.folder.glob("*/*")) <= recordings.limit_bytes
    assert make.made == [f"run{number}" for number in range(10)]


def test_one_that_went_is_made_again(opened: Any, make: Maker) -> None:
    recordings = opened(1)
    for key in ("one", "other", "one"):
        assert recordings.get(key, make).meta == WHO
    assert make.made == ["one", "other", "one"]
    assert names(recordings) == ["one"]


def test_a_restart_keeps_the_order(opened: Any, make: Maker) -> None:
    for key in ("a", "b", "c", "a"):
        opened(5).get(key, make)
    again = opened(2)
    assert BODY < again.prune() < SIZE
    assert names(again) == ["a", "c"]
    assert again.prune() == 0


def test_one_that_is_in_use_stays_beyond_the_limit_whoever_prunes(opened: Any, make: Maker) -> None:
    recordings = opened(5)
    in_use = recordings.get("in_use", make)
    recordings.get("other", make)
    assert opened(0).prune() > 0
    assert names(recordings) == ["in_use"]
    assert in_use.path("events").read_bytes().startswith(b"in_use")
    del in_use
    opened(0).prune()
    assert names(recordings) == []


def test_one_that_is_being_made_stays_beyond_the_limit(opened: Any, make: Maker) -> None:
    recordings = opened(0)

    def make_and_prune(folder: Path) -> None:
        make(folder)
        assert recordings.prune() == 0

    assert recordings.get("new", make_and_prune).meta == WHO


def test_one_that_others_remove_all_the_time_is_told(opened: Any, make: Maker) -> None:
    recordings = opened(5)

    def make_in_vain(folder: Path) -> None:
        make(folder)
        shutil.rmtree(folder)

    with pytest.raises(StoreBusy, match="recording new: others remove it all the time; try again"):
        recordings.get("new", make_in_vain)


def test_a_removal_that_was_killed_is_cleared_away(opened: Any, make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    recordings = opened(1)
    recordings.get("old", make)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda _: None)
        recordings.get("new", make)
    (left, new) = names(recordings)
    assert (left[:5], new) == (".old.", "new")
    assert recordings.prune() == 0
    assert remove_drafts(recordings.folder) == 1
    assert names(recordings) == ["new"]


def make_unless_there(folder: Path) -> None:
    """As a worker does it: whoever comes second leaves the first one's."""
    with suppress(OSError):
        Maker()(folder)
    shutil.rmtree(folder.with_name(f".{folder.name}.{threading.get_ident()}"), ignore_errors=True)


@pytest.mark.parametrize("processes", [1, 2])
def test_many_who_read_at_once_find_every_recording_whole(opened: Any, processes: int) -> None:
    shared, errors, read_whole = [opened(3) for _ in range(processes)], [], []

    def read(number: int) -> None:
        luck, recordings = random.Random(number), shared[number % processes]
        try:
            for _ in range(60):
                key = f"run{luck.randrange(6)}"
                with suppress(*[StoreBusy] * (processes - 1)):  # others may remove what was just made
                    found = recordings.get(key, make_unless_there)
                    read_whole.append(found.path("events").read_bytes().decode().strip() == key)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert all(read_whole)
    assert len(read_whole) > 400 or processes > 1
    shared[0].prune()
    assert len(names(shared[0])) <= 3
