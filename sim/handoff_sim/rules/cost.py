"""The full cost of an op, everything in it that money can express."""

from handoff_sim.compiled import compiled
from handoff_sim.rules.discount import WEEKS_PER_YEAR


@compiled
def finance_cost(amount: float, finance_rate: float, weeks: float, default_share: float) -> float:
    """What waiting for a payment costs its holder, the risk of default included, dollars.

    R8: ``FIN = W * (r * weeks / 52 + default share)``, linear in time.

    Symbols: W = amount, dollars; r = finance_rate a year; default_share expected loss borne, share of W.
    Source: MODEL R8 and V19, decision D29.
    """
    return amount * (finance_rate * weeks / WEEKS_PER_YEAR + default_share)


@compiled
def full_cost(
    production: float, opportunity: float, expected_liability: float, risk_premium: float, effort_cost: float,
    finance: float, admin: float, repeat_value: float,
) -> float:  # fmt: skip
    """What an op costs its maker once everything is counted, dollars.

    R8: ``F = H c + H omega + EL + RP + kappa_e C e + FIN + ADM - V_rep``, each term in dollars.

    Symbols in this order: production, opportunity, expected_liability, risk_premium, effort_cost, finance,
    admin, repeat_value.
    Source: MODEL R8.
    """
    direct = production + opportunity + effort_cost
    return direct + expected_liability + risk_premium + finance + admin - repeat_value
