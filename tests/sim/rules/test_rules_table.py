"""The table of rules is complete, its texts say what they must, and compiling changes nothing."""

import importlib
import inspect
import itertools
import math
import random
import re
from pathlib import Path

import pytest

import handoff_sim.rules as family
from handoff_sim.rules import RULES, WITHOUT_FORMULA, WITHOUT_RULES, Rule

FOLDER = Path(family.__file__).parent
DECISIONS = sorted({path.stem for path in FOLDER.glob("*.py")} - {"__init__"} - set(WITHOUT_RULES))
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
DRAWS = 40


def compiled_functions(name: str) -> set[str]:
    """Compiled functions that a file defines itself."""
    module = importlib.import_module(f"handoff_sim.rules.{name}")
    return {
        f"{name}.{key}"
        for key, value in vars(module).items()
        if hasattr(value, "py_func") and value.__module__ == module.__name__
    }


def test_the_table_lists_every_compiled_function_of_the_folder() -> None:
    written = set(itertools.chain.from_iterable(compiled_functions(name) for name in DECISIONS))
    listed = {f"{rule.module}.{rule.name}" for rule in RULES}
    assert {"missing in RULES": written - listed, "not in the folder": listed - written} == {
        "missing in RULES": set(),
        "not in the folder": set(),
    }
    assert len(listed) == len(RULES)


def test_every_number_of_the_model_has_a_formula_or_a_reason_to_have_none() -> None:
    numbers = {rule.number for rule in RULES}
    assert not numbers & set(WITHOUT_FORMULA)
    expected = {f"R{k}" for k in range(1, 29)}
    assert {n for n in numbers | set(WITHOUT_FORMULA) if n.startswith("R")} == expected
    assert all(WITHOUT_FORMULA.values()) and all(WITHOUT_RULES.values())


def test_files_without_rules_exist_and_hold_none() -> None:
    for name in WITHOUT_RULES:
        assert compiled_functions(name) == set()


def test_rules_stand_in_the_order_of_the_model() -> None:
    order = [int(rule.number[1:]) for rule in RULES if rule.number.startswith("R")]
    assert order == sorted(order)


@EACH_RULE
def test_a_rule_states_its_formula_its_number_and_its_source(rule: Rule) -> None:
    text = rule.documentation
    assert rule.summary and "\n" not in rule.summary and rule.summary.endswith(".")
    assert re.search(rf"^{re.escape(rule.number)}[:, ]", text, re.MULTILINE), "the formula with its number"
    assert "``" in text, "the formula between double backticks"
    assert re.search(r"^Source: .*MODEL", text, re.MULTILINE), "a Source line"


@EACH_RULE
def test_a_rule_is_a_function_of_plain_numbers(rule: Rule) -> None:
    signature = inspect.signature(rule.function)
    kinds = {parameter.annotation for parameter in signature.parameters.values()}
    assert kinds <= {float, int, bool}
    assert signature.return_annotation is not inspect.Signature.empty


@EACH_RULE
def test_compiled_and_uncompiled_agree(rule: Rule) -> None:
    """A rule reads the same in Python as in machine code, on shares as well as on larger numbers."""
    draw = random.Random(rule.name)
    for turn in range(DRAWS):
        top = 0.95 if turn % 2 else 6.0
        values: list[float | int | bool] = []
        for name, parameter in inspect.signature(rule.function).parameters.items():
            if parameter.annotation is bool:
                values.append(draw.random() < 0.5)
            elif parameter.annotation is int:
                values.append(draw.randint(1, 4))
            else:
                values.append(draw.uniform(0.05, 0.95 if name == "u" else top))
        fast = rule.function(*values)
        slow = rule.function.py_func(*values)  # type: ignore[attr-defined]
        assert fast == pytest.approx(slow, rel=1e-12, abs=1e-15), (rule.name, values)
        parts = fast if isinstance(fast, tuple) else (fast,)
        assert not any(isinstance(part, float) and math.isnan(part) for part in parts)
