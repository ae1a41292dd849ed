"""Fields of a world: who the shops and the buyers are at week 0 (MODEL 2.2, 2.3)."""

from handoff_sim.policy.declare import (
    BUYER_CLASSES,
    ENDS,
    SIZES,
    Spec,
    declared,
    number,
    share,
    text,
    vector,
    whole,
    words,
)
from handoff_sim.policy.group import Group

DEFAULT_PROCESSES = ("mill", "turn", "sheet", "finish")


class Block(Group):
    """A block of like shops in one region, such as the shops of one industry code in one county."""

    name: str = text("shops", "Name of the block")
    naics: str = text("", "Industry code, as information")
    shops: int = whole(1, "shops", "Shops of the block, as a proportion of population.shops", 0, 100_000)
    employees: int = whole(0, "people", "Employees of the block, as information", 0, 10_000_000)
    region: int = whole(0, "region number", "Region, numbered from 0", 0, 59)
    processes: tuple[str, ...] = words((), "First processes, drawn evenly; empty for any but finishing")
    size_shares: tuple[float, ...] | None = vector(
        None, SIZES, "Share of shops; none for the population's", total=1.0, optional=True
    )


class Population(Group):
    """Shops, buyers, regions, and how their properties are drawn."""

    shops: int = whole(60, "shops", "Shops in the world", 1, 100_000)
    buyers: int = whole(30, "buyers", "Buyers in the world", 1, 100_000)
    regions: int = whole(2, "regions", "Regions", 1, 60)
    processes: tuple[str, ...] = words(DEFAULT_PROCESSES, "Processes; the last is finishing")
    blocks: tuple[Block, ...] = declared(
        (), Spec(kind="blocks", meaning="Blocks of like shops; empty: drawn from the shares below")
    )
    size_shares: tuple[float, ...] = vector((0.65, 0.27, 0.08), SIZES, "Share of shops", total=1.0)
    machines_min: tuple[int, ...] = vector(
        (2, 6, 16), SIZES, "Fewest machines", kind="whole", unit="machines", low=1, high=500, rising=True
    )
    machines_max: tuple[int, ...] = vector(
        (3, 8, 21), SIZES, "Most machines", kind="whole", unit="machines", low=1, high=500, rising=True
    )
    process_counts: tuple[int, ...] = vector(
        (1, 2, 3), SIZES, "Processes of a shop", kind="whole", unit="processes", low=1, high=8, rising=True
    )
    finisher_share: float = share(0.18, "Shops that do finishing only", high=0.6, unit="share of shops")
    cost_rate: float = number(70.0, "$/machine-h", "Variable cost with normal material", 20, 200)
    cost_rate_sd: float = number(0.10, "log points", "Spread of the cost rate between shops", 0, 0.5)
    skill_sd: float = number(0.35, "log points", "Spread of defect proneness between shops", 0, 1)
    time_sd: float = number(0.10, "log points", "Spread of actual about planned production time", 0, 0.5)
    estimator_h: tuple[float, ...] = vector(
        (16.0, 44.0, 110.0),
        SIZES,
        "Estimator time",
        kind="number",
        unit="h/week",
        low=1,
        high=2000,
        rising=True,
    )
    cash_per_machine: float = number(25_000.0, "$/machine", "Cash at the start", 0, 500_000)
    opening_receivable_weeks: int = whole(
        11, "weeks", "Weeks of revenue from work before week 0 that are still to be collected", 0, 26
    )
    credit_per_machine: float = number(10_000.0, "$/machine", "Credit line", 0, 500_000)
    gamma_median: float = number(3.0, "pure number", "Risk aversion, median", 0, 10)
    gamma_sd: float = number(0.4, "log points", "Spread of risk aversion", 0, 1)
    gamma_range: tuple[float, ...] = vector(
        (0.5, 10.0), ENDS, "Risk aversion", kind="number", unit="pure number", low=0, high=20, rising=True
    )
    kappa_median: float = number(1.0, "standard deviations", "Caution about unproven gains, median", 0, 2.5)
    kappa_sd: float = number(0.4, "log points", "Spread of caution", 0, 1)
    kappa_range: tuple[float, ...] = vector(
        (0.0, 2.5), ENDS, "Caution", kind="number", unit="standard deviations", low=0, high=5, rising=True
    )
    foresight: float = share(0.5, "How much of a future gain counts today", unit="share of continuation value")
    autonomy_max: float = number(
        60.0, "$/machine-week", "Highest value of control at discipline 1, drawn from 0", 0, 500
    )
    ties: int = whole(6, "shops", "Phone book partners besides one finisher", 0, 30)
    tie_local: float = share(0.8, "Chance that a partner is from the own region")
    trust: tuple[float, ...] = vector((0.4, 0.9), ENDS, "Trust in a partner at the start", rising=True)
    list_per_process: tuple[int, ...] = vector(
        (9, 10),
        ENDS,
        "Approved suppliers per process",
        kind="whole",
        unit="shops",
        low=1,
        high=10,
        rising=True,
    )
    goodwill: tuple[float, ...] = vector((0.3, 0.8), ENDS, "Goodwill on an approved list", rising=True)
    win_prior_direct: float = share(0.25, "Belief in winning a direct quote at the start")
    win_prior_network: float = share(0.35, "Belief in winning a network quote at the start")
    win_prior_phone: float = share(0.25, "Belief in winning a phone quote at the start")
    margin_prior: float = number(25.0, "$/machine-h", "Belief in the margin at the start", 0, 200)
    poach_prior: float = share(0.05, "Belief in being poached at the start")


class Buyers(Group):
    """What buyers are like; three values are those of the disciplined, the average and the shopper."""

    class_shares: tuple[float, ...] = vector((0.30, 0.45, 0.25), BUYER_CLASSES, "Share of buyers", total=1.0)
    large_prime_share: float = share(0.30, "Buyers that are large primes", unit="share of buyers")
    weight_sd: float = number(0.5, "log points", "Spread of buyers' volume", 0, 1.5)
    discipline: tuple[float, ...] = vector(
        (0.85, 0.55, 0.35), BUYER_CLASSES, "Chance that a piece of a packet is right"
    )
    intent: tuple[float, ...] = vector((0.92, 0.82, 0.55), BUYER_CLASSES, "Chance that an RFQ is real", low=0.05)
    quotes: tuple[int, ...] = vector(
        (3, 4, 5), BUYER_CLASSES, "Quotes asked", kind="whole", unit="quotes", low=1, high=20
    )
    mu: float = number(0.235, "share of reference value", "Price differences that hardly matter", 0.02, 0.6)
    mu_factor: tuple[float, ...] = vector(
        (1.1, 1.0, 0.7), BUYER_CLASSES, "Factor on mu", kind="number", unit="pure number", low=0.1, high=3
    )
    v_late: float = number(0.03, "share of reference value per week", "Cost of a week late", 0, 0.2)
    v_quality: float = number(0.15, "share of reference value", "Worth of a full point of score", 0, 1)
    v_goodwill: float = number(0.10, "share of reference value", "Worth of full goodwill", 0, 1)
    loyalty: float = share(0.67, "Chance of reordering from the holder without asking others")
    pay_weeks: tuple[float, ...] = vector(
        (5.0, 7.0, 9.0), BUYER_CLASSES, "Payment terms", kind="number", unit="weeks", low=0, high=26
    )
    default_prob: float = share(0.003, "Chance that a job is never paid", high=0.1)
    late_prob: float = share(0.15, "Chance that a job is paid late")
    late_weeks: int = whole(4, "weeks", "How late", 0, 26)
    churn: tuple[float, ...] = vector((0.05, 0.10, 0.15), BUYER_CLASSES, "Chance of a revision after award")
    accept_standard: float = share(0.5, "Chance that a buyer accepts a vertical operator's standard")
    channel_prior: float = number(0.12, "share of reference value", "Belief in a channel's surplus at the start", -1, 1)
