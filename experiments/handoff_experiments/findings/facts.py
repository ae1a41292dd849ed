"""Measured numbers that the sentences about causes quote: means over seeds, by name."""

from collections.abc import Callable, Mapping

import numpy as np

from handoff_experiments.findings import arms as a
from handoff_experiments.findings.extras import PRICE_DIRECT, PRICE_NETWORK, TRUSTING
from handoff_experiments.findings.reading import change, gain, level, naive_gap
from handoff_experiments.findings.running import Runs
from handoff_experiments.tasks import FloatArray

Facts = Mapping[str, float]
ALL_THREE, NONE = a.cell(a.CELLS[-1]), a.cell(a.CELLS[0])
ALL_TRUST = a.everybody("enforceable_trust")


def mean(values: FloatArray) -> float:
    """Mean over the seeds that have a value."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def at_take(take: float) -> str:
    """The arm of the leakage sweep at one take."""
    return a.swept("payout.take", take)


READ: Mapping[str, Callable[[Runs], FloatArray]] = {
    "members_directory": lambda runs: level(runs, "directory", "D1"),
    "members_directory_hyped": lambda runs: level(runs, a.HYPED, "D1"),
    "members_trust": lambda runs: level(runs, "enforceable_trust", "D1"),
    "members_trust_hyped": lambda runs: level(runs, a.TRUST_HYPED, "D1"),
    "mediated_directory_all": lambda runs: level(runs, a.everybody("directory"), "N4"),
    "gap_directory": lambda runs: naive_gap(runs, "directory"),
    "gap_tools": lambda runs: naive_gap(runs, "tools_only"),
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
    "use_all_three": lambda runs: change(runs, ALL_THREE, "R1"),
    "network_price_trust": lambda runs: level(runs, "enforceable_trust", PRICE_NETWORK),
    "direct_price_trust": lambda runs: level(runs, "enforceable_trust", PRICE_DIRECT),
    "network_price_none": lambda runs: level(runs, NONE, PRICE_NETWORK),
    "direct_price_none": lambda runs: level(runs, NONE, PRICE_DIRECT),
    "quotes_phone": lambda runs: level(runs, a.PHONE, "S4.quotes_per_rfq"),
    "phone_price": lambda runs: level(runs, a.PHONE, "B5"),
    "dfi_all_three": lambda runs: level(runs, ALL_THREE, "DFI"),
    "dfi_plain_jobs": lambda runs: level(runs, a.TWO_OPERATIONS, "DFI"),
    "handed_all_three": lambda runs: level(runs, ALL_THREE, "S16"),
    "handed_for_backlog": lambda runs: level(runs, ALL_THREE, "S16.backlog"),
    "handed_phone_book": lambda runs: level(runs, a.PHONE, "S16"),
    "buyers_all_trust": lambda runs: gain(runs, ALL_TRUST, "buyers"),
    "shops_all_trust": lambda runs: gain(runs, ALL_TRUST, "shops"),
}


def facts(runs: Runs) -> dict[str, float]:
    """Every number by name."""
    return {name: mean(read(runs)) for name, read in READ.items()}
