"""The coded words of the model: one enum per idea, the same numbers in tables, events and rules."""

from enum import IntEnum


class Cause(IntEnum):
    """Causes of a nonconformance report, NCR (MODEL 2.5); rows of a liability matrix."""

    WORKMANSHIP = 0
    REV_PRINT = 1
    SCOPE_CHANGE = 2
    CERT = 3


class Role(IntEnum):
    """Payers of an NCR; columns of a liability matrix."""

    BUYER = 0
    ORIGINATOR = 1
    RECEIVER = 2
    POOL = 3


class Channel(IntEnum):
    """How a job or a handoff reached a shop."""

    DIRECT = 0
    PHONE = 1
    NETWORK = 2
    VERTICAL = 3
    OUTSIDE = 4


class PriceRule(IntEnum):
    """How the transfer W of a handoff is set (R12)."""

    NASH = 0
    POSTED_SHARE = 1
    RATE_CARD = 2
    RECEIVER_QUOTE = 3
    TIOLI = 4


class ResponseMode(IntEnum):
    """Whether a member answers with a price or with yes or no."""

    QUOTE = 0
    YES_NO = 1


class PaymentOwner(IntEnum):
    """Who carries the payment risk of a handoff (D28)."""

    ORIGINATOR_BEARS = 0
    PAY_WHEN_PAID = 1
    ESCROW = 2
    NETWORK_GUARANTEE = 3


class FeePayer(IntEnum):
    """Who pays the take (D46)."""

    ORIGINATOR = 0
    RECEIVER = 1
    BUYER = 2
    SPLIT = 3


class RepeatOwner(IntEnum):
    """Who holds the next order of a part (R6)."""

    ORIGINATOR = 0
    RECEIVER_FIRST_REFUSAL = 1
    BUYER_CHOICE = 2
    NETWORK_REROUTE = 3
    ORIGINATOR_ROYALTY = 4


class BuyerOwner(IntEnum):
    """Whose customer the buyer is, and who may know the name."""

    ORIGINATOR_MASKED = 0
    ORIGINATOR_DISCLOSED = 1
    NETWORK = 2
    RECEIVER_DIRECT = 3


class Record(IntEnum):
    """The record that governs a handoff (MODEL 4.2)."""

    INFORMAL_EMAIL = 0
    STRIPPED_TRAVELER = 1
    FRESH_QUOTE = 2
    ORIGINAL_PACKET = 3
    SHARED_LOCKED = 4


class RoutingMode(IntEnum):
    """How the network picks candidates (D44)."""

    ASSIGN = 0
    SHORTLIST = 1
    BROADCAST = 2


class Candidates(IntEnum):
    """Where candidates for a network handoff come from."""

    MEMBERS = 0
    PHONE_BOOK = 1


class RoutingOrder(IntEnum):
    """In which order candidates are asked."""

    SCORE = 0
    TRUST = 1


class CapacityInfo(IntEnum):
    """How much of a member's load the router sees."""

    NONE = 0
    BANDED = 1
    EXACT = 2


class ScoreForm(IntEnum):
    """Whether the score is the mean or a lower bound."""

    MEAN = 0
    LCB = 1


class AwardBy(IntEnum):
    """Whose weights choose among quotes."""

    BUYER = 0
    NETWORK = 1


class CostBearer(IntEnum):
    """Who pays for bringing a packet up to the floor."""

    BUYER = 0
    ORIGINATOR = 1
    NETWORK = 2


class Voice(IntEnum):
    """Who owns the operator's surplus."""

    OPERATOR_OWNED = 0
    MEMBER_OWNED = 1


class Vouch(IntEnum):
    """How many members must stand for a newcomer."""

    NONE = 0
    ONE_MEMBER = 1
    TWO_MEMBERS = 2


class Evidence(IntEnum):
    """What is published about earlier members' gains."""

    NONE = 0
    TESTIMONIAL = 1
    AUDITED_TWIN = 2


class Benchmark(IntEnum):
    """Worlds that serve as yardsticks rather than as policies."""

    NONE = 0
    NULL_NETWORK = 1
    FRICTIONLESS = 2


class Metric(IntEnum):
    """Reputation metrics of shops as receivers and primes (R7, D32)."""

    BIND_TIME = 0
    CLOSURE = 1
    OTD = 2
    QUALITY = 3
    DISPUTE = 4
    ACCEPT_RATIO = 5


class OriginatorMetric(IntEnum):
    """Reputation metrics of originators."""

    PACKET_QUALITY = 0
    PAY_LAG = 1
    DISPUTE = 2


class BuyerMetric(IntEnum):
    """Reputation metrics of buyers."""

    AWARD_RATE = 0
    PACKET_QUALITY = 1
    PAY_LAG = 2


class ShockKind(IntEnum):
    """What a scheduled shock strikes: machines, the size of orders, or their number."""

    NONE = 0
    CAPACITY = 1
    LARGE_ORDERS = 2
    DEMAND_COLLAPSE = 3


class DeclineCode(IntEnum):
    """Why an offer was declined (R11, D66); ACCEPTED is zero."""

    ACCEPTED = 0
    NO_CAPABILITY = 1
    NO_CAPACITY = 2
    PACKET_INCOMPLETE = 3
    RISK_TERMS = 4
    LEAD_TIME = 5
    PRICE = 6
    EXPIRED = 7
    NOT_CHOSEN = 8


class Depth(IntEnum):
    """How deeply a quote is engineered (R9)."""

    QUICK = 0
    FULL = 1


class NoBid(IntEnum):
    """Why no quote was sent; QUOTED is zero."""

    QUOTED = 0
    NO_CAPABILITY = 1
    OVERLOADED = 2
    NOT_WORTH_IT = 3
    NO_ESTIMATOR_HOURS = 4


class NoAward(IntEnum):
    """Why an RFQ ended without an award (D53); AWARDED is zero."""

    AWARDED = 0
    NO_INTENT = 1
    NO_QUOTE = 2
    TOO_DEAR = 3


class HandoffReason(IntEnum):
    """Why a prime looked for another maker (D55)."""

    NONE = 0
    CAPABILITY = 1
    BREAKDOWN = 2
    LABOUR = 3
    LATE_RISK = 4
    BACKLOG = 5


class Maker(IntEnum):
    """Who makes an operation (R10)."""

    IN_HOUSE = 0
    RECEIVER = 1
    OUTSIDE = 2


class Closure(IntEnum):
    """How an operation closed (D23)."""

    OPEN = 0
    CLEAN = 1
    CONCESSION = 2
    REWORKED = 3
    CANCELLED = 4
    SETTLED = 5


class Stage(IntEnum):
    """Where a defect was found (R3)."""

    IN_HOUSE = 0
    ORIGINATOR = 1
    BUYER = 2


class SizeClass(IntEnum):
    """Size of a shop by machines."""

    S = 0
    M = 1
    L = 2


class BuyerClass(IntEnum):
    """Discipline of a buyer."""

    DISCIPLINED = 0
    AVERAGE = 1
    SHOPPER = 2


class Membership(IntEnum):
    """Where a shop stands with the network."""

    NEVER = 0
    TRIAL = 1
    MEMBER = 2
    EXITED = 3


class JobState(IntEnum):
    """Life of an RFQ and its job."""

    OPEN = 0
    AWARDED = 1
    CLOSED = 2
    UNSERVED = 3
    CANCELLED = 4


class OpState(IntEnum):
    """Life of an operation: offered, accepted and queued, in work, shipped, closed."""

    WAITING = 0
    QUEUED = 1
    IN_WORK = 2
    SHIPPED = 3
    CLOSED = 4
    CANCELLED = 5


class Category(IntEnum):
    """What a ledger entry is for."""

    VALUE = 0
    PRODUCTION = 1
    OVERHEAD = 2
    ESTIMATING = 3
    ADMIN = 4
    PACKET = 5
    QUALITY = 6
    NCR = 7
    LATE_COST = 8
    COORDINATION = 9
    FINANCE = 10
    OPERATOR_COST = 11
    PRICE = 12
    TRANSFER = 13
    TAKE = 14
    SUBSCRIPTION = 15
    ROYALTY = 16
    LATE_PENALTY = 17
    DEPOSIT = 18
    ENTRY = 19
    BOND = 20
    FINE = 21
    PENALTY = 22
    SUBSIDY = 23
    REBATE = 24
    BONUS = 25
    POOL_FEE = 26
    GUARANTEE = 27
    OUTSIDE = 28
    BAD_DEBT = 29
    ESCROW = 30
    ESTATE = 31
    ENDOWMENT = 32
    DISPUTE = 33
    CHANGE_ORDER = 34
    CLAIM = 35


# Categories that consume or create resources; every other category moves money between agents.
REAL = (
    Category.VALUE,
    Category.PRODUCTION,
    Category.OVERHEAD,
    Category.ESTIMATING,
    Category.ADMIN,
    Category.PACKET,
    Category.QUALITY,
    Category.NCR,
    Category.LATE_COST,
    Category.COORDINATION,
    Category.FINANCE,
    Category.OPERATOR_COST,
    Category.DISPUTE,
)


class Account(IntEnum):
    """Ledger accounts after those of shops and buyers: row = shops + buyers + Account."""

    NATURE = 0  # where value comes from and real costs go
    OPERATOR = 1
    POOL = 2
    ESCROW = 3
    SPONSOR = 4
    OUTSIDE = 5
    ESTATE = 6
    ENDOWMENT = 7
    VERTICAL = 8  # the first of up to four
    SIZE = 12


class EventKind(IntEnum):
    """Facts in the event log."""

    RFQ = 0
    QUOTE = 1
    NO_BID = 2
    AWARD = 3
    NO_AWARD = 4
    OFFER = 5
    MAKE = 6
    OUTSIDE = 7
    COMPLETED = 8
    NCR = 9
    OP_CLOSED = 10
    JOB_CLOSED = 11
    PAYMENT = 12
    BAD_DEBT = 13
    REPEAT = 14
    POACH = 15
    BYPASS = 16
    REVISION = 17
    OUTAGE = 18
    LABOUR = 19
    INSOLVENT = 20
    CANCELLED = 21
    DISPUTE = 22
    CHANGE_ORDER = 23
    CLAIM = 24
    NEW_NAME = 25
    FAKE_WORK = 26
    SHOCK = 27
    WITHDRAWN = 28
