"""What passes between shops and buyers: jobs, their ops, quotes, and answers to offered handoffs."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference.buyer import Buyer
    from reference.shop import Shop


@dataclass
class Op:
    """One operation, or one lot of it."""

    row: int  # where the engine keeps it
    job: "Job"
    stage: int
    lot: int
    lots: int
    process: int
    planned_min: int
    occurrence: int
    rev_locked: int = 0
    scope_explicit: int = 0
    cert_complete: int = 0
    price: float = 0.0  # dollars, its share of the job's
    due_week: int = 0
    originator: "Shop | None" = None
    reason: int = 0
    maker: "Shop | None" = None
    outside: bool = False
    handed_off: bool = False
    transfer_cents: int = 0
    packet_effort: float = 0.0
    effort: float = 0.0

    @property
    def hours(self) -> float:
        """Planned machine hours."""
        return self.planned_min / 60.0

    @property
    def item(self) -> int:
        """Number within its job."""
        return 100 * self.stage + self.lot


@dataclass
class Job:
    """An RFQ and what becomes of it."""

    row: int
    key: int
    occurrence: int
    buyer: "Buyer"
    n_stages: int
    vref: float  # dollars
    value: float  # dollars
    intent: bool
    lead_required: int
    rev_locked: int
    scope_explicit: int
    cert_complete: int
    completeness: float
    reorder: bool
    prime: "Shop | None"
    price_cents: int
    lead: int
    ops: list[Op] = field(default_factory=list)
    quotes: list["Quote"] = field(default_factory=list)


@dataclass
class Quote:
    """A request to one shop, and its answer."""

    job: Job
    shop: "Shop"
    no_bid: int = 0
    full: bool = True
    minutes: int = 0
    price_cents: int = 0
    lead: int = 0
    gain: float = 0.0
    gain_per_h: float = 0.0
    desk_share: float = 0.0  # of the work it would bring that is expected


@dataclass
class Answer:
    """What a shop says to an offered handoff."""

    op: Op
    shop: "Shop"
    code: int  # 0 accepted, else the reason of the decline
    transfer: float  # dollars
    value: float  # dollars, to the shop


@dataclass
class Costs:
    """What an op costs its maker, dollars (R8), and the quality effort."""

    production: float
    opportunity: float
    workmanship: float
    packet: float
    estimate_risk: float
    workmanship_risk: float
    packet_risk: float
    effort_cost: float
    effort: float
