"""Single runs of a desk, recorded whole when they are asked for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handoff_experiments.bad_question import BadQuestion
from handoff_experiments.service import Cited, Desk, ExperimentSpec, SingleRuns
from handoff_experiments.store import StoredRun, open_store
from handoff_scenarios import catalogue

PATIENCE = 120.0  # seconds


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with room for one recording at most."""
    with open_store(str(tmp_path / "handoff.db")) as store, Desk(store, workers=1, most_recorded_bytes=1) as opened:
        yield opened


def runs(desk: Desk) -> list[StoredRun]:
    """Two runs of an experiment."""

    def cited(name: str) -> Cited:
        return Cited.of(catalogue.policy(name), ref=name)

    world = Cited.of(catalogue.world("workshop"), ref="workshop")
    spec = ExperimentSpec(
        world=world, baseline=cited("phone_book"), policies=(cited("directory"),), pairs=2, weeks=40, unilateral=False
    )
    started = desk.start(spec)
    ticket = desk._tickets.get(started.id)
    assert ticket is None or ticket.over.wait(PATIENCE)
    return [row.run for row in desk.store.experiments.runs_of(started.id, role="arm").rows[:2]]


def test_a_recording_that_made_way_for_another_is_made_again(desk: Desk) -> None:
    """The desk remembers answers, but not that a folder was once made."""
    single, (one, other) = SingleRuns(desk), runs(desk)
    first = single.recording(one).events(limit=5)
    for asked in (other, one):
        assert single.recording(asked).meta.events_sha256 == asked.events_sha256
        assert [folder.name for folder in desk.recordings.folder.iterdir()] == [asked.key]
    assert single.recording(one).events(limit=5) == first


def test_a_recording_in_use_outlives_others(desk: Desk) -> None:
    single, (one, other) = SingleRuns(desk), runs(desk)
    in_use = single.recording(one)
    rows = in_use.events(limit=5)
    single.recording(other)
    assert in_use.events(limit=5) == rows
    desk.store.prune()
    assert {folder.name for folder in desk.recordings.folder.iterdir()} == {one.key, other.key}


def test_an_experiment_of_another_model_is_not_followed_under_this_one(desk: Desk) -> None:
    runs(desk)
    (record,) = desk.store.experiments.list().rows
    single = SingleRuns(desk)
    assert single.telling(record, "directory", position=0)["policies"] == ["phone_book", "directory"]
    old = replace(record, versions={**record.versions, "model": "another"})
    with pytest.raises(BadQuestion, match="an experiment of the model"):
        single.telling(old, "directory", position=0)
    with pytest.raises(BadQuestion, match="an experiment of the model"):
        single.follow(old, "directory", position=0, job="0c46-5ecf-5c27")
