"""How much care goes into the work and into the packet, when care is costly and blame is shared."""

import math

from handoff_sim.compiled import compiled

PACKET_EFFORT_MAX = 2.0


@compiled
def best_effort(benefit: float, unit_cost: float, most: float) -> float:
    """Effort that balances a hazard falling as exp(-e) against a cost rising with e.

    R13: ``e = clip(ln(benefit / unit cost), 0, most)``, the minimum of
    ``benefit * exp(-e) + unit cost * e``; both in dollars.

    Source: MODEL R13, R14 and V6.
    """
    if benefit <= unit_cost:
        return 0.0
    if unit_cost <= 0.0:
        return most
    return min(most, math.log(benefit / unit_cost))


@compiled
def quality_effort(
    p_w0: float, skill: float, share_w: float, loss: float, stake: float, loss_of_repeat: float,
    kappa_e: float, production_cost: float, effort_max: float,
) -> float:  # fmt: skip
    """Quality effort of the maker, under moral hazard.

    R13: ``e = clip(ln[p_w0 s (S_w L + Xi + V_loss) / (kappa_e C)], 0, e_max)``

    Symbols: p_w0 s hazard without effort; S_w = share_w of the loss L that the maker bears; Xi = stake and
    V_loss = loss_of_repeat, what else a failure costs; kappa_e C cost of a unit of effort; dollars.
    Source: MODEL R13, decision D64.
    """
    benefit = p_w0 * skill * (share_w * loss + stake + loss_of_repeat)
    return best_effort(benefit, kappa_e * production_cost, effort_max)


@compiled
def packet_effort(
    p_rev: float, p_scope: float, p_cert: float, s_rev: float, s_scope: float, s_cert: float,
    loss: float, packet_stake: float, kappa_h_hours: float, wage: float,
) -> float:  # fmt: skip
    """Packet effort of the originator, each cause at its own share.

    R14: ``x = clip(ln[sum of p_q (S_q L + Xi) / (kappa h w_e)], 0, 2)``

    Symbols: p_q hazards without effort, 0 where the flag is true; S_q = s_q shares of the originator;
    L = loss and Xi = packet_stake, dollars; kappa h = kappa_h_hours, hours per unit of effort; w_e = wage.
    Source: MODEL R14, decision D65.
    """
    benefit = (
        p_rev * (s_rev * loss + packet_stake)
        + p_scope * (s_scope * loss + packet_stake)
        + p_cert * (s_cert * loss + packet_stake)
    )
    return best_effort(benefit, kappa_h_hours * wage, PACKET_EFFORT_MAX)


@compiled
def packet_effort_hours(effort: float, kappa_h_hours: float) -> float:
    """Estimator hours that a packet effort takes.

    R14: ``hours = kappa h * x``

    Source: MODEL R14, decision D65.
    """
    return kappa_h_hours * effort
