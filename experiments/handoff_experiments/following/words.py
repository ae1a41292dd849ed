"""The words of events, codes and categories in the life of a job."""

from handoff_experiments.explaining.codes import CODES
from handoff_sim.codes import (
    Category,
    Cause,
    Closure,
    DeclineCode,
    HandoffReason,
    JobState,
    NoAward,
    NoBid,
    Stage,
)

CHANNELS = {
    "direct": "straight to shops the buyer knows",
    "phone": "by phone",
    "network": "through the network",
    "vertical": "at a vertical operator",
    "outside": "at an outside processor",
}
CAUSES = {
    Cause.WORKMANSHIP: "workmanship",
    Cause.REV_PRINT: "a bad print",
    Cause.SCOPE_CHANGE: "a late change of scope",
    Cause.CERT: "a weak cert packet",
}
STAGES = {
    Stage.IN_HOUSE: "found by the maker",
    Stage.ORIGINATOR: "found by the originator",
    Stage.BUYER: "found by the buyer",
}
DECLINES = {code: f"no: {why}" for code, why in CODES[DeclineCode].items()} | {
    DeclineCode.ACCEPTED: "yes",
    DeclineCode.EXPIRED: "no answer in time",
    DeclineCode.NOT_CHOSEN: "not chosen",
}
NO_BIDS = CODES[NoBid]
NO_AWARDS = CODES[NoAward]
REASONS = CODES[HandoffReason]
CLOSURES = {
    Closure.OPEN: "open",
    Closure.CLEAN: "clean",
    Closure.CONCESSION: "with a concession",
    Closure.REWORKED: "after rework",
    Closure.CANCELLED: "cancelled",
    Closure.SETTLED: "settled without proof",
}
STATES = {
    JobState.OPEN: "still out for quotes when the run ended",
    JobState.AWARDED: "still in work when the run ended",
    JobState.CLOSED: "delivered",
    JobState.UNSERVED: "never ordered",
    JobState.CANCELLED: "cancelled when its shop closed down",
}
MONEY = {
    Category.VALUE: "value of the parts",
    Category.PRODUCTION: "machine time",
    Category.ESTIMATING: "quoting hours",
    Category.ADMIN: "paperwork",
    Category.PACKET: "packet work",
    Category.QUALITY: "quality effort",
    Category.NCR: "nonconformances",
    Category.LATE_COST: "cost of lateness",
    Category.COORDINATION: "coordination",
    Category.FINANCE: "cost of waiting for money",
    Category.PRICE: "price",
    Category.TRANSFER: "pay for handoffs",
    Category.TAKE: "take of the network",
    Category.LATE_PENALTY: "late penalty",
    Category.OUTSIDE: "outside processing",
    Category.BAD_DEBT: "bad debt",
    Category.DISPUTE: "hours of dispute",
    Category.CHANGE_ORDER: "changes of scope",
    Category.CLAIM: "claims for defects",
    Category.ROYALTY: "royalty",
    Category.POOL_FEE: "loss pool fee",
    Category.GUARANTEE: "payment guarantee",
}


def category_words(category: Category) -> str:
    """A ledger category in words."""
    return MONEY.get(category, category.name.lower().replace("_", " "))


def dollars(cents: int, *, signed: bool = False) -> str:
    """Whole cents as dollars.

    >>> dollars(123456), dollars(-5), dollars(250, signed=True)
    ('$1,234.56', '−$0.05', '+$2.50')
    """
    sign = "−" if cents < 0 else "+" if signed and cents > 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def hours(minutes: int) -> str:
    """Minutes as hours.

    >>> hours(90)
    '1.5 h'
    """
    return f"{minutes / 60:,.1f} h"


def weeks(count: int) -> str:
    """A number of weeks.

    >>> weeks(1), weeks(3)
    ('1 week', '3 weeks')
    """
    return f"{count} week" if count == 1 else f"{count} weeks"
