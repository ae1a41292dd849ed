"""The answer to a question as files: the whole as JSON, and every table as CSV."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

Kept = Mapping[str, Any]  # as `asking.answer_document` made it


@dataclass(frozen=True, kw_only=True)
class AnswerFile:
    """A file that an answer can be had as."""

    name: str
    meaning: str
    media_type: str
    content: Callable[[], bytes]


def answer_files(kept: Kept) -> dict[str, AnswerFile]:
    """Files of an answer by their names."""
    whole = AnswerFile(
        name="answer.json",
        meaning="The whole answer, as `handoff ask --json` writes it",
        media_type="application/json",
        content=lambda: json.dumps(kept["answer"], indent=2, ensure_ascii=False).encode(),
    )
    tables = [
        AnswerFile(
            name=f"table_{number}.csv",
            meaning=f"Table: {table['title']}",
            media_type="text/csv",
            content=partial(_csv, table),
        )
        for number, table in enumerate(kept["tables"], start=1)
    ]
    return {each.name: each for each in (whole, *tables)}


def _csv(table: Mapping[str, Any]) -> bytes:
    columns = {each["name"]: each.get("numbers", each.get("texts")) for each in table["columns"]}
    return pd.DataFrame(columns).to_csv(index=False).encode()
