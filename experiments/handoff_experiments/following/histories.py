"""Where two futures part: the first event of the whole log that differs, or of one party's part of it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from handoff_experiments.following.future import Future, Rows
from handoff_experiments.following.happenings import PHASES, WITH_TERMS, happening_of
from handoff_experiments.following.names import (
    account_of,
)
from handoff_experiments.following.state import StateGap
from handoff_sim.codes import EventKind
from handoff_sim.names import job_name


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An event of another job, or of none, that only one of two futures holds.

    ``other_text``: the same shop's event of that kind and job under the other policy, empty where there is none;
    ``party``: whose history was searched, empty for the whole log; ``policy`` under which it happened; ``job`` by
    name, empty for none; ``how``, ``clauses`` in sentences and ``state``, what that event rests on (see
    `cause.Cause`), known for the first of all only.
    """

    party: str
    policy: str
    week: int
    job: str
    text: str
    other_text: str = ""
    how: str = ""
    clauses: tuple[str, ...] = ()
    state: tuple[StateGap, ...] = ()


def first_of_all(before: Future, after: Future) -> Earlier | None:
    """The first event that only one of the two whole logs holds; None where they are the same."""
    return _first(before, after, "")


def first_of_party(before: Future, after: Future, party: str) -> Earlier | None:
    """The first event with this party that only one of the two logs holds; None where there is none."""
    return _first(before, after, party) if account_of(party) is not None else None


def _first(before: Future, after: Future, party: str) -> Earlier | None:
    futures = before, after
    places = [_places(future, party) for future in futures]
    rows = [_comparable(future)[place] for future, place in zip(futures, places, strict=True)]
    last = max((int(part["week"][-1]) for part in rows if len(part)), default=-1)
    starts = [np.searchsorted(part["week"], np.arange(last + 2)) for part in rows]
    for week in range(last + 1):
        parts = [part[start[week] : start[week + 1]] for part, start in zip(rows, starts, strict=True)]
        if len(parts[0]) == len(parts[1]) and parts[0].tobytes() == parts[1].tobytes():
            continue
        found = _only_once(parts[0], parts[1])
        if found is not None:
            side, place = found
            row = futures[side].events[places[side][starts[side][week] + place]]
            event = happening_of(futures[side], row)
            return Earlier(
                party=party,
                policy=futures[side].policy.name,
                week=week,
                job=job_name(int(row["job"])) if row["job"] else "",
                text=event.text,
                other_text=_counterpart(futures[1 - side], row),
            )
    return None


def _places(future: Future, party: str) -> np.ndarray:
    account = account_of(party)
    events = future.events
    if account is None:
        return np.arange(len(events))
    return np.flatnonzero((events["a"] == account) | (events["b"] == account))


@cache
def _comparable(future: Future) -> Rows:
    """Events with the channel in place of the content of Terms, so that equal facts are equal rows."""
    rows = future.events.copy()
    named = np.isin(rows["kind"], WITH_TERMS)
    channels = np.zeros(len(rows), np.uint64)
    for number, content in enumerate(future.run.records.terms["content"]):
        channels[named & (future.events["terms"] == content)] = number + 1
    rows["terms"] = np.where(rows["kind"] == EventKind.QUOTE, rows["terms"], channels)
    return rows


def _only_once(one: Rows, other: Rows) -> tuple[int, int] | None:
    """Side and place of the first row, by phase and then in log order, that the other side does not hold as often."""
    both = np.concatenate([one, other])
    whole = np.ascontiguousarray(both).view(np.dtype((np.void, both.dtype.itemsize))).ravel()
    _, number = np.unique(whole, return_inverse=True)
    balance = np.zeros(number.max() + 1, np.int64)
    np.add.at(balance, number[: len(one)], 1)
    np.add.at(balance, number[len(one) :], -1)
    lonely = np.flatnonzero(np.where(np.arange(len(both)) < len(one), balance[number] > 0, balance[number] < 0))
    if not len(lonely):
        return None
    phases = np.array([PHASES.get(EventKind(kind), 9) for kind in both["kind"][lonely]])
    first = int(lonely[np.lexsort((lonely, phases))[0]])
    return (0, first) if first < len(one) else (1, first - len(one))


def _counterpart(future: Future, row: Any) -> str:
    """What the same party did, in another future, in the same matter in the same week."""
    events = future.events_of(int(row["job"])) if row["job"] else future.events[:0]
    for event in events:
        if all(event[name] == row[name] for name in ("week", "kind", "a", "b", "operation")):
            return happening_of(future, event).text
    return ""
