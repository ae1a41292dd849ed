"""A decision that a seat takes itself: it lies in the table of decisions, Python is called, the answer lies beside it.

A seat is a shop, a buyer, the operator or a vertical operator whose hook for a kind of decision is overridden. The
rule has decided already when it is asked: a seat sees what the rule would do, and one that fails changes nothing.
"""

from handoff_sim.compiled import compiled
from handoff_sim.market.calling import call_out
from handoff_sim.market.tables import Counter, Market


@compiled
def is_asked(m: Market, seat: int, kind: int) -> bool:
    """Whether a seat takes decisions of a kind itself."""
    return (m.seats[seat] >> kind) & 1 == 1


@compiled
def ask(m: Market, seat: int, record: int) -> bool:
    """Let a seat answer a decision record; false where the rule decides: no such seat, or it failed to answer."""
    if record < 0 or not is_asked(m, seat, m.decisions[record].kind):
        return False
    m.n[Counter.ASKED] = record
    call_out(m.seats[m.seats.size - 1])
    return m.n[Counter.ASKED] >= 0


@compiled
def ask_yes_or_no(m: Market, seat: int, record: int, rule: bool) -> bool:
    """What the seat answers where the answer is yes or no; what the rule says where it is not asked."""
    return m.decisions[record].state == 1 if ask(m, seat, record) else rule


@compiled
def buyer_seat(m: Market, buyer: int) -> int:
    """Seat of a buyer."""
    return m.p[0].n_shops + buyer


@compiled
def operator_seat(m: Market) -> int:
    """Seat of the network's operator."""
    return m.p[0].n_shops + m.p[0].n_buyers


@compiled
def vertical_seat(m: Market, vertical: int) -> int:
    """Seat of a vertical operator."""
    return m.p[0].n_shops + m.p[0].n_buyers + 1 + vertical
