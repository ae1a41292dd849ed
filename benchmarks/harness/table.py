"""The answers as a table for people."""

from collections.abc import Iterable

from rich.table import Table

from harness.findings import Line, Measure


def table_of(measure: Measure, lines: Iterable[Line]) -> Table:
    """One measure: every line with its median, its spread over the rounds, and its aim."""
    table = Table(title=measure.question, caption=measure.compared, title_justify="left", caption_justify="left")
    table.add_column(measure.name, max_width=78)
    for heading in ("median", "min..max", "unit"):
        table.add_column(heading, justify="left" if heading == "unit" else "right", no_wrap=True)
    table.add_column("aim", no_wrap=True)
    table.add_column("", no_wrap=True)
    for line in lines:
        spread = f"{number(min(line.rounds))}..{number(max(line.rounds))}" if len(line.rounds) > 1 else ""
        table.add_row(line.what, number(line.median), spread, line.unit, str(line.aim or ""), verdict(line))
    return table


def verdict(line: Line) -> str:
    """Whether the aim is met, in words."""
    if line.met is None:
        return ""
    return "[green]met[/]" if line.met else "[red]not met[/]"


def number(value: float) -> str:
    """Three figures, whole above a hundred."""
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"
