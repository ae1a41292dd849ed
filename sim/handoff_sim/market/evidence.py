"""Reputation events wait here until phase 2 of the next round (D3), where records take them in keyed order."""

from handoff_sim.compiled import compiled
from handoff_sim.market.lookups import order_key
from handoff_sim.market.tables import Counter, Market
from handoff_sim.streams import Bits


@compiled
def witness(
    m: Market, week: int, identity: int, side: int, metric: int, outcome: int, value: float, counterparty: int,
    entity: Bits,
) -> None:  # fmt: skip
    """One event of a metric: side 0 receiver or prime, 1 originator, 2 buyer; value in dollars."""
    if m.p[0].network == 0 or week < m.p[0].launch:
        return
    row = m.n[Counter.EVIDENCE]
    m.n[Counter.EVIDENCE] = row + 1
    if row >= m.evidence.size:
        return  # counted; the run stops with an error after the round
    item = m.evidence[row]
    item.identity = identity
    item.side = side
    item.metric = metric
    item.outcome = outcome
    item.value = value
    item.counterparty = counterparty
    item.order = order_key(m, entity, week)
