"""What calibration may turn: fields of a world, the interval each may lie in, and what bounds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from handoff_sim.policy import apply_settings
from handoff_sim.world.document import World


@dataclass(frozen=True)
class Handle:
    """One field, its interval and where the interval comes from; ``whole`` rounds to a whole number."""

    path: str
    low: float
    high: float
    basis: str
    whole: bool = False

    def at(self, unit: float) -> float:
        """The value at a place 0 to 1 of the interval."""
        value = self.low + unit * (self.high - self.low)
        return round(value) if self.whole else float(f"{value:.3g}")


HANDLES: tuple[Handle, ...] = (
    Handle("demand.level", 0.60, 0.95, "MODEL 2.1: 0.5 to 1.1"),
    Handle("demand.shock_sd", 0.30, 0.50, "sales grew by 14, 9 and -14 % (FMA 2018-20); MODEL 2.1: 0 to 1"),
    Handle("demand.repeat_prob", 0.45, 0.80, "MODEL 2.1: 0 to 0.8"),
    Handle("demand.large_order_share", 0.04, 0.10, "MODEL 2.4: 0.08; SF12"),
    Handle("demand.finish_share", 0.30, 0.80, "MODEL_DECISIONS D8: a handle; SF12"),
    Handle("buyers.loyalty", 0.50, 0.75, "SF6: incumbents kept 0.58 to 0.78"),
    Handle("buyers.mu", 0.12, 0.26, "SF5"),
    Handle("population.list_per_process.most", 5, 10, "MODEL_DECISIONS D42: lists are a handle", whole=True),
    Handle("behaviour.list_noise", 0.10, 0.60, "MODEL_DECISIONS D42: a handle"),
    Handle("behaviour.u_lo", 0.80, 2.00, "MODEL 3.7: 0.3 to 2"),
    Handle("behaviour.coordination", 120.0, 400.0, "MODEL 3.7: 30 to 400"),
    Handle("behaviour.overhead", 150.0, 450.0, "SF4 and S5: no figure of its own"),
    Handle("behaviour.p_w0", 0.01, 0.05, "MODEL 3.7: 0.01 to 0.1"),
    Handle("behaviour.p_rev", 0.01, 0.06, "MODEL 3.7: 0.01 to 0.1"),
    Handle("behaviour.p_scope", 0.02, 0.10, "MODEL 3.7: 0.01 to 0.15"),
    Handle("behaviour.p_cert", 0.01, 0.06, "MODEL 3.7: 0.01 to 0.1"),
    Handle("behaviour.loss_multiple", 0.20, 0.60, "MODEL 3.7: 0.2 to 2; D22: about 0.3 with stages"),
)


def present(world: World) -> list[float]:
    """The world's own values of the handles, the end of a pair where the field is one."""
    values = [attrgetter(handle.path.removesuffix(".most"))(world) for handle in HANDLES]
    return [float(max(value)) if isinstance(value, tuple) else float(value) for value in values]


def settings_of(values: Sequence[float], handles: Sequence[Handle] = HANDLES) -> dict[str, Any]:
    """World settings for values of the handles, in their order; u_hi keeps its distance from u_lo."""
    chosen: dict[str, Any] = {handle.path: value for handle, value in zip(handles, values, strict=True)}
    most = chosen.pop("population.list_per_process.most", None)
    if most is not None:
        chosen["population.list_per_process"] = [int(most) - 1, int(most)]
    return chosen


def with_handles(world: World, values: Sequence[float]) -> World:
    """The world with the handles at these values."""
    return apply_settings(world, settings_of(values))
