"""Phase 2b: last week's and this week's events enter the records (3.4, D3, D32-D34)."""

import numpy as np

from handoff_sim.compiled import compiled
from handoff_sim.market.lookups import is_member
from handoff_sim.market.routing import METRICS, list_members, reputation_of
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.routing import decayed_count, evidence_weight


@compiled
def seen_in_window(m: Market, row: int, counterparty: int) -> tuple[int, int]:
    """Events of this counterparty among the last of a record, and the window's length, the new one included."""
    length = m.p[0].window
    known = min(m.counterparty_n[row], length - 1)
    same = 1
    for back in range(known):
        slot = (m.counterparty_n[row] - 1 - back) % length
        if m.counterparties[row, slot] == counterparty:
            same += 1
    return same, known + 1


@compiled
def remember_counterparty(m: Market, row: int, counterparty: int) -> None:
    """Enter the counterparty of the newest event."""
    m.counterparties[row, m.counterparty_n[row] % m.p[0].window] = counterparty
    m.counterparty_n[row] += 1


@compiled
def learn_of_shop(m: Market, k: int) -> None:
    """One event in a shop's record as receiver or prime."""
    p = m.p[0]
    item = m.evidence[k]
    row = item.identity * METRICS + item.metric
    same, length = seen_in_window(m, row, item.counterparty)
    weight = evidence_weight(item.value, p.evidence_scale, same, length, p.cp_cap)
    remember_counterparty(m, row, item.counterparty)
    record = m.standing[item.identity]
    record.r[item.metric] = decayed_count(record.r[item.metric], p.memory, item.outcome, weight)
    record.s[item.metric] = decayed_count(record.s[item.metric], p.memory, 1 - item.outcome, weight)


@compiled
def learn_of_other(m: Market, k: int) -> None:
    """One event in the record of an originator or a buyer; these have no counterparty window."""
    p = m.p[0]
    item = m.evidence[k]
    weight = min(1.0, item.value / p.evidence_scale)
    if item.side == 1:
        record = m.standing[item.identity]
        record.origin_r[item.metric] = decayed_count(record.origin_r[item.metric], p.memory, item.outcome, weight)
        record.origin_s[item.metric] = decayed_count(record.origin_s[item.metric], p.memory, 1 - item.outcome, weight)
    else:
        buyer = m.buyers[item.identity]
        buyer.rep_r[item.metric] = decayed_count(buyer.rep_r[item.metric], p.memory, item.outcome, weight)
        buyer.rep_s[item.metric] = decayed_count(buyer.rep_s[item.metric], p.memory, 1 - item.outcome, weight)


@compiled
def update_records(m: Market, week: int) -> None:
    """Phase 2b: take the waiting events in keyed order, then score every member for this week's routing."""
    p = m.p[0]
    if p.network == 0 or week < p.launch:
        return
    count = m.n[Counter.EVIDENCE]
    keys = np.empty(count, np.uint64)
    for k in range(count):
        keys[k] = m.evidence[k].order
    order = np.argsort(keys, kind="mergesort")
    for k in range(count):
        if m.evidence[order[k]].side == 0:
            learn_of_shop(m, order[k])
        else:
            learn_of_other(m, order[k])
    m.n[Counter.EVIDENCE] = 0
    for i in range(p.n_shops):
        if is_member(m, i):
            m.reputation[i] = reputation_of(m, i)
    list_members(m)
