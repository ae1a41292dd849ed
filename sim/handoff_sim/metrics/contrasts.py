"""Figures that need several runs of one world and seed: D3, D4, X1, X3, X4, X5 and X7."""

from collections.abc import Sequence
from functools import partial

from handoff_sim.metrics import deals
from handoff_sim.metrics.emergence import DEFAULT, emergence_ratio
from handoff_sim.metrics.metric import Contrast, Shops, contrast
from handoff_sim.metrics.outcome import Outcome

Runs = Sequence[Outcome]
AGENTS = ("shops", "buyers", "operator", "vertical", "external")

against_phone = partial(contrast, runs=("policy", "phone"))
against_abstaining = partial(contrast, runs=("in", "abstain"), splits=True)
against_best = partial(contrast, runs=("frictionless", "policy"))


@against_phone(
    "D3",
    party="size",
    unit="$ per machine-week",
    better="neutral",
    formula="mean C per machine of the smallest quarter of shops by machines − that of the largest quarter",
)
def effect_small_less_large(runs: Runs, shops: Shops) -> float:
    """Profit effect of the smallest quarter less that of the largest."""
    by_size = deals.by_size_quantile(deals.collective(*runs), runs[0])
    return float(by_size[0] - by_size[-1])


@against_phone(
    "D4",
    party="size",
    unit="share",
    better="neutral",
    formula="Δ profit of the smallest half of shops by machines ÷ Δ profit of all; NaN unless shops together gain",
)
def gain_of_smallest_half(runs: Runs, shops: Shops) -> float:
    """Share of the gain that goes to the smallest half of shops."""
    return deals.gain_of_smallest_half(*runs)


def captured_by(agent: str) -> Contrast:
    """X1 for one agent group."""

    def share(runs: Runs, shops: Shops) -> float:
        return deals.capture(*runs).shares[agent]

    return Contrast(
        code=f"X1.{agent}",
        name=f"captured_by_{agent}",
        title=f"Share of the welfare change captured by {agent}",
        unit="share of |ΔW|",
        direction="neutral",
        party="index",
        formula=f"Δ net worth gained by {agent} ÷ |Δ welfare|, policy less phone twin",
        runs=("policy", "phone"),
        measure=share,
    )


@contrast(
    "X3",
    runs=("policy", "phone", "frictionless"),
    unit="ratio",
    better="higher",
    formula="ER = (DFI − DFI of the phone twin) ÷ (frictionless DFI − DFI of the phone twin), last 26 weeks; "
    "NaN when the frictionless DFI is below 1 %",
)
def emergence_of_factory(runs: Runs, shops: Shops) -> float:
    """Emergence ratio."""
    policy, phone, frictionless = (run.late_dfi for run in runs)
    return emergence_ratio(policy, phone, frictionless, DEFAULT.potential)


@against_abstaining(
    "X4",
    unit="$ per machine-week",
    better="higher",
    formula="Σ(π in − π abstaining; others fixed) over the focal shops ÷ their machine-weeks; the mask says "
    "who is focal",
)
def unilateral_deal(runs: Runs, shops: Shops) -> float:
    """Unilateral deal: joining against abstaining."""
    return deals.mean_by_machines(deals.unilateral(*runs), runs[0].machines, shops)


@against_abstaining(
    "X4.hours",
    unit="hours per shop-week",
    better="lower",
    formula="mean over the focal shops of wasted quote hours in − abstaining; others fixed",
)
def unilateral_waste(runs: Runs, shops: Shops) -> float:
    """Unilateral change in wasted quote hours."""
    change = runs[0].wasted_rate - runs[1].wasted_rate
    return float(change[shops].mean()) if shops.any() else float("nan")


@against_phone(
    "X5",
    splits=True,
    unit="$ per machine-week",
    better="higher",
    formula="Σ(π under the policy − π in the phone twin) over shops ÷ their machine-weeks",
)
def collective_deal(runs: Runs, shops: Shops) -> float:
    """Collective deal: the policy against the phone book."""
    return deals.mean_by_machines(deals.collective(*runs), runs[0].machines, shops)


@against_best(
    "X7",
    unit="$ per shop-week",
    better="lower",
    formula="welfare of the frictionless run − welfare realised",
)
def potential_gain(runs: Runs, shops: Shops) -> float:
    """Potential gain left on the table."""
    return deals.potential(*runs).dollars


@against_best(
    "X7.hours",
    unit="machine hours per shop-week",
    better="lower",
    formula="machine hours produced in the frictionless run − hours produced",
)
def potential_hours(runs: Runs, shops: Shops) -> float:
    """Potential hours left unsold."""
    return deals.potential(*runs).produced_hours


@against_best("X7.dfi", unit="share", better="lower", formula="DFI of the frictionless run − DFI realised")
def fantasy_gap(runs: Runs, shops: Shops) -> float:
    """Fantasy gap."""
    return deals.potential(*runs).dfi


CONTRASTS = (
    effect_small_less_large,
    gain_of_smallest_half,
    *(captured_by(agent) for agent in AGENTS),
    emergence_of_factory,
    unilateral_deal,
    unilateral_waste,
    collective_deal,
    potential_gain,
    potential_hours,
    fantasy_gap,
)
