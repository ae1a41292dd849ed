"""What a comparison says while it works."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What is being run."""

    ARMS = "arms"  # every policy and the baseline, over the seeds
    NULL = "null"  # the baseline a second time
    YARDSTICK = "yardstick"  # the market without frictions
    TWINS = "twins"  # X4
    SWEEP = "sampled worlds"  # of a sweep, each with a seed and under every policy
    READING = "reading"  # statistics


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Runs done of the runs planned so far in one stage."""

    stage: Stage
    done: int
    total: int
    note: str = ""


OnProgress = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Say nothing."""
