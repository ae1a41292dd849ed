"""`handoff ask`: words first, tables and pictures after, and a clear no."""

import json
from pathlib import Path

import pytest
from tests.web.conftest import Handoff

OWN = """
title = "Does the take matter?"
question = "What does the take add?"
source = "made up"
policy = "enforceable_trust"
metrics = ["S1"]
would_change_it = "Another market."
[[factors]]
name = "take"
path = "payout.take"
values = [0.0, 0.3]
[full]
pairs = 2
weeks = 40
worlds = ["workshop"]
[quick]
pairs = 2
weeks = 30
worlds = ["workshop"]
"""


def test_the_list_names_every_question(handoff: Handoff) -> None:
    told = handoff("ask", "--list")
    assert told.code == 0
    assert all(name in told.out for name in ("payment", "record", "motivations", "capture", "E8"))


@pytest.mark.slow
def test_a_question_of_one_s_own_is_answered_in_words_tables_and_pictures(handoff: Handoff, tmp_path: Path) -> None:
    file = tmp_path / "take.toml"
    file.write_text(OWN, encoding="utf-8")
    page, out = tmp_path / "take.html", tmp_path / "take.json"
    kept = ("--quick", "--workers", "1", "--store", str(tmp_path / "kept.db"))
    told = handoff("ask", str(file), *kept, "--report", str(page), "--json", str(out))
    assert told.code == 0, told.err
    assert "In workshop, over 2 pairs: of 2 combinations" in told.out
    assert "What would change it: Another market." in told.out
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["size"] == "quick" and len(document["effects"]) == 2
    assert "take" in page.read_text(encoding="utf-8")
    again = handoff("ask", str(file), *kept, "--json", "-")
    assert again.document["results"] == document["results"]


def test_what_cannot_be_asked_is_refused(handoff: Handoff, tmp_path: Path) -> None:
    unknown = handoff("ask", "recrod")
    assert (unknown.code, "expected one of record" in unknown.err) == (2, True)
    file = tmp_path / "take.toml"
    file.write_text(OWN.replace("0.3", "0.9"), encoding="utf-8")
    told = handoff("ask", str(file))
    assert (told.code, "payout.take" in told.err) == (2, True)
