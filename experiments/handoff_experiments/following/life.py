"""One job's life under one policy, as it can be read from a run: a record of everything that befell it."""

from dataclasses import dataclass

from handoff_experiments.following.happenings import Happening
from handoff_experiments.following.money import Flow, Purse


@dataclass(frozen=True, kw_only=True)
class Request:
    """The RFQ, and its packet as shops saw it.

    ``channel`` direct or network; ``real``: whether an order stands behind it; flags of the packet; hours planned,
    value to the buyer, and reference value in cents; ``lead_weeks`` the buyer asks for.
    """

    week: int
    occurrence: int
    channel: str
    real: bool
    rev_locked: bool
    scope_explicit: bool
    cert_complete: bool
    planned_minutes: int
    value_cents: int
    reference_cents: int
    lead_weeks: int


@dataclass(frozen=True, kw_only=True)
class QuoteGiven:
    """One shop's answer to the RFQ: a price and a lead, or why there is none."""

    week: int
    shop: str
    price_cents: int | None
    lead_weeks: int | None
    depth: str
    no_bid: str
    won: bool


@dataclass(frozen=True, kw_only=True)
class AwardMade:
    """The order, or why there was none; ``reorder``: by a loyal buyer without competition."""

    week: int
    prime: str
    price_cents: int | None
    lead_weeks: int | None
    due_week: int | None
    channel: str
    reorder: bool
    no_award: str


@dataclass(frozen=True, kw_only=True)
class OfferMade:
    """One shop asked to make an operation for another, and its answer."""

    week: int
    operation: str
    originator: str
    receiver: str
    channel: str
    transfer_cents: int
    accepted: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class Governs:
    """What governs an operation: the record and the terms that come with its channel.

    ``alpha``: chance that a true cause can be proven; ``split``: who pays when it cannot, share by role;
    ``visibility``: chance that a receiver learns the buyer's name.
    """

    channel: str
    record: str
    alpha: float
    liability: str
    split: dict[str, float]
    payment_owner: str
    repeat_owner: str
    visibility: float


@dataclass(frozen=True, kw_only=True)
class OperationLife:
    """One operation on the floor; weeks are None while they have not come.

    ``price_cents`` is its share of the price; the packet flags are those its maker had at the end;
    ``machine_cents`` what its machine time cost; ``maker_earned_cents`` what the operation alone left its maker with.
    """

    name: str
    process: str
    originator: str
    maker: str
    handed_off: bool
    channel: str
    reason: str
    governed_by: Governs | None
    price_cents: int
    transfer_cents: int
    fee_cents: int
    planned_minutes: int
    actual_minutes: int | None
    accepted_week: int | None
    workable_week: int | None
    due_week: int | None
    done_week: int | None
    closed_week: int | None
    late_weeks: int
    closure: str
    rev_locked: bool
    scope_explicit: bool
    cert_complete: bool
    quality_effort: float
    packet_effort: float
    machine_cents: int
    maker_earned_cents: int


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one party paid of a loss."""

    party: str
    role: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class Nonconformance:
    """One NCR: what went wrong, where it was found, whether the cause was shown, and who paid."""

    week: int
    operation: str
    maker: str
    cause: str
    stage: str
    loss_cents: int
    proven: bool
    denied_by: str
    paid: tuple[Share, ...]


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A change of the drawing that met an operation."""

    week: int
    operation: str
    after_accepted: bool


@dataclass(frozen=True, kw_only=True)
class Traveler:
    """Where the packet went: who saw it, and what was changed on the way."""

    seen_by: tuple[str, ...]
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """What became of the part's next order, and where this one came from.

    ``previous``, ``following``: names of the jobs before and after; ``holder`` of the next order by the repeat rule;
    ``prime`` that it went to; ``why_none``: why there is no next order.
    """

    root: str
    nth: int
    previous: str
    incumbent: str
    following: str
    week: int | None
    holder: str
    prime: str
    reorder: bool
    poached: bool
    bypassed: bool
    why_none: str


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What taking the work on looked like to one shop, when it said yes.

    ``decision``: handoff_response of a receiver, quote of a prime; ``value_cents``: what the shop expected to gain;
    ``terms`` in dollars, hours, weeks and shares as recorded.
    """

    shop: str
    week: int
    decision: str
    operation: str
    value_cents: int
    terms: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class Life:
    """One job under one policy; everything is empty where it was never asked for."""

    policy: str
    outcome: str
    buyer: str
    requests: tuple[Request, ...] = ()
    quotes: tuple[QuoteGiven, ...] = ()
    awards: tuple[AwardMade, ...] = ()
    offers: tuple[OfferMade, ...] = ()
    operations: tuple[OperationLife, ...] = ()
    traveler: Traveler
    nonconformances: tuple[Nonconformance, ...] = ()
    repeat: Repeat
    expectations: tuple[Expectation, ...] = ()
    purses: tuple[Purse, ...] = ()
    flows: tuple[Flow, ...] = ()
    happenings: tuple[Happening, ...] = ()

    @property
    def prime(self) -> str:
        """The shop that holds the order, empty where there is none."""
        return next((award.prime for award in reversed(self.awards) if award.prime), "")

    @property
    def makers(self) -> tuple[str, ...]:
        """Who makes it, once each, in the order of operations."""
        return tuple(dict.fromkeys(op.maker for op in self.operations if op.maker))

    @property
    def shops(self) -> tuple[str, ...]:
        """The prime and every maker that keeps books here, the prime first."""
        names = dict.fromkeys([self.prime, *self.makers])
        return tuple(name for name in names if (purse := self.purse(name)) is not None and purse.roles)

    @property
    def receivers(self) -> tuple[str, ...]:
        """Makers that had the work from another shop."""
        return tuple(dict.fromkeys(op.maker for op in self.operations if op.handed_off and op.maker))

    def purse(self, party: str) -> Purse | None:
        """What the job left a party with."""
        return next((purse for purse in self.purses if purse.party == party), None)
