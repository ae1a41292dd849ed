"""Tidying up: what nothing uses goes, everything else stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.experiments.store.made_up import broken, experiment, summary, task

from handoff_experiments.store import Store, StoreClaimed


def test_runs_that_no_experiment_uses_go_with_their_files(store: Store) -> None:
    keys = [store.runs.keep(task(seed), summary(task(seed))) for seed in range(3)]
    failed = store.runs.keep(task(9), broken(task(9)))
    store.experiments.add(experiment())
    store.experiments.note_run(experiment().id, "arm", 0, 0, keys[0])
    sizes = {path.stem: path.stat().st_size for path in store.files.rglob("*.parquet")}
    pruned = store.prune()
    assert (pruned.runs, pruned.files, pruned.freed_bytes) == (3, 2, sizes[keys[1]] + sizes[keys[2]])
    assert [path.stem for path in store.files.rglob("*.parquet")] == [keys[0]]
    assert store.runs.find(task(0)) is not None
    assert store.runs.get(keys[1]) is None
    assert store.runs.get(failed) is None
    assert store.prune().freed_bytes == 0


def test_a_deleted_experiment_s_runs_stay_until_then(store: Store) -> None:
    store.experiments.add(experiment())
    store.experiments.note_run(experiment().id, "arm", 0, 0, store.runs.keep(task(), summary(task())))
    assert store.prune().runs == 0
    store.experiments.delete(experiment().id)
    assert store.runs.find(task()) is not None
    assert store.prune().runs == 1
    assert store.runs.find(task()) is None


def test_files_without_a_run_go(store: Store) -> None:
    stray = store.files / "runs" / "ab" / f"{'ab' * 32}.parquet"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"12345")
    assert (store.prune().freed_bytes, stray.exists()) == (5, False)


def test_recordings_are_no_files_of_runs(store: Store) -> None:
    recorded = store.files / "recordings" / ("ab" * 32) / "events.parquet"
    recorded.parent.mkdir(parents=True)
    recorded.write_bytes(b"12345")
    assert (store.prune().files, recorded.exists()) == (0, True)


def test_young_runs_may_be_spared(store: Store) -> None:
    store.runs.keep(task(), summary(task()))
    assert store.prune(made_before=datetime.now(UTC) - timedelta(hours=1)).runs == 0
    assert store.prune(made_before=datetime.now(UTC) + timedelta(hours=1)).runs == 1


def test_a_run_that_is_being_kept_is_spared(store: Store) -> None:
    """Its file is written before its row."""
    key = store.runs.keep(task(), summary(task()))
    with store.runs._being_kept(key):
        pruned = store.prune()
    assert (pruned.runs, pruned.files) == (1, 0)
    assert [path.stem for path in store.files.rglob("*.parquet")] == [key]
    assert store.prune().files == 1


def test_only_the_server_of_a_store_may_tidy_up(
    store: Store, place: Any, start: Callable[..., int], others: Any
) -> None:
    with store.claim():
        store.prune()
    others.wait_for(start("claim"), "claimed")
    with pytest.raises(StoreClaimed):
        store.prune()
