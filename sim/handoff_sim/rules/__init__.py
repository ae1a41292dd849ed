"""Every decision of shops, buyers and the network as one small pure formula, and the table of them all."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from handoff_sim.rules import (
    acknowledge,
    award,
    belief,
    buyer_membership,
    bypass,
    channel,
    cost,
    discount,
    dispute,
    effort,
    exit,  # noqa: A004 - the field's word for leaving the market
    handoff_response,
    hazard,
    liability,
    load,
    make_or_handoff,
    membership,
    poach,
    quote,
    repeat_value,
    risk,
    routing,
    stake,
    transfer_price,
    trust,
    vertical,
)


@dataclass(frozen=True)
class Rule:
    """One formula of the model.

    Attributes:
        number: where the model states it, such as R11; routing has the section 3.4, vertical pricing D78.
        function: the compiled function itself; its docstring holds the formula, the symbols and the units.
    """

    number: str
    function: Callable[..., object]

    @property
    def name(self) -> str:
        """Name of the function."""
        return str(self.function.__name__)

    @property
    def module(self) -> str:
        """File of the decision, without folder and ending."""
        return str(self.function.__module__).rpartition(".")[2]

    @property
    def summary(self) -> str:
        """What the rule says, in one line."""
        return self.documentation.partition("\n")[0]

    @property
    def documentation(self) -> str:
        """The docstring: summary, formula, symbols with units, source."""
        return inspect.getdoc(self.function) or ""


RULES: tuple[Rule, ...] = (
    Rule("R1", load.load_weeks),
    Rule("R1", load.opportunity_cost),
    Rule("R1", load.promised_weeks),
    Rule("R2", liability.liability_share),
    Rule("R2", liability.self_made_share),
    Rule("R3", hazard.workmanship_hazard),
    Rule("R3", hazard.packet_hazard),
    Rule("R3", hazard.detection_probability),
    Rule("R3", hazard.stage_multiplier),
    Rule("R3", hazard.expected_loss),
    Rule("R4", hazard.expected_liability),
    Rule("R5", risk.wealth),
    Rule("R5", risk.risk_premium),
    Rule("R6", discount.discount),
    Rule("R6", repeat_value.repeat_theta),
    Rule("R6", repeat_value.repeat_stream),
    Rule("R6", repeat_value.repeat_value),
    Rule("R7", stake.jobs_lost_per_failure),
    Rule("R7", stake.network_stake),
    Rule("R7", stake.tie_value),
    Rule("R7", stake.phone_stake),
    Rule("R8", cost.finance_cost),
    Rule("R8", cost.full_cost),
    Rule("R9", quote.quote_hours),
    Rule("R9", quote.estimate_sigma),
    Rule("R9", quote.receipt_factor),
    Rule("R9", quote.quote_markup),
    Rule("R9", quote.selection_loss),
    Rule("R9", quote.depth_cost),
    Rule("R9", quote.reference_price),
    Rule("R9", quote.win_probability),
    Rule("R9", quote.quote_at_depth),
    Rule("R9", quote.choose_depth),
    Rule("R9", quote.best_quote),
    Rule("R9", quote.posted_quote_price),
    Rule("R10", make_or_handoff.fits_without),
    Rule("R10", make_or_handoff.reason_to_look),
    Rule("R10", make_or_handoff.late_cost),
    Rule("R10", make_or_handoff.make_cost),
    Rule("R10", make_or_handoff.coordination_cost),
    Rule("R10", make_or_handoff.originator_costs),
    Rule("R10", make_or_handoff.poach_cost),
    Rule("R11", handoff_response.handoff_value),
    Rule("R11", handoff_response.decline_code),
    Rule("R12", transfer_price.bargaining_share),
    Rule("R12", transfer_price.nash_transfer),
    Rule("R12", transfer_price.posted_share_transfer),
    Rule("R12", transfer_price.rate_card_transfer),
    Rule("R12", transfer_price.take_it_or_leave_it_transfer),
    Rule("R13", effort.best_effort),
    Rule("R13", effort.quality_effort),
    Rule("R14", effort.packet_effort),
    Rule("R14", effort.packet_effort_hours),
    Rule("R15", acknowledge.fast_ack),
    Rule("R15", acknowledge.valid_closure),
    Rule("R16", trust.trust_after_success),
    Rule("R16", trust.trust_after_failure),
    Rule("R16", trust.trust_after_bad_packet),
    Rule("R16", trust.trust_after_idle_week),
    Rule("R17", belief.ewma),
    Rule("R17", belief.lower_confidence),
    Rule("R19", membership.evidence_update),
    Rule("R19", membership.join_hurdle),
    Rule("R19", membership.joins),
    Rule("R19", membership.leaves),
    Rule("R19", membership.evidence_needed),
    Rule("R21", bypass.bypass_gain),
    Rule("R21", bypass.leak_probability),
    Rule("R21", bypass.bypasses),
    Rule("R22", poach.poach_gain),
    Rule("R22", poach.poaches),
    Rule("R23", dispute.denies),
    Rule("R24", exit.insolvent_now),
    Rule("R25", channel.network_probability),
    Rule("R26", award.award_utility),
    Rule("R26", award.gumbel),
    Rule("R26", award.may_win),
    Rule("R28", buyer_membership.buyer_join_probability),
    Rule("R28", buyer_membership.buyer_leaves),
    Rule("3.4", routing.beta_mean),
    Rule("3.4", routing.beta_variance),
    Rule("3.4", routing.availability),
    Rule("3.4", routing.routing_score),
    Rule("3.4", routing.routing_key),
    Rule("3.4", routing.evidence_weight),
    Rule("3.4", routing.decayed_count),
    Rule("D78", vertical.vertical_sigma),
    Rule("D78", vertical.vertical_price),
)

# Numbers of the model without a formula in this folder, and why.
WITHOUT_FORMULA = {
    "R18": "disclosure is set by the policy; its price is paid in the bargaining share of R12",
    "R20": "dealing through several channels is a permission that the weekly phases grant or refuse",
    "R27": "a loyal reorder is one draw against the buyer's loyalty, taken where demand is made",
}

# Files of this folder that hold no decision, and why.
WITHOUT_RULES = {
    "theory": "closed forms for tests and documents; no run calls them",
}
