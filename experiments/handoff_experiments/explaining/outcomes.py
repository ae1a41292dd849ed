"""What became of a decision in the same week, from the event log: who won, who got the work, whose hours ran out."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd

from handoff_experiments.explaining.naming import OUTSIDE
from handoff_sim.codes import DeclineCode, EventKind, NoBid
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.frames import Chunks, event_frame
from handoff_sim.records import Records
from handoff_sim.run import Run

OCCURRENCE = 10_000  # of an item: 100 * stage + lot + 10,000 * occurrence


class Outcome(NamedTuple):
    """In words, and the code that the week ended with where it is not the recorded one."""

    words: str = ""
    code: int | None = None


def in_week(chunks: Chunks, week: int) -> Chunks:
    """The rows of one week."""
    return [chunk[chunk["week"] == week] for chunk in chunks]


@dataclass(frozen=True)
class Week:
    """The facts of one week."""

    events: pd.DataFrame
    records: Records

    @classmethod
    def of(cls, run: Run, week: int) -> Self:
        """The facts of one week of a run that kept its events."""
        return cls(event_frame(in_week(run.chunks["events"], week)), run.records)

    def outcome(self, kind: DecisionKind, row: Any) -> Outcome:
        """What became of one decision."""
        if kind == DecisionKind.QUOTE:
            return self._of_quote(row)
        if kind == DecisionKind.HANDOFF_RESPONSE and row.code == DeclineCode.ACCEPTED:
            return self._of_offer(row)
        if kind == DecisionKind.MAKE_OR_HANDOFF and row.state == 1:
            return Outcome(f"shop {row.other} makes it")
        if kind == DecisionKind.AWARD and row.state == 1:
            return Outcome(f"shop {row.other} gets the job")
        return Outcome()

    def _about(self, kind: EventKind, job: int) -> pd.DataFrame:
        return self.events[(self.events["kind"] == kind.name) & (self.events["job"] == np.uint64(job))]

    def _key(self, shop: int) -> int:
        return int(self.records.shops["key"][shop])

    def _of_quote(self, row: Any) -> Outcome:
        key = self._key(row.shop)
        no_bids = self._about(EventKind.NO_BID, row.job)
        if any((no_bids["a"] == key) & (no_bids["code"] == NoBid.NO_ESTIMATOR_HOURS)):
            return Outcome("the quote was not sent", int(NoBid.NO_ESTIMATOR_HOURS))
        if row.state == 0:
            return Outcome()
        awards = self._about(EventKind.AWARD, row.job)
        if not len(awards):
            return Outcome("nobody got the job")
        winner = int(awards["a"].iloc[0])
        return Outcome("it won the job" if winner == key else f"{self._party(winner)} won the job")

    def _of_offer(self, row: Any) -> Outcome:
        op = self.records.ops[row.op]
        item = 100 * int(op["stage"]) + int(op["lot"])
        offers = self._about(EventKind.OFFER, row.job)
        mine = offers[(offers["b"] == self._key(row.shop)) & (offers["operation"] % OCCURRENCE == item)]
        mine = mine[(mine["cents"] - 100.0 * row.terms["transfer"]).abs() <= 1.0]
        if len(mine) and all(mine["code"] != DeclineCode.ACCEPTED):
            return Outcome("it came to nothing: the other shop had a way that was no dearer")
        made = self._about(EventKind.MAKE, row.job)
        made = made[made["operation"] % OCCURRENCE == item]
        if not len(made):
            return Outcome("the other shop bought it outside")
        maker = int(made["b"].iloc[0])
        if maker == self._key(row.shop):
            return Outcome("it got the work")
        own = maker == self._key(row.other)
        return Outcome("the other shop made it itself" if own else f"{self._party(maker)} got the work")

    def _party(self, key: int) -> str:
        """A shop by its persistent key."""
        if key <= OUTSIDE:
            return "a vertical operator"
        return f"shop {int(np.flatnonzero(self.records.shops['key'] == key)[0])}"
