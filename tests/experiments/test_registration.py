"""Preregistration: the meaning of a question is fixed, and everything that was done otherwise is listed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.experiments.test_questions import TOY, linear, toy

from handoff_experiments.questions import Answer, ask, question
from handoff_experiments.questions.factorial import FactorialQuestion
from handoff_experiments.questions.head import Size
from handoff_experiments.questions.looking import CountsOlder
from handoff_experiments.questions.registration import (
    Registration,
    as_document,
    compared,
    register,
    registration,
)
from handoff_experiments.questions.report import report
from handoff_experiments.store import open_store
from handoff_experiments.tasks import RunSummary, Task
from handoff_sim.policy import DocumentError

LAID_OUT = """
title = "T"
question = "Q"
source = "S"
policy = "enforceable_trust"
metrics = ["S1"]
would_change_it = "W"
factors = [{ name = "take", path = "payout.take", values = [0.0, 0.1] }]
[full]
pairs = 4
worlds = ["workshop"]
[quick]
pairs = 2
worlds = ["workshop"]
"""
OTHERWISE = """
# the same, laid out in another order, with a default written out
would_change_it = "W"
question = "Q"
title = "T"
kind = "factorial"
seed = 1
baseline = "phone_book"
policy = "enforceable_trust"
source = "S"
metrics = ["S1"]
[quick]
worlds = ["workshop"]
pairs = 2
[full]
worlds = ["workshop"]
pairs = 4
[[factors]]
values = [0, 0.1]
path = "payout.take"
name = "take"
"""


@pytest.fixture
def told(tmp_path: Path) -> Callable[[str, str], Any]:
    """The question that a text is."""

    def read(text: str, name: str) -> Any:
        file = tmp_path / f"{name}.toml"
        file.write_text(text, encoding="utf-8")
        return question(str(file))

    return read


def held(asked: FactorialQuestion | None = None, size: Size = "quick", **said: Any) -> Registration:
    return register(asked or toy(), size, model_version="toy", **said)


def fields(asked: FactorialQuestion, registered: Registration, **said: Any) -> dict[str, tuple[str, str]]:
    answer = ask(asked, size=said.pop("size", "quick"), workers=1, perform=linear)
    found = compared(registered, answer, model_version=said.pop("model", "toy"), **said)
    return {each.field: (each.registered, each.asked) for each in found.deviations}


def test_the_hash_is_of_the_meaning_not_of_the_layout(told: Callable[[str, str], Any]) -> None:
    one, other = told(LAID_OUT, "one"), told(OTHERWISE, "other")
    assert one.content_hash == other.content_hash
    assert told(LAID_OUT.replace("0.1]", "0.2]"), "one").content_hash != one.content_hash
    assert told(LAID_OUT.replace('"W"', '"V"'), "one").content_hash != one.content_hash


def test_what_is_asked_as_registered_deviates_in_nothing() -> None:
    assert fields(toy(), held()) == {}
    assert fields(toy(name="renamed"), held()) == {}


def test_every_deviation_is_listed_with_both_sides() -> None:
    changed = [{**TOY["factors"][0], "values": [0.0, 0.1]}, TOY["factors"][1]]
    found = fields(toy(factors=changed, decision_rule="Whatever looks best."), held(), model="later", size="full")
    assert found["question.factors.0.values"] == ("[0.0, 0.1, 0.2]", "[0.0, 0.1]")
    assert found["question.decision_rule"] == ("", "Whatever looks best.")
    assert found["size"] == ("quick", "full")
    assert found["model version"] == ("toy", "later")
    assert found["content of world workshop"][1] == "nothing"  # the full size has no workshop
    assert len(found) == 5


def test_a_name_that_means_something_else_by_now_is_a_deviation() -> None:
    registered = held()
    documents = {**registered.documents, "policy enforceable_trust": "another"}
    found = fields(toy(), registered.model_copy(update={"documents": documents}))
    assert list(found) == ["content of policy enforceable_trust"]


def test_fewer_worlds_because_of_an_interruption_are_a_deviation() -> None:
    answer: Answer = replace(ask(toy(), size="quick", workers=1, perform=linear), planned=3)  # type: ignore[type-var]
    (deviation,) = compared(held(), answer, model_version="toy").deviations
    assert (deviation.field, deviation.asked) == ("completeness", "fewer: interrupted")


def test_runs_that_were_there_before_the_registration_are_counted(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "kept.db"), model_version="toy") as store:
        ask(toy(), size="quick", workers=1, perform=linear, kept=store.runs)
        now = datetime.now(UTC)
        for moment, older in ((now + timedelta(minutes=1), 2 * 3 * 7), (now - timedelta(minutes=1), 0)):
            kept = CountsOlder(kept=store.runs, moment=moment)
            ask(toy(), size="quick", workers=1, perform=linear, kept=kept)
            assert kept.older == older
    found = fields(toy(), held(), made_before=7)
    assert found["results looked at before"][1].startswith("7 runs had been made before")


def test_a_registration_is_read_as_written_and_refused_once_changed(tmp_path: Path) -> None:
    file = tmp_path / "registered.json"
    written = held(toy(decision_rule="Take the cheapest."), now=datetime(2026, 3, 1, 12, 0, 7, 9, tzinfo=UTC))
    document = written.model_dump(mode="json")
    file.write_text(json.dumps(document), encoding="utf-8")
    assert registration(file) == written
    assert (written.registered_at.isoformat(), written.planned.runs) == ("2026-03-01T12:00:07+00:00", 2 * 3 * 7)
    for changed in ({"decision_rule": "Take what looks best."}, {"registered_at": "2026-01-01T00:00:00Z"}):
        file.write_text(json.dumps({**document, **changed}), encoding="utf-8")
        with pytest.raises(DocumentError, match="a registration is not changed"):
            registration(file)
    for text, wanted in (("{", "JSON"), ("{}", "question"), (json.dumps({**document, "x": 1}), "expected one of")):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(DocumentError, match=wanted):
            registration(file)


def test_the_registration_is_locked_into_the_document_and_its_hash() -> None:
    answer = ask(toy(), size="quick", workers=1, perform=linear)
    registered = compared(held(), answer, model_version="later")
    plain, locked = as_document(answer), as_document(answer, registered)
    assert locked["registration"]["question_sha256"] == toy().content_hash
    assert [each["field"] for each in locked["deviations"]] == ["model version"]
    assert plain["result_sha256"] != locked["result_sha256"]
    assert as_document(replace(answer, seconds=1e9))["result_sha256"] == plain["result_sha256"]  # type: ignore[type-var]
    json.dumps(locked, allow_nan=False)


def test_the_report_holds_words_evidence_pictures_method_hashes_and_deviations() -> None:
    asked = toy(decision_rule="Take the <cheapest>.", estimand="Mean profit.")

    def fails_in_workshop(task: Task) -> RunSummary:
        if task.world.name == "workshop":
            raise ArithmeticError("no shops today")
        return linear(task)

    answer = ask(asked, size="quick", workers=1, perform=fails_in_workshop)
    registered = compared(held(asked), answer, model_version="later")
    page = report(answer, model_version="later", registered=registered)
    for said in (
        "does best for shop profit", "Take the &lt;cheapest&gt;.", "Mean profit.", "Other numbers.",
        "no shops today", "What each level does", asked.content_hash, registered.registration.registration_sha256,
        "<th>model version</th><td>toy</td><td>later</td>", "2 things are not as registered", "least squares",
        'id="picture-0"', "handoff ask toy.toml --quick", "Something broke",
    ):  # fmt: skip
        assert said in page, said
    assert "was not registered before" in report(answer, model_version="later")
