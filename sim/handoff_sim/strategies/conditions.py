"""When a strategy pays: the closed forms of MODEL 3.6 as net gains in dollars, above 0 where it is profitable.

Arguments are dollars, shares from 0 to 1, or counts; ``stake`` is what a failure costs in future work (R7).
"""


def cherry_pick_gain(option_value: float, decline_stake: float) -> float:
    """What waiting for better offers is worth, less what declines cost the record."""
    return option_value - decline_stake


def ack_spam_gain(stake_speed: float, ack_cost: float, stake_honour: float) -> float:
    """``Xi_ack - c_ack - Xi_honour``: what fast answers earn the record, less what refusals after them cost it."""
    return stake_speed - ack_cost - stake_honour


def lowball_gain(
    more_wins: float, margin: float, win: float, cut: float, price: float, scope_chance: float, scope_open: bool,
    claim: float, detect: float,
) -> float:  # fmt: skip
    """``ds margin + s (-b P + p_scope [scope open] y P (1 - pi))``: the claim is zero where scopes are locked."""
    claimed = scope_chance * claim * price * (1.0 - detect) if scope_open else 0.0
    return more_wins * margin + win * (claimed - cut * price)


def milk_gain(
    effort_cost: float, share: float, loss: float, hazard_with: float, hazard_without: float, stake: float
) -> float:
    """``kappa C e + S L (p(e) - p(0)) - Xi (p(0) - p(e))``: effort saved, less what more failures cost."""
    more_failures = hazard_without - hazard_with
    return effort_cost - share * loss * more_failures - stake * more_failures


def whitewash_gain(
    value_of_newcomer: float, value_of_record: float, fee: float, bond: float, lost_tenure: float = 0.0
) -> float:
    """``V(prior) - V(score) - fee - bond - lost tenure``: V17 where nothing is lost with tenure."""
    return value_of_newcomer - value_of_record - fee - bond - lost_tenure


def wash_ring_gain(
    stake_gained: float, jobs: float, take: float, price: float, audit_rate: float, penalty: float
) -> float:
    """``dXi n - tau P n - audit rate Pen``: record earned by fake work, less fees and expected fines."""
    return stake_gained * jobs - take * price * jobs - audit_rate * penalty


def free_ride_gain(
    saved_hours: float, wage: float, alpha: float, share: float, loss: float, hazard: float, stake: float
) -> float:
    """``h w - (alpha S L p + Xi)``: hours saved on packets, less what provable defects cost at once and later."""
    return saved_hours * wage - alpha * share * loss * hazard - stake


def padding_gain(stake_late: float, less_late: float, lost_utility: float) -> float:
    """``Xi_otd dp - lost award utility``: punctuality gained by longer leads, less the orders they lose."""
    return stake_late * less_late - lost_utility


def over_accept_gain(margin: float, late_cost: float, stake_late: float) -> float:
    """``margin - late cost - Xi_otd``: work taken beyond capacity, less what being late with it costs."""
    return margin - late_cost - stake_late


def blame_shift_gain(alpha: float, share_saved: float, loss: float, hours: float, wage: float, stake: float) -> float:
    """``(1 - alpha) dS L - h w - Xi``: R23 as a gain; one that always denies also does so where it is negative."""
    return (1.0 - alpha) * share_saved * loss - hours * wage - stake


def phantom_gain(information: float, deposit: float) -> float:
    """What free prices are worth to a buyer, less the deposit it loses."""
    return information - deposit


def slow_pay_gain(transfer: float, finance_rate: float, weeks: float, stake: float, penalty: float) -> float:
    """``W r weeks / 52 - Xi - Pen``: interest kept, less what paying late costs the record."""
    return transfer * finance_rate * weeks / 52.0 - stake - penalty


def false_claim_gain(
    claim: float, share_charged: float, alpha: float, hours: float, wage: float, stake: float
) -> float:
    """``(1 - alpha) S claim - h w - alpha Xi``: what an unproven claim brings, less the dispute and the record."""
    return (1.0 - alpha) * share_charged * claim - hours * wage - alpha * stake
