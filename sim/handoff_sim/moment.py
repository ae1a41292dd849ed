"""The state of a run between two weeks, remembered so that a week can be taken back (runs with seats)."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Counter, Market

Bytes = npt.NDArray[np.uint8]

# Tables that grow: rows in use, by counter. Rows beyond them are zeros.
GROWING = {
    "jobs": Counter.JOBS,
    "ops": Counter.OPS,
    "payments": Counter.PAYMENTS,
    "evidence": Counter.EVIDENCE,
}
FRESH = ("events", "entries", "decisions", "quotes")  # begun anew in every week


class Moment(NamedTuple):
    """A moment of one run; it holds until the run remembers another."""

    tables: dict[str, Bytes]
    week: int
    digest: bytes
    kept: dict[str, int]  # chunks of rows kept for data frames, by name
    counts: dict[str, int]  # conservation laws checked


class Memory:
    """Room for the tables of one moment, used again for the next: fresh memory costs more than the copy."""

    def __init__(self) -> None:
        self._room: dict[str, Bytes] = {}

    def hold(self, market: Market) -> dict[str, Bytes]:
        """Copies of all rows in use, as bytes: NumPy copies records field by field."""
        return {name: self._hold(name, raw) for name, raw in _rows_in_use(market).items()}

    def _hold(self, name: str, raw: Bytes) -> Bytes:
        room = self._room.get(name)
        if room is None or room.size < raw.size:
            room = self._room[name] = np.empty(2 * raw.size, np.uint8)
        room[: raw.size] = raw
        return room[: raw.size]


def put_back(market: Market, tables: dict[str, Bytes]) -> None:
    """Write remembered rows into the tables, which may have grown since; rows that are new since are zeros again."""
    now = {name: raw.size for name, raw in _rows_in_use(market).items()}
    for name, saved in tables.items():
        raw = _bytes(getattr(market, name))
        raw[: saved.size] = saved
        if name in GROWING:
            raw[saved.size : now[name]] = 0


def _rows_in_use(market: Market) -> dict[str, Bytes]:
    found = {name: _bytes(table) for name, table in market._asdict().items() if name not in FRESH}
    for name, counter in GROWING.items():
        rows = array_of(getattr(market, name))
        found[name] = found[name][: int(market.n[counter]) * rows.itemsize]
    return found


def _bytes(table: Any) -> Bytes:
    return array_of(table).reshape(-1).view(np.uint8)
