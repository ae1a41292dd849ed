"""An answer to a question on the terminal: words first, then its tables."""

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from handoff_web.terminal import results

if TYPE_CHECKING:
    from handoff_experiments.questions import Answer
    from handoff_experiments.questions.factorial_answer import FactorialAnswer, WorldAnswer
    from handoff_experiments.questions.registration import Registered

MOST_SHOWN = 8  # combinations on the terminal; all are in the JSON
MOST_ROWS = 20  # of any other table


def print_answer(found: "Answer", registered: "Registered | None" = None) -> None:
    """Print the answer: its words, what was expected, what would change it, its tables, and what deviates."""
    from handoff_experiments.questions.factorial_answer import FactorialAnswer

    console = results()
    asked = found.question
    console.print(f"[bold]{escape(f'{asked.number} {asked.title}'.strip())}[/]\n")
    for sentence in found.sentences():
        console.print(escape(sentence), soft_wrap=console.is_terminal is False)
    if asked.expected:
        console.print(f"\nExpected by {escape(asked.expected.source)}: {escape(asked.expected.text)}")
    if asked.decision_rule:
        console.print(f"Decision rule: {escape(asked.decision_rule)}")
    console.print(f"What would change it: {escape(asked.would_change_it)}\n")
    for table in _of_factorial(found) if isinstance(found, FactorialAnswer) else _of_any(found):
        console.print(table)
    if registered:
        _print_registered(registered)


def _print_registered(registered: "Registered") -> None:
    console, held = results(), registered.registration
    console.print(f"\nRegistered on {held.registered_at:%Y-%m-%d %H:%M} UTC, hash {held.registration_sha256}")
    if not registered.deviations:
        console.print("Nothing is otherwise than it was registered.")
    for each in registered.deviations:
        console.print(escape(f"Not as registered: {each}"), soft_wrap=True)


def _of_any(found: "Answer") -> list[Table]:
    """The tables of an answer, cut where they are long."""
    from handoff_experiments.questions.report import shown

    tables = []
    for title, frame in found.tables().items():
        told = shown(title, frame)
        table = Table(title=escape(title), title_justify="left")
        for name, numeric in told.columns.items():
            table.add_column(escape(name), justify="right" if numeric else "left")
        for row in told.rows[:MOST_ROWS]:
            table.add_row(*(escape(text) for _, text in row))
        if len(told.rows) > MOST_ROWS:
            table.caption = f"and {len(told.rows) - MOST_ROWS} more (--json has all)"
        tables.append(table)
    return tables


def _of_factorial(found: "FactorialAnswer") -> list[Table]:
    return [table for world in found.worlds for table in (_combinations(found, world), _effects(world))]


def _combinations(found: "FactorialAnswer", answered: "WorldAnswer") -> Table:
    """The best combinations of one world."""
    from handoff_experiments.wording import interval, short

    ranked = answered.ranked(found.question.metrics[0])
    title = f"{answered.world}: {ranked[0].measure.title}, {ranked[0].measure.unit}, against {found.question.baseline}"
    table = Table("combination", "difference", "interval", "verdict", title=escape(title), title_justify="left")
    for contrast in ranked[:MOST_SHOWN]:
        unit = contrast.measure.unit
        bounds = interval(contrast.low, contrast.high, unit)
        table.add_row(
            escape(contrast.policy), short(contrast.difference, unit), escape(bounds), str(contrast.verdict or "")
        )
    if len(ranked) > MOST_SHOWN:
        table.caption = f"and {len(ranked) - MOST_SHOWN} more (--json has all)"
    return table


def _effects(answered: "WorldAnswer") -> Table:
    """What each level does in one world."""
    from handoff_experiments.wording import short

    metrics = {effect.metric: f"{effect.title}, {effect.unit}" for effect in answered.effects}
    title = "What each level does, against the average of all combinations"
    table = Table("factor", "level", *map(escape, metrics.values()), title=title, title_justify="left")
    cells = {(effect.factor, effect.level, effect.metric): effect for effect in answered.effects}
    for factor, level in dict.fromkeys((effect.factor, effect.level) for effect in answered.effects):
        row = [cells[factor, level, code] for code in metrics]
        told = [short(e.effect, e.unit) + ("" if e.low <= 0 <= e.high else " *") for e in row]
        table.add_row(escape(factor), escape(row[0].short), *told)
    table.caption = "* the interval leaves out zero"
    return table
