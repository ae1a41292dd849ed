"""Decision records: the few numbers that decided, kept on request (MODEL 4.5)."""

from handoff_sim.compiled import compiled
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.market.tables import Counter, Market

TERM_NAMES: dict[DecisionKind, tuple[str, ...]] = {
    DecisionKind.QUOTE: (
        "base_cost", "repeat_value", "selection_loss", "risk_premium", "hours", "price", "win_probability",
        "expected_gain", "other_depth_gain", "completeness", "production", "full_sigma", "quick_sigma", "gamma",
        "wealth", "receipt_factor", "price_scale", "reference_value", "win_belief", "selection", "full_hours",
        "quick_hours", "wage", "lead_weeks", "most_load_weeks", "lead_required_weeks",
    ),
    DecisionKind.MAKE_OR_HANDOFF: (
        "make", "outside", "phone", "network", "production", "opportunity", "liability", "risk_premium",
        "effort_cost", "late", "promised_weeks", "lead_weeks", "is_bound", "transfer", "channel",
    ),
    DecisionKind.HANDOFF_RESPONSE: (
        "transfer", "production", "opportunity", "packet_liability", "workmanship_liability", "packet_risk",
        "other_risk", "effort_cost", "finance", "admin", "fee", "repeat_value", "relational", "promised_weeks",
        "lead_weeks", "alpha", "work_hours", "answer_hours", "rev_locked", "scope_explicit", "cert_complete",
        "channel", "surplus", "is_binding", "luck",
    ),
    DecisionKind.MEMBERSHIP: (
        "gain_mean", "gain_n", "lower_bound", "hurdle", "running", "tenure_weeks", "kappa", "sigma_obs",
        "hysteresis", "autonomy", "discipline", "min_tenure_weeks", "is_curious", "may_enter", "score",
    ),
    DecisionKind.BYPASS: (
        "take", "admin", "packet", "liability_shift", "finance_direct", "default_direct", "finance_network",
        "stake", "expected_penalty", "hassle", "mutual_trust",
    ),
    DecisionKind.POACH: (
        "incumbent_price", "own_cost", "expected_penalty", "tie_value", "hassle", "undercut",
    ),
    DecisionKind.AWARD: (
        "price", "lead_weeks", "goodwill", "score", "noise", "quotes", "runner_up", "budget", "reference_value",
        "lead_required_weeks", "lateness_weight", "goodwill_weight", "quality_weight", "intent", "other_price",
        "other_lead_weeks", "other_goodwill", "other_score", "other_noise", "first_quote", "last_quote",
        "vertical_price", "vertical_utility",
    ),
    DecisionKind.COMMITMENT: (
        "production", "opportunity", "workmanship_liability", "packet_liability", "workmanship_risk", "packet_risk",
        "effort_cost", "repeat_value", "stake", "quality_effort", "packet_effort",
    ),
    DecisionKind.SEEK_HELP: (
        "capable", "promised_weeks", "lead_weeks", "breakdown_weeks", "labour_weeks", "low_load_weeks",
    ),
    DecisionKind.EFFORT: (
        "base_hazard", "defect_multiplier", "share", "loss", "stake", "repeat_value", "effort_unit", "production",
        "most_effort", "score",
    ),
    DecisionKind.PACKET_EFFORT: (
        "rev_hazard", "scope_hazard", "cert_hazard", "rev_share", "scope_share", "cert_share", "loss", "stake",
        "hours_per_effort", "wage", "hours_left",
    ),
    DecisionKind.CLOSURE_CODE: (
        "stake", "verifiability", "fine", "audit_rate", "code_hours", "wage",
    ),
    DecisionKind.ACKNOWLEDGEMENT: (
        "stake", "cost",
    ),
    DecisionKind.DISPUTE: (
        "alpha", "share_saved", "loss", "hours", "wage", "stake",
    ),
    DecisionKind.CHANNEL: (
        "benefit_network", "benefit_direct", "temperature", "exploration", "mandate", "luck",
    ),
    DecisionKind.BUYER_MEMBERSHIP: (
        "benefit_network", "benefit_direct", "network_jobs", "leave_margin", "leave_jobs", "join_chance", "luck",
        "is_covered",
    ),
    DecisionKind.ROUTING: (
        "process", "exclude", "wanted", "is_front_door", "found",
    ),
    DecisionKind.CHANGE_CLAIM: (
        "price", "refusal_chance",
    ),
    DecisionKind.CERTIFICATE: (
        "rev_locked", "scope_explicit", "cert_complete",
    ),
    DecisionKind.INTENT: (
        "intent", "luck",
    ),
    DecisionKind.PAYMENT: (
        "transfer", "weeks",
    ),
    DecisionKind.DEFECT_CLAIM: (
        "transfer", "proof_chance", "share_charged",
    ),
    DecisionKind.FAKE_WORK: (
        "score", "is_member", "audit_rate", "fine", "take",
    ),
    DecisionKind.VERTICAL_QUOTE: (
        "reference_value", "price", "lead_weeks", "price_index",
    ),
}  # fmt: skip


@compiled
def new_decision(
    m: Market, week: int, kind: int, shop: int, other: int, job: int, op: int,
    state: int, code: int, threshold: float, value: float, load_weeks: float,
) -> int:  # fmt: skip
    """Open a decision record and return its row; the caller fills ``terms``. Row -1 when none are kept."""
    if m.p[0].record_decisions == 0:
        return -1
    row = m.n[Counter.DECISIONS]
    m.n[Counter.DECISIONS] = row + 1
    if row >= m.decisions.size:
        return -1
    decision = m.decisions[row]
    decision.week = week
    decision.kind = kind
    decision.shop = shop
    decision.other = other
    decision.job = job
    decision.op = op
    decision.state = state
    decision.code = code
    decision.threshold = threshold
    decision.value = value
    decision.load_weeks = load_weeks
    decision.terms[:] = 0.0
    decision.answer[:] = 0.0
    return row
