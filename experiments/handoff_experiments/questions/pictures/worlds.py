"""Small things that the pictures share."""

from collections.abc import Callable, Iterable
from typing import Any

import plotly.graph_objects as go

from handoff_experiments.figures.style import VERMILION, nothing_to_show
from handoff_experiments.questions.decisions.evidence import Evidence, evidence_of

DIVERGING = ((0.0, VERMILION), (0.5, "#F7F7F7"), (1.0, "#0072B2"))  # losses, nothing, gains


def each_world(draw: Callable[[Evidence], Iterable[go.Figure]]) -> Callable[[Any], tuple[go.Figure, ...]]:
    """A picture of an answer, from one of each world's evidence; of an answer without runs it says so."""

    def pictures(answer: Any) -> tuple[go.Figure, ...]:
        found = tuple(figure for evidence in evidence_of(answer) for figure in drawn(draw, evidence))
        return found or (nothing_to_show("No run was finished"),)

    pictures.__doc__ = draw.__doc__
    return pictures


def drawn(draw: Callable[[Evidence], Iterable[go.Figure]], evidence: Evidence) -> tuple[go.Figure, ...]:
    """The picture; where a part is missing, as after Ctrl-C or in a file of other factors, one that says so."""
    try:
        return tuple(draw(evidence))
    except KeyError as missing:
        return (nothing_to_show(f"{evidence.world}: the picture needs what was not run ({missing.args[0]})"),)


def short(factor: str, level: str) -> str:
    """A level where its factor is named beside it."""
    return level.removeprefix(f"{factor} ")
