"""The strip chart of calibration targets, a picture for each world."""

from typing import Any

import plotly.graph_objects as go

from handoff_experiments.figures.targets import targets as strip_chart


def targets(answer: Any) -> tuple[go.Figure, ...]:
    """Every target with its band; of a calibration answer."""
    return tuple(strip_chart(world.world, world.targets) for world in answer.worlds)
