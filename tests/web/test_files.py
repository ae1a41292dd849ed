"""Files appear whole or not at all; JSON is JSON."""

import json
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
import pytest

from handoff_web.errors import Refusal
from handoff_web.files import json_text, refuse_unwritable, whole_file, write_json


class Colour(IntEnum):
    RED = 3


@dataclass(frozen=True)
class Point:
    x: float


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (np.float64(1.5), 1.5),
        (np.float64("nan"), None),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (np.array([1.0, np.nan]), [1.0, None]),
        ((1, {2: {3}}), [1, {"2": [3]}]),
        (Colour.RED, 3),
        (Point(x=float("nan")), {"x": None}),
        (2**64 - 1, 2**64 - 1),
        (Path("a/b"), "a/b"),
    ],
)
def test_a_value_becomes_plain_json(value: object, expected: object) -> None:
    assert json.loads(json_text(value)) == expected


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.txt"
    with whole_file(target) as part:
        part.write_text("all of it", encoding="utf-8")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "all of it"
    assert [path.name for path in target.parent.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_write_leaves_the_old_file_alone(tmp_path: Path, stop: type[BaseException]) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")

    def write_half() -> None:
        with whole_file(target) as part:
            part.write_text("half", encoding="utf-8")
            raise stop

    with pytest.raises(stop):
        write_half()
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_the_parts_of_a_parquet_file_keep_its_suffix(tmp_path: Path) -> None:
    with whole_file(tmp_path / "events.parquet") as part:
        assert part.suffix == ".parquet"
        part.touch()


def test_json_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"a": 1}, "-")
    assert json.loads(capsys.readouterr().out) == {"a": 1}


def test_a_folder_as_a_target_is_refused_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="expected a file; found a folder"):
        refuse_unwritable(json=str(tmp_path))


def test_a_file_where_a_folder_should_be_is_refused_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(Refusal, match="--report"):
        refuse_unwritable(report=tmp_path / "a" / "report.html")


def test_standard_output_and_nothing_are_always_writable() -> None:
    refuse_unwritable(json="-", report=None)
