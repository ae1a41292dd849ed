"""One living server per store."""

import logging
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.experiments.store.conftest import NOBODY_ELSE
from tests.experiments.store.made_up import experiment, summary, task

from handoff_experiments.store import Store, StoreClaimed, StoreUnreachable
from handoff_experiments.store.address import address
from handoff_experiments.store.advisory import AdvisoryClaim

CUT = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name LIKE 'handoff process%'"
only_postgresql = pytest.mark.parametrize("kind", ["postgresql"])


def test_a_store_is_claimed_by_one_at_a_time(store: Store, place: Any) -> None:
    with store.claim():
        with pytest.raises(
            StoreClaimed, match=rf"another server works on it \(process {os.getpid()} on .* since 20\d\d-"
        ):
            store.claim().__enter__()
        with place.open() as other, pytest.raises(StoreClaimed), other.claim():
            pass
    with place.open() as other, other.claim():
        pass


def test_a_claim_ends_when_what_it_was_for_breaks(store: Store) -> None:
    with pytest.raises(RuntimeError), store.claim():
        raise RuntimeError
    with store.claim():
        pass


def test_a_claim_names_the_process_that_holds_it_and_ends_when_that_is_killed(
    store: Store, start: Callable[..., int], others: Any
) -> None:
    holder = start("claim")
    others.wait_for(holder, "claimed")
    with pytest.raises(StoreClaimed, match=f"process {holder} on .* since") as refused:
        store.claim().__enter__()
    assert "stop that one" in refused.value.reason
    others.kill(holder)
    deadline = time.monotonic() + 20.0
    while True:  # a server notices after a moment that its client is gone
        try:
            with store.claim():
                return
        except StoreClaimed:
            assert time.monotonic() < deadline


def test_a_stopped_process_keeps_its_claim(store: Store, start: Callable[..., int], others: Any) -> None:
    holder = start("claim")
    others.wait_for(holder, "claimed")
    os.kill(holder, signal.SIGSTOP)
    with pytest.raises(StoreClaimed, match=f"process {holder}"):
        store.claim().__enter__()


def test_reading_needs_no_claim(store: Store, place: Any) -> None:
    with store.claim(), place.open(read_only=True) as reader, reader.claim():
        assert reader.experiments.list().rows == ()


@only_postgresql
def test_a_claim_that_is_cut_is_taken_again_by_the_next_that_is_written(
    store: Store, place: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with store.claim():
        for number in range(2):
            assert place.ask(CUT) == [(True,)]
            store.experiments.add(experiment(number))
            with place.open() as other, pytest.raises(StoreClaimed, match=f"process {os.getpid()}"), other.claim():
                pass
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert "is taken again" in caplog.text
    with place.open() as other, other.claim():
        assert other.experiments.count() == 2


@only_postgresql
def test_a_claim_that_somebody_else_took_meanwhile_is_lost_for_good(
    store: Store, place: Any, caplog: pytest.LogCaptureFixture
) -> None:
    store.experiments.add(experiment())
    with store.claim():
        place.ask(CUT)
        with place.open() as other, other.claim():
            for write in (
                lambda: store.experiments.update(experiment().id, done=1),
                lambda: store.runs.keep(task(), summary(task())),
                store.prune,
                store.check,
            ):
                with pytest.raises(
                    StoreClaimed, match=rf"another server works on it \(process {os.getpid()} on .* since"
                ):
                    write()
            other.experiments.update(experiment().id, done=7)
        with pytest.raises(StoreClaimed):
            store.experiments.update(experiment().id, done=1)
        known = store.experiments.get(experiment().id)
        assert known is not None
        assert known.done == 7
        assert store.runs.find(task()) is None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    with store.claim():
        store.experiments.update(experiment().id, done=8)


@only_postgresql
def test_a_claim_is_checked_without_writing(store: Store, place: Any) -> None:
    with store.claim():
        store.check()
        place.ask(CUT)
        store.check()
        with place.open() as other, pytest.raises(StoreClaimed), other.claim():
            pass
    store.check()


@only_postgresql
def test_a_cut_that_the_server_has_not_noticed_does_not_shut_the_holder_out(store: Store, place: Any) -> None:
    claim = AdvisoryClaim(store._database.engine, address(place.url))
    claim.take()
    unnoticed, claim._connection = claim._connection, None
    claim.check()
    assert place.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(1,)]
    claim.let_go()
    assert unnoticed is not None
    unnoticed.close()
    with store.claim():
        pass
    with pytest.raises(StoreClaimed, match="given back"):
        claim.check()


@only_postgresql
def test_a_server_that_is_away_is_told_and_its_claim_taken_when_it_is_back(
    store: Store, place: Any, server: Any
) -> None:
    (socket,) = Path(place.url.partition("host=")[2]).glob(".s.PGSQL.*[0-9]")
    with store.claim():
        away = socket.rename(socket.with_name("away"))
        server.do(NOBODY_ELSE)
        with pytest.raises(StoreUnreachable, match="does not answer"):
            store.experiments.add(experiment())
        away.rename(socket)
        store.experiments.add(experiment())
        with place.open() as other, pytest.raises(StoreClaimed), other.claim():
            pass
