"""The answer of a search on a terminal: words first, then what was promised and found, and what changes."""

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from handoff_web.commands.catalogue import written
from handoff_web.terminal import results

if TYPE_CHECKING:
    from handoff_experiments.tuning import TuningAnswer


def print_answer(found: "TuningAnswer") -> None:
    """Print what a search found."""
    console = results()
    for sentence in found.sentences():
        console.print(escape(sentence), soft_wrap=not console.is_terminal)
    console.print()
    for table in (_looks(found), _changes(found), _contributions(found)):
        if table.row_count:
            console.print(table)


def _looks(found: "TuningAnswer") -> Table:
    from handoff_experiments.tuning.report import looks
    from handoff_experiments.tuning.tables import PROMISED_AND_FOUND

    heads = ("policy", "sought", "against", "promised", "found", "interval", "unit", "verdict")
    table = Table(*heads, title=PROMISED_AND_FOUND, title_justify="left")
    for row in looks(found):
        cells = (row[name] for name in ("policy", "what", "against", "promised", "found", "bounds", "unit", "verdict"))
        table.add_row(*map(escape, cells))
    table.caption = f"all intervals hold together with probability {1 - found.question.alpha:g}"
    return table


def _changes(found: "TuningAnswer") -> Table:
    from handoff_experiments.tuning.tables import CHANGES

    title = f"What changes against {found.question.start.name}"
    table = Table("policy", "what changes", "from", "to", "field", title=escape(title), title_justify="left")
    changes = found.tables().get(CHANGES)
    for row in [] if changes is None else changes.to_dict("records"):
        cells = (row[name] for name in ("policy", "what it means", "before", "after", "setting"))
        table.add_row(*(escape(written(cell)) for cell in cells))
    return table


def _contributions(found: "TuningAnswer") -> Table:
    from handoff_experiments.wording import percent

    table = Table("metric", "setting", "share of its variation", title="Which setting mattered", title_justify="left")
    for each in found.importances:
        for path, share in each.shares.items():
            table.add_row(each.code, escape(path), percent(share))
    return table
