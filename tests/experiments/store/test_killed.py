"""A process killed at any moment takes nothing with it but the run it was at."""

import logging
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from tests.experiments.store.made_up import differences, summary, task

from handoff_experiments.store import Store

MOMENTS = (1, 2, 3, 4, 5, 7, 9, 12)  # runs that are kept before the kill


def test_a_store_survives_kill_9_at_any_moment(
    place: Any, start: Callable[..., int], others: Any, caplog: pytest.LogCaptureFixture
) -> None:
    first = 0
    for moment in MOMENTS:
        process = start("keep_forever", first=first)
        said = [others.wait_for(process, "kept") for _ in range(moment)]
        others.kill(process)
        last = int(said[-1].split()[1])
        with caplog.at_level(logging.WARNING), place.open() as store:
            whole = [seed for seed in range(first, last + 1) if store.runs.find(task(seed)) is not None]
            assert whole == list(range(first, last + 1)), "what was said to be kept is kept"
            assert [path.name for path in (store.files / "drafts").glob("*")] == []
            rows = place.ask("SELECT key FROM runs")
            assert all(store.runs.read(key).finished for (key,) in rows), "every row has its file"
            first = next(seed for seed in count(last + 1) if store.runs.find(task(seed)) is None)
        assert caplog.records == []
    if place.kind == "sqlite":
        assert place.ask("PRAGMA integrity_check") == [("ok",)]


def test_a_kill_between_file_and_row_leaves_no_row_and_the_run_is_kept_again(store: Store, place: Any) -> None:
    """The order of the two is the whole point."""

    class Killed(BaseException):
        pass

    def killed(*_: Any) -> Any:
        raise Killed

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(store._database), "writing", killed)
        with pytest.raises(Killed):
            store.runs.keep(task(), summary(task()))
    assert len(list(store.files.rglob("*.parquet"))) == 1
    assert place.ask("SELECT count(*) FROM runs") == [(0,)]
    assert store.runs.find(task()) is None
    store.runs.keep(task(), summary(task()))
    assert differences(store.runs.find(task()), summary(task())) == []


def test_half_written_files_are_removed_by_who_opens_the_store_alone(
    place: Any, start: Callable[..., int], others: Any
) -> None:
    with place.open() as store:
        store.runs.keep(task(), summary(task()))
    draft = place.files / "drafts" / "half.written"
    draft.write_bytes(b"half")
    user = start("use")
    others.wait_for(user, "open")
    assert not draft.exists()
    draft.write_bytes(b"half")
    with place.open(), place.open(read_only=True):
        assert draft.exists(), "it may be that other process's"
    others.kill(user)
    with place.open():
        assert not draft.exists()
