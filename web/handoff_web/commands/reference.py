"""``handoff metrics`` and ``handoff rules``: what is measured, and by which formulas agents decide."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from handoff_web.commands.options import AsJson
from handoff_web.files import json_text
from handoff_web.inputs import pick
from handoff_web.terminal import results

if TYPE_CHECKING:
    from handoff_sim.rules import Rule

Code = Annotated[str | None, typer.Argument(metavar="METRIC", help="Code of one metric, such as S1.")]
Number = Annotated[str | None, typer.Argument(metavar="RULE", help="Number or name of a rule, such as R11.")]


def metrics(
    name: Annotated[str | None, typer.Argument(help="Code of one metric, such as S1.")] = None,
    as_json: AsJson = False,
) -> None:
    """List what is measured, with unit, direction and formula."""
    from handoff_sim.metrics import CONTRASTS, METRICS

    known: tuple[Any, ...] = (*METRICS, *CONTRASTS)
    found = [pick(name, known, lambda metric: metric.code, "metric")] if name else list(known)
    if as_json:
        results().file.write(json_text([_metric_row(metric) for metric in found]))
        return
    table = Table("code", "metric", "unit", "better", "of", "formula")
    for metric in found:
        row = _metric_row(metric)
        runs = f"{', '.join(row['runs'])}: " if len(row["runs"]) > 1 else ""
        table.add_row(row["code"], row["title"], row["unit"], row["direction"], row["party"], runs + row["formula"])
    results().print(table)


def _metric_row(metric: Any) -> dict[str, Any]:
    """One metric; ``runs`` names the runs of a seed that it takes, a single one for most."""
    return {
        "code": metric.code,
        "name": metric.name,
        "title": metric.title,
        "unit": metric.unit,
        "direction": metric.direction,
        "party": str(metric.party),
        "formula": metric.formula,
        "runs": list(getattr(metric, "runs", ("policy",))),
    }


def rules(name: Number = None, as_json: AsJson = False) -> None:
    """List the decision rules; with a number or a name, show those formulas in full."""
    from handoff_sim.rules import RULES

    found = list(RULES)
    if name:
        number = pick(name, RULES, lambda rule: rule.number, "rule", lambda rule: rule.name).number
        found = [rule for rule in RULES if rule.number == number]
        found = [rule for rule in found if rule.name.lower() == name.lower()] or found
    if as_json:
        results().file.write(json_text([_rule_row(rule) for rule in found]))
    elif name:
        for rule in found:
            results().print(f"[bold]{rule.number} {rule.name}[/]  handoff_sim/rules/{rule.module}.py")
            results().print(f"{rule.documentation}\n", markup=False)
    else:
        table = Table("rule", "formula", "what it says")
        for rule in found:
            table.add_row(rule.number, rule.name, rule.summary)
        results().print(table)


def _rule_row(rule: "Rule") -> dict[str, str]:
    return {
        "number": rule.number,
        "name": rule.name,
        "summary": rule.summary,
        "function": f"handoff_sim.rules.{rule.module}.{rule.name}",
        "documentation": rule.documentation,
    }
