"""The event log and the ledger of one run as tables, with names instead of numbers and codes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from handoff_experiments.following.future import WORTH, Future
from handoff_experiments.following.happenings import OF_AN_OPERATION, WITH_TERMS, other_party
from handoff_experiments.following.names import OCCURRENCE, operation_name, party_name
from handoff_sim.codes import Category, EventKind
from handoff_sim.ledger.frames import BASIS

Column = npt.NDArray[Any]
UNDER_TERMS = (*WITH_TERMS, EventKind.FAKE_WORK)


def event_table(future: Future) -> pa.Table:
    """A row per event, in log order.

    ``job`` is a key, empty for an event of a shop alone; ``operation`` and ``item`` say which of the job's operations,
    or which request; ``actor`` and ``other`` are who did it, and to or with whom; ``code`` and ``cents`` as in the
    log; ``channel`` whose Terms govern; ``lead_weeks`` of a quote.
    """
    rows, kinds = future.events, future.events["kind"]
    of_job = rows["job"] != 0
    return pa.table(
        {
            "week": _small(rows["week"]),
            "kind": _coded(kinds, [kind.name for kind in EventKind]),
            "job": pa.array(rows["job"].astype(np.uint64), mask=~of_job),
            "operation": _operations(future, np.isin(kinds, OF_AN_OPERATION)),
            "item": pa.array(rows["operation"].astype(np.int32)),
            "actor": _parties(rows["a"], None),
            "other": _parties(rows["b"], kinds),
            "code": pa.array(rows["code"].astype(np.int32)),
            "cents": pa.array(rows["cents"].astype(np.int64)),
            "channel": _channels(future, np.isin(kinds, UNDER_TERMS)),
            "lead_weeks": pa.array(rows["terms"].astype(np.int32), mask=kinds != EventKind.QUOTE),
        }
    )


def entry_table(future: Future) -> pa.Table:
    """A row per ledger entry, in the order in which they were posted: cents leave ``payer`` and reach ``payee``.

    ``basis`` says what moves: net worth, cash or both; ``job`` is a key, empty where there is none.
    """
    rows, records = future.entries, future.run.records
    names = account_names(future)
    items = zip(*(records.ops[name].tolist() for name in ("stage", "lot", "lots")), strict=True)
    operations = [operation_name(100 * stage + lot, lots) for stage, lot, lots in items]
    return pa.table(
        {
            "week": _small(rows["week"]),
            "payer": _coded(rows["payer"], names),
            "payee": _coded(rows["payee"], names),
            "cents": pa.array(rows["cents"].astype(np.int64)),
            "category": _coded(rows["category"], [category.name for category in Category]),
            "basis": _coded(rows["basis"], BASIS),
            "job": _job_keys(future, rows["job"]),
            "operation": _coded(rows["op"], operations),
        }
    )


def account_frame(future: Future) -> pd.DataFrame:
    """A row per ledger account: what it owned at the end, net worth and cash, and the cash it began with.

    Cash in hand in week 0 is no entry: opening cash and the entries together are the cash at the end.
    """
    rows, records = future.entries, future.run.records
    moved = np.zeros(len(records.cash), np.int64)
    paid = rows[rows["basis"] != WORTH]
    np.add.at(moved, paid["payee"], paid["cents"])
    np.subtract.at(moved, paid["payer"], paid["cents"])
    return pd.DataFrame(
        {
            "number": np.arange(len(moved)),
            "account": account_names(future),
            "opening_cash_cents": records.cash - moved,
            "cash_cents": records.cash,
            "worth_cents": records.worth,
        }
    )


def account_names(future: Future) -> list[str]:
    """Names of all ledger accounts, by row."""
    return [party_name(int(key)) for key in future.account_keys]


def _small(values: Column) -> pa.Array:
    return pa.array(values.astype(np.int32))


def _coded(codes: Column, names: Sequence[str | None]) -> pa.DictionaryArray:
    """Names by code, each kept once; -1 for none."""
    distinct = pa.array(list(names), pa.string()).dictionary_encode()
    return distinct.take(pa.array(codes.astype(np.int32), mask=codes < 0))


def _job_keys(future: Future, rows: Column) -> pa.Array:
    """Keys of jobs by row; -1 for none."""
    return pa.array(future.keys).take(pa.array(rows, mask=rows < 0))


def _parties(accounts: Column, kinds: Column | None) -> pa.DictionaryArray:
    """Names of accounts by their persistent numbers; the same number is another party in a few kinds of events."""
    mixed = accounts.astype(np.int64) * len(EventKind) + (0 if kinds is None else kinds)
    places, found = pd.factorize(mixed)
    names = []
    for account, kind in (divmod(int(pair), len(EventKind)) for pair in found):
        name = party_name(account) if kinds is None else other_party(EventKind(kind), account)
        names.append(name or None)
    return _coded(places, names)


def _channels(future: Future, governed: Column) -> pa.DictionaryArray:
    """Channel whose Terms govern an event; a vertical operator's work is under none."""
    places, contents = pd.factorize(future.events["terms"])
    names = [future.channels.get(int(content), "vertical") for content in contents]
    return _coded(np.where(governed, places, -1), names)


def _operations(future: Future, of_an_operation: Column) -> pa.DictionaryArray:
    """Names of operations by item number; a lot is named where there are several."""
    rows, records = future.events[of_an_operation], future.run.records
    keys = pd.Index(np.unique(records.jobs["key"]))
    item = rows["operation"].astype(np.int64) % OCCURRENCE
    stages = _staged(keys.get_indexer(pd.Index(rows["job"])), item // 100)
    ops = records.ops[records.ops["lots"] > 1]
    in_lots = np.unique(_staged(keys.get_indexer(pd.Index(records.jobs["key"][ops["job"]])), ops["stage"]))
    places, found = pd.factorize(item * 2 + np.isin(stages, in_lots))
    names = [operation_name(int(pair) // 2, lots=1 + int(pair) % 2) for pair in found]
    column = np.full(len(of_an_operation), -1)
    column[of_an_operation] = places
    return _coded(column, names)


def _staged(places: Column, stages: Column) -> Column:
    """One number for a stage of a job."""
    return places.astype(np.int64) * 100 + stages
