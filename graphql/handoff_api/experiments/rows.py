"""Rows of one run: shops, buyers, ledger entries and events, as the schema has them."""

from collections.abc import Callable
from typing import Generic, TypeVar

import strawberry

from handoff_api.experiments.taking import Document, taking
from handoff_api.http.cost import list_size
from handoff_api.http.errors import Code, refusal
from handoff_experiments.recording import Page

Row = TypeVar("Row")
MOST_ROWS = 100
PAGE = 50  # rows, where nobody says


@strawberry.type
class RunShop:
    """A shop at the end of a run; rates and sums are of the effect window."""

    number: int = strawberry.field(description="Number of the shop in this world, from 0.")
    size: str = strawberry.field(description="Size class: S, M or L.")
    region: int = strawberry.field(description="Number of its region.")
    machines: int = strawberry.field(description="Machines.")
    processes: str = strawberry.field(description="Numbers of its processes, such as `0 3`.")
    member: bool = strawberry.field(description="Whether it is a member in the last week.")
    tenure_weeks: int = strawberry.field(description="Weeks of membership in all.")
    in_business: bool = strawberry.field(description="Whether it is still in business.")
    profit_per_machine_week: float | None = strawberry.field(description="Profit, $ per machine-week.")
    utilisation: float | None = strawberry.field(description="Share of its machine hours that were worked.")
    win_rate: float | None = strawberry.field(description="Share of its quotes that won.")
    wasted_hours_per_week: float | None = strawberry.field(description="Quote hours without an award, hours per week.")
    net_margin: float | None = strawberry.field(description="Profit as a share of revenue.")
    received_hours: float = strawberry.field(description="Machine hours of handoffs it received, hours.")
    given_hours: float = strawberry.field(description="Machine hours of handoffs it gave, hours.")
    score: float | None = strawberry.field(description="Reputation part of its routing score, last week.")


@strawberry.type
class RunBuyer:
    """A buyer at the end of a run."""

    number: int = strawberry.field(description="Number of the buyer in this world, from 0.")
    buyer_class: str = strawberry.field(description="DISCIPLINED, AVERAGE or SHOPPER.")
    region: int = strawberry.field(description="Number of its region.")
    member: bool = strawberry.field(description="Whether it is a member in the last week.")
    pay_weeks: float = strawberry.field(description="How long it takes to pay, weeks.")
    jobs: int = strawberry.field(description="Jobs it asked for.")
    orders: int = strawberry.field(description="Jobs it ordered.")
    delivered: int = strawberry.field(description="Jobs it received.")
    spent: float = strawberry.field(description="What it spent, $.")
    gain_per_week: float | None = strawberry.field(description="What it gained, $ per week.")
    through_network: float | None = strawberry.field(description="Share of its orders through the network.")
    late: float | None = strawberry.field(description="Share of its orders that came late.")


@strawberry.type
class LedgerEntry:
    """Whole cents that moved from one account to another."""

    number: int = strawberry.field(description="Its place in the ledger, from 0.")
    week: int = strawberry.field(description="Week, from 0.")
    payer: str = strawberry.field(description="Account that gives, such as `shop 12` or `nature`.")
    payee: str = strawberry.field(description="Account that takes.")
    cents: float = strawberry.field(description="Amount, a whole number of cents.")
    category: str = strawberry.field(description="What for, such as `TRANSFER`.")
    basis: str = strawberry.field(description="What moved: net worth, cash or both.")
    job: str | None = strawberry.field(description="Name of the job it is about; null for none.")


@strawberry.type
class Event:
    """One fact of a run."""

    number: int = strawberry.field(description="Its place in the event log, from 0.")
    week: int = strawberry.field(description="Week, from 0.")
    kind: str = strawberry.field(description="Kind, such as `AWARD`.")
    text: str = strawberry.field(description="What happened, in a sentence.")
    job: str | None = strawberry.field(description="Name of the job it is about; null for none.")
    actor: str | None = strawberry.field(description="Who acted, such as `shop 12`.")
    other: str | None = strawberry.field(description="Whom it concerned.")
    cents: float = strawberry.field(description="Amount, a whole number of cents.")


@strawberry.type
class RowPage(Generic[Row]):
    """Some rows of a run."""

    rows: list[Row] = strawberry.field(directives=[list_size(MOST_ROWS)], description="The rows.")
    offset: int = strawberry.field(description="Rows before the first of these.")
    total: int = strawberry.field(description="Rows in all, with the same filters.")


def page_of(page: Page, make: Callable[[Document], Row]) -> RowPage[Row]:
    """A page of a recording with its rows typed."""
    return RowPage(rows=[make(row) for row in page.rows], offset=page.offset, total=page.total)


def checked_page(*, offset: int, limit: int) -> None:
    """Refuse a page that is larger than pages are, or begins before the first row."""
    if not 1 <= limit <= MOST_ROWS:
        raise refusal(f"limit: expected 1 to {MOST_ROWS}; found {limit}", Code.BAD_USER_INPUT)
    if offset < 0:
        raise refusal(f"offset: expected 0 or more; found {offset}", Code.BAD_USER_INPUT)


shop = taking(RunShop)
buyer = taking(RunBuyer, buyer_class="class")
entry = taking(LedgerEntry)
event = taking(Event)
