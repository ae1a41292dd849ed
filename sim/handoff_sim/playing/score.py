"""The score of a session: the player's shop against the rational shop in the same seat and the same future."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from handoff_sim.codes import Category
from handoff_sim.ledger.posting import CASH
from handoff_sim.playing.inputs import Inputs
from handoff_sim.policy.document import Policy
from handoff_sim.run import Run, simulate
from handoff_sim.world.document import World

CENTS_PER_DOLLAR = 100.0


@dataclass(frozen=True, kw_only=True)
class Score:
    """Profit of one shop from the first week played to the end of the run, dollars, and that of its twin.

    ``categories`` and ``jobs``: what the player's shop earned more than the rational one, dollars, by ledger category
    and by job key (0 for what belongs to no job), largest difference first; each adds up to the difference of profits.
    """

    machines: int
    weeks: int
    profit: float
    rational_profit: float
    categories: tuple[tuple[Category, float], ...]
    jobs: tuple[tuple[int, float], ...]
    decisions: int
    followed: int

    @property
    def difference(self) -> float:
        """Profit above the rational shop's, dollars."""
        return self.profit - self.rational_profit

    def per_machine_week(self, dollars: float) -> float:
        """Dollars of the whole time as dollars per machine-week."""
        return dollars / (self.machines * self.weeks)


def rational_twin(world: World, policy: Policy, inputs: Inputs) -> Run:
    """The same future with the rule in the player's seat."""
    return simulate(world, policy, seed=inputs.seed, weeks=inputs.weeks, keep_events=True)


def score(inputs: Inputs, played: Run, rational: Run) -> Score:
    """Compare a played run with its twin; both must have kept their events."""
    mine, twins = (_lines(run, inputs) for run in (played, rational))
    weeks = slice(inputs.from_week, inputs.weeks)
    profits = [
        float(run.records.profit_weeks[weeks, inputs.shop].sum()) / CENTS_PER_DOLLAR for run in (played, rational)
    ]
    return Score(
        machines=int(played.records.shops["machines"][inputs.shop]),
        weeks=inputs.weeks - inputs.from_week,
        profit=profits[0],
        rational_profit=profits[1],
        categories=tuple((Category(code), value) for code, value in _differences(mine[0], twins[0])),
        jobs=_differences(mine[1], twins[1]),
        decisions=len(inputs.answers),
        followed=sum(given.followed for given in inputs.answers),
    )


def _lines(run: Run, inputs: Inputs) -> tuple[Counter[int], Counter[int]]:
    """Cents of net worth that the shop gained, by category and by job key."""
    rows = np.concatenate(run.chunks["entries"])
    rows = rows[(rows["basis"] != CASH) & (rows["week"] >= inputs.from_week)]
    keys = run.records.jobs["key"]
    categories: Counter[int] = Counter()
    jobs: Counter[int] = Counter()
    for side, sign in (("payee", 1), ("payer", -1)):
        mine = rows[rows[side] == inputs.shop]
        for category, job, cents in zip(
            mine["category"].tolist(), mine["job"].tolist(), mine["cents"].tolist(), strict=True
        ):
            categories[category] += sign * cents
            jobs[int(keys[job]) if job >= 0 else 0] += sign * cents
    return categories, jobs


def _differences(mine: Mapping[int, int], twins: Mapping[int, int]) -> tuple[tuple[int, float], ...]:
    found = {name: mine.get(name, 0) - twins.get(name, 0) for name in {*mine, *twins}}
    ordered = sorted(found.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple((name, cents / CENTS_PER_DOLLAR) for name, cents in ordered if cents)
