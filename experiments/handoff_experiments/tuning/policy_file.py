"""What a search found as a policy file: its base, and only what differs from it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handoff_experiments.tuning.reproduce import as_command
from handoff_experiments.tuning.words import fresh
from handoff_experiments.wording import amount, interval
from handoff_scenarios import catalogue
from handoff_sim.policy import Policy
from handoff_sim.policy.group import DESCRIPTIVE
from handoff_sim.policy.reading import WHOLE

if TYPE_CHECKING:
    from handoff_experiments.tuning.answer import TuningAnswer
    from handoff_experiments.tuning.evaluating import Evaluated


def found_toml(answer: "TuningAnswer", found: "Evaluated") -> str:
    """A policy that a search found, with what it is worth on fresh seeds and the command that finds it again."""
    goals = "; ".join(
        f"{goal.goal}: {amount(look.found.mean, goal.goal.measure.unit)} "
        f"{interval(look.found.low, look.found.high, goal.goal.measure.unit)} against {answer.question.start.name}"
        for goal in found.goals
        if (look := goal.start) is not None
    )
    return policy_toml(
        found.policy,
        start=answer.question.start,
        title=f"{answer.question.start.title or answer.question.start.name}, tuned",
        about=f"Found by a search in {answer.question.world.name}. On {fresh(answer)}, {goals}.",
        source=as_command(answer.question),
    )


def policy_toml(policy: Policy, *, start: Policy, title: str, about: str, source: str) -> str:
    """A policy as TOML that ``handoff check`` accepts.

    The base is the policy that the search started from, if the catalogue has it; otherwise everything is stated that
    differs from the defaults.
    """
    import tomlkit

    base = start.name if start.name in catalogue.policies() else None
    below = Policy() if base is None else catalogue.policy(base)
    document = tomlkit.document()
    if base is not None:
        document["base"] = base
    document.update({"title": title, "about": about, "source": source})
    for key, value in differing(below.plain(), policy.plain()).items():
        if key not in DESCRIPTIVE:
            document[key] = value
    return tomlkit.dumps(document)


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of ``after`` that differ; tables entry by entry, fields that are replaced as one as a whole."""
    found: dict[str, Any] = {}
    for key, value in after.items():
        old = before.get(key)
        if old == value:
            continue
        if isinstance(value, Mapping) and isinstance(old, Mapping) and key not in WHOLE:
            found[key] = differing(old, value)
        else:
            found[key] = value
    return found
