"""What was typed, as checked worlds and policies."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from handoff_web.errors import Refusal

if TYPE_CHECKING:
    from handoff_sim.policy import Policy
    from handoff_sim.world.document import World

MOST_SEED = 2**64 - 1
MOST_WEEKS = 5200

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Documents:
    """A world and the policies to try on it, with every setting applied."""

    world: "World"
    policies: "tuple[Policy, ...]"
    settings: tuple[str, ...]


def with_settings(world: str, policies: Sequence[str], settings: Sequence[str]) -> Documents:
    """Read a world and policies by name or file, and apply ``path=value`` settings to them.

    Raises:
        DocumentError: an unknown name, a document with faults, a setting that does not fit.
    """
    from handoff_experiments.documents import overridden, policy_document, world_document

    read = [policy_document(policy) for policy in policies]
    changed_world, changed = overridden(world_document(world), read, settings)
    return Documents(world=changed_world, policies=tuple(changed), settings=tuple(settings))


def pick(
    name: str,
    known: Iterable[Item],
    key: Callable[[Item], str],
    kind: str,
    other_key: Callable[[Item], str] | None = None,
) -> Item:
    """The first entry of that name, whatever its case.

    Raises:
        Refusal: nothing has that name; the text lists the names, closest first.
    """
    from handoff_sim.policy.problems import closest_first

    entries = list(known)
    for item in entries:
        labels = (key(item), other_key(item)) if other_key else (key(item),)
        if name.lower() in (label.lower() for label in labels):
            return item
    options = ", ".join(closest_first(name, dict.fromkeys(map(key, entries))))
    raise Refusal(f"{name}: expected a {kind}, one of {options}")
