"""Who ran what when: the SimPy floor's log, and the data frames read from it."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_sim.records import Records

IntArray = npt.NDArray[np.int64]
Chunks = list[npt.NDArray[Any]]

LOGGED_SEGMENT = ("station", "machine", "op", "start_min", "end_min", "ended_by")
LOGGED_QUEUE = ("station", "minute", "waiting")
SEGMENT = np.dtype([(name, np.int64) for name in ("week", *LOGGED_SEGMENT)])
QUEUE = np.dtype([(name, np.int64) for name in ("week", *LOGGED_QUEUE, "held", "works_min")])


class SegmentEnd(IntEnum):
    """Why a machine's work on an op ended: for good if done or withdrawn, otherwise for the time being.

    What ends exactly with a week, or is withdrawn after it, leaves a last segment of no length in the next week.
    """

    DONE = 0
    OUTAGE = 1
    WEEK_END = 2
    WITHDRAWN = 3


@dataclass
class Log:
    """What pools write as they go, in the order of LOGGED_SEGMENT and of LOGGED_QUEUE; a pool is a station."""

    segments: list[tuple[int, int, int, Any, Any, SegmentEnd]] = field(default_factory=list)
    queues: list[tuple[int, Any, int]] = field(default_factory=list)

    def take(self, week: int, held: IntArray, works_min: IntArray) -> dict[str, npt.NDArray[Any]]:
        """The rows of a week, and start afresh.

        ``held`` counts by station the ops that wait for a predecessor, ``works_min`` the minutes its machines work.
        """
        segments = _table(SEGMENT, LOGGED_SEGMENT, self.segments, week)
        queues = _table(QUEUE, LOGGED_QUEUE, self.queues, week)
        queues["held"] = held[queues["station"]]
        queues["works_min"] = works_min[queues["station"]]
        self.segments.clear()
        self.queues.clear()
        return {"segments": segments, "queues": queues}


def _table(kind: np.dtype[Any], names: tuple[str, ...], rows: list[Any], week: int) -> npt.NDArray[Any]:
    table = np.zeros(len(rows), kind)
    table["week"] = week
    for name, values in zip(names, np.array(rows, np.int64).reshape(-1, len(names)).T, strict=True):
        table[name] = values
    return table


def segment_frame(chunks: Chunks, records: Records) -> pd.DataFrame:
    """One row per stretch of an op on a machine, in order of its end.

    Minutes count working time: week w starts at w times the machines' weekly minutes. ``shop``, ``machine``,
    ``op_row`` and ``job_row`` are rows of tables; ``job`` is the persistent key; ``originator`` is the shop whose
    order it is. ``ended_by`` is DONE, OUTAGE, WEEK_END or WITHDRAWN.
    """
    rows = np.concatenate(chunks) if chunks else np.zeros(0, SEGMENT)
    ops = records.ops[rows["op"]]
    ends = pd.Categorical.from_codes(rows["ended_by"], categories=pd.Index([end.name for end in SegmentEnd]))
    return pd.DataFrame(
        {
            "week": rows["week"],
            "shop": rows["station"] // records.processes,
            "process": rows["station"] % records.processes,
            "machine": rows["machine"],
            "op_row": rows["op"],
            "job_row": ops["job"],
            "job": records.jobs["key"][ops["job"]],
            "stage": ops["stage"],
            "lot": ops["lot"],
            "originator": ops["originator"],
            "start_min": rows["start_min"],
            "end_min": rows["end_min"],
            "ended_by": ends,
        }
    )


def queue_frame(chunks: Chunks, records: Records) -> pd.DataFrame:
    """One row per change of a queue.

    ``waiting`` ops could start if a machine were free, after all that happens in ``minute``; ``held`` ops wait that
    week for an operation before them. In ``works_min`` of the week's minutes its machines work; then they stand still.
    """
    rows = np.concatenate(chunks) if chunks else np.zeros(0, QUEUE)
    frame = pd.DataFrame(
        {
            "week": rows["week"],
            "shop": rows["station"] // records.processes,
            "process": rows["station"] % records.processes,
            "minute": rows["minute"],
            "waiting": rows["waiting"],
            "held": rows["held"],
            "works_min": rows["works_min"],
        }
    )
    return frame.drop_duplicates(["week", "shop", "process", "minute"], keep="last", ignore_index=True)
