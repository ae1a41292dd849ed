"""Event log, ledger and decision records as data frames with names instead of codes."""

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_sim.codes import Category, EventKind
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.decisions import TERM_NAMES
from handoff_sim.market.columns import dtype_of
from handoff_sim.market.fact_rows import Decision, Entry, Event
from handoff_sim.records import Records

Chunks = list[npt.NDArray[Any]]
BASIS = ("both", "net worth", "cash")


def _joined(chunks: Chunks, row: type) -> npt.NDArray[Any]:
    return np.concatenate(chunks) if chunks else np.zeros(0, dtype_of(row))


def _named(codes: npt.NDArray[Any], names: type[IntEnum]) -> Any:
    return pd.Categorical.from_codes(codes.astype(np.int64), categories=pd.Index([member.name for member in names]))


def event_frame(chunks: Chunks) -> pd.DataFrame:
    """One row per event: week, kind, job key, item, accounts by persistent number, code, cents, terms."""
    rows = _joined(chunks, Event)
    order = ["week", "kind", "job", "operation", "a", "b", "code", "cents", "terms"]
    frame = pd.DataFrame({name: rows[name] for name in order})
    frame["kind"] = _named(rows["kind"], EventKind)
    return frame


def entry_frame(chunks: Chunks) -> pd.DataFrame:
    """One row per ledger entry; accounts by row: shops, buyers, then codes.Account."""
    rows = _joined(chunks, Entry)
    frame = pd.DataFrame({name: rows[name] for name in rows.dtype.names or ()})
    frame["category"] = _named(rows["category"], Category)
    frame["basis"] = pd.Categorical.from_codes(rows["basis"].astype(np.int64), categories=pd.Index(BASIS))
    return frame


def decision_frame(chunks: Chunks, records: Records) -> pd.DataFrame:
    """One row per decision, with its terms as a dictionary of dollars, weeks and shares by name."""
    rows = _joined(chunks, Decision)
    plain = [name for name in rows.dtype.names or () if name not in ("terms", "answer")]
    frame = pd.DataFrame({name: rows[name] for name in plain})
    frame["kind"] = _named(rows["kind"], DecisionKind)
    frame["job"] = np.where(rows["job"] >= 0, records.jobs["key"][rows["job"]], 0) if len(rows) else []
    names = {int(kind): terms for kind, terms in TERM_NAMES.items()}
    terms = [
        dict(zip(names[int(kind)], values.tolist(), strict=False))
        for kind, values in zip(rows["kind"], rows["terms"], strict=True)
    ]
    frame["terms"] = pd.Series(terms, dtype=object)
    return frame
