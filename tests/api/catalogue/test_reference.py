"""Fields, metrics and formulas: enough to draw a form, and the same words as everywhere."""

from typing import Any

import pytest

from handoff_experiments.effects import EFFECTS
from handoff_experiments.measures import DECIDING, HEADLINE
from handoff_experiments.questions import question, questions
from handoff_sim.metrics import CONTRASTS, METRICS
from handoff_sim.policy import QUESTIONS, Policy, fields, set_path, set_paths
from handoff_sim.policy.declare import ROLES, SIZES
from handoff_sim.rules import RULES
from handoff_sim.world.document import World
from handoff_sim.world.document import fields as world_fields

FIELD = """fragment field on DocumentField { path group type unit low high options default meaning optional vector total
  rising labels question { id text } }"""
RULES_QUERY = (
    "query ($group: String, $question: SeedQuestionId) { rules(group: $group, question: $question) "
    "{ ...field parts { ...field } } } " + FIELD
)
WORLD_QUERY = "query ($group: String) { worldFields(group: $group) { ...field parts { ...field } } } " + FIELD
NUMBERS = {"SHARE", "NUMBER", "WHOLE"}


def listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("query", "field", "registry"),
    [(RULES_QUERY, "rules", fields()), (WORLD_QUERY, "worldFields", world_fields())],
    ids=["policy", "world"],
)
def test_every_field_stands_there_with_all_that_is_declared(ask: Any, query: str, field: str, registry: Any) -> None:
    found = ask(query)[field]
    assert [row["path"] for row in found] == [info.path for info in registry]
    for row, info in zip(found, registry, strict=True):
        assert (row["unit"] or "", row["low"], row["high"]) == (info.unit, info.low, info.high), info.path
        assert (row["type"].lower(), row["meaning"], row["group"] or "") == (info.type, info.meaning, info.group)
        assert (row["options"], row["default"]) == (list(info.options), listed(info.default))
        assert (row["optional"], row["vector"] or "") == (info.optional, info.vector)
        question = row["question"]
        assert (question["id"], question["text"]) == (info.question, QUESTIONS[info.question]) if question else True
        assert (question is None) == (info.question == "none")


def drawable(field: Any) -> bool:
    """Whether a form can draw a control for a field from what the field says, and nothing else."""
    kind = field["type"]
    if not field["meaning"]:
        return False
    if kind in NUMBERS:
        return None not in (field["low"], field["high"]) and field["low"] < field["high"] and bool(field["unit"])
    if kind == "WORD":
        return len(field["options"]) > 1 and (field["default"] in field["options"] or field["optional"])
    if kind == "PRICE_RULE":
        names = [part["path"].rpartition(".")[2] for part in field["parts"]]
        return bool(names) and set(names) < set(field["options"]) and all(map(drawable, field["parts"]))
    if kind == "LIABILITY":
        return len(field["parts"]) == 4 and all(part["labels"] and part["total"] == 1 for part in field["parts"])
    if kind == "BLOCKS":
        return all(map(drawable, field["parts"]))
    return kind in {"FLAG", "TEXT", "WORDS", "PLACES"}


def test_a_client_can_draw_the_whole_form(ask: Any) -> None:
    everything = [*ask(RULES_QUERY)["rules"], *ask(WORLD_QUERY)["worldFields"]]
    assert [field["path"] for field in everything if not drawable(field)] == []
    assert {field["type"] for field in everything} == {
        *NUMBERS, "FLAG", "WORD", "WORDS", "PLACES", "TEXT", "PRICE_RULE", "LIABILITY", "BLOCKS"
    }  # fmt: skip


def test_items_of_a_vector_say_what_holds_for_them_together(ask: Any) -> None:
    found = {field["path"]: field for field in ask(RULES_QUERY)["rules"] + ask(WORLD_QUERY)["worldFields"]}
    split = [found[f"governance.default_split.{role}"] for role in ROLES]
    assert {(item["vector"], item["total"]) for item in split} == {("governance.default_split", 1.0)}
    machines = [found[f"population.machines_min.{size}"] for size in SIZES]
    assert all(item["rising"] and item["total"] is None for item in machines)
    assert found["payout.take"]["total"] is None


def test_a_price_rule_has_the_numbers_that_its_options_need(ask: Any) -> None:
    (rule,) = [field for field in ask(RULES_QUERY)["rules"] if field["type"] == "PRICE_RULE"]
    card = next(part for part in rule["parts"] if part["path"] == "payout.price_rule.rate_card")
    assert (card["unit"], card["low"], card["high"], card["default"]) == ("$/machine-h", 40.0, 300.0, 95.0)
    assert set_path(Policy(), card["path"], card["default"]).plain()["payout"]["price_rule"] == {"rate_card": 95.0}


def test_rows_of_a_liability_can_be_set_as_they_are_drawn(ask: Any) -> None:
    for field in ask(RULES_QUERY)["rules"]:
        if field["type"] == "LIABILITY":
            rows = {part["path"]: part["default"] for part in field["parts"]}
            assert set_paths(Policy(), rows).content_hash == Policy().content_hash
            assert all(part["labels"] == list(ROLES) for part in field["parts"])


def test_a_block_can_be_written_from_its_parts(ask: Any) -> None:
    (blocks,) = [field for field in ask(WORLD_QUERY)["worldFields"] if field["type"] == "BLOCKS"]
    block = {part["path"].removeprefix("population.blocks.*."): part["default"] for part in blocks["parts"]}
    assert set(block) == {"name", "naics", "shops", "employees", "region", "processes", "size_shares"}
    world = set_path(
        World(), "population.blocks", [{**block, "processes": ["mill"]}, {**block, "processes": ["finish"]}]
    )
    assert len(world.population.blocks) == 2


def test_rules_can_be_asked_for_by_group_and_by_question(ask: Any, result: Any) -> None:
    every = ask(RULES_QUERY)["rules"]
    payout = ask(RULES_QUERY, group="payout")["rules"]
    assert payout == [field for field in every if field["path"].startswith("payout.")]
    liability = ask(RULES_QUERY, question="Q3")["rules"]
    assert liability == [field for field in every if field["question"] and field["question"]["id"] == "Q3"]
    assert ask(RULES_QUERY, group="payout", question="Q3")["rules"] == []
    (error,) = result(RULES_QUERY, group="pay").errors
    assert error.message.startswith("group: expected one of payout, payment, ")
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert len(ask(WORLD_QUERY, group="clock")["worldFields"]) == 3


def test_the_six_questions_share_out_the_rules(ask: Any) -> None:
    found = ask("{ seedQuestions { id text rules { path } } }")["seedQuestions"]
    assert {row["id"]: row["text"] for row in found} == {k: v for k, v in QUESTIONS.items() if k != "none"}
    paths = [rule["path"] for row in found for rule in row["rules"]]
    assert sorted(paths) == sorted(info.path for info in fields() if info.question != "none")


def test_every_metric_is_there_with_its_effect_of_interest(ask: Any) -> None:
    query = "{ metrics { code name title unit direction party formula splits headline deciding smallestEffect runs } }"
    found = {row["code"]: row for row in ask(query)["metrics"]}
    assert list(found) == [metric.code for metric in (*METRICS, *CONTRASTS)]
    profit = found["S1"]
    assert (profit["unit"], profit["direction"], profit["party"]) == ("$ per machine-week", "HIGHER", "SHOPS")
    assert (profit["smallestEffect"], profit["runs"], profit["splits"]) == (25.0, ["policy"], True)
    assert {code for code, row in found.items() if row["headline"]} == set(HEADLINE)
    assert {code for code, row in found.items() if row["deciding"]} == set(DECIDING)
    assert {code: row["smallestEffect"] for code, row in found.items() if row["smallestEffect"] is not None} == EFFECTS
    assert found["X4"]["runs"] == ["in", "abstain"]
    for metric in METRICS:
        row = found[metric.code]
        assert (row["title"], row["formula"], row["direction"].lower()) == (
            metric.title,
            metric.formula,
            metric.direction,
        )


def test_every_formula_is_there_as_the_model_states_it(ask: Any) -> None:
    found = ask("{ formulas { number name summary function documentation } }")["formulas"]
    assert [(row["number"], row["name"]) for row in found] == [(rule.number, rule.name) for rule in RULES]
    assert all(row["documentation"].startswith(row["summary"]) for row in found)
    assert found[0]["function"] == "handoff_sim.rules.load.load_weeks"


def test_questions_are_those_of_the_catalogue(ask: Any) -> None:
    found = ask("{ questions { name title question } }")["questions"]
    assert [each["name"] for each in found] == list(questions())
    assert {each["name"]: each["title"] for each in found}["record"] == question("record").title
