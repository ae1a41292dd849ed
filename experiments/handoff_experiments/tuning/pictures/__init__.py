"""The pictures of a search."""

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from handoff_experiments.tuning.pictures.front import front
from handoff_experiments.tuning.pictures.history import history
from handoff_experiments.tuning.pictures.settings import contributions, settings

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer


def figures(answer: "TuningAnswer") -> tuple[go.Figure, ...]:
    """All that there is something to show in, in the order in which they tell the story."""
    several = len(answer.question.goals) > 1
    drawn = [history(answer, place) for place in range(len(answer.question.goals))]
    drawn = [front(answer), *drawn] if several else drawn
    return (*drawn, settings(answer), *contributions(answer))
