"""The formulas of MODEL R1 to R14 and R26, as Python functions of floats."""

import math

from reference.rules import Rules


def opportunity_cost(load: float, margin: float, rules: Rules) -> float:
    """R1: what a machine-hour keeps from other work."""
    ramp = min(2.0, max(0.0, (load - rules.u_lo) / (rules.u_hi - rules.u_lo)))
    return margin * ramp * ramp


def packet_hazard(base: float, settled: int, effort: float) -> float:
    """R3: chance of an NCR from one piece of the packet."""
    return 0.0 if settled else base * math.exp(-effort)


def stage_multiplier(closes: bool, handed_off: bool, rules: Rules) -> float:
    """R3: growth of a loss with the stage where it is found."""
    detected = 0.9 if closes else 0.6
    escaped = 0.6 * rules.m_originator + 0.4 * rules.m_buyer if handed_off else rules.m_buyer
    return detected * rules.m_in_house + (1.0 - detected) * escaped


def best_effort(benefit: float, unit_cost: float, most: float) -> float:
    """R13, R14: effort that balances a falling hazard against its cost."""
    if benefit <= unit_cost:
        return 0.0
    return most if unit_cost <= 0.0 else min(most, math.log(benefit / unit_cost))


def repeat_stream(theta: float, rules: Rules) -> float:
    """R6: discounted chance of a next order."""
    return rules.repeat_prob * theta * (1.0 + rules.finance_rate) ** (-rules.mean_lag / 52.0)


def repeat_value(theta: float, foresight: float, margin: float, rules: Rules) -> float:
    """R6: what the stream of repeats is worth today."""
    stream = repeat_stream(theta, rules)
    return foresight * margin * stream / (1.0 - stream)


def repeat_theta(owner: int, is_receiver: bool, loyalty: float, visibility: float) -> float:
    """R6: who gets the next order, for the repeat rules that need no network."""
    if owner == 0:
        return 0.05 if is_receiver else loyalty
    if owner == 2:
        receiver = visibility * loyalty / 2.0
        return receiver if is_receiver else loyalty - receiver
    return loyalty if is_receiver else 0.05


def estimate_sigma(depth_sigma: float, completeness: float, rules: Rules) -> float:
    """R9: relative error of an estimate."""
    return depth_sigma + rules.sigma_packet * (1.0 - completeness)


def quote_hours(share: float, completeness: float, rules: Rules) -> float:
    """R9: estimator hours of a quote."""
    return rules.h_full * share * (1.0 + rules.psi * (1.0 - completeness))


def estimate_risk(gamma: float, wealth: float, sigma: float, production: float) -> float:
    """R5: risk premium of the estimate's error."""
    error = sigma * production
    return gamma / (2.0 * wealth) * error * error


def selection_loss(sigma: float, production: float, eta: float, markup: float, rules: Rules) -> float:
    """R9: what winning says about one's own estimate."""
    error = sigma * production
    room = eta * markup
    return rules.selection * (error if room <= error else error * error / room)


def lognormal(z: float, sigma: float) -> float:
    """Factor of mean one."""
    return math.exp(sigma * z - 0.5 * sigma * sigma)


def gumbel(u: float) -> float:
    """R26: Gumbel draw from a uniform."""
    return -math.log(-math.log(u))


def late_weeks(promised: float, lead: float) -> float:
    """Weeks after the lead."""
    return max(0.0, promised - lead)


def nash_transfer(share: float, cost: float, finance: float, alternative: float, own: float) -> tuple[float, float]:
    """R12: negotiated transfer and the surplus that it divides."""
    ours = 1.0 - share
    transfer = (ours * cost + share * (alternative - own)) / (1.0 - ours * finance)
    return transfer, alternative - cost - finance * transfer - own


def cents(dollars: float) -> int:
    """Whole cents, halves up."""
    return math.floor(dollars * 100.0 + 0.5)


def minutes(hours: float) -> int:
    """Whole minutes, halves up."""
    return int(hours * 60.0 + 0.5)
