"""What every answer gives, whatever the kind of its question: words, tables, pictures, and plain data."""

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.questions.head import QuestionFile, Size

FORMAT = "handoff-answer-1"


class Answer(Protocol):
    """What came out of a question.

    ``complete`` says whether everything that was planned was run and could be read; after Ctrl-C it is false. An
    answer may have ``failures``, a tuple of texts: what broke, and where.
    """

    @property
    def question(self) -> QuestionFile:
        """What was asked."""
        ...

    @property
    def size(self) -> Size:
        """In which size."""
        ...

    @property
    def complete(self) -> bool:
        """Whether everything that was planned was run and could be read."""
        ...

    @property
    def seconds(self) -> float:
        """What it took by the clock."""
        ...

    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        ...

    def tables(self) -> dict[str, pd.DataFrame]:
        """Its evidence, by the titles of the tables."""
        ...

    def figures(self) -> tuple[go.Figure, ...]:
        """Its pictures; the title of each says the finding, ``layout.meta["alt"]`` describes it."""
        ...

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        ...


def failures(answer: Answer) -> tuple[str, ...]:
    """What broke, and where; empty where nothing did."""
    return tuple(getattr(answer, "failures", ()))


def head_of(answer: Answer, hashes: Mapping[str, str]) -> dict[str, Any]:
    """What every answer's document begins with.

    Args:
        answer: The answer.
        hashes: Content hashes of the worlds and policies that were run, by what they are.
    """
    asked = answer.question
    return {
        "format": FORMAT,
        "kind": asked.kind,
        "question": asked.model_dump(mode="json"),
        "question_sha256": asked.content_hash,
        "size": answer.size,
        "complete": answer.complete,
        "failures": list(failures(answer)),
        "sentences": list(answer.sentences()),
        "hashes": dict(hashes),
    }


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows in JSON's own types; what is not finite is null."""
    finite = table.replace([float("inf"), float("-inf")], float("nan")).astype(object)
    return [dict(row) for row in finite.where(finite.notna(), None).to_dict("records")]  # type: ignore[arg-type]
