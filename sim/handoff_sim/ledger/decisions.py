"""Decision records: the few numbers that decided, kept on request (MODEL 4.5)."""

from handoff_sim.codes import DecisionKind
from handoff_sim.compiled import compiled
from handoff_sim.market.tables import Counter, Market

TERM_NAMES: dict[DecisionKind, tuple[str, ...]] = {
    DecisionKind.QUOTE: (
        "base_cost", "repeat_value", "selection_loss", "risk_premium", "hours", "price", "win_probability",
        "expected_gain", "other_depth_gain", "completeness",
    ),
    DecisionKind.MAKE_OR_HANDOFF: (
        "make", "outside", "phone", "network", "production", "opportunity", "liability", "risk_premium",
        "effort_cost", "late", "promised_weeks", "lead_weeks",
    ),
    DecisionKind.HANDOFF_RESPONSE: (
        "transfer", "production", "opportunity", "packet_liability", "workmanship_liability", "packet_risk",
        "other_risk", "effort_cost", "finance", "admin", "fee", "repeat_value", "relational", "promised_weeks",
        "lead_weeks", "alpha",
    ),
    DecisionKind.MEMBERSHIP: (
        "gain_mean", "gain_n", "lower_bound", "hurdle", "running", "tenure_weeks", "kappa",
    ),
    DecisionKind.BYPASS: (
        "take", "admin", "packet", "liability_shift", "finance_direct", "default_direct", "finance_network",
        "stake", "expected_penalty", "hassle", "mutual_trust",
    ),
    DecisionKind.POACH: (
        "incumbent_price", "own_cost", "expected_penalty", "tie_value", "hassle",
    ),
    DecisionKind.AWARD: (
        "price", "lead_weeks", "goodwill", "score", "noise", "quotes", "runner_up", "budget",
    ),
    DecisionKind.COMMITMENT: (
        "production", "opportunity", "workmanship_liability", "packet_liability", "workmanship_risk", "packet_risk",
        "effort_cost", "repeat_value", "stake", "quality_effort", "packet_effort",
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
    return row
