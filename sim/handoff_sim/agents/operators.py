"""Those who run something between shops and buyers: the network's operator and vertical instant-quote factories."""

from collections.abc import Sequence
from typing import Any, ClassVar

from handoff_sim.agents.actor import Actor, Hook, State, column, dollars, hours
from handoff_sim.agents.mesa_classes import AgentSet
from handoff_sim.agents.operator_cases import InstantQuote, InstantQuoteCase, RoutingCase
from handoff_sim.agents.shop import Shop, number_of
from handoff_sim.codes import Account, Channel
from handoff_sim.market.awarding import vertical_bid
from handoff_sim.market.lookups import is_withdrawn, special_account
from handoff_sim.market.routing import score_of
from handoff_sim.market.tables import Counter
from handoff_sim.rules.routing import routing_score
from handoff_sim.rules.vertical import vertical_price


class NetworkOperator(Actor):
    """Who runs the network: its members, its terms and its till. A run without a network has none."""

    HOOKS: ClassVar[tuple[Hook, ...]] = (Hook("route", routing_score, RoutingCase),)

    @property
    def row(self) -> Any:
        """The terms of the network's channel."""
        return self.market.terms[Channel.NETWORK]

    @property
    def account(self) -> int:
        """The operator's account in the ledger."""
        return int(special_account(self.market, int(Account.OPERATOR)))

    take = column("take_rate", float, "Share of a price that the operator takes.")

    @State
    def launch_week(self) -> int:
        """Week the network opens."""
        return int(self.market.p[0].launch)

    @State
    def is_open(self) -> bool:
        """Whether the network has opened, and has not been withdrawn."""
        return self.launch_week < self.model.week and not is_withdrawn(self.market, self.model.week)

    @State
    def member_count(self) -> int:
        """Shops in the network."""
        return int(self.market.n[Counter.MEMBERS])

    @State
    def buyer_count(self) -> int:
        """Buyers in the network."""
        return sum(buyer.is_member for buyer in self.model.buyers)

    @State
    def jobs_routed(self) -> int:
        """Jobs and offers routed to members in the last 13 weeks."""
        return int(self.market.n[Counter.ROUTED])

    @State
    def pool_dollars(self) -> float:
        """Cash in the liability pool, dollars."""
        return dollars(self.market.cash[special_account(self.market, int(Account.POOL))])

    @State
    def escrow_dollars(self) -> float:
        """Cash held for others, dollars."""
        return dollars(self.market.cash[special_account(self.market, int(Account.ESCROW))])

    @property
    def members(self) -> AgentSet:
        """Shops in the network."""
        return self.model.shops.select(lambda shop: shop.is_member)

    @property
    def buyers(self) -> AgentSet:
        """Buyers in the network."""
        return self.model.buyers.select(lambda buyer: buyer.is_member)

    def route(self, case: RoutingCase) -> Sequence[int]:
        """3.4: numbers of the members that a job goes to, best first."""
        return case.rational()

    def score(self, shop: Shop | int, process: str, *, front_door: bool = False) -> float:
        """3.4: routing score of a shop for a job; prices count at the front door only."""
        names = self.model.world.population.processes
        if process not in names:
            raise ValueError(f"process: expected one of {', '.join(names)}; found {process!r}")
        return float(score_of(self.market, number_of(shop), names.index(process), front_door))


class VerticalOperator(Actor):
    """One vertical instant-quote factory (MODEL 1.2): capacity of its own, and a price in seconds."""

    HOOKS: ClassVar[tuple[Hook, ...]] = (Hook("quote", vertical_price, InstantQuoteCase),)

    capacity_hours_week = column("cap_min", hours, "Machine hours a week.")
    free_hours = column("free_min", hours, "Machine hours still free in the last week.")
    price_index = column("price_index", float, "Price relative to the reference value.")
    jobs = column("jobs", int, "Jobs won so far.")
    hours_made = column("minutes", hours, "Machine hours sold so far.")

    @property
    def row(self) -> Any:
        """The operator's row."""
        return self.market.verticals[self.number]

    @property
    def account(self) -> int:
        """The operator's account in the ledger."""
        return int(special_account(self.market, int(Account.VERTICAL))) + self.number

    def quote(self, case: InstantQuoteCase) -> InstantQuote:
        """D78: instant price and lead."""
        return case.rational()

    def instant_price(self, job: int) -> InstantQuote:
        """D78: what the operator would ask for the job in this row of the records."""
        price, lead = vertical_bid(self.market, job, self.number)
        return InstantQuote(price=float(price), lead_weeks=int(lead))
