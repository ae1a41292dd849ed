"""The portrait of a world, drawn once for each content."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from handoff_experiments.figures.as_json import figure_document
from handoff_experiments.figures.population import population
from handoff_sim.world.document import World

KEPT = 32
_drawn: OrderedDict[str, dict[str, Any]] = OrderedDict()
_lock = Lock()


def portrait(world: World) -> dict[str, Any]:
    """The picture as {name, title, alt, figure}."""
    with _lock:
        known = _drawn.get(world.content_hash)
    if known is not None:
        return known
    drawn = figure_document("population", population(world))
    with _lock:
        _drawn[world.content_hash] = drawn
        while len(_drawn) > KEPT:
            _drawn.popitem(last=False)
    return drawn
