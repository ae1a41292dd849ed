"""``handoff compare``: the main job, end to end, on a small town."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.web.conftest import Handoff

from handoff_experiments.schema import ComparisonDocument

QUICK = ("--weeks", "30", "--pairs", "2", "--workers", "1", "--seed", "3")


def test_a_comparison_ends_in_a_table_a_verdict_and_a_report(handoff, tmp_path: Path) -> None:
    report, result = tmp_path / "new" / "report.html", tmp_path / "result.json"
    said = handoff(
        "compare", "workshop", "tools_only", "enforceable_trust", *QUICK,
        "--report", str(report), "--json", str(result),
    )  # fmt: skip
    assert said.code == 0, said.err
    for expected in (
        "tools_only",
        "enforceable_trust",
        "S1",
        "For a small shop",
        "exactly zero",
        str(report),
    ):
        assert expected in said.out
    assert report.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    ComparisonDocument.model_validate_json(result.read_text(encoding="utf-8"))
    assert {path.name for path in tmp_path.iterdir()} == {"new", "result.json"}


def test_json_on_standard_output_is_one_document_and_nothing_else(handoff) -> None:
    said = handoff("compare", "workshop", "tools_only", *QUICK, "--json", "-")
    document = said.document
    assert (document["world"], document["baseline"]) == ("workshop", "phone_book")
    assert len(document["seeds"]) == 2
    assert [arm["policy"] for arm in document["arms"]] == ["phone_book", "tools_only"]
    for arm in document["arms"]:
        assert [run["seed"] for run in arm["runs"]] == document["seeds"]
        assert all(len(run["events_sha256"]) == 64 for run in arm["runs"])
    wanted = {"policy", "metric", "unit", "difference", "low", "high", "verdict", "pairs", "variance_ratio"}
    assert all(wanted <= contrast.keys() for contrast in document["contrasts"])
    assert document["null"]["exact"] is True


def test_a_policy_against_itself_differs_by_nothing(handoff) -> None:
    document = handoff("compare", "workshop", "phone_book", *QUICK, "--json", "-").document
    assert {contrast["difference"] for contrast in document["contrasts"]} <= {0, None}


def test_a_run_in_a_comparison_is_the_run_on_its_own(handoff) -> None:
    document = handoff("compare", "workshop", "tools_only", *QUICK, "--json", "-").document
    compared = document["arms"][1]["runs"][0]
    alone = handoff(
        "run", "workshop", "tools_only", "--weeks", "30", "--seed", str(compared["seed"]), "--json", "-"
    ).document
    assert alone["events_sha256"] == compared["events_sha256"]


def test_the_result_does_not_depend_on_workers(handoff) -> None:
    one = handoff("compare", "workshop", "tools_only", *QUICK, "--json", "-").document
    two = handoff("compare", "workshop", "tools_only", *QUICK, "--workers", "2", "--json", "-").document
    assert one["contrasts"] == two["contrasts"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("workshop",), "POLICY"),
        (("workshop", "tools_olny"), "tools_only"),
        (("nowhere", "tools_only"), "workshop"),
        (("workshop", "tools_only", "tools_only"), "more than once"),
        (("workshop", "tools_only", "--baseline", "x"), "phone_book"),
        (("workshop", "tools_only", "--pairs", "0"), "--pairs"),
        (("workshop", "tools_only", "--pairs", "5", "--until-decided"), "expected one of them; found both"),
        (("workshop", "tools_only", "--seed", str(2**64)), "--seed"),
        (("workshop", "tools_only", "--workers", "0"), "--workers"),
        (("workshop", "tools_only", "--set", "payout.take=4"), "expected a share 0 to 0.40; found 4"),
        (("workshop", "tools_only", "--report", "/"), "found a folder"),
    ],
)
def test_wrong_input_is_refused_in_words_and_nothing_starts(handoff, arguments: tuple[str, ...], expected: str) -> None:
    said = handoff("compare", *arguments)
    assert said.code == 2
    assert said.out == ""
    assert expected in said.err
    assert "Traceback" not in said.err


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_says_what_was_finished_and_leaves_no_file(tmp_path: Path, workers: str) -> None:
    command = [
        sys.executable, "-m", "handoff_web", "compare", "default", "tools_only", "--pairs", "500",
        "--workers", workers, "--json", "result.json", "--report", "report.html",
    ]  # fmt: skip
    asked = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(12)
    os.killpg(asked.pid, signal.SIGINT)  # as a terminal does: every process of the group is told
    _, err = asked.communicate(timeout=90)
    assert asked.returncode == 130, err
    assert "Interrupted" in err
    assert "no file was written" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_the_documented_keys_are_those_of_the_schema(root: Path) -> None:
    text = (root / "docs" / "command_line.md").read_text(encoding="utf-8")
    missing = [key for key in ComparisonDocument.model_fields if f"`{key}" not in text]
    assert missing == []


def test_the_schema_is_closed(root: Path) -> None:
    assert json.loads(json.dumps(ComparisonDocument.model_json_schema()))["additionalProperties"] is False


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--scheduler", "tcp://127.0.0.1:1", "--workers", "2"], "expected one of them"),
        (["--scheduler", "nowhere"], "address of a running Dask scheduler, such as tcp://10.0.0.5:8786; found nowhere"),
        (["--executor", "cloud"], "is not one of 'local'"),
    ],
)
def test_a_cluster_that_cannot_be_used_is_refused(
    handoff: Handoff, options: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff_experiments.executors.cluster.SECONDS_TO_CONNECT", 0.3)
    said = handoff("compare", "workshop", "directory", *options)
    assert said.code == 2
    assert told in " ".join(said.err.split())
