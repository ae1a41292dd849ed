"""The reference market: a Mesa model whose step is phases 4 to 7 of one week."""

import mesa

from handoff_sim.codes import NoBid
from reference import formulas as f
from reference.buyer import Buyer
from reference.draws import Draws
from reference.prime import decide_op
from reference.rules import Rules, Terms
from reference.shop import Shop
from reference.work import Answer, Job, Op, Quote


class PhoneBookModel(mesa.Model):
    """Shops and buyers that trade by list and phone. The week's RFQs and state are written before each step."""

    def __init__(self, *, rules: Rules, direct: Terms, phone: Terms, shops: int, buyers: int) -> None:
        super().__init__(seed=1)
        self.rules = rules
        self.direct = direct
        self.phone = phone
        self.week = 0
        self.shops = [Shop(self) for _ in range(shops)]
        self.buyers = [Buyer(self) for _ in range(buyers)]
        self.draws: Draws
        self.rfqs: list[Job] = []  # in the order of the week
        self.reoffers: list[Op] = []  # ops that lost their maker
        self.answers: list[Answer] = []

    def step(self) -> None:
        """Quotes, awards, handoffs."""
        self.answers = []
        self.quote()
        self.award()
        self.place_work()

    def quote(self) -> None:
        """Phases 4 and 5; the estimator hours go to the best quotes first (D52)."""
        for job in self.rfqs:
            if not job.reorder:
                job.buyer.solicit(job)
        quotes = [quote for job in self.rfqs for quote in job.quotes]
        self.read_the_desk(quotes)
        for quote in quotes:
            quote.shop.expect(quote, -1.0)
            quote.shop.evaluate(quote)
            quote.shop.expect(quote, 1.0)
        for shop in self.shops:
            for station in shop.stations.values():
                station.expected_min = 0.0
        booked = dict.fromkeys(self.shops, 0)
        for quote in sorted(quotes, key=lambda quote: -quote.gain_per_h):
            if quote.no_bid != NoBid.QUOTED:
                continue
            if booked[quote.shop] + quote.minutes > quote.shop.spare_minutes:
                quote.no_bid = NoBid.NO_ESTIMATOR_HOURS
            else:
                booked[quote.shop] += quote.minutes
        for quote in quotes:
            if quote.no_bid == NoBid.QUOTED:
                quote.shop.spend(quote.minutes)

    def read_the_desk(self, quotes: list[Quote]) -> None:
        """Shops see all their requests before they price one; those beyond their hours count in proportion."""
        wanted = dict.fromkeys(self.shops, 0.0)
        for quote in quotes:
            wanted[quote.shop] += 60.0 * f.quote_hours(1.0, quote.job.completeness, self.rules)
        for quote in quotes:
            quote.desk_share = min(1.0, max(0, quote.shop.spare_minutes) / wanted[quote.shop])
            quote.shop.expect(quote, 1.0)

    def award(self) -> None:
        """Phase 6: loyal reorders stay where they are, the rest go to the best quote."""
        for job in self.rfqs:
            if not job.reorder:
                job.buyer.award(job)
            elif job.prime is not None:
                job.prime.spend(f.minutes(self.rules.reorder_h))
                job.buyer.schedule(job)

    def place_work(self) -> None:
        """Phase 7: every op of the week's orders, then those that lost their maker."""
        for job in self.rfqs:
            if job.prime is not None:
                for op in job.ops:
                    decide_op(self, op)
        for op in self.reoffers:
            decide_op(self, op)
