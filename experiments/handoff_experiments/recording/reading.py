"""A recording read back: its tables page by page, filtered."""

from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from operator import and_
from os import PathLike
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from handoff_experiments.bad_question import BadQuestion, chosen, in_range
from handoff_experiments.following.happenings import OF_AN_OPERATION, Facts, sentence
from handoff_experiments.following.names import Keys, find_job
from handoff_experiments.recording.selecting import (
    NUMBER,
    Page,
    Row,
    Where,
    check_page,
    either,
    equal,
    from_to,
    one_of_them,
    page_of,
)
from handoff_experiments.recording.writing import Meta, read_meta
from handoff_sim.codes import BuyerClass, Category, EventKind, JobState, SizeClass
from handoff_sim.ledger.frames import BASIS
from handoff_sim.names import job_name
from handoff_sim.policy.problems import closest_first

TABLES = ("events", "entries", "accounts", "jobs", "shops", "buyers", "series")
WHOLE = {pa.uint64(): pd.UInt64Dtype()}
FEW = 5  # accounts offered where a name is unknown
PAGE = 100  # rows, where nothing else is asked for


class Recording:
    """One run that was recorded. Weeks are counted from 0; bounds of weeks are included.

    Every method raises BadQuestion for a filter, a name or a number that is not there.
    """

    def __init__(self, folder: str | PathLike[str]) -> None:
        self.folder = Path(folder)
        self.meta: Meta = read_meta(self.folder)

    def path(self, table: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / f"{chosen('table', table, TABLES)}.parquet"

    def frame(self, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """A whole table, to be computed with; keys stay whole numbers where some are missing."""
        found: pd.DataFrame = pq.read_table(self.path(table), columns=columns).to_pandas(types_mapper=WHOLE.get)
        return found

    def events(
        self,
        *,
        kinds: str | Iterable[str] = (),
        job: str | int | None = None,
        shop: int | None = None,
        account: str | None = None,
        week_from: int | None = None,
        week_to: int | None = None,
        offset: int = 0,
        limit: int = PAGE,
    ) -> Page:
        """Events in log order, each with a sentence.

        ``kinds`` of event; ``job`` by name, its beginning, or key; ``shop`` by number, or ``account`` by name, who
        did it or to whom.
        """
        wanted = [*self._kinds(kinds), *self._job(job), *self._weeks(week_from, week_to)]
        wanted += [either(("actor", "other"), name) for name in self._parties(shop, account)]
        found = page_of(self.path("events"), wanted, offset=offset, limit=limit)
        rows = tuple(_with_job(row) | {"text": _sentence(row)} for row in found.rows)
        return Page(rows=rows, total=found.total, offset=offset)

    def entries(
        self,
        *,
        category: str | None = None,
        basis: str | None = None,
        account: str | None = None,
        shop: int | None = None,
        job: str | int | None = None,
        week_from: int | None = None,
        week_to: int | None = None,
        offset: int = 0,
        limit: int = PAGE,
    ) -> Page:
        """Ledger entries in the order in which they were posted.

        ``basis``: entries that move net worth, or cash, alone or not; both: those that move the two at once;
        ``account`` that pays or is paid, by name, such as buyer 3 or the operator.
        """
        wanted = [*self._job(job), *self._weeks(week_from, week_to)]
        wanted += [either(("payer", "payee"), name) for name in self._parties(shop, account)]
        if category is not None:
            wanted.append(equal("category", chosen("category", category, [one.name for one in Category])))
        if basis is not None:
            wanted.append(one_of_them("basis", sorted({BASIS[0], chosen("basis", basis, BASIS)})))
        found = page_of(self.path("entries"), wanted, offset=offset, limit=limit)
        return Page(rows=tuple(map(_with_job, found.rows)), total=found.total, offset=offset)

    def accounts(self, *, offset: int = 0, limit: int = PAGE) -> Page:
        """Everybody's net worth and cash at the end, and the cash in hand at the start, which is no entry."""
        return page_of(self.path("accounts"), (), offset=offset, limit=limit)

    def jobs(
        self,
        *,
        text: str | None = None,
        state: str | None = None,
        shop: int | None = None,
        buyer: int | None = None,
        handed_off: bool | None = None,
        week_from: int | None = None,
        week_to: int | None = None,
        offset: int = 0,
        limit: int = PAGE,
    ) -> Page:
        """Jobs in the order in which they were asked for, to pick one.

        ``text``: the beginning of a name, or a key; ``shop`` that holds the order; weeks are those of the request.
        """
        wanted = self._weeks(week_from, week_to)
        if text is not None:
            wanted.append(_named(text))
        if state is not None:
            wanted.append(equal("state", chosen("state", state, [one.name.lower() for one in JobState])))
        if handed_off is not None:
            wanted.append(equal("handed_off", handed_off))
        wanted += [equal("shop", name) for name in self._parties(shop, None)]
        wanted += [equal("buyer", name) for name in self._buyer(buyer)]
        return page_of(self.path("jobs"), wanted, offset=offset, limit=limit)

    def shops(
        self,
        *,
        size: str | None = None,
        region: int | None = None,
        member: bool | None = None,
        in_business: bool | None = None,
        sort: str = NUMBER,
        descending: bool = False,
        offset: int = 0,
        limit: int = PAGE,
    ) -> Page:
        """Shops by number, or sorted by a column; shops that have no value there come last."""
        wanted = _flags({"member": member, "in_business": in_business})
        if size is not None:
            wanted.append(equal("size", chosen("size", size, [one.name for one in SizeClass])))
        wanted += self._region("shops", region)
        return self._sorted("shops", wanted, sort, descending, offset, limit)

    def buyers(
        self,
        *,
        klass: str | None = None,
        region: int | None = None,
        member: bool | None = None,
        sort: str = NUMBER,
        descending: bool = False,
        offset: int = 0,
        limit: int = PAGE,
    ) -> Page:
        """Buyers by number, or sorted by a column; buyers that have no value there come last."""
        wanted = _flags({"member": member})
        if klass is not None:
            wanted.append(equal("class", chosen("class", klass, [one.name for one in BuyerClass])))
        wanted += self._region("buyers", region)
        return self._sorted("buyers", wanted, sort, descending, offset, limit)

    def series(self, names: Iterable[str] = ()) -> dict[str, npt.NDArray[np.float64]]:
        """Weekly curves by name [week], all of them if none is named; NaN in weeks that have no value."""
        known = [name for name in pq.read_schema(self.path("series")).names if name != "week"]
        columns = [chosen("series", name, known) for name in names] or known
        table = pq.read_table(self.path("series"), columns=columns)
        return {name: table[name].to_numpy().astype(np.float64) for name in columns}

    @cached_property
    def keys(self) -> Keys:
        """Keys of all jobs."""
        keys: Keys = pq.read_table(self.path("jobs"), columns=["key"])["key"].to_numpy()
        return keys

    def _kinds(self, kinds: str | Iterable[str]) -> list[Where]:
        asked = [kinds] if isinstance(kinds, str) else list(kinds)
        known = [kind.name for kind in EventKind]
        names = [chosen("kind", name, known) for name in asked]
        return [one_of_them("kind", names)] if names else []

    def _job(self, job: str | int | None) -> list[Where]:
        if job is None:
            return []
        key = find_job(str(job), self.keys, where="this run")
        return [Where(pc.field("job") == pa.scalar(key, pa.uint64()), ("job",))]

    def _weeks(self, first: int | None, last: int | None) -> list[Where]:
        for path, week in (("week_from", first), ("week_to", last)):
            if week is not None:
                in_range(path, week, 0, self.meta.weeks - 1)
        return from_to("week", first, last)

    def _parties(self, shop: int | None, account: str | None) -> list[str]:
        """Names of the accounts that are meant."""
        names = []
        if shop is not None:
            names.append(f"shop {in_range('shop', shop, 0, self.meta.rows['shops'] - 1)}")
        if account is not None:
            names.append(self._account(account))
        return names

    def _account(self, name: str) -> str:
        known = {account.lower(): account for account in self.meta.accounts}
        if name.lower() not in known:
            near = closest_first(name, self.meta.accounts)[:FEW]
            raise BadQuestion("account", f"the name of an account, such as {', '.join(near)}", name, near)
        return known[name.lower()]

    def _buyer(self, buyer: int | None) -> list[str]:
        return [] if buyer is None else [f"buyer {in_range('buyer', buyer, 0, self.meta.rows['buyers'] - 1)}"]

    def _region(self, table: str, region: int | None) -> list[Where]:
        if region is None:
            return []
        known = sorted(set(pq.read_table(self.path(table), columns=["region"])["region"].to_pylist()))
        chosen("region", str(region), map(str, known))
        return [equal("region", region)]

    def _sorted(self, name: str, wanted: Sequence[Where], sort: str, descending: bool, offset: int, limit: int) -> Page:
        check_page(offset, limit)
        table = pq.read_table(self.path(name))
        column = chosen("sort", sort, table.column_names)
        if wanted:
            table = table.filter(reduce(and_, (where.expression for where in wanted)))
        keys = [(column, "descending" if descending else "ascending"), (NUMBER, "ascending")]
        order = pc.sort_indices(table, sort_keys=keys[: 1 if column == NUMBER else 2])
        rows = table.take(order.slice(offset, limit)).to_pylist()
        return Page(rows=tuple(rows), total=table.num_rows, offset=offset)


def _flags(flags: dict[str, bool | None]) -> list[Where]:
    return [equal(column, flag) for column, flag in flags.items() if flag is not None]


def _named(text: str) -> Where:
    """Jobs that go by a text: their key, or the beginning of their name."""
    plain = text.strip().lower().replace("-", "")
    if not plain or not plain.isalnum():
        raise BadQuestion("text", "the beginning of a job's name such as 3f9a-1c07, or its key", text)
    name = "-".join(plain[place : place + 4] for place in range(0, len(plain), 4))
    begins = pc.starts_with(pc.field("job"), name)
    if not plain.isdecimal() or int(plain) >= 2**64:
        return Where(begins, ("job",))
    return Where(begins | (pc.field("key") == pa.scalar(int(plain), pa.uint64())), ("job", "key"))


def _with_job(row: Row) -> Row:
    """The row with the name of its job beside the key."""
    key = row["job"]
    return {**row, "job": None if key is None else job_name(key), "job_key": key}


def _sentence(row: Row) -> str:
    """An event in words."""
    kind = EventKind[row["kind"]]
    again = kind not in (*OF_AN_OPERATION, EventKind.REPEAT) and row["item"] > 0
    return sentence(
        Facts(
            kind=kind,
            operation=row["operation"] or "",
            again=again,
            actor=row["actor"] or "",
            other=row["other"] or "",
            code=row["code"],
            cents=row["cents"],
            terms=row["lead_weeks"] or 0,
            channel=row["channel"] or "",
        )
    )
