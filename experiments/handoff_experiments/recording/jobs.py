"""Jobs of one run, a row each, so that one can be picked to be followed."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from handoff_experiments.following.names import FIRST_BUYER, FIRST_SPECIAL, party_name
from handoff_sim.codes import Account, Channel, JobState, NoAward
from handoff_sim.names import job_name
from handoff_sim.records import Records


def jobs_of(records: Records) -> pd.DataFrame:
    """A row per request, in the order in which they were asked; one asked for again has two, with one key.

    ``repeat``: 0 for a new part, n for its n-th repeat; ``channel`` it was asked through; ``shop`` that holds the
    order; ``handed_off``: whether another shop made part of it; ``hours`` of work as planned; weeks are empty
    while they have not come.
    """
    jobs = records.jobs
    placed = np.isin(jobs["state"], (JobState.AWARDED, JobState.CLOSED, JobState.CANCELLED))
    primes = jobs["prime"]
    return pd.DataFrame(
        {
            "job": [job_name(key) for key in jobs["key"].tolist()],
            "key": jobs["key"],
            "repeat": jobs["nth"],
            "occurrence": jobs["occurrence"],
            "buyer": _named(jobs["buyer"], [party_name(FIRST_BUYER + key) for key in records.buyers["key"].tolist()]),
            "week": jobs["week"],
            "channel": _named(jobs["channel"], [channel.name.lower() for channel in Channel]),
            "hours": jobs["hours"],
            "state": _named(jobs["state"], [state.name.lower() for state in JobState]),
            "no_award": _named(
                np.where(jobs["state"] == JobState.UNSERVED, jobs["no_award"], -1),
                [reason.name.lower() for reason in NoAward],
            ),
            "shop": _named(np.where(placed, _holder(records, primes), -1), _holders(records)),
            "price_cents": _known(jobs["price"], placed),
            "award_week": _known(jobs["award_week"], placed),
            "due_week": _known(jobs["due_week"], placed),
            "closed_week": _known(jobs["closed_week"], jobs["state"] == JobState.CLOSED),
            "late_weeks": _known(jobs["late_weeks"], jobs["state"] == JobState.CLOSED),
            "handed_off": np.isin(np.arange(len(jobs)), records.ops["job"][records.ops["handed_off"] == 1]),
        }
    )


def _holders(records: Records) -> list[str]:
    """Names of those who may hold an order: shops, then vertical operators."""
    shops = [party_name(key) for key in records.shops["key"].tolist()]
    operators = range(Account.VERTICAL, Account.SIZE)
    return [*shops, *(party_name(FIRST_SPECIAL + account) for account in operators)]


def _holder(records: Records, primes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Place among the holders: a shop's row; vertical operators are written from -2 downwards."""
    return np.where(primes >= 0, primes, records.n_shops - 2 - primes)


def _named(places: npt.NDArray[np.int64], names: list[str]) -> Any:
    """Names by place; -1 for none."""
    return pd.Categorical.from_codes(places, categories=pd.Index(names))


def _known(values: npt.NDArray[np.int64], which: npt.NDArray[np.bool_]) -> "pd.arrays.IntegerArray":
    """Whole numbers, empty where they are not known."""
    return pd.arrays.IntegerArray(values.astype(np.int64), ~which)
