"""The rules as cards: the same fields as everywhere, under the questions of a policy designer."""

from typing import Any

from handoff_sim.policy.cards import CARDS

FIELD = "path type unit low high options default meaning optional vector total parts { path }"
CARDS_QUERY = f"{{ ruleCards {{ id question summary seedQuestions {{ id }} main fields {{ {FIELD} }} }} }}"


def test_the_cards_hold_every_rule_once_as_the_form_has_it(ask: Any) -> None:
    found = ask(CARDS_QUERY)["ruleCards"]
    rules = {rule["path"]: rule for rule in ask(f"{{ rules {{ {FIELD} }} }}")["rules"]}
    shown = [field for card in found for field in card["fields"]]
    assert sorted(field["path"] for field in shown) == sorted(rules)
    assert all(rules[field["path"]] == field for field in shown)


def test_a_card_says_what_to_show_first(ask: Any) -> None:
    found = ask(CARDS_QUERY)["ruleCards"]
    for row, card in zip(found, CARDS, strict=True):
        assert (row["id"], row["question"], row["summary"]) == (card.id, card.question, card.summary)
        assert row["question"].endswith("?")
        assert [each["id"] for each in row["seedQuestions"]] == list(card.seed_questions)
        order = list(dict.fromkeys(field["vector"] or field["path"] for field in row["fields"]))
        assert row["main"] == order[: len(row["main"])] == list(card.main)
