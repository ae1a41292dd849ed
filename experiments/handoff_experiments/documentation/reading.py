"""What the source says beyond what can be asked of it when it runs: calls, keyed draws, comments of columns."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import handoff_sim

PACKAGE = Path(handoff_sim.__file__).parent
Function = Callable[..., Any]
OURS = "handoff_sim"
PURPOSE = "Purpose"


def plain(function: Function) -> Function:
    """The Python function behind a compiled one."""
    found: Function = getattr(function, "py_func", function)
    return found


@cache
def tree_of(thing: Any) -> ast.Module:
    """Syntax tree of a function or a class."""
    return ast.parse(textwrap.dedent(inspect.getsource(thing)))


@cache
def calls(function: Function) -> tuple[Function, ...]:
    """Functions of the model that a function calls, each once, in the order of its text."""
    names = plain(function).__globals__
    found = [names.get(name) for _, name in sorted(_called_names(tree_of(plain(function))))]
    ours = (plain(one) for one in found if one is not None)
    return tuple(dict.fromkeys(one for one in ours if inspect.isfunction(one) and one.__module__.startswith(OURS)))


def _called_names(tree: ast.AST) -> Iterator[tuple[tuple[int, int], str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield (node.lineno, node.col_offset), node.func.id


def reached(function: Function) -> tuple[Function, ...]:
    """A function and all that it calls, directly or not."""
    found: dict[Function, None] = {}
    waiting = [plain(function)]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = None
            waiting += calls(one)
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Draw:
    """One place where the model draws: what for, by which function, from which keys after seed and purpose."""

    purpose: str
    function: str
    by: str
    keys: tuple[str, ...]


@cache
def draws(function: Function) -> tuple[Draw, ...]:
    """The keyed draws in the text of a function, in its order."""
    names = plain(function).__globals__
    return tuple(_draws(tree_of(plain(function)), plain(function).__name__, names))


def _draws(tree: ast.AST, name: str, names: dict[str, Any]) -> Iterator[Draw]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        for place, argument in enumerate(node.args):
            purpose = _purpose(argument, names)
            if purpose:
                keys = tuple(ast.unparse(key) for key in node.args[place + 1 :])
                yield Draw(purpose=purpose, function=name, by=node.func.id, keys=keys)


def _purpose(node: ast.AST, names: dict[str, Any]) -> str:
    """The purpose that an argument names: itself, or a module's own name for its number."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == PURPOSE:
        return node.attr
    return _aliases(names).get(node.id, "") if isinstance(node, ast.Name) else ""


def _aliases(names: dict[str, Any]) -> dict[str, str]:
    """Names that a module gives to numbers of purposes, as ``TIE = int(Purpose.TIE)``."""
    purposes = names.get(PURPOSE)
    if purposes is None:
        return {}
    return {one: one for one, member in purposes.__members__.items() if names.get(one) == int(member)}


@cache
def column_comments(row: type) -> dict[str, str]:
    """The comment behind each annotated field of a class, by name."""
    found = {}
    lines = textwrap.dedent(inspect.getsource(row)).splitlines()
    for node in ast.walk(tree_of(row)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            comment = lines[node.lineno - 1][node.end_col_offset or 0 :].partition("#")[2]
            found[node.target.id] = comment.strip()
    return found
