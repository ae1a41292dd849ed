"""A machine shop: what it owns, believes and owes, and the decisions it takes."""

from typing import Any, ClassVar

from handoff_sim.agents.actor import Actor, Hook, State, column, dollars, hours, week_or_none
from handoff_sim.agents.care_cases import CodeCase, DenialCase, EffortCase, PacketCase, SpeedCase
from handoff_sim.agents.claim_cases import (
    CertificateCase,
    ChangeCase,
    DefectClaimCase,
    FakeCase,
    FakeWork,
    PaymentCase,
)
from handoff_sim.agents.network_cases import Belonging, BypassCase, PoachCase, ReviewCase
from handoff_sim.agents.shop_cases import HandoffAnswer, HandoffOffer, HelpCase, MakerCase, Quote, QuoteRequest
from handoff_sim.codes import HandoffReason, Maker, Membership, SizeClass
from handoff_sim.market.columns import array_of
from handoff_sim.market.routing import trust_in
from handoff_sim.market.tables import MEMORY_WEEKS, TIE_SLOTS
from handoff_sim.rules.acknowledge import fast_ack, valid_closure
from handoff_sim.rules.bypass import bypasses
from handoff_sim.rules.dispute import denies
from handoff_sim.rules.effort import packet_effort, quality_effort
from handoff_sim.rules.handoff_response import decline_code
from handoff_sim.rules.load import load_weeks
from handoff_sim.rules.make_or_handoff import make_cost, reason_to_look
from handoff_sim.rules.membership import joins
from handoff_sim.rules.poach import poaches
from handoff_sim.rules.quote import best_quote

INSIDE = (Membership.TRIAL, Membership.MEMBER)


class Shop(Actor):
    """One machine shop (MODEL 2.2): a view of its row, its stations, its ties and its account."""

    HOOKS: ClassVar[tuple[Hook, ...]] = (
        Hook("quote", best_quote, QuoteRequest),
        Hook("seek_help", reason_to_look, HelpCase),
        Hook("hand_off", make_cost, MakerCase),
        Hook("respond", decline_code, HandoffOffer),
        Hook("effort", quality_effort, EffortCase),
        Hook("packet_effort", packet_effort, PacketCase),
        Hook("give_code", valid_closure, CodeCase),
        Hook("acknowledge", fast_ack, SpeedCase),
        Hook("deny", denies, DenialCase),
        Hook("poach", poaches, PoachCase),
        Hook("bypass", bypasses, BypassCase),
        Hook("review", joins, ReviewCase),
        Hook("claim_change", None, ChangeCase),
        Hook("claim_defect", None, DefectClaimCase),
        Hook("certify", None, CertificateCase),
        Hook("delay_payment", None, PaymentCase),
        Hook("trade_fakes", None, FakeCase),
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
        """R9: depth, price and lead of a quote, or a no-bid."""
        return request.rational()

    def seek_help(self, case: HelpCase) -> HandoffReason:
        """R10: why the shop looks for another maker for an operation, if it does."""
        return case.rational()

    def hand_off(self, case: MakerCase) -> Maker:
        """R10: make an operation, hand it off or buy it outside."""
        return case.rational()

    def respond(self, offer: HandoffOffer) -> HandoffAnswer:
        """R11: whether the shop takes an offered operation, and if not, why."""
        return offer.rational()

    def effort(self, case: EffortCase) -> float:
        """R13: quality effort on an operation the shop has committed to."""
        return case.rational()

    def packet_effort(self, case: PacketCase) -> float:
        """R14: work on the packet of an operation of a job of its own."""
        return case.rational()

    def give_code(self, case: CodeCase) -> bool:
        """R15: whether a closure or a decline gets a valid code."""
        return case.rational()

    def acknowledge(self, case: SpeedCase) -> bool:
        """R15: whether the shop answers an offer at once."""
        return case.rational()

    def deny(self, case: DenialCase) -> bool:
        """R23: whether the shop denies a defect that the record may not prove."""
        return case.rational()

    def poach(self, case: PoachCase) -> bool:
        """R22: whether the shop asks a partner's buyer for the repeat itself."""
        return case.rational()

    def bypass(self, case: BypassCase) -> bool:
        """R21: whether the shop and a buyer take a repeat off the network."""
        return case.rational()

    def review(self, case: ReviewCase) -> Belonging:
        """R19: where the shop wants to stand with the network."""
        return case.rational()

    def claim_change(self, case: ChangeCase) -> float:
        """Dollars claimed for a change of scope (MODEL 3.6); an honest shop claims none."""
        return case.rational()

    def claim_defect(self, case: DefectClaimCase) -> float:
        """Dollars claimed for a defect that was none (MODEL 3.6); an honest shop claims none."""
        return case.rational()

    def certify(self, case: CertificateCase) -> bool:
        """Whether an incomplete packet is called complete (MODEL 3.6); an honest shop does not."""
        return case.rational()

    def delay_payment(self, case: PaymentCase) -> int:
        """Weeks by which a transfer is delayed (MODEL 3.6); an honest shop pays on time."""
        return case.rational()

    def trade_fakes(self, case: FakeCase) -> FakeWork:
        """Handoffs reported that never were (MODEL 3.6); an honest shop reports none."""
        return case.rational()


def number_of(shop: Shop | int) -> int:
    """A shop's number, from the shop or the number."""
    return shop.number if isinstance(shop, Shop) else shop
