"""The pictures that a question file may ask for by name; each is a function of the answer."""

from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from handoff_experiments.questions.pictures.main_effects import main_effects

PICTURES: Mapping[str, Callable[[Any], tuple[go.Figure, ...]]] = {
    "effects": main_effects,
}
