"""The deal for shops, from paired runs: unilateral and collective gains, capture, potential (MODEL 5.5).

Every function takes runs of the same world and seed, so that differences are paired.
"""

from dataclasses import dataclass

import numpy as np

from handoff_sim.metrics.arrays import Bools, Floats, Ints, ratio
from handoff_sim.metrics.inequality import median
from handoff_sim.metrics.outcome import Outcome
from handoff_sim.metrics.welfare import welfare_difference
from handoff_sim.records import Records


def unilateral(member: Outcome, abstaining: Outcome) -> Floats:
    """X4, U_i = π_i(in) − π_i(abstain; others fixed) [shop]; only the focal shops' entries mean this."""
    return member.profit_rate - abstaining.profit_rate


def collective(policy: Outcome, phone: Outcome) -> Floats:
    """X5, C_i = π_i(policy) − π_i(phone twin) [shop], $ per machine-week."""
    return policy.profit_rate - phone.profit_rate


def mean_by_machines(effect: Floats, machines: Floats, shops: Bools) -> float:
    """Mean effect per machine over some shops; shops without a known effect are left out."""
    known = shops & ~np.isnan(effect)
    return ratio(float((effect[known] * machines[known]).sum()), float(machines[known].sum()))


@dataclass(frozen=True, kw_only=True)
class Quadrants:
    """Shares of shops by the signs of U and C, and the median shop. A gain of zero counts as none."""

    good_deal: float  # U > 0, C > 0
    trap: float  # U > 0, C <= 0
    stranded_gain: float  # U <= 0, C > 0
    bad_deal: float  # U <= 0, C <= 0
    median_u: float
    median_c: float


def quadrants(u: Floats, c: Floats) -> Quadrants:
    """The flagship chart in numbers; shops with an unknown gain are left out."""
    known = ~(np.isnan(u) | np.isnan(c))
    u, c = u[known], c[known]

    def share(which: Bools) -> float:
        return ratio(float(which.sum()), len(u))

    return Quadrants(
        good_deal=share((u > 0) & (c > 0)),
        trap=share((u > 0) & (c <= 0)),
        stranded_gain=share((u <= 0) & (c > 0)),
        bad_deal=share((u <= 0) & (c <= 0)),
        median_u=median(u),
        median_c=median(c),
    )


@dataclass(frozen=True)
class Capture:
    """X1: who gained how much, $ per shop-week by agent group; they add up to ``total``."""

    gains: dict[str, float]
    total: float

    @property
    def shares(self) -> dict[str, float]:
        """Gains over |total|; NaN when the total is zero."""
        return {agent: ratio(gain, abs(self.total)) for agent, gain in self.gains.items()}


def capture(policy: Outcome, phone: Outcome) -> Capture:
    """X1 from the ledgers of a policy and its phone twin."""
    change = welfare_difference(phone.welfare, policy.welfare)
    cents_to_rate = 100.0 * policy.shop_weeks
    gains = {agent: ratio(cents, cents_to_rate) for agent, cents in change.agents.items()}
    return Capture(gains, ratio(change.total, cents_to_rate))


@dataclass(frozen=True, kw_only=True)
class Potential:
    """X7: frictionless less realised. The operator's cost is part of dollars."""

    dollars: float  # welfare, $ per shop-week
    produced_hours: float  # machine hours sold, per shop-week
    wasted_hours: float  # quote hours that led to no award, per shop-week
    dfi: float


def potential(frictionless: Outcome, realised: Outcome) -> Potential:
    """The fantasy gap between a frictionless world and the one a policy brought about."""
    return Potential(
        dollars=frictionless.welfare_rate - realised.welfare_rate,
        produced_hours=frictionless.produced_hours - realised.produced_hours,
        wasted_hours=frictionless.wasted_hours - realised.wasted_hours,
        dfi=frictionless.dfi - realised.dfi,
    )


def by_size_quantile(effect: Floats, outcome: Outcome, quantiles: int = 4) -> Floats:
    """D3: mean effect per machine by size quantile [quantile], smallest shops first (ties by key)."""
    out = np.full(quantiles, np.nan)
    for i, rows in enumerate(np.array_split(order_by_size(outcome), quantiles)):
        shops = np.zeros(len(effect), dtype=np.bool_)
        shops[rows] = True
        out[i] = mean_by_machines(effect, outcome.machines, shops)
    return out


def order_by_size(outcome: Outcome) -> Ints:
    """Rows of shops from the fewest machines to the most, ties by persistent key."""
    return np.lexsort((outcome.key, outcome.machines))


def gain_of_smallest_half(policy: Outcome, phone: Outcome) -> float:
    """D4: share of the shops' gain that goes to the smallest half; NaN unless shops together gain."""
    gain = policy.profit - phone.profit
    smallest = order_by_size(policy)[: len(gain) // 2]
    return ratio(float(gain[smallest].sum()), float(gain.sum())) if gain.sum() > 0 else float("nan")


def future_gain(a: Records, b: Records, shop: int, *, week: int, weeks: int) -> float:
    """Profit of one shop in ``weeks`` weeks from ``week``: run ``a`` less run ``b``, dollars."""
    gain = a.profit_weeks[week : week + weeks, shop].sum() - b.profit_weeks[week : week + weeks, shop].sum()
    return float(gain) / 100.0


def durable_value(done: Records, left: Records, receiver: int, *, week: int, margin: float) -> float:
    """S9: receiver's profit of 52 weeks with one handoff less without it, less its own margin, dollars."""
    return future_gain(done, left, receiver, week=week, weeks=52) - margin


def dependence(stayed: Records, expelled: Records, shop: int, *, week: int) -> float:
    """X1: profit of 26 weeks lost if expelled in ``week`` ÷ profit if not; NaN unless that is positive."""
    profit = float(stayed.profit_weeks[week : week + 26, shop].sum()) / 100.0
    return future_gain(stayed, expelled, shop, week=week, weeks=26) / profit if profit > 0 else float("nan")
