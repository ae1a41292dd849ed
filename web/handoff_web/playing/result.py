"""The score of a session and the futures of a strategy, as lines and as documents."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from handoff_sim.names import job_name
from handoff_sim.playing.inputs import Inputs
from handoff_sim.playing.news import category_name
from handoff_sim.playing.score import Score
from handoff_sim.playing.strategy import PlayedStrategy
from handoff_sim.playing.words import (
    describe,
    money,
)

if TYPE_CHECKING:
    from handoff_experiments.futures import Future, Futures

SHOWN = 5  # lines of differences


def print_score(console: Console, inputs: Inputs, found: Score) -> None:
    """The score in words, and where it comes from."""
    weeks = f"weeks {inputs.from_week} to {inputs.weeks - 1}"
    mine, rule = found.per_machine_week(found.profit), found.per_machine_week(found.rational_profit)
    console.print()
    console.print(f"[bold]Your shop earned {money(found.profit)} in {weeks}, {money(mine)} per machine-week.[/]")
    same = "the same" if found.difference == 0 else money(found.rational_profit)
    console.print(
        f"A rational shop in the same seat and the same luck: {same} ({money(rule)}). "
        f"You: {_signed(found.difference)} ({_signed(found.per_machine_week(found.difference))} per machine-week).",
        soft_wrap=True,
    )
    console.print(f"Decisions: {found.decisions}, of which {found.followed} as advised.")
    if found.difference or found.categories:
        _print_differences(console, found)
    _print_strategy(console, PlayedStrategy.of(inputs))


def _print_differences(console: Console, found: Score) -> None:
    table = Table("where it differed most", "you minus the rational shop", "jobs", "you minus the rational shop")
    kinds = [(category_name(category), value) for category, value in found.categories]
    jobs = [(job_name(job) if job else "no job", value) for job, value in found.jobs]
    for place in range(min(SHOWN, max(len(kinds), len(jobs)))):
        table.add_row(*_cells(kinds, place), *_cells(jobs, place))
    console.print(table)


def _cells(rows: list[tuple[str, float]], place: int) -> tuple[str, str]:
    return (rows[place][0], _signed(rows[place][1])) if place < len(rows) else ("", "")


def _print_strategy(console: Console, strategy: PlayedStrategy) -> None:
    for sentence in describe(strategy):
        console.print(escape(sentence), soft_wrap=True)


def _signed(value: float) -> str:
    return f"+{money(value)}" if round(value) > 0 else money(value)


def print_futures(console: Console, found: "Futures") -> None:
    """The strategy against the rational shop, policy by policy."""
    _print_strategy(console, found.strategy)
    table = Table(
        "policy", "you", "rational shop", "difference", "95% interval", "better in", title="$ per machine-week, means"
    )
    for future in found.futures:
        gap = future.difference
        table.add_row(
            future.policy,
            *(money(float(values[values == values].mean())) if gap.pairs else "-" for values in _levels(future)),
            _signed(gap.mean) if gap.pairs else "-",
            f"{money(gap.low)} to {money(gap.high)}" if gap.pairs > 1 else "-",
            f"{future.better} of {gap.pairs} futures",
        )
    console.print(table)


def _levels(future: "Future") -> tuple[Any, Any]:
    return future.played, future.rational


def score_document(found: Score) -> dict[str, Any]:
    """The score as JSON data; money in dollars."""
    return {
        "profit": found.profit,
        "rational_profit": found.rational_profit,
        "difference": found.difference,
        "machines": found.machines,
        "weeks": found.weeks,
        "difference_per_machine_week": found.per_machine_week(found.difference),
        "decisions": found.decisions,
        "followed": found.followed,
        "categories": [{"category": category_name(name), "difference": value} for name, value in found.categories],
        "jobs": [{"job": job, "difference": value} for job, value in found.jobs],
    }


def strategy_document(strategy: PlayedStrategy) -> dict[str, Any]:
    """A strategy as JSON data, and in words."""
    return {"margins": strategy.margins, "ratios": strategy.ratios, "sentences": describe(strategy)}


def futures_document(found: "Futures") -> dict[str, Any]:
    """Futures as JSON data; dollars per machine-week."""
    return {
        "seeds": list(found.seeds),
        "weeks": found.weeks,
        "statistics": {"alpha": found.alpha, "method": found.method, "source": found.source},
        "policies": [
            {
                "policy": future.policy,
                "hash": future.policy_hash,
                "difference": future.difference.mean,
                "low": future.difference.low,
                "high": future.difference.high,
                "pairs": future.difference.pairs,
                "better": future.better,
                "played": future.played,
                "rational": future.rational,
                "failures": list(future.failures),
            }
            for future in found.futures
        ],
    }
