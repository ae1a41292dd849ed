"""``handoff play`` and ``handoff replay``, driven through pipes."""

import io
import json
from pathlib import Path

import pytest

from handoff_scenarios import catalogue
from handoff_sim.agents.terms import term
from handoff_sim.playing.answers import CASE_OF, playable
from handoff_sim.run import simulate

SEAT = ("workshop", "enforceable_trust", "--shop", "3", "--weeks", "2")


@pytest.fixture
def play(handoff, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run ``handoff play ARGUMENTS...`` with lines typed into it; answers are kept in ``play.json``."""
    monkeypatch.chdir(tmp_path)

    def run(typed: str, *arguments: str):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return handoff("play", *arguments)

    return run


def document(path: str = "play.json"):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def test_enter_all_the_way_is_the_rational_shop(play, handoff) -> None:
    said = play("a\n" * 50, *SEAT, "--inputs", "play.json")
    assert said.code == 0
    assert "You are shop 3 of workshop" in said.out and "Week 27 (2 of 2)" in said.out
    assert "in the same seat and the same luck: the same" in said.out
    world, policy = catalogue.world("workshop"), catalogue.policy("enforceable_trust")
    twin = simulate(world, policy, seed=1, weeks=document()["weeks"])
    assert document()["events_sha256"] == twin.events_sha256
    told = handoff("replay", "play.json", "--json", "-")
    assert told.code == 0 and told.document["events_sha256"] == twin.events_sha256
    assert told.document["score"]["difference"] == 0
    assert told.document["strategy"]["sentences"] == ["You decide as a rational shop would."]


def test_wrong_keys_are_told_and_asked_again(play) -> None:
    said = play("cheap\n-3\n?\n6,000\nq\n", *SEAT, "--inputs", "play.json", "--decide", "quote")
    assert said.code == 0
    assert "Expected a price, n = no bid, or Enter, a, k, ? or q; found cheap" in said.out
    assert "price: expected a number from 0.01" in said.out
    assert "reference value of the job" in said.out
    answer = document()["answers"][0]
    assert (answer["answer"]["price"], answer["followed"], answer["kind"]) == (6000.0, False, "quote")
    assert "Stopped in week 26; 1 answers are kept. Go on: handoff play --resume play.json" in said.err


def test_a_session_goes_on_where_it_stopped(play, handoff) -> None:
    play("n\n\n\n", *SEAT, "--inputs", "play.json")  # the lines end: stopped, as by q
    first = document()
    assert len(first["answers"]) == 3 and first["events_sha256"] is None
    said = play("k\n" * 20, "--resume", "play.json")
    assert "Going on with play.json (3 answers)" in said.err and "rational shop in the same seat" in said.out
    done = document()
    assert done["answers"][:3] == first["answers"] and done["events_sha256"]
    again = handoff("replay", "play.json")
    assert done["events_sha256"] in again.out and "the same future as when it was played" in again.out


def test_another_session_in_the_same_file_is_refused(play) -> None:
    play("q\n", *SEAT, "--inputs", "play.json")
    for change, told in (
        (("--seed", "5"), "--seed 5: play.json holds a session with 1"),
        (("--decide", "quote"), "--decide"),
    ):
        said = play("", *SEAT, "--inputs", "play.json", *change)
        assert said.code == 2 and told in said.err


class Interrupting:
    """Two lines, then Ctrl-C."""

    def __init__(self) -> None:
        self.lines = ["\n", "\n"]

    def readline(self) -> str:
        if not self.lines:
            raise KeyboardInterrupt
        return self.lines.pop()


def test_ctrl_c_keeps_what_was_answered(handoff, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", Interrupting())
    said = handoff("play", *SEAT, "--inputs", "play.json")
    assert said.code == 130
    assert "Interrupted in week 26; 2 answers are kept. Go on: handoff play --resume play.json" in said.err
    assert len(document()["answers"]) == 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("workshop", "enforceable_trust"),
            "--shop: expected the number of a shop of workshop, 0 to 13; found nothing",
        ),
        ((*SEAT, "--shop", "14"), "0 to 13; found 14"),
        (("workshop", "enforceable_trst", "--shop", "1"), "enforceable_trust"),
        ((*SEAT, "--decide", "quote,dance"), "found dance"),
        (("--resume", "nowhere.json"), "found no such file"),
        ((), "WORLD and POLICY: expected both, or --resume"),
        ((*SEAT, "--inputs", "play.txt"), "ends in .json"),
    ],
)
def test_wrong_input_is_refused_in_words(play, arguments: tuple[str, ...], expected: str) -> None:
    said = play("", *arguments)
    assert said.code == 2 and said.out == ""
    assert expected in " ".join(said.err.split()) and "Traceback" not in said.err
    assert not list(Path.cwd().iterdir())


def test_a_file_cut_short_is_refused_with_its_place(play, handoff) -> None:
    play("\n\nq\n", *SEAT, "--inputs", "play.json")
    whole = Path("play.json").read_text()
    Path("play.json").write_text(whole[:-40])
    for said in (play("", "--resume", "play.json"), handoff("replay", "play.json")):
        assert said.code == 2 and "play.json: line" in said.err and "the file is cut short" in said.err


def test_a_way_of_deciding_is_played_in_other_futures(play, handoff) -> None:
    play("n\n" * 200, *SEAT, "--inputs", "play.json", "--decide", "quote")
    arguments = ("replay", "play.json", "--seeds", "3", "--under", "phone_book", "--workers", "1")
    found = handoff(*arguments, "--json", "-").document["futures"]
    assert [each["policy"] for each in found["policies"]] == ["enforceable_trust", "phone_book"]
    for each in found["policies"]:
        assert each["pairs"] == 3 and each["low"] <= each["difference"] <= each["high"] and not each["failures"]
        gaps = [mine - rule for mine, rule in zip(each["played"], each["rational"], strict=True)]
        assert any(gaps) and each["difference"] == pytest.approx(sum(gaps) / 3)
    assert "of 3 futures" in handoff(*arguments).out
    assert handoff("replay", "play.json", "--under", "phone_book").code == 2


def test_the_keys_are_those_that_are_documented(play, handoff, root: Path) -> None:
    play("a\na\na\n", *SEAT, "--inputs", "play.json")
    text = (root / "docs" / "playing.md").read_text(encoding="utf-8")
    replayed = handoff("replay", "play.json", "--seeds", "2", "--workers", "1", "--json", "-").document
    inner = [
        *document(),
        *document()["answers"][0],
        *replayed,
        *replayed["futures"],
        *replayed["futures"]["policies"][0],
    ]
    assert [key for key in inner if f"`{key}`" not in text] == []


def test_every_term_of_a_playable_decision_has_a_name() -> None:
    for kind in playable():
        for name in CASE_OF[kind].term_types():
            assert term(CASE_OF[kind].KIND, name).label
