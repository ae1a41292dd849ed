"""A buyer as a Mesa agent: whom it asks and which quote it takes (D42, R26)."""

import math
from typing import TYPE_CHECKING

import mesa

from handoff_sim.codes import NoBid
from handoff_sim.streams import Purpose
from reference import formulas as f
from reference.shop import Shop
from reference.work import Job, Quote

if TYPE_CHECKING:
    from reference.model import PhoneBookModel


class Buyer(mesa.Agent):
    """One buyer; the model writes its state before a week."""

    model: "PhoneBookModel"
    quotes: int
    mu: float
    v_late: float
    v_goodwill: float
    loyalty: float
    pay_weeks: float
    default_prob: float

    def __init__(self, model: "PhoneBookModel") -> None:
        super().__init__(model)
        self.approved: dict[Shop, float] = {}  # goodwill

    def solicit(self, job: Job) -> None:
        """Ask the approved shops it likes best today that can do the first op (D42)."""
        draws, noise = self.model.draws, self.model.rules.list_noise
        process = job.ops[0].process
        liked = []
        for shop, goodwill in self.approved.items():
            if shop.can_do(process):
                u = draws.uniform(Purpose.SOLICIT, job.key, shop.key, job.occurrence)
                liked.append((goodwill + noise * f.gumbel(u), shop))
        liked.sort(key=lambda entry: entry[0], reverse=True)
        job.quotes = [Quote(job, shop) for _, shop in liked[: self.quotes]]

    def utility(self, quote: Quote) -> float:
        """R26: how good a quote looks."""
        job = quote.job
        u = self.model.draws.uniform(Purpose.AWARD, job.key, quote.shop.key, job.occurrence)
        goodwill = self.approved.get(quote.shop, self.model.rules.off_list)
        late = self.v_late * f.late_weeks(quote.lead, job.lead_required)
        return -quote.price_cents / 100.0 / job.vref - late + self.v_goodwill * goodwill + self.mu * f.gumbel(u)

    def award(self, job: Job) -> None:
        """R26: the best quote it can afford gets a real order."""
        able = [
            quote
            for quote in job.quotes
            if quote.no_bid == NoBid.QUOTED and job.intent and quote.price_cents / 100.0 <= job.value
        ]
        if not able:
            return
        best = max(able, key=self.utility)
        job.prime, job.price_cents, job.lead = best.shop, best.price_cents, best.lead
        self.schedule(job)

    def schedule(self, job: Job) -> None:
        """Due weeks of the ops and their shares of the price (D11)."""
        span = max(job.lead_required, job.lead)
        for op in job.ops:
            op.price = job.price_cents / 100.0 * self.model.rules.rate * op.hours / job.vref
            op.due_week = self.model.week + math.ceil((op.stage + 1.0) / job.n_stages * span)
            op.rev_locked, op.scope_explicit = job.rev_locked, job.scope_explicit
            op.cert_complete, op.originator = job.cert_complete, job.prime
