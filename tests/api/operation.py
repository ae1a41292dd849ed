"""What resolvers find in the context of an operation, without a server around it."""

from dataclasses import dataclass

from handoff_experiments.service import Desk
from handoff_experiments.store import Store


@dataclass
class Operation:
    """What resolvers may use."""

    desk: Desk

    @property
    def store(self) -> Store:
        """The store of the desk."""
        return self.desk.store
