"""E1: what each lever adds to the receiver's hour, and what lasts beyond it."""

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, GREY, VERMILION, finished
from handoff_experiments.questions.decisions.evidence import Evidence, estimate
from handoff_experiments.questions.decisions.payment import beyond_margin
from handoff_experiments.questions.pictures.worlds import each_world, short
from handoff_experiments.wording import money

WORTH = "S7"


def draw_waterfall(evidence: Evidence) -> Iterator[go.Figure]:
    """From the least generous terms to the most: the step of each lever in the receiver's contribution."""
    factors = evidence.factors
    first = {name: levels[0] for name, levels in factors.items()}
    start = _mean(evidence, first)
    effects = {
        name: {level: _mean(evidence, {name: level}) - _mean(evidence, {name: levels[0]}) for level in levels[1:]}
        for name, levels in factors.items()
    }
    chosen = {name: max(each, key=lambda level: each[level]) for name, each in effects.items()}
    steps = {name: effects[name][level] for name, level in chosen.items()}
    end = _mean(evidence, chosen)
    together = end - start - sum(steps.values())
    heights = [start, *steps.values(), together, end]
    names = ["first terms", *(f"{n}:<br>{short(n, chosen[n])}" for n in steps), "not additive", "these terms"]
    figure = go.Figure(
        go.Waterfall(
            x=names,
            y=heights,
            measure=["absolute", *["relative"] * (len(steps) + 1), "total"],
            text=[money(height, signed=0 < row < len(names) - 1) for row, height in enumerate(heights)],
            textposition="outside",
            textfont={"size": 15},
            increasing={"marker": {"color": BLUE}},
            decreasing={"marker": {"color": VERMILION}},
            totals={"marker": {"color": GREY}},
            cliponaxis=False,
        )
    )
    figure.update_yaxes(
        title_text="receiver's contribution, $ per machine-hour", tickformat="$,.0f", rangemode="tozero"
    )
    most = max(steps, key=lambda name: abs(steps[name]))
    title = (
        f"{evidence.world}: of the terms, {most} moves a received hour most, {money(steps[most])}; "
        f"from {money(start, signed=False)} to {money(end, signed=False)} per machine-hour in all"
    )
    alt = "Waterfall of the receiver's contribution per machine-hour: " + ", ".join(
        f"{name} {money(step)}" for name, step in steps.items()
    )
    yield finished(figure, title=title, alt=f"{alt}, not additive {money(together)}.", height=540, legend=False)


def draw_durable(evidence: Evidence) -> Iterator[go.Figure]:
    """What shops gain beyond the margin of handoffs, at each level; stands in for S9."""
    rows = [(name, level) for name, levels in evidence.factors.items() for level in levels]
    found = [estimate(beyond_margin(evidence, {name: level}), comparisons=len(rows)) for name, level in rows]
    names = [f"{name}: {short(name, level)}" for name, level in rows]
    figure = go.Figure(
        go.Bar(
            y=names, x=[each.mean for each in found], orientation="h",
            error_x={"array": [each.high - each.mean for each in found], "thickness": 2},
            marker_color=[BLUE if each.low > 0 else VERMILION if each.high < 0 else GREY for each in found],
        )
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title_text="$ per machine-week", tickformat="$,.0f", zeroline=True, zerolinewidth=2)
    sure, lost = sum(each.low > 0 for each in found), sum(each.high < 0 for each in found)
    title = (
        f"{evidence.world}: beyond the margin of handoffs, shops surely gain at {sure} and surely lose at {lost} of "
        f"{len(rows)} levels (in place of S9)"
    )
    alt = "Gain of shops beyond the margin of handoffs, against the twin, by level of each term, with intervals."
    yield finished(figure, title=title, alt=alt, height=160 + 42 * len(rows), legend=False)


def _mean(evidence: Evidence, levels: dict[str, str]) -> float:
    return float(np.nanmean(evidence.at(WORTH, levels, "level")))


waterfall = each_world(draw_waterfall)
durable = each_world(draw_durable)
