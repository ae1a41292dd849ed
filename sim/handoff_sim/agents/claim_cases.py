"""Cases in which an honest firm does nothing: claims, certificates, late payment, fake work (MODEL 3.6)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handoff_sim.agents.cases import NOBODY, Case, Recorded, WrongAnswer, YesOrNo, instance, number, whole
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.market.fakes import MOST_FAKES
from handoff_sim.strategies.formulas import means_to_buy

LATEST_PAYMENT = 52  # weeks
DEAREST = 1e9  # dollars


class Claim(Case):
    """A case that is answered with dollars; an honest firm claims none."""

    def rational(self) -> float:
        """Nothing."""
        return 0.0

    @property
    def most(self) -> float:
        """Largest claim, dollars."""
        raise NotImplementedError

    def recorded(self, answer: Any) -> Recorded:
        """The dollars."""
        claim = number("answer", answer, 0.0, self.most)
        return Recorded(1 if claim > 0.0 else 0, 0, (claim,))


@dataclass(frozen=True, kw_only=True)
class ChangeCase(Claim):
    """What a prime claims at closing for a change of a scope that was left open, dollars."""

    KIND: ClassVar = DecisionKind.CHANGE_CLAIM

    price: float
    refusal_chance: float = 0.0

    @property
    def most(self) -> float:
        """The price."""
        return self.price


@dataclass(frozen=True, kw_only=True)
class DefectClaimCase(Claim):
    """What an originator claims of a maker whose work had no defect, dollars."""

    KIND: ClassVar = DecisionKind.DEFECT_CLAIM

    transfer: float
    proof_chance: float = 1.0  # that the record shows there was none
    share_charged: float = 0.0  # of an unproven claim, to the maker

    @property
    def most(self) -> float:
        """The transfer."""
        return self.transfer


@dataclass(frozen=True, kw_only=True)
class CertificateCase(YesOrNo):
    """Whether an originator says that an incomplete packet is complete."""

    KIND: ClassVar = DecisionKind.CERTIFICATE

    rev_locked: bool = False
    scope_explicit: bool = False
    cert_complete: bool = False

    def rational(self) -> bool:
        """It says what is so."""
        return False


@dataclass(frozen=True, kw_only=True)
class PaymentCase(Case):
    """By how many weeks an originator delays a transfer that it pays out of its own pocket."""

    KIND: ClassVar = DecisionKind.PAYMENT

    transfer: float  # dollars
    weeks: float = 0.0  # agreed

    def rational(self) -> int:
        """By none."""
        return 0

    def recorded(self, answer: Any) -> Recorded:
        """The weeks."""
        weeks = whole("answer", answer, 0, LATEST_PAYMENT)
        return Recorded(1 if weeks > 0 else 0, 0, (float(weeks),))


@dataclass(frozen=True, kw_only=True)
class FakeWork:
    """Handoffs that never were."""

    jobs: int
    partner: int = NOBODY  # number of the shop that is handed them
    price: float = 0.0  # dollars each


@dataclass(frozen=True, kw_only=True)
class FakeCase(Case):
    """Whether a member reports work that it did not hand off, once a week."""

    KIND: ClassVar = DecisionKind.FAKE_WORK

    score: float = 0.0
    is_member: bool = True
    audit_rate: float = 0.0
    fine: float = 0.0  # dollars
    take: float = 0.0  # share

    def rational(self) -> FakeWork:
        """None."""
        return FakeWork(jobs=0)

    def recorded(self, answer: Any) -> Recorded:
        """How many, to whom, at what price."""
        instance(answer, FakeWork)
        jobs = whole("jobs", answer.jobs, 0, MOST_FAKES)
        if jobs and answer.partner in (NOBODY, self.number):
            raise WrongAnswer(f"partner: expected the number of another shop; found {answer.partner}")
        return Recorded(jobs, 0, (float(whole("partner", answer.partner, NOBODY, 10**9)),
                                  number("price", answer.price, 0.0, DEAREST)))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class IntentCase(YesOrNo):
    """Whether a buyer means to buy what it asks prices for."""

    KIND: ClassVar = DecisionKind.INTENT

    intent: float = 1.0  # share of RFQs that are meant
    luck: float = 0.5  # keyed uniform draw

    def rational(self) -> bool:
        """By its usual share."""
        return bool(means_to_buy(self.luck, self.intent, 0.0))
