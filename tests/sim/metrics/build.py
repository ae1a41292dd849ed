"""The smallest finished run that a metric can be asked about, with hand-written rows.

Two shops (0 small with 2 machines, 1 large with 8), one buyer, one process, ten weeks: launch in week 2,
effect window [6, 10). A test adds only what it is about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from handoff_sim.codes import Account, Category, Channel, JobState, OpState, Record, SizeClass
from handoff_sim.market import tables
from handoff_sim.market.columns import dtype_of
from handoff_sim.market.tables import TIE_SLOTS
from handoff_sim.records import Records

WEEKS, LAUNCH, EFFECT_START = 10, 2, 6
WINDOW = WEEKS - EFFECT_START
EVER_CLOSED = {"state": JobState.CLOSED, "week": 6, "award_week": 6, "closed_week": 8}

Row = Mapping[str, Any]


def table(row: type, rows: Sequence[Row], **defaults: Any) -> Any:
    """A structured array with the given rows; columns not named take the default or zero."""
    out = np.zeros(len(rows), dtype_of(row))
    for i, values in enumerate(rows):
        for column, value in {**defaults, **values}.items():
            out[column][i] = value
    return out


def jobs(*rows: Row) -> Any:
    """Closed jobs of shop 0, asked for in week 6 and closed in week 8, unless said otherwise."""
    return table(tables.Job, rows, **EVER_CLOSED, intent=1, parent=-1, incumbent=-1, hours=60.0)


def ops(*rows: Row) -> Any:
    """Operations of an hour for job 0, made by shop 0 and closed in week 8, unless said otherwise."""
    return table(tables.Op, rows, state=OpState.CLOSED, closed_week=8, planned_min=60, actual_min=60)


def shops(*rows: Row) -> Any:
    """Shops still in business."""
    return table(tables.Shop, rows, closed_week=-1, skill=1.0)


def run(n_shops: int = 2, **changes: Any) -> Records:
    """An empty run of ``n_shops`` shops, with fields of Records replaced."""
    sizes = [{"key": i, "machines": 2, "size_class": SizeClass.S} for i in range(n_shops)]
    if n_shops == 2:
        sizes[1] = {"key": 1, "machines": 8, "size_class": SizeClass.L}
    accounts = n_shops + 1 + Account.SIZE
    blank = Records(
        weeks=WEEKS,
        launch=LAUNCH,
        effect_start=EFFECT_START,
        processes=1,
        finish=0,
        parameters=table(tables.Parameters, [{"lane_processes": 1, "lane_regions": 1, "subsidy_end": -1}]),
        terms=table(tables.Terms, [{}, {}, {"record": Record.SHARED_LOCKED}]),
        shops=shops(*sizes),
        stations=table(tables.Station, [{"machines": 2}] * n_shops),
        buyers=table(tables.Buyer, [{}]),
        jobs=jobs(),
        ops=ops(),
        ties=table(tables.Tie, [{}] * (n_shops * TIE_SLOTS)),
        standing=table(tables.Standing, [{}] * n_shops),
        tallies=np.zeros((3, n_shops), dtype_of(tables.Tally)),
        panel=table(tables.Panel, [{}] * WEEKS),
        profit_weeks=np.zeros((WEEKS, n_shops), dtype=np.int64),
        member_weeks=np.zeros((WEEKS, n_shops), dtype=np.int64),
        buyer_member_weeks=np.zeros((WEEKS, 1), dtype=np.int64),
        worth=np.zeros(accounts, dtype=np.int64),
        cash=np.zeros(accounts, dtype=np.int64),
        flows=np.zeros((3, accounts, len(Category)), dtype=np.int64),
        verticals=table(tables.Vertical, []),
    )
    return replace(blank, **changes)


def with_tallies(records: Records, *by_shop: Row) -> Records:
    """The run with tallies of the effect window; earlier epochs hold values that must not be read."""
    tallies = records.tallies.copy()
    for column in tallies.dtype.names:
        tallies[column][:2] = 999
    for shop, values in enumerate(by_shop):
        for column, value in values.items():
            tallies[column][2, shop] = value
    return replace(records, tallies=tallies)


def with_panel(records: Records, **columns: Sequence[float]) -> Records:
    """The run with panel columns for the weeks of the effect window; the weeks before must not be read."""
    panel = records.panel.copy()
    for column, values in columns.items():
        panel[column][:EFFECT_START] = 999
        panel[column][EFFECT_START:] = values
    return replace(records, panel=panel)


def with_profit(records: Records, *dollars: float) -> Records:
    """The run in which each shop gained these dollars in the effect window, and other sums before it."""
    weeks = records.profit_weeks.copy()
    weeks[:EFFECT_START] = 12345
    weeks[EFFECT_START:] = 0
    weeks[EFFECT_START] = np.round(np.array(dollars) * 100)
    return replace(records, profit_weeks=weeks)


def with_parameters(records: Records, **values: Any) -> Records:
    """The run with some parameters changed."""
    parameters = records.parameters.copy()
    for column, value in values.items():
        parameters[column][0] = value
    return replace(records, parameters=parameters)


def with_entries(records: Records, *entries: tuple[int, int, int, Category], epoch: int = 2) -> Records:
    """The run with double entries (payer, payee, cents, category) of one epoch."""
    flows = records.flows.copy()
    for payer, payee, cents, category in entries:
        flows[epoch, payer, category] -= cents
        flows[epoch, payee, category] += cents
    return replace(records, flows=flows)


def account(records: Records, special: Account) -> int:
    """Row of a special account in the ledger."""
    return records.n_shops + records.n_buyers + special


def handoff(maker: int = 1, **values: Any) -> dict[str, Any]:
    """An operation of job 0 that shop 0 handed to ``maker`` by network."""
    return {"maker": maker, "handed_off": 1, "channel": Channel.NETWORK, **values}
