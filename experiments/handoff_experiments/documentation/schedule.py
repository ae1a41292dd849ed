"""Process overview and scheduling: the phases of the week as the main loop runs them, and every step inside them."""

import inspect
from collections.abc import Iterator
from types import ModuleType

from handoff_experiments.documentation.markdown import code, item, listed, paragraph, sentence, table
from handoff_experiments.documentation.reading import Function, calls, plain
from handoff_experiments.documentation.rules import NUMBER_OF, rules_of, told
from handoff_sim.market import asking, calling, columns, lookups
from handoff_sim.market.round import MARKET, SUPPLY
from handoff_sim.market.shocks import strike

WEEK: tuple[Function, ...] = (strike, *SUPPLY, *MARKET)  # the calendar strikes region by region, then the round runs
SILENT: tuple[ModuleType, ...] = (asking, calling, columns, lookups)  # seats and tables: no steps of the model
FLOORS = ("handoff_sim.market", "handoff_sim.floor", "handoff_sim.world")  # where a step of a process may live


def phase_table() -> str:
    """One line per phase, in the order of the week."""
    rows = (
        (str(place), code(plain(phase).__name__), _said(phase), told(rules_of(phase)))
        for place, phase in enumerate(WEEK)
    )
    return table(("", "phase", "what happens", "rules applied"), rows)


def phase_steps() -> str:
    """Every phase with its steps, indented as they call each other; a step is explained where it is met first."""
    known: set[Function] = set()
    return "\n\n".join(_phase(place, phase, known) for place, phase in enumerate(WEEK))


def _phase(place: int, phase: Function, known: set[Function]) -> str:
    head = paragraph(f"**{place}. {code(plain(phase).__name__)}** ({_place(phase)}). {_whole(phase)}")
    return "\n\n".join(part for part in (head, "\n".join(_steps(phase, 0, known))) if part)


def steps_of(function: Function) -> str:
    """The steps of another process of the model, such as drawing a population."""
    return "\n".join(_steps(function, 0, set()))


def _steps(function: Function, depth: int, known: set[Function]) -> Iterator[str]:
    for step in calls(function):
        if step in known or not may_be_step(step):
            continue
        known.add(step)
        if not step.__doc__:
            yield from _steps(step, depth, known)
            continue
        applied = listed(dict.fromkeys(NUMBER_OF[one] for one in calls(step) if one in NUMBER_OF))
        yield item(f"{code(step.__name__)} {_said(step)}{f' [{applied}]' if applied else ''}", depth)
        yield from _steps(step, depth + 1, known)


def may_be_step(function: Function) -> bool:
    """Whether a function is part of a process, rather than a formula or a look-up."""
    quiet = {module.__name__ for module in SILENT}
    return function.__module__.startswith(FLOORS) and function.__module__ not in quiet


def _said(function: Function) -> str:
    return sentence(inspect.getdoc(plain(function)) or "")


def _whole(function: Function) -> str:
    """What the phase does, and what its file says of the phase beyond its first line."""
    module = inspect.getmodule(plain(function))
    more = (inspect.getdoc(module) or "").partition("\n\n")[2]
    return " ".join(f"{_said(function)}. {more}".split())


def _place(function: Function) -> str:
    """Link to the file."""
    path = plain(function).__module__.replace(".", "/") + ".py"
    return f"[{path.rpartition('/')[2]}](../sim/{path})"
