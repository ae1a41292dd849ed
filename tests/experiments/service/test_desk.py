"""The desk on the real model: what it finds is what compare finds, and nothing is lost when it is killed."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handoff_experiments import compare
from handoff_experiments.result_hash import result_hash, timeless
from handoff_experiments.service import (
    Cited,
    Desk,
    ExperimentSpec,
    NoSuchExperiment,
    NotNow,
    OverBudget,
    Status,
    Update,
)
from handoff_experiments.store import ExperimentRecord, Store, StoreClaimed, open_store
from handoff_scenarios import catalogue

WEEKS = 60
PATIENCE = 120.0  # seconds


def cited(name: str) -> Cited:
    return Cited.of(catalogue.policy(name), ref=name)


def spec(*policies: str, world: str = "workshop", **options: Any) -> ExperimentSpec:
    asked = {"pairs": 3, "weeks": WEEKS, "yardstick": cited("frictionless")} | options
    return ExperimentSpec(
        world=Cited.of(catalogue.world(world), ref=world),
        baseline=cited("phone_book"),
        policies=tuple(cited(name) for name in policies or ("enforceable_trust",)),
        **asked,
    )


def until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        time.sleep(0.02)


def ended(desk: Desk, experiment_id: str) -> ExperimentRecord:
    until(lambda: desk.update_of(desk.record(experiment_id)).ended, "an end")
    until(lambda: experiment_id not in desk._tickets, "the ticket to be handed in")
    return desk.record(experiment_id)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "handoff.db")) as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    with Desk(store, workers=2) as opened:
        yield opened


def test_an_experiment_equals_compare_number_for_number(desk: Desk) -> None:
    record = ended(desk, desk.start(spec("directory", "enforceable_trust")).id)
    found = compare("workshop", ["directory", "enforceable_trust"], pairs=3, weeks=WEEKS, workers=1)
    assert record.status == Status.FINISHED
    assert record.result is not None
    assert timeless(record.result) == timeless(found.to_json())
    assert record.result_sha256 == result_hash(found.to_json())


def test_runs_are_made_once_across_experiments_and_restarts(store: Store) -> None:
    with Desk(store, workers=2) as desk:
        first = ended(desk, desk.start(spec("directory")).id)
    runs = {row.run.key: row.run.made_at for row in store.experiments.runs_of(first.id).rows}
    with Desk(store, workers=2) as desk:
        again = ended(desk, desk.start(spec("directory")).id)
    assert {row.run.key: row.run.made_at for row in store.experiments.runs_of(again.id).rows} == runs
    assert again.result_sha256 == first.result_sha256


def test_compare_finds_the_runs_of_a_store(store: Store) -> None:
    options: dict[str, Any] = {"pairs": 2, "weeks": WEEKS, "workers": 1, "kept": store.runs}
    first = compare("workshop", ["directory"], **options)
    again = compare("workshop", ["directory"], **options)
    assert [run.seconds for run in again.arms[1].runs if run] == [run.seconds for run in first.arms[1].runs if run]
    assert again.null.exact and result_hash(again.to_json()) == result_hash(first.to_json())


def test_a_result_is_read_from_its_runs_again(desk: Desk) -> None:
    record = ended(desk, desk.start(spec("directory")).id)
    drawn = desk.results.figure(record, "forest")
    desk.results.forget(record.id)
    assert result_hash(desk.results.comparison(record).to_json()) == record.result_sha256
    assert desk.results.figure(record, "forest") == drawn


def test_cancelling_is_prompt_and_keeps_what_is_finished(desk: Desk) -> None:
    record = desk.start(spec("directory", pairs=500))
    until(lambda: desk.update_of(record).pairs >= 2, "two pairs")
    other = desk.start(spec("directory"))
    cancelled = desk.cancel(record.id)
    assert cancelled.status == Status.CANCELLED
    assert cancelled.result is not None and len(cancelled.result["seeds"]) >= 2
    assert ended(desk, other.id).status == Status.FINISHED
    desk.results.forget(record.id)  # others may have made more of its pairs meanwhile: they are not its
    assert result_hash(desk.results.comparison(cancelled).to_json()) == cancelled.result_sha256


def test_a_waiting_experiment_is_cancelled_at_once_and_can_be_resumed(store: Store) -> None:
    with Desk(store, workers=2, at_once=1) as desk:
        running, waiting = desk.start(spec("directory", pairs=500)), desk.start(spec("directory"))
        assert desk.cancel(waiting.id).status == Status.CANCELLED
        with pytest.raises(NotNow, match="expected one that was cancelled or failed; it is"):
            desk.resume(running.id)
        assert desk.resume(waiting.id).status == Status.QUEUED
        desk.cancel(running.id)
        assert ended(desk, waiting.id).status == Status.FINISHED


def test_a_short_experiment_does_not_wait_for_a_long_one(desk: Desk) -> None:
    long, short = desk.start(spec("directory", pairs=500)), desk.start(spec("tools_only"))
    assert ended(desk, short.id).status == Status.FINISHED
    assert not desk.update_of(desk.record(long.id)).ended
    desk.delete(long.id)
    with pytest.raises(NoSuchExperiment, match=long.id):
        desk.record(long.id)


def test_listeners_see_intervals_tighten_and_then_the_end(desk: Desk) -> None:
    async def listen() -> list[Update]:
        with desk.broadcast.subscribe() as news:
            wanted = desk.start(spec("directory", pairs=6)).id
            heard = [await asyncio.wait_for(news.heard(), PATIENCE)]
            while not heard[-1].ended:
                heard.append(await asyncio.wait_for(news.heard(), PATIENCE))
        assert {update.experiment_id for update in heard} == {wanted}
        return heard

    heard = asyncio.run(listen())
    assert heard[-1].status is Status.FINISHED and heard[-1].pairs == 6 and heard[-1].done == heard[-1].total
    pairs = [update.pairs for update in heard]
    assert pairs == sorted(pairs)
    assert {standing.metric for standing in heard[-1].standings} >= {"S1", "S3"}
    assert desk.broadcast.listeners == 0


def test_an_experiment_that_is_too_large_is_refused_with_its_size(store: Store) -> None:
    with Desk(store, workers=1, most_shop_weeks=10_000) as desk:
        with pytest.raises(OverBudget, match="expected at most 10,000 shop-weeks") as refused:
            desk.start(spec("directory", pairs=40))
        assert refused.value.asked > 10_000
    assert store.experiments.count() == 0


def test_a_question_that_does_not_fit_is_refused_before_anything_is_kept(desk: Desk) -> None:
    with pytest.raises(ValueError, match="more than once"):
        desk.start(spec("directory", "directory"))
    assert desk.store.experiments.count() == 0


def test_only_one_desk_works_on_a_store(desk: Desk) -> None:
    with pytest.raises(StoreClaimed):
        Desk(desk.store, workers=1)


def test_questions_about_single_runs_are_answered_once(desk: Desk) -> None:
    first = desk.ask("where", os.getpid)
    assert desk.ask("where", os.getpid) is first
    assert first.result(timeout=PATIENCE) != os.getpid()


SERVER = """
    import sys, time
    from handoff_experiments.service import Desk
    from handoff_experiments.store import open_store
    with Desk(open_store(sys.argv[1]), workers=2) as desk:
        while desk.active:
            time.sleep(0.05)
"""


@pytest.mark.slow
def test_killed_at_any_moment_it_ends_with_the_same_result(tmp_path: Path) -> None:
    asked = spec("directory", "enforceable_trust", pairs=6)
    (tmp_path / "server.py").write_text(textwrap.dedent(SERVER))
    path = str(tmp_path / "killed.db")
    with open_store(path) as store, Desk(store, workers=1) as desk:
        experiment_id = desk.start(asked).id  # and closed before it is done
    for seconds in (2.0, 2.6, 3.3):
        with server(tmp_path, path) as process:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(seconds)
            process.send_signal(signal.SIGKILL)
    with server(tmp_path, path) as process:
        assert process.wait(PATIENCE) == 0
    with open_store(path) as store:
        record = store.experiments.get(experiment_id)
    undisturbed = compare("workshop", ["directory", "enforceable_trust"], pairs=6, weeks=WEEKS, workers=2)
    assert record is not None and record.status == Status.FINISHED
    assert record.result_sha256 == result_hash(undisturbed.to_json())


def server(folder: Path, store: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen([sys.executable, str(folder / "server.py"), store], env=environment)
