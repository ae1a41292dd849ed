"""Which jobs tell most about the difference between two policies: a stated rule, applied to every job of two futures.

Each reason that holds for a job is worth points (`POINTS`); jobs are ranked by their points, then by the money that
moved between the parties, then by key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_experiments.following.following import Following, Pair
from handoff_experiments.following.future import CASH, Future
from handoff_experiments.following.names import UnknownJob
from handoff_experiments.following.words import dollars
from handoff_sim.codes import Category, Channel, JobState
from handoff_sim.names import job_name

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

POINTS: Mapping[str, int] = {
    "receiver lost after": 5,  # a shop that made it for another lost money under the second policy only
    "receiver lost before": 4,
    "prime lost after": 4,  # the same for a shop that made it for its own buyer
    "prime lost before": 3,
    "NCR paid by others": 3,  # the same defects, other payers
    "NCR after only": 2,
    "NCR before only": 2,
    "served after only": 2,
    "served before only": 2,
    "made by others": 1,
    "late after only": 1,
    "late before only": 1,
    "other channel": 3,  # a new part went out another way: a clause acts on this very job
}
FEW = 3  # jobs offered where a name is unknown
CLEAR_LOSS = 0.02  # of the reference value: a smaller loss is not told as one
CLEAR_SHARE = 0.05  # of a loss: shares of payers that differ by less count as equal


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One job that the two policies treated differently, and why it is worth following.

    ``why``: reasons in words; ``reasons``: the same as codes of `POINTS`; ``moved_cents``: net worth that changed
    hands between the parties, nature included.
    """

    rank: int
    job: str
    key: int
    week: int
    points: int
    moved_cents: int
    reasons: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The telling jobs of two futures, most telling first.

    ``jobs`` in either future; ``differing``: how many did not leave every party with the same money.
    """

    world: str
    seed: int
    weeks: int
    policies: tuple[str, str]
    settings: tuple[str, ...]
    events_sha256: tuple[str, str]
    jobs: int
    differing: int
    telling: tuple[Telling, ...]


@dataclass(frozen=True)
class _Side:
    """Facts of every job of one future, on the common list of keys."""

    known: Bools
    closed: Bools
    late: Ints
    ncr: Ints  # cents
    payers: npt.NDArray[np.float64]  # [job, role] shares of the NCR loss: buyer, prime, maker, other
    causes: Ints
    channel: Ints
    week: Ints
    reference: Ints  # cents
    worst: Ints  # cents: the least that any of its makers was left with; 0 where none lost
    loser: Ints  # persistent number of that maker, -1 where none lost
    handed: Bools  # whether that maker had the work from another shop
    new: Bools  # a new part, no repeat
    makers: Ints  # hash of who made which operation


def most_different(pair: Pair, *, top: int = 12) -> Ranking:
    """The jobs that tell most about the difference between the two policies of a pair.

    Parameters: ``top``, how many to list at most.
    """
    keys = pair.keys
    sides = [_side(future, keys) for future in (pair.before, pair.after)]
    moved = _moved(pair, keys)
    reasons = _reasons(sides[0], sides[1])
    points = sum(np.where(held, POINTS[name], 0) for name, held in reasons.items()) + np.zeros(len(keys), np.int64)
    order = np.lexsort((keys, -moved, -points))
    order = order[(points[order] > 0) & (moved[order] > 0)][:top]
    return Ranking(
        world=pair.before.world.name,
        seed=pair.before.run.seed,
        weeks=pair.before.run.weeks,
        policies=(pair.before.policy.name, pair.after.policy.name),
        settings=pair.settings,
        events_sha256=(pair.before.run.events_sha256, pair.after.run.events_sha256),
        jobs=len(keys),
        differing=int((moved > 0).sum()),
        telling=tuple(
            _telling(pair, rank, int(keys[place]), int(place), int(points[place]), int(moved[place]), reasons, sides)
            for rank, place in enumerate(order, start=1)
        ),
    )


def follow_or_suggest(pair: Pair, job: str) -> Following:
    """Follow one job, by name or key; where it is unknown, say which jobs are worth following.

    Raises UnknownJob: no job, or several, go by that name; its options are telling jobs, if there are any.
    """
    try:
        return pair.follow(job)
    except UnknownJob as unknown:
        telling = [row.job for row in most_different(pair, top=FEW).telling]
        hint = f"; telling ones are {', '.join(telling)}" if telling else ""
        options = telling or unknown.options
        raise UnknownJob(unknown.path, unknown.expected, unknown.found, options, f"{unknown}{hint}") from None


def _reasons(one: _Side, other: _Side) -> dict[str, Bools]:
    """Which reason holds for which job."""
    both = one.closed & other.closed
    finished = one.known & other.known
    lost = [side.worst < -CLEAR_LOSS * side.reference for side in (one, other)]
    same_defects = both & (one.ncr > 0) & (other.ncr > 0) & (one.causes == other.causes)
    return {
        "receiver lost after": both & lost[1] & ~lost[0] & other.handed,
        "receiver lost before": both & lost[0] & ~lost[1] & one.handed,
        "prime lost after": both & lost[1] & ~lost[0] & ~other.handed,
        "prime lost before": both & lost[0] & ~lost[1] & ~one.handed,
        "NCR paid by others": same_defects & (np.abs(one.payers - other.payers).max(axis=1) > CLEAR_SHARE),
        "NCR after only": both & (one.ncr == 0) & (other.ncr > 0),
        "NCR before only": both & (one.ncr > 0) & (other.ncr == 0),
        "served after only": finished & other.closed & ~one.closed,
        "served before only": finished & one.closed & ~other.closed,
        "made by others": both & (one.makers != other.makers),
        "late after only": both & (one.late == 0) & (other.late > 0),
        "late before only": both & (one.late > 0) & (other.late == 0),
        "other channel": finished & one.new & (one.channel != other.channel),
    }


def _side(future: Future, keys: npt.NDArray[np.uint64]) -> _Side:
    records = future.run.records
    rows = _last_rows(future, keys)
    known = rows >= 0
    jobs = records.jobs[np.maximum(rows, 0)]
    finished = known & ~np.isin(jobs["state"], (JobState.OPEN, JobState.AWARDED))
    place_of_job = np.searchsorted(keys, records.jobs["key"])
    ops = records.ops
    place_of_op = place_of_job[ops["job"]]
    earned = _earned(future, keys, place_of_job)
    worst, loser, handed = _worst_maker(future, place_of_op, earned, len(keys))
    ncr, payers = _payers(future, place_of_job, len(keys))
    causes = np.zeros(len(keys), np.int64)
    np.bitwise_or.at(causes, place_of_op, ops["ncr_causes"].astype(np.int64))
    return _Side(
        known=finished,
        closed=known & (jobs["state"] == JobState.CLOSED),
        late=np.where(known, jobs["late_weeks"], 0).astype(np.int64),
        ncr=ncr,
        payers=payers,
        causes=causes,
        channel=np.where(known, jobs["channel"], Channel.DIRECT).astype(np.int64),
        week=np.where(known, jobs["week"], -1).astype(np.int64),
        reference=np.where(known, jobs["vref"] * 100, 0).astype(np.int64),
        worst=worst,
        loser=loser,
        handed=handed,
        new=known & (jobs["nth"] == 0) & (jobs["occurrence"] == 0),
        makers=_makers(future, place_of_op, len(keys)),
    )


def _last_rows(future: Future, keys: npt.NDArray[np.uint64]) -> Ints:
    """Row of each job, of its second request where there was one; -1 where it was never asked for."""
    rows = np.full(len(keys), -1, np.int64)
    rows[np.searchsorted(keys, future.keys)] = np.arange(len(future.keys))  # later rows win
    return rows


def _earned(future: Future, keys: npt.NDArray[np.uint64], place_of_job: Ints) -> tuple[Ints, Ints]:
    """Net worth by (job, account row), as sorted numbers ``place * accounts + account`` and cents."""
    entries = future.entries[(future.entries["basis"] != CASH) & (future.entries["job"] >= 0)]
    accounts = len(future.account_keys)
    place = place_of_job[entries["job"]] * accounts
    numbers = np.concatenate([place + entries["payer"], place + entries["payee"]])
    cents = np.concatenate([-entries["cents"], entries["cents"]])
    return _summed(numbers, cents)


def _summed(numbers: Ints, cents: Ints) -> tuple[Ints, Ints]:
    found, inverse = np.unique(numbers, return_inverse=True)
    sums = np.zeros(len(found), np.int64)
    np.add.at(sums, inverse, cents)
    return found, sums


def _worst_maker(future: Future, place_of_op: Ints, earned: tuple[Ints, Ints], count: int) -> tuple[Ints, Ints, Bools]:
    """The least that a maker of each job was left with, which maker, and whether it made it for another shop."""
    makers = future.run.records.ops["maker"].astype(np.int64)
    made = makers >= 0
    numbers = place_of_op[made] * len(future.account_keys) + makers[made]
    at = np.minimum(np.searchsorted(earned[0], numbers), len(earned[0]) - 1)
    cents = np.where(earned[0][at] == numbers, earned[1][at], 0) if len(earned[0]) else np.zeros(len(numbers), np.int64)
    worst, loser = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    order = np.lexsort((makers[made], -cents))  # the worst of a job comes last and wins
    worst[place_of_op[made][order]] = np.minimum(cents[order], 0)
    loser[place_of_op[made][order]] = np.where(cents[order] < 0, future.account_keys[makers[made][order]], -1)
    handed = np.zeros(count, np.bool_)
    handed[place_of_op[made][order]] = future.run.records.ops["handed_off"][made][order] == 1
    return worst, loser, handed


def _payers(future: Future, place_of_job: Ints, count: int) -> tuple[Ints, npt.NDArray[np.float64]]:
    """NCR loss of each job, and the share of it that buyer, prime, receiving maker and others paid."""
    records = future.run.records
    entries = future.entries[(future.entries["category"] == Category.NCR) & (future.entries["job"] >= 0)]
    place = place_of_job[entries["job"]]
    payer = entries["payer"].astype(np.int64)
    op = np.maximum(entries["op"], 0)
    handed = records.ops["handed_off"][op] == 1
    role = np.full(len(entries), 3)
    role[payer == records.ops["originator"][op]] = 1
    role[handed & (payer == records.ops["maker"][op])] = 2
    role[payer == records.n_shops + records.jobs["buyer"][entries["job"]]] = 0
    paid = np.zeros((count, 4), np.int64)
    np.add.at(paid, (place, role), entries["cents"])
    total = paid.sum(axis=1)
    return total, paid / np.maximum(total, 1)[:, None]


def _makers(future: Future, place_of_op: Ints, count: int) -> Ints:
    """A number for each job that changes with who makes which operation."""
    ops = future.run.records.ops
    maker = ops["maker"].astype(np.int64)
    who = np.where(maker >= 0, future.account_keys[np.maximum(maker, 0)], maker)
    item = (ops["stage"] * 100 + ops["lot"]).astype(np.int64)
    mixed = (who + 7) * 1_000_003 + item * 7_919 * (who + 11)
    makers = np.zeros(count, np.int64)
    np.add.at(makers, place_of_op, mixed)
    return makers


def _moved(pair: Pair, keys: npt.NDArray[np.uint64]) -> Ints:
    """Half of all parties' differences without their signs, by job; parties by account row, the same in both."""
    accounts = len(pair.before.account_keys)
    numbers, cents = [], []
    for future, sign in ((pair.before, -1), (pair.after, 1)):
        found, sums = _earned(future, keys, np.searchsorted(keys, future.run.records.jobs["key"]))
        numbers.append(found)
        cents.append(sign * sums)
    found, differences = _summed(np.concatenate(numbers), np.concatenate(cents))
    moved = np.zeros(len(keys), np.int64)
    np.add.at(moved, found // accounts, np.abs(differences))
    return moved // 2


def _telling(
    pair: Pair, rank: int, key: int, place: int, points: int, moved: int, reasons: Mapping[str, Bools], sides: Any
) -> Telling:
    held = tuple(name for name, mask in reasons.items() if mask[place])
    names = pair.before.policy.name, pair.after.policy.name
    return Telling(
        rank=rank,
        job=job_name(key),
        key=key,
        week=int(min(side.week[place] for side in sides if side.week[place] >= 0)),
        points=points,
        moved_cents=moved,
        reasons=held,
        why=tuple(_words(name, place, names, sides) for name in held),
    )


def _words(reason: str, place: int, names: tuple[str, str], sides: Any) -> str:
    """One reason in words."""
    side = 1 if reason.endswith("after") or "after only" in reason else 0
    policy, facts = names[side], sides[side]
    loser = int(facts.loser[place])
    loss = f"lost {dollars(-int(facts.worst[place]))} under {policy} only"
    ways = [f"{_way(facts, place)} under {name}" for name, facts in zip(names, sides, strict=True)]
    return {
        "receiver lost": f"shop {loser}, a receiver, {loss}",
        "prime lost": f"shop {loser}, which made its own order, {loss}",
        "NCR paid": "other parties paid for the same defects",
        "NCR after": f"a defect under {policy} only",
        "NCR before": f"a defect under {policy} only",
        "served after": f"served under {policy} only",
        "served before": f"served under {policy} only",
        "made by": "made by other shops",
        "late after": f"late under {policy} only",
        "late before": f"late under {policy} only",
        "other channel": f"the RFQ went {ways[0]}, {ways[1]}",
    }[" ".join(reason.split()[:2])]


def _way(side: Any, place: int) -> str:
    return "through the network" if side.channel[place] == Channel.NETWORK else "straight to shops"
