"""The control point: a shop accepts a handoff, or declines it and says why."""

from handoff_sim.codes import DeclineCode
from handoff_sim.compiled import compiled


@compiled
def handoff_value(
    transfer: float, production: float, opportunity: float, packet_liability: float,
    workmanship_liability: float, packet_risk: float, other_risk: float, effort_cost: float, finance: float,
    admin: float, fee: float, repeat_value: float, relational: float,
) -> float:  # fmt: skip
    """What accepting the handoff is worth to the receiver, dollars.

    R11: ``v = W - H c - H omega - EL - RP - kappa_e C e - FIN - ADM - fee + V_rep + relational credit``

    Symbols: W = transfer; EL = packet_liability + workmanship_liability; RP = packet_risk + other_risk (the
    estimate's risk is in the latter); fee the receiver's part of the take. All in dollars.
    Source: MODEL R11, decisions D46, D66.
    """
    risk = packet_liability + workmanship_liability + packet_risk + other_risk
    cost = production + opportunity + risk + effort_cost + finance + admin + fee
    return transfer - cost + repeat_value + relational


@compiled
def decline_code(
    value: float, threshold: float, capable: bool, opportunity: float, packet_liability: float,
    workmanship_liability: float, packet_risk: float, other_risk: float, finance: float,
    promised_weeks: float, lead_weeks: float,
) -> int:  # fmt: skip
    """Why the handoff is declined: the first term whose removal alone would have made it acceptable.

    R11, in this order: no capability; accepted if ``v >= threshold``; no capacity (H omega); packet
    incomplete (packet EL and RP); risk terms (workmanship EL, other RP, finance); lead time if the promise
    is later than the op needs; else price. Returns a DeclineCode, ACCEPTED (0) included.

    Source: MODEL R11, decision D66.
    """
    if not capable:
        return DeclineCode.NO_CAPABILITY
    if value >= threshold:
        return DeclineCode.ACCEPTED
    if value + opportunity >= threshold:
        return DeclineCode.NO_CAPACITY
    if value + packet_liability + packet_risk >= threshold:
        return DeclineCode.PACKET_INCOMPLETE
    if value + workmanship_liability + other_risk + finance >= threshold:
        return DeclineCode.RISK_TERMS
    if promised_weeks > lead_weeks:
        return DeclineCode.LEAD_TIME
    return DeclineCode.PRICE
