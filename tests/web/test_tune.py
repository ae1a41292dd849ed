"""`handoff tune`: words first, the promise beside what was found, a policy file at the end, and a clear no."""

from functools import partial
from pathlib import Path

import pytest
from tests.web.conftest import Handoff

from handoff_experiments.tasks import RunSummary, Task, perform
from handoff_experiments.tuning import tune


@pytest.mark.slow
def test_a_search_ends_in_words_tables_a_report_and_a_policy(handoff: Handoff, tmp_path: Path) -> None:
    page, policy, out = tmp_path / "tuned.html", tmp_path / "tuned.toml", tmp_path / "tuned.json"
    asked = ("tune", "workshop", "tools_only", "--maximise", "S1", "--vary", "payout.take=0:0.2")
    small = ("--trials", "6", "--pairs", "2", "--weeks", "30", "--workers", "1", "--store", str(tmp_path / "kept.db"))
    told = handoff(*asked, *small, "--json", str(out), "--report", str(page), "--save", str(policy))
    assert told.code == 0, told.err
    assert told.out.startswith("In workshop, ")
    assert "Promised in the search, found on fresh seeds" in told.out
    assert f"Policy winner: {policy}" in told.out
    assert "Promised and found" in page.read_text(encoding="utf-8")
    assert handoff("check", str(policy)).code == 0
    again = handoff(*asked, *small, "--json", "-")
    assert again.document["result_sha256"] in out.read_text(encoding="utf-8")


def test_what_cannot_be_searched_is_refused(handoff: Handoff, tmp_path: Path) -> None:
    told = handoff("tune", "workshop", "tools_only", "--maximise", "S99", "--vary", "payout.tkae")
    assert told.code == 2
    assert "tune: maximise: expected one of S1" in told.err
    assert "tune: vary payout.tkae: expected one of take" in told.err
    asked = ("tune", "workshop", "tools_only", "--maximise", "S1", "--vary", "payout.take")
    told = handoff(*asked, "--save", str(tmp_path / "tuned.json"))
    assert (told.code, "ends in .toml" in told.err) == (2, True)


def test_called_off_it_says_what_was_finished_and_saves_no_policy(
    handoff: Handoff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0

    def stopped(task: Task) -> RunSummary:
        nonlocal made
        made += 1
        if made == 13:
            raise KeyboardInterrupt
        return perform(task)

    monkeypatch.setattr("handoff_experiments.tuning.tune", partial(tune, perform=stopped))
    policy, kept = tmp_path / "tuned.toml", ("--store", str(tmp_path / "kept.db"))
    asked = ("tune", "workshop", "tools_only", "--maximise", "S1", "--vary", "payout.take=0:0.2", *kept)
    told = handoff(*asked, "--trials", "8", "--pairs", "2", "--weeks", "2", "--workers", "1", "--save", str(policy))
    assert told.code == 130
    assert told.out.startswith("Interrupted after 5 of 8 trials: nothing was looked at again on fresh seeds")
    assert "Interrupted: 5 of 8 trials were finished; ask again to go on." in told.err
    assert not policy.exists()
