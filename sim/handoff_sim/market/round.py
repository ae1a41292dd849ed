"""The market round: one week in the order of MODEL 3.8."""

from collections.abc import Callable

from handoff_sim.compiled import compiled
from handoff_sim.floor.array import produce
from handoff_sim.market.awarding import award_jobs
from handoff_sim.market.beliefs import learn
from handoff_sim.market.closing import close_work
from handoff_sim.market.demand import collect_demand
from handoff_sim.market.exits import close_insolvent_shops
from handoff_sim.market.handing_off import decide_makers
from handoff_sim.market.membership import run_network
from handoff_sim.market.payments import deliver_due_payments
from handoff_sim.market.quality import check_work
from handoff_sim.market.quoting import price_quotes
from handoff_sim.market.reputation import update_records
from handoff_sim.market.routing import forget_routed
from handoff_sim.market.shocks import open_week
from handoff_sim.market.soliciting import solicit_quotes
from handoff_sim.market.tables import Market
from handoff_sim.market.weekly import book_profit, charge_overhead, close_week

Phase = Callable[[Market, int], None]

# The same lists as the two compiled halves below, for a run that stops between phases or measures them.
SUPPLY: tuple[Phase, ...] = (
    open_week,
    forget_routed,
    deliver_due_payments,
    produce,
    check_work,
    close_work,
    update_records,
    collect_demand,
)
MARKET: tuple[Phase, ...] = (
    solicit_quotes,
    price_quotes,
    award_jobs,
    decide_makers,
    learn,
    run_network,
    charge_overhead,
    close_week,
    close_insolvent_shops,
    book_profit,
)


@compiled
def supply_half(m: Market, week: int) -> None:
    """Phases 0 to 3: payments, production, quality, closing, records, and the week's demand."""
    open_week(m, week)
    forget_routed(m, week)
    deliver_due_payments(m, week)
    produce(m, week)
    check_work(m, week)
    close_work(m, week)
    update_records(m, week)
    collect_demand(m, week)


@compiled
def market_half(m: Market, week: int) -> None:
    """Phases 4 to 10: quotes, awards, handoffs, learning, the network's reviews, and the week's books."""
    solicit_quotes(m, week)
    price_quotes(m, week)
    award_jobs(m, week)
    decide_makers(m, week)
    learn(m, week)
    run_network(m, week)
    charge_overhead(m, week)
    close_week(m, week)
    close_insolvent_shops(m, week)
    book_profit(m, week)
