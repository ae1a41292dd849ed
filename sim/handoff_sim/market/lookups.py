"""Small questions that many phases ask: which account, which epoch, who knows whom."""

import numpy as np

from handoff_sim.codes import Account, Membership, PaymentOwner
from handoff_sim.compiled import compiled
from handoff_sim.market.columns import FloatArray, IntArray
from handoff_sim.market.tables import KNOWN_SLOTS, LIST_SLOTS, TIE_SLOTS, Market
from handoff_sim.streams import Bits, Purpose, draw_key


@compiled
def epoch(m: Market, week: int) -> int:
    """0 before launch, 1 until the effect window, 2 in it."""
    p = m.p[0]
    if week >= p.effect_start:
        return 2
    return 1 if week >= p.launch else 0


@compiled
def tally_row(m: Market, week: int, shop: int) -> int:
    """Row of a shop's tally in the present epoch."""
    return epoch(m, week) * m.p[0].n_shops + shop


@compiled
def buyer_account(m: Market, buyer: int) -> int:
    """Ledger account of a buyer."""
    return m.p[0].n_shops + buyer


@compiled
def special_account(m: Market, account: int) -> int:
    """Ledger account of nature, operator, pool and the like (codes.Account)."""
    return m.p[0].n_shops + m.p[0].n_buyers + account


@compiled
def station_of(m: Market, shop: int, process: int) -> int:
    """Row of a shop's station for a process."""
    return shop * m.p[0].processes + process


@compiled
def has_process(m: Market, shop: int, process: int) -> bool:
    """Whether the shop owns machines of the process."""
    return m.stations[shop * m.p[0].processes + process].machines > 0


@compiled
def is_open(m: Market, shop: int) -> bool:
    """Whether the shop is still in business."""
    return m.shops[shop].closed_week < 0


@compiled
def is_member(m: Market, shop: int) -> bool:
    """Whether the shop belongs to the network this week."""
    state = m.shops[shop].membership
    return state == Membership.MEMBER or state == Membership.TRIAL


@compiled
def is_withdrawn(m: Market, week: int) -> bool:
    """Whether the network has been withdrawn by this week."""
    return week >= m.p[0].withdraw_week


@compiled
def in_lane(m: Market, process: int, region: int) -> bool:
    """Whether work of this process in this region lies in the network's lane."""
    p = m.p[0]
    return (p.lane_processes >> process) & 1 == 1 and (p.lane_regions >> region) & 1 == 1


@compiled
def find_tie(m: Market, shop: int, other: int) -> int:
    """Row of the shop's phone book entry for another, -1 if there is none."""
    first = shop * TIE_SLOTS
    for row in range(first, first + TIE_SLOTS):
        if m.ties[row].other == other:
            return row
    return -1


@compiled
def add_tie(m: Market, shop: int, other: int, trust: float, week: int) -> int:
    """Enter another shop in the phone book; a full book drops its least trusted entry without open work."""
    first = shop * TIE_SLOTS
    place = -1
    for row in range(first, first + TIE_SLOTS):
        tie = m.ties[row]
        if tie.other < 0:
            place = row
            break
        if tie.open == 0 and (place < 0 or tie.trust < m.ties[place].trust):
            place = row
    if place < 0:
        return -1
    entry = m.ties[place]
    entry.other = other
    entry.trust = trust
    entry.initial = 0
    entry.annual_margin = 0.0
    entry.open = 0
    entry.touched = week
    return place


@compiled
def pays_promptly(m: Market, channel: int) -> bool:
    """Whether the channel's money is set aside before the work: by escrow, or by the operator's guarantee (D28)."""
    owner = m.terms[channel].payment_owner
    return owner == PaymentOwner.ESCROW or owner == PaymentOwner.NETWORK_GUARANTEE


@compiled
def find_listing(m: Market, buyer: int, shop: int) -> int:
    """Row of a shop on the buyer's approved list, -1 if it is not there."""
    first = buyer * LIST_SLOTS
    for row in range(first, first + LIST_SLOTS):
        if m.listings[row].shop == shop:
            return row
    return -1


@compiled
def goodwill_of(m: Market, buyer: int, shop: int) -> float:
    """Goodwill the buyer holds for a shop; off the list it counts as the world's off-list value."""
    row = find_listing(m, buyer, shop)
    return m.p[0].off_list if row < 0 else m.listings[row].goodwill


@compiled
def knows_buyer(m: Market, buyer: int, shop: int) -> bool:
    """Whether the shop has learned who this buyer is behind a prime."""
    first = buyer * KNOWN_SLOTS
    for row in range(first, first + KNOWN_SLOTS):  # noqa: SIM110 (any() of a generator does not compile)
        if m.known[row] == shop:
            return True
    return False


@compiled
def learn_buyer(m: Market, buyer: int, shop: int) -> None:
    """Remember that the shop knows this buyer."""
    if knows_buyer(m, buyer, shop):
        return
    first = buyer * KNOWN_SLOTS
    for row in range(first, first + KNOWN_SLOTS):
        if m.known[row] < 0:
            m.known[row] = shop
            return


@compiled
def order_key(m: Market, entity: Bits, week: int) -> Bits:
    """Keyed place in the week's order (purpose ORDER)."""
    return draw_key(m.p[0].seed, Purpose.ORDER, entity, week, 0)


@compiled
def op_item(stage: int, lot: int) -> int:
    """Number of an operation within its job: 100 * stage + lot."""
    return stage * 100 + lot


@compiled
def op_key(m: Market, op: int) -> Bits:
    """Persistent key of an operation, for orders of a week."""
    row = m.ops[op]
    return np.uint64(m.jobs[row.job].key) + np.uint64(op_item(row.stage, row.lot))


@compiled
def keep_best(keys: FloatArray, rows: IntArray, held: int, key: float, row: int) -> int:
    """Enter a row into a short ranking, the largest key first; returns how many rows the ranking holds then."""
    if held == rows.shape[0]:
        if key <= keys[held - 1]:
            return held
    else:
        held += 1
    place = held - 1
    while place > 0 and keys[place - 1] < key:
        keys[place] = keys[place - 1]
        rows[place] = rows[place - 1]
        place -= 1
    keys[place] = key
    rows[place] = row
    return held


@compiled
def cents(dollars: float) -> int:
    """Dollars rounded to whole cents, halves up."""
    return int(np.floor(dollars * 100.0 + 0.5))


@compiled
def nature(m: Market) -> int:
    """The account that value comes from and real costs go to."""
    return special_account(m, Account.NATURE)
