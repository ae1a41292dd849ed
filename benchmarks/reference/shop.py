"""A shop as a Mesa agent: what it knows, what an op would cost it, and what it quotes (R9)."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa

from handoff_sim.codes import NoBid
from handoff_sim.streams import Purpose
from reference import formulas as f
from reference.rules import CERT, ORIGINATOR, RECEIVER, REV_PRINT, SCOPE_CHANGE, WORKMANSHIP, Terms
from reference.work import Costs, Job, Op, Quote

if TYPE_CHECKING:
    from reference.model import PhoneBookModel


@dataclass
class Station:
    """Machines of one process."""

    cap_min: int = 0  # per week
    machines: int = 0
    backlog_min: int = 0
    lost_ahead_min: int = 0
    expected_min: float = 0.0  # of this week's requests, while quotes are priced
    outsource_ratio: float = 1.0

    @property
    def load(self) -> float:
        """Weeks of work ahead (R1)."""
        return (self.backlog_min + self.expected_min + self.lost_ahead_min) / self.cap_min if self.cap_min else 0.0


@dataclass
class Tie:
    """What a shop thinks of a phone partner."""

    trust: float
    annual_margin: float


class Shop(mesa.Agent):
    """One machine shop; the model writes its state before a week."""

    model: "PhoneBookModel"
    key: int
    machines: int
    cost_rate: float
    skill: float
    time_sd: float
    estimator_min: int
    estimator_used: int
    gamma: float
    foresight: float
    margin_belief: float
    win_direct: float
    win_phone: float
    poach_belief_phone: float
    breakdown_left: int
    labour_left: int
    closed: bool
    cash_cents: int

    def __init__(self, model: "PhoneBookModel") -> None:
        super().__init__(model)
        self.stations: dict[int, Station] = {}
        self.phone_book: dict[Shop, Tie] = {}

    @property
    def wealth(self) -> float:
        """What stands behind its risks, dollars (R5)."""
        rules = self.model.rules
        return max(rules.wealth_floor, self.cash_cents / 100.0 + rules.wealth_per_machine * self.machines)

    @property
    def spare_minutes(self) -> int:
        """Estimator minutes left this week."""
        return self.estimator_min - self.estimator_used

    def can_do(self, process: int) -> bool:
        """Whether it is in business and owns machines of the process."""
        return not self.closed and self.stations[process].machines > 0

    def spend(self, minutes: int) -> None:
        """Use estimator time and pay its wage."""
        self.estimator_used += minutes
        self.cash_cents -= int(minutes * self.model.rules.wage * 100.0 / 60.0 + 0.5)

    def promise(self, process: int, hours: float) -> float:
        """Weeks until one more op would be done (D13)."""
        return self.stations[process].load + hours / (self.model.rules.machine_min_week / 60.0)

    def trust_in(self, other: "Shop") -> float:
        """Trust in another shop; none in a stranger."""
        tie = self.phone_book.get(other)
        return tie.trust if tie else 0.0

    def stake_with(self, other: "Shop") -> float:
        """What a failure would cost with a phone partner (R7)."""
        tie = self.phone_book.get(other)
        if tie is None:
            return 0.0
        return self.foresight * tie.annual_margin * (1.0 - self.model.rules.trust_failure) * tie.trust

    def packet_effort(self, op: Op, terms: Terms, in_house: bool, loss: float, cert: int) -> float:
        """R14: effort on the packet, cut to the estimator hours left (D65)."""
        rules = self.model.rules
        shares = terms.shares(in_house)
        role = RECEIVER if in_house else ORIGINATOR
        benefit = loss * (
            f.packet_hazard(rules.p_rev, op.rev_locked, 0.0) * shares[REV_PRINT][role]
            + f.packet_hazard(rules.p_scope, op.scope_explicit, 0.0) * shares[SCOPE_CHANGE][role]
            + f.packet_hazard(rules.p_cert, cert, 0.0) * shares[CERT][role]
        )
        effort = f.best_effort(benefit, rules.kappa_h_hours * rules.wage, 2.0)
        return min(effort, max(0, self.spare_minutes) / 60.0 / rules.kappa_h_hours)

    def costs(
        self, op: Op, price: float, terms: Terms, in_house: bool, cert: int, packet_effort: float,
        repeat: float, stake: float, sigma: float,
    ) -> Costs:  # fmt: skip
        """What making the op would cost this shop (R1, R3, R4, R5, R13)."""
        rules = self.model.rules
        hours = op.hours
        shares = terms.shares(in_house)
        s_w, s_rev, s_scope, s_cert = (
            shares[cause][RECEIVER] for cause in (WORKMANSHIP, REV_PRINT, SCOPE_CHANGE, CERT)
        )
        production = hours * self.cost_rate
        opportunity = hours * f.opportunity_cost(self.stations[op.process].load, self.margin_belief, rules)
        loss = rules.loss_multiple * price * f.stage_multiplier(rules.closes_validly, not in_house, rules)
        benefit = rules.p_w0 * self.skill * (s_w * loss + stake + repeat)
        effort = f.best_effort(benefit, rules.kappa_e * production, rules.effort_max)
        p_w = min(0.9, rules.p_w0 * self.skill * math.exp(-effort))
        p_rev = f.packet_hazard(rules.p_rev, op.rev_locked, packet_effort)
        p_scope = f.packet_hazard(rules.p_scope, op.scope_explicit, packet_effort)
        p_cert = f.packet_hazard(rules.p_cert, cert, packet_effort)
        price_of_risk = self.gamma / (2.0 * self.wealth)
        return Costs(
            production=production,
            opportunity=opportunity,
            workmanship=p_w * s_w * loss,
            packet=(p_rev * s_rev + p_scope * s_scope + p_cert * s_cert) * loss,
            estimate_risk=price_of_risk * (sigma * production) ** 2,
            workmanship_risk=price_of_risk * loss * loss * p_w * s_w * s_w,
            packet_risk=price_of_risk * loss * loss * (p_rev * s_rev**2 + p_scope * s_scope**2 + p_cert * s_cert**2),
            effort_cost=rules.kappa_e * production * effort,
            effort=effort,
        )

    def value_of_repeat(self, job: Job, hours: float) -> float:
        """What the chance of the repeat is worth to a prime (R6)."""
        margin = max(0.0, self.margin_belief) * hours
        return f.repeat_value(job.buyer.loyalty, self.foresight, margin, self.model.rules)

    def job_cost(self, job: Job) -> tuple[float, float, float]:
        """Base cost, own production and value of the repeat of a whole job, dollars (D47, D50)."""
        rules, terms = self.model.rules, self.model.direct
        base, own, repeat = terms.admin_h * rules.wage, 0.0, 0.0
        for op in job.ops:
            if op.lot > 0:
                continue
            price = rules.rate * op.hours
            if self.stations[op.process].machines == 0:
                base += self.stations[op.process].outsource_ratio * price * op.lots
                continue
            worth = 0.0
            if op.stage == 0:
                worth = repeat = self.value_of_repeat(job, op.hours * op.lots)
            loss = rules.loss_multiple * price * f.stage_multiplier(rules.closes_validly, False, rules)
            effort = self.packet_effort(op, terms, True, loss, op.cert_complete)
            c = self.costs(op, price, terms, True, op.cert_complete, effort, worth, 0.0, 0.0)
            cost = c.production + c.opportunity + c.workmanship + c.packet
            base += (cost + c.workmanship_risk + c.packet_risk + c.effort_cost) * op.lots
            own += c.production * op.lots
        return base, own, repeat

    def quoted_lead(self, job: Job) -> int:
        """Whole weeks: first op behind the backlog, later ones at machine speed (D10)."""
        machine_h = self.model.rules.machine_min_week / 60.0
        lead = 0
        for op in job.ops:
            if op.lot > 0:
                continue
            if op.stage > 0:
                lead += max(1, math.ceil(op.hours / machine_h))
                continue
            cap = self.stations[op.process].cap_min / 60.0
            siblings = op.hours * (op.lots - 1) / cap if cap > 0.0 else 0.0
            lead += max(1, math.ceil(self.promise(op.process, op.hours) + siblings))
        return lead

    def expect(self, quote: Quote, sign: float) -> None:
        """What a request on the desk is expected to bring counts as load."""
        for op in quote.job.ops:
            if self.can_do(op.process):
                self.stations[op.process].expected_min += sign * self.win_direct * quote.desk_share * op.planned_min

    def evaluate(self, quote: Quote) -> None:
        """R9: depth, price and expected gain of a quote, or a no-bid."""
        rules, job = self.model.rules, quote.job
        if self.stations[job.ops[0].process].load > rules.u_max:
            quote.no_bid = NoBid.OVERLOADED
            return
        base, own, repeat = self.job_cost(job)
        eta = 1.0 - rules.finance_rate * job.buyer.pay_weeks / 52.0 - job.buyer.default_prob
        scale = job.buyer.mu * job.vref
        markup = scale / (1.0 - min(self.win_direct, 0.8))
        offers = []
        anchor = 0.0
        for full in (True, False):
            sigma = f.estimate_sigma(rules.sigma_full if full else rules.sigma_quick, job.completeness, rules)
            cost = (
                base
                + f.selection_loss(sigma, own, eta, markup, rules)
                + f.estimate_risk(self.gamma, self.wealth, sigma, own)
            )
            if full:
                anchor = cost / eta + markup
            cost -= repeat
            price = cost / eta + markup
            chance = min(0.95, self.win_direct * math.exp(min(700.0, -(price - anchor) / scale)))
            hours = f.quote_hours(1.0 if full else rules.quick_share, job.completeness, rules)
            offers.append((chance * (eta * price - cost) - hours * rules.wage, full, price, hours, sigma))
        quote.gain, quote.full, price, hours, sigma = max(offers, key=lambda offer: offer[0])
        quote.gain_per_h = quote.gain / hours
        quote.minutes = f.minutes(hours)
        noise = f.lognormal(self.model.draws.normal(Purpose.ESTIMATE, job.key, self.key, job.occurrence), sigma)
        quote.price_cents = max(1, f.cents(price + own * (noise - 1.0) / eta))
        quote.lead = self.quoted_lead(job)
        if quote.gain <= 0.0:
            quote.no_bid = NoBid.NOT_WORTH_IT
