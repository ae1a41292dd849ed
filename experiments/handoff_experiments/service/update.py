"""What is said about an experiment while it goes on."""

from dataclasses import dataclass
from enum import StrEnum

from handoff_experiments.service.standing import Standing


class Status(StrEnum):
    """Where an experiment stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED = frozenset({Status.FINISHED, Status.CANCELLED, Status.FAILED})


@dataclass(frozen=True, kw_only=True)
class Update:
    """The state of an experiment at one moment; a later one replaces it.

    ``done`` of ``total`` runs of the stage; ``pairs`` are seeds that every arm has finished, of ``planned_pairs``;
    ``standings`` are intervals as they stand; ``broken`` counts runs that failed, ``note`` tells of the last one;
    a question asks one world after another: ``world`` is number ``world_number`` of ``worlds``;
    ``seconds`` since the start, and ``seconds_left`` as far as can be told.
    """

    experiment_id: str
    status: Status
    stage: str = ""
    done: int = 0
    total: int = 0
    pairs: int = 0
    planned_pairs: int = 0
    standings: tuple[Standing, ...] = ()
    world: str = ""
    world_number: int = 0
    worlds: int = 0
    broken: int = 0
    note: str = ""
    failure: str | None = None
    seconds: float = 0.0
    seconds_left: float | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing will follow."""
        return self.status in ENDED
