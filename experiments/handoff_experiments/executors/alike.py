"""Whether two processes make the same runs: versions, kind of processor, and a short run as a probe."""

import functools
import hashlib
import platform
from collections.abc import Mapping

from handoff_experiments.versions import versions_of_model

Facts = Mapping[str, str]

PROBE_WEEKS = 52  # of the workshop world; some 20 ms
MEANINGS = {"probe": "the hash of a short run", "processor": "a processor of the kind", "threads": "threads per worker"}


class Unlike(Exception):
    """A worker that would not make the same runs as the process that asks for them."""


@functools.cache
def facts() -> Facts:
    """What must be equal wherever the runs of one experiment are made.

    The probe is a run with all its metrics, of which every bit counts: it also shows what no version says, such as a
    mathematical library that rounds otherwise on another processor.
    """
    from handoff_experiments.tasks import Task, perform
    from handoff_scenarios import catalogue
    from handoff_sim.run import MODEL_VERSION

    world, policy = catalogue.world("workshop"), catalogue.policy("enforceable_trust")
    run = perform(Task(world=world, policy=policy, seed=1, weeks=PROBE_WEEKS))
    bits = f"{run.events_sha256} {sorted(run.metrics.items())} {run.failure}"
    probe = hashlib.sha256(bits.encode()).hexdigest()[:16]
    return {**versions_of_model(MODEL_VERSION), "processor": platform.machine(), "probe": probe}


def differences(expected: Facts, found: Facts) -> str:
    """What differs, in words; empty if nothing does."""
    return "; ".join(
        f"{MEANINGS.get(name, name)}: expected {value}, found {found.get(name, 'none')}"
        for name, value in expected.items()
        if found.get(name) != value
    )


def refuse_unlike(expected: Facts, found: Facts) -> None:
    """Make sure of it.

    Raises:
        Unlike: Everything that differs.
    """
    if told := differences(expected, found):
        raise Unlike(told)
