"""Results as files: the report as one page, the whole as JSON, and every table as CSV and Parquet."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from handoff_experiments.comparison import Comparison
from handoff_experiments.files import as_json
from handoff_experiments.report import report


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file that an experiment's result can be had as."""

    name: str
    meaning: str
    media_type: str
    content: Callable[[Comparison], bytes]


TABLES: Mapping[str, tuple[str, Callable[[Comparison], pd.DataFrame]]] = {
    "contrasts": ("every difference with its interval and verdict", Comparison.contrasts),
    "runs": ("every run of the arms with its seed, event hash and metrics", Comparison.runs),
    "quadrants": ("where shops stand: shares of the quadrants, gains of joining", Comparison.quadrants),
    "twin_figures": ("figures that take several runs of a seed, with their formulas", Comparison.twin_figures),
}


def _csv(meaning: str, name: str, table: Callable[[Comparison], pd.DataFrame]) -> Export:
    def content(comparison: Comparison) -> bytes:
        return table(comparison).to_csv(index=False).encode()

    return Export(name=f"{name}.csv", meaning=f"Table: {meaning}", media_type="text/csv", content=content)


def _parquet(meaning: str, name: str, table: Callable[[Comparison], pd.DataFrame]) -> Export:
    def content(comparison: Comparison) -> bytes:
        file = io.BytesIO()
        table(comparison).to_parquet(file, index=False)
        return file.getvalue()

    media_type = "application/vnd.apache.parquet"
    return Export(name=f"{name}.parquet", meaning=f"Table: {meaning}", media_type=media_type, content=content)


def _exports() -> tuple[Export, ...]:
    whole = (
        Export(
            name="report.html",
            meaning="The report with all pictures, one page that needs no network",
            media_type="text/html",
            content=lambda comparison: report(comparison).encode(),
        ),
        Export(
            name="result.json",
            meaning="The whole result, as `handoff compare --json` prints it",
            media_type="application/json",
            content=lambda comparison: as_json(comparison).encode(),
        ),
    )
    tables = (kind(meaning, name, table) for name, (meaning, table) in TABLES.items() for kind in (_csv, _parquet))
    return (*whole, *tables)


EXPORTS: Mapping[str, Export] = {export.name: export for export in _exports()}
