"""The strategies of MODEL 3.6 as seats: a hook or two in plain Python, with the same results as their data."""

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from handoff_sim.agents.buyer import Buyer
from handoff_sim.agents.care_cases import DenialCase, EffortCase, PacketCase, SpeedCase
from handoff_sim.agents.claim_cases import (
    CertificateCase,
    ChangeCase,
    DefectClaimCase,
    FakeCase,
    FakeWork,
    IntentCase,
    PaymentCase,
)
from handoff_sim.agents.network_cases import Belonging, BypassCase, PoachCase, ReviewCase
from handoff_sim.agents.shop import Shop
from handoff_sim.agents.shop_cases import HandoffAnswer, HandoffOffer, Quote, QuoteRequest
from handoff_sim.codes import Channel, DeclineCode, Membership
from handoff_sim.rules.handoff_response import decline_code
from handoff_sim.strategies.formulas import (
    PICKED_FROM,
    lowball_price,
    means_to_buy,
    milked_effort,
    padded_lead,
    picking_threshold,
    refuses_after_all,
    wants_a_new_name,
)

if TYPE_CHECKING:
    from handoff_sim.model import FactoryModel


class CherryPicker(Shop):
    """Takes only offers that are better than most of its last ones."""

    def __init__(self, model: "FactoryModel", number: int, *, quantile: float) -> None:
        super().__init__(model, number)
        self.quantile = quantile
        self.worths: deque[float] = deque(maxlen=PICKED_FROM)

    def respond(self, offer: HandoffOffer) -> HandoffAnswer:
        """R11 with a threshold of its own."""
        threshold = picking_threshold(np.array(self.worths, float), self.quantile)
        self.worths.append(offer.worth)
        return offer.with_threshold(float(threshold))


class AckSpammer(Shop):
    """Answers every offer at once, and then declines many that would pay."""

    def __init__(self, model: "FactoryModel", number: int, *, share: float) -> None:
        super().__init__(model, number)
        self.share = share

    def acknowledge(self, case: SpeedCase) -> bool:
        """At once."""
        return True

    def respond(self, offer: HandoffOffer) -> HandoffAnswer:
        """R11, and then often no."""
        answer = offer.rational()
        if answer.is_accepted and offer.channel == Channel.NETWORK and refuses_after_all(offer.luck, self.share):
            return replace(answer, code=DeclineCode.NO_CAPACITY)
        return answer


class Lowballer(Shop):
    """Bids low, and claims a change where the scope was left open."""

    def __init__(self, model: "FactoryModel", number: int, *, cut: float, claim: float) -> None:
        super().__init__(model, number)
        self.cut = cut
        self.claim = claim

    def quote(self, request: QuoteRequest) -> Quote:
        """R9 at a lower price."""
        quote = request.rational()
        return replace(quote, price=float(lowball_price(quote.price, self.cut)))

    def claim_change(self, case: ChangeCase) -> float:
        """A share of the price."""
        return self.claim * case.price


class Milker(Shop):
    """Stops caring once its score is high enough."""

    def __init__(self, model: "FactoryModel", number: int, *, enough: float) -> None:
        super().__init__(model, number)
        self.enough = enough

    def effort(self, case: EffortCase) -> float:
        """R13, or none."""
        return float(milked_effort(case.rational(), case.score, self.enough))


class Whitewasher(Shop):
    """Comes back under a new name when its score is low."""

    def __init__(self, model: "FactoryModel", number: int, *, lowest: float) -> None:
        super().__init__(model, number)
        self.lowest = lowest

    def review(self, case: ReviewCase) -> Belonging:
        """R19, but anew instead of staying with a bad record."""
        wish = case.rational()
        stays = case.membership == Membership.MEMBER and wish == Belonging.IN
        return Belonging.ANEW if stays and wants_a_new_name(case.score, self.lowest) else wish


class Washer(Shop):
    """Reports work to the next member of its ring that it never handed off."""

    def __init__(self, model: "FactoryModel", number: int, *, partner: int, jobs: int, price: float) -> None:
        super().__init__(model, number)
        self.fakes = FakeWork(jobs=jobs, partner=partner, price=price)

    def trade_fakes(self, case: FakeCase) -> FakeWork:
        """The same every week."""
        return self.fakes


class FreeRider(Shop):
    """Does no work on packets, and calls them complete."""

    def packet_effort(self, case: PacketCase) -> float:
        """None."""
        return 0.0

    def certify(self, case: CertificateCase) -> bool:
        """Complete."""
        return True


class Poacher(Shop):
    """Asks for every repeat it hears of."""

    def poach(self, case: PoachCase) -> bool:
        """Always."""
        return True


class Bypasser(Shop):
    """Leaves the network whenever it gains by it, whatever the hassle."""

    def bypass(self, case: BypassCase) -> bool:
        """R21 without hassle."""
        return replace(case, hassle=0.0).rational()


class Padder(Shop):
    """Quotes longer leads than it needs, to be on time."""

    def __init__(self, model: "FactoryModel", number: int, *, padding: float) -> None:
        super().__init__(model, number)
        self.padding = padding

    def quote(self, request: QuoteRequest) -> Quote:
        """R9 with a longer lead."""
        quote = request.rational()
        return replace(quote, lead_weeks=int(padded_lead(quote.lead_weeks, self.padding)))


class OverAccepter(Shop):
    """Takes work as if its machines were idle."""

    def respond(self, offer: HandoffOffer) -> HandoffAnswer:
        """R11 without the opportunity cost."""
        code = decline_code(
            offer.worth + offer.opportunity, 0.0, True, 0.0, offer.packet_liability, offer.workmanship_liability,
            offer.packet_risk, offer.other_risk, offer.finance, offer.promised_weeks, offer.lead_weeks,
        )  # fmt: skip
        if code == DeclineCode.ACCEPTED and not offer.is_binding and offer.surplus < 0.0:
            code = DeclineCode.PRICE
        return HandoffAnswer(code=DeclineCode(code), value=offer.worth, shop=self.number, job=offer.job)


class BlameShifter(Shop):
    """Denies every defect whose denial could spare it something."""

    def deny(self, case: DenialCase) -> bool:
        """Whenever something could be spared."""
        return case.share_saved > 0.0


class PriceCollector(Buyer):
    """Asks for prices it does not mean to pay."""

    def __init__(self, model: "FactoryModel", number: int, *, phantom: float) -> None:
        super().__init__(model, number)
        self.phantom = phantom

    def mean_it(self, case: IntentCase) -> bool:
        """Less often than it seems."""
        return bool(means_to_buy(case.luck, case.intent, self.phantom))


class SlowPayer(Shop):
    """Pays transfers late where it pays them itself."""

    def __init__(self, model: "FactoryModel", number: int, *, weeks: int) -> None:
        super().__init__(model, number)
        self.weeks = weeks

    def delay_payment(self, case: PaymentCase) -> int:
        """Always by the same."""
        return self.weeks


class FalseClaimer(Shop):
    """Claims for defects that were none."""

    def __init__(self, model: "FactoryModel", number: int, *, share: float) -> None:
        super().__init__(model, number)
        self.share = share

    def claim_defect(self, case: DefectClaimCase) -> float:
        """A share of the transfer."""
        return self.share * case.transfer
