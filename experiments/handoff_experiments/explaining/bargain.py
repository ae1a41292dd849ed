"""An offer whose pay the two agree on: what a change of one cost does to the pay and to the gain they share."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from handoff_sim.agents.cases import Case
from handoff_sim.agents.shop_cases import HandoffOffer
from handoff_sim.codes import PriceRule
from handoff_sim.rules.cost import full_cost
from handoff_sim.rules.transfer_price import nash_transfer

ROOM = "room"  # what the originator could pay at most: its next best way, less its own costs of handing off
AGREED = frozenset(("transfer", "finance", "surplus", "relational"))


@dataclass(frozen=True)
class Bargain:
    """R12 behind an offer, read back from what was agreed.

    Attributes:
        offer: as it was put
        waiting: cost of waiting and default per dollar of pay
        credit: worth of a good turn per dollar of pay
        room: most that the originator could pay, dollars
        agree: pay and gain from the receiver's cost and that room, dollars
    """

    offer: HandoffOffer
    waiting: float
    credit: float
    room: float
    agree: Callable[[float, float], tuple[float, float]]

    @classmethod
    def behind(cls, offer: HandoffOffer, price_rule: PriceRule | None) -> Self | None:
        """The bargain behind an offer; None where the pay is posted, or nothing can be read back from it."""
        if price_rule not in (PriceRule.NASH, PriceRule.RECEIVER_QUOTE) or offer.transfer == 0.0:
            return None
        waiting, cost = offer.finance / offer.transfer, receiver_cost(offer)
        room = offer.surplus + offer.transfer
        credit = offer.relational / offer.transfer
        if price_rule == PriceRule.RECEIVER_QUOTE:
            markup = offer.transfer * (1.0 - waiting) - cost

            def quoted(cost: float, room: float) -> tuple[float, float]:
                asked = (cost + markup) / (1.0 - waiting)
                return asked, room - asked

            return cls(offer, waiting, credit, room, quoted)
        room = offer.surplus + cost + waiting * offer.transfer
        if offer.surplus == 0.0:
            return None
        share = (offer.transfer * (1.0 - waiting) - cost) / offer.surplus

        def agreed(cost: float, room: float) -> tuple[float, float]:
            return nash_transfer(share, cost, waiting, room, 0.0)

        return cls(offer, waiting, credit, room, agreed)

    def change(self, name: str, value: float) -> Case:
        """The offer as it would have been agreed with one cost, or the originator's room, changed."""
        fields: dict[str, Any] = {} if name == ROOM else {name: value}
        changed = dataclasses.replace(self.offer, **fields)
        transfer, surplus = self.agree(receiver_cost(changed), value if name == ROOM else self.room)
        return dataclasses.replace(
            changed,
            transfer=transfer,
            surplus=surplus,
            finance=self.waiting * transfer,
            relational=self.credit * transfer,
        )


def receiver_cost(offer: HandoffOffer) -> float:
    """R8: what the work costs the receiver before it waits for the money, dollars."""
    liability = offer.packet_liability + offer.workmanship_liability
    risk = offer.packet_risk + offer.other_risk
    fees = offer.admin + offer.fee
    return float(
        full_cost(
            offer.production, offer.opportunity, liability, risk, offer.effort_cost, 0.0, fees, offer.repeat_value
        )
    )
