"""What a policy means once its benchmark is applied: two yardsticks that override other fields."""

from collections.abc import Mapping
from typing import Any

from handoff_sim.codes import Benchmark
from handoff_sim.policy.document import Policy
from handoff_sim.policy.reading import set_paths

# D4: the network is run with the phone book's terms and partners, and must give the phone book's events.
NULL_NETWORK: Mapping[str, Any] = {
    "discipline": 0,
    "payout.take": 0,
    "payout.sub_fee": 0,
    "payout.royalty": 0,
    "payout.royalty_n": 0,
    "payout.bonus_pool": 0,
    "payout.prompt_pay_weeks": 0,
    "payment.guarantee_fee": 0,
    "routing.front_door": False,
    "routing.back_door": True,
    "routing.candidates": "phone_book",
    "routing.order": "trust",
    "routing.explore": 0,
    "routing.share_cap": 1,
    "reputation.active": False,
    "reputation.audit_rate": 0,
    "reputation.audit_fine": 0,
    "governance.repeat_owner": "originator",
    "governance.pool_fee": 0,
    "governance.noncirc_detect": 0,
    "governance.noncirc_penalty": 0,
    "governance.exclusivity": False,
    "packet.floor": 0,
    "packet.cost": 0,
    "packet.screen": 0,
    "packet.rfq_deposit": 0,
    "packet.codes_required": False,
    "entry.admin_h": 0,
    "entry.audit_h": 0,
    "entry.entry_fee": 0,
    "entry.bond": 0,
    "entry.vouch": "none",
    "entry.cert_required": False,
    "entry.disclosure_min": 0,
    "entry.mandate": 0,
    "lane.processes": [],
    "lane.regions": [],
    "lane.buyers": [],
    "lane.max_members": "none",
    "launch.subsidy": 0,
    "launch.hype": 0,
    "launch.n_hype": 0,
    "launch.evidence": "none",
    "launch.n_pub": 0,
    "friction.coordination": True,
    "friction.calls": True,
    "friction.switching": False,
    "friction.misroutes": False,
}

# D84: nothing stands between shops but distance of interest.
FRICTIONLESS: Mapping[str, Any] = {
    "payout.take": 0,
    "payout.sub_fee": 0,
    "payout.bonus_pool": 0,
    "governance.alpha": 1,
    "governance.liability": "controller_pays",
    "governance.pool_fee": 0,
    "routing.info": "exact",
    "routing.tau_route": 0.02,
    "packet.floor": 1,
    "packet.screen": 1,
    "packet.cost": 0,
    "packet.rfq_deposit": 0,
    "entry.admin_h": 0,
    "entry.audit_h": 0,
    "entry.entry_fee": 0,
    "entry.bond": 0,
    "entry.disclosure_min": 1,
    "friction.admin": False,
    "friction.coordination": False,
    "friction.calls": False,
    "friction.switching": False,
    "friction.misroutes": False,
    "friction.autonomy": False,
    "friction.caution": False,
}

OVERRIDES: Mapping[Benchmark, Mapping[str, Any]] = {
    Benchmark.NONE: {},
    Benchmark.NULL_NETWORK: NULL_NETWORK,
    Benchmark.FRICTIONLESS: FRICTIONLESS,
}


def effective(policy: Policy) -> Policy:
    """The policy with the settings of its benchmark in force; the policy itself where it has none."""
    overrides = OVERRIDES[policy.benchmark]
    return set_paths(policy, overrides, file=f"benchmark {policy.benchmark.name.lower()}") if overrides else policy
