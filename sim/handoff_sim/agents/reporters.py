"""What a FactoryModel's DataCollector keeps of each week unless told more: figures of the last week's panel row."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handoff_sim.model import FactoryModel

ModelReporter = Callable[["FactoryModel"], Any]


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else math.nan


def week(model: "FactoryModel") -> int:
    """Weeks that have passed."""
    return model.week


def members(model: "FactoryModel") -> int:
    """Shops in the network."""
    return int(model.last_week.members)


def buyer_members(model: "FactoryModel") -> int:
    """Buyers in the network."""
    return int(model.last_week.buyer_members)


def network_share(model: "FactoryModel") -> float:
    """Share of the week's operations that the network brought to another maker."""
    line = model.last_week
    placed = line.in_house_ops + line.phone_ops + line.network_ops + line.outside_ops
    return _share(line.network_ops, placed)


def utilisation(model: "FactoryModel") -> float:
    """Produced over available machine minutes."""
    return _share(model.last_week.produced_min, model.last_week.cap_min)


def served_share(model: "FactoryModel") -> float:
    """Share of the week's RFQs with intent that were awarded."""
    line = model.last_week
    return _share(line.awards, line.awards + line.no_quote + line.too_dear)


def profit_per_machine_week(model: "FactoryModel") -> float:
    """Gain in net worth of all shops in the week, dollars per machine."""
    return float(model.market.profit_weeks[model.week - 1].sum()) / 100.0 / model.machines


MODEL_REPORTERS: dict[str, ModelReporter] = {
    reporter.__name__: reporter
    for reporter in (week, members, buyer_members, network_share, utilisation, served_share, profit_per_machine_week)
}
