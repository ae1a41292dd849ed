"""E8: the cube of the three motivations, and what each adds."""

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go

from handoff_experiments.figures.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    finished,
    panels,
)
from handoff_experiments.questions.decisions.evidence import GAINING, Evidence, estimate
from handoff_experiments.questions.decisions.motivations import (
    EXPOSURE,
    MOTIVATIONS,
    Subset,
    shapley,
    subsets,
    worths,
)
from handoff_experiments.questions.pictures.worlds import DIVERGING, each_world
from handoff_experiments.wording import listed, money, percent

DIRECTIONS = {"clean work": (1.0, 0.0), "protection": (0.0, 1.0), "merit": (0.6, 0.5)}  # of the cube's edges
COLOURS = dict(zip(MOTIVATIONS, (BLUE, ORANGE, GREEN), strict=True))


def corner(part: Subset) -> tuple[float, float]:
    """Where a corner of the cube is drawn."""
    steps = [DIRECTIONS[player] for player in part]
    return sum(step[0] for step in steps), sum(step[1] for step in steps)


def draw_cube(evidence: Evidence) -> Iterator[go.Figure]:
    """Shop profit at the corners of the cube, an exposure in each panel."""
    exposures = evidence.factors[EXPOSURE]
    figure, places = panels(list(exposures))
    profits = {each: worths(evidence, "S1", {EXPOSURE: each}) for each in exposures}
    gaining = {each: worths(evidence, GAINING, {EXPOSURE: each}) for each in exposures}
    means = {each: {part: float(np.nanmean(values)) for part, values in profits[each].items()} for each in exposures}
    largest = max(abs(mean) for corners in means.values() for mean in corners.values()) or 1.0
    for exposure, (row, column) in zip(exposures, places, strict=True):
        for part in subsets(MOTIVATIONS):
            for player in set(MOTIVATIONS) - part:
                ends = (corner(part), corner(part | {player}))
                figure.add_trace(
                    go.Scatter(
                        x=[end[0] for end in ends], y=[end[1] for end in ends], mode="lines",
                        line={"color": COLOURS[player], "width": 3}, name=f"with {player}",
                        legendgroup=player, showlegend=(row, column) == places[0] and not part, hoverinfo="skip",
                    ),
                    row=row, col=column,
                )  # fmt: skip
        corners = list(means[exposure])
        figure.add_trace(
            go.Scatter(
                x=[corner(part)[0] for part in corners],
                y=[corner(part)[1] for part in corners],
                mode="markers+text",
                marker={
                    "size": 64, "color": [means[exposure][part] for part in corners], "colorscale": DIVERGING,
                    "cmin": -largest, "cmax": largest, "line": {"width": 1.5, "color": GREY},
                },
                text=[
                    f"<b>{money(means[exposure][part])}</b><br>{percent(float(np.nanmean(gaining[exposure][part])))}"
                    for part in corners
                ],
                textposition="middle center",
                textfont={"size": 14},
                customdata=[listed(sorted(part)) or "none of the three" for part in corners],
                hovertemplate="%{customdata}: %{text}<extra></extra>",
                showlegend=False,
            ),
            row=row, col=column,
        )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.35, 1.95])
    figure.update_yaxes(visible=False, range=[-0.3, 1.8])
    where, part = max(((each, part) for each in exposures for part in means[each]), key=lambda at: means[at[0]][at[1]])
    title = (
        f"{evidence.world}: shops do best with {listed(sorted(part)) or 'none of the three'} and {where}: "
        f"{money(means[where][part])} per machine-week against {evidence.baseline} (below: shops that gain)"
    )
    alt = (
        "Corners of a cube of the three motivations: shop profit against the twin, and share of shops that gain. "
        + " ".join(
            f"{each}: none {money(means[each][frozenset()])}, all {money(means[each][frozenset(MOTIVATIONS)])}."
            for each in exposures
        )
    )
    yield finished(figure, title=title, alt=alt, height=560)


def draw_shapley(evidence: Evidence) -> Iterator[go.Figure]:
    """What each motivation adds to shop profit over all orders of adding them, exposure by exposure."""
    exposures = evidence.factors[EXPOSURE]
    figure = go.Figure()
    found = {
        each: {
            player: estimate(values, comparisons=len(MOTIVATIONS) * len(exposures))
            for player, values in shapley(worths(evidence, "S1", {EXPOSURE: each}), MOTIVATIONS).items()
        }
        for each in exposures
    }
    for exposure, colour in zip(exposures, (BLUE, ORANGE, VERMILION, GREEN), strict=False):
        bars = [found[exposure][player] for player in MOTIVATIONS]
        figure.add_bar(
            x=list(MOTIVATIONS),
            y=[bar.mean for bar in bars],
            error_y={"array": [bar.high - bar.mean for bar in bars], "thickness": 2},
            name=exposure,
            marker_color=colour,
        )
    figure.update_yaxes(title_text="$ per machine-week", tickformat="$,.0f", zeroline=True, zerolinewidth=2)
    decided = [
        f"{player} ({each})" for each in exposures for player in MOTIVATIONS
        if found[each][player].low > 0 or found[each][player].high < 0
    ]  # fmt: skip
    top_each, top = max(
        ((each, player) for each in exposures for player in MOTIVATIONS), key=lambda at: abs(found[at[0]][at[1]].mean)
    )
    title = (
        f"{evidence.world}: {top} moves shop profit most, {money(found[top_each][top].mean)} per machine-week "
        f"({top_each}); {len(decided)} of {len(exposures) * len(MOTIVATIONS)} Shapley values are decided"
    )
    alt = "Shapley values in shop profit with intervals. " + "; ".join(
        f"{each}, {player} {money(found[each][player].mean)}" for each in exposures for player in MOTIVATIONS
    )
    yield finished(figure, title=title, alt=alt + ".", height=520)


cube = each_world(draw_cube)
shapley_bars = each_world(draw_shapley)
