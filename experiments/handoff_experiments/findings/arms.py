"""The arms of the study: which policy, and whether everybody is prescribed to be in its network."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from handoff_scenarios import catalogue
from handoff_sim.policy import Policy, apply_settings, read
from handoff_sim.policy.reading import overlay

PHONE = "phone_book"
PRESETS = ("directory", "tools_only", "quote_button", "enforceable_trust", "overflow_lane")
UPSTREAM = "enforceable_trust, upstream"
TRAPS = ("directory", "tools_only", "enforceable_trust")

MOTIVATIONS = {"packets": "clean_packets", "protection": "protected_handoff", "compounding": "merit_routing"}
EXPOSURE = {"routing.quotes_per_rfq": 4, "routing.mu_award": 0.17}
Cell = tuple[bool, bool, bool]  # packets, protection, compounding
CELLS: tuple[Cell, ...] = tuple((a, b, c) for a, b, c in product((False, True), repeat=3))

SWEPT = "enforceable_trust"
SWEEPS: Mapping[str, tuple[float, ...]] = {
    "payout.take": (0.0, 0.1, 0.2, 0.3),
    "routing.quotes_per_rfq": (2, 4, 8),
    "governance.alpha": (0.2, 0.6, 0.95),
    "packet.floor": (0.0, 0.5, 0.95),
}


@dataclass(frozen=True, kw_only=True)
class Arm:
    """A policy under which the seeds are run; ``everybody`` prescribes all shops and buyers as members from launch."""

    policy: Policy
    everybody: bool = False


def everybody(name: str) -> str:
    """Name of the arm in which everybody is in the network of a policy."""
    return f"{name}, all members"


def cell(chosen: Cell) -> str:
    """Name of one cell of the ablation: the motivations it has."""
    having = [word for word, on in zip(MOTIVATIONS, chosen, strict=True) if on]
    return "all three" if len(having) == len(chosen) else " + ".join(having) or "none"


def swept(path: str, value: float) -> str:
    """Name of one arm of a sweep."""
    return f"{path} = {value:g}"


def arms() -> dict[str, Arm]:
    """Every arm by name."""
    found = {name: Arm(policy=catalogue.policy(name)) for name in (PHONE, *PRESETS)}
    found[UPSTREAM] = Arm(policy=changed("enforceable_trust", {"governance.liability": "upstream"}))
    for name in TRAPS:
        found[everybody(name)] = Arm(policy=catalogue.policy(name), everybody=True)
    for chosen in CELLS:
        found[cell(chosen)] = Arm(policy=bundle(chosen), everybody=True)
    for path, values in SWEEPS.items():
        for value in values:
            found[swept(path, value)] = Arm(policy=changed(SWEPT, {path: value}), everybody=True)
    return found


def changed(name: str, settings: Mapping[str, Any]) -> Policy:
    """A policy of the catalogue with other settings."""
    return apply_settings(catalogue.policy(name), settings)


def bundle(chosen: Cell) -> Policy:
    """`tools_only` with some of the three motivations, each as its policy of the catalogue states it."""
    full = catalogue.policy("tools_only").plain()
    for policy, on in zip(MOTIVATIONS.values(), chosen, strict=True):
        if on:
            full = overlay(full, own_settings(policy))
    return apply_settings(read(Policy, full, file=cell(chosen)), EXPOSURE)


def own_settings(name: str) -> dict[str, Any]:
    """What a policy of the catalogue sets beyond the policy it builds on."""
    words = ("base", "name", "title", "about", "source")
    return {key: value for key, value in catalogue.stated("policies", name).items() if key not in words}
