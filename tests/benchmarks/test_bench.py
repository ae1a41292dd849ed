"""``make bench`` cannot rot: every measure answers at a tiny size; no time is held against anything."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import run
from harness.effort import Effort
from harness.findings import Aim, Line

TINY = Effort(
    rounds=1, world="workshop", weeks=3, reference_every=1, shops=(14, 28), size_policies=("phone_book",),
    size_weeks=2, size_rounds=1, size_seconds=5.0, worker_rounds=1, tasks=2, many_runs=8, pairs=2, requests=5,
    cold=False,
)  # fmt: skip
FACTS = {"python", "numpy", "numba", "cores"}
LINE = {"what", "unit", "median", "least", "most", "rounds", "aim", "met"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document of one tiny run of the whole harness."""
    path = tmp_path_factory.mktemp("bench") / "out" / "bench.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "QUICK", TINY)
        assert run.main(["--quick", "--json", str(path)]) == 0
    assert [entry.name for entry in path.parent.iterdir()] == ["bench.json"]
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_measure_is_in_the_document(told: dict[str, Any]) -> None:
    assert [measure["name"] for measure in told["measures"]] == list(run.MEASURES)
    assert all(measure["lines"] and measure["compared"] for measure in told["measures"])
    assert set(told["machine"]) >= FACTS


def test_every_line_has_its_rounds_and_its_verdict(told: dict[str, Any]) -> None:
    for line in (line for measure in told["measures"] for line in measure["lines"]):
        assert set(line) == LINE
        assert line["least"] <= line["median"] <= line["most"]
        assert (line["met"] is None) == (line["aim"] is None)


def test_every_ratio_is_finite_and_positive(told: dict[str, Any]) -> None:
    lines = [line for measure in told["measures"] for line in measure["lines"] if line["unit"] == "times"]
    assert len(lines) > 10
    assert all(math.isfinite(number) and number > 0.0 for line in lines for number in line["rounds"])


def test_the_document_names_no_place(told: dict[str, Any]) -> None:
    assert str(Path.home()) not in json.dumps(told)
    assert str(Path(run.__file__).parents[1]) not in json.dumps(told)


def test_an_unknown_measure_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        run.main(["--only", "overheads"])
    assert refused.value.code == 2
    assert "expected one of reference, phases" in capsys.readouterr().err


def test_the_list_measures_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(run.MEASURES)


def test_the_median_is_held_against_the_aim() -> None:
    rounds = (1.0, 1.1, 9.0)
    assert Line(what="cost", unit="times", rounds=rounds, aim=Aim(most=1.12)).met is True
    assert Line(what="speed", unit="times", rounds=rounds, aim=Aim(least=1.12)).met is False
    assert Line(what="seconds", unit="s", rounds=rounds).met is None
