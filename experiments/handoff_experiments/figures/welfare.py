"""Welfare: where the gain comes from and who gets it, both sides exact from the ledger."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.contrasts import Arm
from handoff_experiments.figures.style import (
    BLUE,
    DOLLARS,
    GREEN,
    GREY,
    VERMILION,
    finished,
    nothing_to_show,
    panels,
)
from handoff_experiments.tasks import RunSummary
from handoff_experiments.wording import listed, money

UNIT = "$ per shop-week"
TOTAL = "<b>total</b>"
LEAST = 0.5  # dollars; a line that moves less than that everywhere is left out
Lines = Mapping[str, float]

AGENTS = {
    "shops": ("shops",),
    "buyers": ("buyers",),
    "operator": ("operator",),
    "vertical factories": ("vertical",),
    "outside": ("external",),
}
CAUSES = {  # MODEL 5.6, in its order
    "value served": ("value",),
    "production": ("production", "overhead"),
    "estimating": ("estimating",),
    "admin, audit": ("admin",),
    "packets": ("packet",),
    "quality, NCR": ("quality", "ncr", "dispute"),
    "late delivery": ("late_cost",),
    "coordination": ("coordination",),
    "finance": ("finance",),
    "operator": ("operator_cost",),
}


def welfare_agents(comparison: Comparison) -> go.Figure:
    """Who gains and who pays: change in each group's worth, adding up to the change in welfare."""
    changes = _changes(comparison, "welfare_by_agent", AGENTS)
    if not changes:
        return nothing_to_show("No welfare decomposition: there is no finished pair of runs")
    named = {policy: _named(policy, lines) for policy, lines in changes.items()}
    alt = f"Waterfalls of the change in each group's worth, {UNIT}: {'; '.join(named.values())}."
    ranked = sorted(changes, key=lambda policy: -sum(changes[policy].values()))
    extremes = dict.fromkeys([ranked[0], ranked[-1]])
    title = f"Who gains and who pays, {UNIT}. {'; '.join(named[policy] for policy in extremes)}"
    return _waterfalls(changes, title=title, alt=alt)


def welfare_causes(comparison: Comparison) -> go.Figure:
    """Where it comes from: value served less what it took, adding up to the same total."""
    changes = _changes(comparison, "welfare_by_cause", CAUSES)
    if not changes:
        return nothing_to_show("No welfare decomposition: there is no finished pair of runs")
    totals = {policy: sum(lines.values()) for policy, lines in changes.items()}
    best = max(totals, key=lambda policy: totals[policy])
    cause = max(changes[best], key=lambda line: abs(changes[best][line]))
    moved = f"{best} changes the region's welfare by {money(totals[best])}"
    title = f"Where it comes from: {moved}, most of it by {cause}"
    parts = [f"{policy} {money(total)}" for policy, total in totals.items()]
    alt = f"Waterfalls from value served to total welfare by real cause, {UNIT}: {listed(parts)}."
    return _waterfalls(changes, title=title, alt=alt)


def _changes(comparison: Comparison, table: str, groups: Mapping[str, Sequence[str]]) -> dict[str, Lines]:
    found = {arm.policy: mean_change(arm, comparison.baseline, table) for arm in comparison.policies}
    return {
        policy: {group: sum(lines.get(name, 0.0) for name in names) for group, names in groups.items()}
        for policy, lines in found.items()
        if lines
    }


def mean_change(arm: Arm, baseline: Arm, table: str) -> Lines:
    """Mean over the pairs of the change in every line of a welfare table, $ per shop-week."""
    pairs = [
        (getattr(run, table), getattr(before, table))
        for run, before in zip(arm.runs, baseline.runs, strict=True)
        if isinstance(run, RunSummary) and isinstance(before, RunSummary) and run.finished and before.finished
    ]
    if not pairs:
        return {}
    return {line: float(np.mean([after[line] - before[line] for after, before in pairs])) for line in pairs[0][0]}


def _waterfalls(changes: Mapping[str, Lines], *, title: str, alt: str) -> go.Figure:
    """A waterfall per policy, read from top to bottom, all on one scale."""
    figure, places = panels(list(changes), shared_yaxes=True, shared_xaxes="all")
    told = [line for line in next(iter(changes.values())) if any(abs(c[line]) >= LEAST for c in changes.values())]
    for lines, (row, column) in zip(changes.values(), places, strict=True):
        values = [*(lines[line] for line in told), sum(lines.values())]
        figure.add_trace(
            go.Waterfall(
                y=[*told, TOTAL],
                x=values,
                orientation="h",
                measure=[*["relative"] * len(told), "total"],
                text=[money(value) for value in values],
                textposition="outside",
                textfont_size=13,
                constraintext="none",
                cliponaxis=False,
                increasing={"marker": {"color": GREEN}},
                decreasing={"marker": {"color": VERMILION}},
                totals={"marker": {"color": BLUE}},
                connector={"line": {"color": GREY, "width": 1}},
                showlegend=False,
                hovertemplate="%{y}: %{text}<extra></extra>",
            ),
            row=row,
            col=column,
        )
    reach = _reach(changes)
    figure.update_xaxes(tickformat=DOLLARS, nticks=5, range=reach, zerolinewidth=2)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    for row, column in places:
        if (row + 1, column) not in places:
            figure.update_xaxes(title_text=UNIT, showticklabels=True, row=row, col=column)
    height = 130 + places[-1][0] * (110 + 27 * (len(told) + 1))
    return finished(figure, title=title, alt=alt, height=height, legend=False)


def _reach(changes: Mapping[str, Lines]) -> list[float]:
    """Bounds that every step of every waterfall keeps within, with room for its label."""
    heights = [height for lines in changes.values() for height in (0.0, *accumulate(lines.values()))]
    room = 0.28 * max(max(heights) - min(heights), 10.0)
    return [min(heights) - room, max(heights) + room]


def _named(policy: str, lines: Lines) -> str:
    """The two groups that a policy moves most."""
    moved = sorted(lines, key=lambda line: -abs(lines[line]))[:2]
    return f"{policy}: {listed([f'{line} {money(lines[line])}' for line in moved])}"
