"""The whole service under strain: anything asked, a hundred who watch, twenty experiments at once, runs that break."""

import asyncio
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.api.fuzzing import assert_no_unexpected
from tests.api.operation import Operation

from handoff_api.http import Streams
from handoff_api.schema import schema
from handoff_experiments.service import Cited, Desk, ExperimentSpec, Status
from handoff_experiments.store import open_store
from handoff_scenarios import catalogue
from handoff_web.service import service

PATIENCE = 120.0  # seconds
WEEKS = 40
SUBSCRIBERS = 100
EXPERIMENTS = 20
WATCH = """
subscription ($id: ID!) { experimentProgress(id: $id) { progress { status } experiment { resultHash } } }
"""


@contextmanager
def open_desk(folder: Path, **options: Any) -> Iterator[Desk]:
    with open_store(str(folder / "handoff.db")) as store, Desk(store, **options) as desk:
        yield desk


def small(seed: int) -> ExperimentSpec:
    def cited(name: str) -> Cited:
        return Cited.of(catalogue.policy(name), ref=name)

    return ExperimentSpec(
        world=Cited.of(catalogue.world("workshop"), ref="workshop"),
        baseline=cited("phone_book"),
        policies=(cited("directory"),),
        pairs=2,
        weeks=WEEKS,
        seed=seed,
        metrics=("S1",),
        unilateral=False,
    )


async def last_news(desk: Desk, experiment_id: str) -> dict[str, Any]:
    """The last there is to hear of an experiment."""
    source: Any = await schema().subscribe(WATCH, variable_values={"id": experiment_id}, context_value=Operation(desk))
    news = [result async for result in source]
    assert [result.errors for result in news] == [None] * len(news)
    return dict(news[-1].data["experimentProgress"])


@pytest.mark.slow
def test_whatever_is_asked_of_the_service_is_answered_or_refused_in_words(tmp_path: Path) -> None:
    with open_desk(tmp_path, workers=1, most_shop_weeks=20_000) as desk:
        assert_no_unexpected(service(desk, streams=Streams()), examples=30)


@pytest.mark.slow
def test_whatever_is_asked_of_an_experiment_and_a_run_is_answered_or_refused_in_words(tmp_path: Path) -> None:
    with open_desk(tmp_path, workers=1) as desk:
        kept = desk.start(small(1)).id
        asyncio.run(asyncio.wait_for(last_news(desk, kept), PATIENCE))
        key = desk.store.experiments.runs_of(kept).rows[0].run.key
        only = {"Query.experiment": {"id": kept}, "Query.run": {"key": key}, "Mutation.cancelExperiment": {"id": kept}}
        assert_no_unexpected(service(desk, streams=Streams()), examples=30, only=only)


@pytest.mark.slow
def test_a_hundred_who_watch_one_of_twenty_experiments_all_hear_its_end(tmp_path: Path) -> None:
    async def watched(desk: Desk) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        started = [desk.start(small(seed)).id for seed in range(EXPERIMENTS)]
        async with asyncio.timeout(PATIENCE):
            heard = await asyncio.gather(*(last_news(desk, started[-1]) for _ in range(SUBSCRIBERS)))
            ends = await asyncio.gather(*(last_news(desk, one) for one in started))
        return heard, ends

    with open_desk(tmp_path, workers=2) as desk:
        heard, ends = asyncio.run(watched(desk))
        assert desk.broadcast.listeners == 0
        kept = {record.result_sha256 for record in desk.store.experiments.list(first=None).rows}
    assert len(heard) == SUBSCRIBERS
    assert {each["progress"]["status"] for each in heard + ends} == {"FINISHED"}
    assert {each["experiment"]["resultHash"] for each in heard} == {ends[-1]["experiment"]["resultHash"]}
    assert {each["experiment"]["resultHash"] for each in ends} == kept
    assert len(kept) == EXPERIMENTS


# Workers import what they do by its name, from a folder put on their path.
ON_FIRE = '''
"""A machine that burns with one seed."""
from handoff_experiments.evaluation import evaluate
from handoff_experiments.tasks import guarded

SEED = {seed}

def burning(task):
    if task.seed == SEED and task.policy.name == "directory":
        raise RuntimeError("the machine is on fire")
    return evaluate(task)

def perform(task):
    return guarded(burning)(task)
'''
BREAKS = """
    import sys
    from pathlib import Path
    from handoff_test_fire import perform
    from handoff_experiments.service import Desk, ExperimentSpec
    from handoff_experiments.store import open_store

    spec = ExperimentSpec.model_validate_json(Path("spec.json").read_text())
    with open_store("handoff.db") as store, Desk(store, workers=2, perform=perform) as desk:
        broken = []
        publish = desk.broadcast.publish
        desk.broadcast.publish = lambda subject, update: (broken.append(update.broken), publish(subject, update))
        started = desk.start(spec)
        with desk._lock:
            ticket = desk._tickets.get(started.id)
        assert ticket is None or ticket.over.wait(120)
        print(broken[-1])
"""


@pytest.mark.slow
def test_a_run_that_breaks_is_kept_with_its_traceback_and_the_experiment_is_finished(tmp_path: Path) -> None:
    spec = small(7).model_copy(update={"pairs": 4})
    seed = spec.question().seeds[1]
    (tmp_path / "handoff_test_fire.py").write_text(ON_FIRE.format(seed=seed))
    (tmp_path / "spec.json").write_text(spec.model_dump_json())
    (tmp_path / "script.py").write_text(textwrap.dedent(BREAKS))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    ended = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["1"]  # of the last update: runs that broke
    with open_store(str(tmp_path / "handoff.db")) as store:
        (experiment,) = store.experiments.list(first=None).rows
        (broken,) = store.experiments.runs_of(experiment.id, finished=False).rows
    assert experiment.status == Status.FINISHED
    assert (broken.run.seed, broken.run.policy_hash) == (seed, catalogue.policy("directory").content_hash)
    assert "RuntimeError: the machine is on fire" in (broken.run.failure or "")
