"""What an op costs its prime if made in house, and if handed off."""

from handoff_sim.codes import HandoffReason
from handoff_sim.compiled import compiled

TRUST_CEILING = 1.2  # even full trust leaves a sixth of the coordination cost


@compiled
def fits_without(
    load_weeks: float, promised_weeks: float, lead_weeks: float, weeks: float, low_load_weeks: float
) -> bool:
    """Whether a prime would keep an op with ``weeks`` of load less.

    R10: ``u - weeks <= u_lo`` and ``promised - weeks <= lead``; all in weeks.

    Source: MODEL R10, decision D55.
    """
    return load_weeks - weeks <= low_load_weeks and promised_weeks - weeks <= lead_weeks


@compiled
def reason_to_look(
    capable: bool, load_weeks: float, promised_weeks: float, lead_weeks: float, breakdown_weeks: float,
    labour_weeks: float, low_load_weeks: float,
) -> int:  # fmt: skip
    """Why a prime looks for another maker: the first cause whose removal would have kept the op in house.

    R10, in this order: the process is missing; none while ``u <= u_lo`` and the promise meets the lead; hours lost to a
    breakdown; hours lost to want of labour; lateness alone; else backlog. Returns a HandoffReason.

    Symbols: u = load_weeks of the station; u_lo = low_load_weeks; breakdown_weeks and labour_weeks of its load are
    hours known to be lost; promised_weeks and lead_weeks of the op.
    Source: MODEL R10, decision D55.
    """
    if not capable:
        return HandoffReason.CAPABILITY
    if load_weeks <= low_load_weeks and promised_weeks <= lead_weeks:
        return HandoffReason.NONE
    if breakdown_weeks > 0.0 and fits_without(load_weeks, promised_weeks, lead_weeks, breakdown_weeks, low_load_weeks):
        return HandoffReason.BREAKDOWN
    if labour_weeks > 0.0 and fits_without(load_weeks, promised_weeks, lead_weeks, labour_weeks, low_load_weeks):
        return HandoffReason.LABOUR
    return HandoffReason.LATE_RISK if load_weeks <= low_load_weeks else HandoffReason.BACKLOG


@compiled
def late_cost(
    late_penalty: float, job_price: float, v_late: float, vref: float, foresight: float,
    promised_weeks: float, lead_weeks: float,
) -> float:  # fmt: skip
    """What being late with an op would cost the prime, dollars.

    R10: ``(late_pen P + v_L Vref phi) * max(0, weeks - lead)``

    Symbols: late_pen = late_penalty, share of the price a week; P = job_price; v_L = v_late, the buyer's
    aversion, share of Vref a week; phi = foresight; weeks = promised_weeks; lead = lead_weeks of the op.
    Source: MODEL R10, decision D56.
    """
    return (late_penalty * job_price + v_late * vref * foresight) * max(0.0, promised_weeks - lead_weeks)


@compiled
def make_cost(
    production: float, opportunity: float, expected_liability: float, risk_premium: float, effort_cost: float,
    late: float,
) -> float:  # fmt: skip
    """What making the op in house costs the prime, dollars.

    R10: ``F_make = H c + H omega + EL_self + RP + kappa_e C e + late``, each term in dollars.

    Source: MODEL R10, decision D56.
    """
    return production + opportunity + expected_liability + risk_premium + effort_cost + late


@compiled
def coordination_cost(coordination: float, trust_or_score: float) -> float:
    """What agreeing on the work with a receiver costs, less with a trusted one, dollars.

    R10: ``coord (1.2 - T)``

    Symbols: coord = coordination, dollars for a receiver trusted at .2; T = trust_or_score, 0 to 1.
    Source: MODEL R10.
    """
    return coordination * (TRUST_CEILING - trust_or_score)


@compiled
def originator_costs(
    fee: float, coordination: float, trust_or_score: float, handoff_hours: float, wage: float,
    expected_liability: float, repeat_loss: float, late: float, poach: float,
) -> float:  # fmt: skip
    """What handing the op off costs the originator besides the transfer, dollars.

    R10: ``O = fee + coordination cost + h_ho w_e + EL + theta-loss + late + poach``

    Symbols: the coordination cost of coordination and trust_or_score is a rule of its own;
    h_ho = handoff_hours at w_e = wage; theta-loss = repeat_loss, repeats given away.
    Source: MODEL R10, decision D57.
    """
    work = coordination_cost(coordination, trust_or_score) + handoff_hours * wage
    return fee + work + expected_liability + repeat_loss + late + poach


@compiled
def poach_cost(
    vis: float, poach_belief: float, foresight: float, margin: float, repeat_stream_originator: float
) -> float:
    """What the originator fears to lose if the receiver goes to its buyer, dollars.

    R10: ``vis * p * phi * M * X / (1 - X)``

    Symbols: vis chance that the receiver knows the buyer; p = poach_belief; phi = foresight; M = margin per
    repeat, dollars; X = repeat_stream_originator (R6).
    Source: MODEL R10, decisions D39, D57.
    """
    stream = repeat_stream_originator / (1.0 - repeat_stream_originator)
    return vis * poach_belief * foresight * margin * stream
