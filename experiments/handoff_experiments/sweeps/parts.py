"""The folder of a sweep: Parquet parts in the order of the tasks, each there whole or not at all.

A part holds nothing that differs from one execution to the next (no clock, no worker), so a sweep that was killed and
taken up again leaves the same bytes as one that was not.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from handoff_experiments.files import write_whole

TABLES = ("runs", "deals", "failures")
Row = dict[str, Any]


class Parts:
    """Tables of a sweep in one folder: ``runs/00007.parquet`` and so on, and ``plan.json``.

    Args:
        folder: Where; made if it is not there.
        plan_hash: Of the plan that the parts belong to.

    Raises:
        ValueError: If the folder holds the parts of another plan.
    """

    def __init__(self, folder: Path, plan_hash: str) -> None:
        self.folder = folder
        for table in TABLES:
            (folder / table).mkdir(parents=True, exist_ok=True)
        known = folder / "plan.json"
        if known.exists():
            found = json.loads(known.read_text(encoding="utf-8")).get("plan")
            if found != plan_hash:
                raise ValueError(f"{folder}: expected the sweep {plan_hash[:12]}; found parts of {str(found)[:12]}")
        else:
            write_whole(known, json.dumps({"plan": plan_hash}))
        self.next = 0  # parts that are there, counted from the first
        while (folder / TABLES[-1] / f"{self.next:05}.parquet").exists():
            self.next += 1

    def write(self, tables: Sequence[Sequence[Row]]) -> None:
        """Write the next part of every table, in the order of TABLES: once the last one is there, the part is."""
        for table, rows in zip(TABLES, tables, strict=True):
            target = self.folder / table / f"{self.next:05}.parquet"
            sink = pa.BufferOutputStream()
            pq.write_table(_table(rows), sink, compression="zstd")
            write_whole(target, sink.getvalue().to_pybytes())
        self.next += 1

    def read(self, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Rows of a table; chosen columns only, if any are named. Rows of half-written parts are left out."""
        files = self.files(table)
        if not files:
            return pd.DataFrame(columns=list(columns or ()))
        found = pyarrow.dataset.dataset(files, schema=_unified(files)).to_table(columns=columns)
        frame: pd.DataFrame = found.to_pandas()
        return frame

    def rows_before(self, moment: datetime) -> int:
        """Runs in parts that were written before a moment."""
        files = [Path(file) for file in self.files("runs")]
        return sum(pq.read_metadata(file).num_rows for file in files if file.stat().st_mtime < moment.timestamp())

    def files(self, table: str) -> list[str]:
        """Files of a table that hold rows, in their order."""
        named = (self.folder / table / f"{number:05}.parquet" for number in range(self.next))
        return [str(file) for file in named if pq.read_metadata(file).num_rows]


def _unified(files: Iterable[str]) -> pa.Schema:
    return pa.unify_schemas([pq.read_schema(file) for file in files], promote_options="permissive")


def _table(rows: Sequence[Row]) -> pa.Table:
    columns: dict[str, None] = {}
    for row in rows:
        columns |= dict.fromkeys(row)
    if not columns:
        return pa.table({"point": pa.array([], pa.int64())})
    kinds = {"seed": pa.uint64()}
    return pa.table({name: pa.array([row.get(name) for row in rows], kinds.get(name)) for name in columns})
