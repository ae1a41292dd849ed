"""A run without calendar and agents: the compiled phases called one after the other."""

import hashlib

import numpy as np

import handoff_sim.market.native  # noqa: F401  (before anything compiled sees a market)
from handoff_sim.market.build import build_market
from handoff_sim.market.columns import array_of
from handoff_sim.market.room import room_for_market, room_for_supply
from handoff_sim.market.round import market_half, supply_half
from handoff_sim.market.shocks import strike
from handoff_sim.market.tables import Counter, Market
from handoff_sim.policy.document import Policy
from handoff_sim.world.document import World


def new_market(world: World, policy: Policy, *, seed: int, weeks: int, record_decisions: bool = False) -> Market:
    """Tables at week 0."""
    with np.errstate(over="ignore"):
        return build_market(
            world, policy, seed=seed, weeks=weeks, record_decisions=record_decisions, keep_events=False,
            forced=None, order=None,
        )  # fmt: skip


def outages(market: Market, week: int) -> None:
    """Breakdowns and labour shocks of every region."""
    for region in range(int(market.p[0].regions)):
        strike(market, week, region)


def to_quotes(market: Market, week: int) -> Market:
    """Everything of a week up to phase 4."""
    outages(market, week)
    market = room_for_supply(market, week)
    supply_half(market, week)
    return room_for_market(market, week)


def phases_only(market: Market, weeks: int) -> Market:
    """All weeks in tables that are large enough already: nothing but compiled phases."""
    for week in range(weeks):
        outages(market, week)
        supply_half(market, week)
        market_half(market, week)
    return market


def with_room(market: Market, weeks: int) -> tuple[Market, str]:
    """All weeks with growing tables and the chained hash of the events, as a run has them."""
    digest = bytes(32)
    for week in range(weeks):
        market = to_quotes(market, week)
        market_half(market, week)
        events = array_of(market.events)[: market.n[Counter.EVENTS]]
        digest = hashlib.sha256(digest + np.ascontiguousarray(events).tobytes()).digest()
    return market, digest.hex()


def roomy(market: Market, finished: Market) -> Market:
    """The same tables, as long as a finished run needed them."""
    longer = {}
    for name, table in market._asdict().items():
        rows = len(getattr(finished, name))
        if rows > len(table):
            grown = np.zeros((rows, *table.shape[1:]), table.dtype)
            grown[: len(table)] = table
            longer[name] = grown.view(type(table))
    return market._replace(**longer)
