"""Accept or decline: the receiver's side of a handoff by phone (R11, R12, D59, D60)."""

import math
from typing import TYPE_CHECKING

from handoff_sim.codes import DeclineCode, PaymentOwner
from handoff_sim.streams import Purpose
from reference import formulas as f
from reference.shop import Shop
from reference.work import Answer, Costs, Op

if TYPE_CHECKING:
    from reference.model import PhoneBookModel


def answer(
    model: "PhoneBookModel", op: Op, shop: Shop, alternative: float, own: float, packet_effort: float, cert: int
) -> tuple[Answer, float]:
    """R11: the answer of one shop to one offer, and the estimator hours it took."""
    rules, terms, job, prime = model.rules, model.phone, op.job, op.originator
    if prime is None:
        raise ValueError("op: expected a prime; found none")
    worth = 0.0
    if op.stage == 0:
        theta = f.repeat_theta(terms.repeat_owner, True, job.buyer.loyalty, terms.visibility)
        worth = f.repeat_value(theta, shop.foresight, max(0.0, shop.margin_belief) * op.hours, rules)
    c = shop.costs(op, op.price, terms, False, cert, packet_effort, worth, shop.stake_with(prime), 0.0)
    cost = c.production + c.opportunity + c.workmanship + c.packet + c.workmanship_risk + c.packet_risk + c.effort_cost
    finance = finance_share(model, op)
    sigma, selection, risk, hours = choose_depth(model, op, shop, cost - worth, c.production, finance, alternative, own)
    z = model.draws.normal(Purpose.ESTIMATE, job.key, shop.key, 1000 + op.item)
    swing = c.production * (f.lognormal(z, sigma) - 1.0)
    admin = (hours + terms.admin_h) * rules.wage
    full_cost = cost + swing + risk + selection + admin - worth
    transfer, surplus = f.nash_transfer(terms.price_value, full_cost, finance, alternative, own)
    relational = terms.relational * shop.trust_in(prime) * transfer
    other_risk = c.workmanship_risk + risk + selection
    value = (
        transfer
        - (c.production + swing + c.opportunity + c.packet + c.workmanship + c.packet_risk + other_risk)
        - (c.effort_cost + transfer * finance + admin)
        + worth
        + relational
    )
    code = decline_code(model, op, shop, value, c, other_risk + transfer * finance)
    if code == DeclineCode.ACCEPTED and surplus < 0.0:
        code = DeclineCode.PRICE
    if shop.spare_minutes < f.minutes(hours):
        code, hours = DeclineCode.EXPIRED, 0.0
    return Answer(op, shop, code, transfer, value), hours


def finance_share(model: "PhoneBookModel", op: Op) -> float:
    """Share of the transfer lost to waiting and default (R8)."""
    terms, buyer = model.phone, op.job.buyer
    prompt = terms.payment_owner in (PaymentOwner.ESCROW, PaymentOwner.NETWORK_GUARANTEE)
    weeks = terms.prompt_weeks if prompt else buyer.pay_weeks
    default = buyer.default_prob if terms.payment_owner == PaymentOwner.PAY_WHEN_PAID else 0.0
    return model.rules.finance_rate * weeks / 52.0 + default


def choose_depth(
    model: "PhoneBookModel", op: Op, shop: Shop, base: float, production: float, finance: float, alternative: float,
    own: float,
) -> tuple[float, float, float, float]:  # fmt: skip
    """D60: sigma, selection loss, risk and hours of a full look, unless a quick one pays better."""
    rules, terms, share = model.rules, model.phone, model.phone.price_value
    completeness = op.job.completeness
    scale = op.job.buyer.mu * rules.rate * op.hours
    markup = scale / (1.0 - min(shop.win_phone, 0.8))
    worth = 0.0
    if op.stage == 0:
        theta = f.repeat_theta(terms.repeat_owner, True, op.job.buyer.loyalty, terms.visibility)
        worth = f.repeat_value(theta, shop.foresight, max(0.0, shop.margin_belief) * op.hours, rules)
    looks = []
    anchor = 0.0
    for full in (True, False):
        sigma = f.estimate_sigma(rules.sigma_full if full else rules.sigma_quick, completeness, rules)
        hours = f.quote_hours(1.0 if full else rules.quick_share, completeness, rules)
        risk = f.estimate_risk(shop.gamma, shop.wealth, sigma, production)
        selection = f.selection_loss(sigma, production, 1.0 - finance, markup, rules)
        cost = base + risk + selection + (hours + terms.admin_h) * rules.wage
        if full:
            anchor = cost + worth
        chance = min(0.95, shop.win_phone * math.exp(min(700.0, -(cost - anchor) / scale)))
        _, surplus = f.nash_transfer(share, cost, finance, alternative, own)
        looks.append((chance * share * surplus - hours * rules.wage, (sigma, selection, risk, hours)))
    return max(looks, key=lambda look: look[0])[1]


def decline_code(model: "PhoneBookModel", op: Op, shop: Shop, value: float, c: Costs, other: float) -> int:
    """D66: the first term whose removal alone would have made the offer acceptable."""
    if value >= 0.0:
        return DeclineCode.ACCEPTED
    if value + c.opportunity >= 0.0:
        return DeclineCode.NO_CAPACITY
    if value + c.packet + c.packet_risk >= 0.0:
        return DeclineCode.PACKET_INCOMPLETE
    if value + c.workmanship + other >= 0.0:
        return DeclineCode.RISK_TERMS
    late = shop.promise(op.process, op.hours) > op.due_week - model.week
    return DeclineCode.LEAD_TIME if late else DeclineCode.PRICE
