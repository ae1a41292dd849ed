"""The policy document: the rules of one network, as data (MODEL 4)."""

from typing import Self

from pydantic import model_validator

from handoff_sim.codes import Benchmark, PriceRule, Record, RoutingMode
from handoff_sim.policy.contradictions import contradictions
from handoff_sim.policy.declare import NONE, Q2, flag, share, text, word
from handoff_sim.policy.direct import Direct
from handoff_sim.policy.entry import Entry
from handoff_sim.policy.friction import Friction
from handoff_sim.policy.governance import Governance
from handoff_sim.policy.group import Document
from handoff_sim.policy.lane import Lane
from handoff_sim.policy.launch import Launch
from handoff_sim.policy.packet import Packet
from handoff_sim.policy.payment import Payment
from handoff_sim.policy.payout import Payout
from handoff_sim.policy.phone import Phone
from handoff_sim.policy.problems import Refused, as_pydantic
from handoff_sim.policy.record import RECORDS
from handoff_sim.policy.reputation import Reputation
from handoff_sim.policy.routing import Routing
from handoff_sim.policy.vertical import Vertical


class Policy(Document):
    """The rules under which shops and buyers live; every field has a default."""

    LATER = ("launch.withdraw_week",)

    name: str = text("custom", "Name in the catalogue")
    title: str = text("", "Title for people")
    about: str = text("", "What it represents")
    source: str = text("", "Where its values come from")
    network: bool = flag(True, "Whether there is a network at all", question=NONE)
    benchmark: Benchmark = word(
        Benchmark.NONE,
        "Yardstick worlds: null_network repeats the phone book, frictionless is the upper bound",
    )
    record: Record = word(Record.SHARED_LOCKED, "The record that governs a network handoff", question=Q2)
    discipline: float | None = share(
        None, "How much control members give up; none derives it from the other rules", optional=True
    )
    payout: Payout = Payout()
    payment: Payment = Payment()
    routing: Routing = Routing()
    reputation: Reputation = Reputation()
    governance: Governance = Governance()
    packet: Packet = Packet()
    entry: Entry = Entry()
    lane: Lane = Lane()
    launch: Launch = Launch()
    phone: Phone = Phone()
    direct: Direct = Direct()
    vertical: Vertical = Vertical()
    friction: Friction = Friction()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        found = contradictions(self)
        if found:
            raise as_pydantic(Refused(*found))
        return self


POSTED = (PriceRule.POSTED_SHARE, PriceRule.RATE_CARD)


def discipline_of(policy: Policy) -> float:
    """Control that members give up, share 0 to 1 (MODEL 4.1); the default policy has 0.56."""
    if policy.discipline is not None:
        return policy.discipline
    return (
        0.15 * policy.packet.codes_required
        + 0.20 * (policy.record == Record.SHARED_LOCKED)
        + 0.15 * (policy.payout.price_rule.rule in POSTED)
        + 0.20 * (policy.routing.mode == RoutingMode.ASSIGN)
        + 0.15 * policy.governance.exclusivity
        + 0.15 * policy.entry.disclosure_min
    )


def alpha_of(policy: Policy) -> float:
    """Chance that the true cause can be proven: the policy's, else the record's."""
    stated = policy.governance.alpha
    return RECORDS[policy.record].alpha if stated is None else stated
