"""``diff``, ``check`` and ``schema``: documents of one's own."""

from pathlib import Path

import pytest

POLICY = """
about = "A small take, paid from escrow"
[payout]
take = 0.02
[payment]
payment_owner = "escrow"
"""
WORLD = """
about = "A village"
[population]
shops = 10
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def world(tmp_path: Path) -> Path:
    path = tmp_path / "village.toml"
    path.write_text(WORLD, encoding="utf-8")
    return path


def test_a_policy_file_is_checked(handoff, policy: Path) -> None:
    said = handoff("check", str(policy))
    assert said.code == 0
    assert "a policy that can be used; 2 fields differ from the defaults" in said.out


def test_a_world_file_is_recognised(handoff, world: Path) -> None:
    found = handoff("check", str(world), "--json").document
    assert (found["kind"], found["name"]) == ("world", "village")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[payout]\ntake = 4", "payout.take: expected a share 0 to 0.40; found 4"),
        ("[payout]\ntakes = 0.1", "payout.takes: expected one of take"),
        ("[payout", "expected"),
        ('base = "phone_bok"', "phone_book"),
    ],
)
def test_a_faulty_file_is_refused_with_file_path_expected_and_found(
    handoff, tmp_path: Path, text: str, expected: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    said = handoff("check", str(path))
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith(str(path))
    assert expected in said.err


def test_every_problem_is_told_at_once(handoff, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text("[payout]\ntake = 4\n[packet]\nfloor = -1\n", encoding="utf-8")
    said = handoff("check", str(path))
    assert "payout.take" in said.err
    assert "packet.floor" in said.err


def test_check_without_a_file_is_refused(handoff, tmp_path: Path) -> None:
    said = handoff("check", str(tmp_path / "nothing.toml"))
    assert said.code == 2
    assert "expected a TOML file; found nothing there" in said.err


def test_diff_of_two_policies_speaks_plainly(handoff) -> None:
    said = handoff("diff", "tools_only", "enforceable_trust")
    assert said.code == 0
    assert "payment.payment_owner" in said.out


def test_diff_as_json_has_path_before_after_and_sentence(handoff, policy: Path) -> None:
    found = handoff("diff", "phone_book", str(policy), "--json").document
    assert found["kind"] == "policy"
    for change in found["changes"]:
        assert {"path", "before", "after", "sentence"} <= change.keys()
    assert "payout.take" in {change["path"] for change in found["changes"]}


def test_diff_of_the_same_says_so(handoff) -> None:
    assert "say the same" in handoff("diff", "phone_book", "phone_book").out


def test_diff_of_a_world_and_a_policy_is_refused(handoff) -> None:
    said = handoff("diff", "phone_book", "workshop")
    assert (said.code, said.err) == (2, "workshop: expected a policy like phone_book; found a world\n")


def test_diff_of_an_unknown_name_lists_the_closest_first(handoff) -> None:
    said = handoff("diff", "phone_bok", "phone_book")
    assert said.code == 2
    assert "the catalogue has phone_book," in said.err


@pytest.mark.parametrize("kind", ["world", "policy"])
def test_schema_is_json_schema(handoff, kind: str) -> None:
    schema = handoff("schema", kind).document
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert "about" in schema["properties"]
