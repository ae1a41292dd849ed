"""A buyer: what it values, whom it knows, and the decisions it takes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from handoff_sim.agents.actor import Actor, Hook, State, column, week_or_none
from handoff_sim.agents.observations import Bid, Rfq
from handoff_sim.agents.shop import Shop, number_of
from handoff_sim.codes import BuyerClass
from handoff_sim.market.columns import array_of
from handoff_sim.market.lookups import goodwill_of
from handoff_sim.market.tables import LIST_SLOTS
from handoff_sim.rules.award import award_utility, may_win
from handoff_sim.rules.buyer_membership import buyer_leaves
from handoff_sim.rules.channel import network_probability


class Buyer(Actor):
    """One buyer (MODEL 2.3): a view of its row, its approved list and its account."""

    HOOKS: ClassVar[tuple[Hook, ...]] = (
        Hook("award", award_utility),
        Hook("network_chance", network_probability),
        Hook("leaves", buyer_leaves),
    )

    region = column("region", int, "Number of the region.")
    buyer_class = column("klass", BuyerClass, "Class by discipline.")
    is_large_prime = column("large_prime", bool, "Whether the buyer is a large prime.")
    discipline = column("discipline", float, "Share of RFQs that are complete, 0 to 1.")
    quotes_wanted = column("quotes", int, "Shops asked for a quote.")
    price_scale = column("mu", float, "Spread of tastes in an award, share of the reference value.")
    lateness_weight = column("v_late", float, "Dislike of a week late, share of the reference value.")
    quality_weight = column("v_quality", float, "Weight of the network's score, share of the reference value.")
    goodwill_weight = column("v_goodwill", float, "Weight of goodwill, share of the reference value.")
    loyalty = column("loyalty", float, "Chance of a reorder without competition.")
    pay_weeks = column("pay_weeks", float, "Weeks from closing to payment.")
    default_chance = column("default_prob", float, "Chance not to pay.")
    revision_chance = column("churn", float, "Chance that a print changes while it is made.")
    intent = column("intent", float, "Share of RFQs that are meant to be bought.")
    benefit_direct = column("u_direct", float, "Believed benefit of buying directly, share of the reference value.")
    benefit_network = column("u_network", float, "Believed benefit of buying by network, share of the same.")
    is_member = column("member", bool, "Whether the buyer belongs to the network.")
    join_week = column("join_week", week_or_none, "Week the buyer last joined, or None.")

    @property
    def row(self) -> Any:
        """The buyer's row."""
        return self.market.buyers[self.number]

    @property
    def account(self) -> int:
        """The buyer's account in the ledger: after those of the shops."""
        return int(self.market.p[0].n_shops) + self.number

    @State
    def spent_dollars(self) -> float:
        """Cash paid out less cash received so far, dollars."""
        return -self.cash_dollars

    @property
    def approved_list(self) -> dict[int, float]:
        """Goodwill for each approved shop, by number, best liked first."""
        entries = array_of(self.market.listings)[self.number * LIST_SLOTS : (self.number + 1) * LIST_SLOTS]
        known = entries[entries["shop"] >= 0]
        pairs = zip(known["shop"].tolist(), known["goodwill"].tolist(), strict=True)
        return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def goodwill_for(self, shop: Shop | int) -> float:
        """Goodwill for a shop; one off the list has the world's value for that."""
        return float(goodwill_of(self.market, self.number, number_of(shop)))

    def award(self, rfq: Rfq, bids: Sequence[Bid]) -> int | None:
        """R26: place of the best bid the buyer may take, or None; of equal ones the first."""
        row = self.row
        best, top = None, 0.0
        for place, bid in enumerate(bids):
            if not may_win(bid.price_dollars, rfq.most_dollars, rfq.intent):
                continue
            utility = award_utility(
                bid.price_dollars, rfq.reference_value_dollars, bid.lead_weeks, rfq.lead_weeks, row.v_late,
                bid.goodwill, row.v_goodwill, bid.score, row.v_quality, bid.noise,
            )  # fmt: skip
            if best is None or utility > top:
                best, top = place, utility
        return best

    def network_chance(self) -> float:
        """R25: chance that a member sends its next RFQ to the network; 0 for others. A mandate may raise it."""
        p, row = self.market.p[0], self.row
        if not self.is_member:
            return 0.0
        return float(network_probability(row.u_network, row.u_direct, p.channel_temperature, p.channel_floor))

    def leaves(self) -> bool:
        """R28: whether a member, on what it has seen, gives the network up. A mandate may forbid it."""
        p, row = self.market.p[0], self.row
        return self.is_member and bool(
            buyer_leaves(row.u_network, row.u_direct, row.network_jobs, p.leave_margin, p.leave_jobs)
        )
