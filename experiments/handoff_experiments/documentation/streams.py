"""Stochasticity: what the model draws, what each draw is keyed by, and where it is drawn."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import isfunction

from handoff_experiments.documentation.markdown import code, listed, table, words
from handoff_experiments.documentation.reading import PACKAGE, Draw, Function, draws, plain
from handoff_sim.streams import Purpose

DRAWING = ("floor", "ledger", "market", "rules", "strategies", "world")  # folders of the model's processes
KEYS = 3  # entities or occurrences that a draw is keyed by


@cache
def all_draws() -> dict[str, tuple[tuple[str, Draw], ...]]:
    """Every place where the model draws, by purpose: the module and the draw."""
    found: dict[str, list[tuple[str, Draw]]] = defaultdict(list)
    for function in _functions():
        for draw in draws(function):
            found[draw.purpose].append((function.__module__, draw))
    return {purpose: tuple(found[purpose]) for purpose in Purpose.__members__}


def _functions() -> Iterator[Function]:
    """Every function at the top of a module of the model's processes."""
    for path in sorted(path for folder in DRAWING for path in (PACKAGE / folder).glob("*.py")):
        name = ".".join(("handoff_sim", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        for thing in vars(import_module(name)).values():
            function = plain(thing) if callable(thing) else None
            if isfunction(function) and function.__module__ == name:
                yield function


def draw_table() -> str:
    """One line per purpose and set of keys; the names are those of the functions that draw."""
    rows = []
    for purpose, places in all_draws().items():
        by_keys: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for _, draw in places:
            by_keys[draw.keys[:KEYS]].append(draw.function)
        for keys, functions in by_keys.items():
            name = words(purpose.lower())
            rows.append((name, code(listed(keys)), listed(code(one) for one in dict.fromkeys(functions))))
    return table(("drawn for", "keyed, after seed and purpose, by", "in"), rows)


def undrawn() -> tuple[str, ...]:
    """Purposes that nothing draws for."""
    return tuple(words(purpose.lower()) for purpose, places in all_draws().items() if not places)


def shared_numbers() -> tuple[str, ...]:
    """Purposes that have the same number: their draws are the same wherever their keys are."""
    by_number: dict[int, list[str]] = defaultdict(list)
    for name, member in Purpose.__members__.items():
        by_number[int(member)].append(words(name.lower()))
    return tuple(" and ".join(names) for names in by_number.values() if len(names) > 1)
