"""``handoff strategies`` lists the ways to game the rules, and a run lets shops play some."""

import pytest

from handoff_sim.strategies.assignment import FORMS


def test_strategies_are_served_with_all_that_is_known_of_them(handoff) -> None:
    rows = handoff("strategies", "--json").document
    assert [row["name"] for row in rows] == list(FORMS)
    for row in rows:
        assert row["does"] and row["pays_if"] and row["defended_by"] and row["detector"] and row["overrides"]
        assert all(p["low"] <= p["default"] <= p["high"] and p["meaning"] for p in row["parameters"])
    said = handoff("strategies", "milk")
    assert said.code == 0 and "stops caring" in said.out and "enough 0.85 (0 to 1)" in said.out
    assert "[scope open]" in " ".join(handoff("strategies", "lowball_change").out.split())


def test_a_run_says_who_played_and_its_future_is_another(handoff) -> None:
    plain = handoff("run", "workshop", "phone_book", "--weeks", "20", "--json", "-").document
    played = handoff("run", "workshop", "phone_book", "--weeks", "20", "--json", "-",
                     "--strategy", "lowball_change:2,3:cut=0.3", "--strategy", "phantom_rfq:1").document  # fmt: skip
    assert plain["strategies"] == [] and plain["events_sha256"] != played["events_sha256"]
    assert played["strategies"][0] == {
        "strategy": "lowball_change", "agents": [2, 3], "parameters": {"cut": 0.3, "claim": 0.2},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("milk", "expected a strategy, numbers and parameters, as in milk:3,5"),
        ("milk:x", "found milk:x"),
        ("milking:3", "expected one of milk,"),
        ("milk:3:above=1", "milk.above: expected one of enough"),
        ("milk:3:enough=7", "milk.enough: expected a number from 0 to 1; found 7.0"),
        ("milk:99", "milk.shops: expected numbers from 0 to 13; found 99"),
    ],
)
def test_what_cannot_be_played_is_refused(handoff, text: str, complaint: str) -> None:
    said = handoff("run", "workshop", "phone_book", "--weeks", "2", "--strategy", text)
    assert said.code == 2 and complaint in said.err and not said.out
