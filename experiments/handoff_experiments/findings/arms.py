"""The arms of the study: which policy, and whether everybody is prescribed to be in its network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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

HYPED, TRUST_HYPED = "directory, hyped", "enforceable_trust, hyped"
HYPE = {"launch.hype": 100, "launch.n_hype": 8}  # $ per machine-week that everybody expects, and its weight as evidence
NO_STAKE, NO_STAKE_DEAR = "take 0.1, no stake", "take 0.3, no stake"
FREE_PACKETS, NO_TAKE, TWO_OPERATIONS = "no floor, no packet cost", "all three, no take", "all three, two operations"
SMALL_BUTTON = "quote_button, small take"
PLAIN_JOBS = {"demand.ops_shares": [0, 1, 0], "demand.large_order_share": 0}


@dataclass(frozen=True, kw_only=True)
class Arm:
    """A policy under which the seeds are run.

    ``everybody`` prescribes all shops and buyers as members from launch; ``settings`` change the world,
    ``explained`` keeps what was decided about leaving the network (R21).
    """

    policy: Policy
    everybody: bool = False
    explained: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)


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
    upstream = changed("enforceable_trust", {"governance.liability": "upstream"})
    found |= {UPSTREAM: Arm(policy=upstream), everybody(UPSTREAM): Arm(policy=upstream, everybody=True)}
    for name in TRAPS:
        found[everybody(name)] = Arm(policy=catalogue.policy(name), everybody=True)
    for chosen in CELLS:
        found[cell(chosen)] = Arm(policy=bundle(chosen), everybody=True)
    for path, values in SWEEPS.items():
        for value in values:
            found[swept(path, value)] = Arm(policy=changed(SWEPT, {path: value}), everybody=True)
    return found | probes()


def probes() -> dict[str, Arm]:
    """Arms that no claim is judged by: each takes one suspected cause away."""
    unforgetting = {"reputation.memory": 1}  # R7: where nothing is forgotten a record is at no stake
    return {
        HYPED: Arm(policy=changed("directory", HYPE)),
        TRUST_HYPED: Arm(policy=changed("enforceable_trust", HYPE)),
        NO_STAKE: Arm(policy=changed(SWEPT, {"payout.take": 0.1, **unforgetting}), everybody=True),
        NO_STAKE_DEAR: Arm(policy=changed(SWEPT, {"payout.take": 0.3, **unforgetting}), everybody=True, explained=True),
        FREE_PACKETS: Arm(policy=changed(SWEPT, {"packet.floor": 0, "packet.cost": 0}), everybody=True),
        NO_TAKE: Arm(policy=apply_settings(bundle(CELLS[-1]), {"payout.take": 0}), everybody=True),
        SMALL_BUTTON: Arm(policy=changed("quote_button", {"payout.take": 0.05})),
        TWO_OPERATIONS: Arm(policy=bundle(CELLS[-1]), everybody=True, settings=PLAIN_JOBS),
    }


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
