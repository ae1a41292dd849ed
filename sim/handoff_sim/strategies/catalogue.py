"""The strategies of MODEL 3.6 in one table: when each pays, what defends against it, how it shows, its seat.

``rebroker`` (accept, then hand off silently) is left out: an operation has one maker in this model, and the table puts
it off to a later version.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from handoff_sim.agents.actor import Actor
from handoff_sim.rules.bypass import bypass_gain
from handoff_sim.rules.poach import poach_gain
from handoff_sim.run import Run
from handoff_sim.strategies import conditions, detectors, seats
from handoff_sim.strategies.assignment import FORMS, Assignment, Form
from handoff_sim.strategies.detectors import Figures

MakeSeat = Callable[..., Actor]


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """One way to game the rules.

    ``overrides`` names the hooks it answers otherwise; ``pays_if`` is the condition in symbols and ``gain`` the same as
    a function, in dollars, above 0 where it pays; ``defended_by`` are policy fields that lower the gain; ``detector``
    gives a figure per shop (or buyer) of a run that is larger where it is played; ``seat`` is its class as a seat.
    """

    name: str
    does: str
    overrides: tuple[str, ...]
    pays_if: str
    gain: Callable[..., float]
    defended_by: tuple[str, ...]
    detector: Callable[[Run], Figures]
    seat: MakeSeat

    @property
    def form(self) -> Form:
        """The strategy as data."""
        return FORMS[self.name]


STRATEGIES: dict[str, Strategy] = {
    strategy.name: strategy
    for strategy in (
        Strategy(
            name="cherry_pick",
            does="takes only handoffs that are better than most of its last ones",
            overrides=("respond",),
            pays_if="option value > Xi_accept on declines",
            gain=conditions.cherry_pick_gain,
            defended_by=("reputation.w.accept_ratio", "packet.codes_required"),
            detector=detectors.picked_worth,
            seat=seats.CherryPicker,
        ),
        Strategy(
            name="ack_spam",
            does="answers every offer at once for the record, then declines many that would pay",
            overrides=("acknowledge", "respond"),
            pays_if="Xi_ack - c_ack > Xi_honour",
            gain=conditions.ack_spam_gain,
            defended_by=("reputation.w.accept_ratio",),
            detector=detectors.declined_after_fast_answer,
            seat=seats.AckSpammer,
        ),
        Strategy(
            name="lowball_change",
            does="bids low and claims a change where the scope was left open",
            overrides=("quote", "claim_change"),
            pays_if="ds margin + s (-b P + p_scope [scope open] y P (1 - pi)) > 0",
            gain=conditions.lowball_gain,
            defended_by=("packet.floor", "governance.noncirc_detect"),
            detector=detectors.changes_claimed,
            seat=seats.Lowballer,
        ),
        Strategy(
            name="milk",
            does="stops caring once its score is high enough",
            overrides=("effort",),
            pays_if="kappa C e + S L (p(e) - p(0)) > Xi (p(0) - p(e))",
            gain=conditions.milk_gain,
            defended_by=("reputation.w.quality", "routing.tau_route", "reputation.score_form", "entry.bond"),
            detector=detectors.score_above_effort,
            seat=seats.Milker,
        ),
        Strategy(
            name="whitewash",
            does="comes back under a new name when its score is low",
            overrides=("review",),
            pays_if="V(prior) - V(score) > fee + bond + lost tenure",
            gain=conditions.whitewash_gain,
            defended_by=("entry.entry_fee", "entry.bond", "reputation.a0", "entry.vouch"),
            detector=detectors.new_names,
            seat=seats.Whitewasher,
        ),
        Strategy(
            name="wash_ring",
            does="reports handoffs that never were to the next of its ring, for the record of both",
            overrides=("trade_fakes",),
            pays_if="dXi n > tau P n + audit rate Pen",
            gain=conditions.wash_ring_gain,
            defended_by=("reputation.cp_cap", "payout.take", "reputation.audit_rate", "reputation.audit_fine"),
            detector=detectors.paid_in_circles,
            seat=seats.Washer,
        ),
        Strategy(
            name="packet_free_ride",
            does="does no work on packets and calls them complete",
            overrides=("packet_effort", "certify"),
            pays_if="h w > alpha S L p + Xi",
            gain=conditions.free_ride_gain,
            defended_by=("reputation.originator_w.packet_quality", "record"),
            detector=detectors.packet_defects,
            seat=seats.FreeRider,
        ),
        Strategy(
            name="poach",
            does="asks the buyer for every repeat it hears of",
            overrides=("poach",),
            pays_if="u P - F - pi Pen - V_tie > 0",
            gain=poach_gain,
            defended_by=("governance.visibility", "governance.noncirc_penalty", "governance.repeat_owner"),
            detector=detectors.repeats_taken,
            seat=seats.Poacher,
        ),
        Strategy(
            name="bypass",
            does="leaves the network with a repeat whenever that gains anything, whatever the hassle",
            overrides=("bypass",),
            pays_if="B0 > 0",
            gain=bypass_gain,
            defended_by=("payout.take", "payment.payment_owner", "governance.noncirc_penalty"),
            detector=detectors.repeats_off_network,
            seat=seats.Bypasser,
        ),
        Strategy(
            name="otd_padding",
            does="quotes longer leads than it needs, to be on time",
            overrides=("quote",),
            pays_if="Xi_otd dp > lost award utility",
            gain=conditions.padding_gain,
            defended_by=("reputation.w.otd", "routing.award_by"),
            detector=detectors.lead_over_time_taken,
            seat=seats.Padder,
        ),
        Strategy(
            name="over_accept",
            does="takes handoffs as if its machines were idle",
            overrides=("respond",),
            pays_if="margin > late cost + Xi_otd",
            gain=conditions.over_accept_gain,
            defended_by=("reputation.w.otd", "routing.info"),
            detector=detectors.late_handoffs,
            seat=seats.OverAccepter,
        ),
        Strategy(
            name="blame_shift",
            does="denies every defect whose denial could spare it something",
            overrides=("deny",),
            pays_if="(1 - alpha) dS L > h w + Xi",
            gain=conditions.blame_shift_gain,
            defended_by=("record", "governance.default_split.receiver", "reputation.w.dispute"),
            detector=detectors.unproven_denials,
            seat=seats.BlameShifter,
        ),
        Strategy(
            name="phantom_rfq",
            does="asks for prices it does not mean to pay",
            overrides=("mean_it",),
            pays_if="free information > deposit",
            gain=conditions.phantom_gain,
            defended_by=("packet.rfq_deposit", "packet.screen"),
            detector=detectors.asked_without_intent,
            seat=seats.PriceCollector,
        ),
        Strategy(
            name="slow_pay",
            does="pays transfers late where it pays them itself",
            overrides=("delay_payment",),
            pays_if="W r weeks / 52 > Xi + Pen",
            gain=conditions.slow_pay_gain,
            defended_by=("payment.payment_owner", "reputation.originator_w.pay_lag"),
            detector=detectors.payment_delay,
            seat=seats.SlowPayer,
        ),
        Strategy(
            name="false_ncr",
            does="claims for defects that were none",
            overrides=("claim_defect",),
            pays_if="(1 - alpha) S claim > h w + alpha Xi",
            gain=conditions.false_claim_gain,
            defended_by=("record", "governance.default_split.receiver", "reputation.originator_w.dispute"),
            detector=detectors.claims_reversed,
            seat=seats.FalseClaimer,
        ),
    )
}


def seats_of(assignment: Assignment) -> dict[int, MakeSeat]:
    """The players of an assignment as seats, by number: what ``FactoryModel`` takes as ``seats`` or ``buyer_seats``."""
    kind = STRATEGIES[assignment.strategy].seat
    values: dict[str, Any] = dict(assignment.values)
    for parameter in assignment.form.parameters:
        if parameter.is_whole:
            values[parameter.name] = int(values[parameter.name])
    if assignment.form.fewest == 1:
        return {number: partial(kind, **values) for number in assignment.agents}
    following = (*assignment.agents[1:], assignment.agents[0])
    return {
        number: partial(kind, partner=partner, **values)
        for number, partner in zip(assignment.agents, following, strict=True)
    }
