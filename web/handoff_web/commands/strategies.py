"""``handoff strategies``, and how an option names who plays which."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from handoff_web.commands.options import AsJson
from handoff_web.errors import Refusal
from handoff_web.files import json_text
from handoff_web.inputs import pick
from handoff_web.terminal import results

if TYPE_CHECKING:
    from handoff_sim.strategies.assignment import Assignment
    from handoff_sim.strategies.catalogue import Strategy

EXAMPLE = "milk:3,5 or milk:3,5:enough=0.8"


def strategies(
    name: Annotated[str | None, typer.Argument(metavar="STRATEGY", help="One strategy, such as milk.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the ways to game the rules: what each does, when it pays, what guards against it, how it shows."""
    from handoff_sim.strategies.catalogue import STRATEGIES

    known = list(STRATEGIES.values())
    found = [pick(name, known, lambda strategy: strategy.name, "strategy")] if name else known
    if as_json:
        results().file.write(json_text([_row(strategy) for strategy in found]))
        return
    table = Table("strategy", "what it does", "parameters", "pays if", "guards", "shows in")
    for row in map(_row, found):
        numbers = "; ".join(f"{p['name']} {p['default']:g} ({p['low']:g} to {p['high']:g})" for p in row["parameters"])
        table.add_row(
            row["name"],
            row["does"],
            numbers or "-",
            escape(row["pays_if"]),
            ", ".join(row["defended_by"]),
            row["detector"],
        )
    results().print(table)


def _row(strategy: "Strategy") -> dict[str, Any]:
    return {
        "name": strategy.name,
        "does": strategy.does,
        "players": strategy.form.side,
        "fewest_players": strategy.form.fewest,
        "overrides": list(strategy.overrides),
        "parameters": [
            {
                "name": parameter.name,
                "default": parameter.default,
                "low": parameter.low,
                "high": parameter.high,
                "unit": parameter.unit,
                "meaning": parameter.meaning,
            }
            for parameter in strategy.form.parameters
        ],
        "pays_if": strategy.pays_if,
        "defended_by": list(strategy.defended_by),
        "detector": (strategy.detector.__doc__ or "").strip().rstrip("."),
        "seat": f"{getattr(strategy.seat, '__module__', '')}.{getattr(strategy.seat, '__name__', '')}",
    }


def assignments(texts: Sequence[str]) -> "tuple[Assignment, ...]":
    """Assignments as they are typed: NAME:NUMBER,NUMBER with :PARAMETER=VALUE,... where a default does not do.

    Raises Refusal: a text of another form, or an assignment that the model refuses.
    """
    from handoff_sim.strategies.assignment import Assignment

    found = []
    for text in texts:
        name, _, rest = text.partition(":")
        numbers, _, parameters = rest.partition(":")
        try:
            agents = tuple(int(number) for number in numbers.split(","))
            values = dict(_parameter(part) for part in parameters.split(",") if part)
        except ValueError:
            raise Refusal(
                f"--strategy: expected a strategy, numbers and parameters, as in {EXAMPLE}; found {text}"
            ) from None
        try:
            found.append(Assignment(strategy=name, agents=agents, parameters=values))
        except ValueError as error:
            raise Refusal(f"--strategy {text}: {error}") from None
    return tuple(found)


def _parameter(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    return name, float(value)
