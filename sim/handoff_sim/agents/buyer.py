"""A buyer: what it values, whom it knows, and the decisions it takes."""

from typing import Any, ClassVar

from handoff_sim.agents.actor import Actor, Hook, State, column, week_or_none
from handoff_sim.agents.buyer_cases import Award, AwardCase, BuyerReviewCase, ChannelCase
from handoff_sim.agents.claim_cases import IntentCase
from handoff_sim.agents.shop import Shop, number_of
from handoff_sim.codes import BuyerClass
from handoff_sim.market.columns import array_of
from handoff_sim.market.lookups import goodwill_of
from handoff_sim.market.tables import LIST_SLOTS
from handoff_sim.rules.award import award_utility
from handoff_sim.rules.buyer_membership import buyer_leaves
from handoff_sim.rules.channel import network_probability


class Buyer(Actor):
    """One buyer (MODEL 2.3): a view of its row, its approved list and its account."""

    HOOKS: ClassVar[tuple[Hook, ...]] = (
        Hook("award", award_utility, AwardCase),
        Hook("choose_channel", network_probability, ChannelCase),
        Hook("review", buyer_leaves, BuyerReviewCase),
        Hook("mean_it", None, IntentCase),
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

    def award(self, case: AwardCase) -> Award:
        """R26: the bid that wins, if any."""
        return case.rational()

    def choose_channel(self, case: ChannelCase) -> bool:
        """R25: whether a member sends its next RFQ to the network. A mandate may raise the chance."""
        return case.rational()

    def review(self, case: BuyerReviewCase) -> bool:
        """R28: whether the buyer belongs to the network from next week on. A mandate may forbid it to leave."""
        return case.rational()

    def mean_it(self, case: IntentCase) -> bool:
        """Whether an RFQ for a new part is meant (MODEL 3.6 for those who collect prices)."""
        return case.rational()
