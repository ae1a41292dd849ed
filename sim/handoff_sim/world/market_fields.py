"""Fields of a world: demand, jobs, machines, the calendar and the operator's costs (MODEL 2.1, 2.4)."""

from handoff_sim.policy.declare import ENDS, number, share, vector, whole
from handoff_sim.policy.group import Group


class Demand(Group):
    """RFQs and the jobs in them."""

    level: float = number(
        0.725,
        "share of non-finish capacity",
        "RFQ hours a week, repeats included, that are really awarded",
        0.1,
        2,
    )
    shock_sd: float = number(0.34, "log points", "Size of demand shocks", 0, 1)
    shock_rho: float = share(0.9, "How much of a shock is left after a week")
    rho_region: float = share(0.3, "Part of the shocks that a region has in common", high=0.9)
    rate: float = number(110.0, "$/machine-h", "Market reference rate", 30, 300)
    hours_mean: float = number(60.0, "h", "Hours of a job besides finishing", 2, 1000)
    hours_cv: float = number(0.8, "pure number", "Spread of job hours over their mean", 0, 3)
    ops_shares: tuple[float, ...] = vector(
        (0.55, 0.33, 0.12), ("one", "two", "three"), "Share of jobs by number of operations", total=1.0
    )
    finish_share: float = share(0.60, "Multi-operation jobs that end in finishing", unit="share of jobs")
    finish_hours_ratio: float = share(0.15, "Hours of finishing", unit="share of the job's other hours")
    large_order_share: float = share(0.06, "Orders that need several shops", high=0.5, unit="share of jobs")
    large_order_multiple: float = number(4.0, "times the hours", "Size of a large order", 1, 20)
    large_order_lots: int = whole(4, "lots", "Lots a large order can be split into", 1, 12)
    lead_required: tuple[int, ...] = vector(
        (3, 7), ENDS, "Lead a buyer asks for", kind="whole", unit="weeks", low=1, high=26, rising=True
    )
    value: tuple[float, ...] = vector(
        (1.05, 1.5),
        ENDS,
        "What a job is worth to its buyer",
        kind="number",
        unit="times reference value",
        low=0.5,
        high=5,
        rising=True,
    )
    repeat_prob: float = share(0.74, "Chance that a clean job comes again", high=0.8)
    repeat_lag: tuple[int, ...] = vector(
        (8, 18), ENDS, "Time until it comes again", kind="whole", unit="weeks", low=4, high=52, rising=True
    )


class Floor(Group):
    """Machines, breakdowns and labour."""

    machine_hours_per_week: float = number(45.0, "h/machine", "Hours of a machine", 10, 168)
    breakdown_hazard: float = share(0.012, "Chance of a breakdown per shop and week", high=0.05)
    breakdown_factor: float = share(0.5, "Capacity left during a breakdown", unit="share of capacity")
    breakdown_weeks: tuple[int, ...] = vector(
        (1, 3), ENDS, "Length of a breakdown", kind="whole", unit="weeks", low=1, high=26, rising=True
    )
    labour_hazard: float = share(0.004, "Chance of a labour shortage per shop and week", high=0.02)
    labour_factor: float = share(0.85, "Capacity left during a labour shortage", unit="share of capacity")
    labour_weeks: tuple[int, ...] = vector(
        (4, 10), ENDS, "Length of a labour shortage", kind="whole", unit="weeks", low=1, high=52, rising=True
    )


class Clock(Group):
    """The calendar of a run."""

    weeks: int = whole(156, "weeks", "Length of a run", 1, 5200)
    launch: int = whole(26, "week", "Week of launch, unless the policy says", 0, 5200)
    effect_weeks: int = whole(78, "weeks", "Last weeks over which effects are measured", 1, 5200)


class Operator(Group):
    """Costs of running a network."""

    fixed: float = number(1500.0, "$/week", "Fixed cost in weeks with a member", 0, 1_000_000)
    variable: float = number(4.0, "$/transaction", "Cost of one transaction", 0, 1000)
