"""What every resolver may use, whatever the transport."""

from typing import Protocol

from handoff_experiments.service import Desk
from handoff_experiments.store import Store


class Context(Protocol):
    """What belongs to one operation."""

    @property
    def store(self) -> Store:
        """Saved documents, runs and experiments; its calls block."""

    @property
    def desk(self) -> Desk:
        """Where experiments are asked for and watched; its calls block, but for `update_of`."""
