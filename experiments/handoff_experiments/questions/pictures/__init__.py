"""The pictures that a question file may ask for by name; each is a function of the answer."""

from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from handoff_experiments.questions.pictures.main_effects import main_effects
from handoff_experiments.questions.pictures.targets import targets

PICTURES: Mapping[str, Callable[[Any], tuple[go.Figure, ...]]] = {
    "effects": main_effects,
    "targets": targets,
}
