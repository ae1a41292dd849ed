"""Measured numbers that the sentences about causes quote: means over seeds, by name."""

from collections.abc import Callable, Mapping

import numpy as np

from handoff_experiments.findings import arms as a
from handoff_experiments.findings.extras import BY_PHONE, PRICE_DIRECT, PRICE_NETWORK, TRUSTING
from handoff_experiments.findings.reading import change, gain, level, money, naive_gap, selection
from handoff_experiments.findings.running import Runs
from handoff_experiments.tasks import FloatArray

Facts = Mapping[str, float]
ALL_THREE = a.cell(a.CELLS[-1])


def mean(values: FloatArray) -> float:
    """Mean over the seeds that have a value."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def at_take(take: float) -> str:
    """The arm of the leakage sweep at one take."""
    return a.swept("payout.take", take)


def spread(values: FloatArray) -> FloatArray:
    """Standard deviation over seeds, as one number."""
    return np.array([np.std(values, ddof=1)])


def all_trust(agent: str) -> Callable[[Runs], FloatArray]:
    """What an agent group gains with everybody in `enforceable_trust`."""
    return lambda runs: gain(runs, a.everybody("enforceable_trust"), agent)


def phantoms_implied(runs: Runs) -> FloatArray:
    """Share of lost quotes on phantoms by the identity of MODEL 0.6, all RFQs asked alike: k (1 - a) / (k - a)."""
    quotes, awarded = level(runs, a.PHONE, "S4.quotes_per_rfq"), level(runs, a.PHONE, "S4.award_rate")
    share: FloatArray = quotes * (1.0 - awarded) / (quotes - awarded)
    return share


READ: Mapping[str, Callable[[Runs], FloatArray]] = {
    "members_directory": lambda runs: level(runs, "directory", "D1"),
    "members_directory_hyped": lambda runs: level(runs, a.HYPED, "D1"),
    "members_trust": lambda runs: level(runs, "enforceable_trust", "D1"),
    **{f"{agent}_all_trust": all_trust(agent) for agent in ("shops", "buyers", "operator")},
    "members_trust_hyped": lambda runs: level(runs, a.TRUST_HYPED, "D1"),
    "mediated_directory": lambda runs: level(runs, "directory", "N4"),
    "mediated_directory_hyped": lambda runs: level(runs, a.HYPED, "N4"),
    "mediated_directory_all": lambda runs: level(runs, a.everybody("directory"), "N4"),
    "least_members": lambda runs: level(runs, "directory", "D1").min(keepdims=True),
    "most_members": lambda runs: level(runs, "directory", "D1").max(keepdims=True),
    "spread": lambda runs: spread(money(runs, a.PHONE, "shops")),
    "spread_directory_all": lambda runs: spread(gain(runs, a.everybody("directory"), "shops")),
    "award_rate": lambda runs: level(runs, a.PHONE, "S4.award_rate"),
    "phantoms_implied": phantoms_implied,
    "hours_tools": lambda runs: change(runs, "tools_only", "S4.hours"),
    "quotes_tools": lambda runs: change(runs, "tools_only", "S4.quotes_per_rfq"),
    "wasted_tools_all": lambda runs: change(runs, a.everybody("tools_only"), "S3"),
    "by_phone": lambda runs: level(runs, a.swept("governance.alpha", 0.6), BY_PHONE),
    "buyers_button": lambda runs: gain(runs, "quote_button", "buyers"),
    "buyers_button_small_take": lambda runs: gain(runs, a.SMALL_BUTTON, "buyers"),
    "network_price_trust": lambda runs: level(runs, "enforceable_trust", PRICE_NETWORK),
    "direct_price_trust": lambda runs: level(runs, "enforceable_trust", PRICE_DIRECT),
    "gap_tools": lambda runs: naive_gap(runs, "tools_only"),
    "selection_tools": lambda runs: selection(runs, "tools_only"),
    "price_button": lambda runs: change(runs, "quote_button", "B5"),
    "price_button_small_take": lambda runs: change(runs, a.SMALL_BUTTON, "B5"),
    "network_price_button": lambda runs: level(runs, "quote_button", PRICE_NETWORK),
    "direct_price_button": lambda runs: level(runs, "quote_button", PRICE_DIRECT),
    "leak_01": lambda runs: level(runs, at_take(0.1), "N5"),
    "leak_03": lambda runs: level(runs, at_take(0.3), "N5"),
    "leak_01_no_stake": lambda runs: level(runs, a.NO_STAKE, "N5"),
    "leak_03_no_stake": lambda runs: level(runs, a.NO_STAKE_DEAR, "N5"),
    "trusting": lambda runs: level(runs, a.NO_STAKE_DEAR, TRUSTING),
    "floor_with_cost": lambda runs: change(runs, a.swept("packet.floor", 0.95), "N4", a.FREE_PACKETS),
    "floor_alone": lambda runs: change(runs, a.swept("packet.floor", 0.95), "N4", a.swept("packet.floor", 0.0)),
    "price_all_three": lambda runs: change(runs, ALL_THREE, "B5"),
    "price_all_three_no_take": lambda runs: change(runs, a.NO_TAKE, "B5"),
    "price_directory_all": lambda runs: change(runs, a.everybody("directory"), "B5"),
    "quotes_phone": lambda runs: level(runs, a.PHONE, "S4.quotes_per_rfq"),
    "dfi_plain_jobs": lambda runs: level(runs, a.TWO_OPERATIONS, "DFI"),
    "handed_all_three": lambda runs: level(runs, ALL_THREE, "S16"),
    "handed_for_backlog": lambda runs: level(runs, ALL_THREE, "S16.backlog"),
    "handed_phone_book": lambda runs: level(runs, a.PHONE, "S16"),
}


def facts(runs: Runs) -> dict[str, float]:
    """Every number by name."""
    return {name: mean(read(runs)) for name, read in READ.items()}
