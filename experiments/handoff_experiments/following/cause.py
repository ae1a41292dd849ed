"""Why two lives of a job part: the clauses that act on the event, the terms they move, and the state that differs.

A clause is named only where it can act: where its channel's Terms govern the event under at least one policy, and the
two policies differ in it. Everything else came by way of the state that earlier jobs left, and is said to have.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from handoff_experiments.following.clauses import (
    AT_THE_FRONT_DOOR,
    BY_SUBJECT,
    DECISION_BEHIND,
    fields_of_term,
    fields_that_act,
    has_force,
)
from handoff_experiments.following.future import Future
from handoff_experiments.following.happenings import Happening
from handoff_experiments.following.histories import Earlier, first_of_all, first_of_party
from handoff_experiments.following.life import Life
from handoff_experiments.following.names import OCCURRENCE, account_of, find_job
from handoff_experiments.following.parting import ABOUT_THE_REPEAT, Parting, parting
from handoff_experiments.following.reading import read_life
from handoff_experiments.following.state import StateGap, state_gaps
from handoff_sim.codes import Channel
from handoff_sim.policy.diff import as_lived, plain_diff
from handoff_sim.policy.registry import FieldInfo, fields_by_path

SAME, CLAUSE, BOTH, STATE, PREVIOUS, UNKNOWN = (
    "nothing differs", "clause", "clause and state", "state", "previous order", "unexplained",
)  # fmt: skip
IMPOSSIBLE = 1e14  # dollars; a cost beyond it stands for "cannot be done"
MOST_PARTIES = 6


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A field in which the policies differ and that acts on the event; values as a document writes them."""

    path: str
    before: Any
    after: Any
    sentence: str


@dataclass(frozen=True, kw_only=True)
class TermGap:
    """One term of the decision behind the event, under both policies; None where it stands for impossible.

    ``paths``: fields that feed this term, differ, and can act; none where only the state feeds it.
    """

    decision: str
    who: str
    term: str
    before: float | None
    after: float | None
    paths: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """The earlier orders of a part through which a difference came.

    ``previous``: name of the order before; ``first``: of the earliest order whose lives part, in ``week``, with what
    happened there under ``policy``; ``how`` and ``clauses``, in sentences, what that rests on.
    """

    previous: str
    first: str
    week: int
    text: str
    how: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What the first difference rests on.

    Parameters
    ----------
    how: nothing differs, clause, clause and state, state, previous order, or unexplained
    clauses: that act on the event directly
    thereafter: rules that the job then meets at the network's front door, where it goes there under one policy only;
        as they stand, without a value before
    terms: of the decision behind it that differ, where both runs took that decision
    state: of the parties concerned, at the start of that week
    earlier: where the whole futures part first, and where those of the parties concerned do
    lineage: the part's orders before, where the difference came with them; otherwise None
    """

    how: str
    clauses: tuple[Clause, ...] = ()
    thereafter: tuple[Clause, ...] = ()
    terms: tuple[TermGap, ...] = ()
    state: tuple[StateGap, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    lineage: Lineage | None = None


def find_cause(
    futures: tuple[Future, Future],
    lives: tuple[Life, Life],
    key: int,
    first: Parting | None,
    *,
    origin: Earlier | None = None,
    history: bool = True,
) -> Cause:
    """What the first difference between two lives of a job rests on.

    Parameters: ``origin``, where the whole futures part; ``history``, whether to look at what had gone before.
    """
    if first is None:
        return Cause(how=SAME)
    policies = futures[0].policy, futures[1].policy
    changes = [change for change in plain_diff(*as_lived(*policies)) if has_force(change.path, policies)]
    clauses = {c.path: Clause(path=c.path, before=c.before, after=c.after, sentence=c.sentence) for c in changes}
    channels = _channels(futures, lives, key, first)
    terms = _term_gaps(futures, key, first, tuple(clauses), channels)
    acting = fields_that_act(BY_SUBJECT[first.subject], clauses, channels)
    acting += tuple(path for gap in terms for path in gap.paths)
    acting = tuple(path for path in clauses if path in acting)
    parties = _parties(lives, first)
    state = state_gaps(*futures, parties, first.week, lives[0].buyer or lives[1].buyer)
    lineage = _lineage(futures, lives, first) if history else None
    return Cause(
        how=_how(bool(acting), bool(state) or any(not gap.paths for gap in terms), lineage is not None, first),
        clauses=tuple(clauses[path] for path in acting),
        thereafter=_thereafter(futures, first),
        terms=terms,
        state=state,
        earlier=_earlier(futures, parties, first.week, origin) if history else (),
        lineage=lineage,
    )


def _thereafter(futures: Sequence[Future], first: Parting) -> tuple[Clause, ...]:
    """The rules of the front door of the one policy under which the RFQ goes through it."""
    if first.subject != "channel":
        return ()
    through = [
        future
        for future, event in zip(futures, (first.before, first.after), strict=True)
        if event is not None and event.channel == "network"
    ]
    if len(through) != 1:
        return ()
    policy = through[0].policy
    fields = fields_by_path(type(policy))
    return tuple(
        Clause(path=path, before=None, after=value, sentence=f"{fields[path].meaning}: {_told(fields[path], value)}.")
        for path in AT_THE_FRONT_DOOR
        if has_force(path, (policy,)) and (value := _stated(policy.plain(), path)) is not None
    )


def _stated(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for part in path.split("."):
        value = value[part]
    return value


def _told(field: FieldInfo, value: Any) -> str:
    if field.type == "share":
        return f"{100 * value:.4g} %"
    return f"{value:g}" if isinstance(value, (int, float)) else str(value).replace("_", " ")


def _how(clause: bool, state: bool, inherited: bool, first: Parting) -> str:
    if inherited and (first.subject == "return" or not clause):
        return PREVIOUS
    if clause:
        return BOTH if state else CLAUSE
    return STATE if state else UNKNOWN


def _channels(futures: Sequence[Future], lives: Sequence[Life], key: int, first: Parting) -> tuple[str, ...]:
    """Channels whose Terms govern the event under either policy."""
    found = []
    for future, life, event in zip(futures, lives, (first.before, first.after), strict=True):
        if event is not None:
            found.append(_channel(future, life, key, event, first.subject))
    return tuple(dict.fromkeys(found))


def _channel(future: Future, life: Life, key: int, event: Happening, subject: str) -> str:
    if event.channel:
        return event.channel
    if subject in ABOUT_THE_REPEAT:
        return _channel_of_repeat(future, key)
    if event.operation:
        return next((op.channel for op in life.operations if op.name == event.operation), "direct")
    asked = [request.channel for request in life.requests if request.week <= event.week]
    return asked[-1] if asked else "direct"


def _channel_of_repeat(future: Future, key: int) -> str:
    """Whose Terms name the holder of a repeat: those of the handoff of its last first operation (D24)."""
    records = future.run.records
    rows = future.job_rows(key)
    parent = int(records.jobs["parent"][rows[0]]) if len(rows) else -1
    if parent < 0:
        return "direct"
    job = records.jobs[parent]
    op = records.ops[job["first_op"]]
    code = op["channel"] if op["handed_off"] and op["maker"] >= 0 else job["channel"]
    return Channel(int(code)).name.lower()


DECIDED_BY_BUYERS = ("AWARD", "CHANNEL")


def _who(future: Future, kind: str, record: Mapping[str, Any]) -> str:
    return "" if kind in DECIDED_BY_BUYERS else future.shop_name(int(record["shop"]))


def _term_gaps(
    futures: Sequence[Future], key: int, first: Parting, changed: Sequence[str], channels: Sequence[str]
) -> tuple[TermGap, ...]:
    kind = DECISION_BEHIND.get(first.subject)
    if kind is None:
        return ()
    records = [_decision(future, key, kind, first) for future in futures]
    if records[0] is None or records[1] is None:
        return ()
    gaps = []
    one, other = _numbers(records[0]), _numbers(records[1])
    for term in dict.fromkeys([*one, *other]):
        if not _alike(one.get(term), other.get(term)):
            paths = fields_that_act(fields_of_term(kind, term), changed, channels)
            gaps.append(
                TermGap(
                    decision=kind.lower(), who=_who(futures[0], kind, records[0]),
                    term=term, before=one.get(term), after=other.get(term), paths=paths,
                )
            )  # fmt: skip
    return tuple(gaps)


def _numbers(record: Mapping[str, Any]) -> dict[str, float | None]:
    values = {"load_weeks": float(record["load_weeks"]), **record["terms"]}
    return {name: value if math.isfinite(value) and abs(value) < IMPOSSIBLE else None for name, value in values.items()}


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _decision(future: Future, key: int, kind: str, first: Parting) -> dict[str, Any] | None:
    """The record of the decision behind the event: of the same shop and operation, in the same week."""
    events = [event for event in (first.before, first.after) if event is not None]
    event = events[0]
    who = {"QUOTE": event.actor, "HANDOFF_RESPONSE": event.other, "MAKE_OR_HANDOFF": event.actor}.get(kind)
    if kind == "COMMITMENT":
        who = event.actor
    for record in future.decisions_of(key):
        if str(record["kind"]) != kind or (kind != "COMMITMENT" and int(record["week"]) != first.week):
            continue
        if who is not None and future.shop_name(int(record["shop"])) != who:
            continue
        if int(record["op"]) >= 0 and event.operation:
            op = future.run.records.ops[int(record["op"])]
            if 100 * int(op["stage"]) + int(op["lot"]) != event.item % OCCURRENCE:
                continue
        return record
    return None


def _parties(lives: Sequence[Life], first: Parting) -> tuple[str, ...]:
    """Buyer, prime and everybody named in the event."""
    names = [life.buyer for life in lives if life.buyer]
    for event in (first.before, first.after):
        names += [event.actor, event.other] if event is not None else []
    if first.subject not in ("channel", "screen", "return"):
        names += [life.prime for life in lives]
    if first.subject in ("asked", "award"):
        names += [quote.shop for life in lives for quote in life.quotes if quote.won]
    return tuple(name for name in dict.fromkeys(names) if account_of(name) is not None)[:MOST_PARTIES]


def find_origin(futures: tuple[Future, Future]) -> Earlier | None:
    """Where two whole futures part, with what that first event rests on; None where they are the same."""
    found = first_of_all(*futures)
    if found is None or not found.job:
        return found
    key = find_job(found.job, np.union1d(futures[0].keys, futures[1].keys))
    lives = (read_life(futures[0], key), read_life(futures[1], key))
    cause = find_cause(futures, lives, key, parting(*lives), history=False)
    return replace(found, how=cause.how, clauses=tuple(clause.sentence for clause in cause.clauses), state=cause.state)


def _earlier(
    futures: tuple[Future, Future], parties: Sequence[str], week: int, origin: Earlier | None
) -> tuple[Earlier, ...]:
    """The first event of the whole log that differs, and of each party's part of it, up to the week."""
    found = [origin, *(first_of_party(*futures, party) for party in parties)]
    return tuple(event for event in found if event is not None and event.week <= week)


def _lineage(futures: tuple[Future, Future], lives: tuple[Life, Life], first: Parting) -> Lineage | None:
    """The earlier orders of the part that had already lived differently, back to the first that did."""
    if first.subject not in ("return", *ABOUT_THE_REPEAT, "channel"):
        return None
    names: list[str] = []
    found: tuple[int, tuple[Life, Life], Parting] | None = None
    while name := next((life.repeat.previous for life in lives if life.repeat.previous), ""):
        key = find_job(name, np.union1d(futures[0].keys, futures[1].keys))
        lives = (read_life(futures[0], key), read_life(futures[1], key))
        parted = parting(*lives)
        if parted is None:
            break
        names.append(name)
        found = key, lives, parted
    if found is None:
        return None
    key, lives, parted = found
    cause = find_cause(futures, lives, key, parted, history=False)
    event = parted.after or parted.before
    policy = lives[1 if parted.after else 0].policy
    return Lineage(
        previous=names[0],
        first=names[-1],
        week=parted.week,
        text=f"under {policy}, {event.text}" if event else "",
        how=cause.how,
        clauses=tuple(clause.sentence for clause in cause.clauses),
    )
