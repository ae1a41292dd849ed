"""Questions at the desk: answered as `ask` answers them, asked once, never lost, and without a look at files."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handoff_experiments.questions import ask
from handoff_experiments.result_hash import result_hash
from handoff_experiments.service import AskedSpec, Desk, OverBudget, Status
from handoff_experiments.service.asked import from_document, from_toml
from handoff_experiments.service.results import NoResult
from handoff_experiments.store import ExperimentRecord, Store, open_store
from handoff_sim.policy import DocumentError

PATIENCE = 120.0  # seconds
TAKE: dict[str, Any] = {
    "name": "take",
    "title": "How much may the network keep?",
    "question": "What does the take do to shops?",
    "source": "made up",
    "policy": "enforceable_trust",
    "metrics": ["S1", "N9"],
    "would_change_it": "Another market.",
    "factors": [{"name": "take", "path": "payout.take", "values": [0.0, 0.1]}],
    "full": {"pairs": 200, "weeks": 30, "worlds": ["workshop", "reach"]},
    "quick": {"pairs": 2, "weeks": 20, "worlds": ["workshop", "reach"]},
}


def until(happened: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        time.sleep(0.02)


def ended(desk: Desk, experiment_id: str) -> ExperimentRecord:
    until(lambda: desk.update_of(desk.record(experiment_id)).ended, "an end")
    until(lambda: experiment_id not in desk._tickets, "the ticket to be handed in")
    return desk.record(experiment_id)


def made_at(store: Store, experiment_id: str) -> dict[str, Any]:
    return {row.run.key: row.run.made_at for row in store.experiments.runs_of(experiment_id).rows}


@pytest.fixture(scope="module")
def undisturbed() -> str:
    """Hash of the answer that nobody interrupted."""
    return result_hash(ask(from_document(TAKE), size="quick", workers=1).to_json())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "handoff.db")) as opened:
        yield opened


def test_a_question_is_answered_as_ask_answers_it_and_only_once(store: Store, undisturbed: str) -> None:
    spec = AskedSpec.of(from_document(TAKE), "quick")
    with Desk(store, workers=2) as desk:
        first = desk.ask_question(spec)
        assert desk.ask_question(spec).id == first.id
        record = ended(desk, first.id)
        assert (record.status, record.result_sha256) == (Status.FINISHED, undisturbed)
        assert (record.done, record.total) == (12, 12)
        assert desk.ask_question(spec).result_sha256 == undisturbed
        afresh = ended(desk, desk.ask_question(spec, afresh=True).id)
        assert afresh.id != first.id and afresh.result_sha256 == undisturbed
        assert made_at(store, afresh.id) == made_at(store, first.id) and len(made_at(store, first.id)) == 12
        assert store.prune().runs == 0
        with pytest.raises(NoResult, match="expected a comparison; it is a question"):
            desk.results.comparison(record)
    result = record.result or {}
    assert [len(table["columns"][0]["texts"]) for table in result["tables"]] == [8, 8]
    assert all(figure["alt"] and figure["figure"]["data"] for figure in result["figures"])


def test_another_size_is_another_question() -> None:
    asked = from_document(TAKE)
    assert AskedSpec.of(asked, "quick").content_hash != AskedSpec.of(asked, "full").content_hash
    worded = from_document({**TAKE, "title": "How much?"})
    assert AskedSpec.of(asked, "quick").content_hash != AskedSpec.of(worded, "quick").content_hash
    assert AskedSpec.of(asked, "quick").content_hash == AskedSpec.of(asked, "quick", toml="its text").content_hash


def test_a_desk_that_is_closed_loses_nothing(store: Store, undisturbed: str) -> None:
    with Desk(store, workers=1) as desk:
        record = desk.ask_question(AskedSpec.of(from_document(TAKE), "quick"))
        until(lambda: desk.update_of(record).done >= 3, "three runs")
    left = store.experiments.get(record.id)
    assert left is not None and left.status == Status.RUNNING
    before = made_at(store, record.id)
    with Desk(store, workers=2) as desk:
        assert ended(desk, record.id).result_sha256 == undisturbed
    assert before.items() <= made_at(store, record.id).items() and len(before) >= 3


def test_called_off_before_a_world_was_finished_it_goes_on_when_it_is_asked_again(store: Store) -> None:
    spec = AskedSpec.of(from_document(TAKE), "full")
    with Desk(store, workers=2) as desk:
        record = desk.ask_question(spec)
        until(lambda: desk.update_of(record).done >= 4, "some runs")
        cancelled = desk.cancel(record.id)
        assert (cancelled.status, cancelled.result) == (Status.CANCELLED, None)
        before = made_at(store, record.id)
        again = desk.ask_question(spec)
        assert (again.id, again.status) == (record.id, Status.QUEUED)
        until(lambda: desk.update_of(record).done > len(before), "a run more than there were")
        desk.cancel(record.id)
    assert before.items() <= made_at(store, record.id).items()


def test_a_world_that_was_finished_is_read_when_the_next_is_called_off(store: Store) -> None:
    worlds = from_document({**TAKE, "full": {"pairs": 2, "weeks": 20, "worlds": ["workshop", "south_kansas_450"]}})
    with Desk(store, workers=2) as desk:
        record = desk.ask_question(AskedSpec.of(worlds, "full"))
        until(lambda: desk.update_of(record).world_number == 2, "the second world")
        cancelled = desk.cancel(record.id)
    answer = (cancelled.result or {})["answer"]
    assert (cancelled.status, answer["complete"]) == (Status.CANCELLED, False)
    assert {row["world"] for row in answer["combinations"]} == {"workshop"}


def test_a_question_that_is_too_large_is_refused(store: Store) -> None:
    with Desk(store, workers=1, most_shop_weeks=1000) as desk, pytest.raises(OverBudget, match="at most 1,000"):
        desk.ask_question(AskedSpec.of(from_document(TAKE), "quick"))
    assert store.experiments.count() == 0


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"policy": "{file}"}, "policy"),
        ({"baseline": "{file}"}, "baseline"),
        ({"quick": {"pairs": 2, "worlds": ["{file}"]}}, "quick.worlds"),
        ({"arms": [{"name": "mine", "policy": "{file}"}]}, "arms.0.policy"),
    ],
)
def test_what_somebody_sends_reads_no_file(tmp_path: Path, changed: dict[str, Any], path: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text("secret = 1", encoding="utf-8")
    text = str({**TAKE, **changed}).replace("{file}", str(own))
    with pytest.raises(DocumentError) as refused:
        from_document(eval(text))
    assert [problem.path for problem in refused.value.problems] == [path]
    assert "secret" not in str(refused.value) and refused.value.problems[0].options


def test_text_that_is_no_toml_is_refused_with_its_place() -> None:
    with pytest.raises(DocumentError, match=r"toml: expected TOML; found .*line 2"):
        from_toml("title = 'x'\nquestion =\n")
