"""The pictures that a question file may ask for by name; each is a function of the answer."""

from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from handoff_experiments.questions.pictures import (
    contours,
    crossing,
    cube,
    downside,
    joining,
    lanes,
    lorenz,
    main_effects,
    networks,
    pareto,
    pooling,
    region_map,
    shock_response,
    targets,
    ternary,
    waterfall,
)

PICTURES: Mapping[str, Callable[[Any], tuple[go.Figure, ...]]] = {
    "effects": main_effects.main_effects,
    "targets": targets.targets,
    "waterfall": waterfall.waterfall,
    "durable": waterfall.durable,
    "pareto": pareto.pareto,
    "downside": downside.downside,
    "decision_errors": joining.decision_errors,
    "pilot_length": joining.pilot_length,
    "convinced": lanes.convinced,
    "league": lanes.league_table,
    "ternary": ternary.ternary,
    "cube": cube.cube,
    "shapley": cube.shapley_bars,
    "contours": contours.contours,
    "exits": contours.exits,
    "crossing": crossing.crossing,
    "shock_response": shock_response.shock_response,
    "lorenz": lorenz.lorenz,
    "region_map": region_map.region_map,
    "networks": networks.networks,
    "pooling": pooling.pooling,
}
