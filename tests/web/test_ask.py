"""`handoff ask`: words first, tables and pictures after, and a clear no."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
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
    assert all(name in told.out for name in ("calibration", "payment", "record", "motivations", "capture", "E8"))
    assert "runs, quick" in told.out and "1,100" in told.out  # 20 pairs of 54 combinations and the baseline


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


@pytest.mark.slow
def test_a_registered_question_is_asked_with_its_deviations(handoff: Handoff, tmp_path: Path) -> None:
    file, held = tmp_path / "take.toml", tmp_path / "registered.json"
    file.write_text(OWN, encoding="utf-8")
    fixed = handoff("ask", str(file), "--quick", "--preregister", str(held))
    assert (fixed.code, "about 6 runs" in fixed.out) == (0, True), fixed.err
    again = handoff("ask", str(file), "--preregister", str(held))
    assert (again.code, "never written over" in again.err) == (2, True)
    asked = ("ask", str(file), "--quick", "--workers", "1", "--store", str(tmp_path / "kept.db"))
    told = handoff(*asked, "--registered", str(held), "--json", "-")
    assert told.code == 0, told.err
    assert told.document["deviations"] == []
    file.write_text(OWN.replace("0.3", "0.2"), encoding="utf-8")
    told = handoff(*asked, "--registered", str(held))
    assert "Not as registered: question.factors.0.values: registered [0.0, 0.3]; asked [0.0, 0.2]" in told.out
    assert "About 6 runs." in told.err
    held.write_text(held.read_text(encoding="utf-8").replace("0.3", "0.2"), encoding="utf-8")
    told = handoff(*asked, "--registered", str(held))
    assert (told.code, "a registration is not changed" in told.err) == (2, True)


@pytest.mark.slow
def test_a_question_that_is_killed_and_asked_again_is_answered_to_the_byte(tmp_path: Path) -> None:
    """A real kill -9 after some runs; only the clock may differ."""
    file = tmp_path / "take.toml"
    file.write_text(OWN.replace("pairs = 2\nweeks = 30", "pairs = 12\nweeks = 60"), encoding="utf-8")

    def start(store: str, out: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "from handoff_web.cli import main; main()", "ask", str(file), "--quick"]
        options = ["--workers", "1", "--store", str(tmp_path / store), "--json", str(out)]
        return subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    whole, halved = tmp_path / "whole.json", tmp_path / "halved.json"
    assert start("whole.db", whole).wait(timeout=300) == 0
    killed = start("halved.db", halved)
    while _kept(tmp_path / "halved.db") < 3:
        assert killed.poll() is None, "it ended before it was killed"
        time.sleep(0.01)
    killed.kill()
    assert killed.wait(timeout=60) == -signal.SIGKILL
    assert not halved.exists()
    assert 3 <= _kept(tmp_path / "halved.db") < 36
    assert start("halved.db", halved).wait(timeout=300) == 0
    assert _without_clock(halved) == _without_clock(whole)


def _kept(store: Path) -> int:
    """Runs that a store holds so far."""
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT count(*) FROM runs").fetchone()[0])
    except sqlite3.OperationalError:  # not there yet
        return 0


def _without_clock(document: Path) -> list[str]:
    lines = document.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith('  "seconds": ')]
    assert len(kept) == len(lines) - 1
    return kept
