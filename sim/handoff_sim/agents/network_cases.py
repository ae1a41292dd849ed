"""Cases about the network: to belong to it, to leave it with a repeat, to take a partner's repeat (R19, R21, R22)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

from handoff_sim.agents.cases import Case, Recorded, YesOrNo, choice
from handoff_sim.codes import Membership
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.rules.belief import lower_confidence
from handoff_sim.rules.bypass import bypass_gain, bypasses
from handoff_sim.rules.membership import joins, leaves
from handoff_sim.rules.poach import poach_gain, poaches


class Belonging(IntEnum):
    """Where a shop wants to stand after a review."""

    OUT = 0
    IN = 1
    TRIAL = 2  # in for a trial, by a shop that is curious rather than convinced
    ANEW = 3  # in under a new name, without a record


@dataclass(frozen=True, kw_only=True)
class ReviewCase(Case):
    """A shop's view of its membership (R19), dollars per machine-week unless said otherwise."""

    KIND: ClassVar = DecisionKind.MEMBERSHIP
    CODE: ClassVar = "membership"

    membership: Membership = Membership.NEVER
    gain_mean: float = 0.0  # believed gain
    gain_n: float = 1.0  # observations behind it
    hurdle: float = 0.0  # what a gain must beat to join
    running: float = 0.0  # cost of membership
    tenure_weeks: int = 0
    min_tenure_weeks: int = 0
    kappa: float = 1.0  # caution: standard errors of evidence wanted
    sigma_obs: float = 150.0  # noise of an observation
    hysteresis: float = 0.0
    autonomy: float = 0.0  # what full discipline costs the owner's sense of control
    discipline: float = 0.0  # 0 to 1
    is_curious: bool = False  # by a draw of its own
    may_enter: bool = True  # eligible, vouched for, and there is room
    score: float = 0.0  # the network's record of the shop, 0 to 1

    @property
    def lower_bound(self) -> float:
        """Cautious estimate of the gain."""
        return float(lower_confidence(self.gain_mean, self.kappa, self.sigma_obs, self.gain_n))

    @property
    def open_choices(self) -> tuple[Belonging, ...]:
        """A member stays, goes, or comes back under a new name; one on trial stays or goes; others may come in."""
        if self.membership == Membership.MEMBER:
            return (Belonging.OUT, Belonging.IN, Belonging.ANEW)
        if self.membership == Membership.TRIAL:
            return (Belonging.OUT, Belonging.IN)
        return (Belonging.OUT, Belonging.IN, Belonging.TRIAL)

    def rational(self) -> Belonging:
        """R19: stay unless the gain is too small for long enough; join if the cautious estimate beats the hurdle."""
        if self.membership == Membership.MEMBER:
            gives_up = leaves(
                self.gain_mean, self.hysteresis, self.autonomy, self.discipline, self.running,
                self.tenure_weeks, self.min_tenure_weeks,
            )  # fmt: skip
            return Belonging.OUT if gives_up else Belonging.IN
        if joins(self.gain_mean, self.gain_n, self.kappa, self.sigma_obs, self.hurdle):
            return Belonging.IN
        return Belonging.TRIAL if self.is_curious and Belonging.TRIAL in self.open_choices else Belonging.OUT

    def recorded(self, answer: Any) -> Recorded:
        """Where the shop wants to stand."""
        return Recorded(choice("answer", answer, Belonging, self.open_choices), self.membership)


@dataclass(frozen=True, kw_only=True)
class BypassCase(YesOrNo):
    """Whether the holder of a repeat and its buyer take it off the network (R21), dollars."""

    KIND: ClassVar = DecisionKind.BYPASS

    take: float
    admin: float = 0.0
    packet: float = 0.0
    liability_shift: float = 0.0
    finance_direct: float = 0.0
    default_direct: float = 0.0
    finance_network: float = 0.0
    stake: float = 0.0
    expected_penalty: float = 0.0
    hassle: float = 0.0
    mutual_trust: float = 1.0  # 0 to 1

    @property
    def gain(self) -> float:
        """R21: joint gain of leaving, before the hassle."""
        return float(
            bypass_gain(
                self.take, 1.0, self.admin, 1.0, self.packet, self.liability_shift, self.finance_direct,
                self.default_direct, self.finance_network, self.stake, self.expected_penalty, 1.0,
            )
        )  # fmt: skip

    def rational(self) -> bool:
        """R21: leave if the gain is more than the hassle and the two trust each other."""
        return bool(bypasses(self.gain, self.hassle, 1.0, 1.0, self.mutual_trust))


@dataclass(frozen=True, kw_only=True)
class PoachCase(YesOrNo):
    """Whether the maker of a handed-off part asks the buyer for the repeat itself (R22), dollars."""

    KIND: ClassVar = DecisionKind.POACH

    incumbent_price: float
    own_cost: float
    expected_penalty: float = 0.0
    tie_value: float = 0.0  # what the originator's future orders are worth
    hassle: float = 0.0
    undercut: float = 0.95  # price asked, share of the incumbent's

    @property
    def gain(self) -> float:
        """R22: what the repeat would gain, before the hassle."""
        return float(
            poach_gain(self.incumbent_price, self.own_cost, self.expected_penalty, 1.0, self.tie_value, self.undercut)
        )

    def rational(self) -> bool:
        """R22: try if the gain is more than the hassle."""
        return bool(poaches(self.gain, self.hassle, 1.0))
