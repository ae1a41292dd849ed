"""Experiments: kept as they are, found by page, with the runs they stand on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import event
from tests.experiments.store.made_up import LARGEST, NOON, broken, experiment, summary, task

from handoff_experiments.store import ExperimentRecord, Store, StoreConflict, StoreError, StoreMissing

RESULT = {
    "format": "handoff-comparison-1",
    "contrasts": [{"difference": 0.1, "low": None}],
    "seeds": [LARGEST],
    "z": 1,
    "a": 2,
}
TWENTY_TIMES = """
    INSERT INTO experiments (id, title, sought, status, spec, created_at, stage, done, total, pairs, versions)
    WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 19)
    SELECT id || '-' || n, title, sought, status, spec, created_at, stage, done, total, pairs, versions
    FROM experiments, t
"""


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """What the database is asked meanwhile."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        heard.append((statement, parameters))

    event.listen(store._database.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(store._database.engine, "before_cursor_execute", hear)


def kept_run(store: Store, seed: int, *, breaks: bool = False) -> str:
    return store.runs.keep(task(seed), broken(task(seed)) if breaks else summary(task(seed)))


def test_an_experiment_is_kept_as_it_is(store: Store) -> None:
    whole = experiment(
        started_at=NOON, finished_at=NOON + timedelta(microseconds=1), stage="arms", done=3, total=9, pairs=2,
        failure="no", result=RESULT, result_sha256="ab", stopped="decided", seconds=1 / 3, versions={"model": "1"},
    )  # fmt: skip
    store.experiments.add(whole)
    assert store.experiments.get(whole.id) == whole
    found = store.experiments.get(whole.id)
    assert found is not None
    assert found.result is not None
    assert list(found.result) == list(RESULT)
    assert store.experiments.get("unknown") is None


def test_times_are_utc_wherever_they_come_from(store: Store) -> None:
    there = datetime(2026, 11, 25, 7, tzinfo=timezone(timedelta(hours=-5)))
    store.experiments.add(experiment(created_at=there))
    found = store.experiments.get(experiment().id)
    assert found is not None
    assert found.created_at == NOON
    assert found.created_at.tzinfo is UTC
    with pytest.raises(StoreError, match="expected one with its zone"):
        store.experiments.add(experiment(2, created_at=datetime(2026, 11, 25)))


def test_titles_may_hold_any_text(store: Store) -> None:
    store.experiments.add(experiment(title="Für \N{GREEK SMALL LETTER MU}m \0 \ud800 100% _x_"))
    (found,) = store.experiments.list(text="für").rows
    assert found.title == "Für \N{GREEK SMALL LETTER MU}m \N{REPLACEMENT CHARACTER} ? 100% _x_"


@pytest.mark.parametrize("odd", ["\0", "\ud800", "%_", "'; DROP TABLE runs; --"])
def test_odd_questions_have_no_answer_rather_than_a_fault(store: Store, odd: str) -> None:
    assert store.experiments.get(odd) is None
    assert store.experiments.list(text=odd, status=odd).rows == ()
    assert not store.experiments.delete(odd)
    assert store.runs.get(odd) is None
    assert store.documents.get(odd) is None
    assert store.documents.version("policy", odd) is None
    assert store.experiments.runs_of(odd, after=f"{odd.replace(' ', '')} 0 0").rows == ()


def test_an_id_is_given_once(store: Store) -> None:
    store.experiments.add(experiment(result=RESULT))
    with pytest.raises(StoreConflict, match="expected a new id"):
        store.experiments.add(experiment(title="another"))
    assert store.experiments.get(experiment().id) == experiment(result=RESULT)


def test_fields_are_changed_together(store: Store) -> None:
    store.experiments.add(experiment())
    store.experiments.update(experiment().id, status="running", done=4, started_at=NOON, title="Renamed")
    store.experiments.update(experiment().id, result=RESULT, result_sha256="ab")
    wanted = replace(
        experiment(), status="running", done=4, started_at=NOON, title="Renamed", result=RESULT, result_sha256="ab"
    )
    assert store.experiments.get(experiment().id) == wanted
    assert [found.id for found in store.experiments.list(text="RENAMED").rows] == [experiment().id]
    store.experiments.update(experiment().id, result=None, result_sha256=None)
    assert store.experiments.get(experiment().id) == replace(wanted, result=None, result_sha256=None)


def test_what_is_settled_is_not_changed(store: Store) -> None:
    store.experiments.add(experiment())
    for field in ("id", "created_at", "colour"):
        with pytest.raises(TypeError, match=f"expected fields among title.*found {field}"):
            store.experiments.update(experiment().id, **{field: "x"})
    with pytest.raises(StoreMissing, match="experiment nobody_s"):
        store.experiments.update("nobody_s", done=1)
    with pytest.raises(StoreError):
        store.experiments.update(experiment().id, spec={"x": float("nan")})
    assert store.experiments.get(experiment().id) == experiment()


def test_pages_go_from_the_newest_to_the_oldest_and_miss_nobody(store: Store) -> None:
    for number in range(7):
        store.experiments.add(experiment(number, created_at=NOON + timedelta(seconds=number // 3)))
    seen: list[ExperimentRecord] = []
    after = None
    while True:
        page = store.experiments.list(first=2, after=after)
        seen += page.rows
        store.experiments.add(experiment(100 + len(seen)))  # a newer one moves no page
        if not page.more:
            break
        after = page.end
    assert [found.id for found in seen] == [f"id-{number:04d}" for number in (6, 5, 4, 3, 2, 1, 0)]


def test_a_page_names_its_rows_by_cursors(store: Store) -> None:
    for number in range(5):
        store.experiments.add(experiment(number))
    whole = store.experiments.list(first=None)
    assert (len(whole.rows), len(whole.cursors), whole.more) == (5, 5, False)
    assert store.experiments.list(after=whole.cursors[2]).rows == whole.rows[3:]
    assert store.experiments.list(first=0).rows == ()
    assert store.experiments.list(first=0).more
    last = store.experiments.list(after=whole.end)
    assert (last.rows, last.end, last.more) == ((), None, False)


@pytest.mark.parametrize("cursor", ["", "x", "2026-11-25", "2026-11-25T12:00:00 id", "' OR 1=1 --"])
def test_a_cursor_that_is_none_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(ValueError, match="after: expected a cursor such as"):
        store.experiments.list(after=cursor)
    with pytest.raises(ValueError, match="after: expected a cursor such as"):
        store.experiments.runs_of("id", after=cursor)
    with pytest.raises(ValueError, match="first: expected a whole number"):
        store.experiments.list(first=-1)


def test_experiments_are_filtered_by_status_and_text(store: Store) -> None:
    store.experiments.add(experiment(1, status="done", title="Quotes in a 100% Lane"))
    store.experiments.add(experiment(2, status="failed", title="Quotes at noon"))
    store.experiments.add(experiment(3, status="queued", title="Trust"))

    def ids(**filters: Any) -> list[str]:
        found = store.experiments.list(**filters)
        assert store.experiments.count(**filters) == len(found.rows)
        return [record.id[-1] for record in found.rows]

    assert ids() == ["3", "2", "1"]
    assert ids(status="done") == ["1"]
    assert ids(status=["queued", "failed"]) == ["3", "2"]
    assert ids(status=()) == []
    assert ids(text="QUOTES") == ["2", "1"]
    assert ids(text="quotes", status="failed") == ["2"]
    assert ids(text="0% l") == ["1"]
    assert ids(text="lane  Quo") == ["1"]
    assert ids(text="lane trust") == []
    assert ids(text=" ") == ["3", "2", "1"]
    assert ids(text="%") == ["1"]
    assert ids(text="_") == []
    assert ids(text="ID-0003") == ["3"]
    store.experiments.add(experiment(4, kind="question", content_hash="ab", title="Trust"))
    assert (ids(kind="question"), ids(kind="comparison", text="trust")) == (["4"], ["3"])
    assert [record.id for record in store.experiments.list(content_hash="ab").rows] == [experiment(4).id]
    assert ids(text="0003") == ids(text="id") == ids(text="trust 0003") == []


def test_a_page_of_a_thousand_experiments_is_one_look_into_an_index(store: Store, place: Any) -> None:
    for number in range(50):
        store.experiments.add(experiment(number, result=RESULT))
    place.ask(TWENTY_TIMES)
    place.ask("ANALYZE experiments")
    assert store.experiments.count() == 1000
    middle = store.experiments.list(first=500).end
    for filters in ({}, {"status": "queued"}):
        with statements(store) as heard:
            page = store.experiments.list(first=20, after=middle, **filters)
        assert len(page.rows) == 20
        asked = [(statement, values) for statement, values in heard if statement.startswith("SELECT")]
        assert len(asked) == 1
        plan = plan_of(store, place, *asked[0])
        assert "ix_experiments_" in plan, plan
        assert not any(word in plan for word in ("TEMP B-TREE", "SCAN experiments", "Sort", "Seq Scan")), plan


def plan_of(store: Store, place: Any, statement: str, values: Any) -> str:
    """How the database goes about it."""
    explain = "EXPLAIN QUERY PLAN " if place.kind == "sqlite" else "EXPLAIN "
    with store._database.engine.connect() as connection:
        return " ".join(str(row) for row in connection.exec_driver_sql(explain + statement, values))


def test_runs_stand_at_their_places(store: Store) -> None:
    store.experiments.add(experiment())
    places = [
        ("arm", 1, 0, 5),
        ("arm", 0, 1, 2),
        ("arm", 0, 0, 1),
        ("null", 0, 0, 1),
        ("twin", 1, 0, 7),
        ("yardstick", 0, 0, 3),
    ]
    for role, arm, position, seed in places:
        store.experiments.note_run(experiment().id, role, arm, position, kept_run(store, seed, breaks=seed == 5))
    found = store.experiments.runs_of(experiment().id)
    seen = [(at.role, at.arm, at.position, at.run.seed) for at in found.rows]
    assert seen == sorted(seen)
    assert sorted(seen) == sorted(places)
    assert found.rows[0].run == store.runs.get(kept_run(store, 1))

    def seeds(**filters: Any) -> list[int]:
        page = store.experiments.runs_of(experiment().id, **filters)
        counted = {key: value for key, value in filters.items() if key not in ("first", "after")}
        assert store.experiments.count_runs(experiment().id, **counted) >= len(page.rows)
        return [at.run.seed for at in page.rows]

    assert seeds(role="arm") == [1, 2, 5]
    assert seeds(arm=1) == [5, 7]
    assert seeds(role="arm", arm=0) == [1, 2]
    assert seeds(seed=1) == [1, 1]
    assert seeds(finished=False) == [5]
    assert seeds(finished=True, role="arm") == [1, 2]
    assert seeds(first=2) == [1, 2]
    assert seeds(first=2, after=found.cursors[1]) == [5, 1]
    assert seeds(after=found.cursors[3]) == [7, 3]
    assert store.experiments.runs_of("unknown").rows == ()


def test_a_place_may_be_given_to_another_run(store: Store) -> None:
    store.experiments.add(experiment())
    for seed in (1, 1, 2):
        store.experiments.note_run(experiment().id, "arm", 0, 0, kept_run(store, seed))
    (only,) = store.experiments.runs_of(experiment().id).rows
    assert only.run.seed == 2


def test_a_run_that_is_not_kept_has_no_place(store: Store) -> None:
    store.experiments.add(experiment())
    key = kept_run(store, 1)
    with pytest.raises(StoreMissing, match="run unknown"):
        store.experiments.note_run(experiment().id, "arm", 0, 0, "unknown")
    with pytest.raises(StoreMissing, match="experiment unknown"):
        store.experiments.note_run("unknown", "arm", 0, 0, key)
    with pytest.raises(ValueError, match="role: expected one of arm, null, yardstick, twin; found leg"):
        store.experiments.note_run(experiment().id, "leg", 0, 0, key)  # type: ignore[arg-type]


def test_an_experiment_that_is_deleted_leaves_its_runs(store: Store, place: Any) -> None:
    store.experiments.add(experiment(result=RESULT))
    key = kept_run(store, 1)
    store.experiments.note_run(experiment().id, "arm", 0, 0, key)
    assert store.experiments.delete(experiment().id)
    assert not store.experiments.delete(experiment().id)
    assert store.experiments.get(experiment().id) is None
    assert place.ask("SELECT (SELECT count(*) FROM experiment_runs), (SELECT count(*) FROM experiment_results)") == [
        (0, 0)
    ]
    assert store.runs.find(task(1)) is not None


def test_many_threads_may_report_on_one_experiment(store: Store) -> None:
    store.experiments.add(experiment())
    keys = [kept_run(store, seed) for seed in range(6)]

    def report(position: int) -> None:
        for role in ("arm", "twin"):
            store.experiments.note_run(experiment().id, role, 0, position, keys[position])
            store.experiments.update(experiment().id, done=position)

    threads = [threading.Thread(target=report, args=(position,)) for position in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.experiments.count_runs(experiment().id) == 12
