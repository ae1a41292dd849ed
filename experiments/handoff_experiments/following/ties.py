"""Who knows whom, and who handed work to whom in which week: a future read as a network of shops."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handoff_experiments.following.future import Future
from handoff_experiments.following.names import FIRST_BUYER
from handoff_sim.codes import EventKind

Ints = npt.NDArray[np.int64]
CHANNELS = ("phone", "network")


@dataclass(frozen=True)
class TieNetwork:
    """The shops of one future and the handoffs between them.

    Parameters
    ----------
    policy: name
    shops: persistent keys, by region and then by key
    regions: region of each, in the same order
    book: pairs of shops that stood in each other's phone books at the start and still do
    weeks, givers, takers, channels: one item per handoff; channels as places in ``CHANNELS``
    launch, horizon: week of launch, and weeks in all
    withdrawn: first week without the network; past the horizon where it was never withdrawn
    """

    policy: str
    shops: Ints
    regions: Ints
    book: Ints  # [pair, 2]
    weeks: Ints
    givers: Ints
    takers: Ints
    channels: Ints
    launch: int
    horizon: int
    withdrawn: int


def tie_network(future: Future) -> TieNetwork:
    """The network of ties and handoffs of one future."""
    records = future.run.records
    keys = records.shops["key"].astype(np.int64)
    order = np.lexsort((keys, records.shops["region"]))
    events = future.events
    handed = events[(events["kind"] == EventKind.MAKE) & (events["a"] != events["b"]) & (events["a"] < FIRST_BUYER)]
    names = [future.channels.get(int(content), "") for content in handed["terms"]]
    known = np.array([name in CHANNELS for name in names], np.bool_)
    return TieNetwork(
        policy=future.policy.name,
        shops=keys[order],
        regions=records.shops["region"][order].astype(np.int64),
        book=_book(future, keys),
        weeks=handed["week"][known].astype(np.int64),
        givers=handed["a"][known].astype(np.int64),
        takers=handed["b"][known].astype(np.int64),
        channels=np.array([CHANNELS.index(name) for name in names if name in CHANNELS], np.int64),
        launch=records.launch,
        horizon=records.weeks,
        withdrawn=int(records.parameters["withdraw_week"][0]),
    )


def _book(future: Future, keys: Ints) -> Ints:
    ties = future.run.records.ties
    slots = len(ties) // len(keys)
    rows = np.flatnonzero((ties["other"] >= 0) & (ties["initial"] == 1))
    pairs = np.stack([keys[rows // slots], keys[ties["other"][rows]]], axis=1)
    return np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)
