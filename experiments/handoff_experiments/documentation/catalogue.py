"""Input data and scenarios: worlds and policies of the catalogue with their sources, and the strategies."""

from collections.abc import Iterator, Mapping
from typing import Any

from handoff_experiments.documentation.markdown import code, item, listed, paragraph
from handoff_experiments.documentation.parameters import written
from handoff_scenarios import catalogue
from handoff_sim.strategies.catalogue import STRATEGIES, Strategy

DESCRIBING = ("name", "title", "about", "source")
BASE = "base"
BLOCKS = "population.blocks"


def worlds() -> str:
    """Every world: what it represents, where its values come from, and what it states."""
    return "\n\n".join(_entry("worlds", name) for name in catalogue.worlds())


def world_sources() -> str:
    """Every world with where its values come from."""
    found = map(catalogue.world, catalogue.worlds())
    return "\n".join(item(f"{code(one.name)}, {one.title}: {one.source}") for one in found)


def worlds_with_blocks() -> tuple[str, ...]:
    """Worlds whose shops are counted in blocks, industry by industry."""
    return tuple(name for name in catalogue.worlds() if catalogue.world(name).population.blocks)


def policies() -> str:
    """Every policy: what it represents, and what it states."""
    return "\n\n".join(_entry("policies", name) for name in catalogue.policies())


def _entry(folder: str, name: str) -> str:
    said = catalogue.stated(folder, name)
    document = catalogue.world(name) if folder == "worlds" else catalogue.policy(name)
    base = said.get(BASE, [])
    bases = [base] if isinstance(base, str) else base
    parts = [f"**{code(name)}, {document.title}.** {document.about}"]
    if document.source:
        parts.append(f"Source: {document.source}")
    parts.append(f"States{f', over {listed(map(code, bases))}' if bases else ''}: {_stated(said)}.")
    return paragraph(" ".join(parts))


def _stated(said: Mapping[str, Any]) -> str:
    return listed(f"{code(path)} {value}" for path, value in _paths(said, "")) or "nothing but the defaults"


def _paths(said: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        path = f"{prefix}{name}"
        if path in (*DESCRIBING, BASE):
            continue
        if path == BLOCKS:
            yield path, "(" + "; ".join(_block(block) for block in value) + ")"
        elif isinstance(value, Mapping) and not prefix:  # a group of fields; deeper down, a value with parts
            yield from _paths(value, f"{path}.")
        else:
            yield path, written(value)


def _block(block: Mapping[str, Any]) -> str:
    naics = f", NAICS {block['naics']}" if block.get("naics") else ""
    return f"{block['name']}{naics}: {block['shops']} shops, {block['employees']:,} employees"


def strategies() -> str:
    """Every way to game the rules: what it does, its parameters, when it pays, what guards against it."""
    return "\n".join(_strategy(one) for one in STRATEGIES.values())


def _strategy(one: Strategy) -> str:
    numbers = listed(
        f"{parameter.name} {parameter.default:g} ({parameter.low:g} to {parameter.high:g} {parameter.unit}) "
        f"{parameter.meaning}"
        for parameter in one.form.parameters
    )
    return item(
        f"{code(one.name)} ({one.form.side}) {one.does}.{f' Parameters: {numbers}.' if numbers else ''} "
        f"Pays iff {code(one.pays_if)}. Guarded against by {listed(map(code, one.defended_by))}."
    )
