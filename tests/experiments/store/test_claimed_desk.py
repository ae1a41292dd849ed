"""A desk on a PostgreSQL server whose connections are cut while it works."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.experiments.store.test_claims import CUT, only_postgresql

from handoff_experiments.service import Cited, Desk, ExperimentSpec, Status
from handoff_experiments.store import Store, StoreClaimed
from handoff_scenarios import catalogue

PATIENCE = 60.0  # seconds


def spec() -> ExperimentSpec:
    def cited(name: str) -> Cited:
        return Cited.of(catalogue.policy(name), ref=name)

    world = Cited.of(catalogue.world("workshop"), ref="workshop")
    return ExperimentSpec(
        world=world, baseline=cited("phone_book"), policies=(cited("directory"),), pairs=8, weeks=60, unilateral=False
    )


def until(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@only_postgresql
def test_a_desk_whose_connections_are_cut_goes_on(place: Any, server: Any) -> None:
    with place.open(model_version=None) as store, Desk(store, workers=1) as desk:
        wanted = desk.start(spec())
        until(lambda: desk.update_of(wanted).pairs >= 1)
        server.do(CUT)
        until(lambda: not desk.active)
        assert desk.record(wanted.id).status == Status.FINISHED
        with place.open(model_version=None) as second, pytest.raises(StoreClaimed):
            Desk(second, workers=1)


@only_postgresql
def test_a_desk_whose_store_was_taken_over_leaves_it_to_the_other(
    place: Any, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with place.open(model_version=None) as store, Desk(store, workers=1) as desk:
        wanted = desk.start(spec())
        until(lambda: desk.update_of(wanted).pairs >= 1)
        with delayed(store) as go_on, place.open(model_version=None) as second:
            server.do(CUT)
            with Desk(second, workers=1) as other:
                go_on.set()
                until(lambda: not desk.active)
                with pytest.raises(StoreClaimed, match="works on it no more"):
                    desk.start(spec())
                assert desk.record(wanted.id).status in (Status.QUEUED, Status.RUNNING)
                until(lambda: not other.active)
        assert desk.record(wanted.id).status == Status.FINISHED
    assert "another server works on it" in caplog.text


@contextmanager
def delayed(store: Store) -> Iterator[threading.Event]:
    """Nothing is written until told."""
    go_on, check = threading.Event(), store._database.before_writing
    assert check is not None

    def late() -> None:
        go_on.wait(PATIENCE)
        check()

    store._database.before_writing = late
    yield go_on
