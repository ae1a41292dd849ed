"""Entities and their state variables: the typed tables that a run is made of, column by column."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from handoff_experiments.documentation.markdown import code, sentence, table
from handoff_experiments.documentation.meanings import MEANINGS
from handoff_experiments.documentation.reading import column_comments
from handoff_sim.agents import Actor, Buyer, NetworkOperator, Shop, VerticalOperator
from handoff_sim.agents.actor import State
from handoff_sim.market import actor_rows, rule_rows, work_rows
from handoff_sim.market.columns import columns_of

AGENTS: tuple[type[Actor], ...] = (Shop, Buyer, NetworkOperator, VerticalOperator)
TABLES: dict[type, type[Actor] | None] = {  # row class: the agent that sees it
    actor_rows.Shop: Shop,
    actor_rows.Station: None,
    actor_rows.Machine: None,
    actor_rows.Tie: None,
    actor_rows.Standing: None,
    actor_rows.Buyer: Buyer,
    actor_rows.Listing: None,
    rule_rows.Terms: NetworkOperator,
    actor_rows.Vertical: VerticalOperator,
    work_rows.Job: None,
    work_rows.Op: None,
    work_rows.Quote: None,
    work_rows.Payment: None,
    work_rows.Evidence: None,
    actor_rows.Play: None,
}


UNITS = {  # of columns that hold no quantity
    "value of an enum in codes.py": "code",
    "row of another table, -1 for none": "row, -1 for none",
    "persistent key of keyed draws": "key",
}


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One state variable: name, unit and what it means; an empty meaning where nobody says."""

    name: str
    unit: str
    meaning: str


def variables(row: type) -> tuple[Variable, ...]:
    """The state variables of one table, in its order."""
    comments, seen = column_comments(row), dict(_seen_by(TABLES[row]))
    known = MEANINGS.get(row, {})
    return tuple(
        Variable(
            name=name,
            unit=UNITS.get(column.unit, column.unit) + (f", {column.length} of them" if column.length > 1 else ""),
            meaning=begun_small(known.get(name) or seen.get(name) or comments[name]),
        )
        for name, column in columns_of(row).items()
    )


def begun_small(text: str) -> str:
    """A meaning as it stands in a table: no capital letter at its start, unless it begins with an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _seen_by(agent: type[Actor] | None) -> Iterator[tuple[str, str]]:
    """What an agent says of the columns it reads."""
    for state in vars(agent).values() if agent else ():
        if isinstance(state, State):
            column = inspect.getclosurevars(state.read).nonlocals.get("name")
            if isinstance(column, str):
                yield column, sentence(state.__doc__ or "")


def entity_sections() -> str:
    """A table for every kind of entity."""
    return "\n\n".join(_section(row) for row in TABLES)


def _section(row: type) -> str:
    found = variables(row)
    lines = table(("state variable", "meaning", "unit"), ((code(one.name), one.meaning, one.unit) for one in found))
    return f"#### {row.__name__}\n\n{' '.join((inspect.getdoc(row) or '').split())}\n\n{lines}"


def decisions_of_agents() -> str:
    """Which decisions each agent takes, by which rule, and what the decision is about."""
    rows = (
        (agent.__name__, code(hook.name), sentence(inspect.getdoc(getattr(agent, hook.name)) or ""))
        for agent in AGENTS
        for hook in agent.HOOKS
    )
    return table(("agent", "decision", "what is decided"), rows)
