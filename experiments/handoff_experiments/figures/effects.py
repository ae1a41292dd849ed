"""Main effects: a panel for each factor, a dot with its interval for each level."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from handoff_experiments.figures.style import BLUE, finished, grid_height, nothing_to_show, panels
from handoff_experiments.wording import amount

if TYPE_CHECKING:
    from handoff_experiments.questions.effects import LevelEffect


def effects(world: str, found: Sequence["LevelEffect"], metric: str) -> go.Figure:
    """What each level of each factor does in one metric, against the average of all combinations."""
    shown = [effect for effect in found if effect.metric == metric]
    if not shown:
        return nothing_to_show(f"No effects: {metric} was not looked at")
    factors = list(dict.fromkeys(effect.factor for effect in shown))
    figure, places = panels(factors, shared_yaxes="all")
    for factor, (row, column) in zip(factors, places, strict=True):
        levels = [effect for effect in shown if effect.factor == factor]
        figure.add_trace(
            go.Scatter(
                x=[effect.short for effect in levels],
                y=[effect.effect for effect in levels],
                error_y={
                    "array": [effect.high - effect.effect for effect in levels],
                    "arrayminus": [effect.effect - effect.low for effect in levels],
                },
                mode="markers",
                marker={"size": 13, "color": BLUE},
                showlegend=False,
            ),
            row=row,
            col=column,
        )
        figure.update_xaxes(type="category", row=row, col=column)
    figure.update_yaxes(zeroline=True, zerolinewidth=2)
    figure.update_yaxes(title_text=shown[0].unit, col=1)
    best = max(shown, key=lambda effect: abs(effect.effect))
    title = (
        f"{world}: {best.factor} {best.short} is {amount(best.effect, best.unit)} from the average of all combinations"
    )
    alt = f"{shown[0].title}, mean over {best.pairs} pairs. " + "; ".join(
        f"{effect.factor} {effect.short} {amount(effect.effect, effect.unit)}" for effect in shown
    )
    return finished(figure, title=title, alt=alt + ".", height=grid_height(factors), legend=False)
