"""One run with its log, ledger and decisions at hand, job by job."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_experiments.following.names import FIRST_BUYER, FIRST_SPECIAL, Keys, party_name
from handoff_sim.codes import Channel
from handoff_sim.ledger.frames import decision_frame
from handoff_sim.policy import Policy
from handoff_sim.run import Run, simulate
from handoff_sim.world.document import World

Rows = npt.NDArray[Any]  # structured
WORTH, CASH = 1, 2  # bases of an entry, as in ledger.posting
OnWeek = Callable[[int], None]


@dataclass(frozen=True, eq=False)
class Future:
    """What happened to one world under one policy with one seed; its log and ledger were kept."""

    world: World
    policy: Policy
    run: Run

    @cached_property
    def events(self) -> Rows:
        """Event rows in log order."""
        return np.concatenate(self.run.chunks["events"])

    @cached_property
    def entries(self) -> Rows:
        """Ledger entries in the order they were posted."""
        return np.concatenate(self.run.chunks["entries"])

    @cached_property
    def keys(self) -> Keys:
        """Keys of all jobs, a re-solicited one twice."""
        keys: Keys = self.run.records.jobs["key"]
        return keys

    @cached_property
    def channels(self) -> dict[int, str]:
        """Channel by content of its Terms."""
        terms = self.run.records.terms["content"]
        return {int(content): Channel(row).name.lower() for row, content in reversed(list(enumerate(terms)))}

    @cached_property
    def account_keys(self) -> npt.NDArray[np.int64]:
        """Persistent number of every ledger account, by row."""
        records = self.run.records
        special = len(records.worth) - records.n_shops - records.n_buyers
        return np.concatenate(
            [
                records.shops["key"].astype(np.int64),
                FIRST_BUYER + records.buyers["key"].astype(np.int64),
                FIRST_SPECIAL + np.arange(special),
            ]
        )

    def job_rows(self, key: int) -> npt.NDArray[np.int64]:
        """Rows of a job, the first request before a repeated one; none when it was never asked for."""
        return np.flatnonzero(self.keys == np.uint64(key))

    def events_of(self, key: int) -> Rows:
        """Events of a job in log order."""
        rows: Rows = self.events[self.events["job"] == np.uint64(key)]
        return rows

    def entries_of(self, key: int) -> Rows:
        """Ledger entries of a job."""
        rows: Rows = self.entries[np.isin(self.entries["job"], self.job_rows(key))]
        return rows

    def decisions_of(self, key: int) -> list[dict[str, Any]]:
        """Decision records of a job, each with its terms by name."""
        rows = self.job_rows(key)
        chunks = [chunk[np.isin(chunk["job"], rows)] for chunk in self.run.chunks["decisions"]]
        if not chunks:
            return []
        frame = decision_frame(chunks, self.run.records)
        return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]

    def shop_name(self, row: int) -> str:
        """Name of a shop, an outside processor or a vertical operator as jobs and ops refer to it."""
        return party_name(int(self.run.records.shops["key"][row])) if row >= 0 else party_name(row)

    def buyer_name(self, row: int) -> str:
        """Name of a buyer by row."""
        return party_name(FIRST_BUYER + int(self.run.records.buyers["key"][row]))

    def account_name(self, row: int) -> str:
        """Name of a ledger account by row."""
        return party_name(int(self.account_keys[row]))


def live(
    world: World,
    policy: Policy,
    *,
    seed: int,
    weeks: int | None = None,
    decisions: bool = True,
    on_week: OnWeek | None = None,
) -> Future:
    """Make one run with everything kept that a life is read from; ``decisions`` are what takes most memory."""
    run = simulate(world, policy, seed=seed, weeks=weeks, keep_events=True, record_decisions=decisions, on_week=on_week)
    return Future(world, policy, run)
