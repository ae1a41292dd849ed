import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs

from handoff_experiments import Audience, Comparison
from handoff_experiments.files import write_whole
from handoff_experiments.report import report, write_report
from handoff_experiments.reproduce import as_command, as_python


@pytest.fixture(scope="module")
def page(comparison: Comparison) -> str:
    return report(comparison)


@pytest.fixture(scope="module")
def own(page: str) -> str:
    """The page without the library that draws its pictures."""
    return page.replace(get_plotlyjs(), "")


class Balance(HTMLParser):
    """Every tag that is opened is closed."""

    VOID = ("meta", "br", "link", "img", "hr", "input")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_the_page_is_well_formed(own: str) -> None:
    balance = Balance()
    balance.feed(own)
    assert (balance.faults, balance.open) == ([], [])


def test_the_page_asks_nothing_of_the_network(own: str) -> None:
    """No address, no import, no link, so that it opens in a workshop without internet."""
    assert re.findall(r"https?://|src=|@import|url\(|<link", own) == []


def test_the_library_is_inlined_once(page: str) -> None:
    assert page.count(get_plotlyjs()) == 1


def test_the_page_holds_a_sentence_for_everybody_and_every_picture(own: str, comparison: Comparison) -> None:
    for audience in Audience:
        assert comparison.sentence(audience) in unescape(own).replace("\u2060", "")
    for name in comparison.figures():
        assert f'id="figure-{name}"' in own
        assert comparison.figure(name).layout.meta["alt"] in unescape(own)


def test_the_page_says_why_it_can_be_trusted(own: str, comparison: Comparison) -> None:
    assert "exactly zero" in own
    for policy in comparison.question.documents:
        assert policy.content_hash in own
    for word in ("Holm 1979", "Var(independent)", str(comparison.seeds[-1]), "numpy", "X4"):
        assert word in own


def test_a_policy_cannot_write_into_the_page(fake: Any) -> None:
    """Names come from files of other people."""
    nasty = fake.Document("</script><script>alert(1)</script>", shift=5.0)
    page = report(fake.compare(nasty, pairs=2))
    assert "<script>alert(1)" not in page.replace(get_plotlyjs(), "")


def test_the_report_of_one_pair_can_be_written(fake: Any, tmp_path: Path) -> None:
    path = write_report(fake.compare(fake.good, pairs=1), tmp_path / "new" / "report.html")
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]


def test_an_interrupted_write_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = write_whole(tmp_path / "report.html", "old")

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_python_block_asks_the_same_question(fake: Any) -> None:
    found = fake.compare(fake.good, pairs=2, seed=7, weeks=30, unilateral=False)
    asked: dict[str, Any] = {}

    def compare(world: str, policies: list[str], **options: Any) -> Comparison:
        asked.update(options, world=world, policies=policies)
        return found

    code = as_python(found).replace("from handoff_experiments import compare\n", "")
    exec(code, {"compare": compare, "print": lambda _: None})
    assert asked == {
        "world": "town", "policies": ["good"], "baseline": "phone_book", "pairs": 2, "weeks": 30, "seed": 7,
        "unilateral": False,
    }  # fmt: skip


def test_the_command_asks_the_same_question(fake: Any) -> None:
    found = fake.compare(fake.good, until_decided=True, pairs=8)
    assert as_command(found) == "handoff compare town good --baseline phone_book --until-decided --seed 1"
