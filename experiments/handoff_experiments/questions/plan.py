"""How much work a question is, known before the first run."""

from dataclasses import dataclass
from functools import cache
from math import prod

from handoff_experiments.null import PAIRS as NULL_PAIRS
from handoff_experiments.questions.asking import combinations
from handoff_experiments.questions.document import QuestionFile, Size, question
from handoff_scenarios import catalogue


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is run for a question in one size.

    ``combinations`` are compared with the baseline in each of ``worlds``; ``runs`` are all of theirs and the
    baseline's; ``shop_weeks`` counts runs x weeks x shops, those of the null check with them.
    """

    worlds: int
    combinations: int
    runs: int
    shop_weeks: int


def plan(asked: QuestionFile, size: Size) -> Plan:
    """How much work a question is."""
    effort = asked.effort(size)
    worlds = [
        world.document
        for name in effort.worlds
        for world in combinations(asked.factors, "world", catalogue.world(name), seed=asked.seed)
    ]
    points = prod(len(factor.named) for factor in asked.factors if factor.of == "policy")
    runs = effort.pairs * (points + 1)
    shop_weeks = [(effort.weeks or world.clock.weeks) * world.population.shops for world in worlds]
    return Plan(
        worlds=len(worlds),
        combinations=points,
        runs=runs * len(worlds),
        shop_weeks=(runs + min(NULL_PAIRS, effort.pairs)) * sum(shop_weeks),
    )


@cache
def plan_of_catalogue(name: str, size: Size) -> Plan:
    """How much work a question of the catalogue is."""
    return plan(question(name), size)
