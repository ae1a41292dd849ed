"""A run summary taken apart into numbers for a row and arrays for a file, and put together again, bit for bit.

In plain data a number that does not exist is null, and an infinite one is a word.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_experiments.store.arrays import Arrays
from handoff_experiments.tasks import RunSummary

OF_ROW = ("by_size", "waste", "welfare_by_cause", "welfare_by_agent")  # numbers by name, kept as plain data
OF_FILE = ("shops", "series")  # arrays by name
ALONE = ("membership", "ties")
OUTCOME = "outcome"


def arrays_of(summary: RunSummary) -> Arrays:
    """Every array of a summary, by where it stands in it."""
    return dict(_arrays_of(summary))


def figures_of(summary: RunSummary) -> dict[str, Any]:
    """Every number of a summary that is neither an array nor a metric nor a column of its own, as plain data."""
    figures = {name: plain(getattr(summary, name)) for name in OF_ROW}
    return figures | {OUTCOME: _outcome_figures(summary.outcome)}


def from_parts(figures: Mapping[str, Any], arrays: Arrays, **known: Any) -> RunSummary:
    """The summary again."""
    inside: dict[str, Arrays] = {name: {} for name in (*OF_FILE, OUTCOME)}
    for path, array in arrays.items():
        part, _, name = path.partition(".")
        if name:
            inside[part][name] = array
    known |= {name: numbers(figures[name]) for name in OF_ROW}
    known |= {name: inside[name] for name in OF_FILE}
    known |= {name: arrays.get(name) for name in ALONE}
    return RunSummary(**known, outcome=_outcome(figures[OUTCOME], inside[OUTCOME]))


def plain(value: Any) -> Any:
    """Numbers as JSON can hold them, inside tables too."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    return value


def numbers(value: Any) -> Any:
    """The numbers again."""
    if isinstance(value, dict):
        return {key: numbers(inner) for key, inner in value.items()}
    if value is None or isinstance(value, str):
        return math.nan if value is None else float(value)
    return value


def _arrays_of(summary: RunSummary) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for part in OF_FILE:
        for name, array in getattr(summary, part).items():
            yield f"{part}.{name}", array
    for name in ALONE:
        array = getattr(summary, name)
        if array is not None:
            yield name, array
    if summary.outcome is not None:
        for field in fields(summary.outcome):
            value = getattr(summary.outcome, field.name)
            if isinstance(value, np.ndarray):
                yield f"{OUTCOME}.{field.name}", value


def _outcome_figures(outcome: Any) -> dict[str, Any] | None:
    """Numbers of an outcome; those of welfare by the names of the lines."""
    if outcome is None:
        return None
    values = {field.name: getattr(outcome, field.name) for field in fields(outcome)}
    table = values.pop("welfare")
    figures = {name: plain(value) for name, value in values.items() if not isinstance(value, np.ndarray)}
    real = {category.name: plain(cents) for category, cents in table.real.items()}
    return figures | {"welfare": {"real": real, "agents": plain(table.agents)}}


def _outcome(figures: dict[str, Any] | None, arrays: Arrays) -> Any:
    if figures is None:
        return None
    from handoff_sim.codes import Category
    from handoff_sim.metrics.outcome import Outcome
    from handoff_sim.metrics.welfare import WelfareTable

    values = dict(figures)
    table = values.pop("welfare")
    real = {Category[name]: cents for name, cents in table["real"].items()}
    values = {name: numbers(value) for name, value in values.items()} | arrays
    return Outcome(**values, welfare=WelfareTable(real, table["agents"]))
