"""A comparison on a terminal: differences, quadrants, sentences, and how far to trust them."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from handoff_experiments import Comparison

COLOURS = {"BETTER": "green", "WORSE": "red", "EQUIVALENT": "dim", "INCONCLUSIVE": "yellow"}


def print_verdict(found: "Comparison", console: Console) -> None:
    """Print a comparison: the table first, the verdict last."""
    console.print(differences(found))
    quadrants = found.quadrants()
    if len(quadrants):
        console.print(quadrant_table(quadrants[quadrants["shops"] == "all"]))
    from handoff_experiments.sentences import Audience

    for audience in Audience:
        console.print(f"[bold]•[/] {found.sentence(audience)}")
    console.print()
    for remark in trust(found):
        console.print(remark, style="dim")


def differences(found: "Comparison") -> Table:
    """The headline metrics of every policy, as differences from the baseline."""
    from handoff_experiments.wording import amount, interval

    world = found.question.world
    title = f"{world.title or world.name}: difference from {found.baseline.policy}, {len(found.seeds)} pairs"
    table = Table("policy", "metric", "difference", "interval", "verdict", title=title, title_justify="left")
    for arm in found.policies:
        first = True
        for contrast in found.of_policy(arm.policy):
            if not contrast.measure.headline:
                continue
            measure = contrast.measure
            table.add_row(
                arm.policy if first else "",
                f"{measure.code} {measure.title}",
                amount(contrast.difference, measure.unit),
                interval(contrast.low, contrast.high, measure.unit),
                coloured(contrast.verdict),
            )
            first = False
        table.add_section()
    return table


def coloured(verdict: Any) -> str:
    """A verdict in its colour; a dash where neither more nor less is better."""
    if verdict is None:
        return "-"
    name = str(verdict)
    return f"[{COLOURS.get(name.upper(), 'default')}]{name}[/]"


def quadrant_table(rows: Any) -> Table:
    """Where the shops stand: better off by joining, better off together."""
    from handoff_experiments.wording import money, percent

    names = ("good deal", "trap", "stranded gain", "bad deal", "untouched")
    title = "Share of shops, and the median shop's gain in $ per machine-week"
    columns = ("policy", *names, "by joining", "together", "median shop")
    table = Table(*columns, title=title, title_justify="left")
    for row in rows.to_dict("records"):
        shares = [percent(row[name]) for name in names]
        gains = money(row["unilateral"]), money(row["collective"])
        table.add_row(row["policy"], *shares, *gains, row["median shop"])
    return table


def trust(found: "Comparison") -> list[str]:
    """How far the verdict can be trusted: the stop, the A/A null, the worth of pairing, runs that broke."""
    lines = [
        f"All intervals of metrics hold together with probability {1 - found.question.alpha:g}, and so do those of the "
        "quadrants among themselves.",
        f"The comparison ended because {found.stopped}.",
    ]
    null = found.null
    if null.pairs:
        defect = f"NOT zero but {null.largest_difference:g}, which is a defect"
        zero = "exactly zero" if null.exact else defect
        repeated = f"({null.pairs} pairs, {null.metrics} metrics)"
        lines.append(f"The baseline against itself differs by {zero} {repeated}.")
    worth = [one.worth.value for one in found.found if one.measure.code == "S1" and one.worth]
    if worth:
        span = " to ".join(dict.fromkeys(f"{value:.1f}" for value in (min(worth), max(worth))))
        lines.append(f"About profit, one pair tells as much as {span} runs with luck of their own.")
    cost = found.cost
    if cost.runs:
        lines.append(
            f"To see {cost.points} single shops in and out (X4), {cost.runs} more runs were made; {cost.seconds:.0f} s."
        )
    broken = found.failures()
    if broken:
        policy, seed, trace = broken[0]
        last = trace.strip().splitlines()[-1]
        lines.append(f"{len(broken)} runs broke and are left out; the first: {policy}, seed {seed}: {last}")
    return lines
