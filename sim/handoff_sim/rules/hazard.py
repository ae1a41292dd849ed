"""How likely an NCR is, where it is found, and what it costs."""

import math

from handoff_sim.compiled import compiled

MOST_WORKMANSHIP = 0.9  # a hazard stays a probability however poor the skill
DETECTION = 0.6  # in-house inspection finds this share of defects
DETECTION_BY_CODES = 0.3  # and this much more where closures are coded validly
INCOMING_CHECK = 0.6  # share of the escapes that the originator's incoming inspection finds


@compiled
def workmanship_hazard(p_w0: float, skill: float, effort: float) -> float:
    """Chance that an op ends with a workmanship NCR.

    R3: ``p_w = min(.9, p_w0 * s * exp(-e))``

    Symbols: p_w0 base chance; s = skill, multiplier, 1 is typical, less is better; e = effort, pure number.
    Source: MODEL R3, decision D20.
    """
    return min(MOST_WORKMANSHIP, p_w0 * skill * math.exp(-effort))


@compiled
def packet_hazard(p_q0: float, flag: int, packet_effort: float) -> float:
    """Chance that an op ends with an NCR from the packet: revision, scope or cert.

    R3: ``p_q = p_q0 * 1[flag false] * exp(-x)``

    Symbols: p_q0 base chance of cause q; flag 1 where the packet settles the matter, else 0;
    x = packet_effort of the originator, pure number.
    Source: MODEL R3, decision D20.
    """
    if flag == 1:
        return 0.0
    return p_q0 * math.exp(-packet_effort)


@compiled
def detection_probability(valid_closure: bool) -> float:
    """Chance that the maker finds its own defect before shipping.

    R3: ``q_det = .6 + .3 * 1[valid closure]``

    Source: MODEL R3, decision D21.
    """
    if valid_closure:
        return DETECTION + DETECTION_BY_CODES
    return DETECTION


@compiled
def stage_multiplier(
    valid_closure: bool, handed_off: bool, m_in_house: float, m_originator: float, m_buyer: float
) -> float:
    """Expected growth of a loss with the stage at which it is found.

    R3: ``E[M] = q M_in + (1 - q) (.6 M_orig + .4 M_buyer)``; an op its prime makes itself has no
    originator's check: ``E[M] = q M_in + (1 - q) M_buyer``.

    Symbols: q detection in house; M multipliers of the loss by stage, pure numbers.
    Source: MODEL R3, decision D21.
    """
    q = detection_probability(valid_closure)
    escaped = m_buyer
    if handed_off:
        escaped = INCOMING_CHECK * m_originator + (1.0 - INCOMING_CHECK) * m_buyer
    return q * m_in_house + (1.0 - q) * escaped


@compiled
def expected_loss(loss_multiple: float, op_price: float, stage_multiplier: float) -> float:
    """What one NCR costs, dollars.

    R3: ``L = l * P_o * E[M]``

    Symbols: l = loss_multiple, share of the op's price; P_o = op_price, dollars.
    Source: MODEL R3, decisions D21, D22.
    """
    return loss_multiple * op_price * stage_multiplier


@compiled
def expected_liability(
    p_w: float, p_rev: float, p_scope: float, p_cert: float,
    s_w: float, s_rev: float, s_scope: float, s_cert: float, loss: float,
) -> tuple[float, float]:  # fmt: skip
    """What NCRs of an op cost one party on average: the workmanship part and the packet part, dollars.

    R4: ``EL = sum over causes of p_q * S_q * L``

    Symbols: p_q hazards; S_q = s_q the party's shares; L = loss, dollars.
    Source: MODEL R4.
    """
    workmanship = p_w * s_w * loss
    packet = (p_rev * s_rev + p_scope * s_scope + p_cert * s_cert) * loss
    return workmanship, packet
