"""``handoff follow``: one job under two policies, and the jobs that tell most."""

import json
from pathlib import Path

import pytest

from handoff_experiments.following.document import read_following, read_ranking

EAGER = ("--set", "launch.week=8", "--set", "launch.hype=400", "--set", "launch.n_hype=50")  # everybody joins at once
QUICK = ("--weeks", "40", "--seed", "3", *EAGER)
UNDER = ("--under", "phone_book", "directory")


@pytest.fixture
def telling(handoff) -> str:
    listed = handoff("follow", "workshop", *UNDER, *QUICK, "--most-different", "--top", "3", "--json", "-").document
    name: str = listed["telling"][0]["job"]
    return name


def test_the_telling_jobs_are_listed_and_one_can_be_followed(handoff, telling: str) -> None:
    said = handoff("follow", "workshop", *UNDER, *QUICK, "--most-different")
    assert said.code == 0
    assert telling in said.out
    assert (
        f"handoff follow workshop {telling} --under phone_book directory --seed 3 --weeks 40 --set launch.week=8"
        in said.out
    )
    followed = handoff("follow", "workshop", telling, *UNDER, *QUICK)
    assert followed.code == 0
    for expected in (telling, "Where the two lives part", "Why", "step", "party", "difference"):
        assert expected in followed.out


def test_json_on_standard_output_is_one_document_and_nothing_else(handoff, telling: str) -> None:
    said = handoff("follow", "workshop", telling, *UNDER, *QUICK, "--json", "-")
    document = said.document
    assert (document["format"], document["job"]) == ("handoff-following-1", telling)
    assert read_following(document).job == telling
    listed = handoff("follow", "workshop", *UNDER, *QUICK, "--most-different", "--json", "-").document
    assert read_ranking(listed).policies == ("phone_book", "directory")
    assert len(listed["telling"]) <= 12


def test_the_keys_are_those_that_are_documented(handoff, telling: str, root: Path) -> None:
    text = (root / "docs" / "command_line.md").read_text(encoding="utf-8")
    followed = handoff("follow", "workshop", telling, *UNDER, *QUICK, "--json", "-").document
    listed = handoff("follow", "workshop", *UNDER, *QUICK, "--most-different", "--json", "-").document
    keys = [*followed, *followed["lives"][0], *followed["cause"], *listed, *listed["telling"][0]]
    assert [key for key in keys if f"`{key}`" not in text and f"`{key}[]`" not in text] == []


def test_a_page_and_a_document_are_written_whole(handoff, telling: str, tmp_path: Path) -> None:
    report, result = tmp_path / "new" / "job.html", tmp_path / "job.json"
    said = handoff("follow", "workshop", telling, *UNDER, *QUICK, "--report", str(report), "--json", str(result))
    assert said.code == 0, said.err
    assert report.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    assert read_following(json.loads(result.read_text(encoding="utf-8"))).job == telling
    assert str(report) in said.err and str(result) in said.err
    assert {path.name for path in tmp_path.iterdir()} == {"new", "job.json"}


def test_a_policy_against_itself_tells_that_nothing_differs(handoff, telling: str) -> None:
    same = ("--under", "phone_book", "phone_book")
    assert "Nothing differs" in handoff("follow", "workshop", telling, *same, *QUICK).out
    assert "No job tells the two policies apart" in handoff("follow", "workshop", *same, *QUICK, "--most-different").out


def test_a_setting_is_applied_to_both_and_written_down(handoff) -> None:
    arguments = ("follow", "workshop", *UNDER, *QUICK, "--most-different", "--json", "-")
    changed = handoff(*arguments, "--set", "population.shops=10").document
    assert changed["settings"] == [*EAGER[1::2], "population.shops=10"]
    assert changed["events_sha256"] != handoff(*arguments).document["events_sha256"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "--under"),
        (("1234", "--under", "phone_book"), "--under"),
        (("--under", "phone_book", "--seed", "1", "--most-different"), "found the option --seed"),
        (UNDER, "expected a job, or --most-different"),
        (("1234", *UNDER, "--most-different"), "found both"),
        (("1234", *UNDER, "--top", "3"), "--top"),
        ((*UNDER, "--most-different", "--report", "a.html"), "--report"),
        (("1234", "--under", "phone_book", "nowhere"), "expected one of"),
        (("shop-12", *UNDER, *QUICK), "expected a job's name such as"),
        (("ffff-ffff-ffff", *UNDER, *QUICK), "telling ones are"),
        (("1234", *UNDER, "--json", "/"), "found a folder"),
    ],
)
def test_wrong_input_is_refused_in_words(handoff, arguments: tuple[str, ...], expected: str) -> None:
    said = handoff("follow", "workshop", *arguments)
    assert said.code == 2
    assert said.out == ""
    assert expected in said.err
    assert "Traceback" not in said.err
