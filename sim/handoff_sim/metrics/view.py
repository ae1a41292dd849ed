"""The window of a run: which operations, jobs and weeks a metric looks at, cut out once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import Channel, JobState, OpState, Record
from handoff_sim.metrics.arrays import Bools, Floats, Ints, divide, ratio
from handoff_sim.metrics.demand import Demand, demand
from handoff_sim.records import Records, StructuredArray

EFFECT = 2  # epoch of the effect window


def within(weeks: npt.NDArray[Any], start: int, stop: int) -> Bools:
    """Which weeks lie in [start, stop)."""
    inside: Bools = (weeks >= start) & (weeks < stop)
    return inside


@dataclass(frozen=True)
class Rows:
    """Some rows of a table; columns are copied when asked for."""

    table: StructuredArray
    rows: Ints

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        values: npt.NDArray[Any] = self.table[column][self.rows]
        return values

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, chosen: Bools) -> "Rows":
        """Those of the rows that a mask over them chooses."""
        return Rows(self.table, self.rows[chosen])


@dataclass(frozen=True)
class Work:
    """Operations closed in a window and made by shops, one entry each (D79: neither outside nor vertical)."""

    rows: Ints  # row in Records.ops
    week: Ints  # of closing
    minutes: Floats  # planned
    maker: Ints
    handed_off: Bools
    channel: Ints
    reason: Ints
    mediated: Bools  # the network brought the job or the handoff
    governed: Bools  # the channel's record is better than an informal e-mail
    outside_book: Bools
    unproven: Bools
    reach: Bools  # handed across regions

    @property
    def counted(self) -> Bools:
        """Operations that count in the Distributed Factory Index (MODEL 5.5)."""
        return self.handed_off & self.outside_book & self.governed & ~self.unproven


def work_closed(records: Records, start: int, stop: int) -> Work:
    """Operations made by shops that closed in weeks [start, stop)."""
    table, jobs = records.ops, records.jobs
    closed = (table["state"] == OpState.CLOSED) & within(table["closed_week"], start, stop)
    rows = np.flatnonzero(closed & (table["maker"] >= 0))
    rows = rows[jobs["prime"][table["job"][rows]] >= 0]
    ops = Rows(table, rows)
    channel = ops["channel"]
    by_record = records.terms["record"] != Record.INFORMAL_EMAIL
    network_job = jobs["channel"][ops["job"]] == Channel.NETWORK
    return Work(
        rows=rows,
        week=ops["closed_week"],
        minutes=ops["planned_min"].astype(np.float64),
        maker=ops["maker"],
        handed_off=ops["handed_off"] == 1,
        channel=channel,
        reason=ops["reason"],
        mediated=network_job | (channel == Channel.NETWORK),
        governed=by_record[channel],
        outside_book=ops["outside_book"] == 1,
        unproven=ops["unproven"] == 1,
        reach=ops["reach"] == 1,
    )


@dataclass(frozen=True)
class View:
    """One run seen through the weeks [start, stop); tallies are always those of the effect window."""

    records: Records
    start: int
    stop: int

    @classmethod
    def of_effect(cls, records: Records) -> "View":
        """The effect window."""
        return cls(records, records.effect_start, records.weeks)

    @classmethod
    def of_last(cls, records: Records, weeks: int) -> "View":
        """The last ``weeks`` weeks of the run."""
        return cls(records, max(0, records.weeks - weeks), records.weeks)

    @property
    def weeks(self) -> int:
        """Length of the window."""
        return self.stop - self.start

    @property
    def shop_weeks(self) -> int:
        """Shops times weeks: the denominator of figures per shop-week."""
        return self.records.n_shops * self.weeks

    @cached_property
    def work(self) -> Work:
        """Operations made by shops and closed in the window."""
        return work_closed(self.records, self.start, self.stop)

    @cached_property
    def rfqs(self) -> Rows:
        """Jobs that were asked for in the window."""
        jobs = self.records.jobs
        return Rows(jobs, np.flatnonzero(within(jobs["week"], self.start, self.stop)))

    @cached_property
    def awards(self) -> Rows:
        """Jobs that were awarded in the window, loyal reorders included."""
        jobs = self.records.jobs
        placed = (jobs["state"] != JobState.OPEN) & (jobs["state"] != JobState.UNSERVED)
        return Rows(jobs, np.flatnonzero(placed & within(jobs["award_week"], self.start, self.stop)))

    @cached_property
    def closed(self) -> Rows:
        """Jobs that closed in the window."""
        jobs = self.records.jobs
        closed = (jobs["state"] == JobState.CLOSED) & within(jobs["closed_week"], self.start, self.stop)
        return Rows(jobs, np.flatnonzero(closed))

    @cached_property
    def demand(self) -> Demand:
        """Hours asked for and served, week by week of the whole run."""
        return demand(self.records)

    @cached_property
    def panel(self) -> StructuredArray:
        """Weeks of the market in the window."""
        panel: StructuredArray = self.records.panel[self.start : self.stop]
        return panel

    def weekly(self, column: str) -> float:
        """Sum of a panel column over the window."""
        return float(self.panel[column].sum())

    @cached_property
    def tallies(self) -> StructuredArray:
        """What each shop did in the effect window."""
        tallies: StructuredArray = self.records.tallies[EFFECT]
        return tallies

    def total(self, column: str, shops: Bools) -> float:
        """Sum of a tally column over some shops."""
        return float(self.tallies[column][shops].sum())

    @cached_property
    def profit(self) -> Floats:
        """Net worth that each shop gained in the window, dollars."""
        gained: Ints = self.records.profit_weeks[self.start : self.stop].sum(axis=0)
        return gained / 100.0

    @cached_property
    def profit_rate(self) -> Floats:
        """The same in dollars per machine-week; NaN for a shop without machines."""
        return divide(self.profit, self.records.shops["machines"] * float(self.weeks))

    def hours_share(self, shops: Bools, part: Bools, whole: Bools | None = None) -> float:
        """Share of planned minutes made by some shops: ``part`` of ``whole`` (of all they made)."""
        made = self.work.minutes * shops[self.work.maker]
        return ratio(float(made[part].sum()), float((made if whole is None else made[whole]).sum()))
