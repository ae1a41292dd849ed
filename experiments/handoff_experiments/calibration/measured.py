"""What calibration measured, as data beside the code: the page of calibration and the ODD protocol are made from it."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handoff_experiments.calibration.bands import BANDS, SIGNS
from handoff_experiments.calibration.table import Reached, WorldTable
from handoff_experiments.files import write_whole
from handoff_scenarios import catalogue

MEASURED = Path(__file__).with_name("measured.json")
DIGITS = 6  # significant ones that are kept


def read_measured(path: Path = MEASURED) -> tuple[WorldTable, ...]:
    """The tables of the last ``make calibration``, world by world.

    Raises KeyError for a band that was not measured then.
    """
    return tuple(_table(name, kept) for name, kept in json.loads(path.read_text(encoding="utf-8")).items())


def write_measured(tables: Sequence[WorldTable], path: Path = MEASURED) -> None:
    """Keep the tables; a figure that the model does not have is null."""
    kept = {table.world.name: _plain(table) for table in tables}
    write_whole(path, json.dumps(kept, indent=1, allow_nan=False) + "\n")


def _plain(table: WorldTable) -> dict[str, Any]:
    return {
        "document": table.document,
        "events_sha256": table.events_sha256,
        "reached": {one.band.code: [_kept(one.mean), _kept(one.error)] for one in table.reached},
    }


def _kept(value: float) -> float | None:
    return None if math.isnan(value) else float(f"{value:.{DIGITS}g}")


def _table(name: str, kept: dict[str, Any]) -> WorldTable:
    reached = []
    for band in (*BANDS, *SIGNS):
        mean, error = (math.nan if value is None else value for value in kept["reached"][band.code])
        reached.append(Reached(band=band, mean=mean, error=error))
    return WorldTable(
        world=catalogue.world(name),
        document=kept["document"],
        reached=tuple(reached),
        events_sha256=kept["events_sha256"],
    )
