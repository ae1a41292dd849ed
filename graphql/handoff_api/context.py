"""What every resolver may use, whatever the transport."""

from typing import Protocol

from handoff_experiments.store import Store


class Context(Protocol):
    """What belongs to one operation."""

    @property
    def store(self) -> Store:
        """Saved documents, runs and experiments; its calls block."""
