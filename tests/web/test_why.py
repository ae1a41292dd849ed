"""``handoff why``: a shop's week in words, as JSON and as a page."""

import json
import re
from pathlib import Path

import pytest

ASK = ("why", "workshop", "enforceable_trust", "--seed", "3")
WEEK = (*ASK, "--shop", "4", "--week", "52")


def test_words_and_json_agree(handoff, tmp_path: Path) -> None:
    path = tmp_path / "why.json"
    said = handoff(*WEEK, "--json", str(path))
    assert said.code == 0 and str(path) in said.err
    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["shop"], document["week"], document["seed"]) == (4, 52, 3)
    weighty = [one for one in document["decisions"] if one["kind"] in ("QUOTE", "HANDOFF_RESPONSE", "MAKE_OR_HANDOFF")]
    assert weighty
    for one in weighty:
        assert one["question"] in said.out and f"{one['answer']}. {one['because']}" in said.out
        assert all(flip["words"] in said.out for flip in one["flips"][:6])


def test_json_on_standard_output_is_one_document_with_documented_keys(handoff, root: Path) -> None:
    document = handoff(*WEEK, "--json", "-").document
    text = (root / "docs" / "command_line.md").read_text(encoding="utf-8")
    section = text.partition("## `handoff why")[2].partition("\n## ")[0]
    keys = {*document, *document["decisions"][0]}
    for one in document["decisions"]:
        for name in ("terms", "parts", "ways", "flips", "slopes"):
            keys.update(key for row in one[name] for key in row)
    assert [key for key in sorted(keys) if not re.search(rf"`[^`]*\b{key}\b[^`]*`", section)] == []
    assert document["format"] == "handoff-why-1"


def test_the_same_question_twice_has_the_same_answer(handoff) -> None:
    assert handoff(*WEEK, "--json", "-").document == handoff(*WEEK, "--json", "-").document


def test_without_a_week_the_weeks_are_listed(handoff) -> None:
    said = handoff(*ASK, "--shop", "4", "--weeks", "20")
    assert said.code == 0 and "decided something in 20 weeks" in said.out and "quotes sent" in said.out
    document = handoff(*ASK, "--shop", "4", "--weeks", "20", "--json", "-").document
    assert [week["week"] for week in document["by_week"]] == list(range(20))


def test_a_horizon_does_not_change_a_week(handoff) -> None:
    long, short = (handoff(*WEEK, "--weeks", weeks, "--json", "-").document for weeks in ("100", "60"))
    assert long["decisions"] == short["decisions"]


def test_a_kind_and_a_job_narrow_it_down(handoff) -> None:
    whole = handoff(*WEEK, "--json", "-").document["decisions"]
    quotes = handoff(*WEEK, "--kind", "quote", "--json", "-").document["decisions"]
    assert quotes == [one for one in whole if one["kind"] == "QUOTE"] != []
    job = quotes[0]["job"]
    about = handoff(*WEEK, "--job", job[:6], "--json", "-").document["decisions"]
    assert about == [one for one in whole if one["job"] == job]
    assert "nothing of the kind asked for" in handoff(*WEEK, "--job", "ffff-ffff-ffff").out


def test_a_buyer_can_be_asked_too(handoff) -> None:
    document = handoff(*ASK, "--buyer", "2", "--week", "52", "--json", "-").document
    assert document["buyer"] == 2 and {one["kind"] for one in document["decisions"]} >= {"AWARD"}


def test_a_shop_that_decided_nothing_says_so(handoff) -> None:
    calm = ("why", "workshop", "phone_book", "--set", "demand.level=0.1", "--weeks", "30", "--shop", "4")
    decided = {week["week"] for week in handoff(*calm, "--json", "-").document["by_week"]}
    idle = min(set(range(30)) - decided)
    said = handoff(*calm, "--week", str(idle))
    assert (said.code, said.out.strip()) == (0, f"Shop 4 decided nothing in week {idle}.")


def test_a_strategy_is_named_where_it_decided_otherwise_than_the_rule(handoff) -> None:
    free_rider = ("--strategy", "packet_free_ride:4", "--kind", "packet_effort", "--json", "-")
    document = handoff(*ASK, "--shop", "4", "--week", "5", *free_rider).document
    assert document["strategies"][0]["agents"] == [4]
    seated = [one for one in document["decisions"] if one["decided_by"] == "seat"]
    assert seated and all("strategy" in one["because"] and not one["flips"] for one in seated)
    assert "expected" in handoff(*WEEK, "--strategy", "milk:400").err


def test_the_page_is_written_whole(handoff, tmp_path: Path) -> None:
    path = tmp_path / "why.html"
    said = handoff(*WEEK, "--report", str(path))
    assert said.code == 0 and str(path) in said.err
    text = path.read_text(encoding="utf-8")
    assert "Why shop 4 decided so in week 52" in text and "Plotly.newPlot" in text
    assert "handoff why workshop enforceable_trust --seed 3 --shop 4 --week 52" in text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--shop", "99", "--week", "1"), "expected 0 to 13"),
        (("--buyer", "999", "--week", "1"), "--buyer 999: expected 0 to"),
        (("--shop", "4", "--week", "156"), "--week 156: expected 0 to 155"),
        (("--shop", "4", "--week", "20", "--weeks", "20"), "expected 0 to 19"),
        (("--shop", "-1"), "--shop"),
        (("--week", "3"), "found neither"),
        (("--shop", "1", "--buyer", "1"), "found both"),
        (("--shop", "1", "--week", "3", "--kind", "award"), "expected a kind of decision of a shop"),
        (("--buyer", "1", "--week", "3", "--kind", "quote"), "award"),
        (("--shop", "1", "--report", "a.html"), "--week"),
        (("--shop", "1", "--week", "3", "--report", "a.txt"), ".html"),
        (("--shop", "1", "--set", "payout.take=4"), "found 4"),
    ],
)
def test_wrong_input_is_refused_in_words_and_nothing_starts(handoff, arguments: tuple[str, ...], expected: str) -> None:
    said = handoff(*ASK, *arguments)
    assert said.code == 2 and said.out == ""
    assert expected in said.err and "Traceback" not in said.err
