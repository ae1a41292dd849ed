"""E14: who hands work to whom before a network, while it lasts, and after it is withdrawn."""

from typing import Any

import plotly.graph_objects as go

from handoff_experiments.figures.style import nothing_to_show
from handoff_experiments.questions.factors import ARM
from handoff_experiments.questions.pictures.shocked import by_base


def networks(answer: Any) -> tuple[go.Figure, ...]:
    """Handoffs in three windows of one future, a row for each policy that is withdrawn.

    The future of the first seed is run again to be drawn, in the world with the most regions among those answered.
    """
    from handoff_experiments.figures.ties import ties  # networkx, and the model, where they are needed
    from handoff_experiments.following.future import live
    from handoff_experiments.following.ties import tie_network

    found = []
    for worlds in by_base(answer).values():
        world = max(worlds.values(), key=lambda each: each.comparison.question.world.population.regions)
        question, seed = world.comparison.question, world.comparison.seeds[0]
        drawn = [
            tie_network(live(question.world, policy, seed=seed, weeks=question.weeks, decisions=False))
            for policy in _withdrawn(answer, world)
        ]
        if drawn:
            found.append(ties(drawn))
    return tuple(found) or (nothing_to_show("No policy of this question is withdrawn"),)


def _withdrawn(answer: Any, world: Any) -> list[Any]:
    """Policies that are withdrawn, in the order of the file's arms, named by their arm where they have one."""
    arms = [arm.name for arm in answer.question.arms]
    named = [
        policy.model_copy(update={"name": world.points[policy.name].get(ARM, policy.name)})
        for policy in world.comparison.question.policies
        if policy.launch.withdraw_week is not None
    ]
    return sorted(named, key=lambda policy: arms.index(policy.name) if policy.name in arms else 0)
