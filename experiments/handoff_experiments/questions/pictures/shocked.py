"""Worlds of an answer by the world of the catalogue that they were made from."""

from typing import Any


def by_base(answer: Any) -> dict[str, dict[str, Any]]:
    """Answered worlds by catalogue name, then by their levels in words; those of one without factors by its name."""
    found: dict[str, dict[str, Any]] = {}
    for world in answer.worlds:
        base, _, levels = world.world.partition(": ")
        found.setdefault(base, {})[levels or base] = world
    return found
