"""The pictures: drawn once, shown by report, page and notebook alike.

A picture of a comparison is a function of a `Comparison`; one of a single future takes what was watched: the trace of
a run, a followed job, a network of ties, an explained decision. To add one, write it in its own file and name it here.
"""

from collections.abc import Callable, Mapping

import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.figures.adoption import adoption
from handoff_experiments.figures.distributed import distributed
from handoff_experiments.figures.floor_gantt import floor_gantt
from handoff_experiments.figures.forest import forest
from handoff_experiments.figures.paths import paths
from handoff_experiments.figures.quadrant import quadrant
from handoff_experiments.figures.shop_week import shop_week
from handoff_experiments.figures.ties import ties
from handoff_experiments.figures.waste import waste
from handoff_experiments.figures.welfare import welfare_agents, welfare_causes
from handoff_experiments.figures.why import why
from handoff_experiments.figures.winners import winners

FIGURES: Mapping[str, Callable[[Comparison], go.Figure]] = {
    "quadrants": quadrant,
    "forest": forest,
    "winners": winners,
    "waste": waste,
    "welfare": welfare_agents,
    "welfare_causes": welfare_causes,
    "adoption": adoption,
    "distributed": distributed,
}

OF_ONE_FUTURE: Mapping[str, Callable[..., go.Figure]] = {
    "floor": floor_gantt,
    "shop_week": shop_week,
    "paths": paths,
    "ties": ties,
    "why": why,
}
