"""Worlds of an answer by the world of the catalogue that they were made from."""

from itertools import product
from typing import Any

from handoff_experiments.questions.combinations import JOINED


def by_base(answer: Any) -> dict[str, dict[str, Any]]:
    """Answered worlds by catalogue name, then by their levels in words, in the order of the file.

    A world that nothing was varied of has its own name for its levels.
    """
    named = [[level.name for level in factor.named] for factor in answer.question.varied(answer.size, "world")]
    place = {JOINED.join(levels): number for number, levels in enumerate(product(*named))}
    found: dict[str, dict[str, Any]] = {}
    for world in answer.worlds:
        base, _, levels = world.world.partition(": ")
        found.setdefault(base, {})[levels or base] = world
    return {
        base: dict(sorted(worlds.items(), key=lambda item: place.get(item[0], 0))) for base, worlds in found.items()
    }
