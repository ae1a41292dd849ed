"""What each level does in the first metric, a picture for each world."""

from typing import Any

import plotly.graph_objects as go

from handoff_experiments.figures.effects import effects


def main_effects(answer: Any) -> tuple[go.Figure, ...]:
    """A panel for each factor, world by world; of a factorial answer."""
    return tuple(effects(world.world, world.effects, answer.question.metrics[0]) for world in answer.worlds)
