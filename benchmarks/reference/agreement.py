"""What the reference and the engine are held to: the same decisions on the same situation.

Compared for every week, after phases 4 to 7:

* each solicited quote: shop asked, no-bid or not and why, depth, estimator minutes, price to the cent, lead (an
  overloaded shop promises none);
* each RFQ: the prime that won it and the price of its order;
* each op placed: why the prime looked for help, who makes it, handed off or not, transfer to the cent;
* each answer by phone: who was asked, accepted or the code of the decline, transfer and value to a cent;
* each shop: estimator minutes used, cash to the cent, backlog of every station, its belief in winning by phone.

Not compared, because the reference does not have them: events, ledger entries, tallies and decision records.
"""

from collections import Counter as Tally
from collections.abc import Callable, Iterator
from typing import Any

from handoff_sim.codes import NoBid
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Counter, Market
from reference.model import PhoneBookModel
from reference.shop import Shop

OUTSIDE = -2
CENT = 0.01


def differences(model: PhoneBookModel, market: Market) -> tuple[list[str], Tally[str]]:
    """Differences in words, and how many items of each kind were compared."""
    found: list[str] = []
    compared: Tally[str] = Tally()
    row_of = {shop: row for row, shop in enumerate(model.shops)}
    for part in (quotes, awards, placements, answers, shops):
        for name, ours, theirs in part(model, market, row_of):
            compared[part.__name__] += 1
            if not same(ours, theirs):
                found.append(f"week {model.week}, {name}: reference {ours}, engine {theirs}")
    return found, compared


def same(ours: tuple[Any, ...] | None, theirs: tuple[Any, ...] | None) -> bool:
    """Equal; floats to a cent."""
    if ours is None or theirs is None or len(ours) != len(theirs):
        return False
    return all(abs(a - b) < CENT if isinstance(a, float) else a == b for a, b in zip(ours, theirs, strict=True))


Rows = dict[Shop, int]
Pairs = Iterator[tuple[str, tuple[Any, ...] | None, tuple[Any, ...] | None]]
Part = Callable[[PhoneBookModel, Market, Rows], Pairs]


def quotes(model: PhoneBookModel, market: Market, row_of: Rows) -> Pairs:
    """Requests in the order they went out; what an overloaded shop would have asked is worked out for records only."""
    table = array_of(market.quotes)[: market.n[Counter.QUOTES]].copy()
    for name in ("depth", "minutes", "price", "lead"):
        table[name][table["no_bid"] == NoBid.OVERLOADED] = int(name == "depth")
    names = ("job", "shop", "no_bid", "depth", "minutes", "price", "lead")
    theirs = list(zip(*(table[name].tolist() for name in names), strict=True))
    ours = [
        (q.job.row, row_of[q.shop], int(q.no_bid), int(q.full), q.minutes, q.price_cents, q.lead)
        for job in model.rfqs
        for q in job.quotes
    ]
    yield "number of requests", (len(ours),), (len(theirs),)
    for k, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        yield f"quote {k}", one, other


def awards(model: PhoneBookModel, market: Market, row_of: Rows) -> Pairs:
    """Prime and price of every RFQ's order."""
    for job in model.rfqs:
        row = array_of(market.jobs)[job.row]
        prime = row_of[job.prime] if job.prime else -1
        yield f"award of job {job.row}", (prime, job.price_cents), (int(row["prime"]), int(row["price"]))


def placements(model: PhoneBookModel, market: Market, row_of: Rows) -> Pairs:
    """Maker and transfer of every op placed this week."""
    placed = [op for job in model.rfqs if job.prime for op in job.ops] + model.reoffers
    for op in placed:
        row = array_of(market.ops)[op.row]
        maker = OUTSIDE if op.outside else row_of[op.maker] if op.maker else -1
        yield (
            f"op {op.row}",
            (int(op.reason), maker, int(op.handed_off), op.transfer_cents, op.effort),
            (int(row["reason"]), int(row["maker"]), int(row["handed_off"]), int(row["transfer"]), float(row["effort"])),
        )


def answers(model: PhoneBookModel, market: Market, row_of: Rows) -> Pairs:
    """Answers in the order they were given, against the engine's decision records."""
    table = array_of(market.decisions)[: market.n[Counter.DECISIONS]]
    records = table[table["kind"] == DecisionKind.HANDOFF_RESPONSE]
    yield "number of answers", (len(model.answers),), (len(records),)
    for given, row in zip(model.answers, records, strict=False):
        yield (
            f"answer about op {given.op.row}",
            (given.op.row, row_of[given.shop], int(given.code), given.transfer, given.value),
            (int(row["op"]), int(row["shop"]), int(row["code"]), float(row["terms"][0]), float(row["value"])),
        )


def shops(model: PhoneBookModel, market: Market, row_of: Rows) -> Pairs:
    """What the week's commerce left behind at every shop."""
    processes = int(market.p[0].processes)
    backlog = array_of(market.stations)["backlog_min"].reshape(-1, processes).tolist()
    table = array_of(market.shops)
    for shop, i in row_of.items():
        ours = [shop.stations[process].backlog_min for process in range(processes)]
        yield (
            f"shop {i}",
            (shop.estimator_used, shop.cash_cents, shop.win_phone, *ours),
            (int(table["estimator_used"][i]), int(market.cash[i]), float(table["win_phone"][i]), *backlog[i]),
        )
