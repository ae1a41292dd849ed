"""A shop's decisions on the terminal: yes or no first, then what weighed most, then what would have turned it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from handoff_experiments.explaining import Explained, WeekCounts

COLOURS = {"yes": "green", "no": "red", "in": "green", "out": "red", "trial": "yellow"}
MOST_FLIPS = 6  # told on the terminal; all are in the JSON


def print_week(
    console: Console, who: str, week: int, decisions: "Sequence[Explained]", *, is_narrowed: bool = False
) -> None:
    """All decisions of a week, the weighty ones in full."""
    if not decisions:
        what = "nothing of the kind asked for" if is_narrowed else "nothing"
        console.print(f"{who.capitalize()} decided {what} in week {week}.")
        return
    console.print(f"[bold]{who.capitalize()}, week {week}[/]: {len(decisions)} decisions\n")
    in_full = [one for one in decisions if is_narrowed or not one.is_routine]
    for one in in_full:
        _print_decision(console, one)
    routine = [one for one in decisions if not is_narrowed and one.is_routine]
    if routine:
        _print_routine(console, routine)


def _print_decision(console: Console, one: "Explained") -> None:
    from handoff_experiments.explaining.sentences import (
        answer,
        because,
        firm_words,
        flip_words,
        mattered,
        question_words,
        slope_words,
    )

    colour = COLOURS.get(one.side if one.outcome.code is None else "no", "cyan")
    console.print(f"[bold]{escape(question_words(one))}[/]", soft_wrap=True)
    console.print(f"  [bold {colour}]{escape(answer(one))}.[/] {escape(because(one))}", soft_wrap=True)
    if told := mattered(one):
        console.print(f"  What weighed most: {escape('; '.join(told))}.", soft_wrap=True)
    if one.flips:
        console.print("  It would have been otherwise with")
        for flip in one.flips[:MOST_FLIPS]:
            console.print(f"    - {escape(flip_words(one, flip))}", soft_wrap=True)
    if len(one.flips) > MOST_FLIPS:
        console.print(f"    [dim]and {len(one.flips) - MOST_FLIPS} more (--json has all)[/]")
    for slope in one.slopes[:MOST_FLIPS]:
        console.print(f"    - {escape(slope_words(one, slope))}", soft_wrap=True)
    if words := firm_words(one):
        console.print(f"  [dim]{escape(words)}[/]", soft_wrap=True)
    console.print()


def _print_routine(console: Console, decisions: "Sequence[Explained]") -> None:
    from handoff_experiments.explaining.sentences import answer, because, question_words

    title = "For every piece of work (--kind tells one kind in full)"
    table = Table("question", "answer", "why", title=title, title_justify="left")
    for one in decisions:
        table.add_row(escape(question_words(one)), escape(answer(one)), escape(because(one)))
    console.print(table)


def print_overview(console: Console, who: str, weeks: "Sequence[WeekCounts]", *, buyer: bool) -> None:
    """The weeks in which something was decided, to choose one for --week."""
    if not weeks:
        console.print(f"{who.capitalize()} decided nothing in this run.")
        return
    console.print(f"[bold]{who.capitalize()}[/] decided something in {len(weeks)} weeks; --week tells one in full.")
    columns = ("week", "decided") if buyer else (
        "week", "quotes sent", "no-bids", "offers accepted", "declined", "own work: in house", "handed off", "outside",
        "also decided",
    )  # fmt: skip
    table = Table(*columns)
    for week in weeks:
        if buyer:
            table.add_row(str(week.week), _counts(week.others))
            continue
        makers = [_number(week.makers.get(name, 0)) for name in ("IN_HOUSE", "RECEIVER", "OUTSIDE")]
        table.add_row(
            str(week.week), _number(week.quotes_sent), _counts(week.no_bids), _number(week.accepted),
            _counts(week.declined), *makers, _counts(week.others),
        )  # fmt: skip
    console.print(table)


def _number(count: int) -> str:
    return str(count) if count else ""


def _counts(counts: Mapping[str, int]) -> str:
    """Codes with how often each came up: 'price 2, no capacity'."""
    words = {name.lower().replace("_", " ").replace(":", ": "): count for name, count in counts.items()}
    return ", ".join(word + (f" {count}" if count > 1 else "") for word, count in words.items())
