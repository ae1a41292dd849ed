"""Which policy fields act directly on what: the one table from decisions and their terms to the rules behind them.

An entry is a field or a group of fields by path. A rule acts on a decision only where its channel's Terms govern:
`fields_that_act` says which of the named fields can have done so. Anything else reaches a decision by way of the state
that earlier jobs left.
"""

from collections.abc import Callable, Iterable, Mapping

from handoff_sim.codes import AwardBy, CapacityInfo, PaymentOwner, RoutingMode
from handoff_sim.policy import Policy

Fields = tuple[str, ...]

FRONT_DOOR: Fields = (
    "network",
    "benchmark",
    "routing.front_door",
    "lane",
    "launch.week",
    "launch.withdraw_week",
    "entry.mandate",
)
BACK_DOOR: Fields = (
    "network",
    "benchmark",
    "routing.back_door",
    "lane",
    "launch.week",
    "launch.withdraw_week",
    "governance.exclusivity",
)
LIABILITY: Fields = ("governance.liability", "governance.default_split", "governance.alpha", "record")
STAKE: Fields = ("reputation", "routing.tau_route")  # what a bad record costs in future work (R7)
CODES: Fields = ("packet.codes_required", "reputation")  # a valid closing code finds defects earlier (R15)
PAYMENT: Fields = ("payment", "payout.prompt_pay_weeks")
FEES: Fields = ("payout.take", "payout.success_fee_to", "governance.pool_fee")
VISIBILITY: Fields = ("governance.visibility", "governance.buyer_owner", "record")
ROUTING: Fields = (
    "routing.mode", "routing.quotes_per_rfq", "routing.tau_route", "routing.explore", "routing.share_cap",
    "routing.info", "routing.w_avail", "routing.w_fit", "routing.w_price", "entry.disclosure_min", "reputation",
)  # fmt: skip
PACKET: Fields = ("packet.floor",)
REPEAT: Fields = ("governance.repeat_owner", *VISIBILITY)

# What an event is about (parting.SUBJECTS): fields that act on it where the network governs it.
BY_SUBJECT: Mapping[str, Fields] = {
    "channel": FRONT_DOOR,
    "screen": ("packet.screen",),
    "return": (),
    "asked": ROUTING,
    "quote": (),  # by its terms, below
    "award": ("routing.award_by", "routing.mu_award", "routing.w_price", "payout.success_fee_to", "payout.take"),
    "offer": (*BACK_DOOR, "routing.candidates", "routing.order", "routing.max_offers", "payout.price_rule", *ROUTING),
    "answer": (),
    "make": (),
    "floor": (),
    "ncr": ("record",),  # a shared, locked record keeps revisions from unlocking the print
    "proof": (*LIABILITY, *STAKE),
    "closing": (),
    "payment": (*PAYMENT, *FEES),
    "claim": (*LIABILITY, "governance.noncirc_detect"),
    "holder": ("governance.repeat_owner",),
    # Visibility acts when the last handoff closes: it decides whether the maker knows whom to poach from.
    "poach": (*VISIBILITY, "governance.noncirc_detect", "governance.noncirc_penalty", *STAKE),
    "bypass": ("payout.take", "governance.noncirc_detect", "governance.noncirc_penalty", "packet.cost"),
}

# Decision and term (ledger.decisions.TERM_NAMES): fields that feed it where the network governs it.
BY_TERM: Mapping[str, Mapping[str, Fields]] = {
    "QUOTE": {
        "base_cost": ("entry.admin_h", "friction.admin", *LIABILITY, *CODES, *PACKET),
        "repeat_value": ("governance.repeat_owner",),
        "selection_loss": ("routing.mu_award", "payout.response_mode", *FEES, *PACKET),
        "risk_premium": ("payout.response_mode", *PACKET),
        "hours": ("payout.response_mode", "entry.admin_h", *PACKET),
        "price": ("routing.mu_award", *FEES, *PAYMENT),
        "win_probability": ("routing.mu_award",),
        "expected_gain": ("routing.mu_award", *FEES, *PAYMENT),
        "other_depth_gain": ("routing.mu_award", *FEES, *PAYMENT),
        "completeness": PACKET,
    },
    "MAKE_OR_HANDOFF": {
        "make": (*LIABILITY, *CODES, *PACKET, *REPEAT),
        "liability": (*LIABILITY, *CODES, *PACKET),
        "risk_premium": (*LIABILITY, *PACKET),
        "effort_cost": (*LIABILITY, *STAKE, *REPEAT),
        "network": (
            *BACK_DOOR, "payout.price_rule", *FEES, "entry.admin_h", *LIABILITY, *REPEAT, *PACKET,
            "routing.candidates", "routing.max_offers", "friction",
        ),
    },
    "HANDOFF_RESPONSE": {
        "transfer": ("payout.price_rule", "routing.info", "entry.disclosure_min"),
        "production": ("payout.response_mode", "record", *PACKET),
        "packet_liability": (*LIABILITY, *CODES, *PACKET),
        "workmanship_liability": (*LIABILITY, *CODES, *STAKE),
        "packet_risk": (*LIABILITY, *PACKET),
        "other_risk": (*LIABILITY, "payout.response_mode"),
        "effort_cost": (*LIABILITY, *STAKE, *REPEAT),
        "finance": PAYMENT,
        "admin": ("entry.admin_h", "payout.response_mode", "record", "friction.admin"),
        "fee": FEES,
        "repeat_value": REPEAT,
        "alpha": ("governance.alpha", "record"),
    },
    "AWARD": {
        "score": ("reputation",),
        "noise": ("routing.mu_award",),
        "quotes": ("routing.mode", "routing.quotes_per_rfq"),
    },
    "COMMITMENT": {
        "workmanship_liability": (*LIABILITY, *CODES),
        "packet_liability": (*LIABILITY, *CODES, *PACKET),
        "workmanship_risk": LIABILITY,
        "packet_risk": (*LIABILITY, *PACKET),
        "effort_cost": (*LIABILITY, *STAKE, *REPEAT),
        "repeat_value": REPEAT,
        "stake": STAKE,
        "quality_effort": (*LIABILITY, *STAKE, *REPEAT, *CODES),
        "packet_effort": (*LIABILITY, "reputation", *PACKET),
    },
    "CHANNEL": {
        "mandate": ("entry.mandate",),
    },
    "DISPUTE": {
        "alpha": ("governance.alpha", "record"),
        "share_saved": ("governance.liability", "governance.default_split"),
        "stake": STAKE,
    },
    "BYPASS": {
        "take": ("payout.take",),
        "admin": ("entry.admin_h", "friction.admin"),
        "packet": ("packet.cost",),
        "liability_shift": LIABILITY,
        "finance_network": PAYMENT,
        "default_direct": PAYMENT,
        "stake": STAKE,
        "expected_penalty": ("governance.noncirc_detect", "governance.noncirc_penalty"),
    },
    "POACH": {
        "expected_penalty": ("governance.noncirc_detect", "governance.noncirc_penalty"),
        "tie_value": STAKE,
    },
}  # fmt: skip

# Rules that an RFQ meets at the network's front door: who is asked, for how many quotes, what wins, what is cleaned.
AT_THE_FRONT_DOOR: Fields = (
    "routing.mode", "routing.quotes_per_rfq", "routing.award_by", "routing.mu_award", "packet.floor", "packet.screen",
    "payout.take", "payout.response_mode",
)  # fmt: skip

PROMPT = (PaymentOwner.ESCROW, PaymentOwner.NETWORK_GUARANTEE)

# Where a field means nothing unless another one gives it force.
NEEDS: Mapping[str, Callable[[Policy], bool]] = {
    "payout.prompt_pay_weeks": lambda policy: policy.payment.payment_owner in PROMPT,
    "payment.guarantee_fee": lambda policy: policy.payment.payment_owner == PaymentOwner.NETWORK_GUARANTEE,
    "payout.success_fee_to": lambda policy: policy.payout.take > 0,
    "reputation": lambda policy: policy.reputation.active,
    "entry.disclosure_min": lambda policy: policy.reputation.active and policy.routing.info != CapacityInfo.NONE,
    "routing.tau_route": lambda policy: policy.routing.mode != RoutingMode.BROADCAST,
    "routing.w_avail": lambda policy: policy.routing.mode != RoutingMode.BROADCAST,
    "routing.w_fit": lambda policy: policy.routing.mode != RoutingMode.BROADCAST,
    "routing.w_price": lambda policy: policy.routing.award_by == AwardBy.NETWORK,
    "governance.noncirc_penalty": lambda policy: policy.governance.noncirc_detect > 0,
}

# The decision that stands behind an event, by what the event is about.
DECISION_BEHIND: Mapping[str, str] = {
    "channel": "CHANNEL",
    "proof": "DISPUTE",
    "quote": "QUOTE",
    "award": "AWARD",
    "offer": "MAKE_OR_HANDOFF",
    "answer": "HANDOFF_RESPONSE",
    "make": "MAKE_OR_HANDOFF",
    "ncr": "COMMITMENT",
    "poach": "POACH",
    "bypass": "BYPASS",
}

# Off the network only these groups of a policy govern.
OUTSIDE_NETWORK: Mapping[str, Fields] = {"phone": ("phone",), "direct": ("direct",)}


def fields_that_act(named: Iterable[str], changed: Iterable[str], channels: Iterable[str]) -> tuple[str, ...]:
    """Those of the changed fields that are named, or lie in a named group, and can act under these channels.

    Parameters: ``named`` from the tables above; ``changed``, paths in which two policies differ; ``channels`` that
    govern the event under either policy. Off the network only the fields of the phone book, or of direct orders, act.
    """
    wanted: list[str] = []
    for channel in channels:
        wanted += named if channel == "network" else OUTSIDE_NETWORK.get(channel, ())
    return tuple(path for path in changed if any(path == field or path.startswith(f"{field}.") for field in wanted))


def has_force(path: str, policies: Iterable[Policy]) -> bool:
    """Whether a field means something under at least one of the policies that have a network."""
    needs = [need for field, need in NEEDS.items() if path == field or path.startswith(f"{field}.")]
    return any(policy.network and all(need(policy) for need in needs) for policy in policies) if needs else True


def fields_of_term(kind: str, term: str) -> Fields:
    """Fields that feed a term of a decision; none for terms that only the state feeds."""
    return BY_TERM.get(kind, {}).get(term, ())
