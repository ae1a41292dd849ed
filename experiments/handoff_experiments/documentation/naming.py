"""Names that the prose of the documents uses, each checked against the code: a name that is gone stops the writing."""

from collections.abc import Collection

from handoff_experiments.calibration.bands import BANDS, SIGNS
from handoff_experiments.documentation.markdown import code
from handoff_experiments.documentation.rules import numbers
from handoff_scenarios import catalogue
from handoff_sim.metrics import CONTRASTS, METRICS
from handoff_sim.policy import Policy
from handoff_sim.policy.group import Group
from handoff_sim.policy.problems import closest_first, one_of
from handoff_sim.policy.registry import fields_of
from handoff_sim.strategies.catalogue import STRATEGIES
from handoff_sim.world.document import World


def rule(number: str) -> str:
    """A rule of the model, such as R11."""
    return _known(number, numbers(), "rule")


def field(path: str) -> str:
    """A field of a world or a policy, or a group of them."""
    return code(_known(path, _paths(World) | _paths(Policy), "field"))


def metric(name: str) -> str:
    """A metric or a contrast by its code."""
    return code(_known(name, {one.code for one in METRICS} | {one.code for one in CONTRASTS}, "metric"))


def pattern(name: str) -> str:
    """A band of calibration by its code."""
    return _known(name, {band.code for band in (*BANDS, *SIGNS)}, "pattern")


def world(name: str) -> str:
    """A world of the catalogue."""
    return code(_known(name, catalogue.worlds(), "world"))


def policy(name: str) -> str:
    """A policy of the catalogue."""
    return code(_known(name, catalogue.policies(), "policy"))


def strategy(name: str) -> str:
    """A strategy of the catalogue."""
    return code(_known(name, STRATEGIES, "strategy"))


def _paths(kind: type[Group]) -> set[str]:
    """Paths of fields, of vectors as a whole, and of groups."""
    fields = {info.path for info in fields_of(kind)} | {info.vector for info in fields_of(kind)}
    return {path.rsplit(".", depth)[0] for path in fields - {""} for depth in range(3)}


def _known(name: str, names: Collection[str], what: str) -> str:
    if name not in names:
        raise LookupError(f"{what}: expected {one_of(closest_first(name, names)[:3])}; found {name!r}")
    return name
