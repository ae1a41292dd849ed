"""Which floor a run works on: the one table of floors, by name."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy.typing as npt

from handoff_sim.floor import array
from handoff_sim.floor.simpy_floor import SimpyFloor
from handoff_sim.market.tables import Market


class Floor(Protocol):
    """Where a week's production happens (phase 1a); every floor leaves the same tables behind."""

    @property
    def name(self) -> str:
        """What a run calls it."""

    def produce(self, m: Market, week: int) -> None:
        """Work a week: take ops from the queues, finish ops, book minutes."""

    def take_trace(self, week: int) -> dict[str, npt.NDArray[Any]]:
        """Rows of the trace of the week just worked, by name; nothing if none is kept."""


class ArrayFloor:
    """The floor as compiled loops over the tables (floor/array.py); it keeps no state and no trace."""

    name = "array"

    def produce(self, m: Market, week: int) -> None:
        """Work a week."""
        array.produce(m, week)

    def take_trace(self, week: int) -> dict[str, npt.NDArray[Any]]:
        """Nothing."""
        del week
        return {}


FLOORS: Mapping[str, str] = {
    "array": "compiled loops over tables, a week at a time: for ensembles",
    "simpy": "machines as SimPy processes, minute by minute: for watching one run",
}


def floor_named(name: str, *, keep_trace: bool = False) -> Floor:
    """A new floor of this kind.

    Raises ValueError for a name that is none, and for a trace of a floor that keeps none.
    """
    if name == "simpy":
        return SimpyFloor(keep_trace=keep_trace)
    if name != "array":
        raise ValueError(f"floor: expected one of {', '.join(FLOORS)}; found {name!r}")
    if keep_trace:
        raise ValueError("keep_trace: expected floor 'simpy', which knows minutes; found floor 'array'")
    return ArrayFloor()
