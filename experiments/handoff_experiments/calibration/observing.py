"""What one run of the phone-book world shows of the facts: one figure per band."""

import numpy as np

from handoff_scenarios import catalogue
from handoff_sim import metrics
from handoff_sim.codes import Cause, OpState, Stage
from handoff_sim.market.columns import array_of
from handoff_sim.metrics.arrays import Bools, Floats, divide, ratio
from handoff_sim.metrics.view import View, within
from handoff_sim.records import Records
from handoff_sim.run import Run, Simulation
from handoff_sim.world.document import World

MONTH = 4  # weeks that "present utilisation" looks back on
YEAR = 52
BEST_FIFTH = 0.8
TENS = 10.0
MOST_OF_REVENUE = 0.8
FEW_CUSTOMERS = 5

# Figures that are metrics of the model already.
FROM_METRICS = {
    "SF1": "S2", "SF2": "S2b", "SF3": "R1", "SF4": "S6", "SF5": "B6", "SF6": "S11", "SF11": "S14", "SF12": "S16",
    "S3.open": "S2", "S3.all": "S2b",
}  # fmt: skip


def observe(world: World, seed: int) -> dict[str, float]:
    """Figures of one phone-book run by code of the band; NaN where the model has none."""
    simulation = Simulation(world, catalogue.policy("phone_book"), seed=seed, keep_events=True)
    produced = np.zeros((simulation.weeks, world.population.shops))
    while simulation.week < simulation.weeks:
        simulation.step()
        stations = array_of(simulation.market.stations)
        produced[simulation.week - 1] = stations["produced_min"].reshape(world.population.shops, -1).sum(axis=1)
    simulation.close()
    run = simulation.result()
    records = run.records
    figures = metrics.compute(records)
    return {
        **{code: figures[metric] for code, metric in FROM_METRICS.items()},
        **utilisation(records, produced[records.effect_start :]),
        **best_fifth(records, produced[records.effect_start :]),
        **customers(records),
        **quality(run),
        "S4": float("nan"),
    }


def capacity(records: Records) -> Floats:
    """Nominal machine minutes a week [shop]."""
    minutes: Floats = records.stations["cap_min"].reshape(records.n_shops, -1).sum(axis=1).astype(np.float64)
    return minutes


def utilisation(records: Records, produced: Floats) -> dict[str, float]:
    """Cross-section of shops, month by month: produced over nominal minutes, answered in tens as in the survey."""
    months = len(produced) // MONTH
    made = produced[: months * MONTH].reshape(months, MONTH, -1).sum(axis=1)
    used = (made / (capacity(records) * MONTH))[:, records.shops["closed_week"] < 0]
    if used.size == 0:
        return dict.fromkeys(("S1.mean", "S1.sd", "S1.half", "S1.full"), float("nan"))
    answer = np.round(used * TENS) / TENS
    return {
        "S1.mean": float(used.mean()),
        "S1.sd": float(used.std()),
        "S1.half": float((answer <= 0.5).mean()),
        "S1.full": float((answer >= 1.0).mean()),
    }


def best_fifth(records: Records, produced: Floats) -> dict[str, float]:
    """Medians of all shops in business, and of the fifth of them with the best margin."""
    tallies = records.tallies[2]
    gained = records.profit_weeks[records.effect_start :].sum(axis=0)
    margin = divide(gained, tallies["revenue"])
    used = produced.mean(axis=0) / capacity(records)
    orders = tallies["quotes"] + tallies["reorders"]
    booked = divide(tallies["quotes_won"] + tallies["reorders"], orders)
    known: Bools = ~np.isnan(margin) & ~np.isnan(booked) & (records.shops["closed_week"] < 0)
    if not known.any():
        return dict.fromkeys(("S2.median", "S2.top", "S3.top", "S5.median", "S5.top"), float("nan"))
    best = known & (margin >= np.quantile(margin[known], BEST_FIFTH))
    return {
        "S2.median": float(np.median(used[known])),
        "S2.top": float(np.median(used[best])),
        "S3.top": float(np.median(booked[best])),
        "S5.median": float(np.median(margin[known])),
        "S5.top": float(np.median(margin[best])),
    }


def revenue_by_customer(records: Records) -> Floats:
    """Cents of the last year [shop, customer]; customers are buyers, then other shops."""
    first = records.weeks - YEAR
    shops, buyers = records.n_shops, records.n_buyers
    table = np.zeros((shops, buyers + shops))
    jobs = View(records, first, records.weeks).closed
    made = jobs["prime"] >= 0
    np.add.at(table, (jobs["prime"][made], jobs["buyer"][made]), jobs["price"][made])
    ops = records.ops
    handed = (ops["handed_off"] == 1) & (ops["state"] == OpState.CLOSED) & (ops["maker"] >= 0)
    ops = ops[handed & within(ops["closed_week"], first, records.weeks)]
    np.add.at(table, (ops["maker"], buyers + ops["originator"]), ops["transfer"])
    return table


def customers(records: Records) -> dict[str, float]:
    """How many customers make half of a shop's revenue, and how often five make four fifths of it."""
    table = revenue_by_customer(records)
    table = np.sort(table[table.sum(axis=1) > 0], axis=1)[:, ::-1]
    share = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    return {
        "S8.half": float(((share < 0.5).sum(axis=1) + 1).mean()),
        "S8.five": float((share[:, FEW_CUSTOMERS - 1] >= MOST_OF_REVENUE).mean()),
    }


def quality(run: Run) -> dict[str, float]:
    """Jobs with a nonconformance, scrap and rework before the buyer, and what changes cost on loose scopes."""
    records = run.records
    view = View.of_effect(records)
    troubled = np.zeros(len(records.jobs), dtype=bool)
    troubled[records.ops["job"][records.ops["ncr_causes"] > 0]] = True
    events = run.events().query(f"kind == 'NCR' and week >= {records.effect_start}")
    cause, stage = events["code"] // 100, events["code"] // 10 % 10
    made = records.ops[
        (records.ops["state"] == OpState.CLOSED)
        & (records.ops["maker"] >= 0)
        & within(records.ops["closed_week"], records.effect_start, records.weeks)
    ]
    loose = float(made["price"][made["scope_explicit"] == 0].sum())
    return {
        "SF9": ratio(float(events["cents"][cause == Cause.SCOPE_CHANGE].sum()) / 100.0, loose),
        "SF10": ratio(float(events["cents"][stage < Stage.BUYER].sum()), float(view.closed["price"].sum())),
        "S12": float(troubled[view.closed.rows].mean()),
    }
