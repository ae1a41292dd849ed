"""Runs by their content: made once, never lost, never contradicted."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.experiments.store.made_up import broken, differences, summary, task

from handoff_experiments.store import Store, StoreConflict, StoreMissing
from handoff_experiments.store.arrays import to_parquet
from handoff_experiments.store.summaries import arrays_of


def file_of(store: Store, key: str) -> Path:
    return store.files / "runs" / key[:2] / f"{key}.parquet"


def damaged(file: Path, how: str) -> None:
    data = file.read_bytes()
    if how == "missing":
        file.unlink()
    elif how == "cut short":
        file.write_bytes(data[: len(data) // 2])
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "another run's":
        file.write_bytes(to_parquet(arrays_of(summary(task(99)))))
    else:
        file.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])


def test_a_run_that_was_never_made_is_not_found(store: Store) -> None:
    assert store.runs.find(task()) is None
    assert store.runs.get("0" * 64) is None
    with pytest.raises(StoreMissing, match="no run has the key 000"):
        store.runs.read("0" * 64)


def test_a_run_is_found_after_the_store_was_closed(place: Any) -> None:
    with place.open() as store:
        store.runs.keep(task(), summary(task()))
    with place.open() as store:
        assert differences(store.runs.find(task()), summary(task())) == []


def test_keeping_again_changes_nothing(store: Store, place: Any) -> None:
    key = store.runs.keep(task(), summary(task()))
    before, written = store.runs.get(key), file_of(store, key).stat().st_mtime_ns
    assert store.runs.keep(task(), replace(summary(task()), seconds=9.0)) == key
    assert store.runs.get(key) == before
    assert file_of(store, key).stat().st_mtime_ns == written
    assert place.ask("SELECT count(*) FROM runs") == [(1,)]


@pytest.mark.parametrize("how", ["missing", "cut short", "empty", "one bit", "another run's"])
def test_a_run_whose_file_is_gone_counts_as_not_made_until_it_is_kept_again(
    store: Store, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    key = store.runs.keep(task(), summary(task()))
    damaged(file_of(store, key), how)
    with caplog.at_level(logging.WARNING):
        assert store.runs.find(task()) is None
    assert key in caplog.text
    assert "counts as not made" in caplog.text
    with pytest.raises(StoreMissing, match="gone or damaged"):
        store.runs.read(key)
    assert store.runs.keep(task(), summary(task())) == key
    assert differences(store.runs.find(task()), summary(task())) == []


def test_equal_inputs_with_other_events_are_a_conflict(store: Store) -> None:
    store.runs.keep(task(), summary(task()))
    with pytest.raises(StoreConflict, match=r"policy fair, seed 1.*events of 1.*found others.*must give equal events"):
        store.runs.keep(task(), summary(task(), events_sha256="others"))
    assert differences(store.runs.find(task()), summary(task())) == []


@pytest.mark.parametrize(
    "changed", [{"seed": 2}, {"policy_hash": "x"}, {"world_hash": "x"}, {"model_version": "another"}], ids=str
)
def test_a_summary_of_another_run_is_refused(store: Store, changed: dict[str, Any]) -> None:
    with pytest.raises(StoreConflict, match=next(iter(changed))):
        store.runs.keep(task(), replace(summary(task()), **changed))
    assert store.runs.find(task()) is None


def test_a_broken_run_gives_way_to_a_finished_one_and_never_the_other_way_round(store: Store) -> None:
    key = store.runs.keep(task(), broken(task(), "first"))
    store.runs.keep(task(), broken(task(), "second"))
    again = store.runs.get(key)
    assert again is not None
    assert again.failure == "second"
    store.runs.keep(task(), summary(task()))
    assert differences(store.runs.find(task()), summary(task())) == []
    store.runs.keep(task(), broken(task(), "third"))
    assert differences(store.runs.find(task()), summary(task())) == []


def test_many_threads_may_keep_and_find_the_same_runs(store: Store, place: Any) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for seed in range(8):
                store.runs.keep(task(seed), summary(task(seed)))
                assert differences(store.runs.find(task(seed)), summary(task(seed))) == []
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert place.ask("SELECT count(*) FROM runs") == [(8,)]
    assert list((store.files / "drafts").iterdir()) == []


def test_two_processes_may_keep_the_same_runs(store: Store, place: Any, start: Callable[..., int], others: Any) -> None:
    seeds = list(range(40))
    both = [start("keep", seeds=seeds), start("keep", seeds=seeds)]
    for process in both:
        others.wait_for(process, "done")
    for seed in seeds:
        assert differences(store.runs.find(task(seed)), summary(task(seed))) == []
    assert place.ask("SELECT count(*) FROM runs") == [(40,)]
