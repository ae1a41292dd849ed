"""Cases of care: quality and packet effort, speed and codes of answers, and denying a defect (R13, R14, R15, R23)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handoff_sim.agents.cases import Case, Recorded, YesOrNo, number
from handoff_sim.codes import Cause
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.rules.acknowledge import fast_ack, valid_closure
from handoff_sim.rules.dispute import denies
from handoff_sim.rules.effort import PACKET_EFFORT_MAX, packet_effort, quality_effort


@dataclass(frozen=True, kw_only=True)
class EffortCase(Case):
    """What a maker's care can save or cost (R13), dollars unless said otherwise; the answer is an effort."""

    KIND: ClassVar = DecisionKind.EFFORT

    production: float
    loss: float  # of one failure
    share: float = 1.0  # of the loss that the maker bears
    stake: float = 0.0  # what a failure costs in reputation or in a tie
    repeat_value: float = 0.0
    base_hazard: float = 0.035  # of a failure without effort
    defect_multiplier: float = 1.0
    effort_unit: float = 0.02  # cost of a unit of effort, share of production
    most_effort: float = 2.5
    score: float = 0.0  # the network's record of the shop, 0 to 1

    def rational(self) -> float:
        """R13: the effort that pays for the maker."""
        return float(
            quality_effort(
                self.base_hazard, self.defect_multiplier, self.share, self.loss, self.stake, self.repeat_value,
                self.effort_unit, self.production, self.most_effort,
            )
        )  # fmt: skip

    def recorded(self, answer: Any) -> Recorded:
        """The effort."""
        return Recorded(0, 0, (number("answer", answer, 0.0, self.most_effort),))


@dataclass(frozen=True, kw_only=True)
class PacketCase(Case):
    """What work on an incomplete packet can save its originator (R14); the answer is an effort."""

    KIND: ClassVar = DecisionKind.PACKET_EFFORT

    rev_hazard: float = 0.0  # 0 where the flag is true
    scope_hazard: float = 0.0
    cert_hazard: float = 0.0
    rev_share: float = 1.0  # of the loss that the originator bears
    scope_share: float = 1.0
    cert_share: float = 1.0
    loss: float  # of one failure, dollars
    stake: float = 0.0  # what a bad packet costs in future work, dollars
    hours_per_effort: float = 1.5
    wage: float = 55.0  # dollars an hour
    hours_left: float = 40.0  # of the estimators this week

    @property
    def most_effort(self) -> float:
        """Effort that the hours left allow."""
        return min(PACKET_EFFORT_MAX, self.hours_left / self.hours_per_effort)

    def rational(self) -> float:
        """R14: the effort that pays for the originator, cut to the hours it has left."""
        best = packet_effort(
            self.rev_hazard, self.scope_hazard, self.cert_hazard, self.rev_share, self.scope_share, self.cert_share,
            self.loss, self.stake, self.hours_per_effort, self.wage,
        )  # fmt: skip
        return float(min(best, self.hours_left / self.hours_per_effort))

    def recorded(self, answer: Any) -> Recorded:
        """The effort."""
        return Recorded(0, 0, (number("answer", answer, 0.0, self.most_effort),))


@dataclass(frozen=True, kw_only=True)
class CodeCase(YesOrNo):
    """Whether a closure or a decline gets a valid code (R15)."""

    KIND: ClassVar = DecisionKind.CLOSURE_CODE

    stake: float = 0.0  # what a wrong code costs in future work, dollars
    verifiability: float = 1.0
    fine: float = 0.0  # dollars
    audit_rate: float = 0.0
    code_hours: float = 0.15
    wage: float = 55.0  # dollars an hour

    def rational(self) -> bool:
        """R15: valid if a wrong code would cost more."""
        return bool(
            valid_closure(self.stake, self.verifiability, self.fine, self.audit_rate, self.code_hours, self.wage)
        )


@dataclass(frozen=True, kw_only=True)
class SpeedCase(YesOrNo):
    """Whether an offer is answered at once (R15); dollars."""

    KIND: ClassVar = DecisionKind.ACKNOWLEDGEMENT

    stake: float = 0.0  # what a slow answer costs in future work
    cost: float = 4.0  # of a fast one

    def rational(self) -> bool:
        """R15: at once if slowness would cost more."""
        return bool(fast_ack(self.stake, self.cost))


@dataclass(frozen=True, kw_only=True)
class DenialCase(YesOrNo):
    """Whether a party denies a defect that the record may not prove (R23)."""

    KIND: ClassVar = DecisionKind.DISPUTE
    CODE: ClassVar = "cause"

    alpha: float = 0.0  # chance that the true cause is shown
    share_saved: float  # of the loss, if it is not; up to 0 where denial spares nothing
    loss: float  # dollars
    hours: float = 4.0  # that a dispute takes
    wage: float = 55.0  # dollars an hour
    stake: float = 0.0  # what an unproven dispute costs in future work, dollars
    cause: Cause = Cause.WORKMANSHIP

    def rational(self) -> bool:
        """R23: deny if what it may save is more than it costs."""
        pays = denies(self.alpha, self.share_saved, self.loss, self.hours, self.wage, self.stake)
        return self.share_saved > 0.0 and bool(pays)
