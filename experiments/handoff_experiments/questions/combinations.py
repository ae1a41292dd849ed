"""From levels to documents: the policies and worlds that a design comes to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from handoff_experiments.designs import Point, fractional_factorial, full_factorial
from handoff_experiments.questions.factors import Design, FactorTable, FractionalDesign
from handoff_experiments.questions.head import told
from handoff_sim.policy import DocumentError, Problem
from handoff_sim.policy.problems import below
from handoff_sim.policy.reading import set_paths

JOINED = ", "  # between the levels in the name of a combination


@dataclass(frozen=True, kw_only=True)
class Combination:
    """A policy or world of the design: its levels by factor, and the document they come to."""

    levels: Mapping[str, str]
    document: Any


def points_of(factors: Sequence[FactorTable], design: Design, *, seed: int) -> tuple[Point, ...]:
    """Levels by factor at every point of a design, in an order whose beginning covers every level.

    Raises:
        ValueError: The design cannot be made from these factors.
    """
    if not factors:
        return ({},)
    levels = {factor.name: tuple(level.name for level in factor.named) for factor in factors}
    if isinstance(design, FractionalDesign):
        return fractional_factorial(levels, design.reduction, seed=seed)
    return full_factorial(levels, seed=seed)


def combined(
    points: Sequence[Point],
    factors: Sequence[FactorTable],
    base: Callable[[Point], Any],
    naming: Callable[[Any, str], str] = lambda base, name: name,
) -> tuple[Combination, ...]:
    """The documents at the points of a design.

    Args:
        points: Levels by factor.
        factors: What is varied; a later factor wins where two set one field.
        base: The document that a point starts from.
        naming: The name of a document, from its base and its levels in words.

    Raises:
        DocumentError: Every point that is no such document, at once.
    """
    sets = {factor.name: {level.name: level.sets for level in factor.named} for factor in factors}
    found: list[Combination] = []
    wrong: dict[Problem, list[str]] = {}
    for point in points:
        start, name = base(point), JOINED.join(point.values())
        values = {path: value for factor, level in point.items() for path, value in sets[factor][level].items()}
        problems = told(partial(set_paths, start, values, file="factors"), "")
        for problem in problems:
            wrong.setdefault(problem, []).append(name)
        if not problems:
            document = set_paths(start, values, file=name)
            if point:
                document = document.model_copy(update={"name": naming(start, name)})
            found.append(Combination(levels=dict(point), document=document))
    if wrong:
        raise DocumentError("factors", [below(_place(names), problem) for problem, names in wrong.items()])
    return tuple(found)


def _place(names: Sequence[str]) -> str:
    """The combinations in which something is wrong, by the first of them."""
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"factors ({names[0]}{more})"
