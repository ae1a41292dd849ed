"""Make or hand off: the prime's side of R10 and R12 under the phone book."""

from typing import TYPE_CHECKING

from handoff_sim.codes import HandoffReason
from handoff_sim.streams import Purpose
from reference import formulas as f
from reference.receiver import answer
from reference.rules import CERT, ORIGINATOR, REV_PRINT, SCOPE_CHANGE, WORKMANSHIP
from reference.shop import Shop
from reference.work import Op

if TYPE_CHECKING:
    from reference.model import PhoneBookModel

IMPOSSIBLE = 1e15


def decide_op(model: "PhoneBookModel", op: Op) -> None:
    """R10 for one op: in house, with a phone partner, or outside."""
    prime = prime_of(op)
    make, promised = make_at_home(model, op)
    outside = model.rules.outside_premium * op.price
    if make < IMPOSSIBLE and prime.cash_cents < f.cents(outside):
        outside = IMPOSSIBLE  # it has to be paid at once
    op.reason = reason_to_look(model, op, promised)
    maker, transfer, total = None, 0.0, min(make, outside)
    if op.reason != HandoffReason.NONE:
        maker, transfer, total = ask_partners(model, op, total)
    if maker is not None:
        hand_off(model, op, maker, transfer, total)
    elif make <= outside:
        accept_work(model, op, prime, True)
    else:
        buy_outside(model, op, f.cents(outside))


def prime_of(op: Op) -> Shop:
    """The shop that holds the purchase order."""
    if op.originator is None:
        raise ValueError("op: expected a prime; found none")
    return op.originator


def lead_of(model: "PhoneBookModel", op: Op) -> float:
    """Weeks until the op is due."""
    return float(op.due_week - model.week)


def late_cost(model: "PhoneBookModel", op: Op, promised: float) -> float:
    """What being late would cost the prime, dollars (D56)."""
    job, rules = op.job, model.rules
    weekly = rules.late_penalty * job.price_cents / 100.0 + job.buyer.v_late * job.vref * prime_of(op).foresight
    return weekly * f.late_weeks(promised, lead_of(model, op))


def make_at_home(model: "PhoneBookModel", op: Op) -> tuple[float, float]:
    """Cost of making the op at the prime, and the weeks it promises."""
    prime, rules, terms = prime_of(op), model.rules, model.direct
    if prime.stations[op.process].machines == 0:
        return IMPOSSIBLE, 0.0
    repeat = prime.value_of_repeat(op.job, op.hours) if op.stage == 0 else 0.0
    loss = rules.loss_multiple * op.price * f.stage_multiplier(rules.closes_validly, False, rules)
    effort = prime.packet_effort(op, terms, True, loss, op.cert_complete)
    sigma = f.estimate_sigma(rules.sigma_full, op.job.completeness, rules)
    c = prime.costs(op, op.price, terms, True, op.cert_complete, effort, repeat, 0.0, sigma)
    promised = prime.promise(op.process, op.hours)
    risk = c.estimate_risk + c.workmanship_risk + c.packet_risk
    cost = c.production + c.opportunity + c.workmanship + c.packet + risk + c.effort_cost
    return cost + late_cost(model, op, promised), promised


def reason_to_look(model: "PhoneBookModel", op: Op, promised: float) -> int:
    """D55: why the prime looks for help, if it does."""
    prime, rules = prime_of(op), model.rules
    station = prime.stations[op.process]
    if station.machines == 0:
        return HandoffReason.CAPABILITY
    lead = lead_of(model, op)
    if station.load <= rules.u_lo and promised <= lead:
        return HandoffReason.NONE
    for reason, weeks in (
        (HandoffReason.BREAKDOWN, prime.breakdown_left * (1.0 - rules.breakdown_factor)),
        (HandoffReason.LABOUR, prime.labour_left * (1.0 - rules.labour_factor)),
    ):
        if weeks > 0.0 and station.load - weeks <= rules.u_lo and promised - weeks <= lead:
            return reason
    return HandoffReason.LATE_RISK if station.load <= rules.u_lo else HandoffReason.BACKLOG


def forwarded_cert(model: "PhoneBookModel", op: Op) -> int:
    """Whether the cert chain survives the forwarding of the packet."""
    loss = model.phone.cert_chain_loss
    if op.cert_complete and loss > 0.0:
        return int(model.draws.uniform(Purpose.CERT_CHAIN, op.job.key, op.item, 0) >= loss)
    return op.cert_complete


def originator_costs(model: "PhoneBookModel", op: Op, other: Shop, effort: float, cert: int) -> float:
    """O of D57: what handing the op to ``other`` costs besides the transfer, dollars."""
    prime, rules, terms = prime_of(op), model.rules, model.phone
    shares = terms.shares(False)
    loss = rules.loss_multiple * op.price * f.stage_multiplier(rules.closes_validly, True, rules)
    liability = loss * (
        min(0.9, rules.p_w0) * shares[WORKMANSHIP][ORIGINATOR]
        + f.packet_hazard(rules.p_rev, op.rev_locked, effort) * shares[REV_PRINT][ORIGINATOR]
        + f.packet_hazard(rules.p_scope, op.scope_explicit, effort) * shares[SCOPE_CHANGE][ORIGINATOR]
        + f.packet_hazard(rules.p_cert, cert, effort) * shares[CERT][ORIGINATOR]
    )
    hours = (terms.call_h or terms.admin_h) + terms.prep_h
    work = terms.coordination * (1.2 - prime.trust_in(other)) + hours * rules.wage
    late = late_cost(model, op, other.promise(op.process, op.hours))
    return work + liability + repeats_at_risk(model, op) + late


def repeats_at_risk(model: "PhoneBookModel", op: Op) -> float:
    """Repeats that a handoff of the first op gives away, by rule and by poaching, dollars (D57)."""
    if op.stage > 0:
        return 0.0
    prime, rules, terms = prime_of(op), model.rules, model.phone
    loyalty = op.job.buyer.loyalty
    margin = max(0.0, prime.margin_belief) * op.hours
    keep = f.repeat_stream(loyalty, rules)
    left = f.repeat_stream(f.repeat_theta(terms.repeat_owner, False, loyalty, terms.visibility), rules)
    lost = prime.foresight * margin * (keep / (1.0 - keep) - left / (1.0 - left))
    poached = terms.visibility * prime.poach_belief_phone * prime.foresight * margin * left / (1.0 - left)
    return lost + poached


def ask_partners(model: "PhoneBookModel", op: Op, alternative: float) -> tuple[Shop | None, float, float]:
    """Call up to three partners, the most trusted first, and take the cheapest deal (D58)."""
    prime, rules, terms = prime_of(op), model.rules, model.phone
    loss = rules.loss_multiple * op.price * f.stage_multiplier(False, True, rules)
    effort = prime.packet_effort(op, terms, False, loss, op.cert_complete)
    cert = forwarded_cert(model, op)
    able = [(-tie.trust, other.key, other) for other, tie in prime.phone_book.items() if other.can_do(op.process)]
    partners = [entry[2] for entry in sorted(able, key=lambda entry: entry[:2])[: terms.max_ask]]
    best, best_transfer, best_total = None, 0.0, alternative
    for other in partners:
        call = f.minutes(terms.call_h)
        if prime.spare_minutes < call:
            break
        prime.spend(call)
        own = originator_costs(model, op, other, effort, cert)
        given, hours = answer(model, op, other, alternative, own, effort, cert)
        other.spend(f.minutes(hours))
        model.answers.append(given)
        if given.code == 0 and given.transfer + own < best_total:
            best, best_transfer, best_total = other, given.transfer, given.transfer + own
    for other in partners:
        other.win_phone += rules.belief_rate * (float(other is best) - other.win_phone)
    return best, best_transfer, best_total


def hand_off(model: "PhoneBookModel", op: Op, maker: Shop, transfer: float, total: float) -> None:
    """Bind the handoff: flags, hours, coordination, and the work itself."""
    prime, terms = prime_of(op), model.phone
    op.transfer_cents = f.cents(transfer)
    op.cert_complete = forwarded_cert(model, op)
    prime.spend(f.minutes(terms.prep_h + (0.0 if terms.call_h else terms.admin_h)))
    maker.spend(f.minutes(terms.admin_h))
    prime.cash_cents -= f.cents(max(0.0, terms.coordination * (1.2 - prime.trust_in(maker))))
    accept_work(model, op, maker, False)
    learn_outsourcing(model, op, total)


def buy_outside(model: "PhoneBookModel", op: Op, cost_cents: int) -> None:
    """An outside processor does it, dearer (D56)."""
    op.outside = True
    op.transfer_cents = cost_cents
    prime_of(op).cash_cents -= cost_cents
    learn_outsourcing(model, op, cost_cents / 100.0)


def learn_outsourcing(model: "PhoneBookModel", op: Op, cost: float) -> None:
    """What the prime comes to expect of work that others do (D50)."""
    station = prime_of(op).stations[op.process]
    ratio = cost / (model.rules.rate * op.hours)
    station.outsource_ratio += model.rules.belief_rate * (ratio - station.outsource_ratio)


def accept_work(model: "PhoneBookModel", op: Op, maker: Shop, in_house: bool) -> None:
    """The op enters its maker's queue with its true length and the efforts of both sides (D17, D64)."""
    prime, rules = prime_of(op), model.rules
    terms = model.direct if in_house else model.phone
    z = model.draws.normal(Purpose.MAKING_TIME, op.job.key, op.item + 10_000 * op.occurrence, 0)
    actual_min = max(1, int(op.planned_min * f.lognormal(z, maker.time_sd) + 0.5))
    op.maker, op.handed_off = maker, not in_house
    loss = rules.loss_multiple * op.price * f.stage_multiplier(rules.closes_validly, not in_house, rules)
    op.packet_effort = prime.packet_effort(op, terms, in_house, loss, op.cert_complete)
    prime.spend(f.minutes(rules.kappa_h_hours * op.packet_effort))
    repeat = 0.0
    if op.stage == 0 and in_house:
        repeat = maker.value_of_repeat(op.job, op.hours)
    elif op.stage == 0:
        theta = f.repeat_theta(terms.repeat_owner, True, op.job.buyer.loyalty, terms.visibility)
        repeat = f.repeat_value(theta, maker.foresight, max(0.0, maker.margin_belief) * op.hours, rules)
    stake = 0.0 if in_house else maker.stake_with(prime)
    op.effort = maker.costs(
        op, op.price, terms, in_house, op.cert_complete, op.packet_effort, repeat, stake, 0.0
    ).effort  # fmt: skip
    maker.stations[op.process].backlog_min += actual_min
