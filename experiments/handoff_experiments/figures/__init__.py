"""The pictures of a comparison: drawn once, shown by report, page and notebook alike.

A picture is a function of a `Comparison`. To add one, write it in its own file and name it in FIGURES.
"""

from collections.abc import Callable, Mapping

import plotly.graph_objects as go

from handoff_experiments.comparison import Comparison
from handoff_experiments.figures.adoption import adoption
from handoff_experiments.figures.distributed import distributed
from handoff_experiments.figures.forest import forest
from handoff_experiments.figures.quadrant import quadrant
from handoff_experiments.figures.waste import waste
from handoff_experiments.figures.welfare import welfare_agents, welfare_causes
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
