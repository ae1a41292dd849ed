"""One experiment of few weeks, and how to ask about its runs."""

from collections.abc import Callable
from typing import Any

from handoff_api.sdl import SDL
from handoff_experiments.tasks import Task
from handoff_scenarios.catalogue import policy, world

Ask = Callable[..., Any]
WEEKS = 60
START = """mutation ($weeks: Int!) { startComparison(input: {
    world: {name: "workshop"}, policies: [{name: "enforceable_trust"}], pairs: 2, weeks: $weeks, seed: 3
}) { ... on Asked { experiment { id } } } }"""


def of_run(ask: Ask, run: dict[str, Any], fields: str) -> Any:
    return ask(f"query ($key: ID!) {{ run(key: $key) {{ {fields} }} }}", key=run["key"])["run"]


def task(run: dict[str, Any]) -> Task:
    return Task(world=world("workshop"), policy=policy("enforceable_trust"), seed=int(run["seed"]), weeks=WEEKS)


def operation(name: str) -> str:
    """The text of a named operation."""
    return (SDL.parent / "operations" / f"{name}.graphql").read_text(encoding="utf-8")


def as_schema(document: Any) -> Any:
    """A document with its keys as the schema writes them."""
    if isinstance(document, dict):
        return {_camel(name): as_schema(value) for name, value in document.items()}
    return [as_schema(each) for each in document] if isinstance(document, list) else document


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
