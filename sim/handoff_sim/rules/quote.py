"""How deeply a quote is engineered, and at what price."""

import math

from handoff_sim.codes import Depth
from handoff_sim.compiled import compiled
from handoff_sim.rules.discount import WEEKS_PER_YEAR
from handoff_sim.rules.risk import risk_premium

MOST_BELIEVED = 0.8  # cap on the win belief in the markup, which has a pole at 1
SUREST = 0.95  # cap on the believed chance to win at a price


@compiled
def quote_hours(h_full: float, depth_share: float, psi: float, completeness: float) -> float:
    """Estimator hours that a quote takes.

    R9: ``h = h_full * depth share * (1 + psi (1 - k))``

    Symbols: h_full hours of a full quote on a complete packet; depth_share of them at this depth;
    psi growth of hours for an empty packet; k = completeness, share of packet flags that are true.
    Source: MODEL 2.4 and R9.
    """
    return h_full * depth_share * (1.0 + psi * (1.0 - completeness))


@compiled
def estimate_sigma(sigma_depth: float, completeness: float, sigma_packet: float) -> float:
    """Relative error of an estimate at a depth, from a packet of some completeness.

    R9: ``sigma = sigma_depth + sigma_packet (1 - k)``, k = completeness, sigma_packet .20 by default.

    Source: MODEL 2.2 and R9.
    """
    return sigma_depth + sigma_packet * (1.0 - completeness)


@compiled
def receipt_factor(take: float, finance_rate: float, pay_weeks: float, default_share: float) -> float:
    """Share of a price that reaches the shop, in today's money.

    R9: ``eta = (1 - take)(1 - r * weeks / 52 - default share)``

    Symbols: r = finance_rate a year; pay_weeks from closing to payment; take and default_share of the price.
    Source: MODEL R9, decision D47.
    """
    return (1.0 - take) * (1.0 - finance_rate * pay_weeks / WEEKS_PER_YEAR - default_share)


@compiled
def quote_markup(mu: float, vref: float, win_belief: float) -> float:
    """What a shop adds to its cost when a buyer weighs price against everything else, dollars.

    R9: ``markup = mu * Vref / (1 - min(s, .8))``, the best response to a logit award.

    Symbols: mu price scale of the award, share of Vref; Vref = vref reference value, dollars;
    s = win_belief.
    Source: MODEL R9; V2 is its symmetric equilibrium.
    """
    return mu * vref / (1.0 - min(win_belief, MOST_BELIEVED))


@compiled
def selection_loss(
    sigma: float, production_cost: float, receipt_factor: float, markup: float, selection: float
) -> float:
    """What winning tells about one's own estimate: it was probably too low, dollars.

    R9: ``SEL = selection * min(sigma C, (sigma C)^2 / (eta * markup))``

    Symbols: sigma relative error; C = production_cost, dollars; eta = receipt_factor; markup dollars;
    selection 1, or 0 to leave the term out.
    Source: MODEL R9, decision D48.
    """
    error = sigma * production_cost
    room = receipt_factor * markup
    if room <= error:
        return selection * error
    return selection * error * error / room


@compiled
def depth_cost(
    base_cost: float, repeat_value: float, production_cost: float, sigma: float, gamma: float, wealth: float,
    receipt_factor: float, markup: float, selection: float,
) -> float:  # fmt: skip
    """Cost of a job as it looks at one depth: the estimate's risk and selection loss included, dollars.

    R9: ``F_g = base + SEL_g + gamma / (2 W) (sigma_g C)^2 - V_rep``

    Symbols: base = base_cost of all ops without quote hours, finance and repeats; V_rep = repeat_value;
    C = production_cost; W = wealth; gamma risk aversion; all money in dollars.
    Source: MODEL R9, decisions D47, D48.
    """
    estimate_risk, _, _ = risk_premium(
        gamma, wealth, sigma, production_cost, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    )
    lost = selection_loss(sigma, production_cost, receipt_factor, markup, selection)
    return base_cost + lost + estimate_risk - repeat_value


@compiled
def reference_price(
    base_cost: float, production_cost: float, sigma_full: float, gamma: float, wealth: float,
    receipt_factor: float, mu: float, vref: float, win_belief: float, selection: float,
) -> float:  # fmt: skip
    """Price at which the win belief holds: full depth, without the value of repeats, dollars.

    R9: ``P_ref = F_full(V_rep = 0) / eta + markup``

    Source: MODEL R9, decision D49.
    """
    markup = quote_markup(mu, vref, win_belief)
    cost = depth_cost(base_cost, 0.0, production_cost, sigma_full, gamma, wealth, receipt_factor, markup, selection)
    return cost / receipt_factor + markup


@compiled
def win_probability(price: float, reference_price: float, mu: float, vref: float, win_belief: float) -> float:
    """Believed chance to win at a price.

    R9: ``s_g = min(.95, s * exp(-(P_g - P_ref) / (mu Vref)))``; with mu 0 the dearer quote never wins.

    Symbols: s = win_belief at the reference price; P_g = price; P_ref = reference_price; dollars.
    Source: MODEL R9, decision D49.
    """
    scale = mu * vref
    if scale <= 0.0:
        return min(SUREST, win_belief) if price <= reference_price else 0.0
    # The exponent is bounded because a belief of any size is capped anyway.
    return min(SUREST, win_belief * math.exp(min(700.0, -(price - reference_price) / scale)))


@compiled
def quote_at_depth(
    base_cost: float, repeat_value: float, production_cost: float, sigma: float, gamma: float, wealth: float,
    receipt_factor: float, mu: float, vref: float, win_belief: float, selection: float,
    hours: float, wage: float, reference_price: float,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Cost, price, chance to win and expected gain of a quote at one depth.

    R9: ``P_g = F_g / eta + markup``; ``E_g = s_g (eta P_g - F_g) - h_g w_e``.
    Returns F_g and P_g in dollars, s_g, and E_g in dollars.

    Symbols: eta = receipt_factor; h_g = hours of estimating; w_e = wage, dollars an hour; the others as in
    the cost at a depth, the markup and the win probability. The estimate counts as exact here (noise 1).
    Source: MODEL R9, decisions D47-D50.
    """
    markup = quote_markup(mu, vref, win_belief)
    cost = depth_cost(base_cost, repeat_value, production_cost, sigma, gamma, wealth, receipt_factor, markup, selection)
    price = cost / receipt_factor + markup
    chance = win_probability(price, reference_price, mu, vref, win_belief)
    gain = chance * (receipt_factor * price - cost) - hours * wage
    return cost, price, chance, gain


@compiled
def choose_depth(gain_quick: float, gain_full: float) -> int:
    """The depth with the larger expected gain; a tie goes to the full quote.

    R9: ``g = argmax E_g``. Returns a Depth.

    Source: MODEL R9.
    """
    if gain_quick > gain_full:
        return Depth.QUICK
    return Depth.FULL


@compiled
def best_quote(
    base_cost: float, repeat_value: float, production_cost: float, full_sigma: float, quick_sigma: float,
    gamma: float, wealth: float, receipt_factor: float, mu: float, vref: float, win_belief: float,
    selection: float, full_hours: float, quick_hours: float, wage: float,
) -> tuple[int, float, float, float, float]:  # fmt: skip
    """The depth that pays best, and the quote at it.

    R9: ``g = argmax E_g``, with the reference price of the full depth; quick_hours 0 leaves full depth only.
    Returns a Depth, price in dollars, chance to win, expected gain, and the gain at the other depth, both in dollars.

    Symbols: as in the quote at one depth; full and quick are its sigma and hours at the two depths.
    Source: MODEL R9, decisions D47-D51.
    """
    anchor = reference_price(
        base_cost, production_cost, full_sigma, gamma, wealth, receipt_factor, mu, vref, win_belief, selection
    )
    _, price, chance, gain = quote_at_depth(
        base_cost, repeat_value, production_cost, full_sigma, gamma, wealth, receipt_factor, mu, vref, win_belief,
        selection, full_hours, wage, anchor,
    )  # fmt: skip
    if quick_hours <= 0.0:
        return Depth.FULL, price, chance, gain, 0.0
    _, quick_price, quick_chance, quick_gain = quote_at_depth(
        base_cost, repeat_value, production_cost, quick_sigma, gamma, wealth, receipt_factor, mu, vref, win_belief,
        selection, quick_hours, wage, anchor,
    )  # fmt: skip
    if choose_depth(quick_gain, gain) == Depth.QUICK:
        return Depth.QUICK, quick_price, quick_chance, quick_gain, gain
    return Depth.FULL, price, chance, gain, quick_gain


@compiled
def posted_quote_price(price: float, production_cost: float, noise: float, receipt_factor: float) -> float:
    """The price that is sent, the error of the estimate in it, dollars.

    R9: ``P = P_g + C (eps - 1) / eta``

    Symbols: P_g = price; C = production_cost; eps = noise of mean 1; eta = receipt_factor.
    Source: MODEL R9, decision D50.
    """
    return price + production_cost * (noise - 1.0) / receipt_factor
