"""A followed job, and the list of telling jobs, on the terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from handoff_experiments.following import Following, Ranking


def print_following(found: "Following", console: Console) -> None:
    """Print what following a job found: its fate, where and why its lives part, losses, steps, money."""
    from handoff_experiments.following.accounts import accounts, money_sentence
    from handoff_experiments.following.sentences import cause_sentences, headline, parting_sentences

    before, after = found.policies
    console.print(
        f"Job [bold]{found.job}[/] in [bold]{escape(found.world)}[/], seed {found.seed}: "
        f"[bold]{escape(before)}[/] and [bold]{escape(after)}[/]"
    )
    _say(console, headline(found))
    if found.first is not None:
        _section(console, "Where the two lives part", parting_sentences(found))
        _section(console, "Why", cause_sentences(found))
        for account in accounts(found):
            console.print()
            console.print(f"[bold]{escape(account.title)}[/]")
            console.print(_items(account.items, account.earned_cents))
            _lines(console, account.because)
            _say(console, account.elsewhere)
    console.print()
    console.print(_steps(found))
    _say(console, money_sentence(found))
    console.print(_money(found))


def _say(console: Console, text: str) -> None:
    console.print(escape(text), soft_wrap=console.is_terminal is False)


def _section(console: Console, title: str, lines: Iterable[str]) -> None:
    console.print()
    console.print(f"[bold]{escape(title)}[/]")
    _lines(console, lines)


def _lines(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        _say(console, f"  {line}")


def _items(items: Iterable[tuple[str, int]], total: int) -> Table:
    from handoff_experiments.following.words import dollars

    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for words, cents in items:
        table.add_row(words, dollars(cents, signed=True))
    table.add_row("[bold]left[/]", f"[bold]{dollars(total, signed=True)}[/]")
    return table


def _steps(found: "Following") -> Table:
    from handoff_experiments.following.steps import NOTHING, step_rows

    table = Table("step", *map(escape, found.policies), show_lines=True)
    for row in step_rows(*found.lives):
        sides = ["\n".join(side) or NOTHING for side in (row.before, row.after)]
        table.add_row(row.step, *map(escape, sides))
    return table


def _money(found: "Following") -> Table:
    from handoff_experiments.following.accounts import money_rows
    from handoff_experiments.following.words import dollars

    table = Table("party", "part", *map(escape, found.policies), "difference")
    for column in table.columns[2:]:
        column.justify = "right"
    rows = money_rows(found)
    for row in rows:
        cents = (row.before_cents, row.after_cents, row.difference_cents)
        table.add_row(row.who, row.roles, *(dollars(value, signed=True) for value in cents))
    total = sum(row.difference_cents for row in rows)
    table.add_row("[bold]sum[/]", "", "", "", f"[bold]{dollars(total)}[/]")
    return table


def print_ranking(found: "Ranking", console: Console) -> None:
    """Print the telling jobs, most telling first."""
    from handoff_experiments.following.words import dollars

    before, after = found.policies
    console.print(
        f"[bold]{escape(found.world)}[/], seed {found.seed}: {found.differing:,} of {found.jobs:,} jobs left somebody "
        f"with other money under [bold]{escape(after)}[/] than under [bold]{escape(before)}[/]",
        soft_wrap=True,
    )
    if not found.telling:
        console.print("No job tells the two policies apart.")
        return
    table = Table("", "job", "week", "moved", "points", "why it tells")
    for column in (0, 2, 3, 4):
        table.columns[column].justify = "right"
    for job in found.telling:
        why = "; ".join(job.why)
        cells = (str(job.rank), job.job, str(job.week), dollars(job.moved_cents), str(job.points), escape(why))
        table.add_row(*cells)
    console.print(table)
    settings = "".join(f" --set {text}" for text in found.settings)
    console.print(
        f"Follow one: handoff follow {found.world} {found.telling[0].job} --under {before} {after} "
        f"--seed {found.seed} --weeks {found.weeks}{settings}",
        soft_wrap=True,
        markup=False,
    )
