"""From what a person writes, a name, a path or a document, to the worlds and policies of a comparison."""

import os
from collections.abc import Iterable, Sequence
from os import PathLike
from typing import Any

from handoff_experiments.tasks import Document

Named = str | PathLike[str] | Document  # a catalogue name, a TOML file or a document


def world_document(world: Named) -> Any:
    """The world of that name or path; a document passes through."""
    if not isinstance(world, str | PathLike):
        return world
    from handoff_scenarios.catalogue import world as find

    return find(os.fspath(world))


def policy_document(policy: Named) -> Any:
    """The policy of that name or path; a document passes through."""
    if not isinstance(policy, str | PathLike):
        return policy
    from handoff_scenarios.catalogue import policy as find

    return find(os.fspath(policy))


def overridden(world: Any, policies: Sequence[Any], overrides: Iterable[str]) -> tuple[Any, list[Any]]:
    """The documents with ``path=value`` settings applied, the same settings to every arm.

    A path belongs to the world if its first word is a field of the world, otherwise to the policies.
    """
    settings = list(overrides)
    if not settings:
        return world, list(policies)
    from handoff_sim.policy import apply_settings

    of_world = [text for text in settings if hasattr(world, _first_word(text))]
    of_policies = [text for text in settings if text not in of_world]
    if of_world:
        world = apply_settings(world, of_world)
    if of_policies:
        policies = [apply_settings(policy, of_policies) for policy in policies]
    return world, list(policies)


def checked_arms(baseline: Any, policies: Sequence[Any]) -> tuple[Any, ...]:
    """Baseline first, then the policies; refuses an empty list and a name that means two things.

    The baseline may be listed again: that arm is an A/A comparison in full view.
    """
    if not policies:
        raise ValueError("policies: expected at least one policy to compare with the baseline; found none")
    names = [policy.name for policy in policies]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"policies: expected each name once; found {', '.join(twice)} more than once")
    for policy in policies:
        if policy.name == baseline.name and policy.content_hash != baseline.content_hash:
            raise ValueError(f"policies: {policy.name} differs from the baseline of the same name; rename one")
    return (baseline, *policies)


def name_for_two(documents: Iterable[Document]) -> str | None:
    """A name by which two different documents go; None where every name means one."""
    hashes: dict[str, str] = {}
    for document in documents:
        if hashes.setdefault(document.name, document.content_hash) != document.content_hash:
            return document.name
    return None


def _first_word(setting: str) -> str:
    return setting.partition("=")[0].strip().partition(".")[0]
