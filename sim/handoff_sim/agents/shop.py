"""A machine shop: what it owns, believes and owes, and the decisions it takes."""

import math
from typing import Any, ClassVar

from handoff_sim.agents.actor import Actor, Hook, State, column, dollars, hours, week_or_none
from handoff_sim.agents.observations import (
    Care,
    HandoffAnswer,
    HandoffOffer,
    HandoffTerms,
    Maker,
    MakerChoice,
    MakeTerms,
    Quote,
    QuoteRequest,
    Review,
)
from handoff_sim.codes import Channel, DeclineCode, Depth, Membership, ResponseMode, SizeClass
from handoff_sim.market.columns import array_of
from handoff_sim.market.costing import shop_wealth
from handoff_sim.market.membership import autonomy_of, hurdle_of, running_cost
from handoff_sim.market.routing import trust_in
from handoff_sim.market.tables import MEMORY_WEEKS, TIE_SLOTS
from handoff_sim.rules.acknowledge import fast_ack
from handoff_sim.rules.belief import lower_confidence
from handoff_sim.rules.effort import quality_effort
from handoff_sim.rules.handoff_response import decline_code, handoff_value
from handoff_sim.rules.load import load_weeks
from handoff_sim.rules.make_or_handoff import make_cost, originator_costs
from handoff_sim.rules.membership import joins, leaves
from handoff_sim.rules.quote import choose_depth, estimate_sigma, quote_at_depth, quote_hours, reference_price

INSIDE = (Membership.TRIAL, Membership.MEMBER)
NO_THRESHOLD = 0.0


class Shop(Actor):
    """One machine shop (MODEL 2.2): a view of its row, its stations, its ties and its account."""

    HOOKS: ClassVar[tuple[Hook, ...]] = (
        Hook("quote", quote_at_depth),
        Hook("respond", decline_code),
        Hook("hand_off", originator_costs),
        Hook("effort", quality_effort),
        Hook("acknowledge", fast_ack),
        Hook("review", joins),
    )

    region = column("region", int, "Number of the region.")
    size = column("size_class", SizeClass, "Size class by machines.")
    machines = column("machines", int, "Machines of all processes.")
    cost_rate_per_hour = column("cost_rate", float, "Cost of a machine-hour, dollars.")
    defect_multiplier = column("skill", float, "Defects relative to the usual shop; below 1 is better.")
    estimator_hours_week = column("estimator_min", hours, "Estimator hours a week.")
    estimator_hours_used = column("estimator_used", hours, "Estimator hours used in the last week.")
    credit_dollars = column("credit", dollars, "Credit line, dollars.")
    risk_aversion = column("gamma", float, "Risk aversion.")
    caution = column("kappa", float, "Standard errors of evidence that the owner wants before joining.")
    foresight = column("foresight", float, "Weight of the future, 0 to 1.")
    margin_belief_per_hour = column("margin_belief", float, "Margin the shop believes an hour earns, dollars.")
    win_rate_belief = column("win_direct", float, "Believed chance to win a direct quote.")
    win_rate_belief_network = column("win_network", float, "Believed chance to win a quote in the network.")
    win_rate_belief_phone = column("win_phone", float, "Believed chance to be chosen when a partner calls.")
    gain_belief_per_machine_week = column("gain_mean", float, "Believed gain from membership, dollars.")
    gain_evidence = column("gain_n", float, "Observations behind the believed gain.")
    membership = column("membership", Membership, "Where the shop stands with the network.")
    closed_week = column("closed_week", week_or_none, "Week the shop went out of business, or None.")

    @property
    def row(self) -> Any:
        """The shop's row."""
        return self.market.shops[self.number]

    @property
    def account(self) -> int:
        """The shop's account in the ledger: its row."""
        return self.number

    @property
    def stations(self) -> Any:
        """Rows of the shop's stations, one for each process of the world."""
        count = len(self.model.world.population.processes)
        return array_of(self.market.stations)[self.number * count : (self.number + 1) * count]

    @State
    def is_open(self) -> bool:
        """Whether the shop is in business."""
        return self.closed_week is None

    @State
    def is_member(self) -> bool:
        """Whether the shop is in business and belongs to the network, on trial or for good."""
        return self.is_open and self.membership in INSIDE

    @State
    def processes(self) -> tuple[str, ...]:
        """Names of the processes the shop has machines for."""
        names = self.model.world.population.processes
        owned = self.stations["machines"]
        return tuple(name for name, count in zip(names, owned, strict=True) if count > 0)

    @State
    def load_weeks(self) -> float:
        """Weeks of work ahead of the whole shop, hours known to be lost included (R1)."""
        rows = self.stations
        return float(
            load_weeks(
                hours(rows["backlog_min"].sum()), hours(rows["lost_ahead_min"].sum()), hours(rows["cap_min"].sum())
            )
        )

    @State
    def profit_last_week_dollars(self) -> float:
        """Gain in net worth in the last week, dollars; 0 before the first."""
        week = self.model.week
        return dollars(self.market.profit_weeks[week - 1, self.number]) if week else 0.0

    @State
    def profit_per_machine_week(self) -> float:
        """Mean gain in net worth per machine-week over the last 13 weeks, dollars; 0 before the first."""
        week = self.model.week
        first = max(0, week - MEMORY_WEEKS)
        if week == first:
            return 0.0
        total = dollars(self.market.profit_weeks[first:week, self.number].sum())
        return total / (self.machines * (week - first))

    @State
    def reputation(self) -> float:
        """The network's record of the shop as routing weighs it, 0 to 1."""
        return float(self.market.reputation[self.number])

    @property
    def phone_book(self) -> dict[int, float]:
        """Trust in each shop of the phone book, by number, most trusted first."""
        ties = array_of(self.market.ties)[self.number * TIE_SLOTS : (self.number + 1) * TIE_SLOTS]
        known = ties[ties["other"] >= 0]
        pairs = zip(known["other"].tolist(), known["trust"].tolist(), strict=True)
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def trust_in(self, other: "Shop | int") -> float:
        """Trust in another shop, 0 to 1; none in a stranger."""
        return float(trust_in(self.market, self.number, number_of(other)))

    def load_weeks_of(self, process: str) -> float:
        """Weeks of work ahead of the machines of one process (R1)."""
        names = self.model.world.population.processes
        if process not in names:
            raise ValueError(f"process: expected one of {', '.join(names)}; found {process!r}")
        row = self.stations[names.index(process)]
        return float(load_weeks(hours(row["backlog_min"]), hours(row["lost_ahead_min"]), hours(row["cap_min"])))

    def quote(self, request: QuoteRequest) -> Quote:
        """R9: depth, price and expected gain of a quote, as the shop stands now."""
        p = self.market.p[0]
        terms = self.market.terms[Channel.NETWORK]
        full = self._quote_at(request, Depth.FULL, quote_hours(p.h_full, 1.0, p.psi, request.completeness))
        if request.by_network and terms.response_mode == ResponseMode.YES_NO:
            return self._quote_at(request, Depth.FULL, terms.admin_h)
        quick = self._quote_at(request, Depth.QUICK, quote_hours(p.h_full, p.quick_share, p.psi, request.completeness))
        return quick if choose_depth(quick.gain_dollars, full.gain_dollars) == Depth.QUICK else full

    def _quote_at(self, request: QuoteRequest, depth: Depth, quoting_hours: float) -> Quote:
        p, row = self.market.p[0], self.row
        belief = row.win_network if request.by_network else row.win_direct
        full_sigma = estimate_sigma(p.sigma_full, request.completeness, p.sigma_packet)
        quick_sigma = estimate_sigma(p.sigma_quick, request.completeness, p.sigma_packet)
        shared = (
            row.gamma, float(shop_wealth(self.market, self.number)), request.receipt_factor, request.price_scale,
            request.reference_value_dollars, belief, p.selection,
        )  # fmt: skip
        anchor = reference_price(request.base_cost_dollars, request.production_dollars, full_sigma, *shared)
        _, price, chance, gain = quote_at_depth(
            request.base_cost_dollars, request.repeat_value_dollars, request.production_dollars,
            full_sigma if depth == Depth.FULL else quick_sigma, *shared, quoting_hours, p.wage, anchor,
        )  # fmt: skip
        return Quote(
            depth=depth,
            hours=float(quoting_hours),
            price_dollars=float(price),
            win_probability=float(chance),
            gain_dollars=float(gain) if request.load_weeks <= p.u_max else 0.0,
        )

    def respond(self, offer: HandoffOffer) -> HandoffAnswer:
        """R11: whether the shop takes an offered operation, and if not, why."""
        value = handoff_value(
            offer.transfer, offer.production, offer.opportunity, offer.packet_liability, offer.workmanship_liability,
            offer.packet_risk, offer.other_risk, offer.effort_cost, offer.finance, offer.admin, offer.fee,
            offer.repeat_value, offer.relational,
        )  # fmt: skip
        code = decline_code(
            value, NO_THRESHOLD, offer.capable, offer.opportunity, offer.packet_liability,
            offer.workmanship_liability, offer.packet_risk, offer.other_risk, offer.finance,
            offer.promised_weeks, offer.lead_weeks,
        )  # fmt: skip
        return HandoffAnswer(code=DeclineCode(code), value_dollars=float(value))

    def hand_off(
        self, *, outside_dollars: float, make: MakeTerms | None = None, deal: HandoffTerms | None = None
    ) -> MakerChoice:
        """R10: make an operation, hand it off or buy it outside, whichever costs least.

        ``make`` is None for a shop without the process, ``deal`` is None where there is no receiver.
        """
        home = math.inf
        if make is not None:
            home = make_cost(
                make.production,
                make.opportunity,
                make.expected_liability,
                make.risk_premium,
                make.effort_cost,
                make.late,
            )
        there = math.inf
        if deal is not None:
            there = deal.transfer + originator_costs(
                deal.fee, deal.coordination, deal.trust_or_score, deal.handoff_hours, self.market.p[0].wage,
                deal.expected_liability, deal.repeat_loss, deal.late, deal.poach,
            )  # fmt: skip
        maker = Maker.IN_HOUSE if home <= outside_dollars else Maker.OUTSIDE
        if there < min(home, outside_dollars):
            maker = Maker.RECEIVER
        return MakerChoice(maker=maker, in_house_dollars=home, receiver_dollars=there, outside_dollars=outside_dollars)

    def effort(self, care: Care) -> float:
        """R13: the quality effort that pays for the shop."""
        p = self.market.p[0]
        best = quality_effort(
            p.p_w0, self.row.skill, care.share, care.loss, care.stake, care.repeat_value, p.kappa_e,
            care.production, p.effort_max,
        )  # fmt: skip
        return float(best)

    def acknowledge(self, stake_dollars: float) -> bool:
        """R15: whether the shop answers an offer at once, given what slowness would cost its record."""
        return bool(fast_ack(stake_dollars, self.market.p[0].ack_cost))

    def review(self) -> Review:
        """R19: whether the shop, on the evidence it has now, wants to be a member."""
        m, p, row = self.market, self.market.p[0], self.row
        hurdle = hurdle_of(m, self.number)
        belongs = joins(row.gain_mean, row.gain_n, row.kappa, p.sigma_obs, hurdle)
        if self.membership == Membership.MEMBER:
            tenure = self.model.week - row.member_since
            belongs = not leaves(
                row.gain_mean, p.hysteresis, autonomy_of(m, self.number), p.discipline,
                running_cost(m, self.number), tenure, p.min_tenure,
            )  # fmt: skip
        bound = lower_confidence(row.gain_mean, row.kappa, p.sigma_obs, row.gain_n)
        return Review(belongs=bool(belongs), lower_bound=float(bound), hurdle=float(hurdle))


def number_of(shop: Shop | int) -> int:
    """A shop's number, from the shop or the number."""
    return shop.number if isinstance(shop, Shop) else shop
