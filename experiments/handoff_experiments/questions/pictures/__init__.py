"""The pictures that a question file may ask for by name; each is a function of the answer."""

from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from handoff_experiments.questions.pictures.contours import contours, exits
from handoff_experiments.questions.pictures.crossing import crossing
from handoff_experiments.questions.pictures.cube import cube, shapley_bars
from handoff_experiments.questions.pictures.downside import downside
from handoff_experiments.questions.pictures.joining import decision_errors, pilot_length
from handoff_experiments.questions.pictures.lanes import convinced, league_table
from handoff_experiments.questions.pictures.main_effects import main_effects
from handoff_experiments.questions.pictures.pareto import pareto
from handoff_experiments.questions.pictures.targets import targets
from handoff_experiments.questions.pictures.ternary import ternary
from handoff_experiments.questions.pictures.waterfall import durable, waterfall

PICTURES: Mapping[str, Callable[[Any], tuple[go.Figure, ...]]] = {
    "effects": main_effects,
    "targets": targets,
    "waterfall": waterfall,
    "durable": durable,
    "pareto": pareto,
    "downside": downside,
    "decision_errors": decision_errors,
    "pilot_length": pilot_length,
    "convinced": convinced,
    "league": league_table,
    "ternary": ternary,
    "cube": cube,
    "shapley": shapley_bars,
    "contours": contours,
    "exits": exits,
    "crossing": crossing,
}
