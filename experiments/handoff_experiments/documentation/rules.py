"""The decision rules as the registry has them: number, formula, symbols, source, file."""

import inspect
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from handoff_experiments.documentation.markdown import code, from_docstring, listed
from handoff_experiments.documentation.reading import Function, plain, reached
from handoff_sim.rules import RULES, WITHOUT_FORMULA, Rule

FOLDER = "../sim/handoff_sim/rules"
FEWEST_IN_A_ROW = 3
NUMBER_OF = {plain(rule.function): rule.number for rule in RULES}


def rules_of(function: Function) -> tuple[str, ...]:
    """Numbers of the rules that a function applies, itself or through what it calls, in the order of the model."""
    found = {NUMBER_OF[one] for one in reached(function) if one in NUMBER_OF}
    return tuple(sorted(found, key=order))


def told(numbers: Sequence[str]) -> str:
    """Numbers of rules, three or more in a row as a range."""
    rows: list[list[str]] = []
    for number in numbers:
        place = order(number)
        if rows and place[0] == "R" and place[1] == order(rows[-1][-1])[1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return listed(f"{row[0]} to {row[-1]}" if len(row) >= FEWEST_IN_A_ROW else listed(row) for row in rows)


def order(number: str) -> tuple[str, int, str]:
    """R1 to R28, then what is not a rule of that count."""
    digits = re.fullmatch(r"R(\d+)", number)
    return ("R", int(digits[1]), "") if digits else ("S", 0, number)


def numbers() -> tuple[str, ...]:
    """Every number of the model, with a formula or without."""
    return tuple(sorted({rule.number for rule in RULES} | set(WITHOUT_FORMULA), key=order))


def rule_sections() -> str:
    """Every rule with its formulas, one section per number."""
    known = {number: list(rules) for number, rules in groupby(RULES, key=lambda rule: rule.number)}
    return "\n\n".join(_section(number, known.get(number, ())) for number in numbers())


def _section(number: str, rules: Iterable[Rule]) -> str:
    rules = list(rules)
    if not rules:
        return f"#### {number}\n\nWithout a formula of its own: {WITHOUT_FORMULA[number]}."
    files = dict.fromkeys(rule.module for rule in rules)
    links = ", ".join(f"[{module}.py]({FOLDER}/{module}.py)" for module in files)
    subject = listed(module.replace("_", " ") for module in files)
    return f"#### {number}: {subject}\n\nIn {links}.\n\n" + "\n\n".join(_formula(rule) for rule in rules)


def _formula(rule: Rule) -> str:
    """A heading line with the arguments, and the docstring."""
    arguments = ", ".join(inspect.signature(plain(rule.function)).parameters)
    return f"**{code(f'{rule.name}({arguments})')}**\n\n{from_docstring(rule.documentation)}"
