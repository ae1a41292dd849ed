"""The document of a session is read strictly, and what is wrong with it is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.sim.playing.table import begun, played, stubborn

from handoff_sim.playing.inputs import Inputs, read_inputs, write_inputs
from handoff_sim.policy.problems import DocumentError


@pytest.fixture(scope="module")
def done() -> Inputs:
    return played(begun(), stubborn)[0]


def complaint(path: Path, plain: Any) -> str:
    path.write_text(json.dumps(plain))
    with pytest.raises(DocumentError) as raised:
        read_inputs(path)
    return str(raised.value)


def test_a_document_comes_back_as_it_was_written(done: Inputs, tmp_path: Path) -> None:
    path = tmp_path / "play.json"
    write_inputs(done, path)
    assert read_inputs(path) == done
    assert [entry.name for entry in tmp_path.iterdir()] == ["play.json"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_file_that_is_cut_short_says_where(done: Inputs, tmp_path: Path, share: float) -> None:
    path = tmp_path / "play.json"
    text = done.text()
    path.write_text(text[: int(share * len(text))])
    with pytest.raises(DocumentError, match=r"play.json: line \d+, column \d+: expected a whole JSON document of a"):
        read_inputs(path)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "play.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError, match="expected text in UTF-8"):
        read_inputs(path)
    assert "seed: expected a value; found nothing" in complaint(path, {})
    assert "valid dictionary" in complaint(path, [1])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"format": "handoff-play-9"}, "format: expected 'handoff-play-1'; found \"handoff-play-9\""),
        ({"seed": -1}, "seed: expected greater than or equal to 0; found -1"),
        ({"seed": "1"}, 'seed: expected a valid integer; found "1"'),
        ({"seeds": 1}, "seeds: expected no such entry; found 1"),
        ({"decides": ["quote", "dance"]}, "decides.1: expected one of"),
        ({"until_week": 12}, "until_week: expected a week after from_week, 12; found 12"),
        ({"weeks": 13}, "weeks: expected at least until_week, 16; found 13"),
        ({"decides": ["review"]}, "answers.0.kind: expected one of review; found"),
        ({"from_week": 15}, "answers.0.week: expected a week from 15 to 15; found 12"),
    ],
)
def test_each_entry_is_checked(done: Inputs, tmp_path: Path, change: dict[str, Any], expected: str) -> None:
    assert expected in complaint(tmp_path / "play.json", done.model_dump() | change)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"answer": {"send": 3}}, "answers.0: expected an answer that its situation is open to; found answer.send"),
        ({"situation": {"load_weeks": 1.0}}, "found situation: expected entries"),
        ({"job": 2**64}, "answers.0.job: expected less than or equal to"),
        ({"followed": 1}, "answers.0.followed: expected a valid boolean; found 1"),
        ({"mood": "good"}, 'answers.0.mood: expected no such entry; found "good"'),
    ],
)
def test_each_answer_is_checked(done: Inputs, tmp_path: Path, change: dict[str, Any], expected: str) -> None:
    plain = done.model_dump()
    quote = next(given for given in plain["answers"] if given["kind"] == "quote")
    plain["answers"] = [quote | change]
    assert expected in complaint(tmp_path / "play.json", plain)


def test_one_decision_has_one_answer(done: Inputs, tmp_path: Path) -> None:
    plain = done.model_dump()
    plain["answers"].append(plain["answers"][0])
    assert "expected one answer for each decision; found a second one" in complaint(tmp_path / "play.json", plain)
