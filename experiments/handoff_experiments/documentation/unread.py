"""Fields that no rule reads: declared, checked and shown, and without an effect on any run."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from handoff_experiments.documentation.reading import PACKAGE
from handoff_sim.policy.group import Group
from handoff_sim.policy.registry import fields_of

TELLING = ("cards.py", "phrases.py", "diff.py", "checks.py", "contradictions.py")  # they tell of fields, and do nothing


def unread_paths(kind: type[Group]) -> frozenset[str]:
    """Paths of fields, vectors as a whole, whose name nothing in the model mentions outside of declarations.

    A field that shares its name with something that is read counts as read, so there may be more.
    """
    read = names_read()
    paths = {info.vector or info.path for info in fields_of(kind) if info.type != "text"}
    return frozenset(path for path in paths if path.rpartition(".")[2] not in read)


@cache
def names_read() -> frozenset[str]:
    """Every attribute and every word in quotes that the model's code uses."""
    return frozenset(
        name for path in sorted(PACKAGE.rglob("*.py")) if path.name not in TELLING for name in _names(path)
    )


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
