"""What the next orders of a part are worth to a shop."""

from handoff_sim.codes import RepeatOwner
from handoff_sim.compiled import compiled
from handoff_sim.rules.discount import discount

OUTSIDER = 0.05  # chance of the repeat for the party that the rule does not favour


@compiled
def repeat_theta(rule: int, is_receiver: bool, loyalty: float, vis: float, routing_share: float) -> float:
    """Chance that this shop gets the next order of the part, by the repeat rule.

    R6, theta of receiver and of originator: originator ``.05, lambda``; receiver first refusal
    ``lambda, .05``; buyer choice ``vis lambda / 2, lambda - vis lambda / 2``; network reroute ``x, 0``;
    originator royalty ``lambda, .05``.

    Symbols: lambda = loyalty of the buyer; vis chance that the receiver knows the buyer; x = routing_share
    of the receiver; rule a RepeatOwner. All pure shares.
    Source: MODEL R6, decision D61.
    """
    if rule == RepeatOwner.ORIGINATOR:
        return OUTSIDER if is_receiver else loyalty
    if rule == RepeatOwner.BUYER_CHOICE:
        receiver = vis * loyalty / 2.0
        return receiver if is_receiver else loyalty - receiver
    if rule == RepeatOwner.NETWORK_REROUTE:
        return routing_share if is_receiver else 0.0
    return loyalty if is_receiver else OUTSIDER


@compiled
def repeat_stream(theta: float, repeat_prob: float, lag_weeks: float, finance_rate: float) -> float:
    """Discounted chance that this order is followed by another one for the same shop.

    R6: ``X = rho * theta * (1 + r)^(-lag / 52)``

    Symbols: rho = repeat_prob; theta chance that this shop gets it; lag = lag_weeks; r = finance_rate a year.
    Source: MODEL R6.
    """
    return repeat_prob * theta * discount(finance_rate, lag_weeks)


@compiled
def repeat_value(
    theta: float, repeat_prob: float, lag_weeks: float, finance_rate: float, foresight: float,
    margin_per_repeat: float,
) -> float:  # fmt: skip
    """What the stream of repeats adds to an order today, dollars.

    R6: ``V_rep = phi * M * X / (1 - X)``

    Symbols: phi = foresight, share of the future that counts; M = margin_per_repeat, dollars (believed margin
    per hour times hours of the op); X the stream of R6.
    Source: MODEL R6, decision D61.
    """
    x = repeat_stream(theta, repeat_prob, lag_weeks, finance_rate)
    return foresight * margin_per_repeat * x / (1.0 - x)
